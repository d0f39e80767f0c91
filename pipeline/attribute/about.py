"""A text, its sentences and quantities in, what each quantity is about out: every meaning column with its evidence."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.attribute.areas import AreaReading, read_areas
from pipeline.attribute.background import Background
from pipeline.attribute.confidence import confidence
from pipeline.attribute.meaning import Meaning, read_meanings
from pipeline.attribute.periods import PeriodBook, PeriodContext, PeriodReading, prepare_periods, read_periods
from pipeline.attribute.sectors import read_sectors
from pipeline.attribute.sources import read_sources
from pipeline.attribute.speakers import SpeakerReading, read_speakers, script
from pipeline.attribute.status import Verdict, dated
from pipeline.attribute.topics import Talk, carry_entities, speaking_for
from pipeline.attribute.view import NOTHING, Frame
from pipeline.errors import RuleError
from pipeline.records import About, Clause, Passage, Quantity, Reading
from pipeline.rulebook import Rulebook
from pipeline.rulebook.meaning import ClosedWords, MeaningBook, load_meaning
from pipeline.rulebook.places import Places, load_places
from pipeline.rulebook.sectors import Sectors, load_sectors
from pipeline.rulebook.speech import SpeechBook, load_speech

EVIDENCED = ("property", "entity", "denominator", "area", "speaker", "data_source")
PLACED_WITHIN = 80
INFERRED = ("property", "entity", "area", "period", "speaker", "data_source")


@dataclass(frozen=True, slots=True)
class AttributionBook:
    """The rules of attribution, one book a field."""

    meaning: MeaningBook
    periods: PeriodBook
    speech: SpeechBook
    places: Places
    sectors: Sectors
    placed: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Scene:
    """One text as attribution takes it: its sentences, the clauses with numbers, its quantities and its date.

    `read` gives the clause of the sentence that starts at a place, None if there is none.
    """

    text: str
    folded: str
    passages: Sequence[Passage]
    clauses: Sequence[Clause]
    quantities: Sequence[Quantity]
    read: Callable[[int], Clause | None]
    published: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The readings of one quantity."""

    meaning: Meaning
    fields: dict[str, Reading]
    period: PeriodReading
    speaker: SpeakerReading
    area: AreaReading


def load_attribution(rulebook: Rulebook) -> AttributionBook:
    """Load the rules of attribution from the rulebook's folder. Raises `RuleError` with the faults of all files."""
    directory: Path = rulebook.directory
    books: dict[str, Any] = {}
    faults: list[str] = []
    loaders: dict[str, Callable[[], Any]] = {
        "meaning": lambda: load_meaning(directory),
        "periods": lambda: prepare_periods(rulebook),
        "speech": lambda: load_speech(directory),
        "places": lambda: load_places(directory),
        "sectors": lambda: load_sectors(directory),
    }
    for name, loader in loaders.items():
        try:
            books[name] = loader()
        except RuleError as error:
            faults += error.faults
    if faults:
        raise RuleError(faults)
    return AttributionBook(**books, placed=_placed(books["meaning"].words))


def _placed(words: ClosedWords) -> re.Pattern[str]:
    """Return what stands before the name of a place, also behind other names: "di Karawang, Subang, dan "."""
    before, joining = ("|".join(map(re.escape, sorted(group))) for group in (words.place, words.joining))
    return re.compile(rf"\b(?:{before}) (?:[a-z]+ )?((?:[A-Z][\w-]*,? )*(?:[A-Z][\w-]*, |(?:{joining}) ))?\Z")


