"""A clause and its quantities in, what can be seen around each of them out: properties, verbs and cues by place."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.records import Clause, Quantity, Term
from pipeline.rulebook.meaning import MeaningBook

NO_CUES: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Hit:
    """A property or verb of the lexicon at the terms [first, last), written in [start, end) of the text."""

    first: int
    last: int
    start: int
    end: int
    code: str
    possessive: bool


@dataclass(slots=True)
class Sight:
    """A clause as attribution sees it; `cues[i]` are the classes of the words at term i, `spans` the quantities."""

    clause: Clause
    text: str
    cues: list[frozenset[str]]
    hits: list[Hit]
    verbs: list[Hit]
    spans: list[tuple[int, int]]
    free: list[int] = field(default_factory=list)
    inside: frozenset[int] = frozenset()

    @property
    def terms(self) -> Sequence[Term]:
        """Return the terms of the clause."""
        return self.clause.terms

    def has(self, index: int, cue: str) -> bool:
        """Tell whether the words at the term are a cue of the class."""
        return cue in self.cues[index]

    def word(self, index: int) -> str:
        """Return the lower-cased text of a term."""
        return self.clause.terms[index].text.lower()


def look(clause: Clause, quantities: Sequence[Quantity], text: str, folded: str, book: MeaningBook) -> Sight:
    """Look up every term of the clause once; `folded` is the lower-cased text with plain blanks."""
    terms = clause.terms
    starts = [t.start for t in terms]
    sight = Sight(clause, text, [NO_CUES] * len(terms), [], [], [])
    for quantity in quantities:
        first = bisect_left(starts, quantity.start)
        last = bisect_left(starts, quantity.end)
        sight.spans.append((first, max(last, first + 1)))
        sight.free.append(_free(starts, quantity, text, sight.spans[-1][1]))
    sight.inside = frozenset(i for first, last in sight.spans for i in range(first, last))
    covered = 0
    for i, term in enumerate(terms):
        if i in sight.inside or not term.text:
            continue
        if term.tag == "per":
            covered = max(covered, terms[min(i + 1, len(terms) - 1)].end)
        if cue := book.cues.find(folded, term.start):
            sight.cues[i] = cue.meaning
        if verb := book.verbs.find(folded, term.start):
            sight.verbs.append(_hit(i, starts, term.start, verb.end, (verb.meaning, verb.possessive)))
        shared = cue is not None and cue.meaning & {"contribution", "share_noun"}
        if term.start >= covered and (found := book.properties.find(folded, term.start)):
            covered = found.end
            sight.hits.append(_hit(i, starts, term.start, found.end, (found.meaning, found.possessive)))
        elif term.start >= covered and cue is not None and "number_noun" in cue.meaning and i + 1 < len(terms):
            counted = book.counted.find(folded, terms[i + 1].start)
            if counted:
                code = (counted.meaning, cue.possessive)
                sight.hits.append(_hit(i, starts, term.start, cue.end, code))
        elif term.start >= covered and cue is not None and shared and term.tag != "verb":
            sight.hits.append(_hit(i, starts, term.start, cue.end, ("", cue.possessive)))
    return sight


def _free(starts: list[int], quantity: Quantity, text: str, last: int) -> int:
    """Return the term after the quantity and its counted noun."""
    unit = quantity.unit if quantity.kind == "count" else ""
    found = text.find(unit, quantity.end, quantity.end + len(unit) + 20) if unit else -1
    return max(last, bisect_left(starts, found + len(unit))) if found >= 0 else last


def _hit(first: int, starts: list[int], start: int, end: int, found: tuple[str, bool]) -> Hit:
    return Hit(first, max(bisect_left(starts, end), first + 1), start, end, *found)
