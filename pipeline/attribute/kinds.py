"""A frame in, the same with what the kind of quantity asks for out: counts, measures, prices, rates, indices."""

from dataclasses import replace

from pipeline.attribute.phrases import ACTIVE, is_noun, phrase_before, phrase_end
from pipeline.attribute.properties import hit_before, hit_behind
from pipeline.attribute.subjects import subject
from pipeline.attribute.view import NOTHING, STEPS, Frame, View
from pipeline.records import Reading

CAPACITY = "capacity"
# Of "akan menyerap 500 pekerja" the workers are a weak entity: the text may say before who takes them on.
WORK = "employment"
DESCRIBING = frozenset({"adjective", "auxiliary"})
# "memiliki", "berjumlah": verbs that say how many there are.
COUNTING = frozenset({"verb", "count_cue"})
LISTED = frozenset({"comma", "and", "comparator", "bridge"})
OBJECT_STEPS = frozenset({*STEPS, "auxiliary", "noun", "name", "adjective"})


def counted(view: View, frame: Frame, previous: Frame | None) -> Frame:
    """Give a count its entity and its indicator: the counted noun, unless a subject holds the things."""
    if view.quantity.kind != "count":
        return frame
    if previous is not None and _other_value(view, previous):
        return previous
    counted = view.book.counted.find(view.quantity.unit.lower(), 0)
    code = frame.code or (counted.meaning if counted else "")
    tags = view.sight.tags
    near = next((i for i in range(view.high - 1, view.start - 1, -1) if tags[i] not in STEPS), -1)
    verb = next((i for i in range(view.high - 1, view.start - 1, -1) if tags[i] in COUNTING), -1)
    helped = near >= 0 and view.sight.has(near, "helped") and not view.sight.has(near, "holder")
    helped = helped or (near >= 0 and view.sight.word(near) in view.sight.words.doer)
    if (owner := _having(view, near)).value and not helped:
        return Frame(frame.property, owner, frame.denominator, code, frame.word)
    unnamed = _is_cue(view, view.quantity.unit, "classifier")
    held = (
        unnamed
        or _is_cue(view, view.quantity.unit, "package")
        or (not helped and (_owned(view, frame) or (verb >= 0 and _holds(view, frame, verb))))
    )
    held = held or (not helped and _has(view, frame, verb)) or _continues(view, frame, previous)
    broken_down = any(view.sight.has(i, "breakdown") for i in range(view.low, view.high))
    part = broken_down and previous is not None and previous.entity.cue == "counted"
    if unnamed or (held and frame.entity.value and not part):
        return replace(frame, code=code)
    taken_on = held and not part and frame.code == WORK and view.sight.word(verb).startswith("me")
    start = view.quantity.end
    found = view.sight.text.find(view.quantity.unit, start, start + 80) if view.quantity.unit else -1
    place = (found, found + len(view.quantity.unit)) if found >= 0 else (0, 0)
    entity = Reading(view.quantity.unit, *place, cue="weak" if taken_on else "counted")
    return Frame(frame.property, entity, frame.denominator, code, frame.word)


def _having(view: View, near: int) -> Reading:
    """Return the firm or plant in "pabrik dengan 500 karyawan"."""
    sight = view.sight
    if near <= view.low or sight.word(near) not in sight.words.with_:
        return NOTHING
    found = phrase_before(sight, near, view.low, through=False)
    if found is None or found[1] != near:
        return NOTHING
    listed = view.book.counted.find(sight.text[sight.starts[found[0]] : sight.terms[near].start].lower(), 0)
    named = sight.has(found[0], "company") or (listed is not None and listed.meaning == "establishments")
    return view.reading(*found) if named else NOTHING


def _owned(view: View, frame: Frame) -> bool:
    """Tell whether a property before the number names its owner: "komposisi industri kecil sebanyak 18 unit usaha"."""
    hit = hit_before(view)
    return hit is not None and bool(frame.code or frame.entity.start > hit.start)


