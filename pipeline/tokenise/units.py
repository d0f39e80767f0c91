"""A text in, its paragraphs as Stanza sees them out: place and row in the network of each character that counts.

Follows `TokenizationDataset` of stanza.models.tokenization.data: blank lines part paragraphs, every white character
is a blank, of several blanks the first stays.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Below this code point the row of a character is looked up; the few characters above it are worked out as they come.
LOW = 0x3000
# A row is unit · 32 + bits of the character · 4 + last · 2 + first.
UNIT, BITS, LAST, FIRST = 5, 2, 2, 1

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Alphabet:
    """What a model knows of single characters: their unit in its vocabulary and the features that it asks for."""

    unit: Callable[[str], int]
    features: tuple[Callable[[str], int], ...]
    white: re.Pattern[str]
    parting: re.Pattern[str]
    low: Array

    def row(self, code: int) -> int:
        """Return the row of a character inside a paragraph."""
        return character_row(chr(code), self.unit, self.features, self.white)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The characters of a paragraph that count: offsets in the text, rows of the network, which are blanks."""

    places: Array
    rows: Array
    blank: Array


def character_row(
    character: str,
    unit: Callable[[str], int],
    features: tuple[Callable[[str], int], ...],
    white: re.Pattern[str],
) -> int:
    """Return the row of a character that is neither the first nor the last of its paragraph."""
    seen = white.sub(" ", character)
    bits = sum(feature(seen) << i for i, feature in enumerate(features))
    return unit(seen) << UNIT | bits << BITS


def make_alphabet(unit: Callable[[str], int], features: tuple[Callable[[str], int], ...]) -> Alphabet:
    """Return the alphabet of a model from its vocabulary and its features of single characters, three at most."""
    from stanza.models.tokenization.data import NEWLINE_WHITESPACE_RE, WHITESPACE_RE

    low = [character_row(chr(code), unit, features, WHITESPACE_RE) for code in range(LOW)]
    return Alphabet(unit, features, WHITESPACE_RE, NEWLINE_WHITESPACE_RE, np.array(low, dtype=np.int64))


def paragraphs(text: str, alphabet: Alphabet) -> list[Paragraph]:
    """Return the paragraphs of a text that hold anything."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    rows = _rows(codes, alphabet)
    blank = np.zeros(len(codes), dtype=bool)
    white = [found.start() for found in alphabet.white.finditer(text)]
    blank[white] = True
    repeated = blank.copy()
    repeated[1:] &= blank[:-1]
    return [_paragraph(start, end, rows, blank, repeated) for start, end in _extents(text, alphabet.parting)]


def _rows(codes: Array, alphabet: Alphabet) -> Array:
    rows = alphabet.low[np.minimum(codes, LOW - 1)]
    high = codes >= LOW
    if high.any():
        kinds, which = np.unique(codes[high], return_inverse=True)
        rows[high] = np.array([alphabet.row(int(code)) for code in kinds], dtype=np.int64)[which]
    return rows


def _extents(text: str, parting: re.Pattern[str]) -> list[tuple[int, int]]:
    borders = [(found.start(), found.end()) for found in parting.finditer(text)]
    starts = [0, *(end for _, end in borders)]
    ends = [*(start for start, _ in borders), len(text)]
    trimmed = ((start, start + len(text[start:end].rstrip())) for start, end in zip(starts, ends, strict=True))
    return [(start, end) for start, end in trimmed if start < end]


def _paragraph(start: int, end: int, rows: Array, blank: Array, repeated: Array) -> Paragraph:
    kept = ~repeated[start:end]
    kept[0] = True
    places = start + np.flatnonzero(kept)
    own = rows[places]
    own[0] |= FIRST
    own[-1] |= LAST
    return Paragraph(places, own, blank[places])
