"""Rows in, `observations.parquet` out: text as in the CSV, offsets as integers, days as dates, absent as null."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.records import COLUMNS, SCHEMA_VERSION, Observation

ROWS_OF_GROUP = 20_000
INTEGERS = frozenset(("start", "end", "source_start", "source_end"))
DAYS = frozenset(("published", "period_start", "period_end"))


def write(rows: Iterable[Observation], path: Path) -> None:
    """Write the file, values as exact text. Raises `UsageError` when pyarrow is not installed."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError("--formats parquet: pyarrow is missing; install kabarangka[parquet]") from error
    types = {name: pa.int64() if name in INTEGERS else pa.date32() if name in DAYS else pa.string() for name in COLUMNS}
    types |= {"confidence": pa.float64(), "evidence": pa.string(), "reasons": pa.string()}
    schema = pa.schema(list(types.items()), metadata={"kabarangka.schema_version": str(SCHEMA_VERSION)})
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for group in _groups(iter(rows)):
            columns = {name: [_value(row, name) for row in group] for name in types}
            writer.write_table(pa.Table.from_pydict(columns, schema=schema))


def _groups(rows: Iterator[Observation]) -> Iterator[list[Observation]]:
    while group := list(islice(rows, ROWS_OF_GROUP)):
        yield group


def _value(row: Observation, name: str) -> Any:
    found = getattr(row, name)
    if not found:
        return None
    if name in INTEGERS:
        return int(found)
    if name in DAYS:
        return date.fromisoformat(found)
    if name == "confidence":
        return float(found)
    return found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)
