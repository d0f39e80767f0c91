"""A clause in, the noun phrase that its verb speaks of out."""

import re
from collections.abc import Iterator

from pipeline.attribute.phrases import MOVING, Range, firm_of, is_noun, is_verbal, phrase_before
from pipeline.attribute.sight import Sight

STATES = ("ter", "ber")
# A noun of what was done: "pembangunan".
DEED = re.compile(r"pe\w+an")
NAMING = frozenset({"head", "self", "company", "sector"})


def subject(sight: Sight, low: int, high: int, firms: bool = False) -> Range | None:
    """Return the noun phrase before the last verb of [low, high) that has one; a firm's name is cut free.

    With `firms` only a firm will do, but it may be one that reports ("PT X menyatakan").
    """
    for verb in _verbs_first(sight, low, high):
        found = phrase_before(sight, verb, low)
        if sight.has(verb, "forecaster") and not firms and not (found and sight.has(found[0], "sector")):
            continue
        if found is not None and sight.word(found[1] - 1) in sight.words.we:
            return None
        if found is not None and sight.has(verb, "turn") and sight.word(found[0] - 1).startswith("me"):
            continue
        if found is not None and not _is_pronoun(sight, found):
            firm = firm_of(sight, found)
            if (firm and not sight.has(firm[0], "body")) or not firms:
                return firm or found
    return None


def _verbs_first(sight: Sight, low: int, high: int) -> Iterator[int]:
    """Yield the verbs from right to left, those that may only describe a noun last."""
    describing: list[int] = []
    for i in range(high - 1, low, -1):
        if is_verbal(sight, i):
            if _describes(sight, i):
                describing.append(i)
            else:
                yield i
    yield from describing


def _describes(sight: Sight, verb: int) -> bool:
    """Tell whether the verb may only describe the noun before it ("kawasan terintegrasi")."""
    return sight.word(verb).startswith(STATES) and MOVING.isdisjoint(sight.cues[verb]) and is_noun(sight, verb - 1)


def _is_pronoun(sight: Sight, place: Range) -> bool:
    if all(sight.terms[i].tag == "adjective" for i in range(*place)) or sight.has(place[0], "office"):
        return True
    if place[1] - place[0] > 1:
        return False
    word = sight.word(place[0])
    alone = sight.has(place[0], "generic") or word.endswith("nya") or word in sight.words.theme | sight.words.aspects
    return alone or _points_back(sight, place[0])


def _points_back(sight: Sight, index: int) -> bool:
    """Tell whether the noun only reminds of what was told: "hasil tahun lalu itu", "pembangunan tersebut"."""
    summary = sight.has(index, "summary") and sight.within("anaphor", index + 1, index + 4)
    deed = DEED.fullmatch(sight.word(index)) is not None and not sight.cues[index] & NAMING
    return summary or (deed and sight.has(index + 1, "anaphor"))


def verbs_back(sight: Sight, low: int, high: int) -> Iterator[int]:
    """Yield the proper verbs of [low, high) from right to left; linking verbs are none."""
    for i in range(high - 1, low - 1, -1):
        if sight.terms[i].tag == "verb" and not sight.has(i, "link") and not sight.has(i, "speech"):
            yield i
