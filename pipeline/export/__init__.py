"""Rows in, files out; each format is one module that writes row after row, beside the file's place, then renamed."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.export import csv_table, excel, json_lines, parquet
from pipeline.records import Observation


@dataclass(frozen=True, slots=True)
class Exporter:
    """Hold one format: the name of its file, and what writes rows there one after the other."""

    file: str
    write: Callable[[Iterable[Observation], Path], None]


EXPORTERS: dict[str, Exporter] = {
    "csv": Exporter("observations.csv", csv_table.write),
    "jsonl": Exporter("observations.jsonl", json_lines.write),
    "xlsx": Exporter("observations.xlsx", excel.write),
    "parquet": Exporter("observations.parquet", parquet.write),
}


def export(rows: Iterable[Observation], out: Path, name: str) -> Path:
    """Write the rows, which are in order of source and start, in one format into `out`."""
    path = out / EXPORTERS[name].file
    with write_beside(path) as beside:
        EXPORTERS[name].write(rows, beside)
    return path


@contextmanager
def write_beside(path: Path) -> Iterator[Path]:
    """Give a place beside a file to write to; after it, a reader sees the old file or the new one, never half of it."""
    beside = path.with_name(path.name + ".part")
    try:
        yield beside
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
