"""Rules over hand-made clauses: which match wins a place."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.match import RuleMatcher
from pipeline.records import Clause, Term
from pipeline.rulebook import PlacedRule, Rulebook
from pipeline.rulebook.schema import Rule

Pattern = list[dict[str, Any]]
Match = Callable[[str, Sequence[PlacedRule]], list[tuple[str, str]]]

NUMBER: dict[str, Any] = {"TAG": "number"}
NOUN: dict[str, Any] = {"TAG": "noun"}


def rule(rule_id: str, pattern: Pattern, kind: str = "count", **parts: Any) -> PlacedRule:
    """Make a rule that needs no file."""
    checked = Rule.model_validate({"id": rule_id.split(".")[1], "pattern": pattern, "finds": ["-"], **parts})
    return PlacedRule(rule_id, kind, checked, Path("hand.yaml"), 1)


def clause(written: str) -> Clause:
    """Make a clause of `word/tag` pairs."""
    terms = [Term(0, 0, "", "boundary")]
    position = 0
    for pair in written.split():
        word, _, tag = pair.rpartition("/")
        terms.append(Term(position, position + len(word), word, tag))
        position += len(word) + 1
    return Clause(0, position, (*terms, Term(position, position, "", "boundary")))


@pytest.fixture
def match(rulebook: Rulebook) -> Match:
    """Return a matcher of some rules: (rule, the words it takes), in order."""

    def candidates(written: str, rules: Sequence[PlacedRule]) -> list[tuple[str, str]]:
        made = clause(written)
        matcher = RuleMatcher(replace(rulebook, rules={r.id: r for r in rules}))
        (found,) = matcher.candidates([made])
        return [(c.rule_id, " ".join(t.text for t in made.terms[c.start : c.end])) for c in found]

    return candidates


def test_spared_place_wins_over_a_longer_quantity(match: Match) -> None:
    quantity = rule("count.noun", [NUMBER, NOUN, NOUN])
    spared = rule("spared.rank", [NUMBER, NOUN], kind="none")
    assert match("5/number bank/noun dunia/noun", [quantity, spared]) == [("spared.rank", "5 bank")]


def test_more_numbers_win_over_the_longer_match(match: Match) -> None:
    long = rule("count.noun", [NUMBER, NOUN, NOUN, NOUN])
    ranged = rule("count.range", [NUMBER, {"TAG": "to"}, NUMBER])
    written = "5/number -/to 6/number bank/noun kota/noun dunia/noun"
    assert match(written, [long, ranged]) == [("count.range", "5 - 6")]


def test_longest_match_wins(match: Match) -> None:
    short = rule("count.a", [NUMBER, NOUN])
    long = rule("count.b", [NUMBER, {**NOUN, "OP": "+"}])
    assert match("5/number bank/noun kota/noun", [short, long]) == [("count.b", "5 bank kota")]


def test_earlier_rule_wins_between_equals(match: Match) -> None:
    first, second = rule("count.z", [NUMBER, NOUN]), rule("count.a", [NUMBER, NOUN])
    assert match("5/number bank/noun", [first, second]) == [("count.z", "5 bank")]
    assert match("5/number bank/noun", [second, first]) == [("count.a", "5 bank")]


def test_rule_of_last_resort_loses_to_any_other(match: Match) -> None:
    last = rule("index.level", [NUMBER, NOUN, NOUN], last_resort="yes")
    other = rule("count.noun", [NUMBER, NOUN])
    assert match("5/number bank/noun kota/noun", [last, other]) == [("count.noun", "5 bank")]


def test_surroundings_must_match_but_are_not_taken(match: Match) -> None:
    framed = rule("count.cued", [NUMBER], before=[{"LOWER": "ada"}], after=[NOUN])
    assert match("ada/verb 5/number bank/noun", [framed]) == [("count.cued", "5")]
    assert match("ada/verb 5/number", [framed]) == []
    assert match("lalu/adverb 5/number bank/noun", [framed]) == []


def test_boundaries_of_the_clause_can_be_matched(match: Match) -> None:
    last = rule("count.last", [NUMBER], after=[{"TAG": "boundary"}])
    assert match("5/number 6/number", [last]) == [("count.last", "6")]


def test_places_apart_are_both_taken_in_order(match: Match) -> None:
    plain = rule("count.noun", [NUMBER, NOUN])
    found = match("5/number bank/noun ,/comma 6/number kota/noun", [plain])
    assert found == [("count.noun", "5 bank"), ("count.noun", "6 kota")]


def test_candidates_do_not_overlap(match: Match) -> None:
    pair = rule("count.pair", [NUMBER, NUMBER])
    assert match("1/number 2/number 3/number", [pair]) == [("count.pair", "1 2")]


def test_case_counts_for_text_and_not_for_lower(match: Match) -> None:
    exact, folded = rule("count.exact", [{"TEXT": "H"}]), rule("count.folded", [{"LOWER": "h"}])
    assert match("h/noun", [exact]) == []
    assert match("H/noun", [folded]) == [("count.folded", "H")]


def test_code_of_a_term_is_its_lemma(rulebook: Rulebook) -> None:
    coded = Clause(0, 1, (Term(0, 1, "x", "unit", "kg"), Term(1, 1, "", "boundary")))
    matcher = RuleMatcher(replace(rulebook, rules={"measure.kg": rule("measure.kg", [{"LEMMA": "kg"}])}))
    assert [len(found) for found in matcher.candidates([coded, coded])] == [1, 1]


def test_clause_without_terms_of_a_rule_gives_an_empty_list(match: Match) -> None:
    assert match("bank/noun", [rule("count.noun", [NUMBER, NOUN])]) == []
