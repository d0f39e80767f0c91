"""Clauses in, candidates out: spaCy's Matcher runs the rules over the terms, the best match wins each place."""

from collections.abc import Sequence
from typing import Any

from spacy.attrs import LOWER
from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.match.patterns import Stretches, needs_of
from pipeline.match.tokens import TokenBits
from pipeline.records import Candidate, Clause, Term
from pipeline.rulebook import PlacedRule, Rulebook

NUMBERS = frozenset({"number", "one", "year", "fraction", "definite", "ordinal_number"})
KEPT = 1 << 14


class RuleMatcher:
    """Hold the compiled rules of a rulebook.

    In a pattern TAG is the class of a term, LEMMA its code, LOWER and TEXT its words. Each rule has a Matcher
    of its own, run only over the stretches where it may match, and once for those whose terms fit the same tokens
    of the patterns: so the work follows what is new, not the text.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        """Compile every rule; the parts `before` and `after` must match but are not of the quantity."""
        self._rules = rulebook.rules
        self._vocab = Vocab(lex_attr_getters={LOWER: str.lower})
        patterns = {p.id: p.rule.before + p.rule.pattern + p.rule.after for p in self._rules.values()}
        self._bits = TokenBits(token for pattern in patterns.values() for token in pattern)
        self._stretches = Stretches([needs_of(pattern, self._bits) for pattern in patterns.values()])
        self._compiled = []
        for placed in self._rules.values():
            matcher = Matcher(self._vocab)
            matcher.add(placed.id, [patterns[placed.id]])
            self._compiled.append((placed, matcher))
        self._known: dict[tuple[int, ...], list[tuple[int, int]]] = {}
        self._ranks = {
            placed.id: (placed.kind != "none", bool(placed.rule.last_resort), i)
            for i, placed in enumerate(self._rules.values())
        }

    def candidates(self, clauses: Sequence[Clause]) -> list[list[Candidate]]:
        """Return, for each clause, its candidates that do not overlap, in order; spared places are left out."""
        with self._vocab.memory_zone():
            return [self._resolve(self._match(clause), clause) for clause in clauses]

    def _match(self, clause: Clause) -> list[Candidate]:
        """Return every match. No match crosses from one stretch to the next."""
        fitting = self._bits.fitting(clause.terms)
        found: list[Candidate] = []
        for number, first, last in self._stretches.of(fitting):
            placed, matcher = self._compiled[number]
            kind = (number, *fitting[first:last])
            parts = self._known.get(kind)
            if parts is None:
                if len(self._known) == KEPT:
                    self._known.clear()
                parts = _quantity_parts(placed, matcher, self._doc(clause.terms[first:last]))
                self._known[kind] = parts
            found += [Candidate(first + low, first + high, placed.id) for low, high in parts]
        return found

    def _doc(self, terms: Sequence[Term]) -> Doc:
        return Doc(
            self._vocab,
            words=[t.text or "|" for t in terms],
            tags=[t.tag for t in terms],
            lemmas=[t.code or t.tag for t in terms],
        )

    def _rank(self, candidate: Candidate, clause: Clause) -> tuple[bool, bool, int, int, int, int]:
        """Rank spared places first, then what explains most numbers, then the longest, then the earlier rule."""
        start, end = candidate.start, candidate.end
        numbers = sum([t.tag in NUMBERS for t in clause.terms[start:end]])
        quantity, last_resort, order = self._ranks[candidate.rule_id]
        return quantity, last_resort, -numbers, start - end, start, order

    def _resolve(self, found: list[Candidate], clause: Clause) -> list[Candidate]:
        """Keep the best candidate of every place."""
        if len(found) < 2:
            return found
        taken: set[int] = set()
        kept = []
        for candidate in sorted(found, key=lambda c: self._rank(c, clause)):
            places = range(candidate.start, candidate.end)
            if taken.isdisjoint(places):
                taken.update(places)
                kept.append(candidate)
        return sorted(kept, key=lambda c: c.start)


def _quantity_parts(placed: PlacedRule, matcher: Matcher, doc: Doc) -> list[tuple[int, int]]:
    """Return the ranges of terms that the `pattern` part of each match covers, without `before` and `after`."""
    low = len(placed.rule.before)
    high = low + len(placed.rule.pattern)
    found = []
    matches: Any = matcher(doc, with_alignments=True)
    for _, start, _, alignments in matches:
        places = [start + i for i, part in enumerate(alignments) if low <= part < high]
        if places:
            found.append((places[0], places[-1] + 1))
    return found
