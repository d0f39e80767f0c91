"""A page of a PDF in, the pieces of lines on it out, each character with its box."""

import ctypes
import unicodedata
from array import array
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from statistics import median
from typing import Any

from pipeline.read.canonical import RAISED

HYPHEN = "\u00ad"
SPACES = frozenset("\0\t\n\r \u00a0\u2002\u2003\u2009\u200a\u202f\ufeff\ufffe\u200b")
MAX_CHARACTERS = 200_000
# A gap of more than this many heights of the type parts columns and cells; less is a space between words.
GAP = 1.4
Box = tuple[float, float, float, float]
Glyph = tuple[str, Box]


@dataclass(frozen=True, slots=True)
class Line:
    """Hold a piece of a line: its characters, four edges (left, bottom, right, top) of each, and its page from 1.

    `size` is the usual height of its type and `height` that of its page.
    """

    page: int
    text: str
    boxes: "array[float]"
    size: float
    height: float
    left: float
    bottom: float
    right: float
    top: float


def lines_of(document: Any, number: int) -> list[Line]:
    """Return the pieces of lines of a page, in no order; the page is closed again. A broken page has none."""
    import pypdfium2

    try:
        with closing(document[number]) as page, closing(page.get_textpage()) as textpage:
            height = page.get_height()
            words = list(_words(_glyphs(textpage)))
    except pypdfium2.PdfiumError:
        return []
    return [_line(piece, number + 1, height) for piece in _pieces(words)]


def _glyphs(textpage: Any) -> Iterator[Glyph]:
    """Yield the characters in the order in which the page draws them; a space has an empty box."""
    import pypdfium2.raw as raw

    box = raw.FS_RECTF()
    reference = ctypes.byref(box)
    for i in range(min(raw.FPDFText_CountChars(textpage), MAX_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(textpage, i)
        if code == 2 or raw.FPDFText_IsHyphen(textpage, i) == 1:
            text = HYPHEN
        else:
            text = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        if text in SPACES or text.isspace():
            yield " ", (0.0, 0.0, 0.0, 0.0)
        elif raw.FPDFText_GetLooseCharBox(textpage, i, reference) and box.top > box.bottom:
            for letter in unicodedata.normalize("NFKC", text) if 0xFB00 <= code <= 0xFB06 else text:
                yield letter, (box.left, box.bottom, box.right, box.top)


def _words(glyphs: Iterator[Glyph]) -> Iterator[list[Glyph]]:
    word: list[Glyph] = []
    for glyph in glyphs:
        if word and (glyph[0] == " " or _apart(word[-1][1], glyph[1])):
            yield word
            word = []
        if glyph[0] != " ":
            word.append(glyph)
    if word:
        yield word


def _apart(before: Box, box: Box) -> bool:
    """Tell whether a character begins anew: on another line, back, or behind a gap."""
    height = max(before[3] - before[1], box[3] - box[1])
    level = min(before[3], box[3]) - max(before[1], box[1])
    return level < 0.3 * min(before[3] - before[1], box[3] - box[1]) or not -0.6 < (box[0] - before[2]) / height < 0.6


def _pieces(words: list[list[Glyph]]) -> list[list[list[Glyph]]]:
    """Return the words in groups, from left to right: those that stand on one level with no wide gap between."""
    pieces: list[list[list[Glyph]]] = []
    open_: list[tuple[float, float, list[list[Glyph]]]] = []
    for word in sorted(words, key=lambda w: (w[0][1][0], -w[0][1][3])):
        box = word[0][1]
        # Most pieces lie higher or lower: that is looked at first, since it costs least.
        level = [p for bottom, top, p in open_ if bottom < box[3] and top > box[1]]
        near = [p for p in level if _follows(p[-1][-1][1], box)]
        best = max(near, key=lambda p: _level(p[-1][-1][1], box), default=None)
        if best is None:
            best = []
            pieces.append(best)
        else:
            open_ = [entry for entry in open_ if entry[2] is not best]
        best.append(word)
        last = word[-1][1]
        open_.append((last[1], last[3], best))
    return pieces


def _level(before: Box, box: Box) -> float:
    return (min(before[3], box[3]) - max(before[1], box[1])) / min(before[3] - before[1], box[3] - box[1])


def _follows(before: Box, box: Box) -> bool:
    height = max(before[3] - before[1], box[3] - box[1])
    return -0.6 * height < box[0] - before[2] < GAP * height and _level(before, box) > 0.55


def _line(words: list[list[Glyph]], page: int, height: float) -> Line:
    glyphs: list[Glyph] = []
    for word in words:
        glyphs += [(" ", (0.0, 0.0, 0.0, 0.0)), *word] if glyphs else word
    boxes = [box for letter, box in glyphs if letter != " "]
    size = median(box[3] - box[1] for box in boxes)
    base = median(box[1] for box in boxes)
    text = "".join(_shown(glyph, size, base) for glyph in glyphs)
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    edges = (min(lefts), min(bottoms), max(rights), max(tops))
    return Line(page, text, array("f", (edge for _, box in glyphs for edge in box)), size, height, *edges)


def _shown(glyph: Glyph, size: float, base: float) -> str:
    """Return a character; a small raised digit (a power, a note) as such, so that it joins no number."""
    letter, box = glyph
    raised = letter.isdigit() and box[3] - box[1] < 0.8 * size and box[1] > base + 0.15 * size
    return letter.translate(RAISED) if raised else letter
