"""Canonical texts in, spaCy `Doc`s out: one spaCy token per Stanza surface token, sentence starts set."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.errors import UsageError
from pipeline.records import Passage

WEIGHTS = Path(__file__).parent / "model" / "tokenizer.pt"
BATCH_CHARACTERS = 40_000
WORD_OR_SPACE = re.compile(r"\s+|\S+")

Piece = tuple[int, int, bool]


def load_stanza(stanza_dir: Path | None = None) -> Any:
    """Load the tokenizer of this package, or the official Indonesian one from `stanza_dir`; nothing is downloaded.

    One thread: on small machines more threads make the network many times slower.
    """
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    import torch
    from stanza import Pipeline

    torch.set_num_threads(1)
    options = {"processors": "tokenize", "download_method": None, "use_gpu": False, "verbose": False}
    if stanza_dir is not None:
        if not (stanza_dir / "resources.json").is_file():
            raise UsageError(f"{stanza_dir}: no resources.json; name the folder that stanza.download('id') filled")
        return Pipeline("id", dir=str(stanza_dir), **options)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "resources.json").write_text("{}", encoding="utf-8")
        return Pipeline("id", dir=folder, tokenize_model_path=str(WEIGHTS), allow_unknown_language=True, **options)


def tokenise(texts: Iterable[str], stanza: Any, vocab: Vocab) -> Iterator[Doc]:
    """Yield a `Doc` a text, in order, with `doc.text == text`; the tokens do not depend on the other texts."""
    batch: list[str] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += len(text)
        if size >= BATCH_CHARACTERS:
            yield from _tokenise_batch(batch, stanza, vocab)
            batch, size = [], 0
    yield from _tokenise_batch(batch, stanza, vocab)


def _tokenise_batch(texts: list[str], stanza: Any, vocab: Vocab) -> Iterator[Doc]:
    from stanza import Document

    worded = [text for text in texts if text and not text.isspace()]
    processed = iter(stanza.bulk_process([Document([], text=text) for text in worded]) if worded else [])
    for text in texts:
        document = next(processed) if text and not text.isspace() else None
        yield to_doc(text, surface_tokens(document) if document else [], vocab)


def surface_tokens(document: Any) -> list[Piece]:
    """Return (start, end, starts a sentence) of each surface token of a Stanza document."""
    return [
        (token.start_char, token.end_char, i == 0)
        for sentence in document.sentences
        for i, token in enumerate(sentence.tokens)
    ]


def to_doc(text: str, tokens: list[Piece], vocab: Vocab) -> Doc:
    """Build the `Doc`: spaces other than a single blank become tokens, and so does whatever the tokenizer left out."""
    pieces: list[Piece] = []
    position = 0
    for start, end, first in tokens:
        if start < position:
            continue
        pieces += _fill(text, position, start)
        pieces.append((start, end, first))
        position = end
    pieces += _fill(text, position, len(text))
    words: list[str] = []
    spaces: list[bool] = []
    starts: list[bool | int | None] = []
    for i, (start, end, first) in enumerate(pieces):
        if text[start:end] == " " and i and pieces[i - 1][1] == start and not spaces[-1]:
            spaces[-1] = True
            continue
        words.append(text[start:end])
        spaces.append(False)
        starts.append(first or not words[1:])
    doc = Doc(vocab, words=words, spaces=spaces, sent_starts=starts)
    if doc.text != text:
        raise AssertionError(f"the tokens do not make up the text: {text[:60]!r}")
    return doc


def _fill(text: str, start: int, end: int) -> Iterator[Piece]:
    """Yield the pieces of a gap: one leading blank alone, then runs of space and of other characters."""
    if start < end and text[start] == " ":
        yield start, start + 1, False
        start += 1
    for run in WORD_OR_SPACE.finditer(text, start, end):
        yield run.start(), run.end(), False


def weights_digest() -> str:
    """Return the SHA-256 of the shipped weights, in hexadecimal."""
    return hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()


def passages(doc: Doc, title_end: int = 0, text: str = "") -> list[Passage]:
    """Return the sentences of a document with the number of their paragraph; those before `title_end` are the title."""
    result: list[Passage] = []
    paragraph, position = 0, 0
    text = text or doc.text
    for sentence in doc.sents:
        paragraph += text.count("\n\n", position, sentence.start_char)
        position = sentence.start_char
        result.append(Passage(sentence.start_char, sentence.end_char, paragraph, sentence.end_char <= title_end))
    return result
