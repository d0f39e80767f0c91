"""Two results, or two runs of one, in; rows added, gone and changed by field out. Memory holds one source at a time."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.records import COLUMNS, Observation
from pipeline.store import read_store, rows
from pipeline.store import runs as all_runs

HEADER = ("change", "source", "observation_id", "surface", "field", "before", "after")
# Where a row stands moves with every change of its text: that says nothing of what was read.
PLACES = frozenset(("observation_id", "text_sha256", "start", "end", "source_start", "source_end"))


@dataclass(frozen=True, slots=True)
class Change:
    """Hold one row that was added, gone or changed, with what it was and is; `fields` are those that changed."""

    kind: str
    before: Observation | None
    after: Observation | None
    fields: tuple[str, ...] = ()

    @property
    def row(self) -> Observation:
        """Return the row as it is, or as it was."""
        row = self.after or self.before
        if row is None:
            raise AssertionError("a change has a row")
        return row


def compare_results(before: Path, after: Path | None, runs: tuple[int, int] | None) -> Iterator[Change]:
    """Yield the changes between two result folders, or two runs of `before`, in order of source and place."""
    if (after is None) == (runs is None):
        raise UsageError("diff: name two folders, or one folder and --runs A B")
    with ExitStack() as stack:
        stores = [stack.enter_context(read_store(path)) for path in (before, after or before)]
        if runs is not None:
            known = {run.id for run in all_runs(stores[0])}
            if missing := [run for run in runs if run not in known]:
                raise UsageError(f"{before}: no run {missing[0]}; see `kabarangka runs {before}`")
        first, second = (rows(store, run) for store, run in zip(stores, runs or (None, None), strict=True))
        yield from compare(first, second)


def compare(before: Iterable[Observation], after: Iterable[Observation]) -> Iterator[Change]:
    """Yield the changes between rows that are sorted by source."""
    for old, new in _by_source(before, after):
        yield from _compare_source(old, new)


def _by_source(
    before: Iterable[Observation], after: Iterable[Observation]
) -> Iterator[tuple[list[Observation], list[Observation]]]:
    """Yield the rows of each source on both sides."""
    left, right = (groupby(side, key=lambda row: row.source) for side in (before, after))
    old, new = next(left, None), next(right, None)
    while old or new:
        take_old = old is not None and (new is None or old[0] <= new[0])
        take_new = new is not None and (old is None or new[0] <= old[0])
        yield list(old[1]) if old and take_old else [], list(new[1]) if new and take_new else []
        old = next(left, None) if take_old else old
        new = next(right, None) if take_new else new


def _compare_source(before: list[Observation], after: list[Observation]) -> Iterator[Change]:
    pairs: list[tuple[Observation, Observation]] = []
    old, new = before, after
    for key in (_by_id, _by_place, _by_surface):
        found, old, new = _pair(old, new, key)
        pairs += found
    changes = [Change("gone", row, None) for row in old] + [Change("added", None, row) for row in new]
    for was, now in pairs:
        moved = was.text_sha256 != now.text_sha256
        names = tuple(
            name for name in COLUMNS if getattr(was, name) != getattr(now, name) and not (moved and name in PLACES)
        )
        if names:
            changes.append(Change("changed", was, now, names))
    yield from sorted(changes, key=lambda change: (int(change.row.start), int(change.row.end), change.kind))


def _by_id(row: Observation) -> str:
    return row.observation_id


def _by_place(row: Observation) -> str:
    return f"{row.text_sha256}:{row.start}:{row.end}"


def _by_surface(row: Observation) -> str:
    return row.surface


def _pair(
    before: list[Observation], after: list[Observation], key: Callable[[Observation], str]
) -> tuple[list[tuple[Observation, Observation]], list[Observation], list[Observation]]:
    """Pair rows with the same key in order of place; return the pairs and what is left on either side."""
    waiting: dict[str, list[Observation]] = {}
    for row in after:
        waiting.setdefault(key(row), []).append(row)
    pairs, left = [], []
    for row in before:
        if same := waiting.get(key(row)):
            pairs.append((row, same.pop(0)))
        else:
            left.append(row)
    taken = {id(now) for _, now in pairs}
    return pairs, left, [row for row in after if id(row) not in taken]


def as_text(changes: Iterable[Change]) -> Iterator[str]:
    """Yield lines for the eye: `+` added, `-` gone, `~` changed, and a summary."""
    counts: Counter[str] = Counter()
    by_field: Counter[str] = Counter()
    source = None
    for change in changes:
        row = change.row
        if row.source != source:
            source = row.source
            yield f"{source}\n"
        counts[change.kind] += 1
        by_field.update(change.fields)
        mark = {"added": "+", "gone": "-", "changed": "~"}[change.kind]
        value = row.value or f"{row.value_low}..{row.value_high}"
        yield f"  {mark} [{row.start}:{row.end}] {row.surface!r} = {value} {row.unit}\n"
        for name in change.fields:
            yield f"      {name}: {getattr(change.before, name)!r} -> {getattr(change.after, name)!r}\n"
    yield f"{counts['added']} added, {counts['gone']} gone, {counts['changed']} changed\n"
    if by_field:
        yield "  " + ", ".join(f"{name} {number}" for name, number in by_field.most_common()) + "\n"


def as_table(changes: Iterable[Change]) -> Iterator[str]:
    """Yield a CSV table: a line for each row that is added or gone, and for each field that changed."""
    yield _line(HEADER)
    for change in changes:
        row = change.row
        facts = (change.kind, row.source, row.observation_id, row.surface)
        for name in change.fields:
            yield _line((*facts, name, str(getattr(change.before, name)), str(getattr(change.after, name))))
        if not change.fields:
            yield _line((*facts, "", "", ""))


def _line(cells: tuple[str, ...]) -> str:
    buffer = io.StringIO()
    if any("\r" in cell for cell in cells):
        csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_ALL).writerow(cells)
    else:
        csv.writer(buffer, lineterminator="\n").writerow(cells)
    return buffer.getvalue()
