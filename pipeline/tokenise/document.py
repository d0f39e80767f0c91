"""Tokens of a text in, its spaCy `Doc` out, and the sentences of a `Doc` with their paragraphs."""

import re
from collections.abc import Iterator

import numpy as np
from spacy.attrs import SENT_START
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.records import Passage
from pipeline.tokenise.pieces import Pieces
from pipeline.tokenise.stanza_model import Piece

WORD_OR_SPACE = re.compile(r"\s+|\S+")


def to_doc(text: str, tokens: list[Piece], vocab: Vocab) -> Doc:
    """Build the `Doc`: spaces other than a single blank become tokens, and so does whatever the tokenizer left out."""
    kept: list[Piece] = []
    for token in tokens:
        if not kept or token[0] >= kept[-1][1]:
            kept.append(token)
    columns = np.array(kept, dtype=np.int64).reshape(-1, 3)
    return make_doc(text, Pieces(columns[:, 0], columns[:, 1], columns[:, 2] == 1), vocab)


def make_doc(text: str, tokens: Pieces, vocab: Vocab) -> Doc:
    """Build the `Doc` of tokens that do not overlap."""
    starts, ends = tokens.starts.tolist(), tokens.ends.tolist()
    words = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    gaps = list(zip([0, *ends], [*starts, len(text)], strict=True))
    spaces = [text[start:end] == " " for start, end in gaps[1:]]
    firsts = tokens.firsts.tolist()
    # From the back, so that the places of what stands before are still right.
    for i in range(len(gaps) - 1, -1, -1):
        start, end = gaps[i]
        if start < end and not (i and spaces[i - 1]):
            _fill(text[start:end], i, words, spaces, firsts)
    if "".join([word + " " if space else word for word, space in zip(words, spaces, strict=True)]) != text:
        raise AssertionError(f"the tokens do not make up the text: {text[:60]!r}")
    return _doc(vocab, words, spaces, firsts)


def _fill(gap: str, i: int, words: list[str], spaces: list[bool], firsts: list[bool]) -> None:
    """Put the pieces of a gap before token `i`: one leading blank belongs to the token before, runs are tokens."""
    before = bool(i) and gap[0] == " "
    if before:
        spaces[i - 1] = True
    added, blanks = _runs(gap, int(before), first=not i)
    words[i:i] = added
    spaces[i:i] = blanks
    firsts[i:i] = [False] * len(added)


def _runs(gap: str, start: int, *, first: bool) -> tuple[list[str], list[bool]]:
    """Return the runs of space and of other characters; a single blank belongs to the run before it, if any."""
    words: list[str] = []
    spaces: list[bool] = []
    for run in _parts(gap, start, first=first):
        if run == " " and words and not spaces[-1]:
            spaces[-1] = True
        else:
            words.append(run)
            spaces.append(False)
    return words, spaces


def _parts(gap: str, start: int, *, first: bool) -> Iterator[str]:
    if first and gap[0] == " ":
        yield gap[0]
        start = 1
    for run in WORD_OR_SPACE.finditer(gap, start):
        yield run.group()


def _doc(vocab: Vocab, words: list[str], spaces: list[bool], firsts: list[bool]) -> Doc:
    doc = Doc(vocab, words=words, spaces=spaces)
    if words:
        starts = np.where(np.array(firsts), 1, -1)
        starts[0] = 1
        doc.from_array([SENT_START], starts.astype(np.uint64).reshape(-1, 1))  # type: ignore[arg-type]
    return doc


def passages(doc: Doc, title_end: int = 0, text: str = "") -> list[Passage]:
    """Return the sentences of a document with the number of their paragraph; those before `title_end` are the title."""
    result: list[Passage] = []
    paragraph, position = 0, 0
    text = text or doc.text
    for sentence in doc.sents:
        paragraph += text.count("\n\n", position, sentence.start_char)
        position = sentence.start_char
        result.append(Passage(sentence.start_char, sentence.end_char, paragraph, sentence.start_char < title_end))
    return result
