"""Who says a number: examples of the speech rules, the orders of a quotation, and the strictness of the rules."""

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.attribute.speakers import SpeakerReading, read_speakers
from pipeline.errors import RuleError
from pipeline.records import Passage, Quantity
from pipeline.rulebook import default_directory
from pipeline.rulebook.speech import SpeechBook, load_speech

PARAGRAPH = re.compile(r"[^\n]+")
SENTENCE_END = re.compile(r"[.!?][”\"]?\s+(?=[“\"A-Z])")
SHORTENED = re.compile(r"\b(?:[A-Z]|PT|Plt)\.$")
BOOK = load_speech(default_directory())


def passages(text: str) -> list[Passage]:
    result = []
    for number, paragraph in enumerate(PARAGRAPH.finditer(text)):
        start = paragraph.start()
        for end in SENTENCE_END.finditer(text, *paragraph.span()):
            stop = end.start() + len(end.group().rstrip())
            if not SHORTENED.search(text[start:stop]):
                result.append(Passage(start, stop, number))
                start = end.end()
        result.append(Passage(start, paragraph.end(), number))
    return result


def marked(written: str) -> tuple[str, list[Quantity]]:
    """Return the text without the brackets around its numbers, and the numbers."""
    text, quantities = "", []
    for part in re.split(r"(\[[^\]]*\])", written):
        if part.startswith("["):
            quantities.append(Quantity(len(text), len(text) + len(part) - 2, "count", "", ""))
        text += part.strip("[]") if part.startswith("[") else part
    return text, quantities


def speakers(written: str, book: SpeechBook = BOOK) -> list[SpeakerReading]:
    text, quantities = marked(written)
    return read_speakers(text, passages(text), quantities, book)


def names(written: str) -> list[str]:
    return [reading.value for reading in speakers(written)]


def wanted(example: str, count: int) -> list[str]:
    values = [value.strip().removeprefix("-") for value in example.partition(" => ")[2].split(";")]
    return values * count if len(values) == 1 else values


EXAMPLES = [
    (group.tag, example)
    for group in BOOK.groups
    if group.field == "speaker"
    for example in (*group.finds, *group.spares)
]


@pytest.mark.parametrize(("tag", "example"), EXAMPLES)
def test_every_example_of_a_speech_rule_holds(tag: str, example: str) -> None:
    got = names(example.partition(" => ")[0])
    assert got == wanted(example, len(got)), tag


AFTER = "“Ekspor naik [5] persen. Impor turun [6] persen,” {} Senin (4/3)."
LONG = "Direktur Jenderal Industri Kecil, Menengah dan Aneka (IKMA) Kemenperin, Ratna Wulan di Jakarta,"


@pytest.mark.parametrize(
    "verb", ["kata", "ujar", "tutur", "ungkap", "jelas", "papar", "tegas", "imbuh", "sebut", "tandas"]
)
def test_a_quotation_of_two_sentences_is_its_speakers(verb: str) -> None:
    assert names(AFTER.format(f"{verb} {LONG}")) == ["Ratna Wulan", "Ratna Wulan"]


def test_the_office_is_that_of_the_first_mention_up_to_its_bracket() -> None:
    first, second = speakers(f"“Ada [5] sentra,” kata {LONG} Senin.\n\nDirjen IKMA menyebut, [3] lagi dibina.")
    assert first.role == second.role == "Direktur Jenderal Industri Kecil, Menengah dan Aneka"
    assert second.value == "Ratna Wulan"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Ratna Wulan, Direktur Jenderal Industri Agro, menuturkan ada [5] pabrik.", "Ratna Wulan"),
        ("Menurut Menteri Perindustrian Yusuf Halim, ada [5] pabrik.", "Yusuf Halim"),
        ("Ada [5] pabrik, menurut Yusuf Halim.", "Yusuf Halim"),
        ("Dijelaskan Yusuf Halim, ada [5] pabrik.", "Yusuf Halim"),
        ("“Ada [5] pabrik,” Yusuf Halim menjelaskan.", "Yusuf Halim"),
        ('"Ada [5] pabrik" ujar Yusuf Halim.', "Yusuf Halim"),
        ("Yusuf Halim mengatakan: “Ada [5] pabrik.”", "Yusuf Halim"),
        ("Ada [5] pabrik baru. Demikian disampaikan Menperin Yusuf Halim di Jakarta.", "Yusuf Halim"),
        ("Plt. Dirjen Industri Agro Yusuf Halim, di sela pameran, Kamis, mengatakan ada [5] pabrik.", "Yusuf Halim"),
        ("“Ada [5] pabrik,” kata Menkeu usai rapat.", "Menkeu"),
        ("“Ada [5] pabrik,” kata Presiden Direktur PT Tirta Alam Raya Tbk, Yusuf Halim.", "Yusuf Halim"),
        ("“Ada [5] pabrik,” ujar Ketua Umum Gabungan Industri Sepeda (GIS) Eko S.A. Halim.", "Eko S.A. Halim"),
        ("Presiden Yusuf Halim (Yuha) hadir. “Ada [5] pabrik,” ucap Yuha.", "Yusuf Halim"),
    ],
)
def test_all_orders_of_speech_are_read(text: str, speaker: str) -> None:
    assert names(text) == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        "Kementerian Perindustrian mengatakan, ada [5] pabrik.",
        "PT Baja Makmur menyatakan laba [5] miliar.",
        "Menperin Yusuf Halim meresmikan [5] pabrik.",
        "“Ada [5] pabrik,” katanya.",
        "Ia mengatakan ada [5] pabrik.",
        "Menurut Pasal 7, denda [5] juta.",
        "Program “Semesta Berencana” menyerap [5] orang.",
    ],
)
def test_institutions_deeds_and_lone_pronouns_have_no_speaker(text: str) -> None:
    assert names(text) == [""]


