"""A saved page in, its article out as a `Release`: title, text, metadata, the place of each character in the page."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from pipeline.errors import ReleaseError
from pipeline.read.dates import find_date
from pipeline.read.encoding import decode, is_binary
from pipeline.read.file import File
from pipeline.read.html_address import host_of, path_of
from pipeline.read.html_article import Article, Reading, article
from pipeline.read.html_linked_data import linked_data
from pipeline.read.html_metadata import address, head
from pipeline.read.html_text import plain
from pipeline.read.html_tree import parse
from pipeline.read.metadata import date_of, sidecar
from pipeline.records import Release
from pipeline.rulebook import Rulebook
from pipeline.rulebook.sources import Publisher

MAX_BYTES = 10_000_000
CHARSET = re.compile(rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
XML = re.compile(rb"^\s*(?:\xef\xbb\xbf)?<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE)
SERVED = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
CHARSET_WITHIN = 8192


def read(file: File, rulebook: Rulebook) -> Iterator[Release]:
    """Yield the article of a page. Raises `ReleaseError` for what is no page, has no text, or is to be skipped."""
    raw = file.read(MAX_BYTES)
    beside = sidecar(file)
    decoded = decode(raw, _declared(raw, beside.get("content_type", "")))
    if not decoded.text.strip():
        raise ReleaseError(file.name, "the file is empty", "fetch the page again, or delete it")
    if is_binary(decoded.text[:CHARSET_WITHIN]):
        raise ReleaseError(file.name, "a binary file (it holds control characters)", "give a page of HTML")
    page = parse(decoded.text)
    meta = head(page)
    linked = linked_data(page, [meta.values.get("og:title", ""), meta.title])
    url = beside.get("url", "") or address(meta, linked)
    publisher = rulebook.sources.of_host(host_of(url))
    _refuse_skipped(file.name, publisher, url, page.root.get("lang"))
    found = article(page, Reading(rulebook, publisher, meta, linked, url))
    if not found.text:
        remedy = "name where the text stands by a rule in rules/sources/, if it is an article"
        raise ReleaseError(file.name, "no article found in the page", remedy)
    yield _release(file, beside, found, (url, decoded.text, decoded.warnings), rulebook)


def _declared(raw: bytes, content_type: str) -> str:
    """Return the charset that was declared: by the server, else in the page."""
    if served := SERVED.search(content_type):
        return served[1]
    match = XML.match(raw) or CHARSET.search(raw, 0, CHARSET_WITHIN)
    return match[1].decode("ascii") if match else ""


def _refuse_skipped(source: str, publisher: Publisher | None, url: str, language: str) -> None:
    path = path_of(url).rstrip("/")
    for skip in publisher.rule.skip if publisher else []:
        if (not skip.path or fnmatchcase(path, skip.path)) and language.lower().startswith(skip.language):
            raise ReleaseError(source, f"left out: {skip.reason}", "nothing to do")


def _release(
    file: File, beside: dict[str, str], found: Article, page: tuple[str, str, tuple[str, ...]], rulebook: Rulebook
) -> Release:
    url, original, warnings = page
    given, undated = date_of(beside)
    return Release(
        release_id=file.release_id,
        source=file.name,
        text=found.text,
        title=beside.get("title", "") or found.title,
        title_end=found.title_end,
        published=given or found.published or find_date(found.text, rulebook),
        publisher=beside.get("publisher", "") or found.publisher,
        author=beside.get("author", "") or found.author,
        url=url,
        warnings=(*warnings, *undated, *found.warnings),
        original=original if found.starts else "",
        source_map=found.starts,
        source_ends=found.ends,
    )


__all__ = ["plain", "read"]
