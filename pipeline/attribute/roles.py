"""A quantity in its clause in, its role, its direction and its status out."""

from dataclasses import dataclass

from pipeline.attribute.frames import Frame
from pipeline.attribute.sight import Sight
from pipeline.records import Quantity
from pipeline.rulebook.meaning import MeaningBook

PASSED = frozenset({"comparator", "bridge", "each", "adjective", "to", "currency_before", "currency", "sign", "auxiliary",
                    "between", "when", "punctuation", "year", "intent", "comma"})  # fmt: skip
RATES = frozenset({"percent", "ratio"})
CHANGES = frozenset({"percent", "percentage_point", "ratio"})


@dataclass(frozen=True, slots=True)
class Role:
    """level, change or share; a change has the direction up or down; `cue` is the word that decided."""

    role: str
    direction: str = ""
    cue: str = ""


def read_role(sight: Sight, place: int, quantity: Quantity, frame: Frame, previous: Role | None, book: MeaningBook) -> Role:
    """Read the role of the quantity at `place` of the clause."""
    high, after = sight.spans[place]
    low = sight.spans[place - 1][1] if place else 0
    moved = _movement(sight, low, high, quantity)
    if moved is not None:
        return moved
    if frame.denominator.value and quantity.kind in RATES:
        return Role("share", cue=frame.denominator.value)
    if previous is not None and _listed(sight, low, high) and quantity.kind in RATES:
        return previous
    return _by_property(sight, low, high, quantity, frame, book)


def _movement(sight: Sight, low: int, high: int, quantity: Quantity) -> Role | None:
    """Walk left over adverbs to a verb or noun of movement; a word of turning before it makes a level."""
    for i in range(high - 1, low - 1, -1):
        cues, term = sight.cues[i], sight.terms[i]
        if "turn" in cues and term.tag not in ("to",):
            return Role("level", cue=term.text) if _moved_before(sight, low, i) or quantity.kind != "percent" else None
        for name, direction in (("rise", "up"), ("fall", "down")):
            if name in cues or f"{name}_noun" in cues:
                return _moved(sight, i, high, quantity, direction)
        if term.tag not in PASSED and not sight.has(i, "link") and not term.tag == "talking_point":
            break
    return _noun_movement(sight, low, high, quantity)


def _moved_before(sight: Sight, low: int, index: int) -> bool:
    return any(sight.cues[i] & {"rise", "fall", "rise_noun", "fall_noun"} for i in range(max(0, low - 12), index))


def _moved(sight: Sight, index: int, high: int, quantity: Quantity, direction: str) -> Role:
    negative = quantity.value is not None and quantity.value < 0
    return Role("change", "down" if negative else direction, sight.terms[index].text)


def _noun_movement(sight: Sight, low: int, high: int, quantity: Quantity) -> Role | None:
    """Read "pertumbuhan ekonomi mencapai 5 persen", "penurunan penjualan sebesar Rp5 miliar"."""
    for i in range(high - 1, low - 1, -1):
        cues = sight.cues[i]
        for name, direction in (("rise_noun", "up"), ("fall_noun", "down")):
            if name in cues:
                rated = quantity.kind in CHANGES
                measured = any(sight.word(j) in ("sebesar", "sebanyak", "seluas") for j in range(i, high))
                if rated or measured:
                    return _moved(sight, i, high, quantity, direction)
                return None
        if sight.has(i, "cause") or sight.has(i, "split") or "rise" in cues or "fall" in cues:
            return None
    return None


def _listed(sight: Sight, low: int, high: int) -> bool:
    return low > 0 and not any(sight.terms[i].tag == "verb" or sight.has(i, "link") for i in range(low, high))


def _by_property(sight: Sight, low: int, high: int, quantity: Quantity, frame: Frame, book: MeaningBook) -> Role:
    if quantity.kind not in RATES:
        return Role("level")
    for i in range(high - 1, low - 1, -1):
        for cue, role in (("level_noun", "level"), ("share_verb", "share"), ("share_noun", "share")):
            if sight.has(i, cue):
                return Role(role, cue=sight.terms[i].text)
    cues = book.cues.find(frame.word, 0) if frame.word else None
    if cues and cues.meaning & {"level_noun", "share_noun", "share_verb"}:
        return Role("level" if "level_noun" in cues.meaning else "share", cue=frame.word)
    indicator = book.indicators.get(frame.code)
    role = indicator.percent if indicator else "share"
    negative = quantity.value is not None and quantity.value < 0
    return Role(role, ("down" if negative else "up") if role == "change" else "", frame.code)


def read_status(sight: Sight, place: int, folded: str, book: MeaningBook) -> tuple[str, str]:
    """Return the status and the cue that decided: the nearest one to the left in the same statement."""
    high, _ = sight.spans[place]
    best: tuple[int, str, str] | None = None
    low = 0
    for i in range(high - 1, -1, -1):
        if sight.has(i, "split"):
            low = i + 1
            break
    covered = low
    for i in range(low, high):
        term = sight.terms[i]
        if i < covered or not term.text:
            continue
        found = book.status.find(folded, term.start)
        if found is not None:
            best = (i, found.meaning, folded[term.start : found.end])
            while covered < high and sight.terms[covered].start < found.end:
                covered += 1
    return (best[1], best[2]) if best else ("realised", "")
