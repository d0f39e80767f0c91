"""A clause in, for each of its quantities the property, the entity and the whole it is measured of out."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from pipeline.attribute.continuing import ITEM_ENDS, MOVES, carried, opens_with_anaphor, summed_up
from pipeline.attribute.coordination import whole_list
from pipeline.attribute.deals import lender_behind, priced_goods, trader
from pipeline.attribute.holders import behind_theme, holder
from pipeline.attribute.items import bracketed, named_item, remaining
from pipeline.attribute.kinds import counted, exchanged, indexed, measured_behind, past_aspect, priced, resolved
from pipeline.attribute.lists import pair_lists
from pipeline.attribute.owners import (
    complement,
    fronted_topic,
    imposed_on,
    parted,
    past_modifiers,
    right_before,
)
from pipeline.attribute.phrases import VERBAL, is_noun, past_places, phrase_before, phrase_end
from pipeline.attribute.properties import hit_before, hit_behind, is_item
from pipeline.attribute.shares import contributed, is_part, shared_out
from pipeline.attribute.sight import Hit, Sight
from pipeline.attribute.subjects import subject
from pipeline.attribute.verbs import of_verb, of_verb_behind
from pipeline.attribute.view import NOTHING, STEPS, Frame, View, view_from
from pipeline.attribute.wholes import denominator, of_whole, owned_share
from pipeline.records import Quantity, Reading
from pipeline.rulebook.meaning import MeaningBook

AMOUNT_STEPS = STEPS | {"determiner"}
FLOWS = frozenset({"export", "import", "investment", "gdp", "gdp_growth", "gdp_share"})
LISTED = frozenset({"comma", "and"})
PEOPLE = frozenset({"population", "unemployment"})


def frames(sight: Sight, quantities: Sequence[Quantity], before: Frame, book: MeaningBook) -> list[Frame]:
    """Return a frame a quantity, in order; `before` is the last frame of the sentence before."""
    result: list[Frame] = []
    for place, quantity in enumerate(quantities):
        frame = _frame(view_from(sight, place, quantities, book), _going_on(sight, quantities, result), before)
        if frame.denominator.end > quantity.end:
            past = _past(sight, frame.denominator.end)
            sight.free[place] = max(sight.free[place], past if sight.terms[past].tag != "relative" else 0)
        result.append(frame)
    return pair_lists(sight, quantities, result, book)


def _going_on(sight: Sight, quantities: Sequence[Quantity], found: Sequence[Frame]) -> Frame | None:
    """Return the last frame, or the one before the size of a whole or a mere place: "di delapan kabupaten"."""
    last = len(found) - 1
    while last > 0 and found[last].entity.cue == "whole":
        last -= 1
    placed = last > 0 and quantities[last].kind == "count" and quantities[last + 1].kind != "count"
    if placed and sight.word(sight.spans[last][0] - 1) in sight.words.at:
        last -= 1
    return found[last] if last >= 0 else None


def _has_own_verb(view: View) -> bool:
    """Tell whether a count behind "dan" opens a statement of its own: "… sertifikat dan 1.250 IKM difasilitasi"."""
    joined = view.high > view.low and view.sight.tags[view.high - 1] in LISTED
    return joined and view.quantity.kind == "count" and of_verb_behind(view, None) is not None


def _past(sight: Sight, end: int) -> int:
    """Return the term after the character `end` and after a bracket that follows it."""
    first = bisect_left(sight.starts, end)
    if first < len(sight.terms) and sight.terms[first].text == "(":
        return next((i + 1 for i in range(first, len(sight.terms)) if sight.terms[i].text == ")"), first)
    return first


def _frame(view: View, previous: Frame | None, before: Frame) -> Frame:
    item = bracketed(view, previous)
    item = item or _part_of(view, previous)
    apart = item or is_item(view, previous) or _has_own_verb(view)
    hit = None if apart else hit_before(view) or hit_behind(view)
    frame = (
        _stated(view, hit, previous)
        or item
        or summed_up(view, before)
        or _of_generic(view, previous)
        or contributed(view, None)
        or of_verb(view, previous)
        or _broken_down(view, previous)
        or of_verb_behind(view, previous)
        or _inherited(view, previous)
        or carried(view, before)
        or _of_noun(view)
    )
    if (named := named_item(view, frame.code)).value and named.start != frame.property.start:
        frame = frame.of(named)
    same = previous if previous is not None and previous.property.value == frame.property.value else None
    whole = denominator(view, same, before)
    if not whole.value and hit is not None and frame.word in view.sight.words.contributors:
        whole = frame.denominator
    frame = owned_share(view, hit, frame if whole is frame.denominator else frame.within(whole), previous)
    frame = is_part(view, shared_out(view, frame))
    frame = measured_behind(view, counted(view, frame, previous))
    frame = priced(view, exchanged(view, indexed(view, frame, previous, before)))
    entity = resolved(view, past_aspect(view, whole_list(view, frame.entity), frame.code))
    if entity.value.endswith("nya") and entity.value.islower() and " " not in entity.value:
        frame, entity = replace(frame, property=frame.property if frame.property.value else entity), NOTHING
    frame = frame if entity is frame.entity else frame.of(entity)
    if frame.entity.value or not frame.property.value or frame.entity.cue == "we":
        return frame
    if _we(view):
        return frame.of(Reading(cue="we"))
    goes_on = before.entity.value and opens_with_anaphor(view)
    if goes_on:
        return frame.of(replace(before.entity, how="carried"))
    own = hit is not None and hit.possessive
    return frame.of(frame.denominator) if not own and _can_own(view, frame.denominator) else frame


def _can_own(view: View, whole: Reading) -> bool:
    """Tell whether the whole of a share may stand for whose it is: no flow of money and no target can."""
    sight = view.sight
    measured = any(whole.start <= hit.start < whole.end and hit.code in FLOWS for hit in sight.hits)
    return (
        bool(whole.value)
        and not measured
        and sight.word(bisect_left(sight.starts, whole.start)) not in sight.words.aims
    )


def _stated(view: View, hit: Hit | None, previous: Frame | None) -> Frame | None:
    """Return the frame of the remainder, of a whole itself or of the property at hand."""
    frame = remaining(view, previous) or of_whole(view, previous)
    if frame is not None or hit is None:
        return frame
    return contributed(view, hit) or _sibling(view, hit, previous) or _of_hit(view, hit, previous)


def _we(view: View) -> bool:
    """Tell whether the statement says of the speaker's firm what "kami" do: "Kami akan menanam investasi 15 juta"."""
    sight = view.sight
    if not sight.says(sight.words.we, view.start, view.high - 1):
        return False
    acts = {verb.first for verb in sight.verbs}
    return any(
        sight.word(i) in sight.words.we and (sight.terms[i + 1].tag in VERBAL or i + 1 in acts)
        for i in range(view.start, view.high - 1)
    )


