"""The history of runs: what each was asked, what made its rows, how many there were, how long it took."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pipeline.store.database import transaction
from pipeline.store.files import Maker, maker_id
from pipeline.store.rows import counts

_COLUMNS = (
    "runs.id, state, inputs, started, seconds, new_files, changed_files, redone_files, gone_files, unchanged_files, "
    "releases, observations, failures, code_version, code_sha256, rules_sha256, tokenizer_sha256"
)

_COUNTED = (
    *("started", "seconds", "new", "changed", "redone", "gone", "unchanged"),
    *("releases", "observations", "failures"),
)


@dataclass(frozen=True, slots=True)
class Run:
    """Hold one run; its releases, rows and failures are those of the tables after it, None while it runs."""

    id: int
    state: str
    inputs: tuple[str, ...]
    started: str
    seconds: float | None
    new: int
    changed: int
    redone: int
    gone: int
    unchanged: int
    releases: int | None
    observations: int | None
    failures: int | None
    maker: Maker


def begin_run(
    connection: sqlite3.Connection, maker: Maker, inputs: Sequence[str], planned: tuple[int, int, int, int, int]
) -> tuple[int, int]:
    """Enter a run, with counts of new, changed, redone, gone and unchanged files; return its number and its maker's."""
    started = datetime.now(UTC).isoformat(timespec="seconds")
    with transaction(connection):
        by = maker_id(connection, maker)
        run = connection.execute(
            "INSERT INTO runs (maker, state, inputs, started, new_files, changed_files, redone_files, gone_files,"
            " unchanged_files) VALUES (?, 'running', ?, ?, ?, ?, ?, ?, ?)",
            (by, json.dumps(list(inputs), ensure_ascii=False), started, *planned),
        ).lastrowid
    if run is None:
        raise AssertionError("SQLite gave the run no number")
    return run, by


def end_run(connection: sqlite3.Connection, run: int, seconds: float, *, cut_off: bool = False) -> None:
    """Close a run with the counts of the tables."""
    found = counts(connection)
    with transaction(connection):
        connection.execute(
            "UPDATE runs SET state = ?, seconds = ?, releases = ?, observations = ?, failures = ? WHERE id = ?",
            (
                "interrupted" if cut_off else "done",
                round(seconds, 3),
                found.releases,
                found.observations,
                found.failures,
                run,
            ),
        )


def runs(connection: sqlite3.Connection) -> list[Run]:
    """Return all runs, the first one first."""
    query = f"SELECT {_COLUMNS} FROM runs JOIN makers ON makers.id = maker ORDER BY runs.id"
    found = []
    for number, state, inputs, *facts in connection.execute(query):
        counted = dict(zip(_COUNTED, facts, strict=False))
        found.append(Run(number, state, tuple(json.loads(inputs)), **counted, maker=Maker(*facts[-4:])))
    return found
