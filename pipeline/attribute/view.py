"""One quantity in its clause: what stands around it, and the frame it is read into."""

from collections.abc import Sequence

from pipeline.attribute.phrases import Range
from pipeline.attribute.sight import Sight
from pipeline.records import Quantity, Reading, record
from pipeline.rulebook.meaning import MeaningBook

NOTHING = Reading()
STEPS = frozenset({"comparator", "bridge", "each"})
NARROWING = frozenset({"rise_noun", "fall_noun", "modifier"})


@record(frozen=True, slots=True)
class Frame:
    """What a quantity measures: `code` is the indicator its property or verb names, "" if none does."""

    property: Reading = NOTHING
    entity: Reading = NOTHING
    denominator: Reading = NOTHING
    code: str = ""
    word: str = ""

    def of(self, entity: Reading) -> "Frame":
        """Return the same with another entity."""
        return Frame(self.property, entity, self.denominator, self.code, self.word)

    def within(self, whole: Reading) -> "Frame":
        """Return the same with another denominator."""
        return Frame(self.property, self.entity, whole, self.code, self.word)


@record(frozen=True, slots=True)
class View:
    """The view from one quantity, by terms of its clause.

    It stands at [high, after); [low, high) is what lies between the quantity before and this one, `start` the beginning
    of its own statement there, `head` that of the whole statement ("X mengatakan bahwa …"), `limit` the next quantity.
    """

    sight: Sight
    place: int
    quantity: Quantity
    book: MeaningBook
    low: int
    start: int
    head: int
    high: int
    after: int
    limit: int

    def reading(self, first: int, last: int, end: int = 0) -> Reading:
        """Return the words of the terms [first, last), up to the character `end` when one is given."""
        start = self.sight.terms[first].start
        stop = end or self.sight.terms[last - 1].end
        return Reading(self.sight.text[start:stop], start, stop)

    def is_property(self, place: Range) -> bool:
        """Tell whether a noun phrase is, or only narrows, a property."""
        for hit in self.sight.hits:
            if hit.first < place[1] and place[0] < hit.last:
                return True
        return all(self.sight.cues[i] & NARROWING for i in range(*place))


def view_from(sight: Sight, place: int, quantities: Sequence[Quantity], book: MeaningBook) -> View:
    """Return the view from the quantity at `place`."""
    high, after = sight.spans[place]
    low = sight.free[place - 1] if place else 0
    limit = sight.spans[place + 1][0] if place + 1 < len(sight.spans) else len(sight.terms) - 1
    head = _statement(sight, high)
    start = max(sight.last("split", low, high) + 1, low, head)
    return View(sight, place, quantities[place], book, low, start, head, high, after, limit)


def _statement(sight: Sight, high: int) -> int:
    """Return where the statement begins: behind "X mengatakan (bahwa)" and "Menurut X,"."""
    head = sight.last("speech", 0, high) + 1
    if sight.says(sight.words.according, head, min(head + 3, high)):
        comma = next((i for i in range(head, high) if sight.tags[i] == "comma"), None)
        head = comma + 1 if comma is not None else head
    return head
