"""A release's sentences and quantities in, the reference area of each number out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.attribute.place_mentions import find_mentions
from pipeline.attribute.place_names import Mention, Sentence
from pipeline.records import Passage, Quantity, Reading, record
from pipeline.rulebook.place_cues import PlaceCues
from pipeline.rulebook.places import Places

OPENING = 4
ATTACHED = 70
"""The longest noun phrase, in characters, between a number and the place behind it."""
TRAILING = 110
"""The longest stretch, in characters, over which a place at the end of a clause reaches back."""


@record(frozen=True, slots=True)
class AreaReading(Reading):
    """A reading with the Kemendagri or ISO 3166 code of the area, "" for places without one."""

    code: str = ""


@record(frozen=True, slots=True)
class Judged:
    """Hold a sentence's paragraph, its places and the place that governs each of its quantities; none without any."""

    sentence: Sentence
    paragraph: int
    mentions: list[Mention]
    areas: list[Mention | None]


def read_areas(
    text: str, folded: str, passages: Sequence[Passage], quantities: Sequence[Quantity], book: Places
) -> list[AreaReading]:
    """Return one reading a quantity, in order: the place as written, how it was found and its code.

    `folded` is the text in lower case with every position kept.
    """
    readings: list[AreaReading] = []
    open_rows: list[int] = []
    title: Mention | None = None
    last: Judged | None = None
    for sentence, paragraph in _sentences((text, folded), passages, quantities):
        mentions = find_mentions(sentence, book) if sentence.quantities else []
        here = Judged(sentence, paragraph, mentions, govern(sentence, mentions, book.cues))
        carried = _carried(last, here, book)
        if sentence.title:
            title = title or _last(here, book)
        elif not any(m.whole for m in mentions):
            open_rows += range(len(readings), len(readings) + len(here.areas))
        readings += [_reading(text, area, carried) for area in here.areas]
        last = replace(here, areas=[here.areas[-1] or carried]) if carried else here
    readings += [AreaReading()] * (len(quantities) - len(readings))
    if title and not _is_elsewhere(readings, text[title.name : title.end]):
        for i in open_rows:
            readings[i] = readings[i] if readings[i].value else _as_reading(text, title, "inferred")
    return readings


def _is_elsewhere(readings: Sequence[AreaReading], name: str) -> bool:
    """Tell whether any number is about a place that does not bear this name."""
    return any(reading.value and name not in reading.value for reading in readings)


def _carried(last: Judged | None, here: Judged, book: Places) -> Mention | None:
    """Return the place of the sentence before that this one goes on about, None if it has its own or does not."""
    if last is None or last.paragraph != here.paragraph or not here.areas:
        return None
    first = here.sentence.quantities[0].start
    if (last.areas and last.areas[-1] is None) or any(m.start < first for m in here.mentions):
        return None
    return _last(last, book) if _points_back(here.sentence, book.cues) else None


def _sentences(
    texts: tuple[str, str], passages: Sequence[Passage], quantities: Sequence[Quantity]
) -> Iterator[tuple[Sentence, int]]:
    at, before = 0, None
    for passage in passages:
        begin = at
        while at < len(quantities) and quantities[at].start < passage.end:
            at += 1
        opens = before is None or before.paragraph != passage.paragraph
        context = passage.start if before is None or opens else before.start
        found = tuple(quantities[begin:at])
        yield Sentence(*texts, passage.start, passage.end, context, passage.title, opens, found), passage.paragraph
        before = passage


def _last(judged: Judged, book: Places) -> Mention | None:
    """Return what a next sentence can go on about: the one area of its numbers, else the only place located."""
    if judged.areas:
        return judged.areas[-1] if len({a.start for a in judged.areas if a}) == 1 else None
    located = [m for m in find_mentions(judged.sentence, book) if m.cue != "official"]
    return located[0] if len(located) == 1 and not located[0].whole else None


def _points_back(sentence: Sentence, cues: PlaceCues) -> bool:
    found = [m.span() for m in cues.anaphor.finditer(sentence.folded, sentence.start, sentence.end)]
    if not found:
        return False
    excepted = [m.span() for m in cues.anaphor_except.finditer(sentence.folded, sentence.start, sentence.end)]
    return any(all(end <= first or last <= start for first, last in excepted) for start, end in found)


def _reading(text: str, area: Mention | None, carried: Mention | None) -> AreaReading:
    if area:
        return _as_reading(text, area, "stated")
    return _as_reading(text, carried, "carried") if carried else AreaReading()


