"""`rules/sources/` in, what is known of pages out: a file a publisher, and `generic.yaml` for all pages."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from pipeline.errors import RuleError
from pipeline.rulebook.listing import Listing
from pipeline.rulebook.schema import Strict, Words
from pipeline.rulebook.selectors import Selector, parse_selector
from pipeline.rulebook.strict_yaml import read_model

FOLDER = "sources"
GENERIC = "generic"


def _selector(text: str) -> str:
    parse_selector(text)
    return text


def _host(text: str) -> str:
    if text != text.lower().strip("./") or "/" in text or ":" in text or "." not in text:
        raise ValueError("write a host such as kemenperin.go.id, without scheme and path")
    return text


Selectors = list[Annotated[str, AfterValidator(_selector)]]
Hosts = Annotated[list[Annotated[str, AfterValidator(_host)]], Field(min_length=1)]


class Skip(Strict):
    """Pages that are no releases: `path` is a pattern (`/en/*`) for the URL's path, `language` that of the page."""

    path: str = ""
    language: str = ""
    reason: Annotated[str, Field(min_length=1)]


class PublisherFile(Strict):
    """`rules/sources/<publisher>.yaml`: where a publisher's pages keep what, and what to leave out.

    `title`, `body`, `published`, `author`: the first selector that finds text wins; none: as on pages in general.
    `drop`: what is no text of the article, wherever it stands. `boilerplate`: a paragraph that starts so is left out.
    `ends`: a paragraph that starts so, and all behind it, is left out. `title_suffixes`: what the site adds to titles.
    `listing`: where new releases are found.
    """

    publisher: Annotated[str, Field(min_length=1)]
    hosts: Hosts
    note: str = ""
    title: Selectors = Field(default_factory=list)
    body: Selectors = Field(default_factory=list)
    published: Selectors = Field(default_factory=list)
    author: Selectors = Field(default_factory=list)
    drop: Selectors = Field(default_factory=list)
    boilerplate: Words = Field(default_factory=list)
    ends: Words = Field(default_factory=list)
    title_suffixes: Words = Field(default_factory=list)
    date_order: Literal["day first", "month first"] = "day first"
    skip: list[Skip] = Field(default_factory=list)
    listing: Listing | None = None


class Columns(Strict):
    """Names of the columns of tables of articles."""

    text: Words
    title: Words
    published: Words
    url: Words
    publisher: Words
    author: Words
    id: Words


class GenericFile(Strict):
    """`rules/sources/generic.yaml`: what holds for pages of any publisher.

    `body`, `published`, `author`, `drop`: selectors as of a publisher, after its own. `likely`, `unlikely`: parts of
    names of classes of elements that hold the article, and of those that do not (up to four letters: whole parts).
    `links`: how a link to another article begins. `boilerplate`, `whole`, `ends`: paragraphs that begin so, are so, or
    end the article (`whole` with # for a number). `captions`: what a caption of a picture holds. `spam`: words of
    injected links. `modified`: what stands before a date that is none of publication. `by`: what stands before the
    name of the author. `next_page`: links to another page of the article. `months`: names of months beside those of
    `rules/vocabulary/calendar.yaml`. `pages`: what a title calls a page of the article. `zones`: what stands behind a
    time of day. `columns`: names of the columns of tables of articles, by field.
    """

    body: Selectors
    published: Selectors
    author: Selectors
    drop: Selectors
    likely: Words
    unlikely: Words
    links: Words
    boilerplate: Words
    whole: Words
    ends: Words
    captions: Words
    spam: Words
    modified: Words
    by: Words
    next_page: Words
    months: dict[str, str]
    pages: Words
    zones: Words
    columns: Columns


@dataclass(frozen=True, slots=True)
class Publisher:
    """Hold a publisher's rule with its selectors parsed, by the key they stand under."""

    name: str
    rule: PublisherFile
    selectors: dict[str, tuple[Selector, ...]]


@dataclass(frozen=True, slots=True)
class Sources:
    """Hold `rules/sources/`: publishers by host, and what holds for all."""

    by_host: dict[str, Publisher]
    generic: GenericFile
    selectors: dict[str, tuple[Selector, ...]]

    def of_host(self, host: str) -> Publisher | None:
        """Return the publisher of a host or of the nearest host above it; None for an unknown one."""
        return nearest(self.by_host, host)


def nearest(by_host: dict[str, Publisher], host: str) -> Publisher | None:
    """Return the publisher of a host or of the nearest host above it; None for an unknown one."""
    labels = host.lower().rstrip(".").split(".")
    names = (".".join(labels[i:]) for i in range(len(labels)))
    return next((by_host[name] for name in names if name in by_host), None)


def load_sources(directory: Path, faults: list[str]) -> Sources | None:
    """Load `directory`/sources; None, with every fault added to `faults`, for one that is missing or wrong."""
    generic = read_model(directory / FOLDER / f"{GENERIC}.yaml", GenericFile, faults)
    by_host = _by_host(directory, faults)
    return Sources(by_host, generic[1], _parsed(generic[1])) if generic else None


def load_publishers(directory: Path) -> dict[str, Publisher]:
    """Load the publishers of `directory`/sources by host, and nothing else. Raises `RuleError` with every fault."""
    faults: list[str] = []
    by_host = _by_host(directory, faults)
    if faults:
        raise RuleError(sorted(faults))
    return by_host


def _by_host(directory: Path, faults: list[str]) -> dict[str, Publisher]:
    by_host: dict[str, Publisher] = {}
    for path in sorted((directory / FOLDER).rglob("*.yaml")):
        if path.stem == GENERIC or (loaded := read_model(path, PublisherFile, faults)) is None:
            continue
        document, rule = loaded
        publisher = Publisher(path.stem, rule, _parsed(rule))
        for i, host in enumerate(rule.hosts):
            if (other := by_host.setdefault(host, publisher)) is not publisher:
                faults.append(document.fault(("hosts", i), f"{host} is a host of {other.name}.yaml too; keep one"))
    return by_host


def _parsed(rule: Strict) -> dict[str, tuple[Selector, ...]]:
    keys = ("title", "body", "published", "author", "drop")
    return {key: tuple(map(parse_selector, getattr(rule, key, []))) for key in keys}
