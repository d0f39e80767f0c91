"""The words of `rules/places/cues.yaml` in, one compiled pattern a kind of cue out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from pipeline.rulebook.phrases import alternation
from pipeline.rulebook.schema import Strict, Words


class AfterEvent(Strict):
    """What follows the place of a statement."""

    joints: Words
    weekdays: Words
    days: Words


class Anaphors(Strict):
    """How a sentence points back at the place of an earlier one."""

    words: Words
    places: Words
    except_: Annotated[Words, Field(alias="except")]


class CueFile(Strict):
    """`rules/places/cues.yaml`."""

    kinds: dict[Literal["provinsi", "kabupaten", "kota", "pulau"], Words]
    heads: Words
    directions: Words
    extents: Words
    locatives: Words
    places_in: Words
    fillers: Words
    sites: Words
    trading_floors: Words
    officials: Words
    offices: Words
    institutions: Words
    currencies: Words
    partners: Words
    companions: Words
    shipped: Words
    gifts: Words
    verb_prefixes: Words
    parts: Words
    origins: Words
    seats: Words
    events: Words
    speech: Words
    after_event: AfterEvent
    calendar_words: Words
    superlatives: Words
    reporters: Words
    measured: Words
    products: Words
    trade: Words
    ranks: Words
    english: Words
    positions: Words
    trade_roles: Words
    occasions: Words
    connectors: Words
    joints: Words
    linkers: Words
    breaks: Words
    wholes: Words
    worlds: Words
    denominators: Words
    distributive: Words
    cities: Words
    guarded: Words
    anaphors: Anaphors


@dataclass(frozen=True, slots=True)
class PlaceCues:
    """Hold the compiled cues; those named `before_` are anchored at the end of what stands before a name.

    Those that begin with the name of a place or stand behind one, and `before_institution`, read the text as written,
    the others its folded form. Where `institution` finds nothing, `before_institution` does neither.
    """

    scanner: re.Pattern[str]
    name: re.Pattern[str]
    direction: re.Pattern[str]
    before_kind: re.Pattern[str]
    before_extent: re.Pattern[str]
    before_located: re.Pattern[str]
    before_site: re.Pattern[str]
    before_official: re.Pattern[str]
    before_institution: re.Pattern[str]
    institution: re.Pattern[str]
    before_currency: re.Pattern[str]
    before_partner: re.Pattern[str]
    before_companion: re.Pattern[str]
    before_origin: re.Pattern[str]
    before_seat: re.Pattern[str]
    before_reporter: re.Pattern[str]
    before_product: re.Pattern[str]
    before_clause: re.Pattern[str]
    before_total: re.Pattern[str]
    before_superlative: re.Pattern[str]
    before_rank: re.Pattern[str]
    event: re.Pattern[str]
    speech: re.Pattern[str]
    trade: re.Pattern[str]
    trade_role: re.Pattern[str]
    occasion: re.Pattern[str]
    after_event: re.Pattern[str]
    after_name: re.Pattern[str]
    own_number: re.Pattern[str]
    joint: re.Pattern[str]
    gifts: re.Pattern[str]
    rate: re.Pattern[str]
    elsewhere: re.Pattern[str]
    predicate: re.Pattern[str]
    shipped: re.Pattern[str]
    breaks: re.Pattern[str]
    parts: re.Pattern[str]
    denominator: re.Pattern[str]
    distributive: re.Pattern[str]
    turn: re.Pattern[str]
    fronted: re.Pattern[str]
    anaphor: re.Pattern[str]
    anaphor_except: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class CueWords:
    """Hold the cues that are looked up as words: `kinds` gives the kind of unit that a word says."""

    kinds: dict[str, str]
    heads: frozenset[str]
    measured: frozenset[str]
    calendar: frozenset[str]


def cue_words(file: CueFile) -> CueWords:
    """Return the words of the file that are compared whole."""
    kinds: dict[str, str] = {word: kind for kind, words in file.kinds.items() for word in words}
    measured = frozenset(file.measured + file.trading_floors)
    return CueWords(kinds, frozenset(file.heads), measured, frozenset(file.calendar_words))


def compile_cues(file: CueFile, first_words: Iterable[str]) -> PlaceCues:
    """Return the patterns of the file; `first_words` are those with which the names of places begin."""
    lower = sorted(word for word in first_words if word[0].islower())
    pieces = {f"before_{k}": v for k, v in _before(file).items()} | _after(file, lower) | _within(file)
    return PlaceCues(**{k: re.compile(v) for k, v in pieces.items()})


def _any(words: list[str]) -> str:
    """Write an alternation, the longest first, a space standing for any white space."""
    return alternation(words).replace(r"\ ", r"\s+")


def _low(words: list[str]) -> str:
    """Write an alternation for folded text."""
    return _any([word.lower() for word in words])


def _before(file: CueFile) -> dict[str, str]:
    kinds = [word for words in file.kinds.values() for word in words]
    fill = rf"(?:(?:{_low(file.fillers)})\s+)*"
    word = r"[^\s,.;:()]+\s+"
    return {
        "kind": rf"\b(?P<kind>{_low(kinds)})\s+$",
        "extent": rf"\b(?:{_low(file.extents)})\s+$",
        "located": rf"\b(?:{_low(file.locatives)})[\s-]+{fill}$",
        "site": rf"\b(?:{_low(file.places_in)})\s+(?:{_low(file.sites)})\s+(?:{word}){{0,3}}$",
        "official": rf"\b(?:(?:{_low(file.officials)})\s+{fill}|(?:{_low(file.offices)})\s+(?:{word}){{0,5}})$",
        "currency": rf"\b(?:{_low(file.currencies)})\s+(?:(?!(?:{_low(file.locatives)})\b)(?:{word}){{1,2}}\()?$",
        "partner": rf"\b(?:{_low(file.partners)})\s+{fill}$",
        "companion": rf"\b(?:{_low(file.companions)})\s+{fill}$",
        "origin": rf"^[^,.;:]{{0,60}}\b(?:{_low(file.origins)})\s+{fill}$",
        "seat": rf"\b(?:{_low(file.seats)})\s+{fill}$",
        "reporter": rf"\b(?:{_low(file.reporters)})\s+{fill}$",
        "product": rf"\b(?:{_low(file.products)})\s+$",
        "clause": rf"(?:^|[,;:(—–]|\b(?:{_low(file.connectors)})\s)\s*[\"“”'‘(]*$",
        "total": rf"\b(?:{_low(file.denominators)})\s[^,;]*$",
        "superlative": rf"\b(?:{_low(file.superlatives)})\s+(?:(?:{_low(file.locatives)})\s+)?{fill}$",
        "rank": rf"\b(?:{_low(file.ranks)})\s+(?:(?:{_low(file.locatives)})\s+)?{fill}$",
    }


def _after(file: CueFile, lower: list[str]) -> dict[str, str]:
    joints = _any(file.joints)
    capital = r"(?:[A-Z&][^\s,.;:()]+\s+|[A-Z&]\s+)"
    weekdays, days = _any(file.after_event.weekdays), _any(file.after_event.days)
    return {
        "scanner": rf"\b(?:[A-Z]\w*|(?:{_any(lower)})\b)",
        "before_institution": rf"(?<![\w-])(?i:{_any(file.institutions)})\s+{capital}{{0,4}}$",
        "name": r"[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*){0,3}",
        "direction": rf"\s+(?:{_any(file.directions)})\b",
        "after_event": (
            rf"(?:\s*\([^()\d]{{1,20}}\))?[\s,]*(?:(?i:{_any(file.after_event.joints)})\s+)*"
            rf"(?:(?:{weekdays})\b|(?i:{days})\b|\(?\d\d?[/-]\d)|\s*,\s*\d\d?\s+[A-Z]"
        ),
        "after_name": rf"\s+(?P<english>(?:{_any(file.english)})\s+)?(?P<next>[A-Z][^\W\d_]*)",
        "shipped": rf"\s+(?:{_any(file.shipped)})\b",
        "joint": rf"(?:\s*,\s*(?:(?:{joints})\s+)?|\s+(?:{joints})\s+)(?:(?:{_any(file.places_in)})\s+)?",
    }


def _within(file: CueFile) -> dict[str, str]:
    words = {
        "event": file.events,
        "speech": file.speech,
        "trade": file.trade,
        "trade_role": file.trade_roles,
        "occasion": file.occasions,
        "gifts": file.gifts,
        "rate": file.currencies,
        "breaks": file.breaks,
        "parts": [*file.parts, *file.breaks],
        "turn": [*file.breaks, *file.joints],
        "denominator": file.denominators,
        "distributive": file.distributive,
        "anaphor": [*file.anaphors.words, *file.anaphors.places],
        "anaphor_except": file.anaphors.except_,
    }
    own_number = rf"\s*[(:]?\s*(?:(?:{_low(file.linkers)})\s+)*$"
    fronted = rf"(?:[,(]|\b(?:{_low(file.connectors)}))\s+(?:(?:{_low(file.places_in)})\s+)?$"
    elsewhere = rf"\b(?:(?:{_low(file.places_in)})\s+(?!(?:{_low(file.positions)})\b)|(?:{_low(file.partners)})\b)"
    predicate = rf"(?:,|\b(?:{_low([*file.breaks, *file.joints])}))\s+(?:\w+\s+)?(?:{_low(file.verb_prefixes)})\w{{4,}}"
    institution = rf"(?<![\w-])(?:{_low(file.institutions)})\s"
    patterns = {k: rf"\b(?:{_low(v)})(?!\w)" for k, v in words.items()}
    patterns |= {"own_number": own_number, "fronted": fronted, "elsewhere": elsewhere, "predicate": predicate}
    return patterns | {"institution": institution}
