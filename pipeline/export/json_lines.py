"""Rows in, JSON Lines out: one object a row, empty fields left out, with W3C text selectors as provenance.

`evidence` holds, for each field copied from the text, where its words stand, and `reasons` why a field was chosen.
`page` and `bbox` (left, bottom, right, top in points) say where the surface stands in a PDF.
"""

import json
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

from pipeline.records import Observation

FIELDS = tuple(f.name for f in fields(Observation) if f.name != "place")


def write(rows: Iterable[Observation], path: Path) -> None:
    """Write the file, keys in the order of the schema."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(json.dumps(_object(row), ensure_ascii=False) + "\n" for row in rows)


def _object(row: Observation) -> dict[str, object]:
    found: dict[str, object] = {name: value for name in FIELDS if (value := getattr(row, name))} | row.place
    found["selector"] = {"type": "TextPositionSelector", "start": int(row.start), "end": int(row.end)}
    return found
