"""Rows in, `observations.csv` out: RFC 4180, UTF-8, comma, LF; everything is text, absent is empty."""

from collections.abc import Sequence
from dataclasses import astuple

import pandas as pd

from pipeline.records import COLUMNS, Observation


def frame(rows: Sequence[Observation]) -> pd.DataFrame:
    """Return the rows as a frame of strings, columns in the order of the schema."""
    return pd.DataFrame([astuple(row) for row in rows], columns=list(COLUMNS), dtype="str")


def write(rows: Sequence[Observation]) -> str:
    """Return the text of the table."""
    return frame(rows).to_csv(index=False, lineterminator="\n")
