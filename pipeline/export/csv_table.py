"""Rows in, `observations.csv` out: RFC 4180, UTF-8, comma, LF; everything is text, absent is empty."""

import csv
from collections.abc import Iterable
from pathlib import Path

from pipeline.records import COLUMNS, Observation


def write(rows: Iterable[Observation], path: Path) -> None:
    """Write the table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        # A lone CR is left unquoted where lines end with LF; readers would take it for the end of a row.
        quoting = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
        writer.writerow(COLUMNS)
        for row in rows:
            cells = row.cells()
            (quoting if "\r" in "".join(cells) else writer).writerow(cells)
