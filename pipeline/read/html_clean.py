"""The blocks of an article in, its paragraphs out: without links to other articles, furniture, spam and data tables."""

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from pipeline.read.html_address import host_of
from pipeline.read.html_blocks import Block
from pipeline.read.html_phrases import Phrases
from pipeline.read.html_text import BLANK, Mapped
from pipeline.read.html_tree import HEADINGS, Element

SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*$")
INITIALS = re.compile(r"[(\[][\w.\-/ &*]{1,24}[)\]]\.?")
HASHTAGS = re.compile(r"(?:#\w+[\s,]*)+")
DASH_END = re.compile(r"[-–—:,]\s*$")
WORDS = re.compile(r"\w+")
DIGITS = re.compile(r"\d+")
HOST = re.compile(r"(?:[a-z][\w-]*\.)+[a-z]{2,4}")
HEADLINE = 160
SHORT = 60
FURNITURE = 450
LINK = 220
LINKED = 0.8
CELL = 60


def paragraphs(blocks: Sequence[Block], phrases: Phrases, title: str, host: str) -> tuple[list[Mapped], int]:
    """Return the paragraphs, and how many data tables were left out."""
    tables = _data_tables(blocks)
    running = [block for block in blocks if not any(table.holds(block.element) for table in tables)]
    kept = [(b, m) for b, m in _kept(running, phrases, host) if not _is_title(m.text, title)]
    while kept and _is_edge(kept[0], first=True):
        kept.pop(0)
    while kept and _is_edge(kept[-1], first=False):
        kept.pop()
    return [mapped for _, mapped in kept], len(tables)


def headline(blocks: Sequence[Block], body: int) -> Mapped | None:
    """Return the line just before the text, or its first, that looks like a title; for pages that mark none."""
    for block in (*blocks[body : body + 1], *reversed(blocks[max(0, body - 3) : body])):
        mapped = block.mapped
        line = _trimmed(_slice(mapped, mapped.text.rfind("\n") + 1, len(mapped.text)))
        is_line = len(WORDS.findall(line.text)) > 3 and len(line.text) <= HEADLINE and not re.search("[|»>]", line.text)
        if is_line and not SENTENCE_END.search(line.text) and not DASH_END.search(line.text) and not block.links:
            return line
    return None


def join(parts: Iterable[Mapped]) -> Mapped:
    """Put paragraphs together with a blank line between them, which has no place of its own in the page."""
    texts: list[str] = []
    whole = Mapped()
    for part in parts:
        if texts:
            texts.append(BLANK)
            whole.starts.extend([part.starts[0]] * len(BLANK))
            whole.ends.extend([part.starts[0]] * len(BLANK))
        texts.append(part.text)
        whole.starts.extend(part.starts)
        whole.ends.extend(part.ends)
    whole.text = "".join(texts)
    return whole


def _kept(blocks: Sequence[Block], phrases: Phrases, host: str) -> Iterator[tuple[Block, Mapped]]:
    heads_links = False
    size = sum(len(block.text) for block in blocks)
    seen = 0
    for block in blocks:
        text = block.text.strip().lower()
        seen += len(text)
        if not text:
            continue
        if len(text) <= SHORT and phrases.ends.match(text) and seen > size / 3:
            return
        if phrases.links.match(text) and (rest := _behind_link(block)) is None:
            heads_links = len(text) <= 25 and not block.links
            continue
        if heads_links and not SENTENCE_END.search(text) and len(text) < LINK:
            continue
        heads_links = False
        if _is_furniture(block, text, phrases, host):
            continue
        mapped = _without_inner_links(
            rest if phrases.links.match(text) and rest else block.mapped, block, phrases, host
        )
        if mapped.text:
            yield block, mapped


def _is_furniture(block: Block, text: str, phrases: Phrases, host: str) -> bool:
    bare = text.strip(" .:|*-–")
    if DIGITS.sub("#", bare) in phrases.whole or HASHTAGS.fullmatch(text) or HOST.fullmatch(bare):
        return True
    if phrases.furniture.match(text) and (len(text) <= FURNITURE or block.linked):
        return True
    if phrases.clock.fullmatch(bare):
        return True
    if len(text) <= LINK and phrases.captions.search(text):
        return True
    if block.linked > LINKED * block.size and (len(text) < LINK or not SENTENCE_END.search(text)):
        return True
    return any(_is_spam(link, phrases, host, text) for _, _, link in block.links) and block.linked > block.size / 2


