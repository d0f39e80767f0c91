"""A time expression and what is known around it in, the stretch of days that it means out."""

from dataclasses import replace
from datetime import date

from pipeline.attribute.periods import spans
from pipeline.attribute.periods.expressions import ANNIVERSARY, Mention, Point
from pipeline.attribute.periods.spans import Span
from pipeline.records import record

QUARTER = 3


@record(frozen=True, slots=True)
class Anchor:
    """Hold what an incomplete expression leans on.

    `published` is the day of writing, `year` one said nearby, `main` the period spoken of and `shape` how it was
    written (which part of a year, even where its year is unknown); `base` tells that an older period is meant,
    `ahead` that the sentence speaks of plans or forecasts.
    """

    published: date | None = None
    year: int | None = None
    main: Span | None = None
    shape: Point | None = None
    base: bool = False
    ahead: bool = False


def resolve(mention: Mention, anchor: Anchor, stock: bool) -> Span | None:
    """Return the days an expression means, None where they cannot be told.

    "Until" counts from the first of January for a flow; for a `stock` it is the end itself.
    """
    if mention.points_back:
        return anchor.main
    if mention.rule == "same" or (mention.rule == "former" and anchor.main):
        return _same(mention.points[0], anchor)
    if mention.edges and not mention.limit and _is_vague(mention, anchor, stock):
        return None
    ends = _bounds(mention.points, anchor)
    if ends is None:
        return None
    if mention.rule == "fiscal" and ends.last:
        return Span(years_back(ends.last), ends.last)
    for side in reversed(mention.edges):
        ends = spans.edge(ends, side)
    if mention.rule == "opening" or len(mention.points) > 1:
        return ends
    return _limited(mention, ends, anchor, stock)


def _bounds(points: tuple[Point, ...], anchor: Anchor) -> Span | None:
    first, last = points[0], points[-1]
    if len(points) == 1:
        return locate(first, anchor)
    end = locate(last, anchor)
    if end is None or end.last is None:
        return None
    if first.months is None and first.day is not None:
        first = replace(first, months=last.months)
    if first.year is None and first.shift is None:
        first = replace(first, year=end.last.year)
    start = locate(first, anchor)
    if start is None or start.first is None:
        return None
    if start.first > end.last and points[0].year is None:
        start = spans.years(start, -1)
    return Span(start.first, end.last) if start.first and start.first <= end.last else None


def _is_vague(mention: Mention, anchor: Anchor, stock: bool) -> bool:
    """Tell whether an edge is no day: "awal 2024" of a flow, "akhir tahun" of no year where nothing is foreseen."""
    point = mention.points[0]
    bare = point.unit == "year" and point.shift is None and point.year is None
    return (not stock and mention.edges[0] != "end") or (bare and not anchor.ahead)


def years_back(last: date) -> date:
    """Return the first day of the twelve months that end on a day."""
    return date.fromordinal(((spans.years(Span(last, last), -1)).last or last).toordinal() + 1)


def _limited(mention: Mention, ends: Span, anchor: Anchor, stock: bool) -> Span:
    if mention.limit == "since":
        return Span(ends.first, None)
    if mention.limit != "until" or ends.last is None:
        return ends
    if _is_to_come(ends, anchor, stock):
        return Span(None, ends.last)
    if stock or (mention.points[0].is_year and not mention.edges):
        return ends
    return Span(date(ends.last.year, 1, 1), ends.last)


def _is_to_come(ends: Span, anchor: Anchor, stock: bool) -> bool:
    """Tell whether an end lies behind the day of writing; a flow up to one of this year is that of the year."""
    published = anchor.published
    if ends.is_year and anchor.ahead:
        return not (published and ends.last and ends.last < published)
    if published is None or ends.first is None or ends.first <= published:
        return False
    return stock or ends.first.year > published.year


def locate(point: Point, anchor: Anchor) -> Span | None:
    """Return the days of one end."""
    if point.unit == ANNIVERSARY and point.shift is not None and anchor.main:
        return spans.years(anchor.main, point.shift)
    if point.shift is not None and point.unit not in ("", "year", ANNIVERSARY):
        return _moved(point, anchor)
    year = _year(point, anchor)
    if year is None:
        return None
    span = in_year(point, year)
    main = anchor.main
    early = anchor.base and point.year is None and point.shift is None and main and main.first
    if span and early and span.first and main and main.first and span.first > main.first:
        return spans.years(span, -1)
    return span


def in_year(point: Point, year: int) -> Span | None:
    """Return the days of a point in a given year."""
    if point.months is None:
        return spans.months(year, 1, 12)
    if point.day is not None:
        return spans.day(year, point.months[0], point.day)
    return spans.months(year, *point.months)


def _year(point: Point, anchor: Anchor) -> int | None:
    if point.year is not None:
        return point.year
    if point.unit in ("year", ANNIVERSARY) and point.shift is not None:
        return _shifted_year(point.shift, point.relative, anchor)
    if point.unit == "year":
        return anchor.published.year if anchor.published else None
    if point.months is None:
        return None
    if point.shift is None and anchor.year is not None:
        return anchor.year
    return _nearest_year(point, anchor.published)


def _shifted_year(shift: int, relative: bool, anchor: Anchor) -> int | None:
    spoken = anchor.main.last or anchor.main.first if anchor.main else None
    if relative and spoken:
        return spoken.year + shift
    if anchor.published:
        return anchor.published.year + shift
    # "tahun lalu" without a day of writing, but beside what it is compared with.
    return spoken.year + shift if anchor.base and spoken and shift < 0 else None


def _nearest_year(point: Point, published: date | None) -> int | None:
    """Return the year of the last such month or day before the day of writing, of the next one after "depan"."""
    if published is None:
        return None
    span = in_year(point, published.year)
    if span is None or span.first is None:
        return None
    if point.shift is not None and point.shift > 0:
        return published.year + (span.first < published)
    return published.year - (span.first > published)


def _moved(point: Point, anchor: Anchor) -> Span | None:
    spoken = anchor.main.last if anchor.main else None
    at = spoken if point.relative and spoken else anchor.published
    if at is None or point.shift is None:
        return None
    if point.unit == "month":
        return spans.month(at, point.shift)
    if point.unit == "half":
        return spans.part(at, point.length or QUARTER, point.shift)
    if point.unit == "week":
        return spans.week(at, point.shift)
    return Span(*(date.fromordinal(at.toordinal() + point.shift),) * 2)


def _same(point: Point, anchor: Anchor) -> Span | None:
    """Return the period spoken of, moved to the year named; a year earlier where none is named but a base is meant."""
    main = anchor.main
    if point.months is not None:
        return locate(point, anchor)
    year = point.year
    if main is None:
        shape = anchor.shape
        return in_year(shape, year) if shape and year else None
    last = main.last or main.first
    if last is None:
        return None
    if year is None and point.shift is not None and not point.relative and anchor.published:
        year = anchor.published.year + point.shift
        year = min(year, last.year - 1) if anchor.base else year
    if year is None:
        year = last.year + (point.shift if point.shift is not None else -int(anchor.base))
    return spans.years(main, year - last.year)


__all__ = ["Anchor", "in_year", "locate", "resolve"]
