"""Clauses and candidates as quantities: values, ranges, lists, elisions, comparators, rates, elliptic counts.

The documents are made by hand (a token a word), so that a fault here is not one of the tokenizer; the texts are not
those of the examples inside the rules.
"""

import time
from collections.abc import Callable

import pytest

Readings = Callable[[str], list[str]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("pangsanya 71,8% tahun ini", ["71,8% => 71.8 %"]),
        ("pangsanya 71,8 % tahun ini", ["71,8 % => 71.8 %"]),
        ("pangsanya 71,80 prosen", ["71,80 prosen => 71.8 %"]),
        ("pangsanya delapan puluh persen", ["delapan puluh persen => 80 %"]),
        ("bunga turun 75 basis poin", ["75 basis poin => 0.75 pp"]),
        ("bunga turun 125 bps", ["125 bps => 1.25 pp"]),
        ("porsinya naik 2,5 poin persentase", ["2,5 poin persentase => 2.5 pp"]),
        ("omzet naik tiga kali lipat", ["tiga kali lipat => 3 x"]),
        ("menyerap seperempat hasil panen", ["seperempat => 0.25 x"]),
        ("dua dari lima pekerja adalah perempuan", ["dua dari lima => 0.4 x"]),
        ("dengan rasio 1:4", ["1:4 => 0.25 x"]),
        ("PMI manufaktur tercatat 48,7 pada Mei", ["48,7 => 48.7 index"]),
        ("IKI turun 0,6 poin", ["0,6 poin => 0.6 index"]),
    ],
)
def test_kinds_without_a_written_unit_code_have_a_fixed_one(readings: Readings, text: str, found: list[str]) -> None:
    assert readings(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("biayanya Rp12.500.000", ["Rp12.500.000 => 12500000 IDR"]),
        ("biayanya Rp 12,5 juta", ["Rp 12,5 juta => 12500000 IDR"]),
        ("biayanya Rp. 12,5 jt", ["Rp. 12,5 jt => 12500000 IDR"]),
        ("biayanya Rp12,5M", ["Rp12,5M => 12500000000 IDR"]),
        ("biayanya Rp 12,5M", ["Rp 12,5M => 12500000000 IDR"]),
        ("biayanya Rp 2T", ["Rp 2T => 2000000000000 IDR"]),
        ("biayanya 12,5 juta rupiah", ["12,5 juta rupiah => 12500000 IDR"]),
        ("biayanya dua belas juta rupiah", ["dua belas juta rupiah => 12000000 IDR"]),
        ("nilainya US$1.250", ["US$1.250 => 1250 USD"]),
        ("nilainya USD 1,25 miliar", ["USD 1,25 miliar => 1250000000 USD"]),
        ("nilainya 1,25 miliar dolar AS", ["1,25 miliar dolar AS => 1250000000 USD"]),
        ("nilainya 30 juta dollar Amerika", ["30 juta dollar Amerika => 30000000 USD"]),
        ("nilainya $30 juta", ["$30 juta => 30000000 USD"]),
        ("nilainya S$30 juta", ["S$30 juta => 30000000 SGD"]),
        ("nilainya €30 juta", ["€30 juta => 30000000 EUR"]),
        ("nilainya 30 miliar won", ["30 miliar won => 30000000000 KRW"]),
        ("nilainya 30 juta baht", ["30 juta baht => 30000000 THB"]),
        ("nilainya 30 juta ringgit", ["30 juta ringgit => 30000000 MYR"]),
        ("US$ 20 juta (Rp 310 miliar)", ["US$ 20 juta => 20000000 USD", "Rp 310 miliar => 310000000000 IDR"]),
    ],
)
def test_money_has_its_iso_currency(readings: Readings, text: str, found: list[str]) -> None:
    assert readings(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("melatih 40 pelaku IKM batik", ["40 => 40 pelaku IKM batik"]),
        ("melatih 40 orang yang menganggur", ["40 => 40 orang"]),
        ("membuka 12 kantor di Jawa", ["12 => 12 kantor"]),
        ("membuka dua belas kantor besar", ["dua belas => 12 kantor"]),
        ("1,7 juta unit kendaraan terjual", ["1,7 juta => 1700000 unit kendaraan"]),
        ("ketiga kementerian bertemu", ["ketiga => 3 kementerian"]),
    ],
)
def test_count_is_its_number_and_its_unit_the_counted_noun(readings: Readings, text: str, found: list[str]) -> None:
    assert readings(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("panen 75 ton", ["75 ton => 75 t"]),
        ("panen 75 kuintal", ["75 kuintal => 75 q"]),
        ("di lahan 1,5 hektar", ["1,5 hektar => 1.5 ha"]),
        ("seluas 300 meter persegi", ["300 meter persegi => 300 m2"]),
        ("seluas 300 m2", ["300 m2 => 300 m2"]),
        ("daya 35 ribu MW", ["35 ribu MW => 35000 MW"]),
        ("menyalurkan 20 ribu kiloliter", ["20 ribu kiloliter => 20000 kL"]),
        ("mengangkut 9.000 TEUs", ["9.000 TEUs => 9000 TEU"]),
        ("suhu -20 derajat celcius", ["-20 derajat celcius => -20 °C"]),
    ],
)
def test_measures_have_a_unit_code(readings: Readings, text: str, found: list[str]) -> None:
    assert readings(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tumbuh 4-5 persen", ["4-5 persen => 4..5 %"]),
        ("tumbuh 4–5%", ["4–5% => 4..5 %"]),
        ("tumbuh 4%-5%", ["4%-5% => 4..5 %"]),
        ("tumbuh 4,5 hingga 5,5 persen", ["4,5 hingga 5,5 persen => 4.5..5.5 %"]),
        ("antara 4 dan 5 persen", ["4 dan 5 persen => 4..5 %"]),
        ("antara 4 sampai 5 persen", ["4 sampai 5 persen => 4..5 %"]),
        ("butuh Rp 8-9 miliar", ["Rp 8-9 miliar => 8000000000..9000000000 IDR"]),
        ("butuh Rp8 miliar hingga Rp9 miliar", ["Rp8 miliar hingga Rp9 miliar => 8000000000..9000000000 IDR"]),
        ("butuh 8 sampai 9,5 juta ton", ["8 sampai 9,5 juta ton => 8000000..9500000 t"]),
        ("butuh 500 hingga 600 pekerja", ["500 hingga 600 => 500..600 pekerja"]),
        ("butuh 900 ribu hingga 1,1 juta ton", ["900 ribu hingga 1,1 juta ton => 900000..1100000 t"]),
        ("butuh lima sampai enam unit", ["lima sampai enam => 5..6 unit"]),
    ],
)
def test_range_is_one_quantity_with_two_ends(readings: Readings, text: str, found: list[str]) -> None:
    assert readings(text) == found


