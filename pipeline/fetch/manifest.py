"""What is known of a publisher's pages, indexes and robots.txt: one SQLite file in the publisher's folder.

A page is stored in steps that a crash may part anywhere: whole files are written beside their places, one transaction
notes the page and the moves to come, the files are moved, the moves are crossed out. What a crash left is moved when
the manifest is opened again, so that no page is asked for twice and no file is half written.
"""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.fetch.ask import Answer
from pipeline.fetch.files import Move, finish
from pipeline.fetch.found import Found
from pipeline.fetch.urls import key_of

NAME = "manifest.sqlite"
TABLES = Path(__file__).parent / "tables.sql"


def validators(etag: str, last_modified: str) -> dict[str, str]:
    """Return the headers that ask for a body only if it is another one (RFC 9110, 13)."""
    named = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in named.items() if value}


@dataclass(frozen=True, slots=True)
class Page:
    """Hold a row of the table `pages`, column by column."""

    key: str
    url: str
    final_url: str
    retrieved: str
    status: int
    etag: str
    last_modified: str
    sha256: str
    content_type: str
    path: str
    stamp: str
    version: int
    reason: str


@dataclass(frozen=True, slots=True)
class Index:
    """Hold what is known of a feed, sitemap or list."""

    url: str
    etag: str = ""
    last_modified: str = ""
    stamp: str = ""
    children: tuple[tuple[str, str], ...] = ()
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class KeptRobots:
    """Hold a robots.txt and the headers that ask whether it changed."""

    body: bytes
    validators: dict[str, str]


class Manifest:
    """Read and write the manifest of one folder; safe for several threads of one process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        try:
            self._db = sqlite3.connect(folder / NAME, check_same_thread=False, isolation_level=None)
            self._db.executescript(TABLES.read_text(encoding="utf-8"))
            self._finish()
        except sqlite3.DatabaseError as error:
            remedy = "move it away; pages are then asked for again"
            raise UsageError(f"{folder / NAME}: no manifest of kabarangka ({error}); {remedy}") from error

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    # ---- pages

    def page(self, url: str) -> Page | None:
        """Return what is known of a normal URL, or of the page that it leads to; None for a new one."""
        key = key_of(url)
        (target,) = self._row("SELECT target FROM aliases WHERE key = ?", key) or (key,)
        row = self._row("SELECT * FROM pages WHERE key = ?", target)
        return Page(*row) if row else None

    def led_to(self, final_url: str) -> Page | None:
        """Return the stored page that ended at a URL after redirects; None for a new one."""
        row = self._row("SELECT * FROM pages WHERE final_url = ? AND path <> ''", final_url)
        return Page(*row) if row else None

    def is_free(self, stem: str) -> bool:
        """Tell whether no page is stored under a path without its suffix."""
        low, high = stem + ".", stem + "/"
        return self._row("SELECT 1 FROM pages WHERE path > ? AND path < ?", low, high) is None

    def keep(self, page: Page, moves: Iterable[Move] = (), old: tuple[str, str, str] | None = None) -> None:
        """Note a page and move its files into their places; `old` is retrieved, sha256 and path of the last version."""
        columns = ", ".join("?" for _ in fields(Page))
        with self._lock:
            with self._transaction():
                self._db.execute(f"INSERT OR REPLACE INTO pages VALUES ({columns})", astuple(page))
                self._db.executemany("INSERT OR REPLACE INTO moves VALUES (?, ?, ?)", map(astuple, moves))
                if old:
                    row = (page.key, page.version - 1, *old)
                    self._db.execute("INSERT OR REPLACE INTO versions VALUES (?, ?, ?, ?, ?)", row)
            self._finish()

    def lead(self, url: str, page: Page) -> None:
        """Note that a URL leads to the page of another one."""
        with self._lock:
            self._db.execute("INSERT OR REPLACE INTO aliases VALUES (?, ?)", (key_of(url), page.key))

    def _finish(self) -> None:
        moves = [Move(*row) for row in self._db.execute("SELECT part, path, old FROM moves ORDER BY rowid")]
        for move in moves:
            finish(self.folder, move)
        if moves:
            self._db.execute("DELETE FROM moves")

    # ---- indexes

    def index(self, url: str) -> Index:
        """Return what is known of an index."""
        row = self._row("SELECT * FROM indexes WHERE url = ?", url)
        if row is None:
            return Index(url)
        children = tuple((str(u), str(s)) for u, s in json.loads(row[4]))
        return Index(row[0], row[1], row[2], row[3], children, row[5])

    def keep_index(self, index: Index, source: str, wanted: Iterable[Found]) -> None:
        """Note an index together with the pages that it wants asked: one of them alone would lose pages."""
        with self._lock, self._transaction():
            row = (index.url, index.etag, index.last_modified, index.stamp, json.dumps(index.children), index.cursor)
            self._db.execute("INSERT OR REPLACE INTO indexes VALUES (?, ?, ?, ?, ?, ?)", row)
            (place,) = self._db.execute("SELECT coalesce(max(place), 0) FROM pending").fetchone()
            rows = [
                (source, key_of(f.url), n, f.url, f.title, f.published, f.stamp)
                for n, f in enumerate(wanted, place + 1)
            ]
            self._db.executemany("INSERT OR REPLACE INTO pending VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def pending(self, source: str) -> list[Found]:
        """Return the pages that a source wants asked and that are not done."""
        statement = "SELECT url, title, published, stamp FROM pending WHERE source = ? ORDER BY place"
        with self._lock:
            return [Found(*row) for row in self._db.execute(statement, (source,))]

    def done(self, source: str, url: str) -> None:
        """Cross out a page of a source."""
        with self._lock:
            self._db.execute("DELETE FROM pending WHERE source = ? AND key = ?", (source, key_of(url)))

    # ---- robots.txt

    def robots(self, origin: str) -> KeptRobots | None:
        """Return the robots.txt of an origin as it was last seen; None for none."""
        row = self._row("SELECT body, etag, last_modified FROM robots WHERE origin = ?", origin)
        return KeptRobots(row[0], validators(row[1], row[2])) if row else None

    def keep_robots(self, origin: str, answer: Answer, body: bytes) -> None:
        """Note the robots.txt of an origin."""
        row = (origin, answer.header("etag"), answer.header("last-modified"), body)
        with self._lock:
            self._db.execute("INSERT OR REPLACE INTO robots VALUES (?, ?, ?, ?)", row)

    def _row(self, statement: str, *values: str) -> Any:
        with self._lock, closing(self._db.execute(statement, values)) as rows:
            return rows.fetchone()

    def _transaction(self) -> sqlite3.Connection:
        self._db.execute("BEGIN IMMEDIATE")
        return self._db  # as a context manager it commits, or rolls back after an exception


class Manifests:
    """Open the manifest of each publisher once; `publisher` names the publisher of a normal URL."""

    def __init__(self, raw: Path, publisher: Callable[[str], str]) -> None:
        self._raw = raw
        self._publisher = publisher
        self._open: dict[str, Manifest] = {}
        self._lock = threading.Lock()

    def of(self, url: str) -> Manifest:
        """Return the manifest for a normal URL."""
        name = self._publisher(url)
        with self._lock:
            if name not in self._open:
                self._open[name] = Manifest(self._raw / name)
            return self._open[name]

    def close(self) -> None:
        """Close all files."""
        for manifest in self._open.values():
            manifest.close()
