"""Exported files in, whether they still say what the store says out: a run without work writes nothing."""

import sqlite3
from pathlib import Path

from pipeline.store.database import transaction


def count_change(connection: sqlite3.Connection) -> None:
    """Note that the tables are others now."""
    connection.execute("UPDATE tables_state SET number = number + 1")


def is_fresh(connection: sqlite3.Connection, path: Path, code_sha256: str) -> bool:
    """Tell whether a file is as this code exported it from the tables as they are."""
    query = "SELECT size, mtime_ns FROM exports JOIN tables_state ON state = number WHERE name = ? AND code_sha256 = ?"
    noted = connection.execute(query, (path.name, code_sha256)).fetchone()
    try:
        stat = path.stat()
    except OSError:
        return False
    return bool(noted == (stat.st_size, stat.st_mtime_ns))


def note_export(connection: sqlite3.Connection, path: Path, code_sha256: str) -> None:
    """Note that a file was exported from the tables as they are."""
    stat = path.stat()
    with transaction(connection):
        connection.execute(
            "INSERT OR REPLACE INTO exports SELECT ?, number, ?, ?, ? FROM tables_state",
            (path.name, code_sha256, stat.st_size, stat.st_mtime_ns),
        )
