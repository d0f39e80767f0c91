"""Quantities as rows of the table."""

from dataclasses import replace
from decimal import Decimal

import pytest
from spacy.lang.lex_attrs import LEX_ATTRS
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.observe import observation_id, observe, plain
from pipeline.records import About, Observation, Quantity, Release
from pipeline.tokenise import passages, to_doc

TEXT = "IKM Serap 65,52%\n\nAda 89 sentra. Nilainya Rp 5-6 miliar."
PERCENT = Quantity(10, 16, "percent", "%", "percent.plain", value=Decimal("65.52"))
COUNT = Quantity(22, 24, "count", "sentra", "count.noun", value=Decimal(89))
RANGE = Quantity(
    42, 55, "money", "IDR", "money.range", value_low=Decimal("5E+9"), value_high=Decimal("6.0E+9"), comparator="~"
)
RELEASE = Release(
    "ikm", "ikm.txt", TEXT, title="IKM Serap 65,52%", title_end=16, published="2024-01-04", publisher="K", original=TEXT
)


def rows_of(release: Release, doc: Doc, *quantities: Quantity) -> list[Observation]:
    """Return the rows of quantities of which no more is known."""
    return list(observe(release, passages(doc), [(quantity, About()) for quantity in quantities]))


@pytest.fixture
def doc() -> Doc:
    """Make the document of the text: a token a word, a sentence a paragraph or point."""
    words, start = [], 0
    for word in TEXT.replace("\n\n", "  ").split(" "):
        if word:
            words.append((start, start + len(word), word in ("IKM", "Ada", "Nilainya")))
        start += len(word) + 1
    return to_doc(TEXT, words, Vocab(lex_attr_getters=LEX_ATTRS))


def test_row_holds_the_quantity_and_what_is_known_of_the_release(doc: Doc) -> None:
    (row,) = rows_of(RELEASE, doc, COUNT)
    assert (row.kind, row.value, row.unit, row.comparator, row.rule_id) == ("count", "89", "sentra", "=", "count.noun")
    assert (row.release_id, row.source, row.title) == ("ikm", "ikm.txt", "IKM Serap 65,52%")
    assert (row.published, row.publisher, row.text_sha256) == ("2024-01-04", "K", RELEASE.text_sha256)


def test_row_holds_what_the_number_is_about(doc: Doc) -> None:
    about = About(role="level", entity="IKM", flags=("period_inferred", "area_inferred"))
    (row,) = observe(RELEASE, passages(doc), [(COUNT, about)])
    assert (row.role, row.entity, row.flags) == ("level", "IKM", "period_inferred area_inferred")


def test_surface_is_the_text_between_start_and_end(doc: Doc) -> None:
    for row in rows_of(RELEASE, doc, PERCENT, COUNT, RANGE):
        assert TEXT[int(row.start) : int(row.end)] == row.surface


def test_section_tells_title_from_body(doc: Doc) -> None:
    assert [row.section for row in rows_of(RELEASE, doc, PERCENT, COUNT)] == ["title", "body"]


def test_sentence_is_the_one_around_the_number(doc: Doc) -> None:
    rows = rows_of(RELEASE, doc, PERCENT, COUNT, RANGE)
    assert [row.sentence for row in rows] == ["IKM Serap 65,52%", "Ada 89 sentra.", "Nilainya Rp 5-6 miliar."]


def test_range_has_two_ends_and_no_value(doc: Doc) -> None:
    (row,) = rows_of(RELEASE, doc, RANGE)
    assert (row.value, row.value_low, row.value_high) == ("", "5000000000", "6000000000")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (Decimal(0), "0"),
        (Decimal("-0.50"), "-0.5"),
        (Decimal("65.520"), "65.52"),
        (Decimal("100"), "100"),
        (Decimal("1E+12"), "1000000000000"),
        (Decimal("1E-6"), "0.000001"),
        (Decimal("100.00"), "100"),
    ],
)
def test_values_are_plain_decimals(value: Decimal | None, text: str) -> None:
    assert plain(value) == text


def test_id_is_the_same_on_every_machine() -> None:
    # Worked out once by `printf 'abc:22:24:count' | sha256sum`; it must never change for a schema version.
    assert observation_id("abc", COUNT) == "6d663d776d7d9899"


def test_id_depends_on_text_place_and_kind_only(doc: Doc) -> None:
    (row,) = rows_of(RELEASE, doc, COUNT)
    (renamed,) = rows_of(replace(RELEASE, source="b.txt"), doc, replace(COUNT, unit="IKM", rule_id="count.a"))
    assert row.observation_id == renamed.observation_id
    others = [replace(COUNT, start=21), replace(COUNT, end=25), replace(COUNT, kind="money")]
    assert len({row.observation_id, *(observation_id(RELEASE.text_sha256, q) for q in others)}) == 4


def test_ids_of_a_release_are_unique(doc: Doc) -> None:
    assert len({row.observation_id for row in rows_of(RELEASE, doc, PERCENT, COUNT, RANGE)}) == 3


def test_source_offsets_are_those_of_the_file(doc: Doc) -> None:
    (shifted,) = rows_of(replace(RELEASE, source_shift=7), doc, COUNT)
    assert (shifted.source_start, shifted.source_end) == ("29", "31")
    doubled = tuple(2 * i for i in range(len(TEXT) + 1))
    (mapped,) = rows_of(replace(RELEASE, source_map=doubled), doc, COUNT)
    assert (mapped.source_start, mapped.source_end) == ("44", "48")
