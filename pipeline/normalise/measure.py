"""The terms of one quantity in, its exact value or interval and its unit out."""

from collections.abc import Sequence
from decimal import Decimal, localcontext

from pipeline.records import Term, record
from pipeline.rulebook import PlacedRule, Rulebook, decimal

JOINS = frozenset({"to", "slash", "and"})
NUMERALS = frozenset({"number", "one", "fraction", "year"})
UNIT_TAGS = {
    "percent": ("percent",),
    "money": ("currency", "currency_before", "currency_after"),
    "measure": ("unit",),
}
FIXED_UNITS = {"percent": "%", "percentage_point": "pp", "ratio": "x", "index": "index"}
EXACT = 100
PLACES = Decimal("0.000001")


@record(frozen=True, slots=True)
class Amount:
    """A value, or the two ends of an interval, in `unit`."""

    unit: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None


def read_amount(terms: Sequence[Term], placed: PlacedRule, rulebook: Rulebook) -> Amount | None:
    """Read the terms of a match; None when they make no sense together ("10 sampai 5 persen")."""
    terms = _said_once(terms)
    numbers = [(i, t) for i, t in enumerate(terms) if t.tag in NUMERALS]
    unit = _unit(terms, placed)
    if placed.kind == "ratio" and (amount := _ratio(terms, numbers)):
        return amount
    if definite := next((t for t in terms if t.tag == "definite"), None):
        return Amount(unit, Decimal(definite.code))
    if ordinal := next((t for t in terms if t.tag == "ordinal_number"), None):
        return Amount(unit, Decimal("".join(c for c in ordinal.text if c.isdigit())))
    if not numbers:
        return None
    factor = _factor(terms, placed)
    if len(numbers) == 1:
        return Amount(unit, _signed(terms, numbers[0], factor))
    if len(numbers) == 2:
        return _two(terms, numbers, Amount(unit), factor, rulebook)
    return None


def _said_once(terms: Sequence[Term]) -> Sequence[Term]:
    """Leave out a number in brackets that says the one before it again: "10 (sepuluh) persen"."""
    for i in range(1, len(terms) - 2):
        if terms[i].text == "(" and terms[i + 2].text == ")" and _value(terms[i - 1]) == _value(terms[i + 1]):
            return [*terms[:i], *terms[i + 3 :]]
    return terms


def _value(term: Term) -> Decimal | None:
    return term.numeral.value if term.numeral else None


def _unit(terms: Sequence[Term], placed: PlacedRule) -> str:
    if placed.rule.unit:
        return placed.rule.unit
    if placed.kind in FIXED_UNITS:
        return FIXED_UNITS[placed.kind]
    return next((t.code for t in terms if t.tag in UNIT_TAGS.get(placed.kind, ())), "")


def _factor(terms: Sequence[Term], placed: PlacedRule) -> Decimal:
    """Return what one written unit is in the unit of the table: a basis point is 0.01 points."""
    if placed.kind != "percentage_point":
        return decimal(placed.rule.factor)
    return next((Decimal(t.code) for t in terms if t.tag == "percentage_point"), Decimal(1))


def _signed(terms: Sequence[Term], number: tuple[int, Term], factor: Decimal = Decimal(1)) -> Decimal:
    index, term = number
    if term.numeral is None:
        raise AssertionError(f"the term {term.text!r} has no numeral")
    value = term.numeral.value
    if factor != 1:
        with localcontext(prec=EXACT):
            value *= factor
    return value.copy_negate() if any(t.tag == "sign" for t in terms[:index]) else value


def _two(
    terms: Sequence[Term], numbers: list[tuple[int, Term]], amount: Amount, factor: Decimal, rulebook: Rulebook
) -> Amount | None:
    (first_at, first), (second_at, second) = numbers
    if first.numeral is None or second.numeral is None:
        return None
    between = {t.tag for t in terms[first_at + 1 : second_at]}
    if "plus_minus" in between:
        middle, spread = first.numeral.value * factor, second.numeral.value * factor
        return Amount(amount.unit, low=middle - spread, high=middle + spread)
    if not between & JOINS:
        return _compound(terms, (first, second), amount, rulebook)
    low, high = _ends(terms, (first_at, first), second)
    if low is None or high is None or high < low:
        return None
    return Amount(amount.unit, low=low * factor, high=high * factor)


def _ends(terms: Sequence[Term], first: tuple[int, Term], second: Term) -> tuple[Decimal | None, Decimal | None]:
    """Return both ends: a scale left out at the first is the second's, leading digits left out are the first's."""
    a, b = first[1].numeral, second.numeral
    if a is None or b is None:
        return None, None
    low, high = _signed(terms, first), b.value
    if a.scale == 1 and b.scale > 1 and low * b.scale <= high:
        low *= b.scale
    if "," in a.digits and b.digits.isdigit() and not low <= high < low * 10:
        high = _complete(a.digits, b.digits)
    return low, high


def _complete(first: str, tail: str) -> Decimal:
    """Return 154.71 for "154,66" and "71": the tail replaces the last digits of the first number."""
    whole, _, decimals = first.partition(",")
    digits = (whole + decimals)[: -len(tail)] + tail
    return Decimal(digits).scaleb(-len(decimals))


def _compound(terms: Sequence[Term], numbers: tuple[Term, Term], amount: Amount, rulebook: Rulebook) -> Amount | None:
    """Add "tiga kaki enam inci" up in the larger unit."""
    units = [t.code for t in terms if t.tag == "unit"]
    if len(units) != 2 or units[1] not in rulebook.parts:
        return None
    whole, share = rulebook.parts[units[1]]
    first, second = numbers[0].numeral, numbers[1].numeral
    if whole != units[0] or first is None or second is None:
        return None
    return Amount(amount.unit, (first.value + second.value * share).quantize(PLACES).normalize())


def _ratio(terms: Sequence[Term], numbers: list[tuple[int, Term]]) -> Amount | None:
    """Read "1 : 3" and "satu dari tiga" as the quotient, rounded to six places."""
    if len(numbers) == 2 and not {t.tag for t in terms} & (JOINS | {"plus_minus"}):
        first, second = numbers[0][1].numeral, numbers[1][1].numeral
        if first is None or second is None or not second.value:
            return None
        return Amount("x", _rounded(first.value / second.value))
    if len(numbers) == 1 and numbers[0][1].numeral is not None:
        return Amount("x", _rounded(numbers[0][1].numeral.value))
    return None


def _rounded(value: Decimal) -> Decimal:
    with localcontext() as context:
        context.prec = 50
        return value.quantize(PLACES)
