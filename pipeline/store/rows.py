"""A store in, its rows, releases and failures out, in the order of the tables; of now, or of an earlier run."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.records import COLUMNS, Failure, Observation

_CELLS = ", ".join(f'o."{name}"' for name in COLUMNS)


@dataclass(frozen=True, slots=True)
class Counts:
    """Hold how many releases, rows and failures the tables have."""

    releases: int
    observations: int
    failures: int


def rows(connection: sqlite3.Connection, run: int | None = None) -> Iterator[Observation]:
    """Yield the rows sorted by source and position; as they were after `run`, or as they are."""
    query = (
        f"SELECT {_CELLS}, o.evidence, o.reasons, o.place FROM releases r "
        "CROSS JOIN observations o ON o.release = r.id "
        f"WHERE {_at(run)} ORDER BY r.source, r.file, r.position, r.id, o.rowid"
    )
    for row in connection.execute(query):
        yield Observation(*row[:-3], *map(json.loads, row[-3:]))


def sources(connection: sqlite3.Connection, run: int | None = None) -> Iterator[tuple[str, str]]:
    """Yield source and text digest of each release, in the same order."""
    yield from connection.execute(
        f"SELECT source, text_sha256 FROM releases r WHERE {_at(run)} ORDER BY source, file, position"
    )


def failures(connection: sqlite3.Connection) -> Iterator[Failure]:
    """Yield the failures sorted by source."""
    query = "SELECT source, reason, remedy FROM failures WHERE NOT staged ORDER BY source, file, position, reason"
    for row in connection.execute(query):
        yield Failure(*row)


def counts(connection: sqlite3.Connection) -> Counts:
    """Count what the tables have."""
    query = "SELECT count(*), coalesce(sum(observations), 0) FROM releases WHERE current = 1"
    releases, observations = connection.execute(query).fetchone()
    (failed,) = connection.execute("SELECT count(*) FROM failures WHERE NOT staged").fetchone()
    return Counts(releases, observations, failed)


def _at(run: int | None) -> str:
    if run is None:
        return "r.current = 1"
    return f"r.from_run <= {run:d} AND (r.current = 1 OR r.until_run > {run:d})"
