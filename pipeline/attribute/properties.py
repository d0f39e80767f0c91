"""A view from a quantity in, the property that it measures out: the last one before it, or the one right behind."""

from collections.abc import Sequence

from pipeline.attribute.phrases import ACTIVE, is_noun, is_verbal
from pipeline.attribute.sight import Hit
from pipeline.attribute.view import STEPS, Frame, View

VERBS_OF_MEASURE = frozenset({"link", "rise", "fall", "share_verb"})
DETERMINED = frozenset({"determiner"})
# "kontributor terbesar terhadap PDB", "kontributor paling besar …"
GRADED = DETERMINED | {"superlative", "comparator"}
LISTED = frozenset({"and", "comma"})
CUTS = frozenset({"comma", "and", "preposition"})
DESCRIBING = frozenset({"relative", "auxiliary", "preposition"})


def is_item(view: View, previous: Frame | None) -> bool:
    """Tell whether the quantity is an item of a list that the one before opened: ", kelompok sandang 2,05 persen"."""
    if previous is None or view.high <= view.low or view.quantity.kind not in ("percent", "money"):
        return False
    sight = view.sight
    if sight.tags[view.low] not in LISTED and sight.lowered[view.low] != ")":
        return False
    moving = any(is_verbal(sight, i) or sight.has(i, "owner") for i in range(view.low, view.high))
    first = next((i for i in range(view.low, view.high) if is_noun(sight, i) and not sight.has(i, "generic")), None)
    return not moving and first is not None and not any(h.first == first for h in sight.hits)


def hit_before(view: View) -> Hit | None:
    """Return the last property before the quantity; of a chain "kontribusi X terhadap Y" its head."""
    before = [h for h in view.sight.hits if h.last <= view.high]
    opening = _opening(view) if before else 0
    hits = (h for h in reversed(before) if opening <= h.first and _fits(view, h) and not _is_base(view, h))
    head = next(hits, None)
    if head is None or _leaves(view, head.last) or _does(view, head.last):
        return None
    if (grown := _grown(view, head, before)) is not None:
        return grown
    if (served := _served(view, head, before)) is not None:
        return served
    for hit in hits:
        if not _same_noun_phrase(view, hit.last, head.first):
            break
        if not (hit.code == "gdp_growth" and hit.last == head.first) and not _is_generic(view, hit):
            head = hit
    return head


def _grown(view: View, head: Hit, before: Sequence[Hit]) -> Hit | None:
    """Return what grows in "ekspor industri mamin mengalami pertumbuhan 5 persen", "impor mencatat pertumbuhan …"."""
    sight = view.sight
    earlier = next((h for h in reversed(before) if view.start <= h.first and h.last <= head.first), None)
    if earlier is None or head.last > head.first + 1 or not sight.has(head.first, "rise_noun"):
        return None
    between = range(earlier.last, head.first)
    verbs = sum(sight.tags[i] == "verb" for i in between)
    plain = all(sight.tags[i] in ("verb", "auxiliary") or is_noun(sight, i) for i in between)
    return earlier if verbs == 1 and plain else None


def _served(view: View, head: Hit, before: Sequence[Hit]) -> Hit | None:
    """Return what is measured in "produksi semen untuk konsumsi domestik dan ekspor": what it is for is not."""
    sight, place = view.sight, head.first - 1
    while place > view.start and (is_noun(sight, place) or sight.tags[place] in LISTED):
        place -= 1
    listed = not LISTED.isdisjoint(sight.tags[place : head.first])
    if not listed or sight.word(place) not in sight.words.purpose:
        return None
    earlier = next((h for h in reversed(before) if view.start <= h.first and h.last <= place), None)
    joined = earlier is not None and all(is_noun(sight, i) for i in range(earlier.last, place))
    return earlier if joined else None


def _is_generic(view: View, hit: Hit) -> bool:
    """Tell whether the property is one word that says nothing by itself ("nilai", "tingkat")."""
    return hit.last == hit.first + 1 and view.sight.has(hit.first, "generic")


