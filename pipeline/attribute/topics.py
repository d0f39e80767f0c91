"""Frames of a text in order in, the same with entities that the text goes on about filled in."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.attribute.background import Background
from pipeline.attribute.sight import NO_CUES
from pipeline.attribute.view import Frame
from pipeline.records import Quantity, Reading, record
from pipeline.rulebook.meaning import MeaningBook

NEAR = 160
ACTING = frozenset({"actor", "self"})
ACCOUNT, WEAK = "account", "weak"
# Entities of one number alone, with which the text does not go on.
PASSING = frozenset({"counted", "whole", ACCOUNT, WEAK})
WORD = re.compile(r"\b[A-Z][\w.]*")


@record(frozen=True, slots=True)
class Talk:
    """One text with its numbers; `firms` is, for each, the firm for which its speaker speaks.

    `background` tells what sentences that state no entity speak of.
    """

    text: str
    quantities: Sequence[Quantity]
    firms: Sequence[Reading]
    background: Background


def carry_entities(talk: Talk, found: Sequence[Frame], book: MeaningBook) -> list[Frame]:
    """Fill an empty entity from the same paragraph (carried), else with what the whole text is about (inferred)."""
    text, quantities = talk.text, talk.quantities
    classes = [_classes(frame.entity, book) for frame in found]
    main = _main(found, classes)
    firm = Reading()
    result: list[Frame] = []
    named: list[Reading] = []
    paragraph, last, stated = -1, Reading(), -1
    for quantity, frame, own, office in zip(quantities, found, classes, talk.firms, strict=True):
        start = text.rfind("\n\n", 0, quantity.start)
        if start != paragraph:
            paragraph, last = start, Reading()
        entity = frame.entity
        if entity.cue == "pointed":
            near = talk.background.topic(quantity.start, stated, sector=True) if "sector" in own else Reading()
            entity = near if near.value else _pointed_at(entity, named, book)
        named += [entity] if entity.value and entity.how == "stated" else []
        firm = _firm_in(entity, book) or firm
        unnamed = not entity.value[:1].isupper()
        called = entity.cue == "we" or (frame.entity.cue != "counted" and "self" in own)
        if frame.entity.cue == "pointed" and called:
            near = talk.background.firm(quantity.start, firm.start)
            firm = near if near.value else firm
        known = firm if firm.value else office
        if known.value and (called or (unnamed and _owner(frame, book) == "firm")):
            entity = replace(known, how="stated" if known.start >= start else "carried")
        if (not entity.value or entity.cue == WEAK) and _owner(frame, book) != "no":
            near = talk.background.topic(quantity.start, stated)
            last = near if near.value else last
            how, source = ("carried", last) if last.value or entity.value else ("inferred", main)
            entity = replace(source, how=how) if source.value else entity
        elif entity.value and entity.how == "stated" and entity.cue not in PASSING:
            last = entity
        stated = quantity.start if entity.value and entity.cue != ACCOUNT else stated
        result.append(frame if entity is frame.entity else frame.of(entity))
    return _share_wholes(quantities, result)


def _pointed_at(head: Reading, named: Sequence[Reading], book: MeaningBook) -> Reading:
    """Return what "proyek itu" or "sektor ini" points at: the last entity of that kind; the noun itself if none is."""
    own = _classes(head, book)
    wide = "sector" in own
    if "region" in own or (not wide and ("self" in own or _is_firm(head.value, book))):
        return Reading()
    for entity in reversed(named):
        words = entity.value.lower().split()
        if len(words) > 1 and (head.value.lower() in words or (wide and "sector" in _classes(_first(entity), book))):
            return replace(entity, how="carried")
    return Reading() if wide else replace(head, cue="")


def _first(entity: Reading) -> Reading:
    return replace(entity, value=entity.value.split(" ", 1)[0])


def _share_wholes(quantities: Sequence[Quantity], found: list[Frame]) -> list[Frame]:
    """Give a rate the whole of the next or last rate of the same property or indicator in the sentence.

    "dari 18 persen menjadi 30 persen dari total kredit": both;
    "porsi A 47 persen dari total kredit, B 38 persen": both.
    """
    result = list(found)
    rates = [i for i, q in enumerate(quantities) if q.kind in ("percent", "ratio")]
    pairs = [(b, a) for a, b in pairwise(rates)]
    for given, taken in [*reversed(pairs), *pairwise(rates)]:
        near = abs(quantities[given].start - quantities[taken].start) < NEAR
        known, open_ = result[given], result[taken]
        if not near or not known.denominator.value or open_.denominator.value:
            continue
        if known.property == open_.property or (known.code == open_.code and given < taken):
            result[taken] = open_.within(known.denominator)
    return result


def _owner(frame: Frame, book: MeaningBook) -> str:
    indicator = book.indicators.get(frame.code)
    return indicator.owner if indicator is not None else ""


def _firm_in(entity: Reading, book: MeaningBook) -> Reading | None:
    """Return the firm that an entity is or names: "karyawan PT Garmindo Sentosa"."""
    words = entity.value
    starts = (m.start() for m in WORD.finditer(words))
    at = 0 if _is_firm(words, book) else next((start for start in starts if _is_firm(words[start:], book)), None)
    if at is None or "self" in _classes(entity, book):
        return None
    return replace(entity, value=words[at:], start=entity.start + at) if at else entity


def _is_firm(words: str, book: MeaningBook) -> bool:
    """Tell whether the words start like the name of a firm ("PT", "Bank")."""
    cue = book.cues.find(words.lower(), 0) if words[:1].isupper() else None
    return cue is not None and "company" in cue.meaning


def _classes(entity: Reading, book: MeaningBook) -> frozenset[str]:
    """Return the classes of which the whole of the words is a cue."""
    cue = book.cues.find(entity.value.lower(), 0) if entity.value else None
    return cue.meaning if cue is not None and cue.end == len(entity.value) else NO_CUES


def speaking_for(office: str, text: str, book: MeaningBook) -> Reading:
    """Return the firm in an office, where it stands in the text: "Direktur Keuangan Telkom"."""
    if not office:
        return Reading()
    folded, start = office.lower(), 0
    while (cue := book.cues.find(folded, start)) is not None and "firm_office" in cue.meaning:
        start = cue.end + 1
    firm = office[start:]
    place = text.find(firm) if start and firm[:1].isupper() and not _is_public(firm.lower(), book) else -1
    return Reading(firm, place, place + len(firm), cue="office") if place >= 0 else Reading()


def _is_public(name: str, book: MeaningBook) -> bool:
    """Tell whether what an office is of is no firm: "Direktur Industri Tekstil Kemenperin"."""
    starts = [0, *(m.end() for m in re.finditer(" ", name))]
    cues = [cue.meaning for i in starts if (cue := book.cues.find(name, i)) is not None]
    return any(meaning & {"actor", "body", "sector"} for meaning in cues)


def _main(found: Sequence[Frame], classes: Sequence[frozenset[str]]) -> Reading:
    """Return the entity that is named most often, the earlier one of equals; who acts or gives does not count."""
    entities = [f.entity for f, own in zip(found, classes, strict=True) if own.isdisjoint(ACTING)]
    named = [e for e in entities if e.value and e.how == "stated" and e.cue not in PASSING | {"pointed"}]
    counts = Counter(e.value.lower() for e in named)
    return max(named, key=lambda e: counts[e.value.lower()], default=Reading())
