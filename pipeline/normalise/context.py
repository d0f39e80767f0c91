"""What the words around a quantity say of it: its comparator and the denominator of a rate."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.normalise.draft import Draft, span_text
from pipeline.records import Clause, Term

STEP_OVER = frozenset({"bridge", "each", "between", "currency_before", "count_cue"})
PER_TAGS = frozenset({"noun", "unit", "currency", "currency_after", "duration", "reference"})
PER_NAMES = PER_TAGS | {"name"}
COORDINATION = frozenset({"and", "comparator", "bridge", "to", "comma"})
COMPARED = frozenset({"dibanding", "dibandingkan", "menjadi", "dari", "daripada", "ketimbang"})
LONGEST_PER = 3
INTENT_WITHIN = 8
UNLESS_RANGE = "~ unless a range"


def add_comparator(draft: Draft) -> Draft:
    """Read the comparator: the outermost cue before, else one behind, else an approximate number."""
    found = draft.comparator or _before(draft) or _behind(draft) or _limit(draft)
    if found == UNLESS_RANGE:
        found = "~" if draft.amount.value is not None else "="
    if not found and any(t.numeral and t.numeral.approximate for t in _surface(draft)):
        found = "~"
    return draft if found == draft.comparator else replace(draft, comparator=found)


def _limit(draft: Draft) -> str:
    """Read "hingga X": a limit after a word of intent or for a size ("kapal hingga 70.000 DWT"), else a level."""
    terms = draft.clause.terms
    before = draft.first - 1
    while before > 0 and terms[before].tag in STEP_OVER:
        before -= 1
    if terms[before].tag != "to" or draft.amount.value is None:
        return ""
    sized = draft.kind == "measure" and terms[before - 1].tag in ("noun", "name", "unit")
    wanted = any(t.tag == "intent" for t in terms[max(before - INTENT_WITHIN, 0) : before])
    return "<=" if sized or wanted else ""


def _surface(draft: Draft) -> Sequence[Term]:
    return draft.clause.terms[draft.surface_first : draft.surface_last]


def _before(draft: Draft) -> str:
    found = ""
    for term in reversed(draft.clause.terms[: draft.first]):
        if term.tag == "comparator" or (term.tag == "to" and term.code):
            found = term.code
        elif term.tag == "plus_minus":
            found = "~"
        elif term.tag not in STEP_OVER:
            break
    return found


def _behind(draft: Draft) -> str:
    inside = next((t.code for t in draft.clause.terms[draft.first : draft.last] if t.tag.startswith("comparator")), "")
    after = draft.clause.terms[draft.last]
    bare = (
        after.tag == "comparator"
        and after.text.lower() == "lebih"
        and draft.clause.terms[draft.last + 1].tag not in ("adjective", "superlative")
    )
    return inside or (after.code if after.tag == "comparator_after" else "") or (">" if bare else "")


def add_rate(draft: Draft, text: str) -> Draft:
    """Read "per tahun", "/kg", "setiap hari", "setahun" right behind the quantity."""
    terms = draft.clause.terms
    after = draft.last + (terms[draft.last].tag == "tail")
    while draft.kind == "measure" and terms[after].tag in ("noun", "name") and after - draft.last < LONGEST_PER:
        after += 1
    if terms[after].tag == "per_year":
        return replace(draft, per=terms[after].text)
    if terms[after].tag == "slash" and draft.kind == "count" and terms[after + 1].tag not in ("duration", "unit"):
        return draft
    if terms[after].tag in ("per", "slash"):
        return replace(draft, per=rate_noun(draft.clause, after + 1 + (terms[after + 1].tag == "to"), text))
    return draft


def rate_noun(clause: Clause, start: int, text: str) -> str:
    """Return the noun phrase of a rate that starts at the term `start`; "" for a date ("per 30 Juni")."""
    terms = clause.terms
    if start >= len(terms):
        return ""
    start += terms[start].tag == "times"
    first = start + 1 if terms[start].tag == "number" else start
    if terms[first].tag not in PER_NAMES:
        return ""
    last = first + 1
    while (
        last < len(terms)
        and terms[last].tag in PER_TAGS - {"currency", "currency_after", "unit"}
        and last - first < LONGEST_PER
    ):
        if terms[last - 1].tag == "duration":
            break
        last += 1
    return span_text(terms, start, last, text)


def share_rates(drafts: list[Draft], text: str) -> list[Draft]:
    """Give a rate to the coordinated quantity before it, and that of the measured property to what is said of it."""
    result = list(drafts)
    for i in range(len(result) - 2, -1, -1):
        left, right = result[i], result[i + 1]
        if right.per and not left.per and _same(left, right) and _coordinated(left, right):
            result[i] = replace(left, per=right.per)
        elif left.per and not right.per and _same(left, right) and _compared(left, right):
            result[i + 1] = replace(right, per=left.per)
    return [_property_rate(draft, result, text) for draft in result]


def _same(left: Draft, right: Draft) -> bool:
    return left.clause is right.clause and left.kind == right.kind and left.amount.unit == right.amount.unit


def _coordinated(left: Draft, right: Draft) -> bool:
    between = left.clause.terms[left.last : right.first]
    return bool(between) and all(
        (t.tag in COORDINATION and t.text.lower() != "atau") or t.text.lower() in ("menjadi", "dari") for t in between
    )


def _compared(left: Draft, right: Draft) -> bool:
    """Tell "Rp9.100 per dolar AS dibanding penutupan Rp9.070": one scale, a word of comparison between."""
    one_scale = left.number.numeral and right.number.numeral and left.number.numeral.scale == right.number.numeral.scale
    between = left.clause.terms[left.last : right.first]
    return bool(one_scale) and any(t.text.lower() in COMPARED for t in between)


def _property_rate(draft: Draft, drafts: list[Draft], text: str) -> Draft:
    """Read "laba bersih per saham naik dari Rp21": a rate that belongs to no quantity before it."""
    if draft.per or draft.kind not in ("money", "measure"):
        return draft
    owned = {d.last for d in drafts if d.clause is draft.clause}
    terms = draft.clause.terms
    for i in range(draft.first - 1, 0, -1):
        if terms[i].text == "per" and i not in owned and terms[i + 1].text != "kapita":
            return replace(draft, per=rate_noun(draft.clause, i + 1, text))
    return draft
