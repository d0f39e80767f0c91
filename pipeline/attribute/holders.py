"""A property with no owner behind it in, who has it out: who books it, what was counted, the subject, a firm."""

from dataclasses import replace

from pipeline.attribute.deals import PAPERS, priced_goods
from pipeline.attribute.owners import complement
from pipeline.attribute.phrases import Range, agent, firm_of, past_places, phrase_before, phrase_end
from pipeline.attribute.sight import Hit, Sight
from pipeline.attribute.subjects import subject
from pipeline.attribute.view import NOTHING, Frame, View
from pipeline.records import Reading

PRICES = frozenset({"price", "sales"})
PARTING = frozenset({"comma", "determiner"})
FIRM_CODES = frozenset({"credit", "sales"})
BODIES = frozenset({"body", "actor", "office"})
OPENING = frozenset({"boundary", "conjunction", "comma", "punctuation"})
STEPS_BACK = frozenset({"auxiliary", "intent", "comparator", "bridge"})
MOVED_NOUNS = frozenset({"rise_noun", "fall_noun"})
OBJECT_VERBS = frozenset({"rise_object", "fall_object"})


def holder(view: View, hit: Hit, previous: Frame | None) -> Reading:
    """Return the subject whose property it is; nothing for what nobody owns (inflation, an exchange rate)."""
    if (near := _named_beside(view, hit, previous) or _named_ahead(view, hit)) is not None:
        return near
    if _is_unowned(view, hit):
        same = previous is not None and previous.code == hit.code and hit.possessive
        return previous.entity if previous is not None and same else NOTHING
    if view.sight.terms[hit.first].tag == "verb" and (doing := agent(view.sight, hit.first, view.start)):
        return view.reading(*(firm_of(view.sight, doing) or doing)) if not view.is_property(doing) else NOTHING
    if (actor := behind_theme(view, hit)) is not None:
        return view.reading(*actor)
    end = min(hit.first, view.high)
    if (actor := _acting(view, view.start, end)) is not None:
        return view.reading(*actor)
    if previous is not None and previous.entity.value and previous.entity.cue != "counted":
        return _owner_before(view, hit) if previous.entity.cue == "account" else previous.entity
    actor = _acting(view, view.head, end) or subject(view.sight, 0, view.high, firms=True) or _firm(view, hit, end)
    if actor:
        return view.reading(*actor)
    return _owner_before(view, hit) if hit.possessive else NOTHING


def _named_ahead(view: View, hit: Hit) -> Reading | None:
    """Return the topic before a property, or the account of which the balance is: "neraca dagang X … surplus 5"."""
    if (topic := _topic(view, hit)) is not None:
        return view.reading(*topic)
    if not view.sight.has(hit.first, "balance"):
        return None
    account = next((h for h in reversed(view.sight.hits) if h.last <= hit.first and h.code == hit.code), None)
    if account is not None and (last := phrase_end(view.sight, account.last, hit.first)) > account.last:
        return replace(view.reading(account.first, last), cue="account")
    owner = _owner_before(view, hit) if account is None else NOTHING
    return owner if owner.value else None


def _topic(view: View, hit: Hit) -> Range | None:
    """Return the sector set right before its property: "Untuk industri tekstil tenaga kerja yang terlibat …"."""
    sight, first = view.sight, view.start
    while first < hit.first and (sight.tags[first] in OPENING or sight.word(first) in sight.words.purpose):
        first += 1
    named = first < hit.first and sight.has(first, "sector") and phrase_end(sight, first, hit.first) == hit.first
    return (first, hit.first) if named and hit.first > first + 1 else None


def behind_theme(view: View, hit: Hit) -> Range | None:
    """Return the subject behind a property that only sets the theme: "Dari sisi ekspor, industri X menyumbang …"."""
    sight = view.sight
    if hit.last >= view.high or sight.word(hit.first - 1) not in sight.words.theme:
        return None
    comma = next((i for i in range(hit.last, view.high) if sight.tags[i] == "comma"), None)
    return _acting(view, comma, view.high) if comma is not None else None


def _owner_before(view: View, hit: Hit) -> Reading:
    """Return whose property an earlier one is: "Peran UMKM terlihat dari kontribusinya yang 61 persen"."""
    for earlier in reversed([h for h in view.sight.hits if h.last <= hit.first]):
        owner, _ = complement(view, earlier, earlier.last, hit.first, NOTHING)
        if owner.value:
            return owner
    return NOTHING


def _named_beside(view: View, hit: Hit, previous: Frame | None) -> Reading | None:
    """Return the owner right before "dengan", "yang …-nya" and the verb of who has it in the books; None if none is."""
    sight, before = view.sight, hit.first - 1
    if (known := _counted_before(view, before, "books", previous)) is not None:
        return known
    while before > view.low and sight.has(before, "generic"):
        before -= 1
    if sight.word(before) in sight.words.with_ and (owner := _with(view, before, hit, previous)) is not None:
        return owner
    if sight.terms[hit.first - 1].tag == "relative" and (hit.possessive or _is_possessed(view, hit)):
        return _ruled(view, hit, previous)
    place = _balanced(view, hit) or _booking(view, hit)
    return view.reading(*place) if place is not None else None


def _is_possessed(view: View, hit: Hit) -> bool:
    """Tell whether the word behind the property says whose: "yang jumlah pabriknya 25 persen"."""
    last = phrase_end(view.sight, hit.last, view.high)
    return last > hit.last and view.sight.word(last - 1).endswith("nya")


