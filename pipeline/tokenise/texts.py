"""Texts in, `Doc`s out, a batch at a time."""

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.tokenise.document import make_doc, to_doc
from pipeline.tokenise.network import Network
from pipeline.tokenise.pieces import Pieces, pieces
from pipeline.tokenise.stanza_model import Stanza, surface_tokens
from pipeline.tokenise.units import paragraphs
from pipeline.tokenise.windows import label

BATCH_CHARACTERS = 64_000


def tokenise(texts: Iterable[str], stanza: Stanza, vocab: Vocab) -> Iterator[Doc]:
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


def _tokenise_batch(texts: list[str], stanza: Stanza, vocab: Vocab) -> Iterator[Doc]:
    found = decided(texts, stanza.network) if stanza.network else [None] * len(texts)
    for text, tokens in zip(texts, found, strict=True):
        if tokens is None:
            yield to_doc(text, surface_tokens(stanza(text)) if text and not text.isspace() else [], vocab)
        else:
            yield make_doc(text, tokens, vocab)


def decided(texts: list[str], network: Network) -> list[Pieces | None]:
    """Return the tokens of each text, or None where Stanza itself has to decide: it is not sure, or not faster."""
    split = [paragraphs(text, network.alphabet) for text in texts]
    labels = label([[paragraph.rows for paragraph in own] for own in split], network)
    return [
        None if found is None else pieces(text, own, found)
        for text, own, found in zip(texts, split, labels, strict=True)
    ]
