"""A clause and its quantities in, what can be seen around each of them out: properties, verbs and cues by place."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.records import Clause, Quantity, Term, record
from pipeline.rulebook.meaning import ClosedWords, MeaningBook
from pipeline.rulebook.phrases import Phrase, first_word

NO_CUES: frozenset[str] = frozenset()
MOVEMENTS = frozenset({"rise", "rise_noun", "fall", "fall_noun"})


@record(frozen=True, slots=True)
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
    """A clause as attribution sees it; `cues[i]` are the classes of the words at term i, `spans` the quantities.

    `terms` are those of the clause, `lowered` their texts in lower case, `openers` the first word of each, `opened` the
    tables that have a phrase which may begin with that word.
    """

    clause: Clause
    text: str
    cues: list[frozenset[str]]
    hits: list[Hit]
    verbs: list[Hit]
    spans: list[tuple[int, int]]
    words: ClosedWords
    free: list[int] = field(default_factory=list)
    inside: frozenset[int] = frozenset()
    terms: Sequence[Term] = ()
    lowered: Sequence[str] = ()
    openers: Sequence[str] = ()
    opened: Sequence[frozenset[str]] = ()

    def has(self, index: int, cue: str) -> bool:
        """Tell whether the words at the term are a cue of the class."""
        return cue in self.cues[index]

    def word(self, index: int) -> str:
        """Return the lower-cased text of a term."""
        return self.lowered[index]


def look(clause: Clause, quantities: Sequence[Quantity], text: str, folded: str, book: MeaningBook) -> Sight:
    """Look up every term of the clause once; `folded` is the lower-cased text with plain blanks."""
    terms = clause.terms
    starts = [t.start for t in terms]
    sight = Sight(clause, text, [NO_CUES] * len(terms), [], [], [], book.words, terms=terms)
    sight.lowered = [t.text.lower() for t in terms]
    sight.openers = [first_word(folded, t.start) for t in terms]
    sight.opened = [book.opened(word) for word in sight.openers]
    for quantity in quantities:
        first = bisect_left(starts, quantity.start)
        last = bisect_left(starts, quantity.end)
        sight.spans.append((first, max(last, first + 1)))
        sight.free.append(_free(starts, quantity, text, sight.spans[-1][1]))
    for i, (first, _) in enumerate(sight.spans[1:]):
        sight.free[i] = sight.free[i] if sight.free[i] <= first else sight.spans[i][1]
    sight.inside = frozenset(i for first, last in sight.spans for i in range(first, last))
    _look_up(sight, folded, book)
    return sight


def _look_up(sight: Sight, folded: str, book: MeaningBook) -> None:
    """Fill in the cues, verbs and properties; of overlapping properties the first and longest counts."""
    terms = sight.terms
    starts = [t.start for t in terms]
    covered = 0
    for i, opened in enumerate(sight.opened):
        term = terms[i]
        if term.tag == "per":
            covered = max(covered, terms[min(i + 1, len(terms) - 1)].end)
        if not opened or i in sight.inside or not term.text:
            continue
        named = _in_name(sight, i)
        cue = book.cues.find(folded, term.start, sight.openers[i])
        sight.cues[i] = _classes(cue.meaning, named) if cue else NO_CUES
        if term.start < covered:
            continue
        found = book.properties.find(folded, term.start, sight.openers[i]) if "properties" in opened else None
        covered = found.end if found else covered
        if found and not named and not _opens_body(cue, found.end):
            sight.hits.append(_hit(i, starts, term.start, found.end, (found.meaning, found.possessive)))
        elif cue and not found and (code := _unlisted(sight, i, folded, book)) is not None:
            sight.hits.append(_hit(i, starts, term.start, cue.end, (code, cue.possessive)))
    sight.verbs = [
        _hit(i, starts, terms[i].start, verb.end, (verb.meaning, verb.possessive))
        for i, opened in enumerate(sight.opened)
        if "verbs" in opened and i not in sight.inside and terms[i].text
        if (verb := book.verbs.find(folded, terms[i].start, sight.openers[i]))
    ]


def _opens_body(cue: Phrase[frozenset[str]] | None, end: int) -> bool:
    """Tell whether the word begins the longer name of a body: "Dana Moneter Internasional"."""
    return cue is not None and "body" in cue.meaning and cue.end > end


def _classes(cues: frozenset[str], named: bool) -> frozenset[str]:
    """Return the classes of a word; inside a name ("PT Berlian Laju Tanker") it moves nothing."""
    return cues - MOVEMENTS if named else cues


def _in_name(sight: Sight, index: int) -> bool:
    """Tell whether the word is part of a longer name: "Lembaga Penjamin Simpanan", "PT Berlian Laju Tanker"."""
    text, before = sight.terms[index].text, sight.terms[index - 1].text
    capital = text[:1].isupper() and not text.isupper() and before[:1].isupper()
    return capital and index - 1 not in sight.inside and not is_headline(sight)


def is_headline(sight: Sight) -> bool:
    """Tell whether most words of the clause begin with a capital."""
    words = [t.text for t in sight.terms if t.text[:1].isalpha()]
    return sum(w[0].isupper() for w in words) * 3 > len(words) * 2


def _unlisted(sight: Sight, index: int, folded: str, book: MeaningBook) -> str | None:
    """Return the code of a property that no indicator lists: "jumlah IKM" by what is counted, "kontribusi" by none."""
    if sight.has(index, "number_noun"):
        counted = book.counted.find(folded, sight.terms[index + 1].start)
        possessive = sight.word(index).endswith("nya")
        return counted.meaning if counted else "" if possessive else None
    shared = sight.cues[index] & {"contribution", "share_noun"}
    return "" if shared and sight.terms[index].tag != "verb" else None


def _free(starts: list[int], quantity: Quantity, text: str, last: int) -> int:
    """Return the term after the quantity and its counted noun."""
    unit = quantity.unit if quantity.kind == "count" else ""
    found = text.find(unit, quantity.end, quantity.end + len(unit) + 20) if unit else -1
    return max(last, bisect_left(starts, found + len(unit))) if found >= 0 else last


def _hit(first: int, starts: list[int], start: int, end: int, found: tuple[str, bool]) -> Hit:
    return Hit(first, max(bisect_left(starts, end), first + 1), start, end, *found)
