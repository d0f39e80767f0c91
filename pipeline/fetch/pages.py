"""A page to ask for in, its file in the corpus and what became of it out."""

import hashlib
import json
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlsplit

from pipeline.fetch import kinds
from pipeline.fetch.ask import Answer
from pipeline.fetch.discover import Hit, status_fault, surprise
from pipeline.fetch.files import Move, write_part
from pipeline.fetch.found import Found
from pipeline.fetch.manifest import Manifest, Page, validators
from pipeline.fetch.means import Means
from pipeline.fetch.unfetched import UnfetchedError
from pipeline.fetch.urls import digest, host_of, key_of, slug, year_of

Became = Literal["new", "changed", "unchanged", "robots", "failed"]


@dataclass(frozen=True, slots=True)
class Result:
    """Hold what became of a page: `path` of a stored one, `fault` of one that did not come."""

    host: str
    became: Became
    path: str = ""
    fault: UnfetchedError | None = None


def fetch_page(hit: Hit, means: Means) -> Result:
    """Ask for a page and store it when it is new or changed; faults are returned, not raised."""
    url = hit.found.url
    try:
        result = _fetch(hit, means)
    except UnfetchedError as error:
        if error.kind == "gone":
            _note_gone(hit.found, error, means)
            _cross_out(hit, means)
        return Result(host_of(url), "robots" if error.kind == "robots" else "failed", fault=error)
    except Exception as error:
        return Result(host_of(url), "failed", fault=surprise(url, error))
    _cross_out(hit, means)
    return result


def _cross_out(hit: Hit, means: Means) -> None:
    if hit.source:
        means.manifests.of(hit.source).done(hit.source, hit.found.url)


def _fetch(hit: Hit, means: Means) -> Result:
    url = hit.found.url
    manifest = means.manifests.of(url)
    known = manifest.page(url)
    if known and not hit.answer and not means.wants(hit.found):
        return Result(host_of(url), "unchanged")
    answer = hit.answer or means.ask(url, validators(known.etag, known.last_modified) if known else {})
    if answer.status == 304 and known:
        manifest.keep(replace(known, retrieved=means.settings.retrieved(), stamp=hit.found.stamp or known.stamp))
        return Result(host_of(url), "unchanged")
    if answer.status != 200:
        raise status_fault(answer)
    suffix = _suffix(answer, means)
    if not known and answer.final_url != url and (same := manifest.led_to(answer.final_url)):
        manifest.lead(url, same)
        return Result(host_of(url), "unchanged")
    page = _page(hit.found, answer, suffix, known, means)
    if known and known.path and known.sha256 == page.sha256:
        manifest.keep(replace(page, path=known.path, version=known.version))
        return Result(host_of(url), "unchanged")
    _store(page, known, hit.found, answer.body, means)
    return Result(host_of(url), "changed" if page.version > 1 else "new", f"{manifest.folder.name}/{page.path}")


def _suffix(answer: Answer, means: Means) -> str:
    """Return the suffix for the content of an answer. Raises `UnfetchedError` for content that is no release."""
    if not answer.body.strip():
        raise UnfetchedError(answer.url, "the body is empty", "look at the page with a browser")
    if urlsplit(answer.final_url).path == "/" != urlsplit(answer.url).path:
        raise UnfetchedError(answer.url, "redirected to the home page: the page is gone", "check the URL", "gone")
    kind = kinds.kind_of(kinds.unpacked(answer.body), answer.media_type)
    if kind in ("feed", "sitemap", "urls"):
        raise UnfetchedError(answer.url, f"a {kind} where a page is due", "give it as a SOURCE of its own", "gone")
    media_type = kinds.media_type_of(answer.body, answer.media_type, answer.final_url)
    if media_type not in means.settings.accept:
        known = ", ".join(means.settings.accept)
        reason = f"its content type is {media_type or 'not declared'}, not one of {known}"
        raise UnfetchedError(answer.url, reason, "give the page of a release", "gone")
    return means.settings.accept[media_type]


def _page(found: Found, answer: Answer, suffix: str, known: Page | None, means: Means) -> Page:
    has_file = known is not None and known.path != ""
    path = known.path if known and has_file else _place(found, suffix, means)
    return Page(
        key=known.key if known else key_of(found.url),
        url=known.url if known else found.url,
        final_url=answer.final_url,
        retrieved=means.settings.retrieved(),
        status=answer.status,
        etag=answer.header("etag"),
        last_modified=answer.header("last-modified"),
        sha256=hashlib.sha256(answer.body).hexdigest(),
        content_type=answer.header("content-type"),
        path=path,
        stamp=found.stamp or (known.stamp if known else ""),
        version=known.version + 1 if known and has_file else 1,
        reason="",
    )


def _place(found: Found, suffix: str, means: Means) -> str:
    """Return the path for a new page: year of its publication, of its URL, of its change, of now; then its slug."""
    year = found.published[:4] or year_of(found.url) or found.stamp[:4] or means.settings.retrieved()[:4]
    stem = f"{year}/{slug(found.url)}"
    manifest = means.manifests.of(found.url)
    return f"{stem if manifest.is_free(stem) else f'{stem}-{digest(key_of(found.url))}'}{suffix}"


def _store(page: Page, known: Page | None, found: Found, body: bytes, means: Means) -> None:
    manifest = means.manifests.of(found.url)
    stem, dot, suffix = page.path.rpartition(".")
    sidecar = f"{stem}.json"
    old = f"{stem}.versions/{page.version - 1}-{known.sha256[:8]}{dot}{suffix}.old" if known and known.path else ""
    moves = (
        Move(write_part(manifest.folder, sidecar, _metadata(page, found, manifest, means)), sidecar),
        Move(write_part(manifest.folder, page.path, body), page.path, old),
    )
    manifest.keep(page, moves, (known.retrieved, known.sha256, old) if known and old else None)


def _metadata(page: Page, found: Found, manifest: Manifest, means: Means) -> bytes:
    """Return the sidecar: what the readers take, and what they may need of the response."""
    try:
        before = json.loads((manifest.folder / page.path).with_suffix(".json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        before = {}
    facts = {
        "url": page.url,
        "publisher": means.publishers.of(page.url).name,
        "title": found.title or before.get("title", ""),
        "published": found.published or before.get("published", ""),
        "content_type": page.content_type,
        "sha256": page.sha256,
    }
    told = {name: value for name, value in facts.items() if value}
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def _note_gone(found: Found, error: UnfetchedError, means: Means) -> None:
    """Note a page that need not be asked for again; one that was stored before stays."""
    try:
        manifest = means.manifests.of(found.url)
    except UnfetchedError:
        return
    now = means.settings.retrieved()
    if known := manifest.page(found.url):
        manifest.keep(replace(known, retrieved=now, stamp=found.stamp or known.stamp, reason=error.reason))
        return
    key, url = key_of(found.url), found.url
    manifest.keep(Page(key, url, url, now, 0, "", "", "", "", "", found.stamp, 0, error.reason))
