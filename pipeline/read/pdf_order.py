"""The pieces of lines of a page in, the same in reading order out: columns one after the other, tables left out.

A page is a sequence of bands from top to bottom. Where the rows of a band share a free gap, what stands left of it is
read before what stands right of it; where the pieces beside the gap are short, it is a table.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from pipeline.read.pdf_lines import Line

SHORT = 14
ROWS_OF_TABLE = 3
DEEPEST = 8
DIGIT = re.compile(r"\d")
Gap = tuple[float, float]


def ordered(lines: Sequence[Line], depth: int = 0) -> tuple[list[Line], int]:
    """Return the lines in reading order, and how many rows of tables with numbers were left out."""
    result: list[Line] = []
    left_out = 0
    for rows, gap in _bands(_rows(lines)):
        found, lost = _read(rows, gap, depth)
        result += found
        left_out += lost
    return result, left_out


def _read(rows: list[list[Line]], gap: Gap | None, depth: int) -> tuple[list[Line], int]:
    flat = [line for row in rows for line in row]
    if gap is None:
        return flat, 0
    left = [line for line in flat if line.right <= gap[0] + 0.1]
    right = [line for line in flat if line.right > gap[0] + 0.1]
    shared = sum(len(row) > 1 for row in rows)
    if shared >= ROWS_OF_TABLE and min(_usual(left), _usual(right)) < SHORT:
        kept = [line for row in rows if not _is_cells(row) for line in row]
        return kept, sum(map(_is_cells, rows))
    if min(len(left), len(right)) < 2 or depth >= DEEPEST:
        return flat, 0
    first, second = ordered(left, depth + 1), ordered(right, depth + 1)
    return first[0] + second[0], first[1] + second[1]


def _usual(lines: list[Line]) -> float:
    return median(len(line.text) for line in lines) if lines else 0


def _is_cells(row: list[Line]) -> bool:
    """Tell whether a row of a table says a number that only its column explains; "Tanggal : 4 Januari" does not."""
    named = len(row) == 2 and (row[0].text.rstrip().endswith(":") or row[1].text.lstrip().startswith(":"))
    return len(row) > 1 and not named and any(DIGIT.search(line.text) for line in row)


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Group what stands on one level, from top to bottom, each row from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (-(line.top + line.bottom), line.left)):
        if rows:
            first = rows[-1][0]
            level = min(first.top, line.top) - max(first.bottom, line.bottom)
            beside = all(line.left > other.right or line.right < other.left for other in rows[-1])
            # The lines of columns need not stand on one level: half a line higher or lower is the most.
            if level > (0.25 if beside else 0.5) * min(first.top - first.bottom, line.top - line.bottom):
                rows[-1].append(line)
                continue
        rows.append([line])
    return [sorted(row, key=lambda line: line.left) for row in rows]


def _bands(rows: list[list[Line]]) -> Iterator[tuple[list[list[Line]], Gap | None]]:
    """Yield the rows in bands: those that share a gap, and those between without one."""
    band: list[list[Line]] = []
    gaps: list[Gap] = []
    for row in rows:
        kept = [rest for gap in gaps for rest in _without(gap, row)]
        new = [(a.right, b.left) for a, b in pairwise(row) if b.left > a.right]
        if band and ((gaps and not kept) or (not gaps and new)):
            yield band, _widest(gaps)
            band = []
        gaps = kept or new
        band.append(row)
    if band:
        yield band, _widest(gaps)


def _without(gap: Gap, row: list[Line]) -> list[Gap]:
    """Return what a row leaves free of a gap; a sliver is none."""
    start, end = gap
    for line in row:
        if line.left < end and line.right > start:
            middle = (start + end) / 2
            start, end = (
                (max(start, line.right), end) if line.left + line.right < 2 * middle else (start, min(end, line.left))
            )
    return [(start, end)] if end - start > 0.6 * row[0].size else []


def _widest(gaps: list[Gap]) -> Gap | None:
    return max(gaps, key=lambda gap: gap[1] - gap[0]) if gaps else None
