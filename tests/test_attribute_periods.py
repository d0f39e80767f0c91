from pathlib import Path

import pytest

from pipeline.attribute.periods import PeriodBook, PeriodContext, PeriodReading, prepare_periods, read_periods
from pipeline.errors import RuleError
from pipeline.records import Passage, Quantity
from pipeline.rulebook import default_directory, load
from pipeline.rulebook.calendar import load_calendar

WRITTEN = "2024-05-15"
EXPRESSIONS = load_calendar(default_directory()).expressions
FINDS = [(e.id, text, period) for e in EXPRESSIONS for text, period in e.finds.items()]
SPARES = [(e.id, text) for e in EXPRESSIONS for text in e.spares]


@pytest.fixture(scope="module")
def book() -> PeriodBook:
    return prepare_periods(load())


def read(
    book: PeriodBook, marked: str, natures: str = "", published: str = WRITTEN, title: bool = False
) -> list[PeriodReading]:
    """Read a text whose quantities stand in [brackets]; sentences end at a line break, paragraphs at an empty line.

    `natures` has a letter a quantity: f(low), s(tock), c(hange).
    """
    text = ""
    spots: list[tuple[int, int]] = []
    for i, piece in enumerate(marked.split("[")):
        number, bracket, rest = piece.partition("]") if i else ("", "", piece)
        if bracket:
            spots.append((len(text), len(text) + len(number)))
        text += number + rest
    return _read(book, text, spots, (natures, published, title))


def _read(
    book: PeriodBook, text: str, spots: list[tuple[int, int]], options: tuple[str, str, bool]
) -> list[PeriodReading]:
    natures, published, title = options
    passages, start, paragraph = [], 0, 0
    for line in text.split("\n"):
        if line:
            passages.append(Passage(start, start + len(line), paragraph, title and paragraph == 0))
        else:
            paragraph += 1
        start += len(line) + 1
    names = {"f": "flow", "s": "stock", "c": "change"}
    context = PeriodContext(published, [names[n] for n in natures.ljust(len(spots), "f")])
    return read_periods(text, passages, [Quantity(a, b, "percent", "%", "x") for a, b in spots], context, book)


def periods(readings: list[PeriodReading]) -> list[str]:
    return [r.period for r in readings]


@pytest.mark.parametrize(("rule", "text", "period"), FINDS)
def test_an_expression_reads_as_its_example_says(book: PeriodBook, rule: str, text: str, period: str) -> None:
    members = period.split()
    numbers = " dan ".join(["[5 persen]"] * len(members))
    readings = read(book, f"Nilai {text} mencapai {numbers}.")
    assert periods(readings) == members
    assert {r.cue for r in readings} == {rule}


@pytest.mark.parametrize(("rule", "text"), SPARES)
def test_an_expression_without_a_period_reads_as_none(book: PeriodBook, rule: str, text: str) -> None:
    assert rule
    assert periods(read(book, f"Nilainya {text} mencapai [5 persen].")) == [""]


def test_the_helper_of_these_tests_cuts_out_brackets(book: PeriodBook) -> None:
    first, second = read(book, "Pada 2022 naik [5 persen] menjadi [6 persen].")
    assert (first.start, first.end, second.how) == (5, 9, "stated")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Laba naik dari [1] pada kuartal I 2022 menjadi [2] pada kuartal I 2023.", ["2022-Q1", "2023-Q1"]),
        ("Pada 2023 ekspor mencapai [1], sedangkan pada 2022 hanya [2].", ["2023", "2022"]),
        ("Laba [1] pada semester I 2023 dibanding [2] pada periode sama tahun sebelumnya.", ["2023-S1", "2022-S1"]),
        ("Penjualan Mei 2023 sebesar [1], turun dibandingkan April yang [2].", ["2023-05", "2023-04"]),
        ("Produksi pada 2022 dan 2023 masing-masing [1] dan [2].", ["2022", "2023"]),
        ("Produksi menyentuh [1] atau senilai [2] pada 2021.", ["2021", "2021"]),
        ("PMI Januari 2024 di level [1], naik dari Desember yang [2].", ["2024-01", "2023-12"]),
        ("Kapasitas naik dari [1] menjadi [2] pada 2023.", ["", "2023"]),
        ("Defisit APBN 2022 naik dari [1] menjadi [2].", ["2022", "2022"]),
        ("Utilisasi triwulan II [1], lebih tinggi dari triwulan I 2023 yang [2].", ["2024-Q2", "2023-Q1"]),
    ],
)
def test_old_and_new_values_have_their_own_periods(book: PeriodBook, text: str, expected: list[str]) -> None:
    assert periods(read(book, text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Menurut Peraturan Menteri Nomor 5 Tahun 2021, tarifnya [5 persen].",
        "Nilainya [5 persen], kata Reni di Jakarta, Kamis (4/1/2024).",
        "Jakarta, 12 Mei 2024 – Pemerintah menetapkan harga [5 persen].",
        "Obligasi II/2021 berbunga [5 persen].",
        "Surat utang [5 persen] itu jatuh tempo pada 15 Juli 2029.",
        "Pabrik yang didirikan pada 1998 itu memasok [5 persen].",
        "Hannover Messe 2023 diikuti [5] peserta.",
        "Dalam lima tahun terakhir ekspor naik [5 persen].",
        "Pada akhir tahun harganya [5 persen].",
    ],
)
def test_dates_of_laws_events_and_reports_are_no_periods(book: PeriodBook, text: str) -> None:
    assert periods(read(book, text)) == [""]


