"""A URL in, its one spelling, its key in the manifest, its host and its place on disk out."""

import hashlib
import re
import unicodedata
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

from pipeline.fetch.unfetched import UnfetchedError

SCHEMES = {"http": 80, "https": 443}
HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\]")
# What newsletters and social media add to a link, and no page needs.
TRACKING = re.compile(r"utm_\w+|fbclid|gclid|igshid|mc_[ce]id")
KEPT_IN_PATH = "/%:@!$&'()*+,;=~-._"
LONGEST_URL = 2000
LONGEST_NAME = 80
# Names that Windows keeps for itself.
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)")
PAGE_SUFFIX = re.compile(r"\.(x?html?|php|aspx?|jsp|pdf|docx?|txt)$", re.IGNORECASE)
YEAR = re.compile(r"(?<!\d)((?:19[89]|20[0-4])\d)(?=[/-]|(?:0[1-9]|1[0-2])(?:\d\d)?(?!\d)|$)")


def normal(url: str, base: str = "") -> str:
    """Return the one spelling of a URL: no fragment, no user, no tracking, ASCII; joined to `base` when relative.

    Raises `UnfetchedError` for what is no http or https URL.
    """
    joined = url.strip()
    try:
        joined = urljoin(base, joined) if base else joined
        parts = urlsplit(joined)
        host, port = _host(parts.hostname or ""), parts.port
    except ValueError as error:
        raise UnfetchedError(joined[:200], f"no URL ({error})", "write it as https://host/path", "gone") from error
    if parts.scheme.lower() not in SCHEMES:
        reason = f"the scheme {parts.scheme or '(none)'}: is not fetched"
        raise UnfetchedError(joined[:200], reason, "give an http or https URL", "gone")
    if not HOST.fullmatch(host) or len(joined) > LONGEST_URL:
        raise UnfetchedError(joined[:200], "no URL of a host", "write it as https://host/path", "gone")
    netloc = host if port in (None, SCHEMES[parts.scheme.lower()]) else f"{host}:{port}"
    return urlunsplit((parts.scheme.lower(), netloc, quote(parts.path or "/", KEPT_IN_PATH), _query(parts.query), ""))


def _host(name: str) -> str:
    if ":" in name:
        return f"[{name.lower()}]"
    ascii_name = name if name.isascii() else name.encode("idna").decode("ascii")
    return ascii_name.lower().rstrip(".")


def _query(query: str) -> str:
    if not TRACKING.search(query):
        return quote(query, KEPT_IN_PATH + "?")
    pairs = parse_qsl(query, keep_blank_values=True)
    return urlencode([(key, value) for key, value in pairs if not TRACKING.fullmatch(key)])


def key_of(url: str) -> str:
    """Return the key of a normal URL: http and https of the same page are one."""
    return url.partition("//")[2]


def host_of(url: str) -> str:
    """Return the host of a normal URL without its port: what one is polite to."""
    return urlsplit(url).hostname or ""


def origin_of(url: str) -> str:
    """Return scheme, host and port of a normal URL: what a robots.txt speaks for."""
    return "{0.scheme}://{0.netloc}".format(urlsplit(url))


def path_of(url: str) -> str:
    """Return the path of a normal URL, unquoted."""
    return unquote(urlsplit(url).path)


def digest(text: str) -> str:
    """Return eight hexadecimal digits that stand for a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def slug(url: str) -> str:
    """Return a file name for a normal URL: small ASCII letters, digits and `-`, safe on every file system.

    A digest of the URL is added where the name does not stand for all of it.
    """
    parts = urlsplit(url)
    path = PAGE_SUFFIX.sub("", unquote(parts.path).rstrip("/"))
    plain = unicodedata.normalize("NFKD", path.casefold()).encode("ascii", "ignore").decode("ascii")
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if parts.query or len(name) > LONGEST_NAME or not name or RESERVED.fullmatch(name):
        name = f"{name[:LONGEST_NAME].strip('-') or 'page'}-{digest(key_of(url))}"
    return name


def year_of(url: str) -> str:
    """Return the year that a normal URL names (`/2024/01/`, `20240104`, `2024-01-04`); "" without one."""
    match = YEAR.search(path_of(url))
    return match[1] if match else ""