def attribute(scene: Scene, book: AttributionBook) -> list[About]:
    """Return what each quantity is about, in order."""
    if not scene.quantities:
        return []
    text, passages, quantities = scene.text, scene.passages, scene.quantities
    meanings = read_meanings(text, scene.folded, scene.clauses, quantities, book.meaning)
    areas = read_areas(text, scene.folded, passages, quantities, book.places)
    own = [_without_place(m.frame, area, text, book.placed) for m, area in zip(meanings, areas, strict=True)]
    written = script(text, passages, book.speech)
    speakers = read_speakers(text, passages, quantities, book.speech, written)
    offices = {role: speaking_for(role, text, book.meaning) for role in {speaker.role for speaker in speakers}}
    firms = [offices[speaker.role] for speaker in speakers]
    background = Background(text, scene.folded, passages, scene.read, book.meaning)
    frames = carry_entities(Talk(text, quantities, firms, background), own, book.meaning)
    natures = [_nature(m, book.meaning) for m in meanings]
    periods = read_periods(text, passages, quantities, PeriodContext(scene.published, natures), book.periods)
    sources = read_sources(text, passages, quantities, book.speech, written)
    named = [f"{f.entity.value} {f.property.value}".strip() for f in frames]
    sectors = read_sectors(text, passages, quantities, named, book.sectors)
    result = []
    for i, meaning in enumerate(meanings):
        share = meaning.role.role == "share"
        fields = {
            "property": frames[i].property,
            "entity": frames[i].entity,
            "denominator": frames[i].denominator if share else NOTHING,
            "area": areas[i],
            "speaker": speakers[i],
            "data_source": sources[i],
            "sector": sectors[i],
        }
        verdict = Verdict(meaning.status, meaning.status_cue)
        days = periods[i].period_start, periods[i].period_end
        status = dated(verdict, days, scene.published, book.meaning)
        sure = confidence(quantities[i], meaning, book.meaning.confidence)
        result.append(_about(Found(meaning, fields, periods[i], speakers[i], areas[i]), status, sure))
    return result


def _without_place(frame: Frame, area: AreaReading, text: str, before: re.Pattern[str]) -> Frame:
    """Leave out an entity that is only where something happens: "di Jawa Barat", "di Karawang, Subang, dan Batang"."""
    entity = frame.entity
    within = area.value and area.start <= entity.start and entity.end <= area.end
    placed = within and before.search(text, max(0, entity.start - PLACED_WITHIN), entity.start)
    return frame.of(NOTHING) if placed else frame


def _nature(meaning: Meaning, book: MeaningBook) -> str:
    if meaning.role.role == "change":
        return "change"
    indicator = book.indicators.get(meaning.indicator)
    return indicator.nature if indicator is not None else ""


def _about(found: Found, status: str, sure: str) -> About:
    role, period = found.meaning.role, found.period
    change = role.role == "change"
    stated = {name: reading for name, reading in found.fields.items() if reading.value}
    hows = {name: reading.how for name, reading in stated.items()}
    if period.period_start or period.period_end:
        hows["period"] = period.how
    return About(
        role=role.role,
        direction=role.direction,
        comparison=period.comparison.value if change else "",
        indicator=found.meaning.indicator,
        property=found.fields["property"].value,
        entity=found.fields["entity"].value,
        denominator=found.fields["denominator"].value,
        sector=found.fields["sector"].value,
        area=found.area.value,
        area_code=found.area.code if found.area.value else "",
        status=status,
        period=period.period,
        period_start=period.period_start,
        period_end=period.period_end,
        speaker=found.speaker.value,
        speaker_role=found.speaker.role,
        data_source=found.fields["data_source"].value,
        confidence=sure,
        flags=_flags(hows) if "inferred" in hows.values() else (),
        evidence=_evidence(stated, period),
        reasons=_reasons(stated, found, "period" in hows),
    )


def _flags(hows: dict[str, str]) -> tuple[str, ...]:
    return tuple(f"{name}_inferred" for name in INFERRED if hows.get(name) == "inferred")


def _evidence(stated: dict[str, Reading], period: PeriodReading) -> dict[str, tuple[int, int]]:
    """Return where each field that is copied from the text stands."""
    places = {name: (r.start, r.end) for name, r in stated.items() if r.end and name in EVIDENCED}
    if period.end:
        places["period"] = (period.start, period.end)
    return places


def _reasons(stated: dict[str, Reading], found: Found, dated: bool) -> dict[str, str]:
    """Return, per field, how it was found and by which cue."""
    reasons = {name: f"{r.how}: {r.cue}".rstrip(": ") for name, r in stated.items()}
    if dated:
        reasons["period"] = f"{found.period.how}: {found.period.cue}".rstrip(": ")
    reasons["indicator"] = found.meaning.route
    reasons["role"] = found.meaning.role.cue
    reasons["status"] = found.meaning.status_cue
    return {name: reason for name, reason in reasons.items() if reason}
