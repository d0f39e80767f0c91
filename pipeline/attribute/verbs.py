"""A view without a property in, the verb that tells what is measured out, before the quantity or behind it."""

from pipeline.attribute.phrases import agent, firm_of, phrase_end
from pipeline.attribute.subjects import subject, verbs_back
from pipeline.attribute.view import NOTHING, Frame, View
from pipeline.records import Reading

NO_PROPERTY = frozenset({"speech", "link", "rise", "fall"})
NO_PROPERTY_BEHIND = NO_PROPERTY | {"breakdown"}
MOVED_NOUNS = frozenset({"rise_noun", "fall_noun"})
LONGEST = 40
EXTENTS = "se"
ATTRIBUTES = ("ber", EXTENTS)
# They end a noun phrase: a verb behind one is no attribute of its last noun.
CLOSED = frozenset({"relative", "determiner", "auxiliary"})


def of_verb(view: View, previous: Frame | None) -> Frame | None:
    """Read the verb as the property: "IKM mampu menyerap 65 persen"."""
    if previous is not None and view.sight.within("next", view.low, view.high):
        return None
    known = [v for v in view.sight.verbs if view.start <= v.first and v.last <= view.high and not _aims(view, v.first)]
    if known:
        verb = known[-1]
        first, code = verb.first, verb.code
        name = view.reading(first, verb.last, verb.end)
    else:
        first = next((i for i in verbs_back(view.sight, view.start, view.high) if not _aims(view, i)), -1)
        if first < 0 or (previous is not None and view.sight.cues[first] & {"rise", "fall"}):
            return None
        name, code = view.reading(first, first + 1), ""
    if previous is not None and view.sight.has(first, "breakdown"):
        return None
    if view.sight.word(first) in view.sight.words.happening:
        told = view.sight.cues[first + 1] & MOVED_NOUNS
        name = view.reading(first + 1, first + 2) if told else NOTHING
    actor = _actor(view, first, previous)
    if view.sight.cues[first] & {"rise", "fall"}:
        name, actor = _moved(view, name, actor)
    return Frame(name, actor, NOTHING, code, view.sight.word(first))


def _aims(view: View, verb: int) -> bool:
    """Tell whether the verb only says what for, set off by a comma: "Guna memacu ekspor, ada 34 smelter …"."""
    sight = view.sight
    return sight.word(verb - 1) in sight.words.purpose and "comma" in sight.tags[verb : view.high]


def _moved(view: View, name: Reading, actor: Reading) -> tuple[Reading, Reading]:
    """Part "jumlah wisatawan asing" into what moves and whose it is; anything else is as it was."""
    sight = view.sight
    first = next((i for i in range(max(view.start, 1), view.high) if sight.terms[i].start == actor.start), 0)
    parts = first and sight.word(first) in sight.words.counting and sight.terms[first].end < actor.end
    if not parts:
        return name, actor
    last = next(i for i in range(first, view.high) if sight.terms[i].end >= actor.end)
    return view.reading(first, first + 1), view.reading(first + 1, last + 1)


def of_verb_behind(view: View, previous: Frame | None) -> Frame | None:
    """Read the verb behind a counted noun or a whole: "44 smelter telah beroperasi", "80 persen bahan baku diimpor"."""
    sight = view.sight
    if previous is not None and not any(
        sight.terms[i].tag in ("comma", "conjunction") for i in range(view.low, view.high)
    ):
        return None
    first = sight.free[view.place]
    if sight.word(first) in sight.words.of:
        first = phrase_end(sight, first + 1 + (sight.word(first + 1) in sight.words.totals), view.limit)
    first = past_breakdown(view, first)
    first = phrase_end(sight, first, view.limit)
    while first < view.limit and sight.word(first) in sight.words.at:
        first = phrase_end(sight, first + 1, view.limit)
    while first < view.limit and sight.terms[first].tag in ("auxiliary", "intent", "relative", "determiner"):
        first += 1
    if first >= view.limit or sight.terms[first].tag != "verb" or sight.cues[first] & NO_PROPERTY_BEHIND:
        return None
    verb = next((v for v in sight.verbs if v.first == first), None)
    code = verb.code if verb else ""
    return Frame(view.reading(first, first + 1), doer_behind(view, first), NOTHING, code, sight.word(first))


def past_breakdown(view: View, first: int) -> int:
    """Return the term behind "di antaranya"."""
    sight = view.sight
    if not sight.has(first, "breakdown") or sight.terms[first].tag == "verb":
        return first
    start = sight.terms[first].start
    cue = view.book.cues.find(sight.text[start : start + LONGEST].lower(), 0)
    end = start + cue.end if cue is not None else 0
    while first < view.limit and sight.terms[first].start < end:
        first += 1
    return first


def doer_behind(view: View, verb: int) -> Reading:
    """Return who does it in "95 persen akan diserap (oleh) industri mamin"."""
    sight = view.sight
    if not sight.word(verb).startswith("di"):
        return NOTHING
    leading = sight.words.source if sight.word(verb) in sight.words.shared_out else sight.words.doer
    first = verb + 1 + (sight.word(verb + 1) in leading)
    last = phrase_end(sight, first, view.limit)
    named = any(sight.terms[i].tag not in ("adjective", "reference") for i in range(first, last))
    return view.reading(first, last) if named else NOTHING


def _actor(view: View, verb: int, previous: Frame | None) -> Reading:
    """Return who does what the verb says: "dimiliki oleh X", "X menyerap"; a noun is of what it names: "ekspor X"."""
    sight = view.sight
    if sight.tags[verb] == "noun" and (last := phrase_end(sight, verb + 1, view.high)) > verb + 1:
        return view.reading(verb + 1, last)
    if sight.word(verb).startswith("di") and verb + 1 < view.high:
        first = verb + 1 + (sight.word(verb + 1) in sight.words.receiver)
        last = phrase_end(sight, first, view.high)
        if last > first:
            return view.reading(first, last)
    described = sight.word(verb).startswith(ATTRIBUTES) and sight.terms[verb - 1].tag not in CLOSED
    actor = agent(sight, verb, view.start, through=not described) or subject(sight, view.head, verb)
    placed = described and actor and sight.word(actor[0] - 1) in sight.words.at
    if placed and actor and sight.terms[actor[0]].text[:1].isupper() and not sight.word(verb).startswith(EXTENTS):
        actor = agent(sight, verb, view.start) or actor
    if actor and not view.is_property(actor):
        return view.reading(*(firm_of(sight, actor) or actor))
    return previous.entity if previous else NOTHING
