"""A property in its clause in, whose it is out where words beside it say so: the noun phrase behind it, who did it."""

from pipeline.attribute.phrases import (
    Range,
    firm_of,
    joined_end,
    phrase_before,
    phrase_end,
)
from pipeline.attribute.sight import Hit, Sight
from pipeline.attribute.view import NOTHING, View
from pipeline.records import Reading

TIMES = frozenset({"duration", "month", "year", "when", "date", "date_edge", "number", "weekday", "period_word"})
SPENT = frozenset({"budget", "credit"})
FIRMS = "establishments"
COMPOUNDS = frozenset({"compound", "joining"})
OWNERS = frozenset({"head", "self", "company", "actor"})
STEPS_BACK = frozenset({"auxiliary", "intent", "comparator", "bridge"})


def parted(view: View, hit: Hit) -> tuple[Reading, Reading] | None:
    """Part "penerimaan cukai" into entity and property; fixed terms ("cadangan devisa") stay whole."""
    text = view.sight.text[hit.start : hit.end]
    head = view.book.properties.head(text.lower())
    if not head:
        return None
    fixed = view.book.cues.find(text.lower(), 0)
    stays = fixed is not None and "fixed" in fixed.meaning
    counted = view.book.counted.find(text.lower(), len(head) + 1)
    borrowers = counted is not None and counted.meaning == FIRMS
    described = hit.last > hit.first + 1 and all(
        view.sight.tags[i] == "adjective" for i in range(hit.first + 1, hit.last)
    )
    if stays or described or (view.sight.cues[hit.first] & COMPOUNDS and not borrowers):
        return None
    tail = hit.start + len(head) + 1
    modifier = view.book.cues.find(text.lower(), len(head) + 1)
    if modifier is not None and "modifier" in modifier.meaning and tail + modifier.end - len(head) - 1 >= hit.end:
        return None
    whole = Reading(view.sight.text[tail : hit.end], tail, hit.end)
    return whole, Reading(text[: len(head)], hit.start, hit.start + len(head))


def fronted_topic(view: View) -> Reading | None:
    """Return the noun phrase set before the sentence: "Sektor konstruksi, pertumbuhan PPh-nya 30 persen"."""
    first = view.head + (view.sight.terms[view.head].tag == "boundary")
    last = phrase_end(view.sight, first, view.high)
    return view.reading(first, last) if last > first and view.sight.terms[last].tag == "comma" else None


def right_before(view: View, hit: Hit) -> Reading:
    """Return the noun phrase between a linking word and the quantity: "anggaran dipakai untuk vokasi Rp 6 miliar"."""
    item = phrase_before(view.sight, view.high, hit.last, through=False)
    if item is None or item[1] != view.high or item[0] <= hit.last:
        return NOTHING
    words = view.sight.words
    return view.reading(*item) if view.sight.word(item[0] - 1) in words.naming | words.purpose else NOTHING


def past_modifiers(view: View, first: int, limit: int) -> int:
    """Return the term behind the words that only narrow a property ("bersih", "per saham")."""
    sight, tags = view.sight, view.sight.tags
    while first < limit and (sight.has(first, "modifier") or (tags[first] == "per" and tags[first + 1] not in TIMES)):
        if sight.word(first) in sight.words.adverbial:
            break
        first += 1 + (tags[first] == "per")
    return first


def complement(view: View, hit: Hit, first: int, limit: int, name: Reading) -> tuple[Reading, Reading]:
    """Return whose property it is, by the noun phrase behind it, and the property with what belongs to it."""
    sight = view.sight
    first = past_modifiers(view, _past_brackets(view, first, limit), limit)
    first = min(first + 2, limit) if sight.word(first) in sight.words.stage else first
    if (doer := _doer(view, first, limit)).value:
        return doer, name
    if first < limit and sight.word(first) in sight.words.we:
        return Reading(cue="we"), name
    last = phrase_end(sight, first, limit)
    if _owns_nothing(sight, first, last):
        return NOTHING, name
    if _joins(view, hit, first, last):
        return _after_preposition(view, hit, last, limit), view.reading(hit.first, last)
    if last > first:
        return _named_behind(view, hit, (first, last), limit, name)
    return (_after_preposition(view, hit, first, limit) if hit.first < view.high else NOTHING), name


def _owns_nothing(sight: Sight, first: int, last: int) -> bool:
    """Tell whether the words [first, last) are qualities ("kuat") or only point back ("jumlahnya")."""
    described = last > first and all(sight.tags[i] == "adjective" or sight.has(i, "degree") for i in range(first, last))
    alone = last == first + 1
    return described or (alone and (sight.word(first).endswith("nya") or sight.word(first) in sight.words.wide))


