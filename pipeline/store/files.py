"""What the store knows of files: their fingerprints, what made their rows; and how it forgets them."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass

from pipeline.store.database import transaction
from pipeline.store.fresh import count_change
from pipeline.store.parts import Fingerprint


@dataclass(frozen=True, slots=True)
class Maker:
    """Hold what makes rows out of bytes: the version and digest of the code, the digests of rules and tokenizer."""

    code_version: str
    code_sha256: str
    rules_sha256: str
    tokenizer_sha256: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold one file of a store: its name, fingerprint, and the number of the maker of its rows there."""

    name: str
    fingerprint: Fingerprint
    maker: int


def maker_id(connection: sqlite3.Connection, maker: Maker) -> int:
    """Return the number of a maker; it is entered when it is new."""
    connection.execute("INSERT OR IGNORE INTO makers VALUES (NULL, ?, ?, ?, ?)", astuple(maker))
    where = "code_version = ? AND code_sha256 = ? AND rules_sha256 = ? AND tokenizer_sha256 = ?"
    return int(connection.execute(f"SELECT id FROM makers WHERE {where}", astuple(maker)).fetchone()[0])


def makers(connection: sqlite3.Connection) -> dict[int, Maker]:
    """Return all makers by number."""
    query = "SELECT id, code_version, code_sha256, rules_sha256, tokenizer_sha256 FROM makers"
    return {row[0]: Maker(*row[1:]) for row in connection.execute(query)}


def last_maker(connection: sqlite3.Connection) -> Maker | None:
    """Return what made the last run; None before the first."""
    row = connection.execute("SELECT maker FROM runs ORDER BY id DESC LIMIT 1").fetchone()
    return makers(connection)[row[0]] if row else None


def entries(connection: sqlite3.Connection) -> Iterator[Entry]:
    """Yield the files of a store, sorted by name."""
    columns = "name, maker, size, mtime_ns, sha256, sidecar_size, sidecar_mtime_ns, sidecar_sha256"
    for name, maker, *seen in connection.execute(f"SELECT {columns} FROM files ORDER BY name"):
        yield Entry(name, Fingerprint(*seen), maker)


def known_files(connection: sqlite3.Connection) -> dict[str, Entry]:
    """Return the files of a store by name."""
    return {entry.name: entry for entry in entries(connection)}


def forget(connection: sqlite3.Connection, run: int, names: Sequence[str]) -> None:
    """Take files out of the tables, in one step; the versions of their releases stay as history."""
    if not names:
        return
    each = [(name,) for name in names]
    with transaction(connection):
        connection.executemany(
            f"UPDATE releases SET current = 0, until_run = {run:d} WHERE file = ? AND current = 1", each
        )
        connection.executemany("DELETE FROM failures WHERE file = ?", each)
        connection.executemany("DELETE FROM files WHERE name = ?", each)
        count_change(connection)


def touch(connection: sqlite3.Connection, found: Iterable[tuple[str, Fingerprint]]) -> None:
    """Note new times of files whose content is the same."""
    values = [(f.mtime_ns, f.sidecar_mtime_ns, name) for name, f in found]
    if values:
        with transaction(connection):
            connection.executemany("UPDATE files SET mtime_ns = ?, sidecar_mtime_ns = ? WHERE name = ?", values)