def test_range_that_goes_down_is_no_range(readings: Readings) -> None:
    assert not [reading for reading in readings("dari 10-5 persen") if ".." in reading]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("masing-masing 3, 4, dan 8 persen", ["3 => 3 %", "4 => 4 %", "8 persen => 8 %"]),
        ("masing-masing 3 dan 8 persen", ["3 => 3 %", "8 persen => 8 %"]),
        ("masing-masing 3% dan 8%", ["3% => 3 %", "8% => 8 %"]),
        ("Rp12 dan Rp30 miliar", ["Rp12 => 12000000000 IDR", "Rp30 miliar => 30000000000 IDR"]),
        ("Rp12 juta dan Rp30 miliar", ["Rp12 juta => 12000000 IDR", "Rp30 miliar => 30000000000 IDR"]),
        ("10 ton beras dan 5 ton gula", ["10 ton => 10 t", "5 ton => 5 t"]),
    ],
)
def test_members_of_a_list_are_quantities_with_the_shared_unit(readings: Readings, text: str, found: list[str]) -> None:
    assert readings(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("naik dari 61 menjadi 70 persen", ["61 => 61 %", "70 persen => 70 %"]),
        ("naik dari 61 persen menjadi 70 persen", ["61 persen => 61 %", "70 persen => 70 %"]),
        ("naik dari Rp2 miliar menjadi Rp3 miliar", ["Rp2 miliar => 2000000000 IDR", "Rp3 miliar => 3000000000 IDR"]),
        ("naik dari US$2,1 menjadi US$3 miliar", ["US$2,1 => 2100000000 USD", "US$3 miliar => 3000000000 USD"]),
        ("PMI naik dari 49,2 ke 51,2", ["49,2 => 49.2 index", "51,2 => 51.2 index"]),
    ],
)
def test_both_ends_of_a_change_are_quantities(readings: Readings, text: str, found: list[str]) -> None:
    assert readings(text) == found


