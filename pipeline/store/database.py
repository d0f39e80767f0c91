"""A folder in, a connection to its `kabarangka.db` out, with the schema of this version, or an error that says why."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pipeline.errors import StoreError, UsageError
from pipeline.store.schema import APPLICATION_ID, MIGRATIONS

STORE = "kabarangka.db"
BUSY_MILLISECONDS = 30_000
FULL = ("database or disk is full", "disk I/O error")


@contextmanager
def connect(out: Path, *, thorough: bool = False) -> Iterator[sqlite3.Connection]:
    """Open the store of a result folder to write in it; make it, or bring an older one to this schema.

    A run that was cut off left `running` behind: then (and with `thorough`) the whole file is checked, and what was
    staged is taken away. Raises `StoreError`. The caller holds the lock.
    """
    path = out / STORE
    with explained(path), closing(_open(f"{path.resolve().as_uri()}?mode=rwc")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        _migrate(connection, path)
        cut_off = connection.execute("SELECT count(*) FROM runs WHERE state = 'running'").fetchone()[0]
        if cut_off or thorough:
            _check(connection, path)
            _tidy(connection)
        yield connection


@contextmanager
def read_store(out: Path, *, older: bool = False) -> Iterator[sqlite3.Connection]:
    """Open the store of a result folder to read. Raises `UsageError` without one, `StoreError` for a bad one.

    With `older`, one of an older schema will do: for what a run asks before it renews the store.
    """
    path = out / STORE
    if not path.is_file():
        raise UsageError(f"{out}: no {STORE} here; run `kabarangka run … --out {out}` first")
    # A reader that may not write leaves the files of the log behind; where nobody may write there is no log.
    mode = "mode=rw" if os.access(out, os.W_OK) else "mode=ro&immutable=1"
    with explained(path), closing(_open(f"{path.resolve().as_uri()}?{mode}")) as connection:
        connection.execute("PRAGMA query_only = ON")
        version = _version(connection, path)
        if version < len(MIGRATIONS) and not older:
            raise StoreError(f"{path}: schema {version} is older than {len(MIGRATIONS)}; run again to renew it")
        connection.execute("BEGIN")  # one state of the store, whatever a run does meanwhile
        yield connection


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into a `StoreError` that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        message = str(error)
        if message.startswith(FULL):
            remedy = "make room and run again: all batches but the last one are kept"
        elif "readonly" in message or "unable to open" in message:
            remedy = "check the permissions of the folder, or choose another --out"
        elif "locked" in message:
            remedy = "another program writes in it; close that and run again"
        else:
            remedy = _damaged(path)
        raise StoreError(f"{path}: {message}; {remedy}") from error


def _damaged(path: Path) -> str:
    return f"put back a copy, or move {path.name} away and run again: all is made anew from the inputs"


def _open(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_MILLISECONDS / 1000)
    try:
        connection.execute("PRAGMA temp_store = FILE")
        connection.execute("PRAGMA user_version").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _version(connection: sqlite3.Connection, path: Path) -> int:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    owner = int(connection.execute("PRAGMA application_id").fetchone()[0])
    tables = int(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    if owner != APPLICATION_ID and (tables or version):
        raise StoreError(f"{path}: not a store of kabarangka; move it away or choose another --out")
    if version > len(MIGRATIONS):
        raise StoreError(
            f"{path}: its schema is {version}, this kabarangka knows {len(MIGRATIONS)}; install a newer kabarangka, "
            "or choose another --out"
        )
    return version


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    for number, script in enumerate(MIGRATIONS[_version(connection, path) :], _version(connection, path) + 1):
        connection.executescript(
            f"BEGIN IMMEDIATE;{script}PRAGMA application_id = {APPLICATION_ID};PRAGMA user_version = {number};COMMIT;"
        )


def _check(connection: sqlite3.Connection, path: Path) -> None:
    (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise StoreError(f"{path}: damaged ({found}); {_damaged(path)}")


def _tidy(connection: sqlite3.Connection) -> None:
    """Take away what a run that was cut off had staged."""
    with transaction(connection):
        connection.execute("DELETE FROM observations WHERE release IN (SELECT release FROM staged WHERE is_new)")
        connection.execute("DELETE FROM releases WHERE id IN (SELECT release FROM staged WHERE is_new)")
        connection.execute("DELETE FROM staged")
        connection.execute("DELETE FROM failures WHERE staged")
        connection.execute("UPDATE runs SET state = 'interrupted' WHERE state = 'running'")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Commit all that is done inside, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
