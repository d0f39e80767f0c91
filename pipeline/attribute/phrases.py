"""Places in a clause in, noun phrases out: by closed classes and the form of words, without a parser."""

import re

from pipeline.attribute.sight import MOVEMENTS, Sight

NOUNS = frozenset(
    {
        "noun",
        "name",
        "reference",
        "talking_point",
        "index",
        "adjective",
        "ratio_word",
        "quarter",
        "poin",
        "currency_after",
    }
)
PERIODS = frozenset({"duration", "quarter"})
PLAIN = frozenset({"noun", "name"})
# What may stand between a noun phrase and its verb.
SKIPPED = frozenset(
    {
        *("auxiliary", "relative", "determiner", "intent", "each", "said", "bridge", "comparator", "to", "comma"),
        *("when", "weekday", "date", "date_edge", "month", "year", "period_word"),
    }
)
MOVED = frozenset({"verb", "growth"})
VERBAL = frozenset({"verb", "intent", "auxiliary"})
ENDING = frozenset({"link", "rise", "fall", "speech", "cause", "split", "share_verb", "holder", "helped"})
MOVING = frozenset({"link", "rise", "fall", "share_verb", "holder"})
FOLLOWING = frozenset({"preposition", "comparator", "bridge", "auxiliary", "each"})
NUMBERS = {"number": re.compile(r"\d{1,2}"), "code": re.compile(r"(?!.*[/-]\d{4}$).*")}
MEASURES = frozenset({"unit", "duration", "percent", "scale", "month", "currency_after"})
ROMAN = re.compile(r"[IVX]{1,4}")
DASHES = frozenset({"-", "–"})
COMPANY_PARTS = frozenset({".", "&", "/"}) | DASHES
LISTING = frozenset({"and", "comma"})
DATELINE = 4
ACTIVE = ("me", "ber")

Range = tuple[int, int]


def is_noun(sight: Sight, index: int) -> bool:
    """Tell whether the term can be part of a noun phrase."""
    term = sight.terms[index]
    capital = term.text[:1].isupper()
    if index in sight.inside or (capital and ROMAN.fullmatch(term.text)):
        return False
    if term.tag in NUMBERS:
        counts = index + 1 < len(sight.terms) and sight.terms[index + 1].tag in MEASURES
        return not counts and NUMBERS[term.tag].fullmatch(term.text) is not None and _behind_noun(sight, index, NOUNS)
    if term.tag == "definite":
        return _behind_noun(sight, index)
    if sight.has(index, "degree") and sight.cues[index - 1] & MOVEMENTS and sight.terms[index - 1].tag in MOVED:
        return False
    if term.tag in NOUNS:
        return capital or ENDING.isdisjoint(sight.cues[index])
    return _used_as_noun(sight, index, capital)


def _used_as_noun(sight: Sight, index: int, capital: bool) -> bool:
    """Tell whether a term of another class is part of a name: "alas kaki", "barang lainnya", "Kendaraan Bermotor"."""
    match sight.tags[index]:
        case "idiom":
            return capital
        case "elliptic":
            return sight.word(index) in sight.words.others and _behind_noun(sight, index)
        case "unit":
            return capital or _behind_noun(sight, index)
    return sight.tags[index] == "verb" and in_name(sight, index)


def _owned(sight: Sight, index: int) -> bool:
    """Tell whether the suffix -nya ends a noun phrase: "dalam prospektusnya | Salim Ivomas akan membeli"."""
    word = sight.word(index)
    return word.endswith("nya") and word not in sight.words.others and sight.terms[index].text.islower()


def _behind_noun(sight: Sight, index: int, nouns: frozenset[str] = PLAIN) -> bool:
    """Tell whether a noun stands right before: "alas kaki" is footwear, no length."""
    return index > 0 and sight.terms[index - 1].tag in nouns and index - 1 not in sight.inside


def phrase_end(sight: Sight, first: int, limit: int) -> int:
    """Return where the noun phrase that starts at `first` ends; `first` itself when there is none."""
    last = first
    if first >= limit or sight.terms[first].tag in NUMBERS or sight.has(first, "balance"):
        return first
    while last < limit and not (last > first and _owned(sight, last - 1)):
        joins = last > first and last + 1 < limit and _joins(sight, last)
        if (not joins and not is_noun(sight, last)) or (last > first and sight.has(last, "balance")):
            break
        last += 1
    return last - 1 if last > first + 1 and _only(sight, last) else last


