"""Lists that share a unit or a scale: "5, 6, dan 7 persen", "Rp504 dan Rp259 triliun"."""

from dataclasses import replace
from decimal import Decimal

from pipeline.normalise.draft import NOUN_TAGS, Draft
from pipeline.normalise.measure import Amount
from pipeline.records import Clause

LINKS = frozenset({"and", "comma", "slash"})
OPEN_LISTS = frozenset({"index.named", "index.level"})
BARE = frozenset({"number", "one", "fraction"})
LISTED = frozenset({"percent", "money", "measure", "count", "index"})


def share_units(drafts: list[Draft], clause: Clause, spared: frozenset[int]) -> list[Draft]:
    """Add the bare numbers that a list joins to a quantity, and give its scale to the members that leave it out."""
    taken = spared | {i for d in drafts for i in range(d.first, d.last)}
    result = list(drafts)
    for draft in drafts:
        if draft.kind not in LISTED or draft.rule_id.startswith("count.elliptic"):
            continue
        members = _left(draft, clause, taken) + _right(draft, clause, taken)
        taken |= {i for d in members for i in range(d.first, d.last)}
        result += members
    result.sort(key=lambda d: d.first)
    return _share_scales(result)


def is_bare(clause: Clause, index: int, taken: frozenset[int] | set[int]) -> bool:
    """Tell whether the term is a number that no rule has taken."""
    term = clause.terms[index]
    return index not in taken and term.tag in BARE and term.numeral is not None


def member(draft: Draft, index: int, how: str = "list") -> Draft:
    """Make the bare number at `index` a quantity like `draft`; `how` goes into its rule id."""
    numeral = draft.clause.terms[index].numeral
    if numeral is None:
        raise AssertionError(f"the term {index} has no numeral")
    amount = Amount(draft.amount.unit, numeral.value)
    return replace(
        draft, first=index, last=index + 1, surface_first=index, surface_last=index + 1, amount=amount,
        rule_id=f"{draft.rule_id}+{how}", shared=True, per="", comparator="",
    )  # fmt: skip


def _left(draft: Draft, clause: Clause, taken: frozenset[int] | set[int]) -> list[Draft]:
    """Walk left over "5, 6, dan" as long as numbers and links alternate."""
    terms = clause.terms
    if draft.kind == "money" and terms[draft.first].tag in ("currency", "currency_before"):
        return []
    members: list[Draft] = []
    links: list[str] = []
    position = draft.first
    while True:
        start = position
        while position > 1 and terms[position - 1].tag in LINKS:
            position -= 1
            links.append(terms[position].tag)
        if position == start or not is_bare(clause, position - 1, taken):
            break
        position -= 1
        members.append(member(draft, position))
    listed = "and" in links or len(members) > 1 or terms[max(position - 1, 0)].tag == "each"
    return members if listed and not _precedes_reference(clause, members) else []


def _precedes_reference(clause: Clause, members: list[Draft]) -> bool:
    return bool(members) and clause.terms[members[-1].first - 1].tag in (
        "reference",
        "month",
        "period_word",
        "duration",
    )


def _right(draft: Draft, clause: Clause, taken: frozenset[int] | set[int]) -> list[Draft]:
    """Walk right from a currency before the number: "Rp1,2, 2,3, dan 0,9 triliun"."""
    terms = clause.terms
    prefixed = draft.kind == "money" and terms[draft.first].tag in ("currency", "currency_before")
    if not prefixed and draft.rule_id not in OPEN_LISTS:
        return []
    members: list[Draft] = []
    position = draft.last
    while True:
        start = position
        while terms[position].tag in ("and", "comma"):
            position += 1
        if (
            position == start
            or not is_bare(clause, position, taken)
            or terms[position + 1].tag in NOUN_TAGS | {"duration", "month"}
        ):
            break
        members.append(member(draft, position))
        position += 1
    scaled = any(clause.terms[m.first].numeral.scale > 1 for m in members if clause.terms[m.first].numeral)  # type: ignore[union-attr]
    return members if scaled or not prefixed else []


def _share_scales(drafts: list[Draft]) -> list[Draft]:
    """Give "Rp504 dan Rp259 triliun" one scale: the one of the last member, where the list is one of like members."""
    result = list(drafts)
    for i in range(len(result) - 2, -1, -1):
        left, right = result[i], result[i + 1]
        if not _linked(left, right) or left.amount.value is None:
            continue
        scale = scale_of(right)
        if scale > 1 and scale_of(left) == 1:
            result[i] = replace(left, amount=replace(left.amount, value=left.amount.value * scale))
    return result


def scale_of(draft: Draft) -> Decimal:
    """Return the factor of the scale word that is in the value, its own or a shared one."""
    numeral = draft.number.numeral
    value = draft.amount.value
    if numeral is None or value is None:
        return Decimal(1)
    if numeral.scale == 1 and numeral.value and value != numeral.value:
        return value / numeral.value
    return numeral.scale


def _linked(left: Draft, right: Draft) -> bool:
    between = left.clause.terms[left.last : right.first]
    if left.kind != right.kind or left.amount.unit != right.amount.unit or not between:
        return False
    elided = left.shared or (left.kind == "money" and left.amount.value is not None and left.amount.value < 1000)
    return elided and all(t.tag in LINKS for t in between)
