"""A view of a share in, the whole it is a part of out."""

from bisect import bisect_left
from dataclasses import replace

from pipeline.attribute.holders import holder
from pipeline.attribute.phrases import is_noun, phrase_before, phrase_end
from pipeline.attribute.sight import Hit
from pipeline.attribute.verbs import doer_behind
from pipeline.attribute.view import NOTHING, STEPS, Frame, View
from pipeline.records import Reading

TIMES = frozenset({"duration", "month", "year", "when", "date", "date_edge", "number", "weekday", "period_word"})
LINKS = STEPS | {"relative", "currency_before", "auxiliary", "preposition"}
# "kontribusi", "menyumbang": what it is part of may stand behind "pada".
GIVING = ("contribution",)
FRONT = 9
POINTING = 3


def denominator(view: View, same: Frame | None, before: Frame) -> Reading:
    """Return the whole of a share: behind "dari", before in "Dari total X, …" or "terhadap X", or that of the list."""
    if view.quantity.kind not in ("percent", "ratio"):
        return NOTHING
    sight, after = view.sight, view.after
    given = sight.word(after) in sight.words.given_to and any(sight.within(c, view.low, view.high) for c in GIVING)
    if sight.word(after) in sight.words.of or (given and any(h.first == after + 1 for h in sight.hits)):
        found = _pointed(view, after + 1, same, before) or _whole(view, after + 1)
        if found.value:
            return found
    elif sight.has(after, "breakdown"):
        return _counted_before(view)
    elif is_noun(sight, after) and not sight.cues[after] & {"split", "next", "rise", "fall"}:
        hit = next((h for h in sight.hits if h.first == after and h.code == "capital"), None)
        first = hit.last if hit else after
        last = phrase_end(sight, first, view.limit)
        named = any(sight.terms[i].tag != "adjective" for i in range(first, last))
        fronted = _fronted_number(view)
        return fronted if fronted.value else view.reading(first, last) if named else NOTHING
    if sight.says(sight.words.towards, view.start + 1, view.high):
        last = next(i for i in range(view.high - 1, view.start, -1) if sight.word(i) in sight.words.towards)
        return _whole(view, last + 1)
    filled = _filled(view)
    return filled if filled.value else _fronted(view, same, before)


def _filled(view: View) -> Reading:
    """Return what a share fills: "menyumbang PDB nasional sebesar 1,5 persen", "memenuhi kebutuhan dunia 2%"."""
    sight = view.sight
    if not sight.says(sight.words.filling, view.start, view.high):
        return NOTHING
    first = next(i for i in range(view.high - 1, view.start - 1, -1) if sight.word(i) in sight.words.filling) + 1
    last = phrase_end(sight, first, view.high)
    led = all(sight.tags[i] in STEPS or sight.has(i, "link") for i in range(last, view.high))
    described = all(sight.tags[i] == "adjective" for i in range(first, last))
    return view.reading(first, last) if led and not described and not sight.has(first, "share_noun") else NOTHING


def _counted_before(view: View) -> Reading:
    """Return what was counted before "70 persen di antaranya"."""
    if not view.place:
        return NOTHING
    first = view.sight.spans[view.place - 1][1]
    last = phrase_end(view.sight, first, view.low)
    return view.reading(first, last) if last > first else NOTHING


def _pointed(view: View, first: int, same: Frame | None, before: Frame) -> Reading | None:
    """Return what "dari angka tersebut" points back to; None when it does not point."""
    if view.sight.word(first) not in view.sight.words.counting or not view.sight.has(first + 1, "anaphor"):
        return None
    known = same or before
    return known.property if known.property.value else known.entity


def _fronted(view: View, same: Frame | None, before: Frame) -> Reading:
    """Read "Dari total peserta, 25 persen" and "Dari jumlah itu, 40 persen"."""
    sight = view.sight
    first = next(
        (i for i in range(view.start, min(view.start + 3, view.high)) if sight.word(i) in sight.words.from_), None
    )
    if first is not None:
        comma = next((i for i in range(first, view.high) if sight.terms[i].tag == "comma"), None)
        if comma is not None and any(sight.has(i, "anaphor") for i in range(first, comma)):
            known = same or before
            points = known.property if known.property.value else known.entity
            return points if points.value or comma - first > POINTING else view.reading(first + 1, comma)
        if comma is not None and (found := _whole(view, first + 1)).value:
            return found
    if same is not None and same.denominator.value:
        return same.denominator
    return _fronted_number(view)


