"""The bytes of an RSS or Atom feed in, the pages that it names out."""

import html
import io
import re
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import feedparser

from pipeline.fetch.found import Found, day_of, stamp_of
from pipeline.fetch.unfetched import UnfetchedError
from pipeline.fetch.urls import normal

TAG = re.compile(r"<[^>]*>")
ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)


def entries(body: bytes, url: str, content_type: str) -> list[Found]:
    """Return the entries in their order. Raises `UnfetchedError` for what is no feed, or one that declares entities."""
    if ENTITY.search(body):
        raise UnfetchedError(
            url, "the feed declares entities, which can be made to fill the memory", "report it", "gone"
        )
    headers = {"content-type": content_type, "content-location": url}
    feed = feedparser.parse(io.BytesIO(body), response_headers=headers, sanitize_html=False)
    if not feed.entries and feed.bozo:
        raise UnfetchedError(url, f"the feed cannot be read ({feed.bozo_exception})", "report it to the publisher")
    return list(_found(feed.entries, url))


def _found(found: list[Any], url: str) -> Iterator[Found]:
    for entry in found:
        # `dict.get`, since feedparser's own takes one field for another.
        link = dict.get(entry, "feedburner_origlink") or dict.get(entry, "link") or ""
        try:
            page = normal(str(link), url)
        except UnfetchedError:
            continue
        if not link:
            continue
        published = _moment(dict.get(entry, "published_parsed"))
        updated = _moment(dict.get(entry, "updated_parsed")) or published
        title = " ".join(html.unescape(TAG.sub("", str(dict.get(entry, "title") or ""))).split())
        yield Found(page, title, day_of(published), stamp_of(updated))


def _moment(parsed: Any) -> datetime | None:
    """Return feedparser's time, which is UTC; None for none."""
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, OSError):
        return None
