"""Clauses in, candidates out: spaCy's Matcher runs the rules over the terms, the best match wins each place."""

from collections.abc import Sequence
from typing import Any

from spacy.attrs import LOWER
from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.records import Candidate, Clause
from pipeline.rulebook import PlacedRule, Rulebook

NUMBERS = frozenset({"number", "one", "year", "fraction", "definite", "ordinal_number"})

EVERYWHERE = frozenset({"noun", "name", "number", "one", "comma", "punctuation", "verb", "preposition", "boundary"})


class RuleMatcher:
    """Hold the compiled rules of a rulebook.

    In a pattern TAG is the class of a term, LEMMA its code, LOWER and TEXT its words.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        """Compile every rule; the parts `before` and `after` must match but are not of the quantity."""
        self._rules = rulebook.rules
        self._vocab = Vocab(lex_attr_getters={LOWER: str.lower})
        self._matchers: dict[frozenset[str], Any] = {}
        self._order = {rule_id: i for i, rule_id in enumerate(self._rules)}
        for placed in self._rules.values():
            pattern = placed.rule.before + placed.rule.pattern + placed.rule.after
            self._matchers.setdefault(_need(pattern), Matcher(self._vocab)).add(placed.id, [pattern])

    def candidates(self, clauses: Sequence[Clause]) -> list[list[Candidate]]:
        """Return, for each clause, its candidates that do not overlap, in order; spared places are left out."""
        with self._vocab.memory_zone():
            return [self._resolve(self._match(clause), clause) for clause in clauses]

    def _match(self, clause: Clause) -> list[Candidate]:
        terms = clause.terms
        doc = Doc(
            self._vocab,
            words=[t.text or "|" for t in terms],
            tags=[t.tag for t in terms],
            lemmas=[t.code or t.tag for t in terms],
        )
        tags = {t.tag for t in terms}
        found = []
        for need, matcher in self._matchers.items():
            if need and tags.isdisjoint(need):
                continue
            for key, start, _, alignments in matcher(doc, with_alignments=True):
                placed = self._rules[self._vocab.strings[key]]
                first, last = _quantity_part(placed, start, alignments)
                if last > first:
                    found.append(Candidate(first, last, placed.id))
        return found

    def _rank(self, candidate: Candidate, clause: Clause) -> tuple[bool, str, int, int, int, int]:
        """Rank spared places first, then what explains most numbers, then the longest, then the earlier rule."""
        numbers = sum(t.tag in NUMBERS for t in clause.terms[candidate.start : candidate.end])
        placed = self._rules[candidate.rule_id]
        return (
            placed.kind != "none",
            placed.rule.last_resort,
            -numbers,
            candidate.start - candidate.end,
            candidate.start,
            self._order[candidate.rule_id],
        )

    def _resolve(self, found: list[Candidate], clause: Clause) -> list[Candidate]:
        """Keep the best candidate of every place."""
        found = sorted(found, key=lambda c: self._rank(c, clause))
        taken: set[int] = set()
        kept = []
        for candidate in found:
            places = range(candidate.start, candidate.end)
            if taken.isdisjoint(places):
                taken.update(places)
                kept.append(candidate)
        return sorted(kept, key=lambda c: c.start)


def _need(pattern: list[dict[str, Any]]) -> frozenset[str]:
    """Return classes of which a clause must hold one for the pattern to match, as rare as can be; empty for none."""
    needs = []
    for token in pattern:
        tag = token.get("TAG")
        classes = [tag] if isinstance(tag, str) else tag.get("IN", []) if isinstance(tag, dict) else []
        if classes and token.get("OP", "1") in ("1", "+") and EVERYWHERE.isdisjoint(classes):
            needs.append(classes)
    return frozenset(min(needs, key=lambda classes: (len(classes), classes), default=()))


def _quantity_part(placed: PlacedRule, start: int, alignments: list[int]) -> tuple[int, int]:
    """Return the range of terms that the `pattern` part covers, without `before` and `after`."""
    low = len(placed.rule.before)
    high = low + len(placed.rule.pattern)
    places = [start + i for i, part in enumerate(alignments) if low <= part < high]
    return (places[0], places[-1] + 1) if places else (start, start)
