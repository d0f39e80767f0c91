"""A URL in, its publisher out: whether the URL is a list of releases, whether it may be one, where its pages go."""

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase

from pipeline.fetch.urls import host_of, path_of
from pipeline.rulebook.listing import Listing
from pipeline.rulebook.sources import Publisher, nearest


@dataclass(frozen=True, slots=True)
class Listed:
    """Hold a publisher as `fetch` sees it: the folder of its pages, its name, where it lists releases, what to skip."""

    folder: str
    name: str
    listing: Listing | None = None
    skip: tuple[str, ...] = ()

    def lists(self, url: str) -> bool:
        """Tell whether a URL is a list of releases."""
        return self.listing is not None and _matches(url, self.listing.lists)

    def takes(self, url: str) -> bool:
        """Tell whether a URL may be a release: one of `articles` where these are known, and none to skip."""
        articles = self.listing.articles if self.listing else ["*"]
        return _matches(url, articles) and not _matches(url, self.skip) and not self.lists(url)


@dataclass(frozen=True, slots=True)
class Publishers:
    """Hold the publishers by host."""

    by_host: dict[str, Publisher]

    def of(self, url: str) -> Listed:
        """Return the publisher of a normal URL: by its host or the nearest one above, else named by its host."""
        host = host_of(url) or "unknown"
        if known := nearest(self.by_host, host):
            skip = tuple(skip.path for skip in known.rule.skip if skip.path)
            return Listed(known.name, known.rule.publisher, known.rule.listing, skip)
        name = host.removeprefix("www.")
        return Listed(re.sub(r"[^a-z0-9.-]", "-", name).strip(".-") or "unknown", name)


def _matches(url: str, patterns: list[str] | tuple[str, ...]) -> bool:
    path = path_of(url)
    return any(fnmatchcase(path.rstrip("/") or "/", pattern.rstrip("/") or "/") for pattern in patterns)
