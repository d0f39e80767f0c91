"""A share in, who has it and of what out: "X menjadi penyumbang devisa", "X didominasi IKM sebesar 95 persen"."""

from bisect import bisect_left

from pipeline.attribute.phrases import phrase_before, phrase_end
from pipeline.attribute.sight import Hit
from pipeline.attribute.view import NOTHING, STEPS, Frame, View
from pipeline.records import Reading


def contributed(view: View, hit: Hit | None) -> Frame | None:
    """Read "X adalah produsen 60 persen nikel": the property, or the noun right before the number, is what X is."""
    sight, noun = view.sight, hit.first if hit else view.high - 1
    while hit is None and noun > view.start and sight.tags[noun] in STEPS:
        noun -= 1
    owner = _contributor(view, noun)
    if not owner.value:
        return None
    last = phrase_end(sight, hit.last, view.high) if hit else noun + 1
    return Frame(view.reading(noun, last), owner, NOTHING, hit.code if hit else "", sight.word(noun))


def _contributor(view: View, noun: int) -> Reading:
    """Return who is one in "X menjadi penyumbang devisa sebesar 5" and "Sebagai penyumbang 20 persen PDB, X …"."""
    sight = view.sight
    before = noun - 1 - (sight.tags[noun - 1] == "determiner")
    if sight.word(noun) not in sight.words.contributors or before < view.start:
        return NOTHING
    if sight.word(before) not in sight.words.being | sight.words.basis:
        return NOTHING
    actor = phrase_before(sight, before, view.start)
    if actor is None and sight.word(before) in sight.words.basis:
        comma = next((i for i in range(noun, len(sight.terms)) if sight.tags[i] == "comma"), noun)
        last = phrase_end(sight, comma + 1, len(sight.terms) - 1)
        actor = (comma + 1, last) if last > comma + 1 else None
    return view.reading(*actor) if actor is not None and not view.is_property(actor) else NOTHING


def is_part(view: View, frame: Frame) -> Frame:
    """Read "67 persen perusahaan tekstil merupakan industri hilir", "sisanya 33 persen adalah …": what the part is."""
    sight, first = view.sight, view.after
    whole = frame.denominator
    rest = sight.says(sight.words.remainder, view.start, view.high)
    if view.quantity.kind != "percent" or not (rest or whole.start >= view.quantity.end):
        return frame
    if not rest:
        first = bisect_left(sight.starts, whole.end)
    while first < view.limit and sight.tags[first] == "auxiliary":
        first += 1
    if first >= view.limit or sight.word(first) not in sight.words.being or sight.has(first, "turn"):
        return frame
    last = phrase_end(sight, first + 1, view.limit)
    return frame.of(view.reading(first + 1, last)) if last > first + 1 else frame


def shared_out(view: View, frame: Frame) -> Frame:
    """Tell the part from the whole in "X didominasi IKM sebesar 95 persen", "X dipasok 60 persen dari impor"."""
    sight = view.sight
    if view.quantity.kind != "percent" or not sight.says(sight.words.shared_out, view.start, view.high):
        return frame
    verb = next(i for i in range(view.high - 1, view.start - 1, -1) if sight.word(i) in sight.words.shared_out)
    place = phrase_before(sight, verb, view.start)
    held = frame.code == "capital" and frame.word not in sight.words.shared_out
    if place is None or held or sight.tags[verb - 1] == "relative":
        return frame
    near = all(sight.tags[i] in STEPS for i in range(verb + 1, view.high))
    part = _part(view, view.after, view.limit) if near else _part(view, verb + 1, view.high)
    if not part.value:
        return frame
    whole = view.reading(*place)
    inside = any(place.start <= frame.property.start < place.end for place in (whole, part))
    name = view.reading(verb, verb + 1) if inside else frame.property
    return Frame(name, part, whole, frame.code, frame.word)


def _part(view: View, first: int, limit: int) -> Reading:
    """Return what a share goes to behind the number or the verb: "95 persen (oleh) IKM", "60 persen dari impor"."""
    first += view.sight.word(first) in view.sight.words.source
    last = phrase_end(view.sight, first, limit)
    return view.reading(first, last) if last > first else NOTHING
