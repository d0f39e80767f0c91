"""A parsed page and the rules in, its article out: title, text with its places, date, author, publisher, warnings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.read.html_address import host_of
from pipeline.read.html_blocks import Block, Judge, blocks
from pipeline.read.html_choice import Prose, choose
from pipeline.read.html_clean import headline, join, paragraphs
from pipeline.read.html_dates import Dates
from pipeline.read.html_fallback import extract
from pipeline.read.html_linked_data import Linked
from pipeline.read.html_metadata import Finder, Meta, author, find_title, published, titles, visible_date
from pipeline.read.html_phrases import Phrases, phrases
from pipeline.read.html_select import select, select_all
from pipeline.read.html_text import Mapped
from pipeline.read.html_tree import Element, Page
from pipeline.rulebook import Rulebook
from pipeline.rulebook.selectors import Selector
from pipeline.rulebook.sources import Publisher

# Less text than this may be a page that our choice does not understand.
LITTLE = 250
SHORT = 300
NEXT = re.compile(r"[?&](?:page|hal|halaman|p)=\w+|[?&]single=1|/(?:page/)?\d{1,2}/?$")


@dataclass(frozen=True, slots=True)
class Reading:
    """Hold what is known before the text is looked for."""

    rulebook: Rulebook
    publisher: Publisher | None
    meta: Meta
    linked: Linked
    url: str


@dataclass(frozen=True, slots=True)
class Article:
    """Hold what was read of a page; without `starts` the text has no place in it."""

    title: str
    title_end: int
    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    published: str
    author: str
    publisher: str
    warnings: tuple[str, ...]


def article(page: Page, known: Reading) -> Article:
    """Read the article of a page; its text is "" when none is found."""
    sources, publisher = known.rulebook.sources, known.publisher
    words = phrases(sources.generic, publisher)
    finder = Finder(sources, publisher, Dates(known.rulebook), words)
    dropped = select_all(page, (*sources.selectors["drop"], *(publisher.selectors["drop"] if publisher else ())))
    found = blocks(page, Judge({e.order for e in dropped}, words.unlikely))
    given = titles(known.meta, known.linked, publisher, words.pages)
    title = find_title(page, found, given, publisher.selectors["title"] if publisher else ())
    prose = Prose(found, known.linked.body)
    hints, warnings = _hints(page, publisher, sources.selectors["body"])
    inside = _inside(prose, choose(prose, hints, words, title), title)
    body = next((i for i, b in enumerate(found) if inside and b is inside[0]), 0)
    heading = title.mapped if title else Mapped()
    if title is None and not known.meta.values.get("og:title") and not known.linked.headline:
        heading = headline(found, body) or heading
    parts, tables = paragraphs(inside, words, heading.text or next(iter(given), ""), host_of(known.url))
    if tables:
        warnings += (f"left out: {tables} tables of figures",)
    if address := _next_page(found, words):
        warnings += (f"the article goes on at {address}: only this page of it was read",)
    date = published(page, known.linked, finder)
    date = date or visible_date(found, title, body, finder) or finder.dates.of_url(known.url)
    return _article(page, known, (heading, parts, given), (date, author(page, known.linked, finder), warnings), words)


def _next_page(found: list[Block], words: Phrases) -> str:
    """Return where the article goes on, by a link with such words to a page by number; "" where it does not."""
    short = (block for block in found if block.links and block.size < SHORT)
    links = ((link.get("href"), block.raw[start:end]) for block in short for start, end, link in block.links)
    return next((href for href, text in links if text.strip().lower() in words.next_page and NEXT.search(href)), "")


def _inside(prose: Prose, chosen: list[Element], title: Block | None) -> list[Block]:
    """Return the blocks of the chosen elements, without the title and what no article holds."""
    likely = (block for block in prose.blocks if block is not title and not prose.is_unlikely(block))
    return [block for block in likely if any(element.holds(block.element) for element in chosen)]


def _hints(
    page: Page, publisher: Publisher | None, generic: tuple[Selector, ...]
) -> tuple[list[Element], tuple[str, ...]]:
    """Return where selectors say that the article is, with a warning when those of the publisher find nothing."""
    own = publisher.selectors["body"] if publisher else ()
    found = [element for selector in own for element in select(page, selector)]
    warnings: tuple[str, ...] = ()
    if publisher and own and not found:
        warnings = (f"no selector of `body` in {publisher.name}.yaml finds anything; read as a page of any publisher",)
    return [*found, *(element for selector in generic for element in select(page, selector))], warnings


def _article(
    page: Page,
    known: Reading,
    texts: tuple[Mapped, list[Mapped], list[str]],
    facts: tuple[str, str, tuple[str, ...]],
    words: Phrases,
) -> Article:
    heading, parts, given = texts
    date, name, warnings = facts
    whole = join([heading, *parts] if heading.text and parts else parts)
    text, starts, ends = whole.text, whole.starts, whole.ends
    title, title_end = heading.text or next(iter(given), ""), len(heading.text) if parts else 0
    if len(text) < LITTLE and (other := extract(page.raw, words)) and len(other) > 2 * len(text):
        text, starts, ends, title_end = other, type(starts)("L"), type(ends)("L"), 0
        warnings += ("read by trafilatura: its rows have no place in the page",)
    own = known.publisher.rule.publisher if known.publisher else ""
    site = known.meta.values.get("og:site_name", "")
    publisher = own or known.linked.publisher or site
    return Article(" ".join(title.split()), title_end, text, starts, ends, date, name, publisher, warnings)