def _sibling(view: View, hit: Hit, previous: Frame | None) -> Frame | None:
    """Go on in "investasi PMA Rp 5 triliun dan PMDN Rp 3 triliun": the abbreviation is another entity of the same."""
    if previous is None or previous.code != hit.code or not view.sight.text[hit.start : hit.end].isupper():
        return None
    alike = previous.entity.value.isupper() and not previous.property.value.isupper()
    return previous.of(view.reading(hit.first, hit.last)).within(NOTHING) if alike else None


def _of_hit(view: View, hit: Hit, previous: Frame | None) -> Frame:
    """Read the property of the lexicon and whose it is."""
    limit = view.limit if hit.first >= view.after else view.high
    name, last, code = _named(view, hit, limit)
    word = view.sight.word(hit.first)
    if hit.possessive:
        owner = fronted_topic(view) or holder(view, hit, previous)
        return Frame(name, owner, NOTHING, code, word)
    owner, name = complement(view, hit, last, limit, name)
    if (party := trader(view, hit) or lender_behind(view, hit)) is not None:
        owner = party
    if (actor := behind_theme(view, hit)) is not None:
        owner = view.reading(*actor)
    if not owner.value and owner.cue != "we" and hit.first < view.high:
        owner = right_before(view, hit) if hit.first >= view.low else _narrowed_by(view)
    if not owner.value and owner.cue != "we":
        owner = imposed_on(view)
    if not owner.value and owner.cue != "we":
        owner, name = parted(view, hit) or (holder(view, hit, previous), name)
    if not owner.value and _numbers(view, hit):
        owner, name = view.reading(hit.first + 1, hit.last, hit.end), view.reading(hit.first, hit.first + 1)
    return Frame(name, owner, NOTHING, code, word)


def _named(view: View, hit: Hit, limit: int) -> tuple[Reading, int, str]:
    """Return the property with what narrows it, where it ends and its code: "kontribusi ekspor" of money is one."""
    last = past_modifiers(view, hit.last, limit)
    amount = view.quantity.kind == "money" and not hit.code
    given = next((h for h in view.sight.hits if h.first == last), None) if amount else None
    if given is not None:
        return view.reading(hit.first, given.last, given.end), given.last, given.code
    return view.reading(hit.first, last, hit.end if last == hit.last else 0), last, hit.code


