"""Put the steps of normalising in order: amounts, units of lists, comparators, rates."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.normalise.context import add_comparator, add_rate, share_rates
from pipeline.normalise.draft import NOUN_TAGS, NUMERAL_TAGS, Draft, span_text
from pipeline.normalise.elision import fill_elided, fill_elliptic
from pipeline.normalise.lists import share_units
from pipeline.normalise.measure import Amount, read_amount
from pipeline.records import Candidate, Clause, Quantity
from pipeline.rulebook import PlacedRule, Rulebook


def quantities(
    text: str, clauses: Sequence[Clause], candidates: Sequence[Sequence[Candidate]], rulebook: Rulebook
) -> list[Quantity]:
    """Return the quantities of a text in order of position; they do not overlap."""
    result: list[Quantity] = []
    noun = ""
    paragraph = -1
    for clause, found in zip(clauses, candidates, strict=True):
        start = text.rfind("\n\n", 0, clause.start)
        noun, paragraph = (noun if start == paragraph else ""), start
        drafts = [d for c in found if (d := _draft(clause, c, text, rulebook))]
        spared = frozenset(i for c in found if rulebook.rules[c.rule_id].kind == "none" for i in range(c.start, c.end))
        drafts = [
            add_rate(add_comparator(d), text) for d in fill_elided(share_units(drafts, clause, spared), clause, spared)
        ]
        drafts, noun = fill_elliptic(_share_comparators(_once(drafts)), noun)
        result += [d.quantity(text) for d in share_rates(drafts, text)]
    return result


def _draft(clause: Clause, candidate: Candidate, text: str, rulebook: Rulebook) -> Draft | None:
    placed = rulebook.rules[candidate.rule_id]
    terms = clause.terms[candidate.start : candidate.end]
    amount = read_amount(terms, placed, rulebook) if placed.kind != "none" else None
    if amount is None:
        return None
    if placed.rule.unit == "before":
        amount = replace(amount, unit=_unit_before(clause, candidate.start))
    if placed.kind == "count":
        return _count(clause, candidate, amount, placed, text)
    return Draft(
        clause, candidate.start, candidate.end, candidate.start, candidate.end,
        placed.kind, amount, placed.id, comparator=placed.rule.comparator,
    )  # fmt: skip


def _unit_before(clause: Clause, start: int) -> str:
    """Return the currency that stands before ("rupiah ditutup di 15.450 per dolar AS")."""
    return next((t.code for t in reversed(clause.terms[:start]) if t.tag in ("currency", "currency_after")), "")


def _count(clause: Clause, candidate: Candidate, amount: Amount, placed: PlacedRule, text: str) -> Draft:
    """Part a count into its number, which is the surface, and its counted noun, which is the unit."""
    terms, first, last = clause.terms, candidate.start, candidate.end
    numbers = [i for i in range(first, last) if terms[i].tag in NUMERAL_TAGS]
    nouns = [i for i in range(numbers[-1] + 1, last) if terms[i].tag in NOUN_TAGS]
    numbers = [i for i in numbers if "(" not in {t.text for t in terms[first:i]}]
    if nouns and not amount.unit:
        amount = replace(amount, unit=span_text(terms, nouns[0], nouns[-1] + 1, text))
    return Draft(
        clause,
        first,
        last,
        numbers[0],
        numbers[-1] + 1,
        placed.kind,
        amount,
        placed.id,
        comparator=placed.rule.comparator,
    )


def _once(drafts: list[Draft]) -> list[Draft]:
    """Leave out an amount that only says the one before it again: "Rp5.000.000 (lima juta rupiah)"."""
    return [d for i, d in enumerate(drafts) if not i or not _restates(d, drafts[i - 1])]


def _restates(draft: Draft, before: Draft) -> bool:
    terms = draft.clause.terms
    bracketed = draft.first - before.last in (1, 2) and terms[draft.first - 1].text == "("
    return bracketed and draft.kind == before.kind and draft.amount == before.amount


def _share_comparators(drafts: list[Draft]) -> list[Draft]:
    """Give the comparator before a list ("sekitar 6,3 dan 6,5 persen") to all its members."""
    result: list[Draft] = []
    for draft in drafts:
        before = result[-1] if result else None
        listed = before is not None and (before.shared or draft.shared) and before.clause is draft.clause
        between = draft.clause.terms[before.last : draft.first] if before and listed else ()
        if before and between and all(t.tag in ("and", "comma") for t in between) and not draft.comparator:
            draft = replace(draft, comparator=before.comparator)
        result.append(draft)
    return result
