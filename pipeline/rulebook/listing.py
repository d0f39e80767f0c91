"""`rules/sources/` in, where each publisher lists its releases out: all that `fetch` needs of the rules."""

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from pipeline.errors import RuleError
from pipeline.rulebook.schema import Strict
from pipeline.rulebook.strict_yaml import read_model

FOLDER = "sources"
GENERIC = "generic"


def _path(pattern: str) -> str:
    if not pattern.startswith(("/", "*")):
        raise ValueError("write the path of a URL, from its first /, with * for anything")
    return pattern


def _selector(text: str) -> str:
    from justhtml import JustHTML, SelectorError

    try:
        JustHTML("").query(text)
    except SelectorError as error:
        raise ValueError(f"no CSS selector ({error})") from error
    return text


Paths = Annotated[list[Annotated[str, AfterValidator(_path)]], Field(min_length=1)]
Links = Annotated[list[Annotated[str, AfterValidator(_selector)]], Field(min_length=1)]


class Listing(Strict):
    """Where a publisher lists its releases: `lists` and `articles` are patterns for paths (`/artikel/*/*`).

    `links`: selectors of the links on a list page. The page behind it is the link that `next` selects, or the URL
    `page` with `{page}` in it, which counts on from `first`, the number of the first page.
    """

    lists: Paths
    articles: Paths
    links: Links = Field(default_factory=lambda: ["a[href]"])
    next: Links = Field(default_factory=lambda: ["a[rel=next]", "link[rel=next]"])
    page: Annotated[str, Field(pattern=r"^$|\{page\}")] = ""
    first: int = 1


class _Skip(BaseModel):
    model_config = ConfigDict(extra="ignore")
    path: str = ""


class _SourceFile(BaseModel):
    """What `fetch` reads of a publisher's file; the readers own the other keys."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    publisher: str
    hosts: list[str]
    listing: Listing | None = None
    skip: list[_Skip] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Publisher:
    """Hold a publisher: the name of its file, its own name, and where it lists its releases."""

    folder: str
    name: str
    listing: Listing | None
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

    def of(self, url: str) -> Publisher:
        """Return the publisher of a URL: by its host or the nearest host above it, else one named by the host."""
        host = urlsplit(url).hostname or "unknown"
        labels = host.split(".")
        above = (".".join(labels[i:]) for i in range(len(labels)))
        known = next((self.by_host[name] for name in above if name in self.by_host), None)
        name = host.removeprefix("www.")
        return known or Publisher(re.sub(r"[^a-z0-9.-]", "-", name).strip(".-") or "unknown", name, None)


def load_publishers(directory: Path) -> Publishers:
    """Load what `directory`/sources says of lists. Raises `RuleError` with every fault."""
    faults: list[str] = []
    by_host: dict[str, Publisher] = {}
    for path in sorted((directory / FOLDER).glob("*.yaml")):
        loaded = read_model(path, _SourceFile, faults) if path.stem != GENERIC else None
        if loaded:
            rule = loaded[1]
            skip = tuple(s.path for s in rule.skip if s.path)
            by_host |= dict.fromkeys(rule.hosts, Publisher(path.stem, rule.publisher, rule.listing, skip))
    if faults:
        raise RuleError(sorted(faults))
    return Publishers(by_host)


def _matches(url: str, patterns: list[str] | tuple[str, ...]) -> bool:
    path = unquote(urlsplit(url).path)
    return any(fnmatchcase(path.rstrip("/") or "/", pattern.rstrip("/") or "/") for pattern in patterns)
