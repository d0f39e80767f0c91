"""What is measured and of whom: entities of sentences that no gold holds."""

from collections.abc import Callable

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.component import Extractor
from pipeline.records import Release


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("Jawa Tengah menyumbang 38,5 persen, disusul Jawa Timur (27,1 persen) dan Jawa Barat (11 persen).",
         ["Jawa Tengah", "Jawa Timur", "Jawa Barat"]),
        ("Sektor pangan tumbuh 5,2 persen, diikuti logam (4,1 persen).", ["Sektor pangan", "logam"]),
        ("Laba bersih perseroan naik 12 persen, kata Direktur Keuangan Telkom Rudi Hartono.", ["Telkom"]),
        ("Menteri Perindustrian mengatakan, industri batik ada di 1.114 perusahaan.", ["perusahaan"]),
        ("Tingkat pengangguran di Jawa Barat mencapai 7,4 persen.", [""]),
        ("Penerimaan perpajakan mencapai Rp583 triliun.", [""]),
    ],
)  # fmt: skip
def test_entity_is_what_the_sentence_speaks_of(
    text: str, entities: list[str], extractor: Extractor, hand_made: Callable[[str], Doc]
) -> None:
    rows = extractor.observations(Release("r", "r.txt", text), hand_made(text))
    assert [row.entity for row in rows] == entities


LISTS = [
    ("Ekspor Jepang, India, dan Vietnam tumbuh masing-masing 3, 4, dan 5 persen.", ["Jepang", "India", "Vietnam"]),
    ("Industri kimia dan industri logam masing-masing tumbuh 4 persen dan 6 persen.",
     ["Industri kimia", "industri logam"]),
    ("Impor kapas, benang, dan kain naik 3, 2, dan 1 persen secara berurutan.", ["kapas", "benang", "kain"]),
    ("Semarang dan Solo menyumbang 18 persen dan 15 persen.", ["Semarang", "Solo"]),
    ("Toyota dan Honda masing-masing melego 12.670 dan 7.920 unit.", ["Toyota", "Honda"]),
    ("Produksi semen, kaca, serta keramik berturut-turut naik 2, 3, dan 4 persen.", ["semen", "kaca", "keramik"]),
    ("Kopi, teh, dan kakao masing-masing dijual Rp90 ribu, Rp40 ribu, dan Rp70 ribu.", ["Kopi", "teh", "kakao"]),
    ("Harga timah dan harga nikel masing-masing naik 3 dan 2 persen.", ["timah", "nikel"]),
    ("Subsektor tekstil (TPT) dan subsektor furnitur masing-masing tumbuh 4 dan 6 persen.",
     ["Subsektor tekstil", "subsektor furnitur"]),
    ("Impor bahan baku yang dilakukan industri ban dan industri cat masing-masing US$3 juta dan US$5 juta.",
     ["industri ban", "industri cat"]),
]  # fmt: skip
HOLDERS = [
    ("Bandara Kertawangi melayani 413.000 penumpang.", "Bandara Kertawangi"),
    ("Tambak percontohan menebar 25 juta ekor benur.", "Tambak percontohan"),
    ("Himpunan pedagang beranggotakan 1.300 toko.", "Himpunan pedagang"),
    ("Rumah sakit itu merawat 320 pasien.", "Rumah sakit"),
    ("Petugas menyita 87 ribu batang rokok.", "batang rokok"),
    ("Pemerintah merawat 320 pasien.", "pasien"),
    ("Kelompok transportasi mencatat inflasi 15 persen.", "Kelompok transportasi"),
    ("PT Surya Abadi mencatat laba bersih Rp167 miliar.", "PT Surya Abadi"),
    ("BPS mencatat inflasi 5 persen.", ""),
    ("Transaksi modal mencatat surplus 3,6 miliar dolar AS.", "Transaksi modal"),
    ("Biaya listrik naik 12 persen.", ""),
    ("PT Surya Abadi menerbitkan surat utang senilai Rp2 triliun.", "PT Surya Abadi"),
    ("Sebanyak 95 persen akan diserap oleh industri roti.", "industri roti"),
    ("Sebanyak 40 persen produksi kopra dibeli industri sabun.", "industri sabun"),
    ("Gula mentah yang kebutuhannya 3 juta ton harus diimpor.", "Gula mentah"),
    ("Penjualan mobil di kurun waktu itu sebanyak 578.891 unit.", "mobil"),
]  # fmt: skip