def _is_spam(link: Element, phrases: Phrases, host: str, text: str) -> bool:
    """Tell whether a link leads to another host in the words of gambling."""
    target = link.get("href")
    other = host_of(target)
    return bool(other) and other != host and bool(phrases.spam.search(f"{text} {target}".lower()))


def _behind_link(block: Block) -> Mapped | None:
    """Return what stands behind a link to another article in the same block; None where that is nothing to keep."""
    mapped = block.mapped
    behind = max((end for _, end, _ in block.links), default=-1)
    place = next((i for i in range(len(mapped.text)) if behind >= 0 and mapped.starts[i] >= behind), len(mapped.text))
    rest = mapped.text[place:].lstrip(' \n.)]"”:')
    if behind < 0 and len(mapped.text) > LINK:
        return mapped
    if len(rest) < SHORT or not SENTENCE_END.search(rest.rstrip()):
        return None
    return _slice(mapped, len(mapped.text) - len(rest), len(mapped.text))


def _without_inner_links(mapped: Mapped, block: Block, phrases: Phrases, host: str) -> Mapped:
    """Leave out "(Baca juga: …)" inside a paragraph, and links of spam."""
    lower = mapped.text.lower()
    cuts = [match.span() for match in phrases.inner_link.finditer(lower)] if len(lower) == len(mapped.text) else []
    for start, end, link in block.links:
        if _is_spam(link, phrases, host, block.raw[start:end]):
            inside = [i for i in range(len(mapped.text)) if start <= mapped.starts[i] and mapped.ends[i] <= end]
            cuts += [(inside[0], inside[-1] + 1)] if inside else []
    return _cut(mapped, sorted(cuts)) if cuts else _trimmed(mapped)


def _cut(mapped: Mapped, cuts: list[tuple[int, int]]) -> Mapped:
    kept = Mapped()
    place = 0
    for start, end in [*cuts, (len(mapped.text), len(mapped.text))]:
        if start > place:
            part = _slice(mapped, place, start)
            kept.text += part.text
            kept.starts.extend(part.starts)
            kept.ends.extend(part.ends)
        place = max(place, end)
    return _trimmed(kept)


def _trimmed(mapped: Mapped) -> Mapped:
    text = mapped.text
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return mapped if (start, end) == (0, len(text)) else _slice(mapped, start, max(start, end))


def _slice(mapped: Mapped, start: int, end: int) -> Mapped:
    return Mapped(mapped.text[start:end], array("L", mapped.starts[start:end]), array("L", mapped.ends[start:end]))


def _is_title(text: str, title: str) -> bool:
    return bool(title) and WORDS.findall(text.lower()) == WORDS.findall(title.lower())


def _is_edge(kept: tuple[Block, Mapped], first: bool) -> bool:
    """Tell whether a paragraph at either end is no part of the text: bylines and dates before, initials behind it."""
    block, mapped = kept
    text = mapped.text
    if not first:
        return bool(INITIALS.fullmatch(text)) or block.element.tag in HEADINGS or len(text) < 3
    if len(text) > SHORT or SENTENCE_END.search(text) or DASH_END.search(text):
        return len(text) < 3
    return block.element.tag not in ("p", *HEADINGS) or not any(c.isalpha() for c in text)


def _data_tables(blocks: Sequence[Block]) -> list[Element]:
    """Return the tables whose cells are figures and labels; a table that lays out a page has whole paragraphs."""
    cells: dict[int, list[Block]] = {}
    tables: dict[int, Element] = {}
    for block in blocks:
        table = _around(block.element, "table")
        if table is not None:
            tables[table.order] = table
            cells.setdefault(table.order, []).append(block)
    return [tables[order] for order in tables if _is_data(cells[order])]


def _is_data(cells: list[Block]) -> bool:
    rows = {row.order for block in cells if (row := _around(block.element, "tr")) is not None}
    if len(rows) < 2 or len(cells) < 4:
        return False
    sizes = [len(block.text) for block in cells]
    return median(sizes) < CELL and max(sizes) < 4 * CELL


def _around(element: Element, tag: str) -> Element | None:
    place: Element | None = element
    while place is not None and place.tag != tag:
        place = place.parent
    return place
