"""Rows in, `observations.xlsx` out: text stays text, values are numbers where exact, no formula, no link."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from pipeline.records import COLUMNS, Observation

LONGEST_CELL = 32_767
CUT = " […]"
ROWS_OF_SHEET = 1_048_575  # below the header
EXACT_DIGITS = 15
NUMBERS = frozenset(("value", "value_low", "value_high", "start", "end", "source_start", "source_end", "confidence"))
WIDE = {"sentence": 80, "title": 45, "surface": 28, "property": 28, "entity": 28, "denominator": 28, "source": 32}
WIDTH = 14
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write(rows: Iterable[Observation], path: Path) -> None:
    """Write the workbook: the table, on as many sheets as it needs, and what the columns mean."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), OPTIONS)
    # No clock in a file that is compared; Excel shows a date, so it has to be one.
    book.set_properties({"title": "kabarangka", "created": datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
    book.use_zip64()
    bold = book.add_format({"bold": True})
    _tables(book, bold, rows)
    _dictionary(book, bold)
    book.close()


def _tables(book: Any, bold: Any, rows: Iterable[Observation]) -> None:
    sheet, line, number = _sheet(book, bold, 1), 0, 1
    for row in rows:
        if line == ROWS_OF_SHEET:
            _finish(sheet, line)
            number += 1
            sheet, line = _sheet(book, bold, number), 0
        line += 1
        for column, (name, text) in enumerate(zip(COLUMNS, row.cells(), strict=True)):
            if text:
                _cell(sheet, line, column, name, text)
    _finish(sheet, line)


def _sheet(book: Any, bold: Any, number: int) -> Any:
    sheet = book.add_worksheet("observations" if number == 1 else f"observations {number}")
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(COLUMNS):
        sheet.set_column(column, column, WIDE.get(name, WIDTH))
        sheet.write_string(0, column, name, bold)
    return sheet


def _finish(sheet: Any, lines: int) -> None:
    sheet.autofilter(0, 0, lines, len(COLUMNS) - 1)


def _cell(sheet: Any, line: int, column: int, name: str, text: str) -> None:
    if name in NUMBERS and _is_exact(text):
        sheet.write_number(line, column, float(text))
    else:
        cut = text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(CUT)] + CUT
        sheet.write_string(line, column, cut)


def _is_exact(text: str) -> bool:
    """Tell whether Excel's numbers, which have 15 digits, can hold a decimal."""
    try:
        return len(Decimal(text).normalize().as_tuple().digits) <= EXACT_DIGITS
    except InvalidOperation:
        return False


def _dictionary(book: Any, bold: Any) -> None:
    sheet = book.add_worksheet("columns")
    sheet.set_column(0, 0, WIDTH)
    sheet.set_column(1, 1, 80)
    for column, head in enumerate(("column", "what")):
        sheet.write_string(0, column, head, bold)
    described = (f for f in fields(Observation) if f.name in COLUMNS)
    for line, found in enumerate(described, 1):
        sheet.write_string(line, 0, found.name)
        sheet.write_string(line, 1, found.metadata["description"])
