"""Results of shards in, one result out: the store and the tables that an undivided run would have made."""

import heapq
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import groupby, repeat
from pathlib import Path

from pipeline.errors import StoreError, UsageError
from pipeline.run.write import Given, Outcome, check_formats, read_given, write_run, write_tables
from pipeline.store import (
    STORE,
    Entry,
    Maker,
    Part,
    begin_run,
    connect,
    contents,
    counts,
    end_run,
    entries,
    failures,
    forget,
    known_files,
    lock,
    maker_id,
    makers,
    parts_of,
    read_store,
    runs,
    save,
)

SHOWN = 5
TOGETHER = 64  # parts saved in one transaction


@dataclass(frozen=True, slots=True)
class Shard:
    """Hold the result of one shard: its folder, what it was given, its open store and the makers there."""

    folder: Path
    given: Given
    store: sqlite3.Connection
    makers: dict[int, Maker]


@dataclass(frozen=True, slots=True)
class Merge:
    """Hold what is asked for. `mixed` allows rows of different makers, `partial` that shards are missing."""

    out: Path
    folders: tuple[Path, ...]
    formats: tuple[str, ...] = ("csv",)
    wait: float = 0
    mixed: bool = False
    partial: bool = False


def merge(asked: Merge) -> Outcome:
    """Make one result of those of shards; what is in `out` and in none of them leaves its tables.

    Raises `UsageError`, before anything is written, for shards that are missing or not finished, that were made by
    different code, rules or models, or that hold different contents of the same file.
    """
    formats = check_formats(asked.formats)
    if asked.out.resolve() in {folder.resolve() for folder in asked.folders}:
        raise UsageError(f"{asked.out}: it is one of the results to merge; choose another folder")
    with ExitStack() as stack:
        shards = [_open(stack, folder) for folder in dict.fromkeys(asked.folders)]
        if not asked.partial:
            _check_complete(shards)
        maker = _check_makers(shards, mixed=asked.mixed)
        _check_contents(shards)
        asked.out.mkdir(parents=True, exist_ok=True)
        stack.enter_context(lock(asked.out, asked.wait))
        store = stack.enter_context(connect(asked.out))
        _merge(store, shards, maker)
        given = _given(shards)
        try:
            written = write_tables(store, asked.out, formats)
            found = counts(store)
            written.append(write_run(given, maker, found, asked.out))
        except OSError as error:
            raise StoreError(f"{asked.out}: {error}; mend that and merge again") from error
        return Outcome(found.releases, found.observations, tuple(failures(store)), (*written, asked.out / STORE))


def _open(stack: ExitStack, folder: Path) -> Shard:
    store = stack.enter_context(read_store(folder))
    given, done = read_given(folder), runs(store)
    if given is None or not done or done[-1].state != "done":
        raise UsageError(f"{folder}: its last run did not end; run it again, then merge")
    return Shard(folder, given, store, makers(store))


def _check_complete(shards: Sequence[Shard]) -> None:
    there = {shard.given.shard for shard in shards if shard.given.shard}
    numbers = {int(shard.partition("/")[2]) for shard in there}
    if len(numbers) > 1:
        raise UsageError(f"shards {', '.join(sorted(there))}: not of one division; run them all with the same N")
    for number in numbers:
        if missing := [f"{i}/{number}" for i in range(1, number + 1) if f"{i}/{number}" not in there]:
            shown = ", ".join(missing[:SHOWN]) + (f" and {len(missing) - SHOWN} more" if missing[SHOWN:] else "")
            raise UsageError(f"missing shards: {shown}; run and name them, or merge what there is with --partial")


def _check_makers(shards: Sequence[Shard], *, mixed: bool) -> Maker:
    """Return what made the rows. Raises `UsageError` where that differs and is not `mixed`."""
    found: dict[Maker, Path] = {}
    for shard in shards:
        for (number,) in shard.store.execute("SELECT DISTINCT maker FROM files ORDER BY maker"):
            found.setdefault(shard.makers[number], shard.folder)
    # Shards without files have no rows, but were made as well.
    first, *others = found or {shard.makers[max(shard.makers)]: shard.folder for shard in shards[:1]}
    for other in others if not mixed else ():
        names = {"code_version": "code", "code_sha256": "code", "rules_sha256": "rules", "tokenizer_sha256": "model"}
        what = sorted({name for field, name in names.items() if getattr(first, field) != getattr(other, field)})
        raise UsageError(
            f"{found[first]} and {found[other]}: made by different {' and '.join(what)}; run the older ones again, "
            "or merge them as they are with --mixed"
        )
    return first


def _together(shards: Sequence[Shard]) -> Iterator[list[tuple[Entry, Shard]]]:
    """Yield the files of all shards by name, each with all that hold it."""
    streams = [zip(entries(shard.store), repeat(shard)) for shard in shards]
    for _, held in groupby(heapq.merge(*streams, key=lambda found: found[0].name), key=lambda found: found[0].name):
        yield list(held)


def _check_contents(shards: Sequence[Shard]) -> None:
    faults = []
    for held in _together(shards):
        (first, at), *others = held
        for entry, shard in others:
            if entry.fingerprint.content != first.fingerprint.content:
                faults.append(f"{first.name}: {at.folder} and {shard.folder} hold different contents of it")
    if faults:
        more = [f"and {len(faults) - SHOWN} more"] if faults[SHOWN:] else []
        raise UsageError("\n".join([*faults[:SHOWN], *more]) + "; run the older one again, then merge")


def _merge(store: sqlite3.Connection, shards: Sequence[Shard], maker: Maker) -> None:
    """Copy what is new or different, in one step a file, and forget what no shard holds."""
    started = time.monotonic()
    known, present = makers(store), known_files(store)
    new = changed = unchanged = 0
    work: list[str] = []
    names: set[str] = set()
    for (entry, shard), *_ in _together(shards):
        names.add(entry.name)
        before = present.get(entry.name)
        same = before and (before.fingerprint, known[before.maker]) == (entry.fingerprint, shard.makers[entry.maker])
        if same and contents(store, entry.name) == contents(shard.store, entry.name):
            unchanged += 1
        else:
            work.append(entry.name)
            new, changed = new + (before is None), changed + (before is not None)
    gone = sorted(present.keys() - names)
    inputs = [f"merge {shard.folder.as_posix()}" for shard in shards]
    run, _ = begin_run(store, maker, inputs, (new, changed, 0, len(gone), unchanged))
    try:
        forget(store, run, gone)
        wanted = set(work)
        waiting: list[tuple[int, Part]] = []
        for (entry, shard), *_ in _together(shards):
            if entry.name in wanted:
                by = maker_id(store, shard.makers[entry.maker])
                for part in parts_of(shard.store, entry):
                    waiting.append((by, part))
                    if len(waiting) >= TOGETHER:
                        _save(store, run, waiting)
        _save(store, run, waiting)
    except BaseException:
        end_run(store, run, time.monotonic() - started, cut_off=True)
        raise
    end_run(store, run, time.monotonic() - started)


def _save(store: sqlite3.Connection, run: int, waiting: list[tuple[int, Part]]) -> None:
    for by, held in groupby(waiting, key=lambda found: found[0]):
        save(store, run, by, [part for _, part in held])
    waiting.clear()


def _given(shards: Sequence[Shard]) -> Given:
    """Return what an undivided run would have been given."""
    inputs = dict.fromkeys(path for shard in shards for path in shard.given.inputs)
    columns = dict.fromkeys(pair for shard in shards for pair in shard.given.columns)
    return Given(tuple(inputs), tuple(columns))
