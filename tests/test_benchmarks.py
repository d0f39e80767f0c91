"""How fast the hot rooms are, a few rounds each: `python -m pytest tests/test_benchmarks.py --benchmark-compare`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.attribute import Scene, attribute
from pipeline.component import Extractor, StanzaTokenizer
from pipeline.lex import Written, fold
from pipeline.normalise import quantities
from pipeline.records import Candidate, Clause, Quantity
from pipeline.tokenise import passages, surface_tokens, tokenise
from tests.bench import texts

TEXTS = 24


@dataclass(frozen=True, slots=True)
class Stages:
    """What each room makes of the same texts."""

    texts: list[str]
    docs: list[Doc]
    clauses: list[list[Clause]]
    candidates: list[list[list[Candidate]]]
    quantities: list[list[Quantity]]


@pytest.fixture(scope="module")
def tokenizer(nlp: Language) -> StanzaTokenizer:
    """Return the loaded tokenizer."""
    assert isinstance(nlp.tokenizer, StanzaTokenizer)
    return nlp.tokenizer


@pytest.fixture(scope="module")
def stages(tokenizer: StanzaTokenizer, extractor: Extractor) -> Stages:
    """Run every room once."""
    made = texts(TEXTS)
    docs = list(tokenise(made, tokenizer.stanza, tokenizer.vocab))
    clauses = [extractor.lexer.clauses(Written.of(doc)) for doc in docs]
    candidates = [extractor.matcher.candidates(own) for own in clauses]
    rows = zip(made, clauses, candidates, strict=True)
    return Stages(made, docs, clauses, candidates, [quantities(*row, extractor.rulebook) for row in rows])


def rounds(benchmark: BenchmarkFixture, work: Callable[[], list[Any]]) -> list[Any]:
    """Measure some work and return its result."""
    result: list[Any] = benchmark.pedantic(work, rounds=3, warmup_rounds=1)  # type: ignore[no-untyped-call]
    assert len(result) == TEXTS
    return result


def test_speed_of_stanza_alone(benchmark: BenchmarkFixture, stages: Stages, tokenizer: StanzaTokenizer) -> None:
    rounds(benchmark, lambda: [surface_tokens(tokenizer.stanza(text)) for text in stages.texts])


def test_speed_of_tokenise(benchmark: BenchmarkFixture, stages: Stages, tokenizer: StanzaTokenizer) -> None:
    docs = rounds(benchmark, lambda: list(tokenise(stages.texts, tokenizer.stanza, tokenizer.vocab)))
    assert [doc.text for doc in docs] == stages.texts


def test_speed_of_lex(benchmark: BenchmarkFixture, stages: Stages, extractor: Extractor) -> None:
    assert all(rounds(benchmark, lambda: [extractor.lexer.clauses(Written.of(doc)) for doc in stages.docs]))


def test_speed_of_match(benchmark: BenchmarkFixture, stages: Stages, extractor: Extractor) -> None:
    assert all(rounds(benchmark, lambda: [extractor.matcher.candidates(clauses) for clauses in stages.clauses]))


def test_speed_of_normalise(benchmark: BenchmarkFixture, stages: Stages, extractor: Extractor) -> None:
    rows = list(zip(stages.texts, stages.clauses, stages.candidates, strict=True))
    found = rounds(benchmark, lambda: [quantities(*row, extractor.rulebook) for row in rows])
    assert found == stages.quantities


def test_speed_of_attribute(benchmark: BenchmarkFixture, stages: Stages, extractor: Extractor) -> None:
    rows = zip(stages.texts, stages.docs, stages.clauses, stages.quantities, strict=True)
    scenes = [
        Scene(t, fold(t), passages(doc), clauses, found, extractor.lexer.reader(Written.of(doc)))
        for t, doc, clauses, found in rows
    ]
    read = rounds(benchmark, lambda: [list(attribute(scene, extractor.attribution)) for scene in scenes])
    assert [len(abouts) for abouts in read] == [len(found) for found in stages.quantities]
