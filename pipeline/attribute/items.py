"""A number in a list in, the member of the list that it belongs to out."""

from pipeline.attribute.phrases import is_noun, phrase_before
from pipeline.attribute.sight import Sight
from pipeline.attribute.view import NOTHING, STEPS, Frame, View
from pipeline.records import Reading

LISTED = frozenset({"comma", "and"})
LINKS = STEPS | {"currency_before", "auxiliary", "punctuation"}
OPENING = frozenset({"auxiliary", "colon", "punctuation"})


def bracketed(view: View, previous: Frame | None) -> Frame | None:
    """Go on in "X 38,5 persen, disusul Bali (27,1 persen)", "kalah dari Vietnam yang 9 persen": others' values."""
    sight, opening = view.sight, view.high - 1
    opened = sight.terms[opening]
    if previous is None or not previous.entity.value or not (opened.text == "(" or opened.tag == "relative"):
        return None
    first = opening
    while first > view.low and is_noun(sight, first - 1):
        first -= 1
    other = sight.terms[view.after].text == ")" if opened.text == "(" else sight.terms[first].text[:1].isupper()
    named = first < opening and other and not view.is_property((first, opening))
    return previous.of(view.reading(first, opening)) if named else None


def named_item(view: View) -> Reading:
    """Return the first member of a list: "tujuan utama ialah Jepang (9%), …", "yakni emas yang menembus …"."""
    named = _before_bracket(view)
    return named if named.value else _opening(view)


def _opening(view: View) -> Reading:
    """Return the noun phrase between a word that opens a list ("yakni", "antara lain", "adalah") and the number."""
    sight = view.sight
    first = max(sight.last("breakdown", view.low, view.high), _being(view)) + 1
    if not first:
        return NOTHING
    while first < view.high and (sight.tags[first] in OPENING or sight.word(first) in sight.words.of | sight.words.being):
        first += 1
    place = phrase_before(sight, _measured_from(sight, first, view.high), first)
    whole = place is not None and place[0] == first and not view.is_property(place)
    return view.reading(*place) if place is not None and whole else NOTHING


def _being(view: View) -> int:
    words = view.sight.words.being
    return next((i for i in range(view.high - 1, view.low, -1) if view.sight.word(i) in words), -1)


def _measured_from(sight: Sight, low: int, high: int) -> int:
    """Return where the words begin that only lead to the number: "yang mencapai", "yang mencetak ekspor sebesar"."""
    end = high
    while end > low and (sight.tags[end - 1] in LINKS or sight.has(end - 1, "link")):
        end -= 1
    end = next((hit.first for hit in sight.hits if hit.last == end > hit.first > low), end)
    while end > low and sight.tags[end - 1] in ("verb", "auxiliary", "bridge"):
        end -= 1
    return end - 1 if end > low and sight.tags[end - 1] == "relative" else high


def _before_bracket(view: View) -> Reading:
    """Return the name before a bracket that opens a list: "tujuan utama ialah Amerika Serikat (15,2%), Jepang (9%)"."""
    sight, opening = view.sight, view.high - 1
    if view.place or view.quantity.kind != "percent" or sight.terms[opening].text != "(":
        return NOTHING
    first = opening
    while first > view.start and sight.terms[first - 1].text[:1].isupper() and is_noun(sight, first - 1):
        first -= 1
    closed = sight.terms[view.after].text == ")" and sight.terms[min(view.after + 1, view.limit)].tag in LISTED
    return view.reading(first, opening) if first < opening and closed else NOTHING


def is_next(sight: Sight, high: int) -> bool:
    """Tell whether a sentence only brings the next item of a list: "Lalu industri kimia sebesar 7 persen."."""
    opens = any(sight.has(i, "next") for i in (1, 2)) or sight.word(1) in sight.words.there_is
    told = any(hit.first < high for hit in sight.hits) or any(sight.within(cue, 1, high) for cue in ("rise", "fall"))
    return opens and not told