def _named_behind(view: View, hit: Hit, place: Range, limit: int, name: Reading) -> tuple[Reading, Reading]:
    """Return the owner named in the words behind the property; nouns before a firm belong to the property."""
    sight, (first, last) = view.sight, place
    firm = firm_of(sight, (first, last)) or firm_of(sight, (last, _past_brackets(view, last, limit + 1)))
    if firm is not None and firm[0] > first + 1 and sight.word(firm[0] - 1) in sight.words.made:
        return view.reading(first, firm[0] - 1), name
    if firm is not None and firm[0] > first:
        return view.reading(*firm), view.reading(hit.first, firm[0])
    if (firm := _apposed(view, last, limit)) is not None:
        return view.reading(*firm), view.reading(hit.first, last)
    return view.reading(first, joined_end(sight, last, limit)), name


def _joins(view: View, hit: Hit, first: int, last: int) -> bool:
    """Tell whether the noun behind belongs to the property: "biaya listrik", but not "biaya perseroan"."""
    sight = view.sight
    single = hit.last == hit.first + 1 == first
    return last > first and single and sight.has(hit.first, "joining") and not sight.cues[first] & OWNERS


def _apposed(view: View, last: int, limit: int) -> Range | None:
    """Return the firm in "ekspor CPO (minyak sawit) PT X", "perusahaan farmasi terbesar, PT X"."""
    after = _past_brackets(view, last, limit)
    while after < min(last + 6, limit) and view.sight.terms[after].tag in ("superlative", "name", "comma"):
        if firm := firm_of(view.sight, (after, phrase_end(view.sight, after, limit))):
            return firm
        after += 1
    return firm_of(view.sight, (after, phrase_end(view.sight, after, limit))) if after > last else None


def _doer(view: View, first: int, limit: int) -> Reading:
    """Return the owner in "yang dimiliki (oleh) X", "yang ada di X", "… oleh X"."""
    sight = view.sight
    named = sight.says(sight.words.doer, first, limit)
    doer = next(i for i in range(first, limit) if sight.word(i) in sight.words.doer) if named else None
    if doer is None and first + 2 < limit and sight.terms[first].tag == "relative":
        placed = sight.word(first + 2).split(" ", 1)[0] in sight.words.at
        passive = sight.word(first + 1).startswith("di") or sight.word(first + 1) in sight.words.there_is
        passive = passive or (sight.word(first + 1).startswith("ter") and _is_called(sight, first + 3, limit))
        working = placed and first + 3 < limit and sight.has(first + 3, "sector")
        doer = first + 1 + placed if passive or working else None
    if doer is None:
        return NOTHING
    last = phrase_end(sight, doer + 1, limit)
    named = last > doer + 1 and not sight.has(doer + 1, "office")
    return view.reading(doer + 1, last) if named else NOTHING


def _is_called(sight: Sight, first: int, limit: int) -> bool:
    """Tell whether a firm or an abbreviation stands at the term, and no place: "yang tertampung di VDNI"."""
    named = first < limit and (sight.has(first, "company") or sight.has(first, "sector"))
    return named or (first < limit and sight.terms[first].text.isupper() and len(sight.word(first)) > 1)


def _past_brackets(view: View, first: int, limit: int) -> int:
    if first < limit and view.sight.terms[first].text == "(":
        closing = next((i for i in range(first, limit) if view.sight.terms[i].text == ")"), first - 1)
        return closing + 1
    return first


def _after_preposition(view: View, hit: Hit, first: int, limit: int) -> Reading:
    sight = view.sight
    if first >= limit or not sight.has(first, "owner") or sight.terms[first + 1].tag in TIMES:
        return NOTHING
    if sight.has(first + 1, "time") or sight.terms[first + 1].tag.startswith("currency"):
        return NOTHING
    if sight.word(first) in sight.words.purpose and sight.tags[first + 1] == "verb" and first + 2 < limit:
        built = first + 2, phrase_end(sight, first + 2, limit)
        return view.reading(*built) if built[1] > built[0] and not view.is_property(built) else NOTHING
    purpose = sight.word(first) in sight.words.purpose and any(h.first == first + 1 for h in sight.hits)
    goal = sight.word(first) in sight.words.goal and hit.code not in SPENT
    goal = goal or (sight.word(first) in sight.words.from_ and sight.word(hit.first - 1) in sight.words.having)
    if purpose or goal or sight.has(first + 1, "budget_law"):
        return NOTHING
    last = phrase_end(view.sight, first + 1, limit)
    return view.reading(first + 1, last) if last > first + 1 else NOTHING


def imposed_on(view: View) -> Reading:
    """Return what a rate lies on: "bea masuk 25 persen dikenakan terhadap ubin keramik"."""
    sight, verb = view.sight, view.after
    while verb < view.limit and sight.terms[verb].tag in STEPS_BACK:
        verb += 1
    imposed = verb + 1 < view.limit and sight.word(verb) in sight.words.imposed
    if not imposed or sight.terms[verb + 1].tag != "preposition" or sight.word(verb + 1) in sight.words.at:
        return NOTHING
    last = phrase_end(sight, verb + 2, view.limit)
    return view.reading(verb + 2, last) if last > verb + 2 else NOTHING
