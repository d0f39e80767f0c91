"""What users of spaCy get: a `Language`, spans, and a row a span."""

from collections.abc import Callable
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

from pipeline.component import Extractor
from pipeline.errors import RuleError, UsageError
from pipeline.records import COLUMNS, Observation, Release

TEXTS = [
    "Ekspor naik 5 persen.",
    "",
    "Tanpa angka.",
    "Nilainya Rp 7,9 miliar untuk 65 IKM.\n\nSisanya US$10 juta (Rp150 miliar).",
    "Tumbuh 5-6 persen, masing-masing 5, 6, dan 7 persen.",
]


def rows(doc: Doc) -> list[Observation]:
    """Return the rows of the spans."""
    return [span._.observation for span in doc.spans["quantities"]]


def test_spans_hold_the_quantities_in_order(nlp: Language) -> None:
    doc = nlp(TEXTS[3])
    assert [span.text for span in doc.spans["quantities"]] == ["Rp 7,9 miliar", "65", "US$10 juta", "Rp150 miliar"]
    assert [span.label_ for span in doc.spans["quantities"]] == ["money", "count", "money", "money"]
    assert all(isinstance(span, Span) for span in doc.spans["quantities"])


def test_each_span_has_its_row(nlp: Language) -> None:
    doc = nlp(TEXTS[3])
    assert [(row.value, row.unit) for row in rows(doc)] == [
        ("7900000000", "IDR"),
        ("65", "IKM"),
        ("10000000", "USD"),
        ("150000000000", "IDR"),
    ]
    for row in rows(doc):
        assert doc.text[int(row.start) : int(row.end)] == row.surface
        assert set(COLUMNS) <= set(dir(row))


def test_row_has_the_title_of_its_text(nlp: Language) -> None:
    doc = nlp("Ekspor Naik 5 Persen\n\nNilainya Rp 7,9 miliar.")
    assert [row.section for row in rows(doc)] == ["title", "body"]


def test_pipe_gives_the_same_as_one_by_one(nlp: Language) -> None:
    piped = list(nlp.pipe(TEXTS, batch_size=2))
    single = [nlp(text) for text in TEXTS]
    assert [[t.text for t in doc] for doc in piped] == [[t.text for t in doc] for doc in single]
    assert [rows(doc) for doc in piped] == [rows(doc) for doc in single]


def test_document_made_elsewhere_can_be_handed_in(nlp: Language, hand_made: Callable[[str], Doc]) -> None:
    doc = nlp.get_pipe("quantities")(hand_made(TEXTS[0]))
    assert [(row.value, row.unit) for row in rows(doc)] == [("5", "%")]


def test_text_without_numbers_has_an_empty_group_of_spans(nlp: Language) -> None:
    for doc in nlp.pipe(["Tanpa angka.", "", " \n\n "]):
        assert list(doc.spans["quantities"]) == []


def test_pipeline_names_its_component(nlp: Language) -> None:
    assert nlp.pipe_names == ["quantities"]
    assert nlp.lang == "id"
    analysis = nlp.analyze_pipes()
    assert analysis is not None
    assert analysis["problems"] == {"quantities": []}


def test_documents_can_be_stored(nlp: Language) -> None:
    doc = nlp(TEXTS[0])
    (back,) = DocBin(store_user_data=True, docs=[doc]).get_docs(nlp.vocab)
    assert [span.text for span in back.spans["quantities"]] == ["5 persen"]


def test_another_component_can_follow(nlp: Language) -> None:
    nlp.add_pipe("sentencizer", last=True)
    try:
        doc = nlp(TEXTS[0])
        assert [span.text for span in doc.spans["quantities"]] == ["5 persen"]
    finally:
        nlp.remove_pipe("sentencizer")


def test_missing_rules_and_models_say_what_to_do(tmp_path: Path) -> None:
    from pipeline import load

    with pytest.raises(UsageError, match="no rules here; name a folder"):
        load(rules=tmp_path)
    with pytest.raises(UsageError, match=r"no resources\.json; name the folder"):
        load(stanza_dir=tmp_path)


def test_bad_rules_are_told_by_load(tmp_path: Path) -> None:
    from pipeline import load

    (tmp_path / "vocabulary").mkdir()
    (tmp_path / "quantities").mkdir()
    with pytest.raises(RuleError, match="the file is missing"):
        load(rules=tmp_path)


def test_every_number_of_a_sentence_without_an_end_has_its_row(
    extractor: Extractor, hand_made: Callable[[str], Doc]
) -> None:
    text = "ekspor naik 5 persen dan " * 300
    found = extractor.observations(Release("a", "a.txt", text), hand_made(text))
    assert [(row.value, row.unit) for row in found] == [("5", "%")] * 300
    assert {row.property for row in found} == {"ekspor"}
