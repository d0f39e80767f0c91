"""Rows in, files out; each format is one module, written beside its place and renamed."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.export import csv_table, json_lines
from pipeline.records import Observation

EXPORTERS: dict[str, tuple[str, Callable[[Sequence[Observation]], str]]] = {
    "csv": ("observations.csv", csv_table.write),
    "jsonl": ("observations.jsonl", json_lines.write),
}


def export(rows: Sequence[Observation], out: Path, formats: Sequence[str]) -> list[Path]:
    """Write the rows in each format into `out`; `rows` are in order of source and start."""
    return [write_whole(out / EXPORTERS[name][0], EXPORTERS[name][1](rows)) for name in formats]


def write_whole(path: Path, content: str) -> Path:
    """Write a file so that a reader sees the old one or the new one, never half of it."""
    beside = path.with_name(path.name + ".part")
    beside.write_text(content, encoding="utf-8", newline="")
    os.replace(beside, path)
    return path
