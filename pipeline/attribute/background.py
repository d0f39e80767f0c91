"""Sentences that state no entity in, what they speak of out: read only when a later number asks whose it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pipeline.attribute.phrases import phrase_end, subject
from pipeline.attribute.sight import Sight, look
from pipeline.records import Clause, Passage, Reading
from pipeline.rulebook.meaning import MeaningBook

NOBODY = frozenset({"actor", "office", "body", "speech"})


@dataclass(frozen=True, slots=True)
class Background:
    """A text with its sentences; `read` gives the clause of the sentence that starts at a place, None if there is none.

    What was read once is kept in `known` for the text.
    """

    text: str
    folded: str
    passages: Sequence[Passage]
    read: Callable[[int], Clause | None]
    book: MeaningBook
    known: dict[tuple[int, bool], Reading] = field(default_factory=dict)

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

    def _spoken_of(self, start: int, sector: bool) -> Reading:
        clause = self.read(start)
        if clause is None:
            return Reading()
        sight = look(clause, [], self.text, self.folded, self.book)
        place = _sector(sight) if sector else _subject(sight) or _owner(sight)
        if place is None:
            return Reading()
        first, last = sight.terms[place[0]].start, sight.terms[place[1] - 1].end
        return Reading(self.text[first:last], first, last)


def _sector(sight: Sight) -> tuple[int, int] | None:
    """Return the first named sector: "industri tekstil"."""
    for i in range(len(sight.terms)):
        last = phrase_end(sight, i, len(sight.terms) - 1) if sight.has(i, "sector") else i
        if last > i + 1:
            return i, last
    return None


def _subject(sight: Sight) -> tuple[int, int] | None:
    """Return the subject of the last verb, unless it is a property or somebody who speaks or acts."""
    found = subject(sight, 0, len(sight.terms) - 1)
    if found is None or any(sight.cues[i] & NOBODY for i in range(*found)):
        return None
    return None if any(found[0] <= hit.first < found[1] for hit in sight.hits) else found


def _owner(sight: Sight) -> tuple[int, int] | None:
    """Return the noun phrase behind the first property that has one: "peningkatan jumlah kawasan industri"."""
    for hit in sight.hits:
        last = phrase_end(sight, hit.last, len(sight.terms) - 1)
        if last > hit.last:
            return hit.last, last
    return None
