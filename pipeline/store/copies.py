"""The store of one result in, its files as parts out, as a run made them: what one store is merged from."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from typing import Any

from pipeline.records import COLUMNS, Failure
from pipeline.store.files import Entry
from pipeline.store.parts import Cells, Part, Version

STRETCH = 200
_CELLS = ", ".join(f'"{name}"' for name in COLUMNS)
_VERSION = "position, source, release_id, title, published, publisher, url, warnings, text_sha256, content_sha256"


def contents(connection: sqlite3.Connection, name: str) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Return what tells whether a file's rows and failures are the same in two stores, without reading the rows."""
    versions = "SELECT position, source, content_sha256 FROM releases WHERE file = ? AND current = 1 ORDER BY 1, 2"
    failed = "SELECT position, source, reason, remedy FROM failures WHERE file = ? AND NOT staged ORDER BY 1, 2, 3, 4"
    return connection.execute(versions, (name,)).fetchall(), connection.execute(failed, (name,)).fetchall()


def parts_of(connection: sqlite3.Connection, entry: Entry) -> Iterator[Part]:
    """Yield the parts of a file, some hundred releases at a time."""
    query = f"SELECT id, {_VERSION} FROM releases WHERE file = ? AND current = 1 ORDER BY position, id"
    failed = "SELECT position, source, reason, remedy FROM failures WHERE file = ? AND NOT staged ORDER BY rowid"
    failures = tuple((f[0], Failure(*f[1:])) for f in connection.execute(failed, (entry.name,)))
    part = Part(entry.name, first=True, failures=failures)
    found = connection.execute(query, (entry.name,))
    while stretch := found.fetchmany(STRETCH):
        yield replace(part, versions=tuple(_version(connection, id_, facts) for id_, *facts in stretch))
        part = Part(entry.name, first=False)
    yield replace(part, fingerprint=entry.fingerprint)


def _version(connection: sqlite3.Connection, release: int, facts: Sequence[Any]) -> Version:
    names = (f.name for f in fields(Version) if f.name != "rows")
    return Version(**dict(zip(names, facts, strict=True)), rows=_rows(connection, release))


def _rows(connection: sqlite3.Connection, release: int) -> tuple[Cells, ...]:
    query = f"SELECT {_CELLS}, evidence, reasons, place FROM observations WHERE release = ? ORDER BY rowid"
    return tuple(connection.execute(query, (release,)))
