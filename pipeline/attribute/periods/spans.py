"""Stretches of days: their arithmetic and their spelling in SDMX."""

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from pipeline.records import record

KEPT = 1 << 12
WEEK = 7
LONGEST_MONTH = 31
PARTS = {3: "Q", 6: "S"}


@record(frozen=True, slots=True)
class Span:
    """Hold a stretch of whole days; a bound that is open is None."""

    first: date | None
    last: date | None

    @property
    def iso(self) -> tuple[str, str]:
        """Return both bounds as ISO dates, "" for an open one."""
        return (self.first.isoformat() if self.first else "", self.last.isoformat() if self.last else "")

    @property
    def is_year(self) -> bool:
        """Tell whether the span is a calendar year."""
        return bool(self.first and self.last and self.iso == (f"{self.first.year}-01-01", f"{self.first.year}-12-31"))

    @property
    def is_day(self) -> bool:
        """Tell whether the span is a single day."""
        return self.first is not None and self.first == self.last

    @property
    def is_short(self) -> bool:
        """Tell whether the span is a single month or less."""
        return bool(self.first and self.last and (self.last - self.first).days <= LONGEST_MONTH)


@lru_cache(KEPT)
def months(year: int, first: int, last: int) -> Span:
    """Return the span of the months `first` to `last` (1 to 12) of a year."""
    return Span(date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def day(year: int, month: int, number: int) -> Span | None:
    """Return one day; None for a day that the month has not."""
    try:
        return Span(date(year, month, number), date(year, month, number))
    except ValueError:
        return None


def week(at: date, shift: int) -> Span:
    """Return the week (Monday to Sunday) `shift` weeks from the one that holds a day."""
    monday = at - timedelta(days=at.weekday()) + timedelta(weeks=shift)
    return Span(monday, monday + timedelta(days=WEEK - 1))


def month(at: date, shift: int) -> Span:
    """Return the month `shift` months from the one that holds a day."""
    index = at.year * 12 + at.month - 1 + shift
    return months(index // 12, index % 12 + 1, index % 12 + 1)


def part(at: date, length: int, shift: int) -> Span:
    """Return the quarter, third or half (by its months) `shift` of them from the one that holds a day."""
    count = 12 // length
    index = at.year * count + (at.month - 1) // length + shift
    first = index % count * length + 1
    return months(index // count, first, first + length - 1)


def years(span: Span, shift: int) -> Span:
    """Return the same stretch `shift` years later; the last day of February stays the last."""
    return Span(_years(span.first, shift), _years(span.last, shift))


def _years(at: date | None, shift: int) -> date | None:
    if at is None:
        return None
    last = monthrange(at.year, at.month)[1]
    year = at.year + shift
    length = monthrange(year, at.month)[1]
    return date(year, at.month, length if at.day == last else min(at.day, length))


def edge(span: Span, side: str) -> Span:
    """Return the first, middle or last day of a span (`start`, `middle`, `end`)."""
    if span.first is None or span.last is None:
        return span
    if side == "middle":
        return _middle(span.first, span.last)
    at = span.first if side == "start" else span.last
    return Span(at, at)


def _middle(first: date, last: date) -> Span:
    whole = (last.year - first.year) * 12 + last.month - first.month + 1
    if whole > 1 and first.day == 1:
        at = month(first, whole // 2 - 1).last
    else:
        at = first + timedelta(days=(last - first).days // 2)
    return Span(at, at)


@lru_cache(KEPT)
def spell(span: Span) -> str:
    """Return the SDMX time period of a span; open and odd spans are ISO intervals, `..` for an open bound."""
    first, last = span.first, span.last
    if first is None or last is None:
        return "/".join(bound or ".." for bound in span.iso) if first or last else ""
    if first == last:
        return first.isoformat()
    if first.day == 1 and last == month(last, 0).last:
        return _spell_months(first, last)
    if first.weekday() == 0 and (last - first).days == WEEK - 1:
        year, number, _ = first.isocalendar()
        return f"{year}-W{number:02}"
    return f"{first}/{last}"


def _spell_months(first: date, last: date) -> str:
    length = (last.year - first.year) * 12 + last.month - first.month + 1
    if first.month == 1 and last.month == 12:
        return str(first.year) if first.year == last.year else f"{first.year}/{last.year}"
    if length in PARTS and (first.month - 1) % length == 0:
        return f"{first.year}-{PARTS[length]}{(first.month - 1) // length + 1}"
    head = f"{first.year}-{first.month:02}"
    return head if length == 1 else f"{head}/{last.year}-{last.month:02}"


__all__ = ["Span", "day", "edge", "month", "months", "part", "spell", "week", "years"]
