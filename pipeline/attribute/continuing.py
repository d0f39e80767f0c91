"""A sentence that begins with an anaphor, or only brings the next number, in; what it goes on with out."""

from dataclasses import replace

from pipeline.attribute.items import is_next, named_item
from pipeline.attribute.sight import Sight
from pipeline.attribute.view import Frame, View

ITEM_ENDS = frozenset(
    {"comparator", "bridge", "each", "currency_before", "colon", "punctuation", "preposition", "auxiliary"}
)
OPENING = frozenset({"auxiliary", "punctuation", "conjunction", "comma"})
MOVES = frozenset({"rise", "fall"})
MOVED = frozenset({"turn", "link", "modifier", "rise", "fall"})
DATED = frozenset({"month", "year", "when", "duration", "date", "period_word"})


def carried(view: View, before: Frame) -> Frame | None:
    """Go on with the sentence before when this one begins with an anaphor: "Angka tersebut naik 5 persen"."""
    return _gone_on(before) if before.property.value and opens_with_anaphor(view) else None


def _gone_on(before: Frame) -> Frame:
    """Return the frame of the sentence before as one that this sentence goes on with."""
    return replace(
        before, property=replace(before.property, how="carried"), entity=replace(before.entity, how="carried")
    )


def summed_up(view: View, before: Frame) -> Frame | None:
    """Go on with the sentence before in "Jumlah tersebut naik menjadi 5" and in "Merosot 22 persen dari 7"."""
    sight, first = view.sight, 1
    if view.place or not before.property.value:
        return None
    while first < view.high and (sight.tags[first] in OPENING | DATED or _leads_date(sight, first)):
        first += 1
    if is_next(sight, view.high) and (named_item(view, before.code).value or _only_dated(view)):
        return _gone_on(before)
    if any(_sums_up(sight, i) for i in (first, view.head, view.head + 1, _shown(view)) if i < view.high):
        return _gone_on(before)
    bare = first < view.high and bool(sight.cues[first] & MOVES) and sight.tags[first] != "noun"
    behind = range(first + 1, view.high)
    alone = bare and all(sight.tags[i] in ITEM_ENDS or sight.cues[i] & MOVED or sight.has(i, "degree") for i in behind)
    return _gone_on(before) if alone else None


def _leads_date(sight: Sight, index: int) -> bool:
    """Tell whether a preposition leads to a date: "Kemudian, pada 2020 turun ke 59 persen"."""
    return sight.tags[index] == "preposition" and sight.tags[index + 1] in DATED


def _only_dated(view: View) -> bool:
    """Tell whether the sentence only says when the next number was: "Lalu pada Juli 2023 sebanyak 53.247 unit"."""
    dated = [tag for tag in view.sight.tags[2 : view.high] if tag not in ITEM_ENDS and tag != "comma"]
    return bool(dated) and all(tag in DATED for tag in dated)


def _sums_up(sight: Sight, index: int) -> bool:
    """Tell whether "angka tersebut", "jumlah itu", "target tahun ini" stand at the term."""
    return sight.has(index, "summary") and (sight.has(index + 1, "anaphor") or sight.tags[index + 1] == "when")


def _shown(view: View) -> int:
    """Return the term behind "data X menunjukkan", `high` if nothing is shown."""
    showing = view.sight.words.showing
    return next((i + 1 for i, word in enumerate(view.sight.lowered[: view.high]) if word in showing), view.high)


def opens_with_anaphor(view: View) -> bool:
    """Tell whether the sentence begins with an anaphor: "Angka tersebut …", "Selain itu, …"."""
    return view.sight.within("anaphor", 1, min(5, view.high))
