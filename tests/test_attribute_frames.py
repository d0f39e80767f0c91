"""What is measured and of whom: entities of sentences that no gold holds."""

from collections.abc import Callable

import pytest
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
