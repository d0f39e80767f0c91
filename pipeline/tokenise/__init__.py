"""Canonical texts in, spaCy `Doc`s out: one spaCy token per Stanza surface token, sentence starts set.

    texts ─ units ─ network ─ windows ─ pieces ─ document ─ Docs
            rows of  scores of  labels of (start, end,
            numbers  characters characters first)

Stanza's Pipeline is the reference: it loads the weights, and it decides every text that the quick way cannot decide.
"""

from pipeline.tokenise.document import passages, to_doc
from pipeline.tokenise.stanza_model import Stanza, load_stanza, surface_tokens, weights_digest
from pipeline.tokenise.texts import BATCH_CHARACTERS, tokenise

__all__ = [
    "BATCH_CHARACTERS",
    "Stanza",
    "load_stanza",
    "passages",
    "surface_tokens",
    "to_doc",
    "tokenise",
    "weights_digest",
]
