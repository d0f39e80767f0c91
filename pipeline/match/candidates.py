"""Clauses in, candidates out: the rules run over the terms, the best match wins each place."""

from collections.abc import Iterator, Sequence

from pipeline.match.patterns import compile_pattern, stretches
from pipeline.match.tokens import Token, TokenBits
from pipeline.records import Candidate, Clause
from pipeline.rulebook import PlacedRule, Rulebook

NUMBERS = frozenset({"number", "one", "year", "fraction", "definite", "ordinal_number"})


class RuleMatcher:
    """Hold the compiled rules of a rulebook: spaCy token patterns in which TAG is the class of a term."""

    def __init__(self, rulebook: Rulebook) -> None:
        """Compile every rule; the parts `before` and `after` must match but are not of the quantity."""
        self._rules = rulebook.rules
        self._bits = TokenBits(token for placed in self._rules.values() for part in _parts(placed) for token in part)
        self._patterns = [(placed, compile_pattern(_parts(placed), self._bits)) for placed in self._rules.values()]
        self._ranks = {
            placed.id: (placed.kind != "none", bool(placed.rule.last_resort), i)
            for i, placed in enumerate(self._rules.values())
        }

    def candidates(self, clauses: Sequence[Clause]) -> list[list[Candidate]]:
        """Return, for each clause, its candidates that do not overlap, in order; spared places are left out."""
        return [self._resolve(self._match(clause), clause) for clause in clauses]

    def _match(self, clause: Clause) -> Iterator[Candidate]:
        """Yield every match; only rules whose every term may stand in the clause are tried, where one may begin."""
        fitting = [self._bits.fitting(term) for term in clause.terms]
        following = [*fitting[1:], -1]
        there = 0
        for fits in fitting:
            there |= fits
        places: dict[int, list[int]] = {}
        for placed, pattern in self._patterns:
            if pattern.needs & ~there:
                continue
            if (starts := places.get(pattern.opens)) is None:
                starts = places[pattern.opens] = [i for i, fits in enumerate(fitting) if fits & pattern.opens]
            for start in starts:
                if pattern.follows < 0 or following[start] & pattern.follows:
                    for first, last in stretches(pattern, fitting, start):
                        yield Candidate(first, last, placed.id)

    def _rank(self, candidate: Candidate, clause: Clause) -> tuple[bool, bool, int, int, int, int]:
        """Rank spared places first, then what explains most numbers, then the longest, then the earlier rule."""
        start, end = candidate.start, candidate.end
        numbers = sum([t.tag in NUMBERS for t in clause.terms[start:end]])
        quantity, last_resort, order = self._ranks[candidate.rule_id]
        return quantity, last_resort, -numbers, start - end, start, order

    def _resolve(self, found: Iterator[Candidate], clause: Clause) -> list[Candidate]:
        """Keep the best candidate of every place."""
        taken: set[int] = set()
        kept = []
        for candidate in sorted(found, key=lambda c: self._rank(c, clause)):
            places = range(candidate.start, candidate.end)
            if taken.isdisjoint(places):
                taken.update(places)
                kept.append(candidate)
        return sorted(kept, key=lambda c: c.start)


def _parts(placed: PlacedRule) -> tuple[Sequence[Token], Sequence[Token], Sequence[Token]]:
    return placed.rule.before, placed.rule.pattern, placed.rule.after