def _other_value(view: View, previous: Frame) -> bool:
    """Tell whether the same things are counted at another time: "1.700 pabrik garam, naik dari 1.200 pabrik"."""
    things = previous.entity.value.lower() if previous.entity.cue == "counted" else ""
    low = max(view.low, view.high - 2)
    moved = any(view.sight.has(i, "turn") for i in range(low, view.high))
    own = any(view.low <= hit.first < view.high for hit in view.sight.hits)
    return moved and not own and bool(view.quantity.unit) and f"{things} ".startswith(f"{view.quantity.unit.lower()} ")


def _continues(view: View, frame: Frame, previous: Frame | None) -> bool:
    """Tell whether it is an old or new value of what the number before measures: "dari 819 menjadi 988"."""
    if previous is None or frame.property != previous.property:
        return False
    sight, words = view.sight, view.sight.words
    if previous.entity.cue == "counted" and previous.entity.end > sight.starts[sight.spans[view.place - 1][0]]:
        return False
    turned = [i for i in range(view.low, view.high) if sight.has(i, "turn")]
    old = any(sight.has(i, "turn") for i in range(view.after, view.limit))
    goes_on = any(sight.word(i) not in words.no_turn or (old and sight.word(i) in words.from_) for i in turned)
    joined = _follows(view)
    listed = joined and any(sight.has(i, "holder") for i in range(view.low))
    return (goes_on or listed) and bool(frame.property.value)


def _follows(view: View) -> bool:
    """Tell whether only what describes the count before, and a comma or "dan", lead to it: "9 SMK (…), serta 7"."""
    sight, first = view.sight, view.low
    if sight.terms[first].text == "(":
        first = next((i + 1 for i in range(first, view.high) if sight.terms[i].text == ")"), first)
    while first < view.high and sight.tags[first] in DESCRIBING:
        first += 1
    return first < view.high and all(sight.tags[i] in LISTED for i in range(first, view.high))


def _holds(view: View, frame: Frame, verb: int) -> bool:
    """Tell whether the subject holds the things; what an office only gives out is none of its own."""
    gives = view.sight.word(verb) in view.sight.words.giving
    return view.sight.has(verb, "holder") and not (gives and _acts(view, frame))


def _acts(view: View, frame: Frame) -> bool:
    """Tell whether the entity is an office that acts for others ("Kemenperin")."""
    actor = view.book.cues.find(frame.entity.value.lower(), 0) if frame.entity.value else None
    return actor is not None and "actor" in actor.meaning


def _has(view: View, frame: Frame, verb: int) -> bool:
    """Tell whether the subject of the verb that the count is the object of has the things: "Bandara melayani …"."""
    sight = view.sight
    told = verb + (verb >= 0 and sight.word(verb) in sight.words.happening)
    if verb < 0 or frame.property.start not in sight.starts[verb : told + 1] or not sight.word(verb).startswith(ACTIVE):
        return False
    joined = all(sight.terms[i].tag in OBJECT_STEPS for i in range(verb + 1, view.high))
    return joined and not _acts(view, frame)


def _is_cue(view: View, unit: str, name: str) -> bool:
    cue = view.book.cues.find(unit.lower(), 0) if unit else None
    return cue is not None and name in cue.meaning and cue.end == len(unit)


def indexed(view: View, frame: Frame, previous: Frame | None, before: Frame) -> Frame:
    """Give an index value its index as entity; a component of it is the property."""
    if view.quantity.kind != "index":
        return frame
    named = [h for h in view.sight.hits if h.code == "index" and h.last <= view.high]
    own = [h for h in named if h.first >= view.start]
    known = previous or before
    if not own and known.code == "index":
        part = subject(view.sight, view.start, view.high) or phrase_before(view.sight, view.high, view.start)
        name = view.reading(*part) if part else NOTHING
        return replace(known, property=name)
    if not named:
        return replace(frame, property=NOTHING) if frame.code == "index" else frame
    hit = named[-1]
    for earlier in reversed(named[:-1]):
        spelled = view.sight.terms[earlier.last].text == "("
        hit = earlier if hit.first - earlier.last <= spelled else hit
    last = phrase_end(view.sight, hit.last, view.high)
    return replace(frame, property=NOTHING, entity=view.reading(hit.first, last), code="index")


