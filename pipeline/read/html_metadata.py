"""A page in, its title, date, author, address and publisher out, each from the surest place that tells it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.read.html_address import host_of, path_of
from pipeline.read.html_blocks import Block
from pipeline.read.html_dates import Dates
from pipeline.read.html_linked_data import Linked
from pipeline.read.html_phrases import Phrases
from pipeline.read.html_select import attribute_value, select
from pipeline.read.html_text import plain
from pipeline.read.html_tree import HEADINGS, Element, Page
from pipeline.rulebook.selectors import Selector
from pipeline.rulebook.sources import Publisher, Sources

WORDS = re.compile(r"\w+")
CUTS = re.compile(r"\s+(?:[-|–—»•·:]+|::)\s+")
LONGEST_AUTHOR = 80


@dataclass(frozen=True, slots=True)
class Meta:
    """Hold the head of a page: values of meta tags by name or property, canonical link, title."""

    values: dict[str, str]
    canonical: str
    title: str
    base: str


def head(page: Page) -> Meta:
    """Return what the head of a page says; the first value of a name counts."""
    values: dict[str, str] = {}
    canonical = title = base = ""
    for element in page.elements:
        if element.tag == "meta" and (content := element.get("content").strip()):
            name = element.get("property") or element.get("name") or element.get("itemprop")
            values.setdefault(name.lower(), content)
        elif element.tag == "link" and not canonical and "canonical" in element.get("rel").lower().split():
            canonical = element.get("href").strip()
        elif element.tag == "base" and not base:
            base = element.get("href").strip()
        elif element.tag == "title" and not title:
            title = plain(page.raw[element.inner : element.end]).strip()
    return Meta(values, canonical, title, base)


def address(meta: Meta, linked: Linked) -> str:
    """Return the address of a page: canonical link, Open Graph, JSON-LD, a base that is a page; "" without one."""
    base = meta.base if path_of(meta.base).strip("/").count("/") else ""
    found = (meta.canonical, meta.values.get("og:url", ""), linked.url, base)
    return next((url for url in found if re.match(r"https?://", url) and host_of(url)), "")


def titles(meta: Meta, linked: Linked, publisher: Publisher | None, pages: re.Pattern[str]) -> list[str]:
    """Return the titles that metadata give, without what the site adds to them."""
    found = (meta.values.get("og:title", ""), linked.headline, meta.values.get("twitter:title", ""), meta.title)
    suffixes = publisher.rule.title_suffixes if publisher else []
    sites = {
        _key(meta.values.get("og:site_name", "")),
        _key(linked.publisher),
        _key(publisher.rule.publisher if publisher else ""),
    }
    host = host_of(address(meta, linked))
    shown = [pages.sub("", _without_suffix(" ".join(title.split()), suffixes)) for title in found if title]
    clean = [_without_site(title, sites - {""}, host) for title in shown]
    return [title for title in dict.fromkeys(clean) if title]


def _without_suffix(title: str, suffixes: Sequence[str]) -> str:
    for suffix in suffixes:
        title = title.removesuffix(suffix.rstrip()).rstrip() or title
    return title


def _without_site(title: str, sites: set[str], host: str) -> str:
    cuts = list(CUTS.finditer(title))
    for cut in reversed(cuts):
        last = _key(title[cut.end() :])
        if (
            last in sites
            or (last and last.replace(" ", "") in host.replace(".", "").replace("-", ""))
            or _is_host(title[cut.end() :])
        ):
            title = title[: cut.start()].rstrip()
        else:
            break
    return title


def _is_host(text: str) -> bool:
    return bool(
        re.fullmatch(r"(?:\w[\w-]*\.)+(?:com|co\.id|id|net|co|org|go\.id|tv|news)", text.strip(), re.IGNORECASE)
    )


def _key(text: str) -> str:
    return " ".join(WORDS.findall(text.lower()))


def find_title(page: Page, blocks: Sequence[Block], known: list[str], selectors: tuple[Selector, ...]) -> Block | None:
    """Return the block that is the title of the page: by selector, a heading or any block that agrees with metadata."""
    for selector in selectors:
        for element in select(page, selector):
            if found := next((b for b in blocks if element.holds(b.element) and b.text.strip()), None):
                return found
    headings = [block for block in blocks if block.element.tag in HEADINGS and block.text.strip()]
    first = [block for block in headings if block.element.tag == "h1"]
    for group in (first, headings, [b for b in blocks if b.size < 400]):
        if found := _agreeing(group, known):
            return found
    free = [block for block in first if block.linked < block.size / 2 and not block.unlikely]
    return free[0] if len(free) == 1 or (free and not known) else None


def _agreeing(blocks: Sequence[Block], known: list[str]) -> Block | None:
    best, found = 0.0, None
    for block in blocks:
        agreement = max((_agreement(block.text, title) for title in known), default=0.0)
        if agreement > max(best, 0.6):
            best, found = agreement, block
    return found


def _agreement(text: str, title: str) -> float:
    left, right = set(WORDS.findall(text.lower())), set(WORDS.findall(title.lower()))
    if len(left) < 2 or not right:
        return 1.0 if left and left == right else 0.0
    return len(left & right) / max(len(left | right), 1)


@dataclass(frozen=True, slots=True)
class Finder:
    """Hold by what dates and names are found on a page."""

    sources: Sources
    publisher: Publisher | None
    dates: Dates
    phrases: Phrases


def published(page: Page, linked: Linked, finder: Finder) -> str:
    """Return the ISO date of publication; "" where nothing tells one."""
    month_first = finder.publisher is not None and finder.publisher.rule.date_order == "month first"
    own = finder.publisher.selectors["published"] if finder.publisher else ()
    for value in (*_values(page, own), linked.published, *_values(page, finder.sources.selectors["published"])):
        if date := finder.dates.of_metadata(value, month_first):
            return date
    return ""


def visible_date(blocks: Sequence[Block], title: Block | None, body: int, finder: Finder) -> str:
    """Return the date that stands nearest to the title, between it and the text, else just before it.

    One with the name of its month is surer than one in figures, whose order may be that of another country.
    """
    at = next((i for i, block in enumerate(blocks) if block is title), max(0, body - 3))
    near = [*blocks[at : max(body, at + 1) + 1], *reversed(blocks[max(0, at - 6) : at])]
    lines = [line for block in near if block.size < 600 for line in re.split(r"\n|\s\|\s", block.text)]
    lines = [line for line in lines if len(line) < 250 and not _is_modified(line, finder)]
    found = (date for read in (finder.dates.of_words, finder.dates.of_text) for line in lines if (date := read(line)))
    return next(found, "")


def _is_modified(line: str, finder: Finder) -> bool:
    before = re.split(r"\d", line.lower(), maxsplit=1)[0]
    return bool(finder.phrases.modified.search(before))


def author(page: Page, linked: Linked, finder: Finder) -> str:
    """Return the name of the author; "" without one, or for an address."""
    own = finder.publisher.selectors["author"] if finder.publisher else ()
    for value in (*_values(page, own), linked.author, *_values(page, finder.sources.selectors["author"])):
        match = finder.phrases.by.match(value.lower())
        name = " ".join((value[match.end() :] if match else value).split()).strip(" :|-")
        cut = CUTS.search(name)
        name = name[: cut.start()] if cut and _is_host(name[cut.end() :]) else name
        if 2 < len(name) <= LONGEST_AUTHOR and not re.match(r"https?:|@|/", name):
            return name
    return ""


def _values(page: Page, selectors: tuple[Selector, ...]) -> Iterator[str]:
    for selector in selectors:
        for element in select(page, selector):
            value = attribute_value(element, selector) if selector.value else text_of(page, element)
            if value:
                yield value


def text_of(page: Page, element: Element) -> str:
    """Return the text of an element on one line."""
    return " ".join(plain(page.raw[element.inner : element.end]).split())
