"""Rows in, JSON Lines out: one object a row, empty fields left out, with W3C text selectors as provenance.

`evidence` holds, for each field copied from the text, where its words stand, and `reasons` why a field was chosen.
`page` and `bbox` (left, bottom, right, top in points) say where the surface stands in a PDF.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict

from pipeline.records import Observation


def write(rows: Sequence[Observation]) -> str:
    """Return the text of the file, keys in the order of the schema."""
    return "".join(json.dumps(_object(row), ensure_ascii=False) + "\n" for row in rows)


def _object(row: Observation) -> dict[str, object]:
    fields: dict[str, object] = {key: value for key, value in asdict(row).items() if value and key != "place"}
    fields |= row.place
    fields["selector"] = {"type": "TextPositionSelector", "start": int(row.start), "end": int(row.end)}
    return fields