# The entity of the last number.
OWNERS = [
    ("Dana Moneter Internasional memprediksi ekonomi Laos tumbuh 4 persen.", "ekonomi Laos"),
    ("Lembaga Penjamin Simpanan menurunkan suku bunga penjaminan 25 basis poin.", "Lembaga Penjamin Simpanan"),
    ("Warung kopi di Solo, Klaten, dan Boyolali menyerap 900 pekerja.", "Warung kopi"),
    ("Bengkel di Tegal dan Brebes mempekerjakan 420 orang.", "Bengkel"),
    ("Kendal adalah kawasan terpadu pertama di pulau itu dengan total luas 2.200 hektare.", "Kendal"),
    ("Industri karet menjadi penopang terbesar terhadap PDB dengan sumbangan 3 persen.", "Industri karet"),
    ("PT Laut Biru akan membeli tiga unit tongkang dengan harga 6 juta dolar AS.", "unit tongkang"),
    ("PT Laut Biru membeli seluruh saham PT Ombak Jaya senilai Rp9 miliar.", "PT Laut Biru"),
    ("Dalam prospektusnya Rimba Lestari akan membeli 3 juta saham.", "Rimba Lestari"),
    ("Saham PT Ombak Jaya sebanyak 40 persen dikuasai oleh Rimba Lestari.", "Rimba Lestari"),
    ("Sebanyak 70 persen dijual di dalam negeri, sisanya 30 persen dibeli oleh pedagang Medan.", "pedagang Medan"),
    ("Koperasi itu meraih pinjaman Rp2 miliar dari Bank Nagari.", "Bank Nagari"),
    ("Belanja pemerintah pusat Rp9 triliun, sedangkan belanja ke daerah Rp4 triliun.", "daerah"),
    ("Ekspor ke Chile mencapai US$ 5 juta.", ""),
    ("Penyaluran kredit UMKM mencapai Rp7 triliun.", "UMKM"),
    ("“Kami akan menanam investasi Rp5 miliar,” kata Direktur Utama PT Ombak Jaya Rudi Hartono.", "PT Ombak Jaya"),
    ("“Utilisasi kami tinggal 48 persen,” kata Direktur Utama PT Ombak Jaya Rudi Hartono.", "PT Ombak Jaya"),
    ("Rupiah menguat setelah bank sentral Chile memangkas suku bunganya 50 basis poin.", "bank sentral Chile"),
    ("Realisasi investasi PMA mencapai Rp5 triliun dan PMDN Rp3 triliun.", "PMDN"),
    ("Produksi itu terdiri atas sabun 12 ton dan lilin 3 ton.", "lilin"),
    ("Bengkel Line 2 mempekerjakan 35 orang.", "Bengkel Line 2"),
    ("KEK Tanjung Sari, Belitung, misalnya, diproyeksikan menyerap 900 orang.", "KEK Tanjung Sari"),
    ("Mitra lokalnya, PT Ombak Jaya, menyetor Rp5 miliar.", "PT Ombak Jaya"),
    ("Industri karet (IK) pada triwulan II 2024 tumbuh 5 persen.", "Industri karet"),
    ("Industri karet pada semester I-2024 tumbuh 5 persen.", "Industri karet"),
    ("Ekonom memprediksi manufaktur cuma akan tumbuh 4 persen.", "manufaktur"),
    ("Bupati meresmikan pabrik tali di Blora, Jawa Tengah, yang menelan investasi Rp3 miliar.", "pabrik tali"),
    ("PT Ombak Jaya membiayai galangan di Tegal yang berkapasitas 900 ton.", "galangan"),
    ("Harga gas bagi tujuh sektor industri itu dipatok US$ 6 per MMBTU.", "gas"),
    ("Galangan itu berkapasitas 90 ribu ton baja per tahun.", "Galangan"),
    ("Terdapat 14 kawasan industri dengan luas lahan 9 ribu hektare.", "kawasan industri"),
    ("Pangsa pasar sepeda lokal baru mencapai 35 persen.", "sepeda lokal"),
    ("Jumlah penganggur mencapai 7,2 juta orang.", "penganggur"),
    ("Penerimaan negara mencapai Rp9 triliun.", "negara"),
    ("Toko itu memberi 3 sertifikat halal dan 40 perajin dilatih.", "perajin"),
    ("Bengkel itu menyerap 300 pekerja, sebanyak 70 persen di antaranya warga setempat.", "warga setempat"),
    ("Tujuan ekspor utama ialah Chile (15,2%), Peru (14,8%), dan lainnya.", "Peru"),
    ("Tingkat komponen dalam negeri (TKDN) modul surya minimal 60 persen.", "modul surya"),
    ("Penjualan lilin secara wholesales tercatat 900 unit.", "lilin"),
    ("Neraca perdagangan industri karet surplus USD 2 miliar.", "industri karet"),
    ("Kontribusi industri karet dan kulit terhadap PDB naik menjadi 6 persen.", "industri karet dan kulit"),
    ("Nilai TKDN sepeda buatan PT Ombak Jaya sudah 47 persen.", "sepeda"),
    ("Kursus itu menjangkau 900 penjahit di enam kota, atau 78 persen dari target.", "penjahit"),
    ("Dari 27 bengkel yang dibina, baru sembilan yang bersertifikat.", "bengkel"),
    ("Pakar menilai rasio utang tetap kuat 30 persen.", ""),
    ("Industri sabun dan deterjen tumbuh 4 persen.", "Industri sabun dan deterjen"),
    ("Subsektor kulit dan alas kaki terkontraksi 2 persen.", "Subsektor kulit dan alas kaki"),
    ("PT Laut Biru Tbk dan anak usahanya meraih laba Rp3 miliar.", "PT Laut Biru Tbk"),
    ("Dari sisi ekspor, industri rotan menyumbang 6 persen.", "industri rotan"),
    ("Nilai investasi tahap pertama galangan itu Rp8 miliar.", "galangan"),
    ("Kemenperin menerbitkan 320 sertifikat halal.", "sertifikat halal"),
    ("Ada 90 pabrik garam, naik dari 70 pabrik pada 2021.", "pabrik garam"),
    ("Bea masuk sebesar 15 persen dikenakan terhadap ubin keramik.", "ubin keramik"),
    ("Galangan kapal di Bitung itu berkapasitas 900 ton.", "Galangan kapal"),
    ("Jumlah wisatawan asing naik 7 persen.", "wisatawan asing"),
    ("Anggaran itu dipakai untuk pelatihan guru Rp6 miliar.", "pelatihan guru"),
    ("Industri rotan baru menguasai 2 persen pasar dunia, kalah dari Kenya yang 5 persen.", "Kenya"),
    ("Produksi garam mencapai 40 ribu ton, tumbuh tipis 0,7 persen.", "garam"),
    ("Ada 40 kompor yang nilai TKDN-nya di atas 60 persen.", "kompor"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "entity"), OWNERS)
