"""Numbers whose unit the sentence leaves out: "54 menjadi 62,5 persen", "turun ke 9,25", "21 di antaranya"."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.normalise.draft import NOUN_TAGS, Draft
from pipeline.normalise.lists import BARE, is_bare, member, scale_of
from pipeline.normalise.measure import Amount
from pipeline.records import Clause

FOLLOWED = NOUN_TAGS | frozenset(
    {
        *("unit", "percent", "percentage_point", "currency", "currency_after", "poin", "scale_letter"),
        *("duration", "month", "date", "times", "fold", "slash", "colon", "number", "one"),
        *("talking_point", "adjective", "superlative", "elliptic"),
    }
)
TURNS = frozenset({"menjadi", "jadi", "ke"})
LINKS = TURNS | {"dari"}
PASSED_OVER = frozenset({"comparator", "bridge", "each", "auxiliary"})
PLACE = frozenset({"di", "pada", "ke", "dalam"})
# What it counts stands before: "tenaga kerja yang diserap mencapai 121.285".
NAMED_BEFORE = "count.counted_up"
THOUSAND = Decimal(1_000)
MILLION = Decimal(1_000_000)
BILLION = Decimal(1_000_000_000)
NEAR = Decimal(50)


def fill_elided(drafts: list[Draft], clause: Clause, spared: frozenset[int]) -> list[Draft]:
    """Add the bare numbers of a clause whose unit another quantity of it makes certain."""
    result = list(drafts)
    taken = spared.union(*[range(d.first, d.last) for d in drafts])
    for index in [i for i in range(1, len(clause.terms) - 1) if clause.terms[i].tag in BARE]:
        if is_bare(clause, index, taken) and (added := _elided(result, clause, index)):
            result = sorted([*result, added], key=lambda d: d.first)
    return _turned_scales(result)


def _elided(drafts: Sequence[Draft], clause: Clause, index: int) -> Draft | None:
    """Return the bare number at `index` as a quantity; the readings are tried from the surest on."""
    after = clause.terms[index + 1]
    if after.text.lower() in TURNS:
        return _turned(drafts, index)
    if after.tag in FOLLOWED:
        return None
    return (
        _listed_index(drafts, clause, index)
        or _after_link(drafts, clause, index)
        or _scaled_money(drafts, clause, index)
        or _scaled_count(clause, index)
    )


def _turned(drafts: Sequence[Draft], index: int) -> Draft | None:
    """Read "54 menjadi 62,5 persen" by its second number."""
    right = next((d for d in drafts if index + 2 <= d.first <= index + 4), None)
    if right is None or (right.kind == "count" and not right.amount.unit):
        return None
    return member(right, index, "turn")


def _listed_index(drafts: Sequence[Draft], clause: Clause, index: int) -> Draft | None:
    """Read "PMI … 51,7; Inggris 46,8 dan Jepang 49,1" by the index before."""
    left = _nearest(drafts, index, ("index",))
    listed = left and clause.terms[index].code == "decimal" and clause.terms[index - 1].tag != "reference"
    return replace(member(left, index, "listed"), shared=False) if left and listed else None


def _scaled_money(drafts: Sequence[Draft], clause: Clause, index: int) -> Draft | None:
    """Read "menjadi 172,9 miliar, dibanding Rp115,72 miliar": thousands of millions beside money are money."""
    numeral = clause.terms[index].numeral
    money = _nearest(drafts, index, ("money",), both=True)
    if numeral is None or numeral.scale < BILLION or money is None:
        return None
    return replace(member(money, index, "currency"), shared=False)


def _scaled_count(clause: Clause, index: int) -> Draft | None:
    """Read "kunjungan wisman mencapai 10,58 juta" as a count whose noun stands earlier."""
    numeral = clause.terms[index].numeral
    if numeral is None or numeral.scale < THOUSAND or clause.terms[index + 1].tag == "to":
        return None
    return Draft(clause, index, index + 1, index, index + 1, "count", Amount("", numeral.value), "count.bare")


def _links(clause: Clause, index: int) -> bool:
    before = index - 1
    while before > 0 and clause.terms[before].tag in PASSED_OVER:
        before -= 1
    return clause.terms[before].text.lower() in LINKS


def _after_link(drafts: Sequence[Draft], clause: Clause, index: int) -> Draft | None:
    """Read "turun 25 basis poin menjadi 12,5" and "IKI naik dari 51 ke 52": a rate needs decimals, money a scale."""
    left = _nearest(drafts, index, ("percent", "percentage_point", "index", "money"))
    if left is None or not _links(clause, index):
        return None
    term = clause.terms[index]
    like: Draft | None
    if left.kind == "index" or (left.kind == "percent" and any(t.tag == "index" for t in clause.terms[:index])):
        like = replace(left, kind="index").with_unit("index")
    elif left.kind == "money":
        like = left if term.numeral is not None and term.numeral.scale >= MILLION else None
    else:
        like = replace(left, kind="percent").with_unit("%") if term.code == "decimal" else None
    return replace(member(like, index, "turn"), shared=False) if like else None


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
        between = left.clause.terms[left.last : right.first]
        if left.kind != right.kind or not between or between[0].text.lower() not in TURNS:
            continue
        scale = scale_of(right)
        if scale == 1 or scale_of(left) != 1 or left.amount.value is None or right.amount.value is None:
            continue
        elided = left.amount.value < 1000 and "." not in (left.number.text or "")
        if elided and right.amount.value / NEAR <= left.amount.value * scale <= right.amount.value * NEAR:
            result[i] = replace(left, amount=replace(left.amount, value=left.amount.value * scale))
    return result


def fill_elliptic(drafts: Sequence[Draft], earlier: str) -> tuple[list[Draft], str]:
    """Give "21 di antaranya", "20 dari 23 subsektor" and "sebanyak 68" their counted noun; return the last one too.

    `earlier` is the noun of the count that the text goes on about: one in a place ("di 24 provinsi") is not.
    """
    result = []
    for position, draft in enumerate(drafts):
        if draft.kind == "count" and not draft.amount.unit:
            noun = "" if draft.rule_id == NAMED_BEFORE else earlier
            result.append(draft.with_unit(_whole(draft, drafts[position + 1 :]) or noun))
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
