"""A `Doc` in, its text as the lexer reads it out: folded, and the tokens of each sentence by place."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from spacy.attrs import IDX, LENGTH, SENT_START
from spacy.tokens import Doc

from pipeline.records import record

BLANKS = "\u00a0\u2007\u2009\u202f\n\t"

Tokens = Sequence[tuple[int, int]]


@record(frozen=True, slots=True)
class Written:
    """A text, the same with its letters lowered and its blanks made plain, and the tokens of its sentences."""

    text: str
    folded: str
    sentences: Sequence[Tokens]

    @classmethod
    def of(cls, doc: Doc, text: str = "") -> "Written":
        """Read a document; `text` is its text where it is at hand: spaCy joins it anew at every question."""
        text = text or doc.text
        return cls(text, fold(text), list(_sentences(doc)))


def _sentences(doc: Doc) -> Iterator[Tokens]:
    """Yield the tokens of each sentence; asking the `Doc` for its numbers at once is faster than for each token."""
    table = doc.to_array([IDX, LENGTH, SENT_START])
    starts = table[:, 0]
    tokens = list(zip(starts.tolist(), (starts + table[:, 1]).tolist(), strict=True))
    opens = (table[:, 2] == 1).nonzero()[0].tolist()
    for first, last in pairwise([0, *opens, len(tokens)]):
        if first < last:
            yield tokens[first:last]


def fold(text: str) -> str:
    """Lower the text and make every blank a space, keeping every position."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    for blank in BLANKS:
        lowered = lowered.replace(blank, " ")
    return lowered
