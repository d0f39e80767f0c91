"""The cells of a table in, its rows as text that keeps header and cell out: "Tahun: 2023; Nilai: Rp 7,9 miliar"."""

import re
from collections.abc import Sequence

DIGIT = re.compile(r"\d")
YEAR = re.compile(r"(?:19|20)\d\d")


def sentences(rows: Sequence[Sequence[str]]) -> tuple[list[str], int]:
    """Return a line for each row below the header, and how many rows with numbers were left out for want of a header.

    A header is a first row of which each cell but the first has words, and no numbers but years. Without one, a row of
    two cells whose first has words and no number is a name and its value; rows of words only are kept as they are.
    """
    filled = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    if not filled:
        return [], 0
    header = filled[0]
    if len(filled) > 1 and len(header) > 1 and all(map(_is_name, header[1:])) and not DIGIT.search(header[0]):
        return [_under(header, row) for row in filled[1:] if len(row) == len(header)], sum(
            len(row) != len(header) for row in filled[1:]
        )
    lines = [_alone(row) for row in filled]
    return [line for line in lines if line], lines.count("")


def _is_name(cell: str) -> bool:
    return bool(cell) and not DIGIT.search(YEAR.sub("", cell))


def _under(header: Sequence[str], row: Sequence[str]) -> str:
    pairs = [f"{name}: {cell}" if name else cell for name, cell in zip(header, row, strict=True) if cell]
    return "; ".join(pairs)


def _alone(row: Sequence[str]) -> str:
    if not any(DIGIT.search(cell) for cell in row):
        return "; ".join(filter(None, row))
    if len(row) == 2 and row[0] and not DIGIT.search(row[0]):
        return f"{row[0].rstrip(': ')}: {row[1]}"
    return ""
