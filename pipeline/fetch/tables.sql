CREATE TABLE IF NOT EXISTS pages (
    key TEXT PRIMARY KEY,            -- the URL without its scheme
    url TEXT NOT NULL,
    final_url TEXT NOT NULL,         -- after redirects
    retrieved TEXT NOT NULL,         -- when it was asked for last
    status INTEGER NOT NULL,         -- of that answer; 0 for none
    etag TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    sha256 TEXT NOT NULL,            -- of the stored bytes
    content_type TEXT NOT NULL,      -- as it was declared
    path TEXT NOT NULL,              -- of the stored file, from this folder; '' for a page that was not stored
    stamp TEXT NOT NULL,             -- the last change that an index named
    version INTEGER NOT NULL,        -- 1, 2, …: how often other bytes came
    reason TEXT NOT NULL             -- why it was not stored
);
CREATE UNIQUE INDEX IF NOT EXISTS pages_of_path ON pages (path) WHERE path <> '';
CREATE INDEX IF NOT EXISTS pages_of_final_url ON pages (final_url);
CREATE TABLE IF NOT EXISTS aliases (
    key TEXT PRIMARY KEY,            -- a URL that leads to a page of another URL
    target TEXT NOT NULL             -- the key of that page
);
CREATE TABLE IF NOT EXISTS versions (
    key TEXT NOT NULL,
    version INTEGER NOT NULL,
    retrieved TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    path TEXT NOT NULL,
    PRIMARY KEY (key, version)
);
CREATE TABLE IF NOT EXISTS moves (
    part TEXT PRIMARY KEY,           -- a whole new file, which waits beside its place
    path TEXT NOT NULL,              -- its place
    old TEXT NOT NULL                -- where the file that stands there goes first; '' for nowhere
);
CREATE TABLE IF NOT EXISTS indexes (
    url TEXT PRIMARY KEY,
    etag TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    stamp TEXT NOT NULL,             -- the last change that the index above it named
    children TEXT NOT NULL,          -- JSON: the sitemaps that it names, with their stamps
    cursor TEXT NOT NULL             -- of a list: the page that comes next; '' when it was read to its end
);
CREATE TABLE IF NOT EXISTS pending (
    source TEXT NOT NULL,            -- the index that named the page
    key TEXT NOT NULL,
    place INTEGER NOT NULL,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    published TEXT NOT NULL,
    stamp TEXT NOT NULL,
    PRIMARY KEY (source, key)
);
CREATE TABLE IF NOT EXISTS robots (
    origin TEXT PRIMARY KEY,
    etag TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    body BLOB NOT NULL
);
