"""A quantity in its clause in, its role, its direction and its status out."""

from pipeline.attribute.items import is_next, opened
from pipeline.attribute.phrases import counts_time, phrase_end
from pipeline.attribute.sight import MOVEMENTS, Sight
from pipeline.attribute.view import STEPS, Frame
from pipeline.records import Quantity, record
from pipeline.rulebook.meaning import MeaningBook

PASSED = frozenset({"comparator", "bridge", "each", "adjective", "to", "currency_before", "currency", "sign", "comma",
                    "auxiliary", "between", "when", "punctuation", "year", "intent", "talking_point"})  # fmt: skip
DATED = frozenset({"when", "year", "month", "period_word"})
# Indicators of which a percentage is a change wherever it stands.
GROWTHS = frozenset({"gdp_growth", "inflation"})
MOVED_THINGS = frozenset({"rise_noun", "fall_noun", "rise_object", "fall_object"})
DECIDING = {"level_noun": "level", "share_verb": "share", "share_noun": "share"}
DIRECTIONS = (("rise", "up"), ("fall", "down"))
RESTATING = frozenset({"and", "comma", "bridge", "comparator", "punctuation", "currency_before"})
# "6,7 kali lipat": how many terms a number of folds may have.
FOLDS = 3
RATES = frozenset({"percent", "ratio"})
STATED = frozenset({"level_noun", "share_noun"})
CHANGES = frozenset({"percent", "percentage_point", "ratio"})


@record(frozen=True, slots=True)
class Role:
    """level, change or share; a change has the direction up or down; `cue` is the word that decided."""

    role: str
    direction: str = ""
    cue: str = ""


def read_role(
    sight: Sight, place: int, measured: tuple[Quantity, Frame], previous: tuple[Role, str] | None, book: MeaningBook
) -> Role:
    """Read the role of the quantity at `place` of the clause; `previous` is the role and kind of the one before."""
    quantity, frame = measured
    high, _ = sight.spans[place]
    low = sight.free[place - 1] if place else 0
    if quantity.value is not None and quantity.value < 0 and quantity.kind in CHANGES and not frame.denominator.value:
        return Role("change", "down", "minus")
    if previous is not None and previous[0].role == "change" and _restated(sight, low, high):
        return previous[0] if not frame.denominator.value else Role("share", cue=frame.denominator.value)
    moved = _movement(sight, low, high, quantity)
    if moved is not None:
        return moved
    if frame.denominator.value and quantity.kind in RATES:
        return Role("share", cue=frame.denominator.value)
    if previous is not None and previous[1] == quantity.kind and quantity.kind in RATES and _listed(sight, low, high):
        return previous[0]
    if previous is not None and previous[0].role == "level" and _amount_again(sight, low, high, quantity):
        return Role("share", cue=sight.terms[high - 1].text)
    return _by_property(sight, (low, high), quantity, frame, book)


def _movement(sight: Sight, low: int, high: int, quantity: Quantity) -> Role | None:
    """Walk left over adverbs to a verb or noun of movement; a word of turning before it makes a level."""
    for i in range(high - 1, low - 1, -1):
        cues, tag = sight.cues[i], sight.tags[i]
        base = _opens_base(sight, i)
        if base and (quantity.kind in CHANGES or any(sight.within(cue, low, i) for cue in MOVED_THINGS)):
            continue
        if base or ("turn" in cues and tag != "to"):
            return None if quantity.kind in RATES else Role("level", cue=sight.terms[i].text)
        if "reach" in cues and quantity.kind not in CHANGES:
            return Role("level", cue=sight.terms[i].text)
        if sight.word(i) in sight.words.phases and quantity.kind in ("index", "count"):
            return Role("level", cue=sight.terms[i].text)
        if not MOVEMENTS.isdisjoint(cues):
            rises = "rise" in cues or "rise_noun" in cues
            return _moved(sight, i, quantity, "up" if rises else "down")
        if tag not in PASSED and "link" not in cues and not _is_degree(sight, i) and not counts_time(sight, i):
            break
    return _object_movement(sight, low, high, quantity)


