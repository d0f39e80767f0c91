"""What many tests need: the rules, the loaded language, and documents made by hand."""

import os
import re
from collections.abc import Callable

import pytest
from spacy.lang.lex_attrs import LEX_ATTRS
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

import pipeline
from pipeline.component import Extractor
from pipeline.examples import reading
from pipeline.rulebook import Rulebook
from pipeline.rulebook import load as load_rules
from pipeline.tokenise import to_doc

# Two threads make Stanza's small network slower, and the tests share two cores.
os.environ.setdefault("OMP_NUM_THREADS", "1")

WORDS = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:-[^\W\d_]+)*|[^\w\s]|_")


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    """Load the rules of this tree."""
    return load_rules()


@pytest.fixture(scope="session")
def nlp() -> Language:
    """Load the whole language, once a worker: it takes seconds."""
    return pipeline.load()


@pytest.fixture(scope="session")
def hand_made() -> Callable[[str], Doc]:
    """Return a maker of documents that needs no network: a token a word, number or sign, a sentence a line."""
    vocab = Vocab(lex_attr_getters=LEX_ATTRS)

    def make(text: str) -> Doc:
        found = list(WORDS.finditer(text))
        starts = [m.start() == 0 or text[m.start() - 1] == "\n" for m in found]
        return to_doc(text, [(m.start(), m.end(), first) for m, first in zip(found, starts, strict=True)], vocab)

    return make


@pytest.fixture(scope="session")
def extractor(rulebook: Rulebook) -> Extractor:
    """Compile the rules of this tree."""
    return Extractor(rulebook)


@pytest.fixture(scope="session")
def readings(extractor: Extractor, hand_made: Callable[[str], Doc]) -> Callable[[str], list[str]]:
    """Return a reader of texts: each quantity as `surface => comparator value unit per`, in order."""

    def read(text: str) -> list[str]:
        return [f"{text[q.start : q.end]} => {reading(q)}" for q in extractor.quantities(hand_made(text))]

    return read
