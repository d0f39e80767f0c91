"""Parts of files in, rows in the store out: staged as they come, switched in one step when a file is complete."""

import sqlite3
from collections.abc import Iterable
from dataclasses import astuple

from pipeline.records import COLUMNS
from pipeline.store.database import transaction
from pipeline.store.fresh import count_change
from pipeline.store.parts import Part, Version

_ROW = f"INSERT INTO observations VALUES ({', '.join('?' * (len(COLUMNS) + 4))})"


def save(connection: sqlite3.Connection, run: int, maker: int, parts: Iterable[Part]) -> None:
    """Save parts in one transaction; a file's rows are replaced when its last part is there."""
    with transaction(connection):
        for part in parts:
            if part.first:
                _unstage(connection, part.file)
            for version in part.versions:
                _stage(connection, run, part.file, version)
            connection.executemany(
                "INSERT INTO failures VALUES (?, ?, ?, ?, ?, 1, ?)",
                [(part.file, position, f.source, f.reason, f.remedy, run) for position, f in part.failures],
            )
            if part.fingerprint is not None and not part.left_out:
                _switch(connection, run, maker, part)


def _unstage(connection: sqlite3.Connection, file: str) -> None:
    """Take away what an earlier try at the file has left."""
    new = "(SELECT release FROM staged WHERE file = ? AND is_new)"
    connection.execute(f"DELETE FROM observations WHERE release IN {new}", (file,))
    connection.execute(f"DELETE FROM releases WHERE id IN {new}", (file,))
    connection.execute("DELETE FROM staged WHERE file = ?", (file,))
    connection.execute("DELETE FROM failures WHERE file = ? AND staged", (file,))


def _stage(connection: sqlite3.Connection, run: int, file: str, version: Version) -> None:
    """Insert a version, or find the one that is in the tables already."""
    query = (
        "SELECT id FROM releases WHERE file = ? AND source = ? AND content_sha256 = ? AND current = 1 "
        "AND NOT EXISTS (SELECT 1 FROM staged WHERE staged.file = releases.file AND release = id)"
    )
    kept = connection.execute(query, (file, version.source, version.digest)).fetchone()
    if kept:
        connection.execute("INSERT INTO staged VALUES (?, ?, 0, ?)", (file, kept[0], version.position))
        return
    *facts, digest, rows = (getattr(version, name) for name in version.__slots__)
    release = connection.execute(
        "INSERT INTO releases (position, source, release_id, title, published, publisher, url, warnings, text_sha256,"
        " content_sha256, observations, file, current, from_run) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)",
        (*facts, digest, len(rows), file, run),
    ).lastrowid
    connection.executemany(_ROW, ((release, *cells) for cells in rows))
    connection.execute("INSERT INTO staged VALUES (?, ?, 1, ?)", (file, release, version.position))


def _switch(connection: sqlite3.Connection, run: int, maker: int, part: Part) -> None:
    """Make what is staged of a file the current state; what was current before becomes history."""
    file, seen = part.file, part.fingerprint
    if seen is None:
        raise AssertionError(f"{file}: not complete")
    staged = "(SELECT release FROM staged WHERE file = ?)"
    out = connection.execute(
        "UPDATE releases SET current = 0, until_run = ? WHERE file = ? AND current = 1"
        " AND NOT EXISTS (SELECT 1 FROM staged WHERE staged.file = releases.file AND release = id)",
        (run, file),
    ).rowcount
    connection.execute(
        "UPDATE releases SET current = 1, file_sha256 = ?,"
        " position = (SELECT staged.position FROM staged WHERE staged.file = releases.file AND release = id)"
        f" WHERE id IN {staged}",
        (seen.sha256, file),
    )
    (new,) = connection.execute("SELECT count(*) FROM staged WHERE file = ? AND is_new", (file,)).fetchone()
    if _switch_failures(connection, file) or out or new:
        count_change(connection)
    connection.execute("DELETE FROM staged WHERE file = ?", (file,))
    connection.execute("DELETE FROM files WHERE name = ?", (file,))
    columns = "name, size, mtime_ns, sha256, sidecar_size, sidecar_mtime_ns, sidecar_sha256, maker, run"
    connection.execute(
        f"INSERT INTO files ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (file, *astuple(seen), maker, run)
    )


def _switch_failures(connection: sqlite3.Connection, file: str) -> bool:
    """Put the staged failures of a file in place of those before; tell whether they are others."""
    query = (
        "SELECT source, reason, remedy FROM failures WHERE file = ? AND staged = ? ORDER BY position, source, reason"
    )
    before, after = (connection.execute(query, (file, staged)).fetchall() for staged in (0, 1))
    connection.execute("DELETE FROM failures WHERE file = ? AND NOT staged", (file,))
    connection.execute("UPDATE failures SET staged = 0 WHERE file = ?", (file,))
    return bool(before != after)
