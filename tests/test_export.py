"""Rows as files, and back."""

import csv
import io
import json
from pathlib import Path

import pytest

from pipeline.export import EXPORTERS, csv_table, export, json_lines
from pipeline.records import COLUMNS, Observation

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
    assert read_back(csv_table.write(rows([text]))) == [row.cells() for row in rows([text])]


def test_csv_gives_back_all_rows_in_order() -> None:
    assert read_back(csv_table.write(rows(AWKWARD))) == [row.cells() for row in rows(AWKWARD)]


def test_csv_without_rows_is_its_header() -> None:
    assert csv_table.write([]) == ",".join(COLUMNS) + "\n"


def test_csv_ends_lines_with_a_line_feed_only(tmp_path: Path) -> None:
    (path,) = export(rows(["a", "b"]), tmp_path, ["csv"])
    assert path.read_bytes().count(b"\n") == 3
    assert b"\r" not in path.read_bytes()
    assert not path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_absent_is_empty_and_not_a_word() -> None:
    line = csv_table.write([Observation()]).splitlines()[1]
    assert set(line) <= {",", '"'}


def test_jsonl_is_one_object_a_line_with_the_fields_that_are_there() -> None:
    (line,) = json_lines.write([Observation(kind="count", surface="89", start="22", end="24")]).splitlines()
    fields = json.loads(line)
    selector = fields.pop("selector")
    assert fields == {"kind": "count", "surface": "89", "start": "22", "end": "24"}
    assert (selector["type"], selector["start"], selector["end"]) == ("TextPositionSelector", 22, 24)


@pytest.mark.parametrize("text", AWKWARD, ids=ascii)
def test_jsonl_gives_back_any_text(text: str) -> None:
    lines = json_lines.write(rows([text])).split("\n")
    assert [json.loads(line).get("title", "") for line in lines if line] == [text]


def test_jsonl_keeps_letters_readable() -> None:
    assert "é" in json_lines.write(rows(["é"]))


def test_export_writes_one_file_a_format(tmp_path: Path) -> None:
    paths = export(rows(["a"]), tmp_path, list(EXPORTERS))
    assert [p.name for p in paths] == [name for name, _ in EXPORTERS.values()]
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(p.name for p in paths)


def test_export_replaces_an_older_table(tmp_path: Path) -> None:
    export(rows(["a", "b", "c"]), tmp_path, ["csv"])
    (path,) = export(rows(["d"]), tmp_path, ["csv"])
    assert [row[2] for row in read_back(path.read_text(encoding="utf-8"))] == ["d"]
