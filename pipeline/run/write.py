"""A store in, the tables of a result folder out: rows, quarantine and what made them, without a clock."""

import csv
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.export import EXPORTERS, export, write_beside
from pipeline.records import SCHEMA_VERSION, Failure
from pipeline.run.makers import export_code_digest
from pipeline.store import Counts, Maker, failures, is_fresh, note_export, rows

QUARANTINE = "quarantine.csv"
RUN_FILE = "run.json"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the tables hold after a run: counts, what is set aside, and the files of the result."""

    releases: int
    observations: int
    failures: tuple[Failure, ...]
    files: tuple[Path, ...]


def check_formats(formats: Sequence[str]) -> list[str]:
    """Return the formats to write, csv first. Raises `UsageError` for one that is unknown."""
    unknown = [name for name in formats if name not in EXPORTERS]
    if unknown:
        raise UsageError(f"--formats {','.join(unknown)}: unknown; choose from {', '.join(EXPORTERS)}")
    return list(dict.fromkeys(["csv", *formats]))


def write_tables(connection: sqlite3.Connection, out: Path, formats: Sequence[str], *, note: bool = True) -> list[Path]:
    """Write the rows in each format and the quarantine; files that say so already are left. Return all of them."""
    code = export_code_digest()
    written = []
    for name in formats:
        path = out / EXPORTERS[name].file
        if not (note and is_fresh(connection, path, code)):
            export(rows(connection), out, name)
            if note:
                note_export(connection, path, code)
        written.append(path)
    return [*written, _write_quarantine(connection, out)]


def _write_quarantine(connection: sqlite3.Connection, out: Path) -> Path:
    with write_beside(out / QUARANTINE) as beside, beside.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([f.name for f in fields(Failure)])
        writer.writerows(astuple(f) for f in failures(connection))
    return out / QUARANTINE


@dataclass(frozen=True, slots=True)
class Given:
    """Hold what a run was given: its inputs, columns of tables, and which shard of them ("" for all)."""

    inputs: tuple[str, ...]
    columns: tuple[tuple[str, str], ...] = ()
    shard: str = ""


def read_given(out: Path) -> Given | None:
    """Return what the last run that wrote into a folder was given; None where none did."""
    try:
        facts = json.loads((out / RUN_FILE).read_text(encoding="utf-8"))
        columns = tuple((str(name), str(column)) for name, column in facts.get("columns", {}).items())
        return Given(tuple(map(str, facts["inputs"])), columns, str(facts.get("shard", "")))
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def write_run(given: Given, maker: Maker, found: Counts, out: Path) -> Path:
    """Write what made the tables: versions by digest, inputs, columns and shard as given, counts."""
    facts = {
        "schema_version": SCHEMA_VERSION,
        "rules_sha256": maker.rules_sha256,
        "tokenizer_sha256": maker.tokenizer_sha256,
        "inputs": list(given.inputs),
        "columns": dict(given.columns),
        **({"shard": given.shard} if given.shard else {}),
        "releases": found.releases,
        "observations": found.observations,
        "failures": found.failures,
    }
    with write_beside(out / RUN_FILE) as beside:
        beside.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8", newline="")
    return out / RUN_FILE