def _opens_base(sight: Sight, index: int) -> bool:
    """Tell whether the word opens the old period of a change: "meningkat dari kuartal II/2020 sebesar 9 persen"."""
    return sight.word(index) in sight.words.from_ and (sight.tags[index + 1] in DATED or counts_time(sight, index + 1))


def _is_degree(sight: Sight, index: int) -> bool:
    """Tell whether the word says how something moves: "turun tipis", "merosot cukup dalam", "naik secara bertahap"."""
    before = sight.terms[index - 1].tag
    if sight.has(index, "degree"):
        return sight.terms[index].tag != "preposition" or before in ("auxiliary", "comparator")
    return sight.word(index) in sight.words.manner or sight.word(index - 1) in sight.words.manner


def _moved(sight: Sight, index: int, quantity: Quantity, direction: str) -> Role:
    negative = quantity.value is not None and quantity.value < 0
    return Role("change", "down" if negative else direction, sight.terms[index].text)


def _object_movement(sight: Sight, low: int, high: int, quantity: Quantity) -> Role | None:
    """Read "pertumbuhan ekonomi mencapai 5 persen", "memangkas biaya hingga 10 persen"."""
    if MOVED_THINGS.isdisjoint(sight.where):
        return None
    near = max(low, high - 4)
    measured = (
        quantity.kind == "percentage_point"
        or sight.says(sight.words.measured, near, high)
        or "to" in sight.tags[near:high]
    )
    turned = any(sight.has(j, "turn") and sight.tags[j] != "to" for j in range(max(low, high - 3), high))
    for i in range(high - 1, low - 1, -1):
        cues = sight.cues[i]
        if "cause" in cues or "split" in cues or sight.word(i) in sight.words.with_ | sight.words.receiver:
            return None
        for name, direction in DIRECTIONS:
            if f"{name}_noun" in cues:
                rated = quantity.kind in CHANGES and not turned
                return _moved(sight, i, quantity, direction) if rated or measured else None
            if f"{name}_object" in cues and (measured or _object_only(sight, i + 1, high, quantity)):
                return _moved(sight, i, quantity, direction)
            if name in cues:
                return None
    return None


def _object_only(sight: Sight, first: int, high: int, quantity: Quantity) -> bool:
    """Tell whether nothing but what is moved stands before a rate: "menurunkan biaya produksi 10 persen"."""
    owned = any(sight.cues[i] & STATED for i in range(first, high))
    return quantity.kind in RATES and first < high and not owned and phrase_end(sight, first, high) == high


def _restated(sight: Sight, low: int, high: int) -> bool:
    """Tell whether the number says the one before again in another unit: "naik Rp93,8 triliun, atau 19,1 persen"."""
    return sight.says(sight.words.again, low, high) and RESTATING.issuperset(sight.tags[low:high])


def _amount_again(sight: Sight, low: int, high: int, quantity: Quantity) -> bool:
    """Tell whether a percentage only weighs the amount before it: "Rp 72 triliun (21,8%)", "… atau 21,8 persen"."""
    joined = "and" in sight.tags[low:high] and not sight.says(sight.words.again, low, high)
    if quantity.kind != "percent" or joined or low == high or not RESTATING.issuperset(sight.tags[low:high]):
        return False
    behind = next(
        (i for i in range(high, len(sight.terms)) if i not in sight.inside and sight.tags[i] != "punctuation"), 0
    )
    return sight.tags[behind] != "comparison" and sight.word(behind) not in sight.words.compared


def _listed(sight: Sight, low: int, high: int) -> bool:
    """Tell whether only an item of a list stands before the number: "…, industri kulit sebesar 6 persen"."""
    goes_on = low > 0 or is_next(sight, high)
    links = [i for i in sight.where.get("link", ()) if low <= i < high]
    said = sight.words.measured | sight.words.there_is
    verbs = [i for i in range(low, high) if sight.tags[i] == "verb" and not sight.has(i, "next")]
    return (
        goes_on and not sight.within("share_noun", low, high) and all(sight.word(i) in said for i in {*links, *verbs})
    )