def test_entity_of_the_last_number(
    text: str, entity: str, extractor: Extractor, hand_made: Callable[[str], Doc]
) -> None:
    rows = extractor.observations(Release("r", "r.txt", text), hand_made(text))
    assert rows[-1].entity == entity


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Terjadi peningkatan jumlah kawasan industri. Jumlahnya naik 51 persen.", "kawasan industri"),
        ("Pandemi memukul industri tekstil. Subsektor ini terkontraksi 9 persen.", "industri tekstil"),
        ("Kinerja industri rotan membaik. Sepanjang 2023, ekspornya mencapai Rp9 miliar.", "industri rotan"),
        ("PT Laut Biru menambah kapasitas kapal 7 unit. Perusahaan itu mempekerjakan 90 orang.", "PT Laut Biru"),
        (
            "Dari 5.200 karyawan PT Ombak Jaya, separuh perempuan. Perusahaan itu merekrut 350 penjahit.",
            "PT Ombak Jaya",
        ),
    ],
)
def test_owner_stands_in_the_sentence_before(text: str, entity: str, nlp: Language) -> None:
    doc = nlp(text)
    assert doc.spans["quantities"][-1]._.observation.entity == entity


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Impor kapas turun tipis 0,8 persen.", "down"),
        ("Produksi sabun merosot cukup dalam sekitar 7 persen.", "down"),
        ("Penjualan lilin naik cukup drastis hingga 12 persen.", "up"),
        ("Konsumsi teh turun perlahan sebesar 2 persen.", "down"),
        ("Produksi lilin turun secara bertahap 5 persen.", "down"),
        ("Pertumbuhan ekspor melambat tipis menjadi 5,1 persen.", "up"),
        ("Laba PT Ombak Jaya jeblok 41 persen.", "down"),
        ("Penjualan ritel merambat 6 persen.", "up"),
        ("Cetakan baru menurunkan biaya produksi 9 persen.", "down"),
        ("Cetakan baru memangkas konsumsi energi seperlima.", "down"),
    ],
)
def test_adverbs_stand_between_a_movement_and_its_number(
    text: str, direction: str, extractor: Extractor, hand_made: Callable[[str], Doc]
) -> None:
    (row,) = extractor.observations(Release("r", "r.txt", text), hand_made(text))
    assert (row.role, row.direction) == ("change", direction)