def test_a_speech_left_open_goes_on_in_the_next_paragraph() -> None:
    text = "“Kami punya [5] pabrik.\n\n“Tahun depan [7] pabrik,” kata Menperin Yusuf Halim."
    assert names(text) == ["Yusuf Halim", "Yusuf Halim"]


def test_a_new_paragraph_without_a_cue_has_no_speaker() -> None:
    assert names("“Ada [5] pabrik,” kata Yusuf Halim.\n\nAda [6] pabrik lain.") == ["Yusuf Halim", ""]


def test_a_sentence_between_two_of_one_speaker_is_carried() -> None:
    text = "“Ada [5] pabrik,” kata Yusuf Halim. Nilainya [6] triliun. “Itu besar,” ujarnya."
    assert [(r.value, r.how) for r in speakers(text)] == [("Yusuf Halim", "stated"), ("Yusuf Halim", "carried")]


def test_a_sentence_after_indirect_speech_without_a_cue_is_inferred() -> None:
    readings = speakers("Menperin Yusuf Halim menyebut ada [5] pabrik. Kapasitasnya [6] ton. Harganya [7] juta.")
    assert [r.how for r in readings if r.value] == ["stated", "inferred"]


def test_the_evidence_is_the_attribution() -> None:
    text, quantities = marked("“Ada [5] pabrik,” kata Menperin Yusuf Halim di Jakarta.")
    (reading,) = read_speakers(text, passages(text), quantities, BOOK)
    assert text[reading.start : reading.end] == "kata Menperin Yusuf Halim"


def test_a_title_has_no_speaker() -> None:
    text, quantities = marked("Yusuf Halim mengatakan ada [5] pabrik")
    assert read_speakers(text, [Passage(0, len(text), 0, title=True)], quantities, BOOK) == [SpeakerReading()]


@given(st.text(alphabet='aA “”",.()\n5 kKatunr', max_size=80))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    quantities = [Quantity(i, i + 1, "count", "", "") for i, sign in enumerate(text) if sign == "5"]
    readings = read_speakers(text, passages(text), quantities, BOOK)
    assert len(readings) == len(quantities)
    assert all(bool(r.value) == bool(text[r.start : r.end]) for r in readings)


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    shutil.copytree(default_directory() / "speech", tmp_path / "speech")
    return tmp_path


def broken(rules: Path, text: str) -> str:
    (rules / "speech" / "zz.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_speech(rules)
    return str(caught.value)


def test_an_unknown_key_is_refused_with_its_line(rules: Path) -> None:
    text = 'groups:\n  - tag: said\n    field: speaker\n    wrods: [bisik]\n    finds: ["x [5] => -"]\n'
    assert "zz.yaml:4: groups.0.wrods" in broken(rules, text)


def test_a_word_that_stands_twice_in_a_class_is_refused(rules: Path) -> None:
    text = 'groups:\n  - tag: said\n    field: speaker\n    words: [kata]\n    finds: ["x [5] => -"]\n'
    assert "zz.yaml:4: 'kata' stands at" in broken(rules, text)


def test_an_unknown_class_is_refused(rules: Path) -> None:
    assert "groups.0.tag" in broken(rules, 'groups:\n  - tag: whispers\n    field: speaker\n    finds: ["x"]\n')


def test_a_class_without_words_anywhere_is_missed(rules: Path) -> None:
    (rules / "speech" / "sources.yaml").unlink()
    with pytest.raises(RuleError, match=r"no group .*evidence"):
        load_speech(rules)
