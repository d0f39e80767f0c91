"""The quantities of a clause with their frames and roles in, the indicator code of each out."""

from collections.abc import Iterator, Sequence
from itertools import islice

from pipeline.attribute.items import is_next
from pipeline.attribute.roles import Role
from pipeline.attribute.sight import Hit, Sight
from pipeline.attribute.view import Frame
from pipeline.records import Quantity, record
from pipeline.rulebook.indication import Compiled
from pipeline.rulebook.meaning import MeaningBook

NONE: frozenset[str] = frozenset()
STEPS = frozenset({"comparator", "bridge", "each", "colon", "punctuation", "between"})
OTHER = "other"


@record(frozen=True, slots=True)
class Measured:
    """A quantity with what is known of it."""

    quantity: Quantity
    frame: Frame
    role: Role


def read_indicators(
    sight: Sight, measured: Sequence[Measured], folded: str, book: MeaningBook, before: dict[str, str]
) -> list[tuple[str, str]]:
    """Return (code, route) a quantity; `before` holds, by kind, the codes of the sentence before.

    The route is how it was decided: `rule` of the table, `property` or verb, `whole` of a share, `noun` that is counted
    or words nearby, `again` what the noun was before, `default`.
    """
    marks = _marks(sight, folded, book)
    codes: list[str] = []
    routes: list[str] = []
    for place, item in enumerate(measured):
        previous = codes[-1] if codes and measured[place - 1].quantity.kind == item.quantity.kind else ""
        code, route = _Scene(sight, place, item, marks, book).code(previous, before.get(item.quantity.kind, ""))
        again = _again(item, measured[:place], codes, before) or code
        codes.append(again)
        routes.append(route if again == code else "again")
    return list(zip(codes, routes, strict=True))


@record(frozen=True, slots=True)
class _Marks:
    """The terms outside of quantities that rules look for, with their classes, and the classes of all."""

    placed: list[tuple[int, frozenset[str]]]
    every: frozenset[str]


def _marks(sight: Sight, folded: str, book: MeaningBook) -> _Marks:
    find = book.indication.words.find
    placed = (i for i in sight.opening("words") if sight.lowered[i][0].isalpha())
    marks = [(i, found.meaning) for i in placed if (found := find(folded, sight.starts[i], sight.openers[i]))]
    return _Marks(marks, NONE.union(*[classes for _, classes in marks]))


def said(measured: Sequence[Measured], codes: Sequence[str]) -> dict[str, str]:
    """Return the codes of a sentence for the next one: by kind of number, and by counted noun."""
    found: dict[str, str] = {}
    for item, code in zip(measured, codes, strict=True):
        found[item.quantity.kind] = found[f"count {item.quantity.unit}"] = code
    return found


def _again(item: Measured, measured: Sequence[Measured], codes: Sequence[str], before: dict[str, str]) -> str:
    """Return the code that a counted noun had before where only the noun itself gives one: "28 sisanya"."""
    unit = item.quantity.unit
    if item.quantity.kind != "count" or item.frame.word or not unit:
        return ""
    own = (code for m, code in zip(reversed(measured), reversed(codes), strict=True) if m.quantity.unit == unit)
    return next(own, "") or before.get(f"count {unit}", "")


