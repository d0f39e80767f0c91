"""The quantities of a clause in, for each whether it is realised, wanted or expected out."""

from collections.abc import Sequence

from pipeline.attribute.sight import Sight
from pipeline.records import Quantity, record
from pipeline.rulebook.meaning import MeaningBook, StatusCue

STEPS = frozenset(
    {
        *("comparator", "bridge", "each", "currency_before", "currency", "sign", "between", "punctuation", "colon"),
    }
)
NOUNS = frozenset({"noun", "name", "reference", "adjective"})
SIDE_WORDS = frozenset(
    {"determiner", "relative", "each", "per", "unit", "currency_after", "when", "year", "month", "duration"}
)
MOVES = frozenset({"rise", "fall"})
NEXT = 1
CARRIERS = 4


@record(frozen=True, slots=True)
class Mark:
    """A cue at the terms [first, last); `barrier` ends the reach of the cues to its left."""

    first: int
    last: int
    cue: StatusCue
    text: str


@record(frozen=True, slots=True)
class Verdict:
    """A status and the cue that decided."""

    status: str
    cue: str = ""


def read_statuses(
    sight: Sight, measured: Sequence[tuple[Quantity, str]], folded: str, book: MeaningBook, before: str
) -> list[Verdict]:
    """Return a verdict for each quantity with its indicator; `before` is the last status of the sentence before."""
    marks = _marks(sight, folded, book)
    partings = _partings(sight, book) if marks or len(measured) > 1 else []
    carried = before if before and _carries(sight, folded, book) else ""
    observed = any(m.cue.observed for m in marks) and _observed(sight, folded, book)
    result: list[Verdict] = []
    for place, (quantity, code) in enumerate(measured):
        if not marks and not result:
            result.append(_verdict(None, observed, carried))
            continue
        view = _View(sight, place, [m for m in marks if _fits(m.cue, quantity, code)], partings, book)
        mark = None if result and result[-1].cue and view.equals() else view.mark()
        if result and mark is None and (view.equals() or view.is_elliptic() or view.is_part(folded)):
            result.append(result[-1])
        else:
            result.append(_verdict(mark, observed, carried))
    return result


def _fits(cue: StatusCue, quantity: Quantity, code: str) -> bool:
    if cue.kinds and quantity.kind not in cue.kinds:
        return False
    limits = not cue.comparators or quantity.comparator in cue.comparators
    return limits and (not cue.codes or code in cue.codes)


def _verdict(mark: Mark | None, observed: bool, carried: str) -> Verdict:
    if mark is None:
        return Verdict(carried, "carried") if carried else Verdict("realised")
    return Verdict(mark.cue.observed if observed and mark.cue.observed else mark.cue.status, mark.text)


def _marks(sight: Sight, folded: str, book: MeaningBook) -> list[Mark]:
    """Find the cues outside of quantities; a cue inside a name ("PT Rencana Jaya") is none."""
    marks: list[Mark] = []
    covered = 0
    for i in sight.opening("status"):
        term = sight.terms[i]
        if term.start < covered or not term.text[:1].isalpha():
            continue
        found = book.status.find(folded, term.start, sight.openers[i])
        if found is None or (_in_name(sight, i) and not sight.headline):
            continue
        covered = found.end
        last = i + 1
        while sight.terms[last].start < found.end and last < len(sight.terms) - 1:
            last += 1
        marks += [Mark(i, last, cue, folded[term.start : found.end]) for cue in found.meaning]
    return marks


def _in_name(sight: Sight, index: int) -> bool:
    text = sight.terms[index].text
    if not text[0].isupper() or text.isupper() or index < 2:
        return False
    return sight.terms[index - 1].text[:1].isupper() or sight.terms[index + 1].text[:1].isupper()


def _observed(sight: Sight, folded: str, book: MeaningBook) -> bool:
    find = book.status_words["observers"].find
    return any(t.text and find(folded, t.start, sight.openers[i]) for i, t in enumerate(sight.terms))


def _carries(sight: Sight, folded: str, book: MeaningBook) -> bool:
    return any(_points_back(sight, folded, book, at) for at in (1, sight.spans[0][1]))


def _points_back(sight: Sight, folded: str, book: MeaningBook, at: int) -> bool:
    """Tell whether words such as "di antaranya", "dari dana itu" stand at a term or right behind it."""
    find = book.status_words["carriers"].find
    near = enumerate(sight.terms[at : at + CARRIERS - 1], at)
    return any(t.text and find(folded, t.start, sight.openers[i]) for i, t in near)


