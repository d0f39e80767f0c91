"""Rows as files, and back."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet
import pytest
from openpyxl.utils.escape import unescape

from pipeline.export import EXPORTERS, csv_table, export, json_lines
from pipeline.records import COLUMNS, Observation
from tests.written import written

AWKWARD = [
    "a,b", 'kata "besar"', '"', '""', "dua\nbaris", "dua\n\nbaris\n", "a\rb", "a\r\nb", "=1+1", "+1", "-1", "@x",
    " a ", "a\tb", "NA", "nan", "None", "null", "0012", "1e5", "65,52%", "é", "中", "😀", "\u2028", "\x85", "\x0b",
    "\ufeff", ";", "'", "\\", '\\"', "",
]  # fmt: skip


def rows(texts: list[str]) -> list[Observation]:
    """Make a row a text, which stands in two of its columns."""
    return [Observation(title=t, sentence=t, start=str(i), end=str(i + 1)) for i, t in enumerate(texts)]


def read_back(table: str) -> list[tuple[str, ...]]:
    """Read CSV as RFC 4180 says, without the header."""
    header, *body = csv.reader(io.StringIO(table, newline=""), strict=True)
    assert tuple(header) == COLUMNS
    return [tuple(row) for row in body]


@pytest.mark.parametrize("text", AWKWARD, ids=ascii)
def test_csv_gives_back_any_text(text: str) -> None:
    assert read_back(written(csv_table.write, rows([text]))) == [row.cells() for row in rows([text])]


def test_csv_gives_back_all_rows_in_order() -> None:
    assert read_back(written(csv_table.write, rows(AWKWARD))) == [row.cells() for row in rows(AWKWARD)]


def test_csv_without_rows_is_its_header() -> None:
    assert written(csv_table.write, []) == ",".join(COLUMNS) + "\n"


def test_csv_ends_lines_with_a_line_feed_only(tmp_path: Path) -> None:
    path = export(rows(["a", "b"]), tmp_path, "csv")
    assert path.read_bytes().count(b"\n") == 3
    assert b"\r" not in path.read_bytes()
    assert not path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_absent_is_empty_and_not_a_word() -> None:
    line = written(csv_table.write, [Observation()]).splitlines()[1]
    assert set(line) <= {",", '"'}


def test_jsonl_is_one_object_a_line_with_the_fields_that_are_there() -> None:
    (line,) = written(json_lines.write, [Observation(kind="count", surface="89", start="22", end="24")]).splitlines()
    fields = json.loads(line)
    selector = fields.pop("selector")
    assert fields == {"kind": "count", "surface": "89", "start": "22", "end": "24"}
    assert (selector["type"], selector["start"], selector["end"]) == ("TextPositionSelector", 22, 24)


@pytest.mark.parametrize("text", AWKWARD, ids=ascii)
def test_jsonl_gives_back_any_text(text: str) -> None:
    lines = written(json_lines.write, rows([text])).split("\n")
    assert [json.loads(line).get("title", "") for line in lines if line] == [text]


def test_jsonl_keeps_letters_readable() -> None:
    assert "é" in written(json_lines.write, rows(["é"]))


def test_export_writes_one_file_a_format(tmp_path: Path) -> None:
    paths = [export(rows(["a"]), tmp_path, name) for name in EXPORTERS]
    assert [p.name for p in paths] == [exporter.file for exporter in EXPORTERS.values()]
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(p.name for p in paths)


def test_export_replaces_an_older_table(tmp_path: Path) -> None:
    export(rows(["a", "b", "c"]), tmp_path, "csv")
    path = export(rows(["d"]), tmp_path, "csv")
    assert [row[2] for row in read_back(path.read_text(encoding="utf-8"))] == ["d"]


# ---- Excel and Parquet -----------------------------------------------------------------------------------------------


def sheet(path: Path) -> list[dict[str, Any]]:
    """Read the first sheet of a workbook."""
    book = openpyxl.load_workbook(path)
    header, *body = book["observations"].iter_rows(values_only=True)
    book.close()
    return [dict(zip(map(str, header), row, strict=True)) for row in body]


def test_excel_gives_back_any_text_as_text(tmp_path: Path) -> None:
    texts = [text for text in AWKWARD if text]
    found = sheet(export(rows(texts), tmp_path, "xlsx"))
    assert [unescape(row["title"]) for row in found] == texts


def test_excel_has_numbers_only_where_they_are_exact(tmp_path: Path) -> None:
    values = ["65.52", "4190000", "7900000000", "123456789012345678", "0.3333333333333333333333333333", ""]
    found = sheet(export([Observation(value=v, start="1", end="2") for v in values], tmp_path, "xlsx"))
    assert [row["value"] for row in found] == [65.52, 4190000, 7900000000, *values[3:5], None]


def test_excel_marks_a_cell_that_was_too_long(tmp_path: Path) -> None:
    (row,) = sheet(export([Observation(sentence="a" * 40_000)], tmp_path, "xlsx"))
    assert len(row["sentence"]) == 32_767
    assert row["sentence"].endswith("[…]")


def test_parquet_gives_back_any_text_and_typed_offsets(tmp_path: Path) -> None:
    path = export(rows(AWKWARD), tmp_path, "parquet")
    found = pyarrow.parquet.read_table(path).to_pylist()
    assert [row["title"] or "" for row in found] == AWKWARD
    assert [(row["start"], row["end"]) for row in found] == [(i, i + 1) for i in range(len(AWKWARD))]
    (one,) = pyarrow.parquet.read_table(
        export([Observation(published="2024-01-04", confidence="0.50", value="1.10")], tmp_path, "parquet")
    ).to_pylist()
    assert (one["published"], one["confidence"], one["value"], one["unit"]) == (date(2024, 1, 4), 0.5, "1.10", None)


@pytest.mark.parametrize("name", EXPORTERS)
def test_same_rows_give_the_same_bytes(tmp_path: Path, name: str) -> None:
    first = export(rows(AWKWARD), tmp_path, name).read_bytes()
    assert export(rows(AWKWARD), tmp_path, name).read_bytes() == first
