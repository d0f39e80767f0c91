"""The lines of all pages in reading order in, paragraphs out: running heads away, line breaks and hyphens mended."""

import re
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.read.canonical import canonical
from pipeline.read.pdf_lines import HYPHEN, Line

EDGE = 0.12
DIGITS = re.compile(r"\d+")
NUMBER = re.compile(r"\W*(?:\d{1,4}|[ivxlc]{1,6})\W*", re.IGNORECASE)
ENDS = re.compile(r"[.!?:;][”’\"')\]]*$")
ITEM = re.compile(r"(?:[•▪●◦‣■□–—*-]|\(?(?:\d{1,2}|[a-z])[.)])\s")
WORD_AT_END = re.compile(r"[^\W\d_]+$")
WORD_AT_START = re.compile(r"[^\W\d_]+")
EMPTY = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Hold a paragraph: canonical text, four edges of each character, where its pages begin, and its size of type."""

    text: str
    boxes: "array[float]"
    pages: tuple[tuple[int, int], ...]
    size: float

    @property
    def page(self) -> int:
        """Return the page on which it begins."""
        return self.pages[0][1]


def without_running(pages: Sequence[Sequence[Line]]) -> list[Line]:
    """Return the lines of all pages but page numbers and what stands in one place at the edge of several pages."""
    seen = Counter(key for page in pages for key in {_key(line) for line in page if _at_edge(line)})
    often = min(3, max(2, len(pages)))
    kept: list[Line] = []
    for page in pages:
        top, bottom = max((x.top for x in page), default=0), min((x.bottom for x in page), default=0)
        for line in page:
            outer = line.top == top or line.bottom == bottom
            number = outer and _at_edge(line) and NUMBER.fullmatch(line.text)
            if not number and not (_at_edge(line) and seen[_key(line)] >= often):
                kept.append(line)
    return kept


def _at_edge(line: Line) -> bool:
    return line.bottom > (1 - EDGE) * line.height or line.top < EDGE * line.height


def _key(line: Line) -> tuple[str, int]:
    return DIGITS.sub("#", line.text), round(line.bottom / 4)


def paragraphs(lines: Sequence[Line]) -> list[Paragraph]:
    """Join lines into paragraphs."""
    groups: list[list[Line]] = []
    words = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", " ".join(line.text for line in lines).lower()))
    pitch = _pitch(lines)
    wide = {page: max(x.right for x in group) for page, group in _by_page(lines).items()}
    for line in lines:
        if groups and not _begins(groups[-1], line, pitch, wide):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [p for group in groups if (p := _paragraph(group, words)).text]


def _by_page(lines: Sequence[Line]) -> dict[int, list[Line]]:
    found: dict[int, list[Line]] = {}
    for line in lines:
        found.setdefault(line.page, []).append(line)
    return found


def _pitch(lines: Sequence[Line]) -> float:
    """Return the usual distance of lines, in heights of their type."""
    steps = [
        (a.bottom - b.bottom) / a.size
        for a, b in pairwise(lines)
        if a.page == b.page and 0.7 < (a.bottom - b.bottom) / a.size < 2.5 and abs(a.size - b.size) < 0.1 * a.size
    ]
    return median(steps) if steps else 1.2


def _begins(group: list[Line], line: Line, pitch: float, wide: dict[int, float]) -> bool:
    """Tell whether a line begins a new paragraph after a group of lines."""
    last = group[-1]
    if not 0.9 < line.size / last.size < 1.1 or ITEM.match(line.text):
        return True
    step = (last.bottom - line.bottom) / last.size
    if last.page == line.page and -0.3 < step < 0.4:
        return False
    if last.page != line.page or step < 0 or line.left > last.right:
        return bool(ENDS.search(last.text)) or line.text[:1].isupper()
    if step > 1.25 * pitch and step > 1.25:
        return True
    indent = line.left - min(x.left for x in group[1:] or group)
    if indent > 0.8 * line.size and len(group) > 1 and abs(indent) < 6 * line.size and ENDS.search(last.text):
        return True
    right = max(x.right for x in (*group, line))
    short = last.right < max(right, last.left + 0.6 * (wide[last.page] - last.left)) - 3 * last.size
    return bool(short and ENDS.search(last.text))


def _paragraph(group: list[Line], words: Counter[str]) -> Paragraph:
    letters: list[str] = []
    boxes = array("f")
    pages: list[tuple[int, int]] = []
    for line in group:
        if letters:
            _join("".join(letters[-60:]), line.text, letters, boxes, words)
        if not pages or pages[-1][1] != line.page:
            pages.append((len(letters), line.page))
        letters += line.text
        boxes.extend(line.boxes)
    kept = [i for i, c in enumerate(letters) if c != HYPHEN or i == len(letters) - 1]
    moved = {old: new for new, old in enumerate(kept)}
    text, places = canonical("".join("-" if letters[i] == HYPHEN else letters[i] for i in kept))
    order = places[:-1] if places else range(len(kept))
    edges = array("f")
    for i in order:
        place = 4 * kept[min(i, len(kept) - 1)]
        edges.extend(boxes[place : place + 4])
    return Paragraph(text, edges, tuple((moved.get(s, s), p) for s, p in pages), median(x.size for x in group))


def _join(before: str, after: str, letters: list[str], boxes: "array[float]", words: Counter[str]) -> None:
    """Mend the end of a line: a hyphen of the line break goes, one of the word stays, else a space comes."""
    if letters[-1] not in (HYPHEN, "-", "\u2010") or len(before) < 2 or not before[-2].isalnum():
        letters.append(" ")
        boxes.extend(EMPTY)
    elif _of_the_word(before[:-1], after, words):
        letters[-1] = "-"
    else:
        letters.pop()
        del boxes[-4:]


def _of_the_word(before: str, after: str, words: Counter[str]) -> bool:
    """Tell whether the hyphen belongs to the word: doubled words, names, numbers; else by how the text writes it."""
    left, right = WORD_AT_END.search(before), WORD_AT_START.match(after)
    if not left or not right or after[0].isupper():
        return True
    first, second = left[0].lower(), right[0].lower()
    if words[f"{first}-{second}"] != words[first + second]:
        return words[f"{first}-{second}"] > words[first + second]
    root = second[: max(3, len(first) - 1)]
    return len(first) > 2 and (second.startswith(first) or (len(second) > 3 and first.endswith(root)))
