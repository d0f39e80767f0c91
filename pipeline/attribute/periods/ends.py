"""What the values of a sentence have as periods in, the same with the ends of its changes told apart out.

"Naik dari 5 menjadi 6 (yoy)" is a year apart; "dalam rentang 2020 hingga 2022 naik dari 5 menjadi 6" begins in 2020 and
ends in 2022.
"""

from collections.abc import Mapping
from dataclasses import replace

from pipeline.attribute.periods import spans
from pipeline.attribute.periods.assign import Found
from pipeline.attribute.periods.comparison import Comparison
from pipeline.attribute.periods.scene import Mark, Scene
from pipeline.attribute.periods.spans import Span

QUARTER, YEAR = 3, 12
BACK = {"yoy": YEAR, "qoq": QUARTER, "mom": 1}


def tell_ends(scene: Scene, found: dict[int, Found], compared: Mapping[int, Comparison]) -> None:
    """Give the old values of a sentence that have no period one, where its change says how old they are."""
    numbers = [m for m in scene.marks if m.kind == "quantity"]
    for place, old in enumerate(numbers):
        own = found.get(old.quantity)
        if own is None or not own.base or own.mention is not None:
            continue
        stretch = next((f for n in numbers[place + 1 :] if (f := found.get(n.quantity)) and _is_stretch(f)), None)
        if stretch is not None:
            _part(numbers[place:], stretch, found)
        elif (new := _change(numbers[:place], compared)) and (span := _earlier(new, found, compared)):
            found[old.quantity] = replace(own, span=span, mention=found[new.quantity].mention, how="inferred")


def _is_stretch(found: Found) -> bool:
    """Tell whether a period was written as years from one to another."""
    return not found.base and found.mention is not None and found.mention.rule == "years" and found.span is not None


def _part(numbers: list[Mark], stretch: Found, found: dict[int, Found]) -> None:
    """Give the old value the first year of a stretch, the new one and what follows the last."""
    if stretch.span is None or stretch.span.first is None or stretch.span.last is None:
        return
    first, last = (spans.months(bound.year, 1, YEAR) for bound in (stretch.span.first, stretch.span.last))
    found[numbers[0].quantity] = replace(stretch, span=first, base=True)
    for number in numbers[1:]:
        own = found.get(number.quantity)
        if own and own.mention is stretch.mention and not number.change:
            found[number.quantity] = replace(own, span=last)


def _change(before: list[Mark], compared: Mapping[int, Comparison]) -> Mark | None:
    """Return the change right before an old value of the same statement."""
    last = before[-1] if before else None
    return last if last and last.change and last.quantity in compared and not last.base else None


def _earlier(new: Mark, found: Mapping[int, Found], compared: Mapping[int, Comparison]) -> Span | None:
    """Return the period that lies before that of a change by what it is compared with."""
    own = found.get(new.quantity)
    months = BACK.get(compared[new.quantity].code)
    span = own.span if own else None
    if months is None or span is None or span.first is None or span.last is None:
        return None
    if months == YEAR:
        return spans.years(span, -1)
    whole = spans.part(span.first, months, 0) if months == QUARTER else spans.month(span.first, 0)
    return spans.part(span.first, months, -1) if span == whole else None


__all__ = ["tell_ends"]
