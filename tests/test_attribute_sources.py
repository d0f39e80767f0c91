"""Whom a number is cited from: examples of the source rules, carrying, and what is no source."""

import re

import pytest

from pipeline.attribute.sources import read_sources
from pipeline.records import Passage, Quantity, Reading
from pipeline.rulebook import default_directory
from pipeline.rulebook.speech import load_speech

PARAGRAPH = re.compile(r"[^\n]+")
SENTENCE_END = re.compile(r"[.!?][”\"]?\s+(?=[“\"A-Z])")
BOOK = load_speech(default_directory())


def passages(text: str) -> list[Passage]:
    result = []
    for number, paragraph in enumerate(PARAGRAPH.finditer(text)):
        start = paragraph.start()
        for end in SENTENCE_END.finditer(text, *paragraph.span()):
            result.append(Passage(start, end.start() + len(end.group().rstrip()), number))
            start = end.end()
        title = not paragraph.group().endswith((".", "”"))
        result.append(Passage(start, paragraph.end(), number, title))
    return result


def marked(written: str) -> tuple[str, list[Quantity]]:
    """Return the text without the brackets around its numbers, and the numbers."""
    text, quantities = "", []
    for part in re.split(r"(\[[^\]]*\])", written):
        if part.startswith("["):
            quantities.append(Quantity(len(text), len(text) + len(part) - 2, "count", "", ""))
        text += part.strip("[]") if part.startswith("[") else part
    return text, quantities


def sources(written: str) -> list[Reading]:
    text, quantities = marked(written)
    return read_sources(text, passages(text), quantities, BOOK)


def names(written: str) -> list[str]:
    return [reading.value for reading in sources(written)]


def wanted(example: str, count: int) -> list[str]:
    values = [value.strip().removeprefix("-") for value in example.partition(" => ")[2].split(";")]
    return values * count if len(values) == 1 else values


EXAMPLES = [
    (group.tag, example)
    for group in BOOK.groups
    if group.field == "source"
    for example in (*group.finds, *group.spares)
]


@pytest.mark.parametrize(("tag", "example"), EXAMPLES)
def test_every_example_of_a_source_rule_holds(tag: str, example: str) -> None:
    got = names(example.partition(" => ")[0])
    assert got == wanted(example, len(got)), tag


@pytest.mark.parametrize(
    "text",
    [
        "BPS mencatat ekspor [5] juta ton.",
        "Berdasarkan data BPS, ekspor [5] juta ton.",
        "Merujuk data terbaru BPS, ekspor [5] juta ton.",
        "Menurut BPS, ekspor [5] juta ton.",
        "Ekspor mencapai [5] juta ton, menurut data BPS.",
        "Ekspor mencapai [5] juta ton, ungkap BPS.",
        "Data yang dirilis BPS menunjukkan ekspor [5] juta ton.",
        "Badan Pusat Statistik (BPS) di Jakarta, Senin, mengumumkan ekspor [5] juta ton.",
        "Ekspor yang dicatat oleh BPS mencapai [5] juta ton.",
        "“Berdasarkan data BPS, ekspor [5] juta ton,” kata Menperin.",
    ],
)
def test_all_ways_of_citing_are_read(text: str) -> None:
    assert names(text) == ["BPS"]


@pytest.mark.parametrize(
    "text",
    [
        "Kepala BPS Ratna Wulan mengatakan ekspor [5] juta ton.",
        "Kemenperin memfasilitasi [5] IKM.",
        "Bank Indonesia menaikkan suku bunga [5] basis poin.",
        "PT Baja Makmur mencatat penjualan [5] juta ton.",
        "Direktur itu melapor kepada Bursa Efek Indonesia (BEI), [5] saham dijual.",
        "Antara melaporkan [5] rumah rusak.",
        "Menurut rencana, [5] pabrik dibangun.",
    ],
)
def test_holders_companies_and_outlets_are_no_source(text: str) -> None:
    assert names(text) == [""]


def test_the_short_form_that_a_text_gives_is_used_everywhere() -> None:
    text = (
        "Himpunan Kawasan Industri (HKI) mencatat [5] kawasan.\n\nMenurut Himpunan Kawasan Industri, [6] kawasan baru."
    )
    assert names(text) == ["HKI", "HKI"]


def test_a_source_carries_on_inside_its_paragraph_only() -> None:
    readings = sources("BPS mencatat ekspor [5] ton. Impornya [6] ton.\n\nPabrik itu menyerap [7] orang.")
    assert [(r.value, r.how) for r in readings] == [("BPS", "stated"), ("BPS", "carried"), ("", "stated")]


def test_a_source_does_not_carry_over_to_somebody_who_speaks() -> None:
    assert names("BPS mencatat ekspor [5] ton. “Kami ekspor [6] ton,” kata Ratna Wulan.") == ["BPS", ""]


def test_a_source_carries_on_inside_a_quotation() -> None:
    text = "“Menurut data BPS, ekspor [5] ton. Impornya [6] ton,” kata Ratna Wulan."
    assert names(text) == ["BPS", "BPS"]


def test_a_source_carried_over_a_turn_of_the_text_is_inferred() -> None:
    readings = sources("BPS mencatat ekspor [5] ton. Sementara itu, bank menyalurkan [6] triliun.")
    assert [r.how for r in readings] == ["stated", "inferred"]


def test_each_part_of_a_sentence_has_its_own_source() -> None:
    assert names("OECD memperkirakan [3] persen, sedangkan IMF memperkirakan [4] persen.") == ["OECD", "IMF"]


def test_a_source_named_at_the_close_holds_for_the_paragraph() -> None:
    readings = sources("Ekspor naik [5] persen. Impor turun [6] persen, demikian data BPS.")
    assert [(r.value, r.how) for r in readings] == [("BPS", "carried"), ("BPS", "stated")]


def test_a_title_has_only_the_source_that_its_own_verb_cites() -> None:
    assert names("BPS Catat Ekspor [5] Ton\n\nPabrik itu menyerap [7] orang.") == ["BPS", ""]
    assert names("Kemenperin Latih [5] Perajin") == [""]
    assert names("GAPKI: Stok Sawit [5] Ton") == ["GAPKI"]


def test_numbers_outside_all_sentences_have_no_source() -> None:
    assert read_sources("BPS mencatat 5 ton.", [], [Quantity(13, 14, "count", "", "")], BOOK) == [Reading()]