def _of_generic(view: View, previous: Frame | None) -> Frame | None:
    """Read "dengan nilai Rp5 miliar": a noun that says nothing by itself, of what was spoken of before."""
    generic = reversed(view.sight.where.get("generic", ()))
    first = next((i for i in generic if view.start <= i < view.high and _names_amount(view, i)), None)
    if first is None:
        return None
    last = phrase_end(view.sight, first + 1, view.high)
    known = previous or Frame()
    measure = next((h.last for h in view.sight.hits if h.first == first + 1), first + 1)
    named = last > measure and not view.sight.word(measure).endswith("nya")
    goods = priced_goods(view, first - 1)
    entity = view.reading(measure, last) if named else goods if goods.value else known.entity
    if not entity.value and view.sight.word(first - 1) in view.sight.words.with_:
        actor = subject(view.sight, view.start, first)
        entity = view.reading(*actor) if actor is not None and not view.is_property(actor) else entity
    return replace(known, property=view.reading(first, measure), entity=entity, word=view.sight.word(first))


def _narrowed_by(view: View) -> Reading:
    """Return what was counted between the property and the number: "investasi pada ke-44 smelter itu mencapai"."""
    first = view.sight.spans[view.place - 1][1]
    last = phrase_end(view.sight, first, view.low)
    return view.reading(first, last) if last > first else NOTHING


def _numbers(view: View, hit: Hit) -> bool:
    """Tell whether the property is the number of something that nobody owns: "jumlah penganggur"."""
    return hit.code in PEOPLE and view.sight.has(hit.first, "number_noun") and hit.last > hit.first + 1


def _names_amount(view: View, index: int) -> bool:
    """Tell whether only a noun phrase and linking words stand between the noun and the number."""
    sight = view.sight
    return is_noun(sight, index) and all(
        sight.tags[i] in AMOUNT_STEPS or sight.has(i, "link") or is_noun(sight, i) for i in range(index + 1, view.high)
    )


def _part_of(view: View, previous: Frame | None) -> Frame | None:
    """Go on in "312 IKM difasilitasi sertifikasi kayu, 87 di antaranya …": what stands between is of the first."""
    if previous is None or view.quantity.kind != "count" or not view.sight.has(view.after, "breakdown"):
        return None
    told = of_verb_behind(view, None)
    return previous if told is None else told.of(previous.entity)


def _broken_down(view: View, previous: Frame | None) -> Frame | None:
    """Go on in "89 sentra, di antaranya 21 sentra …": a part of what was counted before."""
    return _inherited(view, previous) if _opens_parts(view) else None


def _opens_parts(view: View) -> bool:
    return view.sight.within("breakdown", view.low, view.high)


def _inherited(view: View, previous: Frame | None) -> Frame | None:
    """Go on with what the quantity before measures; a noun phrase right before is another entity of it."""
    if previous is None:
        return None
    parts = _opens_parts(view)
    item = phrase_before(view.sight, view.high, view.low, through=not parts)
    if (moving := _moving(view, previous)) is not None:
        return moving
    if (
        item is None
        or view.is_property(item)
        or any(tag not in ITEM_ENDS for tag in view.sight.tags[past_places(view.sight, item[1], view.high) : view.high])
    ):
        return previous
    described = all(view.sight.terms[i].tag == "adjective" for i in range(*item))
    placed = view.sight.terms[item[0] - 1].tag == "preposition" and not (
        parts and view.sight.has(item[0] - 2, "breakdown")
    )
    return previous if described or placed else previous.of(view.reading(*item))


def _moving(view: View, previous: Frame) -> Frame | None:
    """Go on in "industri kulit naik 5 persen, industri karet turun 3 persen": the next one and its own verb."""
    sight, verb = view.sight, view.high - 1
    while verb > view.low and sight.tags[verb] in ITEM_ENDS:
        verb -= 1
    if not sight.cues[verb] & MOVES or sight.tags[verb] != "verb":
        return None
    item = phrase_before(sight, verb, view.low, through=False)
    listed = item is not None and (sight.tags[item[0] - 1] in LISTED or sight.has(item[0] - 1, "split"))
    if item is None or not listed or view.is_property(item):
        return None
    name = previous.property if previous.code else view.reading(verb, verb + 1)
    return replace(previous, property=name, entity=view.reading(*item))


def _of_noun(view: View) -> Frame:
    """Read the noun phrase before the linking verb as the property."""
    actor = subject(view.sight, view.start, view.high) or phrase_before(view.sight, view.high, view.start)
    return Frame(entity=view.reading(*actor)) if actor and not view.is_property(actor) else Frame()
