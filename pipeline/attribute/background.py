"""Sentences that state no entity in, what they speak of out: read only when a later number asks whose it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pipeline.attribute.phrases import phrase_end
from pipeline.attribute.sight import Sight, look
from pipeline.attribute.subjects import subject
from pipeline.records import Clause, Passage, Reading
from pipeline.rulebook.meaning import MeaningBook

THINGS = frozenset({"head", "sector", "company"})
NOBODY = frozenset({"actor", "office", "body", "speech"})


@dataclass(frozen=True, slots=True)
class Background:
    """A text with its sentences; `read` gives the clause of the sentence that starts at a place, None if there is none.

    What was read once is kept in `known` and `firms` for the text.
    """

    text: str
    folded: str
    passages: Sequence[Passage]
    read: Callable[[int], Clause | None]
    book: MeaningBook
    known: dict[tuple[int, bool], Reading] = field(default_factory=dict)
    firms: dict[int, Reading] = field(default_factory=dict)

    def topic(self, start: int, named: int, sector: bool = False) -> Reading:
        """Return what the nearest sentence before `start` speaks of, in its paragraph and behind the place `named`.

        With `sector` only a sector counts: what "subsektor ini" points at.
        """
        place = next((i for i, p in enumerate(self.passages) if p.start <= start < p.end), 0)
        for passage in reversed(self.passages[:place]):
            if passage.paragraph != self.passages[place].paragraph or passage.start <= named:
                break
            key = passage.start, sector
            if key not in self.known:
                self.known[key] = self._spoken_of(passage.start, sector)
            if self.known[key].value:
                return self.known[key]
        return Reading()

    def firm(self, start: int, low: int) -> Reading:
        """Return the firm that acts in the nearest sentence before that of `start`, behind the place `low`."""
        place = next((i for i, p in enumerate(self.passages) if p.start <= start < p.end), 0)
        for passage in reversed(self.passages[:place]):
            if passage.start < low:
                break
            if passage.start not in self.firms:
                self.firms[passage.start] = self._acting_firm(passage.start)
            if self.firms[passage.start].value:
                return self.firms[passage.start]
        return Reading()

    def _acting_firm(self, start: int) -> Reading:
        clause = self.read(start)
        if clause is None:
            return Reading()
        sight = look(clause, [], self.text, self.folded, self.book)
        place = subject(sight, 0, len(sight.terms) - 1, firms=True)
        return Reading() if place is None else self._reading(sight, place)

    def _reading(self, sight: Sight, place: tuple[int, int]) -> Reading:
        first, last = sight.terms[place[0]].start, sight.terms[place[1] - 1].end
        return Reading(self.text[first:last], first, last)

    def _spoken_of(self, start: int, sector: bool) -> Reading:
        clause = self.read(start)
        if clause is None:
            return Reading()
        sight = look(clause, [], self.text, self.folded, self.book)
        place = _sector(sight) if sector else self._subject(sight) or _owner(sight)
        return Reading() if place is None else self._reading(sight, place)

    def _subject(self, sight: Sight) -> tuple[int, int] | None:
        """Return the subject of the last verb, unless it is a property or somebody who speaks or acts."""
        found = subject(sight, 0, len(sight.terms) - 1)
        if found is None or any(sight.cues[i] & NOBODY for i in range(*found)):
            return None
        if found[1] == found[0] + 1 and sight.has(found[0], "head") and sight.has(found[1], "anaphor"):
            return None
        if self._is_thing(sight, found):
            return found
        inner = next((i for i in range(found[0] + 1, found[1]) if sight.cues[i] & THINGS), None)
        return (inner, found[1]) if inner is not None else None

    def _is_thing(self, sight: Sight, place: tuple[int, int]) -> bool:
        """Tell whether the words name a firm, a sector, something that is counted or has a name, and no property."""
        first = place[0]
        if any(first <= hit.first < place[1] for hit in sight.hits):
            return False
        opens = sight.terms[first - 1].tag in ("boundary", "punctuation")
        named = not opens and sight.terms[first].text[:1].isupper()
        counted = self.book.counted.find(self.folded, sight.terms[first].start)
        return named or bool(sight.cues[first] & THINGS) or counted is not None


def _sector(sight: Sight) -> tuple[int, int] | None:
    """Return the first named sector: "industri tekstil"."""
    for i in range(len(sight.terms)):
        last = phrase_end(sight, i, len(sight.terms) - 1) if sight.has(i, "sector") else i
        if last > i + 1:
            return i, last
    return None


def _owner(sight: Sight) -> tuple[int, int] | None:
    """Return the noun phrase behind the first property that has one: "peningkatan jumlah kawasan industri"."""
    for hit in sight.hits:
        last = phrase_end(sight, hit.last, len(sight.terms) - 1)
        if last > hit.last:
            return hit.last, last
    return None