class _Scene:
    """What stands around one quantity, by the classes of its words."""

    def __init__(self, sight: Sight, place: int, item: Measured, marks: "_Marks", book: MeaningBook) -> None:
        self.sight, self.item, self.marks, self.book = sight, item, marks, book
        self.kind = item.quantity.kind
        self.high, self.after = sight.spans[place]
        self.low = sight.spans[place - 1][1] if place else 0
        self.limit = sight.spans[place + 1][0] if place + 1 < len(sight.spans) else len(sight.terms)
        self.start = sight.last("split", 1, self.high) + 1
        self.fits = self._fits()
        self.seen = {"sentence": marks.every}

    def _fits(self) -> frozenset[str]:
        """Return the codes that a number of this kind, and of this counted noun, can have."""
        indication, unit = self.book.indication, self.item.quantity.unit.lower()
        if self.kind == "measure":
            return indication.measures.get(self.item.quantity.unit) or indication.measures[""]
        if self.kind != "count":
            return self.book.kinds[self.kind]
        counted = unit or self.item.frame.entity.value.lower()
        if not counted:
            return self.book.kinds[self.kind]
        if found := indication.fits.find(counted, 0):
            return found.meaning
        listed = self.book.counted.find(counted, 0)
        return indication.fits_of.get(listed.meaning if listed else "", indication.fits_of[""])

    def code(self, previous: str, before: str) -> tuple[str, str]:
        """Return the first code that a rule, the frame, the counted noun or a neighbour gives, and which of them."""
        source, route = self._source()
        for rule in self.book.indication.tried(self.kind, source, self.item.role.role):
            if self._holds(rule):
                return rule.code, "rule" if rule.code != source else route
        if source:
            return source, route
        near = next((c for c in self._neighbours(previous, before) if c in self.fits), "")
        return (near, "noun") if near else (OTHER, "default")

    def _source(self) -> tuple[str, str]:
        """Return the code of the property or verb, else of the whole that a share is of."""
        frame = self.item.frame
        if frame.code in self.fits and frame.property.how != "carried":
            return frame.code, "property"
        return next((c for c in self._of_text(frame.denominator.value) if c in self.fits), ""), "whole"

    def _holds(self, rule: Compiled) -> bool:
        if rule.bare and self.item.frame.denominator.value:
            return False
        for place, wanted in rule.tests:
            classes = self.seen.get(place)
            if classes is None:
                classes = self.seen[place] = self._look(place)
            if classes.isdisjoint(wanted):
                return False
        return rule.without.isdisjoint(self.seen["sentence"])

    def _look(self, place: str) -> frozenset[str]:
        frame, quantity = self.item.frame, self.item.quantity
        match place:
            case "left":
                return self._between(self.start, self.high)
            case "near":
                near = self.high - 1
                while near > self.low and self.sight.terms[near].tag in STEPS:
                    near -= 1
                return self._between(near, near + 1)
            case "right":
                return self._between(self.after, self.limit)
            case "unit":
                return self._inside(quantity.unit)
            case "per":
                return self._inside(quantity.per)
            case "whole":
                return self._inside(frame.denominator.value)
        return self._inside(frame.property.value if place == "property" else frame.entity.value)

    def _between(self, low: int, high: int) -> frozenset[str]:
        return NONE.union(*[classes for i, classes in self.marks.placed if low <= i < high])

    def _inside(self, text: str) -> frozenset[str]:
        if not text:
            return NONE
        words = self.book.indication.words
        lowered = text.lower()
        found = [words.find(lowered, start) for start in _starts(lowered)]
        return NONE.union(*[f.meaning for f in found if f is not None])

    def _neighbours(self, previous: str, before: str) -> Iterator[str]:
        """Yield the codes that stand near: the whole, the counted noun, properties and verbs, the number before."""
        if self.kind == "count" and (counted := self.book.counted.find(self.item.quantity.unit.lower(), 0)):
            yield counted.meaning
        yield self.book.units.get(self.item.quantity.unit, "")
        if self.kind == "count":
            yield from self._of_text(self.item.frame.entity.value)
        sight = self.sight
        yield from (h.code for h in reversed(sight.hits) if self.low <= h.first and h.last <= self.high and h.code)
        listed = "next" in sight.where and is_next(sight, self.high)
        verbs = [v for v in sight.verbs if not sight.has(v.first, "next") or (self.kind == "count" and not listed)]
        yield from _codes(reversed([v for v in verbs if self.low <= v.first and v.last <= self.high]))
        yield from _codes(h for h in sight.hits if self.after <= h.first < min(self.limit, self.after + 5))
        yield from _codes(v for v in verbs if self.after <= v.first < min(self.limit, self.after + 5))
        yield previous
        yield from _codes(reversed([h for h in sight.hits if self.start <= h.first < self.low]))
        yield from _codes(reversed([h for h in sight.hits if h.first < self.start]))
        yield self.item.frame.code
        yield before
        if self.kind == "measure":
            defaults = self.book.indication.defaults
            yield defaults.get(self.item.quantity.unit, defaults[""])

    def _of_text(self, text: str) -> Iterator[str]:
        """Yield the codes of the property or counted noun that is the head of a text: its first word or its second."""
        lowered = text.lower()
        for start in islice(_starts(lowered), 2):
            for table in (self.book.counted, self.book.properties):
                found = table.find(lowered, start)
                if found is not None:
                    yield "gdp_share" if found.meaning == "gdp" else found.meaning


def _codes(hits: Iterator[Hit]) -> Iterator[str]:
    yield from (hit.code for hit in hits if hit.code and hit.code != OTHER)


def _starts(text: str) -> Iterator[int]:
    """Yield where the words of a text begin."""
    start = 0
    while start < len(text):
        yield start
        start = text.find(" ", start) + 1 or len(text)
