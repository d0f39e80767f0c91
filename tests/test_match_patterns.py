"""Stretches against spaCy's Matcher on whole clauses: the same matches, with shipped rules and with odd ones."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.attrs import LOWER
from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.match.patterns import Stretches, needs_of
from pipeline.match.tokens import TokenBits
from pipeline.records import Term
from pipeline.rulebook import load

Parts = tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]

RULES = load().rules
A, B = {"TAG": "a"}, {"TAG": {"IN": ["a", "b"]}}
ODD: list[Parts] = [
    ([], [{**A, "OP": "?"}, {**A, "OP": "?"}], []),
    ([], [{**A, "OP": "+"}], [{**B, "OP": "*"}, {"TAG": "b"}]),
    ([{**B, "OP": "*"}], [{**A, "OP": "+"}, {**B, "OP": "?"}], [{**A, "OP": "*"}]),
    ([{**B, "OP": "?"}], [{"TEXT": {"REGEX": "^x"}, "OP": "*"}, A], [{"LOWER": {"NOT_IN": ["xy"]}, "OP": "?"}]),
    ([], [{}, {"LEMMA": "c", "OP": "+"}, {"LOWER": "xy", "OP": "*"}], []),
]
SHIPPED: list[Parts] = [(r.rule.before, r.rule.pattern, r.rule.after) for r in RULES.values()]


def matches(parts: Parts, terms: list[Term], first: int = 0) -> list[tuple[int, int, tuple[int, ...]]]:
    """Return where spaCy's Matcher finds the pattern, and how; `first` is the place of the first term."""
    vocab = Vocab(lex_attr_getters={LOWER: str.lower})
    matcher = Matcher(vocab, validate=False)
    matcher.add("rule", [[*parts[0], *parts[1], *parts[2]]])
    doc = Doc(
        vocab,
        words=[t.text or "|" for t in terms],
        tags=[t.tag for t in terms],
        lemmas=[t.code or t.tag for t in terms],
    )
    found: Any = matcher(doc, with_alignments=True)
    return sorted((first + start, first + end, tuple(alignments)) for _, start, end, alignments in found)


def stretches(parts: Parts, terms: list[Term]) -> list[tuple[int, int]]:
    """Return the stretches of the clause where the pattern is tried."""
    bits = TokenBits(token for part in parts for token in part)
    needs = needs_of([*parts[0], *parts[1], *parts[2]], bits)
    return [(first, last) for _, first, last in Stretches([needs]).of(bits.fitting(terms))]


def by_stretches(parts: Parts, terms: list[Term]) -> list[tuple[int, int, tuple[int, ...]]]:
    """Return what `matches` gives when only the stretches are looked at."""
    return [m for first, last in stretches(parts, terms) for m in matches(parts, terms[first:last], first)]


def named(parts: Parts, key: str) -> set[str]:
    """Return the values that a pattern names for one key."""
    values = [token[key] for part in parts for token in part if key in token]
    listed = [list(v.values()) if isinstance(v, dict) else [[v]] for v in values]
    return {text for lists in listed for texts in lists for text in texts}


def terms_of(parts: Parts) -> st.SearchStrategy[list[Term]]:
    """Make clauses of what a pattern names, and of something else."""
    words = named(parts, "TEXT") | named(parts, "LOWER")
    term = st.builds(
        lambda tag, code, text: Term(0, 0, text, tag, code),
        st.sampled_from(sorted(named(parts, "TAG") | {"noun"})),
        st.sampled_from(sorted(named(parts, "LEMMA") | {"", "integer"})),
        st.sampled_from(sorted({*words, *map(str.title, words), "5", ""})),
    )
    return st.lists(term, min_size=1, max_size=12)


def parts_without_expressions(parts: Parts) -> bool:
    """Tell whether a pattern names words only as lists."""
    return not any("REGEX" in value for part in parts for t in part for value in t.values() if isinstance(value, dict))


@given(st.data())
def test_every_shipped_rule_matches_the_same_within_its_stretches(data: st.DataObject) -> None:
    parts = data.draw(st.sampled_from([p for p in SHIPPED if parts_without_expressions(p)]))
    terms = data.draw(terms_of(parts))
    assert by_stretches(parts, terms) == matches(parts, terms)


@pytest.mark.parametrize("parts", ODD)
@given(st.data())
def test_rule_with_repeats_and_options_matches_the_same_within_its_stretches(parts: Parts, data: st.DataObject) -> None:
    term = st.builds(
        lambda tag, code, text: Term(0, 0, text, tag, code),
        st.sampled_from("abc"),
        st.sampled_from(["", "c"]),
        st.sampled_from(["x", "xy", "XY", "z"]),
    )
    terms = data.draw(st.lists(term, min_size=1, max_size=9))
    assert by_stretches(parts, terms) == matches(parts, terms)


@given(st.data())
def test_terms_that_fit_the_same_tokens_match_the_same(data: st.DataObject) -> None:
    parts = data.draw(st.sampled_from([p for p in [*ODD, *SHIPPED] if parts_without_expressions(p)]))
    bits = TokenBits(token for part in parts for token in part)
    terms = data.draw(terms_of(parts))
    others = data.draw(terms_of(parts))
    alike = dict(zip(bits.fitting(others), others, strict=True))
    liked = [alike.get(fitting, term) for fitting, term in zip(bits.fitting(terms), terms, strict=True)]
    assert matches(parts, liked) == matches(parts, terms)


def test_rule_is_not_tried_where_what_it_needs_is_not_there() -> None:
    parts: Parts = ([], [A, {"TAG": "b", "OP": "+"}], [])
    a, b, c = (Term(0, 0, "x", tag) for tag in "abc")
    assert stretches(parts, [a, c]) == []
    assert stretches(parts, [b, a]) == []
    assert stretches(parts, [c, a, b, b, c, a, b]) == [(1, 4), (5, 7)]