@pytest.mark.parametrize(
    ("cue", "comparator"),
    [
        ("mencapai", ""),
        ("sebesar", ""),
        ("tercatat", ""),
        ("tembus", ""),
        ("sekitar", "~ "),
        ("kira-kira", "~ "),
        ("kurang lebih", "~ "),
        ("lebih dari", "> "),
        ("di atas", "> "),
        ("melebihi", "> "),
        ("melampaui", "> "),
        ("minimal", ">= "),
        ("sedikitnya", ">= "),
        ("paling sedikit", ">= "),
        ("setidaknya", ">= "),
        ("tidak kurang dari", ">= "),
        ("kurang dari", "< "),
        ("di bawah", "< "),
        ("hampir", "< "),
        ("mendekati", "< "),
        ("belum sampai", "< "),
        ("tidak mencapai", "< "),
        ("maksimal", "<= "),
        ("paling banyak", "<= "),
        ("tidak lebih dari", "<= "),
        ("lebih dari sekitar", "> "),
        ("hampir mencapai", "< "),
        ("Sekitar", "~ "),
    ],
)
def test_cue_before_the_number_gives_the_comparator(readings: Readings, cue: str, comparator: str) -> None:
    assert readings(f"kontribusinya {cue} 30 persen") == [f"30 persen => {comparator}30 %"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("sekitar sebesar 30 persen", ["30 persen => ~ 30 %"]),
        ("sekitar Rp 3 juta", ["Rp 3 juta => ~ 3000000 IDR"]),
        ("30 persen lebih", ["30 persen => > 30 %"]),
        ("30 orang atau lebih", ["30 => >= 30 orang"]),
        ("Rp 21.500-an per kg", ["Rp 21.500-an => ~ 21500 IDR per kg"]),
        ("400 ribuan orang", ["400 ribuan => ~ 400000 orang"]),
        ("sekitar 3 dan 8 persen", ["3 => ~ 3 %", "8 persen => ~ 8 %"]),
        ("lebih dari 30 pabrik di 5 kota", ["30 => > 30 pabrik", "5 => 5 kota"]),
    ],
)
def test_comparator_is_found_around_the_number(readings: Readings, text: str, found: list[str]) -> None:
    assert readings(text) == found


def test_hingga_states_what_was_reached_or_sets_a_limit(readings: Readings) -> None:
    assert readings("berkontribusi hingga 21 persen") == ["21 persen => 21 %"]
    assert readings("akan memberi potongan hingga 21 persen") == ["21 persen => <= 21 %"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("US$9 per MMBTU", ["US$9 => 9 USD per MMBTU"]),
        ("Rp 8.000/kg", ["Rp 8.000 => 8000 IDR per kg"]),
        ("Rp8.000 setiap kilogram", ["Rp8.000 => 8000 IDR per kilogram"]),
        ("900 ton per tahun", ["900 ton => 900 t per tahun"]),
        ("900 ton setahun", ["900 ton => 900 t per setahun"]),
        ("900 ton/hari", ["900 ton => 900 t per hari"]),
        ("14 dokter per 10.000 penduduk", ["14 => 14 dokter per 10.000 penduduk"]),
    ],
)
def test_rate_keeps_its_denominator_as_written(readings: Readings, text: str, found: list[str]) -> None:
    assert readings(text) == found


