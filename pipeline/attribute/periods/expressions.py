"""A sentence in, the time expressions it holds out, as written: which year, which part of it, from where to where."""

import re
import sys
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.attribute.periods.grammar import GAP, Lexicon, PeriodBook
from pipeline.records import record

UNITS = {"year_word": "year", "month_word": "month", "week_word": "week", "day_word": "day", "half_word": "half"}
SHIFTS = frozenset({"shift", "before", "day_shift"})
CONTENT = frozenset({"year", "month", "half", "half_word", "number", "numword", "first", "nth", "date"})
JOINERS = frozenset({"dash", "until", "and"})
DATE = re.compile(r"(\d{1,2})[/-](\d{1,2})(?:[/-](\d{4}))?")
ANNIVERSARY = "anniversary"
BLANK = frozenset({"now", "stretch", "within"})
MONTHS = 12
DAYS = 31
NOWHERE = (sys.maxsize, sys.maxsize)


class Atom(NamedTuple):
    """One word of a time expression."""

    start: int
    end: int
    tag: str
    code: str


@record(frozen=True, slots=True)
class Point:
    """Hold one end of a time expression as written; what is not said is None or empty.

    `months` are the first and last month of a part of a year, `unit` with `shift` tells of deictics: units from the
    day of writing, or, when `relative`, from the period spoken of.
    """

    year: int | None = None
    months: tuple[int, int] | None = None
    day: int | None = None
    unit: str = ""
    shift: int | None = None
    relative: bool = False
    length: int = 0

    @property
    def is_year(self) -> bool:
        """Tell whether nothing but a year is named."""
        return self.months is None and self.unit in ("", "year", ANNIVERSARY)


@record(frozen=True, slots=True)
class Mention:
    """Hold one time expression: its place, the rule that found it, its one or two ends and what limits it."""

    start: int
    end: int
    rule: str
    points: tuple[Point, ...] = ()
    limit: str = ""
    edges: tuple[str, ...] = ()
    named_day: bool = False
    bare: bool = False
    valid: bool = False

    @property
    def moves(self) -> bool:
        """Tell whether the expression names another year than that of the period just spoken of."""
        return any(p.year is not None or p.shift for p in self.points)

    @property
    def points_back(self) -> bool:
        """Tell whether the expression stands for the period just spoken of ("periode tersebut")."""
        return self.rule == "that"

    @property
    def is_blank(self) -> bool:
        """Tell whether the expression names no period by itself (`now`, `stretch`, `within`)."""
        return self.rule in BLANK


def words(
    lexicon: Lexicon, texts: tuple[str, str], start: int, end: int, taken: Sequence[tuple[int, int]] = ()
) -> list[tuple[int, int, str, str]]:
    """Return the listed words of a stretch in order as `Atom` takes them; numbers have their digits as code.

    `texts` are the text and its folded form; words that touch one of the ranges `taken`, in order, are left out.
    """
    text, folded = texts
    found: list[tuple[int, int, str, str]] = []
    exact, senses = lexicon.exact, lexicon.senses
    ranges = iter(taken)
    left, right = next(ranges, NOWHERE)
    for match in lexicon.pattern.finditer(folded, start, end):
        first, last = match.span()
        while right <= first:
            left, right = next(ranges, NOWHERE)
        if left < last:
            continue
        if kind := match.lastgroup:
            found.append((first, last, kind, match[0]))
        elif sense := (exact and exact.get(text[first:last])) or senses.get(match[0]):
            found.append((first, last, *sense))
    return found


def mentions(book: PeriodBook, text: str, folded: str, listed: Sequence[tuple[int, int, str, str]]) -> list[Mention]:
    """Return the time expressions that the listed words of a sentence form, in order."""
    letters, kept, end = [], [], -1
    for word in listed:
        start, after, tag, _ = word
        if end >= 0 and end != start and folded[end:start].strip():
            letters.append(GAP)
            kept.append(word)
        letters.append(book.letters[tag])
        kept.append(word)
        end = after
    found: list[Mention] = []
    for match in book.grammar.finditer("".join(letters)):
        rule = match.lastgroup or ""
        part = [Atom(*word) for word in kept[match.start() : match.end()]]
        found += _read(rule, part, text)
    return found


