"""Labels of characters in, tokens out as offsets in the text and whether each starts a sentence.

Follows `decode_predictions` and `update_pred_regex` of stanza.models.tokenization.utils.
"""

import re
from dataclasses import dataclass

import numpy as np

from pipeline.tokenise.units import Array, Paragraph

# Stanza's pattern of addresses can match only where one of these stands; searching for it elsewhere costs more than
# all other work on labels.
MARKS_OF_ADDRESSES = re.compile(r"@|://|www\.|\.(?:gov|org|edu|net|co)")


@dataclass(frozen=True, slots=True)
class Pieces:
    """The tokens of a text in order: half-open offsets, and which start a sentence."""

    starts: Array
    ends: Array
    firsts: Array


def pieces(text: str, paragraphs: list[Paragraph], labels: list[Array]) -> Pieces:
    """Return the tokens of a text."""
    if not paragraphs:
        nothing = np.zeros(0, dtype=np.int64)
        return Pieces(nothing, nothing, nothing.astype(bool))
    corrected = [_correct(text, paragraph, own) for paragraph, own in zip(paragraphs, labels, strict=True)]
    label = np.concatenate(corrected)
    places = np.concatenate([paragraph.places for paragraph in paragraphs])
    solid = np.flatnonzero(~np.concatenate([paragraph.blank for paragraph in paragraphs]))
    last = np.flatnonzero(label)
    # The first character of a token that is no blank; a token of blanks alone is none.
    begins = np.searchsorted(solid, np.append(0, last[:-1] + 1))
    first = np.append(solid, len(label))[begins]
    kept = first <= last
    first, last = first[kept], last[kept]
    number = np.searchsorted(np.cumsum([len(own) for own in labels]), last, side="right")
    firsts = np.ones(len(last), dtype=bool)
    firsts[1:] = (label[last[:-1]] == 2) | (number[1:] != number[:-1])
    return Pieces(places[first], places[last] + 1, firsts)


def _correct(text: str, paragraph: Paragraph, labels: Array) -> Array:
    """Return the labels with a sentence's end at the end of the paragraph, and addresses whole."""
    from stanza.models.tokenization.data import WHITESPACE_RE
    from stanza.models.tokenization.utils import MASK_RE

    labels = labels.copy()
    labels[-1] = 2
    start, end = int(paragraph.places[0]), int(paragraph.places[-1]) + 1
    if MARKS_OF_ADDRESSES.search(text, start, end):
        plain = WHITESPACE_RE.sub(" ", text[start:end])
        seen = "".join(map(plain.__getitem__, (paragraph.places - start).tolist()))
        for address in MASK_RE.finditer(seen):
            labels[address.start() : address.end() - 1] = 0
            labels[address.end() - 1] = max(labels[address.end() - 1], 1)
    return labels
