"""The quantities of a clause in, for each whether it is realised, wanted or expected out."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.attribute.sight import Sight
from pipeline.records import Quantity
from pipeline.rulebook.meaning import MeaningBook, StatusCue

STEPS = frozenset(
    {"comparator", "bridge", "each", "currency_before", "currency", "sign", "between", "punctuation", "colon"}
)
SIDE_WORDS = frozenset(
    {"determiner", "relative", "each", "per", "unit", "currency_after", "when", "year", "month", "quarter"}
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A cue at the terms [first, last); `barrier` ends the reach of the cues to its left."""

    first: int
    last: int
    cue: StatusCue
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status and the cue that decided."""

    status: str
    cue: str = ""


def read_statuses(
    sight: Sight, quantities: Sequence[Quantity], folded: str, book: MeaningBook, before: str
) -> list[Verdict]:
    """Return a verdict a quantity; `before` is the last status of the sentence before, "" at a new paragraph."""
    marks = _marks(sight, folded, book)
    carried = before if before and _carries(sight, folded, book) else ""
    observed = bool(marks) and _observed(sight, folded, book)
    result: list[Verdict] = []
    for place, quantity in enumerate(quantities):
        view = _View(sight, place, quantity, marks, book)
        mark = view.left() or view.right() or view.late()
        result.append(_verdict(mark, observed, carried))
    return result


def _verdict(mark: Mark | None, observed: bool, carried: str) -> Verdict:
    if mark is None:
        return Verdict(carried, "carried") if carried else Verdict("realised")
    if mark.cue.observed:
        status = mark.cue.observed if observed else carried or mark.cue.status
        return Verdict(status if status != "realised" else mark.cue.status, mark.text)
    return Verdict(mark.cue.status, mark.text)


def _marks(sight: Sight, folded: str, book: MeaningBook) -> list[Mark]:
    """Find the cues outside of quantities; a cue inside a name ("PT Rencana Jaya") is none."""
    marks: list[Mark] = []
    covered = 0
    title = _is_headline(sight)
    for i, term in enumerate(sight.terms):
        if term.start < covered or not term.text:
            continue
        found = book.status.find(folded, term.start)
        if found is None or (not title and _in_name(sight, i)):
            continue
        covered = found.end
        last = i + 1
        while sight.terms[last].start < found.end and last < len(sight.terms) - 1:
            last += 1
        marks += [Mark(i, last, cue, folded[term.start : found.end]) for cue in found.meaning]
    return marks


def _is_headline(sight: Sight) -> bool:
    words = [t.text for t in sight.terms if t.text[:1].isalpha()]
    return sum(w[0].isupper() for w in words) * 2 > len(words)


def _in_name(sight: Sight, index: int) -> bool:
    text = sight.terms[index].text
    if not text[0].isupper() or text.isupper() or index < 2:
        return False
    return sight.terms[index - 1].text[:1].isupper() or sight.terms[index + 1].text[:1].isupper()


def _observed(sight: Sight, folded: str, book: MeaningBook) -> bool:
    return any(t.text and book.status_words["observers"].find(folded, t.start) for t in sight.terms)


def _carries(sight: Sight, folded: str, book: MeaningBook) -> bool:
    return any(book.status_words["carriers"].find(folded, t.start) for t in sight.terms[1:4] if t.text)


class _View:
    """The marks as one quantity sees them."""

    def __init__(self, sight: Sight, place: int, quantity: Quantity, marks: list[Mark], book: MeaningBook) -> None:
        self.sight = sight
        self.kind = quantity.kind
        self.book = book
        self.high, self.after = sight.spans[place]
        self.low = sight.spans[place - 1][1] if place else 0
        self.limit = sight.spans[place + 1][0] if place + 1 < len(sight.spans) else len(sight.terms)
        self.marks = [m for m in marks if not m.cue.kinds or quantity.kind in m.cue.kinds]
        self.start = next((i + 1 for i in range(self.high - 1, 0, -1) if self._parts(i)), 0)

    def _parts(self, index: int) -> bool:
        """Tell whether another statement begins at the term; the "lalu" of "tahun lalu" begins none."""
        sight = self.sight
        if sight.has(index, "split"):
            return sight.terms[index - 1].tag != "duration"
        return self._is_word(index, "barriers")

    def _is_word(self, index: int, group: str) -> bool:
        return sight_word(self.sight, index) in self.book.status_sets[group]

    def left(self) -> Mark | None:
        """Return the nearest cue to the left that reaches the number."""
        for mark in reversed(self.marks):
            if mark.last <= self.high and mark.first >= self.start and mark.cue.side == "left" and self._reaches(mark):
                return mark
        return None

    def _reaches(self, mark: Mark) -> bool:
        between = range(mark.last, self.high)
        match mark.cue.reach:
            case "statement":
                return mark.cue.status != "none" and not self._is_void(mark)
            case "near":
                return mark.first >= self.low and not any(self._moves(i) for i in between)
            case "touching":
                return all(self.sight.terms[i].tag in STEPS or self.sight.has(i, "link") for i in between)
            case "base":
                return mark.first >= self.low and not any(self._is_word(i, "results") for i in between)
        return False

    def _is_void(self, mark: Mark) -> bool:
        """Tell whether a word of what is over only tells of the target itself: "target yang telah dinaikkan"."""
        before = self.sight.terms[mark.first - 1]
        return (
            mark.cue.status == "realised"
            and before.tag == "relative"
            and any(m.last == mark.first - 1 and m.cue.status == "target" for m in self.marks)
        )

    def _moves(self, index: int) -> bool:
        sight = self.sight
        plain = sight.terms[index].tag in ("verb", "preposition") and not sight.has(index, "link")
        return plain or sight.has(index, "cause")

    def right(self) -> Mark | None:
        """Return the first cue behind the number that is meant for what stands there."""
        for mark in self.marks:
            if mark.first < self.after or mark.first >= self.limit or mark.cue.side != "right":
                continue
            between = range(self.after, mark.first)
            if any(self._parts(i) for i in between):
                return None
            if mark.cue.reach != "touching" or all(self._is_side(i) for i in between):
                return mark if mark.cue.status != "none" else None
        return None

    def _is_side(self, index: int) -> bool:
        tag = self.sight.terms[index].tag
        return (
            tag in SIDE_WORDS or tag in ("noun", "name", "reference", "adjective") or self.sight.has(index, "anaphor")
        )

    def late(self) -> Mark | None:
        """Return a word of time to come in the statement."""
        return next((m for m in self.marks if m.cue.reach == "late" and self.start <= m.first < self.limit), None)


def sight_word(sight: Sight, index: int) -> str:
    """Return the lower-cased text of a term."""
    return sight.terms[index].text.lower()