def exchanged(view: View, frame: Frame) -> Frame:
    """Give an exchange rate ("… per dolar AS") its currency as entity and what names the rate as property."""
    sight, after = view.sight, view.after
    if view.quantity.kind != "money":
        return frame
    rated = sight.tags[after] == "per" and sight.tags[after + 1].startswith("currency")
    if not rated and frame.code != "exchange_rate":
        return frame
    taken = {i for span in sight.spans for i in range(*span)}
    named = [i for i in range(1, view.high) if sight.terms[i].tag == "currency_after" and i not in taken]
    money = next((i for i in named if sight.word(i - 1) not in sight.words.rate), None)
    entity = view.reading(money, money + 1) if money is not None else frame.entity
    name = frame.property if frame.code == "exchange_rate" else NOTHING
    name = name if name.value else _place_named(view)
    return replace(frame, property=name, entity=entity, code="exchange_rate")


def _place_named(view: View) -> Reading:
    """Return the word before the number that names a place on a scale ("ke level Rp9.000": level)."""
    for i in range(view.high - 1, view.low, -1):
        term = view.sight.terms[i]
        for word in term.text.split():
            cue = view.book.cues.find(word.lower(), 0)
            if cue is not None and "generic" in cue.meaning:
                start = term.start + term.text.index(word)
                return Reading(word, start, start + len(word))
    return NOTHING


def priced(view: View, frame: Frame) -> Frame:
    """Give "harga rata-rata Rp289 per saham" its share as entity when nothing behind the price names another."""
    if frame.code != "price" or not view.quantity.per or frame.entity.value:
        return frame
    share = view.book.counted.find(view.quantity.per.lower(), 0)
    if share is None or share.meaning != "capital":
        return frame
    found = view.sight.text.find(view.quantity.per, view.quantity.end, view.quantity.end + 40)
    place = (found, found + len(view.quantity.per)) if found >= 0 else (0, 0)
    return replace(frame, entity=Reading(view.quantity.per, *place))


def measured_behind(view: View, frame: Frame) -> Frame:
    """Give a measure what stands behind it: "520 ribu ton propilena"."""
    if view.quantity.kind != "measure" or not is_noun(view.sight, view.after):
        return frame
    if hit_behind(view) is not None or view.sight.cues[view.after] & {"split", "next", "anaphor", "time"}:
        return frame
    parts = any(view.sight.has(i, "breakdown") for i in range(view.high))
    if frame.code == CAPACITY and frame.entity.value and not parts:
        return frame
    last = phrase_end(view.sight, view.after, view.limit)
    named = any(view.sight.terms[i].tag != "adjective" for i in range(view.after, last))
    return replace(frame, entity=view.reading(view.after, last)) if named else frame


def past_aspect(view: View, entity: Reading, code: str) -> Reading:
    """Return whose aspect it is: "kinerja industri semen" is of the industry, the capacity of a plant built its own."""
    first, words = entity.value.split(" ", 1)[0].lower(), view.sight.words
    cut = len(first) + 1
    passed = first in words.aspects | words.counting or (code == CAPACITY and first in words.deeds)
    if not passed or len(entity.value) <= cut:
        return entity
    return replace(entity, value=entity.value[cut:], start=entity.start + cut)


def resolved(view: View, entity: Reading) -> Reading:
    """Mark "sektor ini", "perusahaan tersebut": the text says before what it is."""
    if not entity.value or "head" not in view.sight.where:
        return entity
    first = next((i for i in view.sight.where["head"] if view.sight.starts[i] == entity.start), None)
    if first is None:
        return entity
    last = next((i for i in range(first, len(view.sight.terms)) if view.sight.terms[i].end >= entity.end), first)
    if last > first or not _points(view, last + 1):
        return entity
    return replace(entity, cue="pointed")


def _points(view: View, first: int) -> bool:
    """Tell whether an anaphor follows, at once or behind a relative clause: "sektor yang didominasi IKM ini"."""
    sight = view.sight
    if first >= len(sight.terms):
        return False
    described = sight.tags[first] == "relative" and sight.within("anaphor", first + 1, view.high)
    return described or sight.has(first, "anaphor")