def _fronted_number(view: View) -> Reading:
    """Read "Dari total ekspor mebel US$2,8 miliar, … 50 persen" and "Dari 23 juta orang yang bekerja, 20 persen"."""
    sight = view.sight
    if not view.place or sight.word(1) not in sight.words.fronting or sight.spans[0][0] > FRONT:
        return NOTHING
    comma = next((i for i in range(sight.free[0], view.high) if sight.terms[i].tag == "comma"), None)
    cut = any(sight.has(i, "split") for i in range(1, view.high))
    if comma is None or cut:
        return NOTHING
    first = sight.spans[0][1] if sight.spans[0][0] <= 3 and sight.terms[2].tag != "noun" else 2
    noun = first + (sight.word(first) in sight.words.totals)
    last = phrase_end(sight, noun, comma)
    if last == noun and first > 2:
        first = noun = 2
        last = phrase_end(sight, noun, sight.spans[0][0])
    return view.reading(first, last) if last > noun else NOTHING


def of_whole(view: View, previous: Frame | None) -> Frame | None:
    """Read the size of the whole itself: "72 persen dari total ekspor nasional yang mencapai US$ 258 miliar"."""
    sight, whole = view.sight, previous.denominator if previous is not None else NOTHING
    if (
        not whole.value
        or view.quantity.kind == "percent"
        or whole.start < sight.terms[sight.spans[view.place - 1][1] - 1].end
    ):
        return None
    last = bisect_left(sight.starts, whole.end)
    hit = next((h for h in sight.hits if whole.start <= h.start and h.end <= whole.end), None)
    linked = all(
        sight.tags[i] in LINKS or sight.has(i, "link") or sight.has(i, "generic") for i in range(last, view.high)
    )
    if hit is None or not linked:
        return None
    owner = replace(view.reading(hit.last, last), cue="whole") if hit.last < last else Reading(cue="whole")
    first = bisect_left(sight.starts, whole.start)
    name = view.reading(first if sight.word(first) in sight.words.totals else hit.first, hit.last, hit.end)
    return Frame(name, owner, NOTHING, hit.code, sight.word(hit.first))


def _whole(view: View, first: int) -> Reading:
    terms = view.sight.terms
    if terms[first].tag in TIMES or view.sight.word(first) in view.sight.words.no_whole:
        return NOTHING
    noun = first + (view.sight.word(first) in view.sight.words.totals)
    last = phrase_end(view.sight, noun, len(terms) - 1)
    if last > noun and view.sight.word(last) in view.sight.words.at and terms[last + 1].tag not in TIMES:
        last = phrase_end(view.sight, last + 1, len(terms) - 1)
    return view.reading(first, last) if last > noun else NOTHING


def owned_share(view: View, hit: Hit | None, frame: Frame, previous: Frame | None) -> Frame:
    """Turn "penyertaan modal di PT X sebesar 99 persen" round: the firm is the whole, the holder the entity."""
    if view.quantity.kind != "percent":
        return frame
    if hit is None:
        open_ = frame.code == "capital" and not frame.denominator.value
        return replace(frame, denominator=_issuer(view)) if open_ else frame
    part = next((h for h in view.sight.hits if h.start == frame.entity.start and h is not hit), None)
    if hit.code == "" and part is not None and not frame.denominator.value:
        return replace(frame, denominator=frame.entity, entity=holder(view, hit, previous))
    return _of_shares(view, hit, frame, previous) if hit.code == "capital" else frame


def _of_shares(view: View, hit: Hit, frame: Frame, previous: Frame | None) -> Frame:
    """Tell the firm from who holds its shares."""
    verb = phrase_end(view.sight, hit.last, view.limit) if hit.first >= view.after else view.after
    if (party := doer_behind(view, verb)).value:
        return replace(frame, denominator=frame.denominator if frame.denominator.value else frame.entity, entity=party)
    if frame.denominator.value and hit.first >= view.after:
        return replace(frame, entity=holder(view, hit, previous))
    firm = frame.entity if frame.entity.start >= hit.start else NOTHING
    if not firm.value and not frame.denominator.value:
        return replace(frame, denominator=_issuer(view))
    if not firm.value or frame.denominator.value:
        return frame
    item = phrase_before(view.sight, view.high, hit.last, through=False)
    near = item is not None and item[1] == view.high and view.sight.terms[item[0]].start > firm.end
    entity = view.reading(*item) if item is not None and near else holder(view, hit, previous)
    return replace(frame, denominator=firm, entity=entity)


def _issuer(view: View) -> Reading:
    """Return the firm whose shares the statement is about: "pemegang saham PT X …", "PT X sahamnya dimiliki …"."""
    for hit in view.sight.hits:
        if hit.code != "capital" or hit.first >= view.high:
            continue
        if hit.possessive and (before := phrase_before(view.sight, hit.first, 0)) is not None:
            return view.reading(*before)
        last = phrase_end(view.sight, hit.last, view.high)
        if last > hit.last:
            return view.reading(hit.last, last)
    return NOTHING
