"""Paths in, tables in a folder out: what is new goes through the rooms into the store, exports come from it.

find_sources ──► make_plan ──► batches ──► process ──► save ──► write_tables
files            against the   for one     rooms, in   store    exports
                 store         or many     order
                               processes
"""

from pipeline.run.extract import load_extract, load_language
from pipeline.run.job import Job, run, run_job
from pipeline.run.pool import Limits
from pipeline.run.process import Batch, process
from pipeline.run.sources import find_sources
from pipeline.run.write import QUARANTINE, RUN_FILE, Given, Outcome, check_formats, read_given, write_tables

__all__ = [
    "QUARANTINE",
    "RUN_FILE",
    "Batch",
    "Given",
    "Job",
    "Limits",
    "Outcome",
    "check_formats",
    "find_sources",
    "load_extract",
    "load_language",
    "process",
    "read_given",
    "run",
    "run_job",
    "write_tables",
]
