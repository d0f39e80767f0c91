"""A result folder in, faults out: every source is read again and every row held against it."""

import csv
import json
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.read import File, is_url, plain_of, releases
from pipeline.records import COLUMNS, Release
from pipeline.rulebook import Rulebook
from pipeline.run import RUN_FILE, Given, find_sources, read_given

Row = dict[str, str]


def verify(out: Path, roots: Sequence[Path | str], rulebook: Rulebook) -> tuple[int, dict[str, list[str]]]:
    """Return the number of rows and the faults by kind, each with the rows that show it.

    The sources are looked for under `roots`, or under the inputs that the run names.
    """
    rows = list(_rows(out))
    places = _places(out)
    waiting: dict[str, list[Row]] = {}
    for row in rows:
        waiting.setdefault(row["source"], []).append(row)
    faults: dict[str, list[str]] = {}
    found = _found(_given(out, roots), set(waiting), rulebook)
    for release, held in _held(found, waiting):
        for row in held:
            for fault in _faults(row, release, places):
                faults.setdefault(fault, []).append(f"{row['source']}:{row['start']} {row['surface']!r}")
    return len(rows), faults


def _held(found: Iterator[Release], waiting: dict[str, list[Row]]) -> Iterator[tuple[Release | None, list[Row]]]:
    """Yield each release with its rows, then the rows whose release was not found; one release is held at a time."""
    for release in found:
        if held := waiting.pop(release.source, None):
            yield release, held
    for held in waiting.values():
        yield None, held


def _found(files: Sequence[File], sources: set[str], rulebook: Rulebook) -> Iterator[Release]:
    """Yield the releases of the files that hold one of the sources: by its name, or as a member or row of it."""
    names = sorted(sources)
    for file in files:
        inside = any(_starts(names, file.name + mark) for mark in "/#")
        if file.name in sources or inside:
            yield from (found for found in releases(file, rulebook) if isinstance(found, Release))


def _starts(names: Sequence[str], prefix: str) -> bool:
    place = bisect_left(names, prefix)
    return place < len(names) and names[place].startswith(prefix)


def _places(out: Path) -> dict[str, dict[str, Any]]:
    """Return page and box of each row by its id, where the JSON Lines tell them."""
    lines = out / "observations.jsonl"
    if not lines.is_file():
        return {}
    with lines.open(encoding="utf-8") as file:
        rows = (json.loads(line) for line in file if '"page"' in line)
        return {row["observation_id"]: {key: row[key] for key in ("page", "bbox") if key in row} for row in rows}


def _rows(out: Path) -> Iterator[Row]:
    table = out / "observations.csv"
    if not table.is_file():
        raise UsageError(f"{out}: no observations.csv here; run `kabarangka run … --out {out}` first")
    with table.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise UsageError(f"{table}: its columns are not those of this version; run again")
        yield from reader


def _given(out: Path, roots: Sequence[Path | str]) -> list[File]:
    """Return the files under the roots, or under the inputs that the run names and that are still there."""
    given = read_given(out)
    if given is None and not roots:
        raise UsageError(f"{out / RUN_FILE}: missing; name the folders of the sources with --root")
    named = given or Given(())
    there = [path if is_url(path) else Path(path) for path in named.inputs if is_url(path) or Path(path).exists()]
    return find_sources(roots or there, named.columns)


def _faults(row: Row, release: Release | None, places: dict[str, dict[str, Any]]) -> Iterator[str]:
    if release is None:
        yield "the source is gone or cannot be read"
        return
    if release.text_sha256 != row["text_sha256"]:
        yield "the source has changed since the run"
        return
    if _slice(release.text, row["start"], row["end"]) != row["surface"]:
        yield "text[start:end] is not the surface"
    if release.original:
        slice_ = _slice(release.original, row["source_start"], row["source_end"])
        if plain_of(release)(slice_) != row["surface"]:
            yield "source[source_start:source_end] is not the surface"
    told = places.get(row["observation_id"])
    if release.layout and told and release.layout.place(int(row["start"]), int(row["end"])) != told:
        yield "page and bbox are not where the surface stands"


def _slice(text: str, start: str, end: str) -> str:
    """Return text[start:end]; "" for offsets that are no numbers."""
    return text[int(start) : int(end)] if start.isdecimal() and end.isdecimal() else ""
