"""Ranges of decoded HTML in, canonical text out with the range of the page behind each of its characters.

Entities are read, white space of every kind (also &nbsp;) becomes one space, invisible characters are left out, a line
break of the page is "\\n", a block ends with a blank line, and the result is NFC.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from html.entities import html5

from pipeline.read.canonical import canonical
from pipeline.read.html_tree import BLOCK, RAW_TEXT, TAG, Span

PIECE = re.compile(
    r"(?P<entity>&(?:\#[0-9]{1,7}+;?|\#[xX][0-9a-fA-F]{1,6}+;?|[A-Za-z][A-Za-z0-9]{0,31}+;?))|(?P<space>\s+)|[^\s&]+|&"
)
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
LINE, BLANK = "\n", "\n\n"
Part = Span | str


@dataclass(slots=True)
class Mapped:
    """Hold text and, for each character, where it starts and ends in the page."""

    text: str = ""
    starts: "array[int]" = field(default_factory=lambda: array("L"))
    ends: "array[int]" = field(default_factory=lambda: array("L"))


def render(raw: str, parts: Iterable[Part]) -> Mapped:
    """Return the text of ranges of the page, with `LINE` and `BLANK` between them where lines and blocks end."""
    writer = _Writer(raw)
    for part in parts:
        if isinstance(part, str):
            writer.break_line(part)
        else:
            writer.write(*part)
    return _composed(writer.finish())


def plain(part: str) -> str:
    """Return a slice of decoded HTML as canonical text: tags, comments and scripts out, entities read."""
    return render(part, _parts(part)).text


def _parts(raw: str) -> Iterator[Part]:
    place = 0
    while match := TAG.search(raw, place):
        if match.start() > place:
            yield place, match.start()
        place = match.end()
        tag = (match["open"] or match["close"] or match["broken"] or "").lower()
        if tag == "br":
            yield LINE
        elif tag in BLOCK:
            yield BLANK
        if tag in RAW_TEXT and not match["close"]:
            end = re.compile(rf"</{tag}(?=[\s/>])", re.IGNORECASE).search(raw, place)
            place = end.start() if end else len(raw)
    if place < len(raw):
        yield place, len(raw)


class _Writer:
    """Write characters with their ranges; a white space is written when the next character comes."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.pieces: list[str] = []
        self.starts = array("L")
        self.ends = array("L")
        self.gap = ""
        self.gap_range = (0, 0)

    def write(self, start: int, end: int) -> None:
        for match in PIECE.finditer(self.raw, start, end):
            if match["space"]:
                self._space(match.start(), match.end())
            elif match["entity"]:
                self._entity(match.start(), match.end())
            else:
                self._plain(match.start(), match[0])

    def break_line(self, kind: str) -> None:
        """End a line or a block; two lines make a block."""
        if self.gap in (LINE, BLANK):
            kind = BLANK
        self.gap = kind if self.pieces else ""

    def finish(self) -> Mapped:
        return Mapped("".join(self.pieces), self.starts, self.ends)

    def _space(self, start: int, end: int) -> None:
        if not self.pieces:
            return
        if not self.gap:
            self.gap, self.gap_range = " ", (start, end)
        elif self.gap == " ":
            self.gap_range = (self.gap_range[0], end)

    def _put(self, text: str, start: int, end: int) -> None:
        """Write characters that share a range."""
        if self.gap:
            places = [self.gap_range] if self.gap == " " else [(start, start)] * len(self.gap)
            self.pieces.append(self.gap)
            self.starts.extend(place[0] for place in places)
            self.ends.extend(place[1] for place in places)
            self.gap = ""
        self.pieces.append(text)
        if len(text) == end - start:
            self.starts.extend(range(start, end))
            self.ends.extend(range(start + 1, end + 1))
        else:
            self.starts.extend([start] * len(text))
            self.ends.extend([end] * len(text))

    def _plain(self, start: int, text: str) -> None:
        if text.isascii() and text.isprintable():
            self._put(text, start, start + len(text))
            return
        place = 0
        for match in INVISIBLE.finditer(text):
            if match.start() > place:
                self._put(text[place : match.start()], start + place, start + match.start())
            place = match.end()
        if place < len(text):
            self._put(text[place:], start + place, start + len(text))

    def _entity(self, start: int, end: int) -> None:
        written = _entity(self.raw[start:end])
        stop = start + len(written)
        character = unescape(written)
        if character == written:
            self._put(written, start, stop)
        elif character.isspace():
            self._space(start, stop)
        elif visible := INVISIBLE.sub("", character):
            self._put(visible, start, stop)
        if stop < end:
            self.write(stop, end)


def _entity(written: str) -> str:
    """Return the part of "&name…" that is one entity; all of it when none is."""
    if written[1] == "#" or (written.endswith(";") and written[1:] in html5):
        return written
    return next((written[:i] for i in range(len(written), 2, -1) if written[1:i] in html5), written)


def _composed(mapped: Mapped) -> Mapped:
    """Return the text in NFC; a composed character has the range of all its parts."""
    if unicodedata.is_normalized("NFC", mapped.text):
        return mapped
    text, places = canonical(mapped.text)
    starts, ends = array("L"), array("L")
    for i in range(len(text)):
        first, behind = places[i], places[i + 1]
        starts.append(mapped.starts[first] if first < len(mapped.starts) else mapped.ends[-1])
        ends.append(mapped.ends[max(behind - 1, first)] if first < len(mapped.ends) else mapped.ends[-1])
    return Mapped(text, starts, ends)
