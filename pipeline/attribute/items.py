"""A number in a list in, the member of the list or the part of a whole that it belongs to out."""

from pipeline.attribute.phrases import is_noun, phrase_before, phrase_end
from pipeline.attribute.sight import MOVEMENTS, Sight
from pipeline.attribute.verbs import of_verb_behind, past_breakdown
from pipeline.attribute.view import NOTHING, STEPS, Frame, View
from pipeline.records import Reading

LISTED = frozenset({"comma", "and"})
LINKS = STEPS | {"currency_before", "auxiliary", "punctuation"}
TRADE = frozenset({"export", "import"})
IN_BRACKET = STEPS | {"currency_before", "currency"}
# How many signs may stand between two members of a list: ", dan".
LISTING = 2
LINE_STARTS = frozenset({"colon", "comma", "and", "boundary"})
LINE_MARKS = frozenset({";", "•", "-", "–", "*", ")", "."})
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
    partner = previous.code in TRADE and view.quantity.kind == "money" and previous.entity.value[:1].islower()
    named = first < opening and other and not partner and not view.is_property((first, opening))
    return previous.of(view.reading(first, opening)) if named else None


def named_item(view: View, code: str) -> Reading:
    """Return the first member of a list: "tujuan utama ialah Jepang (9%), …", "yakni emas yang menembus …"."""
    if code == "capital":
        return NOTHING
    if not view.place and is_next(view.sight, view.high):
        return _next_item(view)
    readings = (_after_next, _before_colon, _before_bracket, _rival)
    named = next((n for n in (read(view) for read in readings) if n.value), NOTHING)
    partner = code in TRADE and view.quantity.kind == "money" and named.value[:1].isupper()
    return named if named.value and not partner else _opening(view)


def _after_next(view: View) -> Reading:
    """Return who comes next: "…, diikuti sektor perikanan yang naik dari 1,2 persen"."""
    sight = view.sight
    first = sight.last("next", view.low, view.high) + 1 if view.place else 0
    first += 0 < first < view.high and sight.word(first) in sight.words.source
    last = phrase_end(sight, first, view.high) if first else 0
    return view.reading(first, last) if last > first and not view.is_property((first, last)) else NOTHING


def _before_colon(view: View) -> Reading:
    """Return the name of a line of a list: "Toyota: 20 unit; Daihatsu: 12 unit", "…, Mazda dengan 5 unit"."""
    sight, colon = view.sight, view.high - 1
    while colon > view.low and sight.tags[colon] in IN_BRACKET:
        colon -= 1
    if sight.tags[colon] != "colon" and not (view.place and sight.word(colon) in sight.words.with_):
        return NOTHING
    first = colon
    while first > view.low and (is_noun(sight, first - 1) or _joins_line(sight, first - 1, colon)):
        first -= 1
    set_off = sight.tags[first - 1] in LINE_STARTS or sight.terms[first - 1].text in LINE_MARKS
    set_off = set_off and (sight.tags[colon] == "colon" or first - view.low <= LISTING)
    named = first < colon and set_off and not view.is_property((first, colon))
    return view.reading(first, colon) if named else NOTHING


def _rival(view: View) -> Reading:
    """Return what something is compared with: "di posisi ketiga setelah industri logam yang mencapai Rp171 triliun"."""
    sight = view.sight
    end = _measured_from(sight, view.low, view.high)
    if end == view.high or sight.tags[end] != "relative":
        return NOTHING
    place = phrase_before(sight, end, view.start, through=False)
    compared = place is not None and sight.word(place[0] - 1) in sight.words.rivals
    return view.reading(*place) if place is not None and compared and not view.is_property(place) else NOTHING


def _joins_line(sight: Sight, index: int, colon: int) -> bool:
    """Tell whether "dan" binds two nouns of a line: "pendidikan dan pelatihan: Rp 905 miliar"."""
    bound = index + 1 < colon and is_noun(sight, index - 1)
    return bound and sight.word(index) in sight.words.joining and sight.tags[colon] == "colon"


def _opening(view: View) -> Reading:
    """Return the noun phrase between a word that opens a list ("yakni", "antara lain", "adalah") and the number."""
    sight = view.sight
    first = opened(sight, view.low, view.high) + 1
    if not first or sight.within("region", view.start, first):
        return NOTHING
    while first < view.high and (sight.tags[first] in OPENING or sight.word(first) in sight.words.of):
        first += 1
    end = _measured_from(sight, first, view.high)
    leading = (sight.tags[i] in LINKS or sight.cues[i] & MOVEMENTS for i in range(first, view.high))
    if sight.has(first - 1, "breakdown") and all(leading):
        end, first = first - 1, opened(sight, view.low, first - 1) + 1
    place = phrase_before(sight, end, first) if first and "preposition" not in sight.tags[first:end] else None
    whole = place is not None and place[0] == first and not view.is_property(place)
    return view.reading(*place) if place is not None and whole else NOTHING


