"""A table of articles (JSON Lines, CSV, Parquet) in, a `Release` a row out; the file is never held as a whole."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any, BinaryIO

from pipeline.errors import ReleaseError, UsageError
from pipeline.read.encoding import decode
from pipeline.read.file import BROKEN, File
from pipeline.read.html_dates import Dates
from pipeline.read.metadata import known
from pipeline.read.published import iso_of
from pipeline.read.text import release
from pipeline.records import Failure, Release
from pipeline.rulebook import Rulebook
from pipeline.rulebook.sources import Columns

FIELDS = tuple(Columns.model_fields)
MAX_ROW = 10_000_000
SAMPLE = 1_000_000
MARKUP = re.compile(
    r"</?(?:p|div|br|html|body|article|h[1-6]|table|ul|ol|li|strong|em|span|a|img)\b[^<>]*>", re.IGNORECASE
)
Row = tuple[int, dict[str, Any] | ReleaseError]
Names = dict[str, tuple[str, ...]]


def parse_columns(option: str) -> tuple[tuple[str, str], ...]:
    """Return the pairs of `text=isi,title=judul`. Raises `UsageError` for a field that there is not."""
    pairs = [tuple(part.strip() for part in pair.partition("=")[::2]) for pair in option.split(",") if pair.strip()]
    for name, column in pairs:
        if name not in FIELDS or not column:
            raise UsageError(f"--columns {name}={column}: unknown; write FIELD=COLUMN with {', '.join(FIELDS)}")
    return tuple((name, column) for name, column in pairs)


def read_json_lines(file: File, rulebook: Rulebook) -> Iterator[Release | Failure]:
    """Yield a release a line; a `Failure` with its number for one that is none."""
    yield from _releases(file, _json_rows(file), rulebook)


def read_csv(file: File, rulebook: Rulebook) -> Iterator[Release | Failure]:
    """Yield a release a row below the header; a `Failure` with its line for one that is none."""
    yield from _releases(file, _csv_rows(file, _names(file, rulebook)), rulebook)


def read_parquet(file: File, rulebook: Rulebook) -> Iterator[Release | Failure]:
    """Yield a release a row. Raises `ReleaseError` where pyarrow is missing."""
    yield from _releases(file, _parquet_rows(file, _names(file, rulebook)), rulebook)


def _names(file: File, rulebook: Rulebook) -> Names:
    """Return the names, in small letters, under which the column of each field is looked for."""
    chosen = {field: (column,) for field, column in file.columns}
    usual = rulebook.sources.generic.columns.model_dump()
    return {field: tuple(name.lower() for name in chosen.get(field, usual[field])) for field in FIELDS}


def _releases(file: File, rows: Iterable[Row], rulebook: Rulebook) -> Iterator[Release | Failure]:
    dates, names = Dates(rulebook), _names(file, rulebook)
    for number, row in rows:
        source = f"{file.name}#{number}"
        try:
            if isinstance(row, ReleaseError):
                raise row
            cells = _cells(source, row, names)
            yield _release(replace(file, name=source), cells, rulebook, dates)
        except ReleaseError as error:
            yield Failure.of(error)


def _release(file: File, cells: dict[str, str], rulebook: Rulebook, dates: Dates) -> Release:
    body = cells.pop("text", "").strip()
    if not body:
        raise ReleaseError(file.name, "it has no text", "name its column: --columns text=COLUMN")
    title, told = cells.get("title", ""), cells.get("published", "")
    published = iso_of(told, dates)
    warnings = (f"published {told!r} is no date",) if told and not published else ()
    metadata = {**cells, "published": published}
    found = _marked_up(file, title, body, rulebook) if MARKUP.search(body) else None
    if found is None:
        whole = f"{title}\n\n{body}" if title and not body.startswith(title) else body
        found = release(file, whole, (0, metadata, ()), rulebook)
    given: dict[str, Any] = {key: value for key, value in metadata.items() if value and key != "id"}
    name = cells.get("id") or file.name
    return replace(found, **given, release_id=name, source=file.name, warnings=found.warnings + warnings)


def _marked_up(file: File, title: str, body: str, rulebook: Rulebook) -> Release | None:
    """Read HTML in a cell as a page by the reader of HTML, where there is one; the page is the source of offsets."""
    from pipeline.read import format_of

    html = format_of("cell.html")
    if html is None:
        return None
    head = f"<title>{escape(title)}</title>" if title else ""
    heading = f"<h1>{escape(title)}</h1>" if title else ""
    body = f"<body><article>{heading}{body}</article></body>"
    page = f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head>{body}</html>'
    inner = File(Path("cell.html"), file.name, page.encode("utf-8", "replace"))
    for found in html.read(inner, rulebook):
        if isinstance(found, Release):
            return replace(found, media_type="text/html")
        raise ReleaseError(found.source, found.reason, found.remedy)
    return None


def _cells(source: str, row: dict[str, Any], names: Names) -> dict[str, str]:
    """Return the fields of a release that a row gives, as text."""
    by_name = {str(key).strip().lower(): key for key in reversed(list(row))}
    cells: dict[str, str] = {}
    for field, wanted in names.items():
        key = next((by_name[name] for name in wanted if name in by_name), None)
        value = row[key] if key is not None else None
        if isinstance(value, (dict, list)):
            raise ReleaseError(source, f"{key} holds no text", "name another column with --columns")
        if value is not None and value == value:
            cells[field] = str(value)
    checked = known(cells, source)
    for name in ("text", "id"):
        checked[name] = cells.get(name, "").encode("utf-8", "replace").decode("utf-8")
    return checked


def _json_rows(file: File) -> Iterator[Row]:
    for number, raw in _lines(file):
        source = f"{file.name}#{number}"
        try:
            if raw is None:
                raise ReleaseError(source, f"a line over the limit of {MAX_ROW:,} bytes", "split it")
            if not (text := decode(raw).text.lstrip("\ufeff").strip()):
                continue
            row = json.loads(text)
            if not isinstance(row, dict):
                raise ReleaseError(source, f"line {number} is no JSON object", "write one object a line")
            yield number, row
        except ReleaseError as error:
            yield number, error
        except (ValueError, RecursionError) as error:
            yield number, ReleaseError(source, f"line {number} is no JSON ({error})", "mend or delete the line")


def _lines(file: File) -> Iterator[tuple[int, bytes | None]]:
    """Yield the lines with their numbers from 1; None for one that is too long, which is skipped."""
    try:
        with file.open() as stream:
            number = 0
            while line := stream.readline(MAX_ROW):
                number += 1
                whole = line.endswith(b"\n") or len(line) < MAX_ROW
                while not whole and (more := stream.readline(MAX_ROW)):
                    whole = more.endswith(b"\n")
                    line = b""
                yield number, line or None
    except BROKEN as error:
        raise file.unreadable(error) from error


def _csv_rows(file: File, names: Names) -> Iterator[Row]:
    csv.field_size_limit(MAX_ROW)
    try:
        with file.open() as stream:
            text, encoding = _text(stream, file)
            lines = iter(lambda: text.readline(MAX_ROW), "")
            rows = csv.reader(lines, delimiter=_delimiter(text))
            header = _header(file, rows, names)
            yield from _records(file, rows, header, encoding)
    except (*BROKEN, UnicodeError) as error:
        raise file.unreadable(error) from error


def _text(stream: BinaryIO, file: File) -> tuple[io.TextIOWrapper, str]:
    """Return the stream as text; what does not fit its encoding is kept as surrogates and read row by row."""
    sample = stream.read(SAMPLE)
    cut = sample[: sample.rfind(b"\n") + 1] or sample
    encoding = decode(cut).encoding.replace("windows-1252", "cp1252")
    stream.seek(0)
    if not sample.strip():
        raise ReleaseError(file.name, "the file is empty", "give a table of articles")
    return io.TextIOWrapper(stream, encoding=encoding, errors="surrogateescape", newline=""), encoding


def _delimiter(text: io.TextIOWrapper) -> str:
    head = text.readline(MAX_ROW)
    text.seek(0)
    return max(",;\t|", key=head.count)


def _header(file: File, rows: Iterator[list[str]], names: Names) -> list[str]:
    """Return the names of the columns. Raises `ReleaseError` where none holds the text."""
    try:
        header = [name.strip().lstrip("\ufeff") for name in next(rows, [])]
    except csv.Error as error:
        raise ReleaseError(file.name, f"its header cannot be read ({error})", "mend line 1") from error
    _check_names(file, header, names)
    return header


def _check_names(file: File, header: list[str], names: Names) -> None:
    there = {name.lower() for name in header}
    missing = [column for _, column in file.columns if column.lower() not in there]
    if missing or not there.intersection(names["text"]):
        reason = f"no column {', '.join(missing) or 'of texts'} among {', '.join(header)[:200]}"
        raise ReleaseError(file.name, reason, "name the columns: --columns text=COLUMN,title=COLUMN")


def _records(file: File, rows: Any, header: list[str], encoding: str) -> Iterator[Row]:
    number = 0
    while True:
        number += 1
        source = f"{file.name}#{number}"
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, ReleaseError(source, f"line {rows.line_num} is no CSV ({error})", "mend its quotes")
            continue
        if not cells:
            number -= 1
        elif len(cells) != len(header):
            reason = f"line {rows.line_num} has {len(cells)} cells, the header {len(header)}"
            yield number, ReleaseError(source, reason, "mend its quotes and separators")
        else:
            yield number, dict(zip(header, (_whole(cell, encoding) for cell in cells), strict=True))


def _whole(cell: str, encoding: str) -> str:
    """Return a cell without surrogates: bytes that did not fit are read anew, and mojibake is mended."""
    return cell if cell.isascii() else decode(cell.encode(encoding, "surrogateescape"), encoding).text


def _parquet_rows(file: File, names: Names) -> Iterator[Row]:
    try:
        import pyarrow as arrow
        from pyarrow import parquet
    except ImportError as error:
        raise ReleaseError(file.name, "reading Parquet needs pyarrow", "pip install 'kabarangka[parquet]'") from error
    number = 0
    try:
        whole = file.read(MAX_ROW * 100) if file.data is not None or file.packed else None
        stream = file.open() if file.remote and whole is None else str(file.path)
        with parquet.ParquetFile(io.BytesIO(whole) if whole is not None else stream) as table:
            there = list(table.schema_arrow.names)
            _check_names(file, there, names)
            wanted = {name for looked_for in names.values() for name in looked_for}
            for batch in table.iter_batches(64, columns=[name for name in there if name.lower() in wanted]):
                for row in batch.to_pylist():
                    number += 1
                    yield number, row
    except (arrow.ArrowException, OSError, ValueError, KeyError, OverflowError) as error:
        raise ReleaseError(file.name, f"broken or no Parquet file ({str(error)[:200]})", "write it again") from error