def _only(sight: Sight, end: int) -> bool:
    """Tell whether the last word says how little was reached: "pangsa pasar produk lokal baru mencapai 35 persen"."""
    return sight.word(end - 1) in sight.words.only and (end in sight.inside or sight.has(end, "reach"))


def joined_end(sight: Sight, last: int, limit: int) -> int:
    """Return where "furnitur dan kerajinan" ends, `last` being the end of its first noun phrase.

    A noun phrase behind "dan" belongs to it when a preposition, a number or a verb of measure follows, and it names no
    property of its own.
    """
    if last >= limit or sight.terms[last].tag != "and" or sight.word(last) not in sight.words.joining:
        return last
    end = phrase_end(sight, last + 1, len(sight.terms) - 1)
    named = end > last + 1 and end <= limit and not any(last < hit.first < end for hit in sight.hits)
    if not named or firm_of(sight, (last + 1, end)) is not None:
        return last
    measured = end in sight.inside or sight.terms[end].tag in FOLLOWING or bool(sight.cues[end] & MOVING)
    return end if measured else last


def phrase_before(sight: Sight, end: int, low: int, through: bool = True) -> Range | None:
    """Return the noun phrase that ends right before `end`, past auxiliaries, brackets and prepositional phrases.

    Without `through` the nearest noun phrase will do, also one behind a preposition.
    """
    joined = 0
    for _ in range(6):
        stop, end = end, _skip_back(sight, end, low)
        set_off = stop > end and (sight.tags[stop - 1] == "comma" or sight.says(sight.words.aside, end, stop))
        first = end
        while first > low and _part_before(sight, first - 1, end):
            if first < end and _owned(sight, first - 1):
                return first, joined or end
            first -= 1
        if first == end and end < stop and end > low and sight.terms[end - 1].tag == "preposition":
            end -= 1
            continue
        if first == end:
            return None
        if all(sight.terms[i].tag == "adjective" for i in range(first, end)):
            end = first
            continue
        earlier = _earlier(sight, first, end, low, set_off) if through else None
        if earlier is None:
            return first, joined or end
        joined = (joined or end) if _is_one(sight, earlier, end, stop) else 0
        end = earlier
    return None


def _is_one(sight: Sight, joint: int, end: int, stop: int) -> bool:
    """Tell whether the nouns around "dan" are one entity: not "PT X dan anak usahanya", nor "A dan B masing-masing"."""
    apart = _owned(sight, end - 1) or any(sight.terms[i].tag == "each" for i in range(end, stop))
    return sight.terms[joint].tag == "and" and not apart


def agent(sight: Sight, verb: int, low: int, through: bool = True) -> Range | None:
    """Return the noun phrase that a verb speaks of; the head of "yang …" is the last one that is no place."""
    if sight.terms[verb - 1].tag != "relative":
        return phrase_before(sight, verb, low, through)
    near = phrase_before(sight, verb, low, through=False)
    while near is not None:
        listed = _placed_list(sight, near[0], low)
        place = near[0] - 1 if sight.word(near[0] - 1) in sight.words.at else listed
        if place is None or place <= low:
            break
        near = phrase_before(sight, place, low, through=False) or near
        if near[0] >= place:
            break
    return near


def _earlier(sight: Sight, first: int, end: int, low: int, set_off: bool) -> int | None:
    """Return where to go on looking when the noun phrase hangs on another: "di X", "A dan X", "A, X,"."""
    if first <= low:
        return None
    before = sight.terms[first - 1].tag
    if sight.word(first - 1) in sight.words.clausal and is_verbal(sight, end):
        return None
    named = firm_of(sight, (first, end)) is not None
    apposed = set_off and not named and before in ("comma", "punctuation") and sight.tags[first - 2] != "conjunction"
    if before in ("preposition", "said") or apposed:
        return first - 1
    if before != "and" or named:
        return None
    joined = first - 1 > low and is_noun(sight, first - 2)
    return _placed_list(sight, first, low) or (first - 1 if joined else None)