def _read(rule: str, atoms: Sequence[Atom], text: str) -> list[Mention]:
    start, valid = atoms[0].start, atoms[0].code == "valid"
    limit, atoms = (atoms[0].tag, atoms[1:]) if atoms[0].tag in ("until", "since") else ("", atoms)
    while atoms and atoms[-1].tag in ("open", "comma"):
        atoms = atoms[:-1]
    if atoms[0].tag in ("between", "term"):
        atoms = atoms[1:]
    end = atoms[-1].end
    if rule in BLANK:
        return [Mention(start, end, rule, limit=limit)]
    groups = _ends(rule, atoms)
    points = [point for group in groups if (point := read_point(group, text))]
    if len(points) < len(groups):
        return []
    edges = tuple(a.code for a in atoms if a.tag == "edge")
    tags = {a.tag for a in atoms}
    if rule == "pair":
        year = points[1].year
        first = Point(year, points[0].months, shift=points[1].shift, unit=points[1].unit)
        return [Mention(start, end, rule, (first,)), Mention(start, end, rule, (points[1],))]
    return [
        Mention(
            start,
            end,
            rule,
            tuple(points),
            limit if len(points) == 1 else "",
            edges,
            named_day=bool(tags & {"weekday", "date"}),
            bare=tags <= {"year", "open", "close"},
            valid=valid,
        )
    ]


def _ends(rule: str, atoms: Sequence[Atom]) -> list[Sequence[Atom]]:
    """Cut the words of a range at its joiner."""
    if rule not in ("days", "months", "halves", "pair", "years"):
        return [atoms]
    tags = [a.tag for a in atoms]
    cuts = [i for i, tag in enumerate(tags) if tag in JOINERS and i and set(tags[:i]) & CONTENT]
    strong = [i for i in cuts if tags[i] != "dash"] or [i for i in cuts if rule == "years" or tags[i + 1] != "year"]
    if not strong:
        return [atoms]
    cut = strong[0]
    head, tail = atoms[:cut], atoms[cut + 1 :]
    shared = [a for a in head if a.tag == "half_word"]
    if shared and not any(a.tag in ("half_word", "half") for a in tail):
        tail = [*shared, *tail]
    return [head, tail]


def read_point(atoms: Sequence[Atom], text: str) -> Point | None:
    """Return what the words of one end say; None for a month or day that does not exist."""
    get = {a.tag: a for a in reversed(atoms)}
    if date := get.get("date"):
        return _numeric(date, text)
    months, length = _months(get)
    number = get.get("number")
    day = int(number.code) if (number and "month" in get) or (number and len(atoms) == 1) else None
    if (months and not (months[0] >= 1 and months[1] <= MONTHS)) or (day is not None and not 1 <= day <= DAYS):
        return None
    year = int(get["year"].code) if "year" in get else None
    unit, shift, relative = ("", None, False) if year else _shift(atoms, get, bool(months))
    return Point(year, months, day, unit, shift, relative, length)


def _numeric(atom: Atom, text: str) -> Point | None:
    match = DATE.match(text, atom.start)
    if match is None or not (1 <= int(match[1]) <= DAYS and 1 <= int(match[2]) <= MONTHS):
        return None
    month = int(match[2])
    return Point(int(match[3]) if match[3] else None, (month, month), int(match[1]))


def _months(get: dict[str, Atom]) -> tuple[tuple[int, int] | None, int]:
    """Return the months of a part of a year, and the length of the part where it is a quarter, third or half."""
    count = get.get("number") or get.get("numword")
    if half := get.get("half"):
        length, rank = map(int, half.code.split("/"))
        return ((rank - 1) * length + 1, rank * length), length
    if half_word := get.get("half_word"):
        length = int(half_word.code)
        if "first" in get and count:
            return (1, length * int(count.code)), 0
        which = get.get("first") or get.get("nth") or count
        return (((int(which.code) - 1) * length + 1, int(which.code) * length) if which else None), length
    nth = get.get("nth") or get.get("first")
    if "month_word" in get and count and ("first" in get or "year" in get) and "month" not in get:
        return (1, int(count.code)), 0
    if "month_word" in get and nth:
        return (1 if count else int(nth.code), int((count or nth).code)), 0
    if month := get.get("month"):
        return (int(month.code), int(month.code)), 0
    return None, 0


def _shift(atoms: Sequence[Atom], get: dict[str, Atom], has_months: bool) -> tuple[str, int | None, bool]:
    """Return the unit, the number of units and whether they count from the period spoken of."""
    shift = next((a for a in atoms if a.tag in SHIFTS), None)
    one = get.get("one_unit")
    units = [UNITS[a.tag] for a in atoms if a.tag in UNITS]
    unit = UNITS.get(one.code, "") if one else ""
    unit = ANNIVERSARY if unit == "year" else unit
    if "year" in units or not unit:
        unit = "year" if "year" in units else (units[0] if units and not has_months else unit)
    if shift is None:
        return ("year" if unit == "year" else ""), None, False
    if shift.tag == "day_shift" and not unit:
        return "day", int(shift.code), False
    count = get.get("number") or get.get("numword")
    times = int(count.code) if count and not has_months else 1
    return unit, int(shift.code) * times, shift.tag == "before"


__all__ = ["Atom", "Mention", "Point", "mentions", "read_point", "words"]