def _is_passive(frame: Frame) -> bool:
    """Tell whether what is measured is a passive verb: "yang diimpor 58 persen"."""
    word = frame.property.value.lower()
    return word.startswith("di") and " " not in word


def _is_turned(sight: Sight, low: int, high: int) -> bool:
    """Tell whether the number is what was reached or left: "naik dari 0,2% menjadi paling sedikit 1%"."""
    place = high - 1
    while place > 0 and sight.tags[place] in STEPS:
        place -= 1
    return sight.has(place, "turn") and not any(sight.within(f"{name}_noun", low, high) for name, _ in DIRECTIONS)


def _parts_from(sight: Sight, first: int) -> bool:
    """Tell whether a word of dividing stands right behind the number: "26 persen dijual", "30 persen di antaranya"."""
    behind = next((i for i in range(first, len(sight.terms)) if i not in sight.inside), len(sight.terms))
    return behind < len(sight.terms) and sight.has(behind, "divided")


def _behind_name(sight: Sight, high: int) -> bool:
    """Tell whether the number stands in a bracket behind a name: "ekspor utama ke Jepang (15,2%), India (9%)"."""
    if sight.terms[high - 1].text != "(" or high < 3:
        return False
    term = sight.terms[high - 2]
    return term.tag == "name" and not any(hit.first <= high - 2 < hit.last for hit in sight.hits)


def _by_property(sight: Sight, segment: tuple[int, int], quantity: Quantity, frame: Frame, book: MeaningBook) -> Role:
    """Read the role of a rate from the nouns and verbs before it, from its property or from its indicator."""
    if quantity.kind not in RATES:
        return Role("level")
    if "fold" in sight.tags[segment[1] : segment[1] + FOLDS]:
        return Role("change", _last_direction(sight, segment, quantity), "fold")
    if _parts_from(sight, segment[1]) or _behind_name(sight, segment[1]):
        return Role("share", cue="divided")
    near = max(sight.last(cue, *segment) for cue in DECIDING)
    if near >= 0:
        role = next(role for cue, role in DECIDING.items() if sight.has(near, cue))
        return Role(role, cue=sight.terms[near].text)
    cues = book.cues.find(frame.word, 0) if frame.word else None
    if cues and cues.meaning & {"level_noun", "share_noun", "share_verb"}:
        return Role("level" if "level_noun" in cues.meaning else "share", cue=frame.word)
    if not frame.code and (moved := _moved_ahead(sight, segment, quantity)) is not None:
        return moved
    indicator = book.indicators.get(frame.code)
    role = indicator.percent if indicator else "share"
    if role == "change" and (_is_passive(frame) or (frame.code not in GROWTHS and _is_turned(sight, *segment))):
        return Role("share", cue=frame.property.value)
    return Role(role, _last_direction(sight, segment, quantity) if role == "change" else "", frame.code)


def _moved_ahead(sight: Sight, segment: tuple[int, int], quantity: Quantity) -> Role | None:
    """Read "Subsektor yang tumbuh tinggi adalah industri logam sebesar 7 persen": the verb stands before the list."""
    opening = opened(sight, *segment)
    verb = max(sight.last(name, segment[0], max(opening, segment[0])) for name, _ in DIRECTIONS)
    if verb < 0:
        return None
    return _moved(sight, verb, quantity, next(direction for name, direction in DIRECTIONS if sight.has(verb, name)))


def _last_direction(sight: Sight, segment: tuple[int, int], quantity: Quantity) -> str:
    """Return where the noun of movement of the statement goes, else its last verb that tells of no value reached."""
    if quantity.value is not None and quantity.value < 0:
        return "down"
    nouns: list[str] = []
    verbs: list[str] = []
    turned = False
    low = max(sight.last("split", *segment) + 1, segment[0])
    for i in range(segment[1] - 1, low - 1, -1):
        turned = turned or (sight.has(i, "turn") and not verbs)
        nouns += [direction for name, direction in DIRECTIONS if sight.has(i, f"{name}_noun")]
        verbs += [direction for name, direction in DIRECTIONS if sight.has(i, name) and not turned]
    return next(iter(nouns or verbs), "up")