def test_word_of_movement_in_a_name_moves_nothing(extractor: Extractor, hand_made: Callable[[str], Doc]) -> None:
    text = "PT Samudra Laju Tanker Tbk merencanakan akuisisi Rimba Lestari senilai 850 juta dolar AS."
    (row,) = extractor.observations(Release("r", "r.txt", text), hand_made(text))
    assert (row.role, row.entity) == ("level", "PT Samudra Laju Tanker Tbk")


def test_part_is_of_what_was_counted_before(extractor: Extractor, hand_made: Callable[[str], Doc]) -> None:
    text = "Kursus itu meluluskan 900 penjahit, dan 87 persen di antaranya langsung terserap di dunia kerja."
    row = extractor.observations(Release("r", "r.txt", text), hand_made(text))[-1]
    assert (row.role, row.property, row.denominator) == ("share", "terserap", "penjahit")


def test_contribution_of_this_sector_is_no_property_of_the_whole(
    extractor: Extractor, hand_made: Callable[[str], Doc]
) -> None:
    text = "Kontribusi sektor ini terhadap PDB mencapai 18 persen."
    (row,) = extractor.observations(Release("r", "r.txt", text), hand_made(text))
    assert (row.property, row.denominator) == ("Kontribusi", "PDB")


@pytest.mark.parametrize(("text", "entities"), LISTS)
def test_members_of_two_lists_are_paired(
    text: str, entities: list[str], extractor: Extractor, hand_made: Callable[[str], Doc]
) -> None:
    rows = extractor.observations(Release("r", "r.txt", text), hand_made(text))
    assert [row.entity for row in rows] == entities


@pytest.mark.parametrize(("text", "entity"), HOLDERS)
def test_entity_is_who_has_or_does(
    text: str, entity: str, extractor: Extractor, hand_made: Callable[[str], Doc]
) -> None:
    rows = extractor.observations(Release("r", "r.txt", text), hand_made(text))
    assert [row.entity for row in rows] == [entity]


