"""A result folder in, faults out: every source is read again and every row held against it."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import ReleaseError, UsageError
from pipeline.read import format_of, read
from pipeline.records import COLUMNS, Release
from pipeline.rulebook import Rulebook
from pipeline.run import RUN_FILE, find_sources

Row = dict[str, str]


def verify(out: Path, roots: list[Path], rulebook: Rulebook) -> tuple[int, dict[str, list[str]]]:
    """Return the number of rows and the faults by kind, each with the rows that show it.

    The sources are looked for under `roots`, or under the inputs that the run names.
    """
    rows = list(_rows(out))
    paths = {s.name: s.path for s in find_sources(roots or _inputs(out))}
    releases: dict[str, Release | None] = {}
    faults: dict[str, list[str]] = {}
    for row in rows:
        source = row["source"]
        if source not in releases:
            releases[source] = _load(paths.get(source), source, rulebook)
        for fault in _faults(row, releases[source]):
            faults.setdefault(fault, []).append(f"{source}:{row['start']} {row['surface']!r}")
    return len(rows), faults


def _rows(out: Path) -> Iterator[Row]:
    table = out / "observations.csv"
    if not table.is_file():
        raise UsageError(f"{out}: no observations.csv here; run `kabarangka run … --out {out}` first")
    with table.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise UsageError(f"{table}: its columns are not those of this version; run again")
        yield from reader


def _inputs(out: Path) -> list[Path]:
    facts = out / RUN_FILE
    if not facts.is_file():
        raise UsageError(f"{facts}: missing; name the folders of the sources with --root")
    inputs = [Path(p) for p in json.loads(facts.read_text(encoding="utf-8"))["inputs"]]
    return [path for path in inputs if path.exists()]


def _load(path: Path | None, source: str, rulebook: Rulebook) -> Release | None:
    try:
        return read(path, source, rulebook) if path else None
    except ReleaseError:
        return None


def _faults(row: Row, release: Release | None) -> Iterator[str]:
    if release is None:
        yield "the source is gone or cannot be read"
        return
    if release.text_sha256 != row["text_sha256"]:
        yield "the source has changed since the run"
        return
    if _slice(release.text, row["start"], row["end"]) != row["surface"]:
        yield "text[start:end] is not the surface"
    format_ = format_of(release.source)
    if format_ and release.original:
        slice_ = _slice(release.original, row["source_start"], row["source_end"])
        if format_.plain(slice_) != row["surface"]:
            yield "source[source_start:source_end] is not the surface"


def _slice(text: str, start: str, end: str) -> str:
    """Return text[start:end]; "" for offsets that are no numbers."""
    return text[int(start) : int(end)] if start.isdecimal() and end.isdecimal() else ""
