"""The bytes and the declared type of an answer in, what it is out: feed, sitemap, list of URLs, or a page."""

import re
import zlib
from typing import Literal

from pipeline.fetch.found import Found
from pipeline.fetch.unfetched import UnfetchedError
from pipeline.fetch.urls import normal

Kind = Literal["feed", "sitemap", "urls", "html", "page"]
# Of XML: the first element behind declaration, comments, document type.
ROOT = re.compile(
    rb"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>\s*)*<(?:[\w.-]+:)?([\w.-]+)",
    re.DOTALL | re.IGNORECASE,
)
ROOTS: dict[str, Kind] = {"rss": "feed", "feed": "feed", "rdf": "feed", "urlset": "sitemap", "sitemapindex": "sitemap"}
HTML = re.compile(
    rb"\s*(?:<\?xml.*?\?>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.DOTALL | re.IGNORECASE
)
HEAD = 4096
MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
GZIP = b"\x1f\x8b"
UNKNOWN = ("", "application/octet-stream", "binary/octet-stream", "application/unknown", "unknown/unknown")
# An XML sitemap may be 50 MB when unpacked (sitemaps.org); what is larger is cut, and then no XML.
MOST_UNPACKED = 60_000_000


def unpacked(body: bytes) -> bytes:
    """Return the content of a gzip file, at most `MOST_UNPACKED` bytes; other bytes as they are."""
    if not body.startswith(GZIP):
        return body
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, MOST_UNPACKED)
    except zlib.error:
        return body


def _head(body: bytes) -> bytes:
    head = body[:HEAD]
    for mark, encoding in MARKS.items():
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding if encoding == "utf-8" else "utf-16", "ignore").encode()
    return head


def kind_of(body: bytes, media_type: str) -> Kind:
    """Return what unpacked bytes are; the content decides, since feeds are often declared as text or HTML."""
    head = _head(body)
    if HTML.match(head):
        return "html"
    if (match := ROOT.match(head)) and (kind := ROOTS.get(match[1].decode("ascii", "ignore").lower())):
        return kind
    if media_type in ("text/html", "application/xhtml+xml"):
        return "html"
    if media_type in ("text/plain", *UNKNOWN) and is_url_list(body):
        return "urls"
    return "page"


def is_url_list(body: bytes) -> bool:
    """Tell whether each line that is not empty and no comment is a URL."""
    lines = _lines(body)
    return bool(lines) and all(re.match(r"https?://\S+$", line, re.IGNORECASE) for line in lines)


def listed_urls(body: bytes) -> list[Found]:
    """Return the URLs of a list, in its order; lines that are none after all are left out."""
    found = []
    for line in _lines(body):
        try:
            found.append(Found(normal(line)))
        except UnfetchedError:
            continue
    return found


def _lines(body: bytes) -> list[str]:
    lines = (line.strip() for line in body.decode("utf-8-sig", "replace").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def media_type_of(body: bytes, declared: str, url: str) -> str:
    """Return the media type of a page: what its first bytes show, else what was declared."""
    head = _head(body)
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    if head.startswith(b"PK\x03\x04") and url.lower().partition("?")[0].endswith(".docx"):
        return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    if HTML.match(head) and not declared.startswith(("text/html", "application/xhtml")):
        return "text/html"
    return "text/plain" if declared in UNKNOWN and url.lower().endswith(".txt") else declared
