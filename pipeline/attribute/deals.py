"""A property that is traded, lent or priced in, whose it is out: who deals in it, who lends it, what is sold."""

from pipeline.attribute.phrases import firm_of, is_verbal, phrase_before, phrase_end
from pipeline.attribute.sight import Hit
from pipeline.attribute.view import NOTHING, View
from pipeline.records import Reading

PAPERS = frozenset({"capital", "credit"})


def trader(view: View, hit: Hit) -> Reading | None:
    """Return who buys or sells in "PT X akan membeli seluruh saham PT Y"; None where nothing is traded."""
    sight, verb = view.sight, hit.first - 1
    while verb > view.start and (sight.terms[verb].tag == "determiner" or sight.has(verb, "generic")):
        verb -= 1
    dealt = sight.has(hit.first, "deal") and is_verbal(sight, verb)
    if not dealt and not (hit.code in PAPERS and sight.has(verb, "trade")):
        return None
    actor = phrase_before(sight, verb, view.start)
    return view.reading(*(firm_of(sight, actor) or actor)) if actor is not None else None


def lender_behind(view: View, hit: Hit) -> Reading | None:
    """Return who lends or invests in "pinjaman Rp1,45 triliun dari Bank Dunia", "investasi … dari PT X"."""
    sight, first = view.sight, view.after + 1
    invested = hit.code == "investment" and first < len(sight.terms) and sight.has(first, "company")
    if (
        (hit.code != "credit" and not invested)
        or view.quantity.kind != "money"
        or sight.word(view.after) not in sight.words.from_
    ):
        return None
    last = phrase_end(sight, first, view.limit)
    named = last > first and not view.is_property((first, last)) and not sight.has(first, "generic")
    whole = sight.word(first) in sight.words.totals or sight.word(first) in sight.words.no_whole
    return view.reading(first, last) if named and not whole else None


def priced_goods(view: View, index: int) -> Reading:
    """Return the things in "membeli dua unit tanker dengan harga 100 juta": a price is that of what was counted."""
    if index != view.low or not view.place or view.sight.word(index) not in view.sight.words.with_:
        return NOTHING
    first, last = view.sight.spans[view.place - 1][1], view.sight.free[view.place - 1]
    return view.reading(first, last) if first < last else NOTHING
