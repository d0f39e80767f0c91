"""A source in, the pages that are to be asked for out: what is new in feeds, sitemaps and lists."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.fetch import feed, kinds, listing, sitemap
from pipeline.fetch.ask import Answer
from pipeline.fetch.found import Found
from pipeline.fetch.manifest import Index, validators
from pipeline.fetch.means import Means
from pipeline.fetch.read_list import read_list
from pipeline.fetch.unfetched import UnfetchedError
from pipeline.fetch.urls import host_of, normal

DEEPEST = 3
GUESSED_SITEMAP = "/sitemap.xml"


@dataclass(frozen=True, slots=True)
class Hit:
    """Hold a page to ask for and the source that named it; `answer` where it has come already."""

    source: str
    found: Found
    answer: Answer | None = None


@dataclass(slots=True)
class Harvest:
    """Gather what a source gave."""

    source: str
    hits: list[Hit] = field(default_factory=list)
    faults: list[UnfetchedError] = field(default_factory=list)
    known: Counter[str] = field(default_factory=Counter)
    seen: set[str] = field(default_factory=set)


def discover(source: str, means: Means) -> Harvest:
    """Return the pages to ask for, newest first, within `since` and `limit`; faults are gathered, not raised."""
    harvest = Harvest(source)
    try:
        if "://" in source or not Path(source).is_file():
            harvest.source = normal(source)
            _of_url(harvest, means)
        else:
            _of_file(Path(source), harvest, means)
    except UnfetchedError as error:
        harvest.faults.append(error)
    except Exception as error:
        harvest.faults.append(surprise(source, error))
    harvest.hits = _chosen(harvest.hits, means)
    return harvest


def _chosen(hits: list[Hit], means: Means) -> list[Hit]:
    settings = means.settings
    kept = [hit for hit in hits if not (hit.found.day and hit.found.day < settings.since)]
    kept.sort(key=lambda hit: hit.found.day, reverse=True)
    return kept[: settings.limit]


def _of_url(harvest: Harvest, means: Means) -> None:
    url = harvest.source
    page = means.manifests.of(url).page(url)
    if page and page.path and not means.settings.refresh:
        harvest.known[host_of(url)] += 1
        return
    try:
        read_index(url, harvest, means)
    except UnfetchedError as error:
        # What was found in an earlier fetch is asked for all the same.
        harvest.faults.append(error)
    harvest.hits += [Hit(url, found) for found in means.manifests.of(url).pending(url)]


def _of_file(path: Path, harvest: Harvest, means: Means) -> None:
    """Read a file of URLs; a feed or sitemap that was saved does as well."""
    try:
        body = kinds.unpacked(path.read_bytes())
    except OSError as error:
        raise UnfetchedError(str(path), f"cannot be read ({error.strerror})", "check its permissions") from error
    kind = kinds.kind_of(body, "text/plain")
    if kind not in ("feed", "sitemap", "urls"):
        raise UnfetchedError(str(path), "neither URLs, one a line, nor a feed or sitemap", "write one URL a line")
    found, children = entries(kind, body, path.absolute().as_uri())
    harvest.hits += [Hit("", f) for f in take(found, harvest, means)]
    for url, _ in children:
        below = Harvest(url)
        _of_url(below, means)
        harvest.hits += below.hits
        harvest.faults += below.faults
        harvest.known += below.known


def entries(kind: str, body: bytes, url: str, content_type: str = "") -> tuple[list[Found], list[tuple[str, str]]]:
    """Return the pages, and the sitemaps, that the bytes of an index name."""
    if kind == "feed":
        return feed.entries(body, url, content_type), []
    if kind == "sitemap":
        return sitemap.read(body, url)
    return kinds.listed_urls(body), []


def take(found: Iterable[Found], harvest: Harvest, means: Means) -> list[Found]:
    """Return those that are wanted and may be releases; the known ones are counted."""
    wanted = []
    for page in found:
        if not means.publishers.of(page.url).takes(page.url):
            continue
        if means.wants(page):
            wanted.append(page)
        else:
            harvest.known[host_of(page.url)] += 1
    return wanted


def read_index(url: str, harvest: Harvest, means: Means, stamp: str = "", depth: int = 0) -> None:
    """Ask for an index, note the pages that it names as pending, go on to the sitemaps that it names."""
    if url in harvest.seen or depth > DEEPEST:
        return
    harvest.seen.add(url)
    manifest = means.manifests.of(harvest.source)
    known = manifest.index(url)
    answer = means.ask(url, validators(known.etag, known.last_modified))
    if answer.status == 304:
        if means.publishers.of(url).lists(url):
            read_list(url, answer, harvest, means)
        children = known.children
    elif answer.status != 200:
        raise status_fault(answer)
    else:
        children = _read(url, answer, stamp, harvest, means)
    for child, child_stamp in children:
        _child(child, child_stamp, harvest, means, depth + 1)


def _read(url: str, answer: Answer, stamp: str, harvest: Harvest, means: Means) -> tuple[tuple[str, str], ...]:
    """Note what an index names; return its sitemaps."""
    body = kinds.unpacked(answer.body)
    kind = kinds.kind_of(body, answer.media_type)
    if kind in ("html", "page"):
        return _read_page(url, answer, kind, harvest, means)
    found, children = entries(kind, body, answer.final_url, answer.header("content-type"))
    index = Index(url, answer.header("etag"), answer.header("last-modified"), stamp, tuple(children))
    means.manifests.of(harvest.source).keep_index(index, harvest.source, take(found, harvest, means))
    return index.children


def _read_page(url: str, answer: Answer, kind: str, harvest: Harvest, means: Means) -> tuple[tuple[str, str], ...]:
    """Read a list by its publisher's rule, find the feeds and sitemaps of a home page, or take a page for a release."""
    if means.publishers.of(url).lists(url):
        read_list(url, answer, harvest, means)
    elif urlsplit(url).path == "/" and kind == "html":
        found = listing.feeds(answer.body, answer.final_url) or means.robots.sitemaps(url)
        return tuple((normal(f, url), "") for f in found or [GUESSED_SITEMAP])
    elif url == harvest.source:
        harvest.hits.append(Hit("", Found(url), answer))
    else:
        reason = f"neither feed nor sitemap ({answer.media_type or 'no content type'})"
        raise UnfetchedError(url, reason, "name the feed, the sitemap or the list itself")
    return ()


def _child(url: str, stamp: str, harvest: Harvest, means: Means, depth: int) -> None:
    """Read a sitemap that an index names, unless it says that nothing changed since, or that all is too old."""
    known = means.manifests.of(harvest.source).index(url)
    settings = means.settings
    is_seen = bool(stamp) and known.stamp >= stamp and not settings.refresh
    if is_seen or (stamp and stamp[:10] < settings.since):
        return
    try:
        read_index(url, harvest, means, stamp, depth)
    except UnfetchedError as error:
        harvest.faults.append(error)


def surprise(url: str, error: Exception) -> UnfetchedError:
    """Return the fault for an exception that nobody thought of: it must not stop the others."""
    return UnfetchedError(url, f"{type(error).__name__}: {error}", "report it: it shows a fault of kabarangka")


def status_fault(answer: Answer) -> UnfetchedError:
    """Return the fault of an answer that is neither 200 nor 304."""
    if answer.status in (404, 410, 451):
        return UnfetchedError(answer.url, f"status {answer.status}: there is no such page", "check the URL", "gone")
    if answer.status in (401, 402, 403):
        return UnfetchedError(answer.url, f"status {answer.status}: not for everybody", "ask the publisher for leave")
    return UnfetchedError(answer.url, f"status {answer.status}", "look at the page with a browser")