def _ruled(view: View, hit: Hit, previous: Frame | None) -> Reading:
    """Return what "yang …-nya" describes; right behind a number it is what was counted."""
    ruled = phrase_before(view.sight, hit.first - 1, view.low)
    if ruled is not None:
        return view.reading(*ruled)
    return replace(previous.entity, cue="") if previous is not None else NOTHING


def _bearer(view: View, end: int, code: str) -> Range | None:
    """Return the noun phrase right before "dengan"; of "X adalah kawasan terbesar di Indonesia dengan …" it is X."""
    sight = view.sight
    found = phrase_before(sight, end, view.low, through=False)
    if found is None or _is_flow(view, found) or any(sight.tags[i] in PARTING for i in range(found[1], end)):
        return None
    if found[1] == found[0] + 1 and sight.word(found[0]) in sight.words.aspects:
        return subject(sight, view.start, found[0])
    copula = next((i for i in range(view.start + 1, found[0]) if sight.word(i) in sight.words.being), None)
    if copula is not None and code not in PAPERS and (named := phrase_before(sight, copula, view.start)) is not None:
        return named
    placed = sight.word(found[0] - 1) in sight.words.at
    return phrase_before(sight, end, view.low) if placed else found


def _is_flow(view: View, place: Range) -> bool:
    """Tell whether the words are a property that has none of its own; papers have ("obligasi dengan nilai …")."""
    return any(h.first < place[1] and place[0] < h.last and h.code not in PAPERS for h in view.sight.hits)


def _with(view: View, before: int, hit: Hit, previous: Frame | None) -> Reading | None:
    """Return who has what "dengan" at `before` brings; None if nobody is named there."""
    bearer = _bearer(view, before, hit.code)
    owned = bearer is not None and view.sight.word(bearer[1] - 1).endswith("nya") and bearer[1] - bearer[0] == 1
    if owned and previous is not None and previous.entity.value:
        return replace(previous.entity, cue="")
    if bearer is not None:
        return view.reading(*bearer)
    if (known := _counted_before(view, before, "", previous)) is not None:
        return known
    if previous is not None and hit.code in PRICES and (sold := priced_goods(view, before)).value:
        return sold
    return None


def _counted_before(view: View, end: int, cue: str, previous: Frame | None) -> Reading | None:
    """Return what was counted right before the word of the class at `end`: "40 perusahaan melaporkan …"."""
    if previous is None or previous.entity.cue != "counted" or (cue and not view.sight.has(end, cue)):
        return None
    return replace(previous.entity, cue="") if _only_described(view.sight, view.low, end) else None


def _only_described(sight: Sight, low: int, end: int) -> bool:
    """Tell whether only a quality or a relative clause stands behind what was counted: "4 juta IKM yang … dengan"."""
    low = past_places(sight, low, end) if sight.word(low) in sight.words.at else low
    while low < end and sight.tags[low] == "adjective":
        low += 1
    return low == end or sight.tags[low] == "relative"


def _is_unowned(view: View, hit: Hit) -> bool:
    """Tell whether nobody owns the property, and no verb says who moves it."""
    indicator = view.book.indicators.get(hit.code)
    if indicator is None or indicator.owner != "no":
        return False
    sight, place = view.sight, (view.start, hit.first)
    return not sight.says(sight.words.having, *place) and not any(sight.within(cue, *place) for cue in OBJECT_VERBS)


def _acting(view: View, low: int, end: int) -> Range | None:
    """Return the subject between `low` and the property, if it is no property itself."""
    actor = subject(view.sight, low, end if end > low else view.high)
    return actor if actor and not view.is_property(actor) and not _moves(view, actor[0]) else None


def _firm(view: View, hit: Hit, end: int) -> Range | None:
    indicator = view.book.indicators.get(hit.code)
    owned = indicator is not None and (indicator.owner == "firm" or hit.code in FIRM_CODES)
    return _last_firm(view, end) if owned else None


def _balanced(view: View, hit: Hit) -> Range | None:
    """Return what has the surplus in "NPI pada triwulan II surplus sebesar 5 miliar"."""
    if not view.sight.has(hit.first, "balance"):
        return None
    verb = hit.first - 1
    while verb > view.start and (view.sight.has(verb, "link") or view.sight.terms[verb].tag in STEPS_BACK):
        verb -= 1
    found = phrase_before(view.sight, verb + 1, view.start)
    fixed = found is None or view.sight.has(found[0], "fixed") or _is_body(view, found) or _moves(view, found[0])
    return None if fixed else found


def _moves(view: View, first: int) -> bool:
    """Tell whether the noun says that something rose or fell: "lonjakan surplus"."""
    return bool(view.sight.cues[first] & MOVED_NOUNS)


def _booking(view: View, hit: Hit) -> Range | None:
    """Return who has it in "PT X mencatat laba"; a body that states what others have ("BPS mencatat") has none."""
    low = view.low if hit.first == view.start else view.start
    if hit.first <= low or not view.sight.has(hit.first - 1, "books"):
        return None
    found = phrase_before(view.sight, hit.first - 1, low)
    if found is None or _is_body(view, found) or view.is_property(found):
        return None
    return firm_of(view.sight, found) or found


def _is_body(view: View, place: Range) -> bool:
    return any(view.sight.cues[i] & BODIES for i in range(*place))


def _last_firm(view: View, end: int) -> Range | None:
    """Return the last firm that is named before."""
    sight = view.sight
    for i in reversed(sight.where.get("company", ())):
        if 0 < i < end and sight.terms[i].text[:1].isupper() and not sight.has(i, "body"):
            return i, phrase_end(sight, i, len(sight.terms) - 1)
    alone = sight.last("self", 1, view.high)
    return None if alone < 0 else (alone, alone + 1)