def test_date_behind_per_is_no_denominator(readings: Readings) -> None:
    assert readings("asetnya Rp9 miliar per 30 Juni 2024") == ["Rp9 miliar => 9000000000 IDR"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("dari 40 pabrik, 15 di antaranya tutup", ["40 => 40 pabrik", "15 => 15 pabrik"]),
        ("ada 40 pabrik, 15 lainnya tutup", ["40 => 40 pabrik", "15 => 15 pabrik"]),
        ("15 dari 40 pabrik tutup", ["15 => 15 pabrik", "40 => 40 pabrik"]),
    ],
)
def test_elliptic_count_takes_its_noun_from_the_sentence(readings: Readings, text: str, found: list[str]) -> None:
    assert readings(text) == found


def test_elliptic_count_takes_its_noun_from_the_sentence_before(readings: Readings) -> None:
    assert readings("Ada 40 pabrik.\nSebanyak 15 di antaranya tutup.")[1:] == ["15 => 15 pabrik"]


def test_elliptic_count_takes_no_noun_from_another_paragraph(readings: Readings) -> None:
    assert not [r for r in readings("Ada 40 pabrik.\n\nSebanyak 15 di antaranya tutup.")[1:] if "pabrik" in r]


@pytest.mark.parametrize(
    "text",
    [
        "pada 17 Agustus 1945", "Kamis (4/1/2024)", "tahun 2024", "periode 2020-2024", "pukul 09.30 WIB",
        "selama 12 hari", "berusia 45 tahun", "lima tahun terakhir", "dua kali sehari", "kuartal III",
        "kuartal 3 tahun lalu", "peringkat ke-7", "Industri 4.0", "Making Indonesia 4.0", "ISO 14001:2015", "Euro 4",
        "B40", "program B40 pemerintah", "Covid-19", "KTT G20", "UU No. 11 Tahun 2020", "Pasal 33 ayat (2)",
        "PP Nomor 46", "Boeing 777", "telepon (021) 5255509", "WhatsApp 0812-1234-5678", "https://a.id/2024/05/123",
        "menang 3-1", "salah satu pabrik", "satu-satunya pabrik", "empat pilar", "tiga strategi.", "ada dua hal.",
        "enam langkah", "puluhan pabrik", "ratusan ribu orang", "beberapa juta ton", "BACA JUGA: 5 Pabrik Tutup",
        "Editor: Tim 7", "(Foto 5 orang pekerja)", "roda empat", "barang setengah jadi", "10 perusahaan terbesar",
        "lima besar dunia", "pesawat T-50 buatan Korea", "motif K3 pabrik", "mobil X5 hitam",
    ],
)  # fmt: skip
def test_numbers_that_are_no_quantities_are_left_alone(readings: Readings, text: str) -> None:
    assert readings(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("65 (enam puluh lima) IKM", ["65 => 65 IKM"]),
        ("Rp 1.500.000,00 dibayar", ["Rp 1.500.000,00 => 1500000 IDR"]),
        ("Rp 1.500.000,- dibayar", ["Rp 1.500.000 => 1500000 IDR"]),
        ("tumbuh minus 2,5 persen", ["minus 2,5 persen => -2.5 %"]),
        ("tumbuh -2,5 persen", ["-2,5 persen => -2.5 %"]),
        ("turun 2,5 persen", ["2,5 persen => 2.5 %"]),
        ("Rp -5 juta", ["Rp -5 juta => -5000000 IDR"]),
    ],
)
def test_number_is_read_as_written(readings: Readings, text: str, found: list[str]) -> None:
    assert readings(text) == found


def test_number_said_again_in_brackets_is_one_quantity(readings: Readings) -> None:
    (reading,) = readings("sebesar 10 (sepuluh) persen")
    assert reading.endswith("=> 10 %")


def test_value_keeps_every_digit(readings: Readings) -> None:
    many = "9.999.999.999.999.999.999.999.999.999.999,5"
    assert readings(f"nilainya Rp{many}") == [f"Rp{many} => 9999999999999999999999999999999.5 IDR"]


@pytest.mark.parametrize("text", ["dolar " * 1000 + "5 per dolar", "satu pabrik " * 1000, "rasio " * 1000 + "1:3"])
def test_sentence_without_an_end_takes_no_time_without_an_end(readings: Readings, text: str) -> None:
    # With quadratic time or worse a page pasted without a full stop would hold up the batch for minutes.
    start = time.process_time()
    readings(text)
    assert time.process_time() - start < 0.5