def _opening(view: View) -> int:
    """Return where the statement begins; a count that only narrows its property does not cut it.

    "harga gas bagi tujuh sektor dipatok USD 6": the price is that of the gas.
    """
    sight = view.sight
    if not view.place or view.start > view.low or view.quantity.kind == "count":
        return view.start
    first, last = sight.spans[view.place - 1]
    named = any(is_noun(sight, i) for i in range(last, view.low))
    head = next((h for h in reversed(sight.hits) if h.last < first), None)
    goes_on = not any(sight.terms[i].tag in CUTS for i in range(view.low, view.high))
    narrows = named and goes_on and sight.terms[first - 1].tag == "preposition"
    if head is None or not narrows or any(is_verbal(sight, i) for i in range(head.last, first)):
        return view.start
    return head.first


def _fits(view: View, hit: Hit) -> bool:
    """Tell whether numbers of this kind measure the property: no interest rate is an amount of money."""
    indicator = view.book.indicators.get(hit.code)
    return indicator is None or not indicator.kinds or view.quantity.kind in indicator.kinds


def _is_base(view: View, hit: Hit) -> bool:
    """Tell whether the property is only the base of a rate or of a comparison: "per saham", "dari PDB"."""
    sight, before = view.sight, max(hit.first - 1, 0)
    tag, word = sight.tags[before], sight.lowered[before]
    described = (
        tag == "verb"
        and sight.tags[before - 1] == "relative"
        and (hit.code == "gdp_growth" or word not in sight.words.having)
    )
    filled = word in sight.words.filling and view.quantity.kind == "percent" and not sight.has(hit.first, "share_noun")
    aimed = (
        tag == "verb"
        and sight.lowered[before - 1] in sight.words.purpose
        and any(view.start <= h.first and h.last < before for h in sight.hits)
    )
    return described or filled or aimed or tag == "per" or word in sight.words.adverbial or word in sight.words.basis


def _does(view: View, first: int) -> bool:
    """Tell whether a verb that names a measure itself stands behind the property: "… dengan memfasilitasi 65 IKM".

    A purpose does not: "investasi untuk membangun smelter itu mencapai Rp6 triliun".
    """
    sight = view.sight
    between = [v for v in sight.verbs if first <= v.first and v.last <= view.high]
    return any(
        v.code == "capital"
        or (
            sight.word(v.first).startswith("me")
            and sight.tags[v.first - 1] != "relative"
            and (sight.word(v.first - 1) not in sight.words.purpose or STEPS.issuperset(sight.tags[v.last : view.high]))
        )
        for v in between
    )


def _leaves(view: View, first: int) -> bool:
    """Tell whether another verb than that of a relative clause stands between the property and the quantity."""
    sight = view.sight
    if "verb" not in sight.tags[first : view.high]:
        return False
    for i in range(first, view.high):
        plain = sight.tags[i] == "verb" and not sight.cues[i] & VERBS_OF_MEASURE
        if not plain or not sight.word(i).startswith(ACTIVE) or sight.tags[i - 1] in DESCRIBING:
            continue
        if not all(sight.tags[j] in STEPS or sight.has(j, "turn") for j in range(i + 1, view.high)):
            return True
    return False


def _same_noun_phrase(view: View, low: int, high: int) -> bool:
    """Tell whether only nouns, prepositions and brackets with what is in them stand between two properties."""
    sight = view.sight
    inside = GRADED if view.quantity.kind == "percent" else DETERMINED
    depth = 0
    whole = next((i for i in range(low, high) if sight.word(i) in sight.words.towards), low)
    for i in range(low, high):
        depth += (sight.terms[i].text == "(") - (sight.terms[i].text == ")")
        inner = sight.tags[i] in inside or sight.has(i, "anaphor")
        inner |= i < whole and sight.terms[i].tag in LISTED
        joined = is_noun(sight, i) or inner or sight.word(i) in sight.words.inside_noun or sight.terms[i].text in "()"
        if not joined and depth <= 0:
            return False
    return True


def hit_behind(view: View) -> Hit | None:
    """Return the property right behind: "29,02 persen saham", "1,76 miliar dolar AS pinjaman program"."""
    if view.quantity.kind == "count":
        return None
    rated = view.quantity.kind in ("percent", "ratio")
    return next((h for h in view.sight.hits if h.first == view.after and (h.code == "capital" or not rated)), None)