def _as_reading(text: str, area: Mention, how: str) -> AreaReading:
    code = "" if area.members else area.place.code
    return AreaReading(text[area.start : area.end], area.start, area.end, how, f"area.{area.cue}", code)


def govern(sentence: Sentence, mentions: list[Mention], cues: PlaceCues) -> list[Mention | None]:
    """Return the place that governs each quantity of the sentence, None for none."""
    if not mentions:
        return [None] * len(sentence.quantities)
    chosen = [_governor(i, sentence, mentions, cues) for i in range(len(sentence.quantities))]
    several = any(area and area.members for area in chosen)
    if several and (match := cues.distributive.search(sentence.folded, sentence.start, sentence.end)):
        _deal(chosen, sentence, match.start())
    return [None if area is None or area.whole else area for area in chosen]


def _governor(i: int, sentence: Sentence, mentions: list[Mention], cues: PlaceCues) -> Mention | None:
    quantity = sentence.quantities[i]
    if quantity.per and cues.rate.search(quantity.per.lower()):
        return None
    before = _before(quantity, sentence, mentions, cues)
    reaching = (m for m in mentions if m.cue != "official" and m.place.scope != "world")
    behind = next((m for m in reaching if m.start >= quantity.end), None)
    if behind and _is_attached(i, behind, sentence, cues):
        return behind
    trails = bool(behind and _trails(quantity, behind, sentence, cues))
    if before and not (trails and _closes(before, quantity, sentence, cues)):
        return before
    return behind if trails else None


def _before(quantity: Quantity, sentence: Sentence, mentions: list[Mention], cues: PlaceCues) -> Mention | None:
    earlier = [m for m in mentions if m.end <= quantity.start]
    strong = [m for m in earlier if m.cue != "official"] or earlier
    if not strong:
        return None
    between = sentence.folded[strong[-1].end : quantity.start]
    if ";" in between or (cues.breaks.search(between) and not _is_fronted(strong[-1], sentence)):
        return None
    return strong[-1]


def _is_fronted(mention: Mention, sentence: Sentence) -> bool:
    """Tell whether the place opens the sentence and holds for all of it: "Di Kota Semarang, inflasi …, sedangkan …"."""
    opening = sentence.text[sentence.start : mention.name].split()
    return len(opening) < OPENING and sentence.text.startswith(",", mention.end) and mention.cue == "located"


def _closes(before: Mention, quantity: Quantity, sentence: Sentence, cues: PlaceCues) -> bool:
    """Tell whether the place before belongs to earlier numbers ("5 di A serta 6 dan 7 di B")."""
    earlier = any(q.end <= before.start for q in sentence.quantities)
    return earlier and bool(cues.joint.match(sentence.text, before.end, quantity.start))


def _is_attached(i: int, behind: Mention, sentence: Sentence, cues: PlaceCues) -> bool:
    """Tell whether a place stands in the noun phrase of the number before it ("35 perusahaan di Jawa Barat")."""
    quantity, following = sentence.quantities[i], sentence.quantities[i + 1 : i + 2]
    if behind.start - quantity.end > ATTACHED or (following and following[0].start < behind.start):
        return False
    between = sentence.folded[quantity.end : behind.start]
    if any(mark in between for mark in ",;:(") or cues.turn.search(between):
        return False
    return behind.cue == "origin" or not cues.denominator.search(between)


def _trails(quantity: Quantity, behind: Mention, sentence: Sentence, cues: PlaceCues) -> bool:
    """Tell whether a place later in the clause still holds for the number; a fronted one belongs to what follows."""
    between = sentence.folded[quantity.end : behind.start]
    if ";" in between or len(between) > TRAILING or cues.parts.search(between):
        return False
    later = [q.start for q in sentence.quantities if quantity.end <= q.start < behind.start]
    if later and cues.elsewhere.search(sentence.folded, quantity.end, later[-1]):
        return False
    if not later and cues.predicate.search(between):
        return False
    leads = any(q.start >= behind.end for q in sentence.quantities)
    return not (leads and cues.fronted.search(between))


def _deal(chosen: list[Mention | None], sentence: Sentence, start: int) -> None:
    """Deal the members of "A dan B masing-masing 1 dan 2" out, one a number behind the word at `start`."""
    for group in {id(m): m for m in chosen if m and m.members}.values():
        places = [i for i, m in enumerate(chosen) if m is group and sentence.quantities[i].start > start]
        if len(places) != len(group.members):
            places = [i for i, m in enumerate(chosen) if m is group]
        if len(places) == len(group.members):
            for i, member in zip(places, group.members, strict=True):
                chosen[i] = replace(member, cue="distributive")
