"""The patterns against spaCy's own Matcher: the same stretches in any clause, shipped rules and odd ones."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.attrs import LOWER
from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.match.patterns import compile_pattern, stretches
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


def by_spacy(parts: Parts, terms: list[Term]) -> set[tuple[int, int]]:
    """Return the terms of the part in the middle, in all matches of spaCy's Matcher."""
    vocab = Vocab(lex_attr_getters={LOWER: str.lower})
    matcher = Matcher(vocab, validate=False)
    matcher.add("rule", [[*parts[0], *parts[1], *parts[2]]])
    doc = Doc(
        vocab,
        words=[t.text or "|" for t in terms],
        tags=[t.tag for t in terms],
        lemmas=[t.code or t.tag for t in terms],
    )
    middle = range(len(parts[0]), len(parts[0]) + len(parts[1]))
    found = set()
    matches: list[tuple[int, int, int, list[int]]] = list(matcher(doc, with_alignments=True))  # type: ignore[arg-type]
    for _, start, _, alignments in matches:
        places = [start + i for i, part in enumerate(alignments) if part in middle]
        found |= {(places[0], places[-1] + 1)} if places else set()
    return found


def by_us(parts: Parts, terms: list[Term]) -> set[tuple[int, int]]:
    """Return the same by our own way."""
    bits = TokenBits(token for part in parts for token in part)
    pattern = compile_pattern(parts, bits)
    fitting = [bits.fitting(term) for term in terms]
    starts = [i for i, fits in enumerate(fitting) if fits & pattern.opens]
    return {found for start in starts for found in stretches(pattern, fitting, start)}


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
    return st.lists(term, max_size=12)


def parts_without_expressions(parts: Parts) -> bool:
    """Tell whether a pattern names words only as lists."""
    return not any("REGEX" in value for part in parts for t in part for value in t.values() if isinstance(value, dict))


@given(st.data())
def test_every_shipped_rule_matches_what_spacy_matches(data: st.DataObject) -> None:
    parts = data.draw(st.sampled_from([p for p in SHIPPED if parts_without_expressions(p)]))
    terms = data.draw(terms_of(parts))
    assert by_us(parts, terms) == by_spacy(parts, terms)


@pytest.mark.parametrize("parts", ODD)
@given(st.data())
def test_repeats_and_options_are_followed_in_the_order_of_spacy(parts: Parts, data: st.DataObject) -> None:
    term = st.builds(
        lambda tag, code, text: Term(0, 0, text, tag, code),
        st.sampled_from("abc"),
        st.sampled_from(["", "c"]),
        st.sampled_from(["x", "xy", "XY", "z"]),
    )
    terms = data.draw(st.lists(term, max_size=9))
    assert by_us(parts, terms) == by_spacy(parts, terms)
