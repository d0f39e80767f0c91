"""A tree in, its blocks of running text out: what is hidden, a control or a picture is no text."""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field

from pipeline.read.html_text import LINE, Mapped, Part, render
from pipeline.read.html_tree import BLOCK, Element, Page, names

SKIPPED = names(
    "script style noscript template svg math iframe object canvas audio video picture map select button input"
    " textarea option datalist dialog figcaption nav head title noembed noframes xmp amp-ad amp-sidebar"
    " amp-analytics amp-embed amp-iframe amp-lightbox amp-consent menu"
)
HIDDEN = re.compile(
    r"(?<![\w-])hidden(?=$|[\s/=>])|display\s*:\s*none|visibility\s*:\s*hidden"
    r"|(?:left|top|text-indent|margin-left|margin-top)\s*:\s*-\d{3,}|font-size\s*:\s*0(?![.\d])"
    r"|(?<![\w-])aria-hidden\s*=\s*[\"']?true|clip\s*:\s*rect\(0",
    re.IGNORECASE,
)
CALLED = re.compile(r"(?<![\w-])(?:class|id|role)\s*+=\s*+(\"[^\"]*+\"|'[^']*+'|[^\s>]++)", re.IGNORECASE)
NOT_HIDDEN = re.compile(r"(?<![\w-])hidden\s*=\s*[\"']?false|type\s*=\s*[\"']?hidden", re.IGNORECASE)


@dataclass(slots=True, eq=False)
class Block:
    """Hold a run of text between two ends of blocks: its parts, the element it stands in, and which parts are links.

    `unlikely` are the elements around it whose names say that they are no article.
    """

    element: Element
    parts: list[Part]
    links: list[tuple[int, int, Element]]
    unlikely: tuple[Element, ...]
    _mapped: Mapped | None = None
    raw: str = field(default="", repr=False)

    @property
    def mapped(self) -> Mapped:
        """Return the text with its places in the page."""
        if self._mapped is None:
            self._mapped = render(self.raw, self.parts)
        return self._mapped

    @property
    def text(self) -> str:
        """Return the canonical text."""
        return self.mapped.text

    @property
    def order(self) -> int:
        """Return the order of the element it stands in."""
        return self.element.order

    @property
    def size(self) -> int:
        """Return about how many characters it has, without reading its entities."""
        return sum(part[1] - part[0] for part in self.parts if not isinstance(part, str))

    @property
    def linked(self) -> int:
        """Return how many of these are in links."""
        return sum(end - start for start, end, _ in self.links)


class Judge:
    """Tell by its tag what an element is; what was seen once is remembered, for classes repeat."""

    def __init__(self, dropped: Set[int], unlikely: re.Pattern[str]) -> None:
        self.dropped = dropped
        self.unlikely = unlikely
        self.seen: dict[str, tuple[bool, bool]] = {}

    def of(self, element: Element) -> tuple[bool, bool]:
        """Return whether an element is hidden and whether its name says that it is no article."""
        written = element.written
        if not written:
            return False, False
        if (known := self.seen.get(written)) is None:
            hidden = bool(HIDDEN.search(written)) and not NOT_HIDDEN.search(written)
            called = " ".join(CALLED.findall(written)).lower()
            known = self.seen[written] = hidden, bool(called) and bool(self.unlikely.search(called))
        return known


def blocks(page: Page, judge: Judge) -> list[Block]:
    """Return the blocks of a page in order."""
    return list(_Walk(page, judge).blocks())


class _Walk:
    """Go through the tree once, without recursion."""

    def __init__(self, page: Page, judge: Judge) -> None:
        self.raw = page.raw
        self.root = page.root
        self.judge = judge
        self.parts: list[Part] = []
        self.links: list[tuple[int, int, Element]] = []
        self.link: Element | None = None
        self.unlikely: tuple[Element, ...] = ()

    def blocks(self) -> Iterator[Block]:
        stack = [(self.root, iter(self.root.children))]
        while stack:
            element, children = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                yield from self._leave(element)
            elif isinstance(child, tuple):
                self._text(child)
            elif child.tag == "br":
                yield from self._line(element)
            elif not self._is_skipped(child):
                if child.tag in BLOCK:
                    yield from self._flush(element)
                self._enter(child)
                stack.append((child, iter(child.children)))

    def _is_skipped(self, element: Element) -> bool:
        if element.tag in SKIPPED or element.order in self.judge.dropped:
            return True
        return element.tag not in ("body", "html") and self.judge.of(element)[0]

    def _enter(self, element: Element) -> None:
        if element.tag == "a" and self.link is None:
            self.link = element
        if element.tag in ("aside", "footer", "header") or self._is_unlikely(element):
            self.unlikely = (*self.unlikely, element)

    def _leave(self, element: Element) -> Iterator[Block]:
        if element.tag in BLOCK:
            yield from self._flush(element)
        if element is self.link:
            self.link = None
        if self.unlikely and element is self.unlikely[-1]:
            self.unlikely = self.unlikely[:-1]

    def _is_unlikely(self, element: Element) -> bool:
        return element.tag not in ("body", "html", "main", "article") and self.judge.of(element)[1]

    def _text(self, part: tuple[int, int]) -> None:
        self.parts.append(part)
        if self.link is not None:
            self.links.append((*part, self.link))

    def _line(self, element: Element) -> Iterator[Block]:
        """End a line; two ends make a block, so does one in a page that has no other blocks."""
        if self._last_is_line():
            yield from self._flush(element)
        else:
            self.parts.append(LINE)

    def _last_is_line(self) -> bool:
        for part in reversed(self.parts):
            if part == LINE:
                return True
            if not isinstance(part, str) and not self.raw[part[0] : part[1]].replace("&nbsp;", "").isspace():
                return False
        return False

    def _flush(self, element: Element) -> Iterator[Block]:
        parts, self.parts = self.parts, []
        links, self.links = self.links, []
        if any(not isinstance(part, str) and not self.raw[part[0] : part[1]].isspace() for part in parts):
            inside = _block_around(element)
            yield Block(inside, parts, links, self.unlikely, None, self.raw)


def _block_around(element: Element) -> Element:
    """Return the nearest block that is the element or holds it."""
    while element.tag not in BLOCK and element.parent is not None:
        element = element.parent
    return element