def opened(sight: Sight, low: int, high: int) -> int:
    """Return the last word of [low, high) that opens a list or names what something is, -1 if none does."""
    place = sight.last("breakdown", low, high)
    if sight.says(sight.words.being | sight.words.source | sight.words.such, low, high):
        place = max([place, *(i for i in range(low, high) if _names(sight, i, low))])
    return place


def _names(sight: Sight, index: int, low: int) -> bool:
    """Tell whether "adalah", or "dari" and "oleh" behind a verb, stand at the term."""
    if sight.word(index) in sight.words.being | sight.words.such:
        return not sight.has(index, "turn")
    sourced = index > low and sight.word(index) in sight.words.source and sight.tags[index - 1] == "verb"
    return sourced and not sight.cues[index - 1] & MOVEMENTS


def _next_item(view: View) -> Reading:
    """Return what a sentence that only brings the next item speaks of: "Disusul industri kulit yang menembus 5 …"."""
    sight, low = view.sight, view.sight.last("next", 1, 3) + 1
    end = _measured_from(sight, 1, view.high)
    while end > low and (sight.tags[end - 1] in LINKS or (sight.tags[end - 1] == "verb" and sight.cues[end - 1])):
        end -= 1
    place = phrase_before(sight, end, low) or phrase_before(sight, end, low, through=False)
    if place is None and sight.tags[low - 1] == "verb":
        place = phrase_before(sight, low - 1, 0)
    return view.reading(*place) if place is not None else NOTHING


def _measured_from(sight: Sight, low: int, high: int) -> int:
    """Return where the words begin that only lead to the number: "yang mencapai", "yang mencetak ekspor sebesar"."""
    end = high
    while end > low and (sight.tags[end - 1] in LINKS or sight.has(end - 1, "link")):
        end -= 1
    if end > low and sight.word(end - 1) in sight.words.with_:
        return end - 1
    end = next((hit.first for hit in sight.hits if hit.last == end > hit.first > low), end)
    moved = end
    while end > low and sight.tags[end - 1] in ("verb", "auxiliary", "bridge"):
        end -= 1
    told = end > low and (sight.tags[end - 1] == "relative" or (sight.tags[end - 1] == "comma" and end < moved))
    return end - 1 if told else high


def _before_bracket(view: View) -> Reading:
    """Return the name before the bracket that a number opens: "tujuannya ialah Jepang (15,2%), India (9%)"."""
    sight, low = view.sight, view.low
    if "(" not in sight.lowered[low : view.high]:
        return NOTHING
    opening = next((i for i in range(view.high - 1, low, -1) if sight.terms[i].text == "("), low)
    if opening == low or any(sight.tags[i] not in IN_BRACKET for i in range(opening + 1, view.high)):
        return NOTHING
    leads = [i for i in range(low, opening) if sight.tags[i] == "colon" or sight.word(i) in sight.words.source]
    first = max([opened(sight, low, opening), *leads]) + 1
    if not first and not view.place:
        return NOTHING
    first = max(first, low)
    while first < opening and not is_noun(sight, first):
        first += 1
    named = first < opening and all(is_noun(sight, i) or sight.tags[i] in LISTED for i in range(first, opening))
    return view.reading(first, opening) if named and not view.is_property((first, opening)) else NOTHING


def is_next(sight: Sight, high: int) -> bool:
    """Tell whether a sentence only brings the next item of a list: "Lalu industri kimia sebesar 7 persen."."""
    if not (
        sight.within("next", 1, 3) or (sight.word(1) in sight.words.there_is and sight.word(2) in sight.words.also)
    ):
        return False
    end = _measured_from(sight, 1, high)
    if sight.tags[max(sight.last("next", 1, 3), 0)] == "verb":
        return True
    return not any(hit.first < end for hit in sight.hits) and not any(sight.within(c, 1, end) for c in ("rise", "fall"))


def _part_named(view: View, previous: Frame) -> Frame | None:
    """Read "tiga perempat di antaranya kendaraan niaga": who or what the part is stands behind it."""
    first = past_breakdown(view, view.after)
    last = phrase_end(view.sight, first, view.limit)
    return previous.of(view.reading(first, last)).within(NOTHING) if last > first else None


def remaining(view: View, previous: Frame | None) -> Frame | None:
    """Read "sisanya 8 persen disumbangkan oleh X": the verb behind tells what is measured."""
    parts = view.sight.has(view.after, "breakdown") and view.quantity.kind != "count"
    rest = view.sight.says(view.sight.words.remainder, view.start, view.high)
    if not parts and not rest:
        return None
    frame = of_verb_behind(view, None)
    if frame is None and parts and previous is not None:
        return _part_named(view, previous)
    if frame is None or frame.entity.value or previous is None:
        return frame
    return frame.of(previous.entity)
