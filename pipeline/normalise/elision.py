"""Numbers whose unit the sentence leaves out: "54 menjadi 62,5 persen", "turun ke 9,25", "21 di antaranya"."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.normalise.draft import NOUN_TAGS, Draft
from pipeline.normalise.lists import is_bare, member, scale_of
from pipeline.normalise.measure import Amount
from pipeline.records import Clause

FOLLOWED = NOUN_TAGS | frozenset(
    "unit percent percentage_point currency currency_after duration month date poin times fold talking_point slash"
    " adjective superlative scale_letter elliptic colon number one".split()
)
TURNS = frozenset({"menjadi", "jadi", "ke"})
LINKS = TURNS | {"dari"}
PASSED_OVER = frozenset({"comparator", "bridge", "each", "auxiliary"})
PLACE = frozenset({"di", "pada", "ke", "dalam"})
THOUSAND = Decimal(1_000)
MILLION = Decimal(1_000_000)
BILLION = Decimal(1_000_000_000)
NEAR = Decimal(50)


def fill_elided(drafts: list[Draft], clause: Clause, spared: frozenset[int]) -> list[Draft]:
    """Add the bare numbers of a clause whose unit another quantity of it makes certain."""
    result = list(drafts)
    for index in range(1, len(clause.terms) - 1):
        taken = spared | {i for d in result for i in range(d.first, d.last)}
        if is_bare(clause, index, taken) and (added := _elided(result, clause, index)):
            result = sorted([*result, added], key=lambda d: d.first)
    return _turned_scales(result)


def _elided(drafts: Sequence[Draft], clause: Clause, index: int) -> Draft | None:
    after = clause.terms[index + 1]
    if after.text.lower() in TURNS:
        right = next((d for d in drafts if index + 2 <= d.first <= index + 4), None)
        return member(right, index, "turn") if right and right.kind != "count" or right and right.amount.unit else None
    if after.tag in FOLLOWED:
        return None
    index_before = _nearest(drafts, index, ("index",))
    if index_before and clause.terms[index].code == "decimal" and clause.terms[index - 1].tag != "reference":
        return replace(member(index_before, index, "listed"), shared=False)
    if _links(clause, index) and (left := _nearest(drafts, index, ("percent", "percentage_point", "index", "money", "measure"))):
        if linked := _after_link(left, clause, index):
            return linked
    numeral = clause.terms[index].numeral
    if numeral is not None and numeral.scale >= BILLION and (money := _nearest(drafts, index, ("money",), both=True)):
        return replace(member(money, index, "currency"), shared=False)
    if numeral is not None and numeral.scale >= THOUSAND and after.tag != "to":
        return Draft(clause, index, index + 1, index, index + 1, "count", Amount("", numeral.value), "count.bare")
    return None


def _links(clause: Clause, index: int) -> bool:
    before = index - 1
    while before > 0 and clause.terms[before].tag in PASSED_OVER:
        before -= 1
    return clause.terms[before].text.lower() in LINKS


def _after_link(left: Draft, clause: Clause, index: int) -> Draft | None:
    """Read "turun 25 basis poin menjadi 12,5" and "IKI naik dari 51 ke 52": a rate needs decimals, money a scale."""
    term = clause.terms[index]
    if left.kind == "index":
        return replace(member(left, index, "turn"), shared=False)
    if left.kind == "percent" and any(t.tag == "index" for t in clause.terms[:index]):
        points = replace(left, kind="index").with_unit("index")
        return replace(member(points, index, "turn"), shared=False)
    if left.kind in ("percent", "percentage_point") and term.code == "decimal":
        rate = replace(left, kind="percent").with_unit("%")
        return replace(member(rate, index, "turn"), shared=False)
    if left.kind == "money" and term.numeral is not None and term.numeral.scale >= MILLION:
        return replace(member(left, index, "currency"), shared=False)
    return None


def _nearest(drafts: Sequence[Draft], index: int, kinds: tuple[str, ...], both: bool = False) -> Draft | None:
    """Return the quantity nearest to the left (or on either side) if it is of one of the kinds."""
    left = [d for d in drafts if d.last <= index]
    if not both:
        return left[-1] if left and left[-1].kind in kinds else None
    fitting = [d for d in drafts if d.kind in kinds]
    return min(fitting, key=lambda d: min(abs(d.first - index), abs(d.last - index)), default=None)


def _turned_scales(drafts: list[Draft]) -> list[Draft]:
    """Give "US$3,2 menjadi US$3,6 miliar" one scale where that makes the two alike in size."""
    result = list(drafts)
    for i in range(len(result) - 2, -1, -1):
        left, right = result[i], result[i + 1]
        scale = scale_of(right)
        if scale == 1 or scale_of(left) != 1 or left.amount.value is None or right.amount.value is None:
            continue
        between = left.clause.terms[left.last : right.first]
        elided = left.amount.value < 1000 and "." not in (left.number.text or "")
        turned = elided and left.kind == right.kind and bool(between) and between[0].text.lower() in TURNS
        if turned and right.amount.value / NEAR <= left.amount.value * scale <= right.amount.value * NEAR:
            result[i] = replace(left, amount=replace(left.amount, value=left.amount.value * scale))
    return result


def fill_elliptic(drafts: Sequence[Draft], earlier: str) -> tuple[list[Draft], str]:
    """Give "21 di antaranya", "20 dari 23 subsektor" and "sebanyak 68" their counted noun; return the last one too.

    `earlier` is the noun of the count that the text goes on about: one in a place ("di 24 provinsi") is not.
    """
    result = []
    for position, draft in enumerate(drafts):
        if draft.kind == "count" and not draft.amount.unit:
            result.append(draft.with_unit(_whole(draft, drafts[position + 1 :]) or earlier))
            continue
        if draft.kind == "count" and (not earlier or draft.clause.terms[draft.first - 1].text.lower() not in PLACE):
            earlier = draft.amount.unit
        result.append(draft)
    return result, earlier


def _whole(draft: Draft, later: Sequence[Draft]) -> str:
    """Return the noun of the whole in "20 dari 23 subsektor"."""
    whole = later[0] if later else None
    if whole is None or whole.kind != "count" or draft.clause.terms[draft.last].text.lower() != "dari":
        return ""
    return whole.amount.unit if whole.first <= draft.last + 2 else ""