def _partings(sight: Sight, book: MeaningBook) -> list[int]:
    """Return where another statement begins; the "lalu" of "tahun lalu" begins none."""
    barriers = book.status_sets["barriers"]
    split = [i for i in sight.where.get("split", ()) if sight.tags[i - 1] != "duration"]
    if barriers.isdisjoint(sight.lowered):
        return split
    found = (i for i, word in enumerate(sight.lowered) if word in barriers and not sight.has(i, "split"))
    return sorted([*split, *found])


class _View:
    """The marks as one quantity sees them: its terms are [high, after), those before back to `low` are its own."""

    def __init__(self, sight: Sight, place: int, marks: list[Mark], partings: list[int], book: MeaningBook) -> None:
        self.sight, self.marks, self.partings, self.book = sight, marks, partings, book
        self.high, self.after = sight.spans[place]
        self.low = sight.spans[place - 1][1] if place else 0
        self.free = sight.free[place - 1] if place else 0
        self.limit = sight.spans[place + 1][0] if place + 1 < len(sight.spans) else len(sight.terms)
        self.start = next((i + 1 for i in reversed(partings) if i < self.high), 0)

    def equals(self) -> bool:
        """Tell whether the number says the one before it again: "Rp5 miliar atau 3 persen"."""
        if any(self.low <= m.first < self.high for m in self.marks):
            return False
        between = self.sight.lowered[self.free : self.high]
        return bool(between) and self.book.status_sets["equals"].issuperset(between)

    def is_elliptic(self) -> bool:
        """Tell whether the statement leaves out the verb of the one before: "sedangkan impor 3 persen"."""
        if not 0 < self.low <= self.start < self.high or "verb" in self.sight.tags[self.start : self.high]:
            return False
        return not any(self.sight.within(cue, self.start, self.high) for cue in ("link", *MOVES))

    def is_part(self, folded: str) -> bool:
        """Tell whether the number is a part of the one before: "Rp5 miliar, 60 persen di antaranya ..."."""
        return self.low > 0 and _points_back(self.sight, folded, self.book, self.after)

    def mark(self) -> Mark | None:
        """Return the cue that decides."""
        left = self._left()
        late = self._late() if left and left.cue.status == "realised" and left.first < self.low else None
        if late and late.first >= self.low:
            return late
        if left is None or (left.cue.status == "realised" and left.cue.reach == "statement") or left.first < self.low:
            right = self._right(left is not None)
            if right is not None:
                return None if right.cue.status == "none" else right
            return left or self._late()
        return left

    def _is_word(self, index: int, group: str) -> bool:
        return self.sight.word(index) in self.book.status_sets[group]

    def _left(self) -> Mark | None:
        for mark in reversed(self.marks):
            if mark.last <= self.high and mark.first >= self.start and mark.cue.side == "left" and self._reaches(mark):
                return self._forecast_before(mark) or mark
        return None

    def _forecast_before(self, mark: Mark) -> Mark | None:
        """Return the cue of the same statement that a cue gives way to."""
        if mark.cue.reach == "touching" and mark.cue.status == "target":
            return self._reached(mark)
        if not mark.cue.yields:
            return None
        earlier = [
            m for m in self.marks if self.start <= m.first < mark.first and m.cue.status in ("target", "forecast")
        ]
        if mark.cue.yields == "target":
            parted = max([first for first, _ in self.sight.spans if first < mark.first], default=0)
            return next((m for m in earlier if m.cue.status == "target" and m.first >= parted), None)
        if mark.cue.status == "realised":
            return next((m for m in earlier if m.cue.reach == "statement" and mark.first - m.last <= NEXT), None)
        return next((m for m in earlier if m.cue.status == "forecast"), None)

    def _reached(self, limit: Mark) -> Mark | None:
        """Return the word of what is over before a limit that was reached: "telah mencapai minimal 40 persen"."""
        over = next((m for m in self.marks if m.cue.status == "realised" and self.start <= m.first < limit.first), None)
        between = range(over.last, limit.first) if over is not None else range(0)
        return over if between and all(self.sight.has(i, "reach") for i in between) else None

    def _reaches(self, mark: Mark) -> bool:
        between = range(mark.last, self.high)
        match mark.cue.reach:
            case "statement":
                return mark.cue.status != "none" and not self._is_void(mark) and not self._is_whole(mark)
            case "plan":
                over = any(self.start <= m.first < mark.first and m.cue.status == "realised" for m in self.marks)
                return not over and not self._is_whole(mark) and not any(self.sight.cues[i] & MOVES for i in between)
            case "near":
                return mark.first >= self.low and not any(self._moves(i) for i in between)
            case "touching":
                return self._touches(mark)
            case "base":
                again = self.sight.says(self.sight.words.again, mark.last, self.high)
                same = mark.first >= self.low and not again and not any(self._is_word(i, "results") for i in between)
                return same and not any(m.last == mark.first and m.cue.status != "realised" for m in self.marks)
            case "start":
                return self._is_start(mark)
        return False

    def _is_void(self, mark: Mark) -> bool:
        """Tell whether a word of what is over only tells of the target itself: "target yang telah dinaikkan"."""
        before = self.sight.terms[mark.first - 1]
        return (
            mark.cue.status == "realised"
            and before.tag == "relative"
            and any(m.last == mark.first - 1 and m.cue.status == "target" for m in self.marks)
        )

    def _is_whole(self, mark: Mark) -> bool:
        """Tell whether the cue is the whole of another share: "75 persen dari target, belanja 500"."""
        if mark.first >= self.low and any(last == mark.first - 1 for _, last in self.sight.spans):
            return self.sight.terms[mark.first - 1].tag == "preposition" and any(
                self._is_word(i, "results") or self.sight.terms[i].tag == "verb" for i in range(mark.last, self.high)
            )
        whole = any(last == mark.first - 1 for _, last in self.sight.spans)
        return whole and self.sight.terms[mark.first - 1].tag == "preposition"

    def _touches(self, mark: Mark) -> bool:
        added = mark.cue.status == "realised" and self.sight.terms[mark.first - 1].tag in NOUNS
        return not added and all(self.sight.terms[i].tag in STEPS for i in range(mark.last, self.high))

    def _is_start(self, mark: Mark) -> bool:
        """Tell whether the number is where a change starts."""
        planned = any(m.last == mark.first and m.cue.status in ("target", "forecast") for m in self.marks)
        if mark.first < self.low or self.high - mark.last > 2 or planned:
            return False
        ends = range(self.after, min(self.after + 3, len(self.sight.terms)))
        moved = any(self.sight.cues[i] & MOVES for i in range(max(mark.first - 2, 0), mark.first))
        return moved or any(self._is_word(i, "results") for i in ends)

    def _moves(self, index: int) -> bool:
        sight = self.sight
        plain = sight.terms[index].tag in ("verb", "preposition") and not sight.has(index, "link")
        return plain or sight.has(index, "cause")

    def _right(self, touching: bool) -> Mark | None:
        """Return the first cue behind the number that is meant for what stands there."""
        for mark in self.marks:
            if mark.first < self.after or mark.first >= self.limit or mark.cue.side != "right":
                continue
            between = range(self.after, mark.first)
            if any(i in between for i in self.partings):
                return None
            if all(self._is_side(i) for i in between) or (mark.cue.reach != "touching" and not touching):
                return mark
        return None

    def _is_side(self, index: int) -> bool:
        tag = self.sight.terms[index].tag
        return tag in SIDE_WORDS or tag in NOUNS or self.sight.has(index, "anaphor")

    def _late(self) -> Mark | None:
        """Return a cue of the same statement that counts wherever it stands ("tahun depan")."""
        parted = next((i for i in self.partings if self.after <= i < self.limit), self.limit)
        return next((m for m in self.marks if m.cue.reach == "late" and self.start <= m.first < parted), None)


def dated(verdict: Verdict, period: tuple[str, str], published: str, book: MeaningBook) -> str:
    """Return the status where a date may decide: what begins after the day of publication is not realised yet.

    An estimate of what was over by then is no forecast. `period` has the first and last day and `published` the day
    of publication, ISO dates or "".
    """
    start, end = period
    if start and published and start > published and verdict.status == "realised" and not verdict.cue:
        return "target"
    over = bool(end and published) and end < published
    estimated = over and verdict.status == "forecast" and verdict.cue in book.status_sets["estimates"]
    return "realised" if estimated else verdict.status