@pytest.mark.parametrize(
    ("text", "field", "values"),
    [
        ("Ekspor furnitur mencapai US$2 miliar. Jumlah tersebut naik 5 persen.", "entity", ["furnitur", "furnitur"]),
        ("Laba bersih PT Abadi Rp167 miliar. Merosot 22 persen.", "property", ["Laba bersih", "Laba bersih"]),
        ("Ekspor rotan mencapai US$2 juta. Angka ini meningkat 8 persen.", "property", ["Ekspor", "Ekspor"]),
        ("Proyek etilena menelan Rp2 triliun. Proyek itu menyerap 300 orang.", "entity", ["Proyek etilena"] * 2),
        ("Industri batik tumbuh 4 persen. Sektor ini menyerap 300 orang.", "entity", ["Industri batik"] * 2),
        ("Sebuah bengkel dibangun. Kompleks itu menyerap 300 orang.", "entity", ["Kompleks"]),
        ("Jumlah perusahaan kosmetik naik 20 persen, dari 819 unit usaha menjadi 988 unit usaha.", "entity",
         ["perusahaan kosmetik"] * 3),
        ("Kredit modal kerja dan kredit konsumsi masing-masing tumbuh 11 dan 10 persen.", "property",
         ["Kredit modal kerja", "kredit konsumsi"]),
        ("Dari total ekspor mebel US$2 miliar, Belanda membeli US$1 miliar (50 persen).", "denominator",
         ["", "", "total ekspor mebel"]),
        ("Buku itu terdiri dari 26 bab dan 400 gambar.", "entity", ["Buku", "Buku"]),
        ("Ekspor mebel dan kerajinan pada 2022 tercatat US$3 miliar.", "entity", ["mebel dan kerajinan"]),
        ("Dari 23 juta orang yang bekerja, 20 persen berada di Jawa.", "denominator", ["", "orang"]),
        ("Indeks Kepercayaan Industri naik ke 52,9. Pesanan baru naik 0,5 poin.", "property", ["", "Pesanan baru"]),
    ],
)  # fmt: skip
def test_sentences_go_on_with_what_was_said(
    text: str, field: str, values: list[str], extractor: Extractor, hand_made: Callable[[str], Doc]
) -> None:
    rows = extractor.observations(Release("r", "r.txt", text), hand_made(text))
    assert [getattr(row, field) for row in rows] == values


@pytest.mark.parametrize(
    "text",
    [
        "Industri mebel menyerap 962 ribu orang, dan menargetkan ekspor US$5 miliar pada 2026.",
        "Sentra itu menjual 30 ribu genteng, dan kami membidik ekspor 2 juta genteng pada 2026.",
        "Pabrik itu mempekerjakan 400 orang dan akan merekrut 900 orang pada 2026.",
    ],
)
def test_year_of_a_later_plan_is_not_that_of_the_number_before(
    text: str, extractor: Extractor, hand_made: Callable[[str], Doc]
) -> None:
    rows = extractor.observations(Release("r", "r.txt", text), hand_made(text))
    assert [row.period for row in rows] == ["", "2026"]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Pabrik itu membuat 500 ton kaca, dan 26 persen dijual ke Filipina.", ["level", "share"]),
        ("Pabrik menghasilkan 400 ton kaca, sekitar 30 persen di antaranya untuk ekspor.", ["level", "share"]),
        ("Dari panen itu 40 persen diekspor dan 60 persen dipasarkan di dalam negeri.", ["share", "share"]),
        ("Bahan baku yang diimpor masih 58 persen.", ["share"]),
        ("Penjualan naik 5 persen.", ["change"]),
        ("Ekspor tumbuh 7 persen digunakan sebagai acuan.", ["change"]),
    ],
)
def test_percentage_before_a_word_of_dividing_is_a_share(
    text: str, roles: list[str], extractor: Extractor, hand_made: Callable[[str], Doc]
) -> None:
    rows = extractor.observations(Release("r", "r.txt", text), hand_made(text))
    assert [row.role for row in rows] == roles


@pytest.mark.parametrize("line", ["MAJALENGKA - ", "Jakarta – ", "KENDAL, HL – ", ""])
def test_dateline_is_no_part_of_the_entity(line: str, extractor: Extractor, hand_made: Callable[[str], Doc]) -> None:
    text = f"{line}Pengrajin genteng di Jatiwangi mengirim 900 ribu keping genteng."
    (row,) = extractor.observations(Release("r", "r.txt", text), hand_made(text))
    assert row.entity == "Pengrajin genteng"


def test_unit_word_behind_a_noun_is_part_of_a_name(extractor: Extractor, hand_made: Callable[[str], Doc]) -> None:
    text = "Industri alas kaki di Banten menyerap 84.200 pekerja, atau 12 persen dari pekerja alas kaki nasional."
    rows = extractor.observations(Release("r", "r.txt", text), hand_made(text))
    assert [row.entity for row in rows] == ["Industri alas kaki", "Industri alas kaki"]
    assert rows[1].denominator == "pekerja alas kaki nasional"
