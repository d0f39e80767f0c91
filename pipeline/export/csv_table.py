"""Rows in, `observations.csv` out: RFC 4180, UTF-8, comma, LF; everything is text, absent is empty."""

import csv
from collections.abc import Sequence

import pandas as pd

from pipeline.records import COLUMNS, Observation


def frame(rows: Sequence[Observation]) -> pd.DataFrame:
    """Return the rows as a frame of strings, columns in the order of the schema."""
    return pd.DataFrame([row.cells() for row in rows], columns=list(COLUMNS), dtype="str")


def write(rows: Sequence[Observation]) -> str:
    """Return the text of the table."""
    # pandas leaves a lone CR unquoted where the line ends with LF; readers would take it for the end of a row.
    table = frame(rows).to_csv(index=False, lineterminator="\n")
    return table if "\r" not in table else frame(rows).to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_ALL)
