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

    `terms` are those of the clause, with their `starts` and `tags`; `lowered` are their texts in lower case, `openers`
    the first word of each, "" within a quantity, `opened` the terms where a phrase of each table may begin.
    `inside` are the terms of quantities, `where` those of each class of cues.
    """

    clause: Clause
    text: str
    words: ClosedWords
    terms: Sequence[Term]
    starts: list[int]
    tags: list[str]
    lowered: list[str]
    openers: list[str]
    opened: dict[str, list[int]]
    cues: list[frozenset[str]]
    spans: list[tuple[int, int]]
    inside: frozenset[int]
    where: dict[str, list[int]] = field(default_factory=dict)
    hits: list[Hit] = field(default_factory=list)
    verbs: list[Hit] = field(default_factory=list)
    free: list[int] = field(default_factory=list)
    _headline: bool | None = field(default=None, init=False)

    def has(self, index: int, cue: str) -> bool:
        """Tell whether the words at the term are a cue of the class."""
        return cue in self.cues[index]

    def last(self, cue: str, low: int, high: int) -> int:
        """Return the last term of [low, high) that is a cue of the class, -1 if none is."""
        for i in reversed(self.where.get(cue, ())):
            if low <= i < high:
                return i
        return -1

    def within(self, cue: str, low: int, high: int) -> bool:
        """Tell whether a cue of the class stands in the terms [low, high)."""
        return cue in self.where and self.last(cue, low, high) >= 0

    def word(self, index: int) -> str:
        """Return the lower-cased text of a term."""
        return self.lowered[index]

    def says(self, words: frozenset[str], low: int, high: int) -> bool:
        """Tell whether one of the words stands in the terms [low, high)."""
        return not words.isdisjoint(self.lowered[low:high])

    def opening(self, table: str) -> Sequence[int]:
        """Return the terms outside of quantities at which a phrase of the table may begin."""
        return self.opened.get(table, ())

    @property
    def headline(self) -> bool:
        """Tell whether most words of the clause begin with a capital."""
        if self._headline is None:
            words = [t.text for t in self.terms if t.text[:1].isalpha()]
            self._headline = sum(w[0].isupper() for w in words) * 3 > len(words) * 2
        return self._headline


def look(clause: Clause, quantities: Sequence[Quantity], text: str, folded: str, book: MeaningBook) -> Sight:
    """Look up every term of the clause once; `folded` is the lower-cased text with plain blanks."""
    terms = clause.terms
    starts = [t.start for t in terms]
    lowered = [t.text.lower() for t in terms]
    spans = [_span(starts, quantity) for quantity in quantities]
    inside = frozenset([i for first, last in spans for i in range(first, last)])
    openers = [
        word if word.isalpha() and not folded[t.end : t.end + 1].isalnum() else _opener(folded, t.start, word)
        for t, word in zip(terms, lowered, strict=True)
    ]
    for i in inside:
        openers[i] = ""
    opened: dict[str, list[int]] = {}
    for i, opener in enumerate(openers):
        for table in book.opened(opener):
            opened.setdefault(table, []).append(i)
    tags, cues = [t.tag for t in terms], [NO_CUES] * len(terms)
    sight = Sight(clause, text, book.words, terms, starts, tags, lowered, openers, opened, cues, spans, inside)
    for i, (quantity, (_, last)) in enumerate(zip(quantities, spans, strict=True)):
        free = _free(starts, quantity, text, last)
        sight.free.append(last if i + 1 < len(spans) and free > spans[i + 1][0] else free)
    _look_up(sight, folded, book)
    return sight


def _opener(folded: str, start: int, word: str) -> str:
    """Return the first word of a term that is more than one word or less: a sign or digit is one itself."""
    sign = word[:1]
    return first_word(folded, start) if sign.isalnum() and not sign.isdecimal() else sign


def _look_up(sight: Sight, folded: str, book: MeaningBook) -> None:
    """Fill in the cues, verbs and properties; of overlapping properties the first and longest counts.

    What stands at "per" or right behind it is the base of a rate and no property.
    """
    starts, openers = sight.starts, sight.openers
    properties = frozenset(sight.opening("properties"))
    covered = 0
    for i in sorted(properties.union(sight.opening("cues"))):
        start = starts[i]
        free = start >= covered and "per" not in sight.tags[max(i - 1, 0) : i + 1]
        cue = book.cues.find(folded, start, openers[i])
        found = book.properties.find(folded, start, openers[i]) if free and i in properties else None
        if not cue and not found:
            continue
        named = _in_name(sight, i)
        if cue:
            _note(sight, i, cue.meaning - MOVEMENTS if named else cue.meaning)
        if found:
            covered = found.end
            found = None if named or _opens_body(cue, covered) else found
        elif cue and free:
            found = _unlisted(sight, i, cue, folded, book)
        if found:
            sight.hits.append(_hit(i, starts, found))
    verbs = ((i, book.verbs.find(folded, starts[i], openers[i])) for i in sight.opening("verbs"))
    sight.verbs += [_hit(i, starts, verb) for i, verb in verbs if verb]


def _note(sight: Sight, index: int, classes: frozenset[str]) -> None:
    """Note the classes of a word; inside a name ("PT Berlian Laju Tanker") it moves nothing."""
    sight.cues[index] = classes
    for name in classes:
        sight.where.setdefault(name, []).append(index)


def _opens_body(cue: Phrase[frozenset[str]] | None, end: int) -> bool:
    """Tell whether the word begins the longer name of a body: "Dana Moneter Internasional"."""
    return cue is not None and "body" in cue.meaning and cue.end > end


def _in_name(sight: Sight, index: int) -> bool:
    """Tell whether the word is part of a longer name: "Lembaga Penjamin Simpanan", "PT Berlian Laju Tanker"."""
    text, before = sight.terms[index].text, sight.terms[index - 1].text
    capital = text[:1].isupper() and not text.isupper() and before[:1].isupper()
    return capital and index - 1 not in sight.inside and not sight.headline


def _unlisted(
    sight: Sight, index: int, cue: Phrase[frozenset[str]], folded: str, book: MeaningBook
) -> Phrase[str] | None:
    """Return a property that no indicator lists: "jumlah IKM" by what is counted, "kontribusi" by none."""
    if sight.has(index, "number_noun"):
        counted = book.counted.find(folded, sight.starts[index + 1], sight.openers[index + 1])
        named = counted is not None or sight.word(index).endswith("nya")
        return Phrase(cue.end, counted.meaning if counted else "", cue.possessive) if named else None
    shared = sight.has(index, "contribution") or sight.has(index, "share_noun")
    return Phrase(cue.end, "", cue.possessive) if shared and sight.tags[index] != "verb" else None


def _span(starts: list[int], quantity: Quantity) -> tuple[int, int]:
    first = bisect_left(starts, quantity.start)
    return first, max(bisect_left(starts, quantity.end), first + 1)


def _free(starts: list[int], quantity: Quantity, text: str, last: int) -> int:
    """Return the term after the quantity and its counted noun."""
    unit = quantity.unit if quantity.kind == "count" else ""
    found = text.find(unit, quantity.end, quantity.end + len(unit) + 20) if unit else -1
    return max(last, bisect_left(starts, found + len(unit))) if found >= 0 else last


def _hit(first: int, starts: list[int], found: Phrase[str]) -> Hit:
    last = max(bisect_left(starts, found.end), first + 1)
    return Hit(first, last, starts[first], found.end, found.meaning, found.possessive)
