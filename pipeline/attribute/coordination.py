"""A name of one member in, the whole of a list of names that only its first member says the kind of out.

"Industri kulit, alas kaki, dan aneka menyerap …" is one entity, and so is "ekspor industri makanan, minuman dan teh".
"""

from bisect import bisect_left

from pipeline.attribute.phrases import Range, firm_of, is_noun, is_verbal, phrase_end
from pipeline.attribute.sight import Sight
from pipeline.attribute.view import View
from pipeline.records import Reading

LISTED = frozenset({"comma", "and"})
# What may follow a list that is one name: a verb, a preposition, a number, a word of measure.
FOLLOWING = frozenset(
    {"preposition", "comparator", "bridge", "auxiliary", "each", "verb", "intent", "relative", "when"}
)


def whole_list(view: View, entity: Reading) -> Reading:
    """Return the entity with the other members of the list it is the first or last of."""
    sight = view.sight
    first = bisect_left(sight.starts, entity.start)
    if not entity.value or first >= len(sight.terms) or sight.starts[first] != entity.start:
        return entity
    last = bisect_left(sight.starts, entity.end)
    opening = first if sight.has(first, "sector") else _opening(sight, first)
    if opening < 0:
        return entity
    found = _members(sight, opening, len(sight.terms) - 1)
    return view.reading(*found) if found is not None and found[0] <= first and last <= found[1] else entity


def _opening(sight: Sight, first: int) -> int:
    """Return the sector that the list opens with whose last members begin at `first`, -1 if it has none."""
    while first > 1 and sight.tags[first - 1] in LISTED:
        first -= 1 + (sight.tags[first - 2] in LISTED)
        while first > 0 and is_noun(sight, first - 1):
            first -= 1
        if sight.has(first, "sector"):
            return first
    return -1


def _members(sight: Sight, first: int, limit: int) -> Range | None:
    """Return where "industri A, B, dan C" stands; None if it is no list, or one of several sectors or firms."""
    last = phrase_end(sight, first, limit)
    if last <= first + 1 or sight.tags[last] != "comma":
        return None
    while last < limit and sight.tags[last] in LISTED:
        joined = "and" in sight.tags[last : last + 2]
        start = last + 1 + (sight.tags[last + 1] in LISTED)
        last = phrase_end(sight, start, limit)
        if last == start or not _is_member(sight, (start, last)):
            return None
        if joined:
            return (first, last) if _ends(sight, last) else None
    return None


def _is_member(sight: Sight, place: Range) -> bool:
    """Tell whether the noun phrase is a plain member: no property, no firm, no sector that is named for itself."""
    told = any(place[0] <= hit.first < place[1] for hit in sight.hits)
    return not told and not sight.has(place[0], "sector") and firm_of(sight, place) is None


def _ends(sight: Sight, end: int) -> bool:
    return sight.tags[end] in FOLLOWING or end in sight.inside or is_verbal(sight, end) or sight.has(end, "link")