def _placed_list(sight: Sight, last: int, low: int) -> int | None:
    """Return the preposition before a list of names that ends with that at `last`: "di Kendal, Batang dan Gresik"."""
    first = last
    while first > low and sight.terms[first].text[:1].isupper() and sight.terms[first - 1].tag in LISTING:
        end = first - 1 - (sight.terms[first - 2].tag in LISTING)
        first = end
        while first > low and sight.terms[first - 1].text[:1].isupper() and is_noun(sight, first - 1):
            first -= 1
    named = first < last and sight.terms[first].text[:1].isupper() and firm_of(sight, (first, last)) is None
    return first - 1 if named and first > low and sight.terms[first - 1].tag == "preposition" else None


def _part_before(sight: Sight, index: int, end: int) -> bool:
    return (0 < index < end - 1 and is_noun(sight, index - 1) and _joins(sight, index)) or is_noun(sight, index)


def _joins(sight: Sight, index: int) -> bool:
    """Tell whether a sign binds the names around it; the dash behind a dateline ("GRESIK - Pabrik itu …") does not."""
    text = sight.terms[index].text
    dateline = text in DASHES and index <= DATELINE
    return text in COMPANY_PARTS and not dateline and is_noun(sight, index + 1)


def _skip_back(sight: Sight, end: int, low: int) -> int:
    """Return where what stands before `end` ends when auxiliaries, times and brackets are left out."""
    while end > low:
        term = sight.terms[end - 1]
        if term.text == ")":
            opening = next((i for i in range(end - 1, low - 1, -1) if sight.terms[i].text == "("), None)
            if opening is None:
                return end
            end = opening
        elif term.tag in SKIPPED or _dates(sight, end - 1) or _is_aside(sight, end - 1) or counts_time(sight, end - 1):
            end -= 1
        else:
            return end
    return end


def _dates(sight: Sight, index: int) -> bool:
    """Tell whether the term is the "per" of "per Agustus 2021", or the "lalu" of "tahun 2012 lalu"."""
    past = sight.word(index) in sight.words.past and sight.tags[index - 1] in ("year", "month", "duration", "weekday")
    return past or (sight.tags[index] == "per" and sight.tags[index + 1] in SKIPPED)


def _is_aside(sight: Sight, index: int) -> bool:
    """Tell whether the word is set between subject and verb: "misalnya", "baru menguasai", "tengah berfokus"."""
    words, text, verb = sight.words, sight.terms[index].text, sight.word(index + 1)
    going_on = text in words.ongoing and verb.startswith(ACTIVE)
    return sight.word(index) in words.aside or going_on or (text in words.only and verb.startswith("me"))


def counts_time(sight: Sight, index: int) -> bool:
    """Tell whether the term is part of "triwulan II", "semester I-2024", "kuartal kedua"."""
    term, before = sight.terms[index], sight.terms[index - 1]
    return term.tag in PERIODS or (before.tag in PERIODS and term.tag in ("number", "code", "definite", "name"))


def past_places(sight: Sight, first: int, limit: int) -> int:
    """Return the term behind the place at `first`: "di Kabupaten Batang, Jawa Tengah, "."""
    while first < limit and sight.word(first) in sight.words.at:
        first = phrase_end(sight, first + 1, limit)
        while first + 1 < limit and sight.terms[first].tag == "comma" and sight.terms[first + 1].text[:1].isupper():
            first = phrase_end(sight, first + 1, limit)
    return first + (first < limit and sight.terms[first].tag == "comma")


def in_name(sight: Sight, index: int) -> bool:
    """Tell whether a verb is only part of a name: "Gabungan Industri Kendaraan Bermotor Indonesia"."""
    if not sight.terms[index].text[:1].isupper() or index - 1 in sight.inside:
        return False
    return sight.terms[index - 1].text[:1].isupper() and not sight.headline


def is_verbal(sight: Sight, index: int) -> bool:
    """Tell whether the term is a verb, an auxiliary or a verbal cue."""
    tag = sight.tags[index]
    verbal = tag in VERBAL or (tag not in ("preposition", "to") and not MOVING.isdisjoint(sight.cues[index]))
    return verbal and not in_name(sight, index)


def firm_of(sight: Sight, place: Range) -> Range | None:
    """Return the part of a noun phrase from the word that starts a firm's name on ("perusahaan farmasi PT X Tbk")."""
    companies = sight.where.get("company", ())
    named = [i for i in companies if place[0] <= i < place[1] and sight.terms[i].text[:1].isupper()]
    named = [i for i in named if not (sight.has(i, "self") and sight.terms[i - 1].text[:1].isupper())]
    return (named[-1], place[1]) if named else None
