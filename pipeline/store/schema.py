"""The tables of the store: one script a version of the schema, run in order on an older file."""

from pipeline.records import COLUMNS

# "kbra": says that an SQLite file is a store of kabarangka.
APPLICATION_ID = 0x6B627261

_CELLS = ",\n    ".join(f'"{name}" TEXT NOT NULL' for name in COLUMNS)

_FIRST = f"""
CREATE TABLE makers (
    id INTEGER PRIMARY KEY,
    code_version TEXT NOT NULL,
    code_sha256 TEXT NOT NULL,
    rules_sha256 TEXT NOT NULL,
    tokenizer_sha256 TEXT NOT NULL,
    UNIQUE (code_version, code_sha256, rules_sha256, tokenizer_sha256)
);
CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    maker INTEGER NOT NULL REFERENCES makers (id),
    state TEXT NOT NULL CHECK (state IN ('running', 'done', 'interrupted')),
    inputs TEXT NOT NULL,
    started TEXT NOT NULL,
    seconds REAL,
    new_files INTEGER NOT NULL,
    changed_files INTEGER NOT NULL,
    redone_files INTEGER NOT NULL,
    gone_files INTEGER NOT NULL,
    unchanged_files INTEGER NOT NULL,
    releases INTEGER,
    observations INTEGER,
    failures INTEGER
);
CREATE TABLE files (
    name TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    sidecar_size INTEGER NOT NULL,
    sidecar_mtime_ns INTEGER NOT NULL,
    sidecar_sha256 TEXT NOT NULL,
    maker INTEGER NOT NULL REFERENCES makers (id),
    run INTEGER NOT NULL REFERENCES runs (id)
);
CREATE TABLE releases (
    id INTEGER PRIMARY KEY,
    file TEXT NOT NULL,
    position INTEGER NOT NULL,
    source TEXT NOT NULL,
    release_id TEXT NOT NULL,
    title TEXT NOT NULL,
    published TEXT NOT NULL,
    publisher TEXT NOT NULL,
    url TEXT NOT NULL,
    warnings TEXT NOT NULL,
    file_sha256 TEXT NOT NULL DEFAULT '',
    text_sha256 TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    observations INTEGER NOT NULL,
    current INTEGER NOT NULL,
    from_run INTEGER NOT NULL REFERENCES runs (id),
    until_run INTEGER REFERENCES runs (id)
);
CREATE INDEX releases_in_order ON releases (current, source, file, position);
CREATE INDEX releases_of_file ON releases (file, source);
CREATE TABLE observations (
    release INTEGER NOT NULL REFERENCES releases (id),
    {_CELLS},
    evidence TEXT NOT NULL,
    reasons TEXT NOT NULL
);
CREATE INDEX observations_of_release ON observations (release);
CREATE TABLE failures (
    file TEXT NOT NULL,
    position INTEGER NOT NULL,
    source TEXT NOT NULL,
    reason TEXT NOT NULL,
    remedy TEXT NOT NULL,
    staged INTEGER NOT NULL,
    run INTEGER NOT NULL REFERENCES runs (id)
);
CREATE INDEX failures_of_file ON failures (file, staged);
CREATE TABLE staged (file TEXT NOT NULL, release INTEGER NOT NULL, is_new INTEGER NOT NULL, position INTEGER NOT NULL);
CREATE INDEX staged_of_file ON staged (file, release);
CREATE VIEW current_observations AS
    SELECT observations.* FROM releases JOIN observations ON observations.release = releases.id
    WHERE releases.current = 1;
"""

_EXPORTS = """
CREATE TABLE tables_state (number INTEGER NOT NULL);
INSERT INTO tables_state VALUES (0);
CREATE TABLE exports (
    name TEXT PRIMARY KEY,
    state INTEGER NOT NULL,
    code_sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL
);
"""

# Where a row stands in a source that is no text: page and box of a PDF.
_PLACES = "ALTER TABLE observations ADD COLUMN place TEXT NOT NULL DEFAULT '{}';"

MIGRATIONS = (_FIRST, _EXPORTS, _PLACES)
