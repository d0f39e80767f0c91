"""A list page in, all that is new on it and on the pages behind it noted out.

From the first page on as long as a page names something new; then from the cursor on, where an earlier fetch left off
because it was interrupted or had read as many pages as it may. So no page of the list is passed over for good.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.fetch import listing
from pipeline.fetch.ask import Answer
from pipeline.fetch.found import Found
from pipeline.fetch.means import Means
from pipeline.fetch.unfetched import UnfetchedError

if TYPE_CHECKING:
    from pipeline.fetch.discover import Harvest


# What sites answer for a page number that is too high.
BEHIND_THE_END = (404, 410)


@dataclass(frozen=True, slots=True)
class _Place:
    """Hold a page of a list: its number from 1, and its URL."""

    number: int
    url: str

    @classmethod
    def of(cls, cursor: str) -> _Place | None:
        number, _, url = cursor.partition(" ")
        return cls(int(number), url) if url else None

    def __str__(self) -> str:
        return f"{self.number} {self.url}"


def read_list(url: str, answer: Answer, harvest: Harvest, means: Means) -> None:
    """Note what is new on a list whose first page was answered."""
    manifest = means.manifests.of(harvest.source)
    known = manifest.index(url)
    index = known
    place, behind = _Place(1, url), _Place.of(known.cursor)
    in_front = True
    for _ in range(means.settings.list_pages):
        if answer.status == 304:
            following, is_new = None, False
        else:
            found, following = _page(place, answer, means)
            wanted = _wanted(found, harvest, means)
            is_new = bool(wanted)
            if place.number == 1:
                index = replace(index, etag=answer.header("etag"), last_modified=answer.header("last-modified"))
            manifest.keep_index(replace(index, cursor=str(following or "")), harvest.source, wanted)
        if in_front and not is_new:
            following, in_front = behind, False
            manifest.keep_index(replace(index, cursor=str(behind or "")), harvest.source, ())
        if following is None or _is_enough(harvest, means):
            return
        place, answer = following, means.ask(following.url, {})
        if answer.status in BEHIND_THE_END:
            manifest.keep_index(replace(index, cursor=""), harvest.source, ())
            return
        if answer.status != 200:
            raise UnfetchedError(
                place.url, f"status {answer.status} for page {place.number} of the list", "fetch again later"
            )


def _page(place: _Place, answer: Answer, means: Means) -> tuple[list[Found], _Place | None]:
    publisher = means.publishers.of(place.url)
    found, behind = listing.read(answer.body, answer.final_url, publisher, place.number)
    if not found and place.number == 1:
        reason = f"`listing` of {publisher.folder}.yaml finds no release on the list"
        raise UnfetchedError(place.url, reason, "mend its `links` or `articles` in rules/sources/")
    # A page without releases is behind the end.
    return found, _Place(place.number + 1, behind) if found and behind and behind != place.url else None


def _wanted(found: list[Found], harvest: Harvest, means: Means) -> list[Found]:
    from pipeline.fetch.discover import take

    waiting = {page.url for page in means.manifests.of(harvest.source).pending(harvest.source)}
    return take((page for page in found if page.url not in waiting), harvest, means)


def _is_enough(harvest: Harvest, means: Means) -> bool:
    limit = means.settings.limit
    return limit is not None and len(means.manifests.of(harvest.source).pending(harvest.source)) >= limit
