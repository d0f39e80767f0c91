"""Results of files in, `kabarangka.db` out: releases, their versions, rows, failures and runs, one transaction a batch.

run ──► lock ──► open_store ──► begin_run ──► save (batch by batch) ──► end_run ──► rows ──► export
        one      schema,        what made     staged, then switched      counts     in order
        writer   migrations     the rows      in one step
"""

from pipeline.store.copies import contents, parts_of
from pipeline.store.database import STORE, connect, explained, read_store
from pipeline.store.files import Entry, Maker, entries, forget, known_files, last_maker, maker_id, makers, touch
from pipeline.store.fresh import is_fresh, note_export
from pipeline.store.lock import lock
from pipeline.store.parts import Fingerprint, Part, Version
from pipeline.store.results import save
from pipeline.store.rows import Counts, counts, failures, rows, sources
from pipeline.store.runs import Run, begin_run, end_run, runs

__all__ = [
    "STORE",
    "Counts",
    "Entry",
    "Fingerprint",
    "Maker",
    "Part",
    "Run",
    "Version",
    "begin_run",
    "connect",
    "contents",
    "counts",
    "end_run",
    "entries",
    "explained",
    "failures",
    "forget",
    "is_fresh",
    "known_files",
    "last_maker",
    "lock",
    "maker_id",
    "makers",
    "note_export",
    "parts_of",
    "read_store",
    "rows",
    "runs",
    "save",
    "sources",
    "touch",
]
