"""A batch of files in, their rows and failures out, part by part: the one function that any engine calls."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from pipeline.read import File, releases
from pipeline.records import Failure, Observation, Release
from pipeline.run.extract import Extract
from pipeline.run.fingerprint import digest, stat
from pipeline.run.sources import stored_name
from pipeline.store import Part, Version

CHUNK_CHARACTERS = 40_000
REPORT = "report the release: it shows a fault of kabarangka"


@dataclass(frozen=True, slots=True)
class At:
    """Hold where a careful batch is: the release at this position of a file, being read or extracted."""

    file: str
    position: int
    step: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Hold files to process; a plain record, so that it can be sent to another process or machine.

    `careful` batches go release by release and tell where they are: so a release that ends its process is found.
    `poison` are releases that did, with the reason; they are set aside unread. Of files that were last changed before
    `since` (an ISO date), only those with a release published since are processed.
    """

    files: tuple[File, ...]
    careful: bool = False
    poison: dict[At, Failure] = field(default_factory=dict)
    since: str = ""


Found = tuple[int, Release | Failure]


def process(batch: Batch, extract: Extract, tell: Callable[[At], None] = lambda _at: None) -> Iterator[list[Part]]:
    """Yield the parts of the files in order, about 40,000 characters of text at a time; `tell` hears of careful steps.

    Whatever a file or release does, it yields a failure and the others go on.
    """
    parts = _Parts(batch, extract, tell)
    for file in batch.files:
        name, seen = stored_name(file), stat(file)
        if batch.since and not _is_due(file, seen.mtime_ns, batch.since, extract):
            parts.close(Part(name, first=True, fingerprint=seen, left_out=True))
            continue
        parts.open(name)
        for position, found in _read(file, batch, extract, tell):
            parts.add(name, position, found)
            if parts.is_full():
                yield parts.take()
        parts.close(Part(name, first=False, fingerprint=digest(file, seen)))
    yield parts.take()


def _is_due(file: File, mtime_ns: int, since: str, extract: Extract) -> bool:
    if datetime.fromtimestamp(mtime_ns // 1_000_000_000, UTC).date().isoformat() >= since:
        return True
    found = releases(file, extract.rulebook)
    return any(isinstance(release, Release) and release.published >= since for release in found)


def _read(file: File, batch: Batch, extract: Extract, tell: Callable[[At], None]) -> Iterator[Found]:
    """Yield what the reader finds, with its position; it may fail in any way."""
    if stored_name(file) != file.name:
        yield 0, Failure(stored_name(file), "its file name is not UTF-8", "rename it")
        return
    position = 0
    reader = iter(releases(file, extract.rulebook))
    while True:
        here = At(file.name, position, "read")
        if here in batch.poison:
            yield position, batch.poison[here]
            return
        if batch.careful:
            tell(here)
        try:
            found = next(reader, None)
        except Exception as error:
            yield position, Failure(file.name, _told(error), "report the file: it shows a fault of kabarangka")
            return
        if found is None:
            return
        yield position, found
        position += 1


class _Parts:
    """Collect releases until there are enough for one pass of the tokenizer, then make parts of them."""

    def __init__(self, batch: Batch, extract: Extract, tell: Callable[[At], None]) -> None:
        self.batch = batch
        self.extract = extract
        self.tell = tell
        self.waiting: list[tuple[str, int, Release | Failure]] = []
        self.ends: dict[str, Part] = {}
        self.opened: list[str] = []
        self.started: set[str] = set()
        self.size = 0

    def open(self, file: str) -> None:
        self.opened.append(file)

    def add(self, file: str, position: int, found: Release | Failure) -> None:
        self.waiting.append((file, position, found))
        self.size += len(found.text) if isinstance(found, Release) else 0

    def close(self, end: Part) -> None:
        if end.left_out:
            self.opened.append(end.file)
        self.ends[end.file] = end

    def is_full(self) -> bool:
        return self.size >= CHUNK_CHARACTERS or (self.batch.careful and bool(self.waiting))

    def take(self) -> list[Part]:
        """Return the parts of what has come so far: one a file, in order."""
        versions: dict[str, list[Version]] = {}
        failures: dict[str, list[tuple[int, Failure]]] = {}
        for file, position, made in self._made():
            if isinstance(made, Failure):
                failures.setdefault(file, []).append((position, made))
            else:
                versions.setdefault(file, []).append(made)
        parts = []
        for file in self.opened:
            end = self.ends.get(file)
            parts.append(
                Part(
                    file=file,
                    first=file not in self.started,
                    versions=tuple(versions.get(file, ())),
                    failures=tuple(failures.get(file, ())),
                    fingerprint=end.fingerprint if end else None,
                    left_out=bool(end and end.left_out),
                )
            )
        self.started.update(self.opened)
        self.opened = [file for file in self.opened if file not in self.ends]
        self.waiting, self.size = [], 0
        return parts

    def _made(self) -> Iterator[tuple[str, int, Version | Failure]]:
        places = [(file, position, found) for file, position, found in self.waiting if isinstance(found, Release)]
        for file, position, found in self.waiting:
            if isinstance(found, Failure):
                yield file, position, found
        wanted = []
        for file, position, release in places:
            here = At(file, position, "extract")
            if here in self.batch.poison:
                yield file, position, replace(self.batch.poison[here], source=release.source)
            else:
                wanted.append((file, position, release))
                if self.batch.careful:
                    self.tell(replace(here, source=release.source))
        made = _extract([release for _, _, release in wanted], self.extract)
        for (file, position, release), rows in zip(wanted, made, strict=True):
            yield file, position, _version(position, release, rows)


def _extract(found: Sequence[Release], extract: Extract) -> list[list[Observation] | Exception]:
    """Return the rows of each release, or what it raised; if the whole stretch fails, they go one by one."""
    try:
        return list(extract.rows(found)) if found else []
    except Exception as error:
        if len(found) == 1:
            return [error]
        return [_extract([release], extract)[0] for release in found]


def _version(position: int, release: Release, rows: list[Observation] | Exception) -> Version | Failure:
    if isinstance(rows, Exception):
        return Failure(release.source, _told(rows), REPORT)
    facts = {
        "source": release.source,
        "release_id": release.release_id,
        "title": release.title,
        "published": release.published,
        "publisher": release.publisher,
        "url": release.url,
        "warnings": json.dumps(release.warnings, ensure_ascii=False),
        "text_sha256": release.text_sha256,
    }
    try:
        cells = tuple(
            (*row.cells(), json.dumps(row.evidence), json.dumps(row.reasons, ensure_ascii=False), json.dumps(row.place))
            for row in rows
        )
        whole = json.dumps([*facts.values(), cells], ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        return Failure(release.source, f"it holds half a character ({error.reason})", "mend its encoding")
    return Version(position=position, **facts, digest=hashlib.sha256(whole).hexdigest(), rows=cells)


def _told(error: Exception) -> str:
    """Write an exception as one line that can be stored."""
    text = " ".join(f"{type(error).__name__}: {error}".split())
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
