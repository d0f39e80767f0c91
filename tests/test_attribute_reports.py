"""Sentences as reports and news write them: lists, brackets, wholes, bodies that count, accounts and their balances."""

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from pipeline.component import Extractor
from pipeline.records import Release

# A text and the values of a field of its numbers, in order.
CASES = [
    # --- the first member of a list
    ("Dua subsektor dengan ekspor terbesar, yakni industri karet yang menembus US$ 4 miliar dan industri kopi "
     "US$ 2 miliar.",
     "entity", ["subsektor", "industri karet", "industri kopi"]),
    ("Penyumbang terbesar nilai ekspor antara lain industri kertas 12 persen, mebel 7 persen, dan kulit 3 persen.",
     "entity", ["industri kertas", "mebel", "kulit"]),
    ("Ekspor terbesar berasal dari industri sawit yang mencetak US$ 9 miliar.", "entity", ["industri sawit"]),
    ("Sektor itu terdiri atas industri gula sebesar 5 persen dan industri teh 2 persen.",
     "entity", ["industri gula", "industri teh"]),
    # --- brackets and colons
    ("Kontributor utama ialah industri gula (38,4%), industri teh (10,9%), serta industri susu (9,7%).",
     "entity", ["industri gula", "industri teh", "industri susu"]),
    ("Realisasi investasi menurut sektor: Pertambangan (Rp 28 triliun, 16%); Hotel dan Restoran (Rp 9 triliun, 5%).",
     "entity", ["Pertambangan", "Pertambangan", "Hotel dan Restoran", "Hotel dan Restoran"]),
    ("Ekspor mebel terutama mengalir ke India (US$31 juta) dan Prancis (US$17 juta).", "entity", ["mebel", "mebel"]),
    ("Rincian penjualan sepeda: Elang: 20.078 unit; Garuda: 12.513 unit.", "entity", ["Elang", "Garuda"]),
    ("Produksi: 6,2 juta ton; konsumsi: 11,9 juta ton.", "property", ["Produksi", "konsumsi"]),
    # --- sentences that only bring the next item
    ("Subsektor yang tumbuh tinggi adalah industri logam sebesar 7 persen. Lalu industri kertas sebesar 6 persen. "
     "Ada juga industri kayu sebesar 5 persen.", "role", ["change", "change", "change"]),
    ("Ekspor kopi mencapai US$ 5 miliar. Disusul kakao US$ 3 miliar dan lada US$ 1 miliar.",
     "property", ["Ekspor", "Ekspor", "Ekspor"]),
    ("Ekspor kopi mencapai US$ 5 miliar. Disusul oleh lemak dan minyak hewan/nabati yang mencetak US$ 3 miliar.",
     "entity", ["kopi", "lemak dan minyak hewan/nabati"]),
    ("Elang mencatatkan penjualan 22.082 unit. Diikuti oleh Garuda dengan 7.276 unit, dan Rajawali dengan 4.982 unit.",
     "indicator", ["sales", "sales", "sales"]),
    ("Elang mencatatkan penjualan 22.082 unit. Diikuti oleh Garuda dengan 7.276 unit, dan Rajawali dengan 4.982 unit.",
     "entity", ["Elang", "Garuda", "Rajawali"]),
    ("Ekspor kopi naik 5 persen. Ada 20 perusahaan yang beroperasi di Lampung.", "property", ["Ekspor", "beroperasi"]),
    ("Ekspor kopi mencapai US$ 5 miliar. Selanjutnya, 45 peserta mengikuti pelatihan.", "property",
     ["Ekspor", "mengikuti"]),
    # --- a percentage beside an amount
    ("Penanaman modal asing mencapai Rp331 triliun (50,3%).", "role", ["level", "share"]),
    ("Realisasi PMA sebesar Rp300 triliun atau 49 persen.", "role", ["level", "share"]),
    ("Ekspor mencapai US$ 20 miliar (5,2% yoy).", "role", ["level", "change"]),
    ("Investasi naik Rp24 triliun, atau 7 persen.", "role", ["change", "change"]),
    ("Investasi mencapai Rp24 triliun, 7 persen lebih tinggi dari tahun lalu.", "role", ["level", "change"]),
    ("Jumlah wirausaha naik dari 0,2% menjadi paling sedikit 1%.", "role", ["share", "share"]),
    ("Investasi meningkat dari kuartal II/2020 sebesar 9,1%.", "role", ["change"]),
    # --- the size of the whole itself
    ("Mebel menyumbang 2 persen dari total ekspor nasional yang mencapai US$ 258 miliar. Angka itu naik 3 persen.",
     "property", ["menyumbang", "total ekspor", "menyumbang"]),
    ("Mebel menyumbang 2 persen dari total ekspor nasional sebesar US$ 258 miliar.", "entity", ["Mebel", "nasional"]),
    ("Capaian ini sudah 74 persen dari target realisasi investasi Rp817 triliun.", "entity", ["", ""]),
    # --- who counts owns nothing, and neither does a place or a movement
    ("Badan Koordinasi Penanaman Modal (BKPM) mencatat realisasi investasi mencapai Rp219 triliun.", "entity", [""]),
    ("Gabungan Industri Kendaraan Bermotor Indonesia (Gaikindo) mencatat penurunan wholesales mencapai 29 persen.",
     "entity", [""]),
    ("Terdapat 4 juta unit IKM yang tersebar di wilayah Indonesia dengan penyerapan tenaga kerja 10 juta orang.",
     "entity", ["unit IKM", "unit IKM"]),
    ("Penurunan TPT itu terjadi karena jumlah angkatan kerja per triwulan III 2019 naik menjadi 133 juta orang.",
     "property", ["angkatan kerja"]),
    ("Neraca perdagangan pada Mei 2023 mengalami surplus tipis sebesar US$ 440 juta.", "entity", [""]),
    ("Dari sisi ekspor industri selama sebelas bulan, industri karet membukukan nilai US$ 99 miliar.",
     "entity", ["industri karet"]),
    ("Investasi itu senilai 50 miliar rupiah di Banten (Serang) dan 20 miliar rupiah di Jawa Barat (Karawang).", "area",
     ["Banten", "Jawa Barat"]),
    # --- currencies are no places, names with numbers no quantities
    ("Ekspor karet mencapai 110 miliar dolar Amerika Serikat (AS), tumbuh 34 persen.", "area", ["", ""]),
    ("Akibat pandemi Covid 19 jumlah tenaga kerja industri karet berkurang menjadi 18 juta orang.",
     "indicator", ["employment"]),
    ("Ekspor naik 20 persen dibanding Juli 2021 (m-to-m) dan 52 persen dibanding Agustus 2020 (y-on-y).",
     "comparison", ["mom", "yoy"]),
    # --- owners beside and ahead
    ("Industri kertas melaporkan investasi Rp6 triliun.", "entity", ["Industri kertas"]),
    ("Sebanyak 40 perusahaan melaporkan investasi Rp211 miliar.", "entity", ["perusahaan", "perusahaan"]),
    ("Ada industri mortar yang memiliki kapasitas sebesar 3 juta ton.", "property", ["kapasitas"]),
    ("Untuk industri tekstil tenaga kerja yang terlibat mencapai 1,5 juta orang.", "entity", ["industri tekstil"]),
    ("Kinerja industri kaca yang tumbuh sebesar 6 persen.", "entity", ["industri kaca"]),
    ("Pembangunan tersebut diproyeksikan menyerap 332 tenaga kerja.", "entity", ["tenaga kerja"]),
    ("Neraca perdagangan kopi lima tahun terakhir mengalami surplus US$ 4 miliar.", "entity",
     ["Neraca perdagangan kopi"]),
    ("Penjualan pertanian naik dari 17 menjadi 24 persen, diikuti sektor perikanan yang naik dari 1 menjadi 2 persen.",
     "entity", ["pertanian", "pertanian", "sektor perikanan", "sektor perikanan"]),
    ("Jumlahnya 18.657 unit usaha dengan komposisi industri kecil sebanyak 18.091 unit usaha.", "entity",
     ["unit usaha", "industri kecil"]),
    ("Dari 312 IKM binaan, 87 di antaranya menembus pasar ekspor dengan nilai transaksi US$ 2 juta.", "entity",
     ["IKM binaan", "IKM binaan", ""]),
    ("Industri minuman membukukan penjualan Rp18 triliun atau tumbuh 3 persen, dengan kontributor terbesar teh "
     "(22 persen) dan kopi (9 persen).", "role", ["level", "change", "share", "share"]),
    # --- what a share fills
    ("Sektor alas kaki menyumbang PDB nasional sebesar 1,5%.", "denominator", ["PDB nasional"]),
    ("Cabai dan bawang menyumbang inflasi masing-masing 0,1 dan 0,2 persen.", "property", ["menyumbang", "menyumbang"]),
    # --- who has a share of what
    ("Industri pengolahan menjadi penyumbang ekspor 71% dari total ekspor.", "entity", ["Industri pengolahan"]),
    ("Sektor manufaktur masih menjadi kontributor paling besar terhadap PDB nasional hingga 18,2 persen.",
     "entity", ["Sektor manufaktur"]),
    ("Indonesia adalah produsen 60 persen nikel dunia.", "property", ["produsen"]),
    ("Sebagai penyumbang 20 persen PDB, industri manufaktur menjadi andalan.", "entity", ["industri manufaktur"]),
    ("Jawa Barat menjadi penyumbang investasi tertinggi sebesar Rp 50 triliun.", "property", ["penyumbang investasi"]),
    ("Industri kosmetik didominasi oleh IKM sebesar 95 persen.", "denominator", ["Industri kosmetik"]),
    ("Industri kosmetik didominasi 95 persen pelaku IKM.", "entity", ["pelaku IKM"]),
    ("Pasar mobil nasional dikuasai 90 persen oleh merek Jepang.", "entity", ["merek Jepang"]),
    ("Kebutuhan garam industri masih dipenuhi dari impor sebesar 97 persen.", "entity", ["impor"]),
    ("Kebutuhan baja dipenuhi 60 persen dari impor.", "denominator", ["Kebutuhan baja"]),
    ("PDB industri disumbang industri gula 38 persen dan industri teh 17 persen.", "entity",
     ["industri gula", "industri teh"]),
    # --- names that are lists
    ("Industri kulit, alas kaki, dan aneka menyerap 1,1 juta tenaga kerja.", "entity",
     ["Industri kulit, alas kaki, dan aneka"]),
    ("Ekspor industri makanan, minuman dan tembakau mencapai US$ 12 miliar.", "entity",
     ["industri makanan, minuman dan tembakau"]),
    ("Di sektor itu, industri kulit menyerap 90 ribu orang, industri teh 5 ribu orang.", "entity",
     ["industri kulit", "industri teh"]),
    # --- counts and who has them
    ("Industri alas kaki nasional saat ini berjumlah 394 perusahaan dengan investasi mencapai Rp 11 triliun.", "entity",
     ["Industri alas kaki nasional", "Industri alas kaki nasional"]),
    ("Balai itu mengelola 11 politeknik, 9 Sekolah Menengah Kejuruan (SMK), serta 7 akademi.", "entity", ["Balai"] * 3),
    ("Terdapat 760 pabrik mebel yang mampu menyerap 75.000 pekerja langsung serta 600.000 pekerja tidak langsung.",
     "entity", ["pabrik mebel"] * 3),
    ("Tenaga kerja yang mampu diserap mencapai 121.285 hingga tahun 2019.", "indicator", ["employment"]),
    # --- what only tells of something
    ("Hal tersebut terlihat dari omzet yang meningkat, di mana penjualan pada 2015 mencapai Rp16 triliun.", "entity",
     [""]),
    ("Ekspor kriya sebesar US$ 8 juta. Raihan ini naik dibanding tahun sebelumnya yakni US$ 7 juta.", "entity",
     ["kriya", "kriya"]),
    ("PT Maju Jaya menanamkan investasi baru senilai Rp 250 miliar.", "entity", ["PT Maju Jaya"]),
    ("Pemerintah tengah membidik ekspor US$ 5 miliar.", "entity", ["Pemerintah"]),
    ("Perluasan pabrik kaca dengan kapasitas 200 ribu ton itu rampung.", "entity", ["pabrik kaca"]),
    ("Dengan nilai target produksi Rp 142 triliun, industri itu tumbuh.", "property", ["target produksi"]),
    ("Neraca perdagangan kosmetik mencatat surplus US$ 12 juta, dengan nilai ekspor mencapai US$ 60 juta.", "indicator",
     ["trade_balance", "export"]),
    # --- what a property is for, and of what a growth is
    ("Total investasi untuk membangun smelter nikel tersebut mencapai Rp6,5 triliun.", "entity", ["smelter nikel"]),
    ("Ekspor mengalami pertumbuhan 0,8 persen dan impor mencatat pertumbuhan sebesar 4 persen.", "indicator",
     ["export", "import"]),
    ("Penjualan mobil menunjukkan pertumbuhan 5 persen pada Mei.", "property", ["Penjualan"]),
    ("Industri TPT menunjukkan kinerja yang baik dengan pertumbuhan PDB sebesar 4,6% dan kontribusi sebesar 0,9% "
     "terhadap PDB nasional.", "entity", ["Industri TPT", "Industri TPT"]),
    ("Guna menggenjot hilirisasi nikel, saat ini sudah ada 34 smelter yang beroperasi.", "property", ["beroperasi"]),
    ("Industri gula itu berkontribusi 1,16 persen pada PDB nasional.", "denominator", ["PDB nasional"]),
    ("Kontribusi ekspor alas kaki sebesar US$3,5 miliar.", "entity", ["alas kaki"]),
    ("Industri itu menyerap 10,6% dari total tenaga kerja di industri manufaktur.", "denominator",
     ["total tenaga kerja di industri manufaktur"]),
    # --- who has the workers
    ("Jumlah tenaga kerja yang terserap di industri tembakau mencapai 26 ribu orang.", "entity", ["industri tembakau"]),
    ("Pabrik dengan 500 karyawan itu memproduksi 2 juta unit per tahun.", "entity", ["Pabrik", "Pabrik"]),
    ("Kerja sama dengan 20 perusahaan itu dimulai.", "property", ["Kerja sama"]),
    ("Smelter Jaya mengolah bijih nikel menjadi feronikel, dengan kapasitas produksi sebesar 1.800.000 ton per tahun.",
     "entity", ["Smelter Jaya"]),
    # --- parts
    ("Sekitar 67 persen perusahaan tekstil merupakan industri hilir, sedangkan sisanya 33 persen merupakan industri "
     "hulu.", "entity", ["industri hilir", "industri hulu"]),
    # --- old values and folds
    ("Ekspor mencapai US$ 12,2 miliar, atau turun dari tahun 2014 sebesar US$ 12,7 miliar.", "role",
     ["level", "level"]),
    ("Dengan pengolahan itu, nilai tambahnya 6,7 kali lipat.", "role", ["change"]),
    ("Sektor kulit mulai pulih. Secara bertahap sektor ini membaik. Saat ini utilisasinya di angka 70 persen.",
     "entity", ["Sektor kulit"]),
    # --- who takes, who follows, who is passed
    ("Industri logam meraup investasi mayoritas dari PMA senilai US$5,7 miliar.", "entity", ["Industri logam"]),
    ("Industri logam dasar memimpin dengan realisasi sebesar USD3,6 miliar (25,3 persen), diikuti pertambangan "
     "USD1,2 miliar.", "entity", ["Industri logam dasar", "Industri logam dasar", "pertambangan"]),
    ("Industri gula menjadi primadona dengan investasi Rp48 triliun. Pertambangan menyusul dengan Rp29,5 triliun.",
     "property", ["investasi", "investasi"]),
    ("Ekspor itu berada di posisi ketiga setelah industri kertas yang mencapai US$ 1 miliar.", "entity",
     ["industri kertas"]),
    ("Semua merek tumbuh, dan yang paling tinggi lonjakannya adalah Elang yakni sebesar 163 persen.", "entity",
     ["Elang"]),
    ("Ekspor berasal dari industri kimia 900 juta dolar AS, industri alat angkutan dan transportasi lainnya mencapai "
     "800 juta dolar AS.", "entity", ["industri kimia", "industri alat angkutan dan transportasi lainnya"]),
    ("Industri itu didominasi industri gula yang jumlah pabriknya 25 persen, kemudian tekstil 10 persen.", "entity",
     ["industri gula", "tekstil"]),
    # --- what a sentence goes on with
    ("Ekspor motor sebanyak 377 ribu unit. Dilansir dari data AISI, angka ini mengalami penurunan 23,5 persen.",
     "property", ["Ekspor", "Ekspor"]),
    ("Ekspor motor sebanyak 49 ribu unit. Lalu pada Juli 2023 sebanyak 53 ribu unit.", "property",
     ["Ekspor", "Ekspor"]),
    ("Kontribusinya terhadap pengiriman luar negeri 56,5 persen.", "entity", [""]),
    # --- what a number only serves
    ("Impor gula mentah dalam rangka memenuhi kebutuhan industri mamin hanya 2,8 juta ton.", "property", ["Impor"]),
    ("Produksi gula dipasok oleh 48 pabrik gula.", "entity", ["pabrik gula"]),
    ("Masih ada stok gula impor sekitar 1 juta ton.", "indicator", ["stock"]),
    # --- each with its own verb
    ("Industri kulit naik 23 persen; industri karet naik 18 persen; dan industri teh turun 14 persen.", "entity",
     ["Industri kulit", "industri karet", "industri teh"]),
    ("Industri kulit naik 23 persen (yoy), industri karet turun 18 persen (yoy).", "property", ["naik", "turun"]),
    ("Kenaikan produksi terjadi di beberapa sektor seperti industri logam dasar yang naik sebesar 11,9 persen.",
     "entity", ["industri logam dasar"]),
    ("Industri yang mengalami kenaikan produksi tertinggi adalah industri minuman, naik 7,7 persen.", "entity",
     ["industri minuman"]),
    ("Industri yang mengalami penurunan produksi terbesar adalah industri gula, yaitu turun 9 persen. Diikuti industri "
     "kertas turun 2,7 persen.", "entity", ["industri gula", "industri kertas"]),
    ("Pertumbuhan produksi industri manufaktur besar dan sedang naik sebesar 5,5 persen.", "entity",
     ["industri manufaktur besar dan sedang"]),
    ("Kawasan industri mengalami peningkatan sebanyak 14 kawasan.", "property", ["peningkatan"]),
    ("Terdapat 131 kawasan industri di Indonesia, dengan total luas melebihi 57 ribu ha.", "entity",
     ["kawasan industri", "kawasan industri"]),
    # --- what it is for, and what sentences go on with
    ("Produksi semen untuk konsumsi domestik dan ekspor mencapai 70,3 juta ton.", "property", ["Produksi"]),
    ("Utilisasi industri gula hanya 64 persen. Kemudian, pada 2020 turun ke 59 persen.", "property",
     ["Utilisasi", "Utilisasi"]),
    ("Industri semen mengalami kelebihan kapasitas sebesar 51,8 juta ton.", "role", ["level"]),
    ("Ada peningkatan kapasitas produksi dari 2018 hingga 2023 sebesar 10 juta ton.", "role", ["change"]),
    ("Program itu membina 21 pesantren, meliputi enam di Jawa Timur, tiga di Banten.", "value", ["21", "6", "3"]),
    ("Program itu membina lima pesantren di Jawa Timur, dan satu pesantren di Bali.", "value", ["5", "1"]),
    # --- what happened to whom, and the same said again
    ("Penurunan terbesar ekspor terjadi pada bahan bakar mineral sebesar US$ 257 juta (44,3 persen).", "entity",
     ["bahan bakar mineral", "bahan bakar mineral"]),
    ("Penurunan terbesar ekspor terjadi pada bahan bakar mineral sebesar US$ 257 juta (44,3 persen).", "direction",
     ["down", "down"]),
    ("Ekspor turun 12,2% atau setara US$251,9 juta.", "role", ["change", "change"]),
    ("Ekspor kopi yang menjadi penopang utama kinerja ekspor turun 12,2%.", "entity", ["kopi"]),
    ("Industri gula menjadi kontributor utama ekspor nasional yang mencapai 71,5 persen.", "denominator",
     ["ekspor nasional"]),
    ("Sebanyak 312 IKM mebel difasilitasi sertifikasi kayu, 87 di antaranya sudah menembus pasar ekspor.", "entity",
     ["IKM mebel", "IKM mebel"]),
    ("Ekspor industri kulit turun 2 persen, sedangkan industri mainan naik 11 persen.", "entity",
     ["industri kulit", "industri mainan"]),
    ("Program itu didukung investasi Rp 1,2 triliun dari PT Nusantara Kimia yang membangun pabrik.", "entity",
     ["PT Nusantara Kimia"]),
    # --- states
    ("PMI masih berada di zona ekspansif pada angka 53,5.", "role", ["level"]),
    ("Kemenperin menargetkan ekspor klinker dapat mencapai 7 juta ton atau naik 24 persen.", "status",
     ["target", "target"]),
    ("Utilisasi tahun ini bakal lebih baik dari tahun lalu atau di atas 75 persen.", "status", ["forecast"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "field", "values"), CASES)
def test_rows_of_a_report(
    text: str, field: str, values: list[str], extractor: Extractor, hand_made: Callable[[str], Doc]
) -> None:
    text = text.replace(". ", ".\n")  # a sentence a line
    rows = extractor.observations(Release("r", "r.txt", text), hand_made(text))
    assert [getattr(row, field) for row in rows] == values