def test_until_counts_from_january_for_a_flow_only(book: PeriodBook) -> None:
    text = "Hingga Agustus 2020 tercatat [5]."
    assert periods(read(book, text, "f")) == ["2020-01/2020-08"]
    assert periods(read(book, text, "s")) == ["2020-08"]
    assert periods(read(book, "Realisasi kredit hingga Agustus 2020 [5].", "s")) == ["2020-01/2020-08"]


def test_open_ends_leave_a_bound_empty(book: PeriodBook) -> None:
    since, until = read(book, "Tarif [1] berlaku mulai 1 April 2020.\n\nTarget [2] hingga 2031.")[0:2]
    assert (until.period_start, until.period_end) == ("", "2031-12-31")
    assert since.period in ("", "2020-04-01/..")


@pytest.mark.parametrize(
    ("text", "natures", "expected"),
    [
        ("Laba [1] pada kuartal I 2023, tumbuh [8] (yoy) dari [2].", "fcf", ["2023-Q1", "2023-Q1", "2022-Q1"]),
        ("Dalam rentang 2020 hingga 2022 naik [9], dari [1] menjadi [2].", "csf", ["2020/2022", "2020", "2022"]),
        ("Ekspor 2023 mencapai [1], lebih rendah dari capaian 2013, yakni [2].", "ff", ["2023", "2013"]),
        ("Hingga Juli 2019 ekspor [1].\nAngkanya turun dari periode tahun lalu yang [2].", "ff",
         ["2019-01/2019-07", "2018-01/2018-07"]),
        ("Kenaikan tertinggi pada triwulan III 2019 dibandingkan triwulan II 2019 adalah industri gula [5].", "c",
         ["2019-Q3"]),
        ("Sejak dibuka pada 2017, balai itu melatih [5].", "f", ["2017-01-01/.."]),
        ("Hingga tahun 2015 nilainya mencapai [5].", "f", ["2015"]),
        ("Kerugian mencapai [5] per tahun (Bappenas, 2021).", "f", [""]),
        ("Pada 2022 ekspor [1], yang akan menyerap [2].", "ff", ["2022", ""]),
        ("Dalam sepekan harganya turun [5].", "c", [""]),
    ],
)  # fmt: skip
def test_ends_of_changes_and_of_stretches(book: PeriodBook, text: str, natures: str, expected: list[str]) -> None:
    assert periods(read(book, text, natures)) == expected


def test_a_period_is_carried_inside_a_paragraph_only(book: PeriodBook) -> None:
    text = "Ekspor pada 2022 mencapai [1].\nImpornya [2].\n\nSurplusnya [3]."
    readings = read(book, text)
    assert periods(readings) == ["2022", "2022", ""]
    assert [r.how for r in readings[:2]] == ["stated", "carried"]


@pytest.mark.parametrize(
    ("second", "nature"),
    [
        ("Pemerintah akan menambah [2].", "f"),
        ("Jika harga naik, biayanya [2].", "f"),
        ("Kapasitas terpasang [2].", "s"),
        ("Saat ini utilisasinya [2].", "f"),
    ],
)
def test_plans_hypotheses_and_stocks_do_not_take_the_period_of_a_flow(
    book: PeriodBook, second: str, nature: str
) -> None:
    assert periods(read(book, f"Ekspor pada 2022 mencapai [1].\n{second}", "f" + nature)) == ["2022", ""]


def test_counts_told_of_an_event_do_not_take_the_period_of_a_statistic(book: PeriodBook) -> None:
    text = "Sepanjang 2023 tercatat [1] kasus.\nPetugas menangkap [2] orang."
    assert _periods_of_counts(book, text) == ["2023", ""]
    assert _periods_of_counts(book, text.replace("Petugas menangkap", "Korban mencapai")) == ["2023", "2023"]


