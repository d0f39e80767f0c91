"""Decoded HTML in, a tree of elements out in which each text knows where it stands; no input is refused.

The way browsers mend pages is followed where it decides which text belongs together: implied ends (p, li, td …),
end tags out of order, raw text (script, style …). Tags are found by one regular expression and texts are ranges of the
page, not copies, so that offsets are exact by construction and a page of scripts costs nearly nothing.
"""

import re
from dataclasses import dataclass, field
from html import unescape

NAME = r"[A-Za-z][^\s/>]*+"
# Attributes by the HTML standard: a quote counts only behind "=".
ATTRIBUTES = r"(?:[\s/]++|[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|(?![\"'])[^\s>]*+))?+)*+"
TAG = re.compile(
    rf"<(?:(?P<open>{NAME})(?P<attributes>{ATTRIBUTES})>"
    rf"|/(?P<close>{NAME})[^>]*+>?"
    r"|!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|(?P<broken>[A-Za-z][^\s/>]*+)(?P<rest>[^>]*+)>?"
    r"|[!?/][^>]*+>?)",
    re.DOTALL,
)
ATTRIBUTE = re.compile(r"([^\s/>][^\s/>=]*+)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|(?![\"'])([^\s>]*+)))?+")


def names(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


RAW_TEXT = names("script style textarea title xmp iframe noembed noframes noscript")
VOID = names("area base basefont bgsound br col embed frame hr img input link meta param source track wbr")
BLOCK = names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure"
    " footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html li main menu nav ol p pre search section"
    " summary table tbody td tfoot th thead title tr ul amp-sidebar amp-accordion"
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
FORMATTING = names("a b big code em font i nobr s small strike strong tt u")
BARRIERS = names("html table td th caption object template marquee applet")
IN_HEAD = names("base basefont bgsound link meta noscript script style template title")
ENDS_PARAGRAPH = BLOCK - names("body caption head html tbody td tfoot th thead title tr amp-sidebar")
# What the start of an element ends, and what it must not reach over.
ENDS = {
    "li": (("li",), ("ul", "ol", "menu")),
    "dd": (("dd", "dt"), ("dl",)),
    "dt": (("dd", "dt"), ("dl",)),
    "tr": (("tr",), ("table",)),
    "td": (("td", "th"), ("tr", "table")),
    "th": (("td", "th"), ("tr", "table")),
    "tbody": (("tbody", "thead", "tfoot", "tr", "caption"), ("table",)),
    "thead": (("tbody", "thead", "tfoot", "tr", "caption"), ("table",)),
    "tfoot": (("tbody", "thead", "tfoot", "tr", "caption"), ("table",)),
    "option": (("option",), ("select",)),
}
TABLE_PARTS = names("table tbody thead tfoot tr td th caption")
DEEPEST = 400
Span = tuple[int, int]


@dataclass(slots=True, eq=False)
class Element:
    """Hold an element: its place in the order of the page, the last one inside it, and its children in order.

    `start` is where its tag begins, `inner` where its content does, `end` where the content ends.
    A child that is a pair is a text: its range in the page.
    """

    tag: str
    written: str
    start: int
    inner: int
    parent: "Element | None"
    order: int
    last: int = 0
    end: int = 0
    children: "list[Element | Span]" = field(default_factory=list)
    _attributes: dict[str, str] | None = None

    @property
    def attributes(self) -> dict[str, str]:
        """Return the attributes by name in small letters; the first of a name counts."""
        if self._attributes is None:
            self._attributes = {}
            for name, double, single, bare in ATTRIBUTE.findall(self.written):
                self._attributes.setdefault(name.lower(), unescape(double or single or bare))
        return self._attributes

    def get(self, name: str) -> str:
        """Return the value of an attribute; "" without one."""
        return self.attributes.get(name, "") if name in self.written.lower() else ""

    def holds(self, other: "Element") -> bool:
        """Tell whether the other element is this one or stands inside it."""
        return self.order <= other.order <= self.last


@dataclass(slots=True)
class Page:
    """Hold a decoded page and its elements in order; the first is the root."""

    raw: str
    elements: list[Element]

    @property
    def root(self) -> Element:
        """Return the element that holds all others."""
        return self.elements[0]


def parse(raw: str) -> Page:
    """Parse a page; every string is one."""
    return _Builder(raw).build()


class _Builder:
    """Keep the open elements, with where each kind of them stands in the stack, so that no step looks through it."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        root = Element("html", "", 0, 0, None, 0)
        self.elements = [root]
        self.stack = [root]
        self.open: dict[str, list[int]] = {}
        self.barriers = [0]
        self.blocks = [0]

    def build(self) -> Page:
        raw, place = self.raw, 0
        search = TAG.search
        while match := search(raw, place):
            start = match.start()
            if start > place:
                self._text(place, start)
            place = match.end()
            if tag := match["open"] or match["broken"]:
                place = self._start(tag.lower(), match["attributes"] or match["rest"] or "", start, place)
            elif tag := match["close"]:
                self._end(tag.lower(), start)
        if place < len(raw):
            self._text(place, len(raw))
        self._close(1, len(raw))
        self.elements[0].end = len(raw)
        for element in reversed(self.elements):
            element.last = max(element.last, element.order)
            if element.parent:
                element.parent.last = max(element.parent.last, element.last)
        return Page(raw, self.elements)

    def _text(self, start: int, end: int) -> None:
        top = self.stack[-1]
        if top.tag == "head" and not self.raw[start:end].isspace():
            self._close(len(self.stack) - 1, start)
            top = self.stack[-1]
        top.children.append((start, end))

    def _start(self, tag: str, written: str, start: int, place: int) -> int:
        """Open an element; return where reading goes on."""
        if (tag in ("html", "body") and tag in self.open) or tag == "html":
            self._add_to(tag, written)
            return place
        self._imply(tag, start)
        element = Element(tag, written, start, place, self.stack[-1], len(self.elements))
        self.stack[-1].children.append(element)
        self.elements.append(element)
        if tag in RAW_TEXT and not (tag == "title" and "svg" in self.open):
            element.end = self._raw_end(tag, place)
            if element.end > place:
                element.children.append((place, element.end))
            after = self.raw.find(">", element.end)
            return after + 1 if after >= 0 else len(self.raw)
        if tag in VOID or (written.endswith("/") and ("svg" in self.open or "math" in self.open)):
            element.end = place
            return place
        self._push(element)
        return place

    def _add_to(self, tag: str, written: str) -> None:
        """Give the attributes of a second html or body tag to the first."""
        element = self.stack[self.open[tag][0]] if self.open.get(tag) else self.elements[0]
        element.written += " " + written

    def _imply(self, tag: str, start: int) -> None:
        """End what the start of this element ends."""
        if "head" in self.open and tag not in IN_HEAD and tag != "head":
            self._end_nearest(("head",), (), start)
        if tag in ENDS_PARAGRAPH and "p" in self.open:
            self._end_nearest(("p",), ("button",), start)
        if tag in HEADINGS and self.stack[-1].tag in HEADINGS:
            self._close(len(self.stack) - 1, start)
        if tag == "a":
            self._end(tag, start)
        elif tag in ENDS:
            self._end_nearest(*ENDS[tag], start)

    def _end_nearest(self, tags: tuple[str, ...], limits: tuple[str, ...], start: int) -> None:
        """Close the outermost open element of these tags that stands above every limit."""
        lowest = max((self.open[tag][-1] for tag in limits if tag in self.open), default=-1)
        if tags[0] not in TABLE_PARTS:
            lowest = max(lowest, self.barriers[-1])
        depths = [depth for tag in tags if tag in self.open for depth in self.open[tag][-1:] if depth > lowest]
        if depths:
            self._close(min(depths), start)

    def _raw_end(self, tag: str, place: int) -> int:
        """Return where raw text ends; a script may hold a script inside <!-- -->."""
        end = re.compile(rf"</{tag}(?=[\s/>])", re.IGNORECASE)
        match = end.search(self.raw, place)
        if match and tag == "script":
            opened = self.raw.find("<!--", place, match.start())
            if (
                opened >= 0
                and "-->" not in (inside := self.raw[opened : match.start()])
                and "<script" in inside.lower()
            ):
                match = end.search(self.raw, match.end()) or match
        return match.start() if match else len(self.raw)

    def _push(self, element: Element) -> None:
        if len(self.stack) >= DEEPEST:
            self._close(len(self.stack) - 1, element.start)
        depth = len(self.stack)
        self.stack.append(element)
        self.open.setdefault(element.tag, []).append(depth)
        if element.tag in BARRIERS:
            self.barriers.append(depth)
        if element.tag in BLOCK:
            self.blocks.append(depth)

    def _close(self, depth: int, end: int) -> None:
        """Close the open elements from this depth on."""
        for closed in range(len(self.stack) - 1, depth - 1, -1):
            element = self.stack.pop()
            element.end = end
            depths = self.open.get(element.tag)
            if depths and depths[-1] == closed:
                depths.pop()
                if not depths:
                    del self.open[element.tag]
        for depths in (self.barriers, self.blocks):
            while depths[-1] >= max(depth, 1):
                depths.pop()

    def _end(self, tag: str, start: int) -> None:
        if tag == "br":
            self._start("br", "", start, start)
        found = self.open.get(tag) if tag not in ("html", "body", "br") else None
        if tag in HEADINGS and not found:
            found = next((self.open[other] for other in sorted(HEADINGS) if other in self.open), None)
        if found and (found[-1] >= self.barriers[-1] or tag in TABLE_PARTS or tag in BARRIERS):
            self._end_open(tag, found, start)

    def _end_open(self, tag: str, found: list[int], start: int) -> None:
        """End the innermost open element of a tag; an end tag behind a block that it does not hold is none."""
        depth = found[-1]
        if tag in BLOCK or depth > self.blocks[-1]:
            self._close(depth, start)
        elif tag in FORMATTING:
            # The blocks inside stay open; the element only takes no further end tag.
            self.stack[depth].end = start
            found.pop()
            if not found:
                del self.open[tag]