def _periods_of_counts(book: PeriodBook, text: str) -> list[str]:
    plain = text.replace("[", "").replace("]", "")
    spots = [plain.index("1 kasus"), plain.index("2 orang")]
    quantities = [Quantity(a, a + 1, "count", "orang", "x") for a in spots]
    lines = plain.split("\n")
    passages = [Passage(0, len(lines[0]), 0), Passage(len(lines[0]) + 1, len(plain), 0)]
    return periods(read_periods(plain, passages, quantities, PeriodContext(WRITTEN, ("flow", "flow")), book))


def test_a_plan_goes_on_after_a_plan(book: PeriodBook) -> None:
    text = "Tahun depan disiapkan anggaran [1] dan ditargetkan [2].\nSebesar [3] akan dibagikan."
    assert periods(read(book, text)) == ["2025", "2025", "2025"]


def test_the_title_lends_its_period_and_says_so(book: PeriodBook) -> None:
    readings = read(book, "Sepanjang 2023 Ekspor Naik [1]\n\nNilainya tercatat [2].", title=True)
    assert [(r.period, r.how) for r in readings] == [("2023", "stated"), ("2023", "inferred")]


def test_words_that_point_back_carry_all_the_same(book: PeriodBook) -> None:
    text = "Sepanjang 2023 terjual [1] unit.\nDari jumlah itu, [2] diharapkan tetap."
    assert periods(read(book, text, "fs")) == ["2023", "2023"]


def test_without_a_date_of_publication_deictics_mean_nothing(book: PeriodBook) -> None:
    assert periods(read(book, "Tahun lalu ekspor [1].", published="")) == [""]
    assert periods(read(book, "Maret naik [1].", published="")) == [""]


def test_a_change_between_two_months_has_the_whole_interval(book: PeriodBook) -> None:
    (reading,) = read(book, "Jumlahnya pada Maret 2023 turun [5 persen] dibanding September 2022.", "c")
    assert (reading.period_start, reading.period_end) == ("2022-09-01", "2023-03-31")
    assert reading.comparison.value == "other"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Laba naik [5 persen] (yoy) pada 2023.", "yoy"),
        ("Secara tahunan, ekspor tumbuh [5 persen].", "yoy"),
        ("Ekspor Mei 2023 naik [5 persen] dibandingkan periode yang sama tahun lalu.", "yoy"),
        ("Ekspor 2023 naik [5 persen] dari 2022.", "yoy"),
        ("Investasi triwulan II 2023 turun [5 persen] dari triwulan sebelumnya.", "qoq"),
        ("Investasi triwulan II 2023 turun [5 persen] dibanding triwulan I 2023.", "qoq"),
        ("Ekspor Mei 2023 turun [5 persen] dari bulan sebelumnya.", "mom"),
        ("Ekspor Mei 2023 turun [5 persen] dibanding April 2023.", "mom"),
        ("Inflasi tahun kalender Mei 2023 [5 persen].", "ytd"),
        ("Rupiah melemah [5 persen] dibanding penutupan kemarin.", "other"),
        ("Dalam lima tahun terakhir naik [5 persen].", "other"),
        ("Modal naik [5 persen] dibanding akhir 2022 menjadi Rp5 pada Maret 2023.", "ytd"),
        ("Ekspor pada 2023 naik [5 persen].", ""),
        ("Ekspor naik [5 persen] menjadi Rp5 pada 2023.", ""),
    ],
)
def test_a_change_is_compared_with_what_the_text_says(book: PeriodBook, text: str, code: str) -> None:
    (reading,) = read(book, text, "c")
    assert reading.comparison.value == code


def test_a_word_behind_a_list_holds_for_all_its_members_and_not_for_the_next(book: PeriodBook) -> None:
    readings = read(book, "Ekspor tumbuh [1], [2], dan [3 persen] (yoy), impor naik [4 persen].", "cccc")
    assert [r.comparison.value for r in readings] == ["yoy", "yoy", "yoy", ""]


def test_faults_of_the_rules_are_all_told_with_file_and_line(tmp_path: Path) -> None:
    folder = tmp_path / "periods"
    folder.mkdir()
    (folder / "words.yaml").write_text("classes:\n  - {tag: year_word, words: [tahun, tahun]}\n")
    (folder / "cues.yaml").write_text("classes: []\nextra: x\n")
    (folder / "expressions.yaml").write_text("parts: {}\nexpressions:\n  - {id: year, pattern: year_word* yeer}\n")
    with pytest.raises(RuleError) as error:
        load_calendar(tmp_path)
    told = str(error.value)
    for fault in (
        "words.yaml:2",
        "twice" if "twice" in told else "stands at",
        "cues.yaml:2",
        "'yeer'",
        "comparisons.yaml:1",
    ):
        assert fault in told
