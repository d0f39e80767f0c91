"""`rules/places/` in, the gazetteer and the compiled cues around its names out."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, Field, ValidationError

from pipeline.errors import RuleError
from pipeline.rulebook.schema import Strict, Words
from pipeline.rulebook.strict_yaml import read

M = TypeVar("M", bound=BaseModel)
Scope = Literal["domestic", "foreign", "whole"]
REGION_COLUMNS = ["code", "kind", "name", "parent", "aliases"]
COUNTRY_COLUMNS = ["code", "name", "aliases"]
FIRST_WORD = re.compile(r"\w+")
BARE_RANK = {"provinsi": 0, "kota": 1, "kabupaten": 2, "": 3}


class PlaceGroup(Strict):
    """Names that stand in no register: islands, world regions, cities abroad, industrial places."""

    scope: Scope
    code: Annotated[str, Field(pattern=r"^(\d\d(\.\d\d)?)?$")] = ""
    note: str = ""
    names: Annotated[Words, Field(min_length=1)]


class PlaceFile(Strict):
    """`rules/places/areas.yaml`."""

    places: list[PlaceGroup]


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

    kinds: dict[Literal["provinsi", "kabupaten", "kota"], Words]
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
    english: Words
    connectors: Words
    joints: Words
    linkers: Words
    breaks: Words
    wholes: Words
    denominators: Words
    distributive: Words
    cities: Words
    guarded: Words
    anaphors: Anaphors


class PlaceExample(Strict):
    """A text with its numbers in square brackets, and the area (and code) of each."""

    text: str
    title: str = ""
    areas: list[str]
    codes: list[str] = []


class ExampleFile(Strict):
    """`rules/places/examples.yaml`."""

    examples: list[PlaceExample]


@dataclass(frozen=True, slots=True)
class Place:
    """One place: `code` of Kemendagri or ISO 3166, "" without one; `parent` the code of the unit it lies in."""

    name: str
    code: str
    scope: Scope
    kind: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Spelling:
    """One spelling and the places it can mean, the likeliest first; a `guarded` one needs a cue before it."""

    text: str
    places: tuple[Place, ...]
    guarded: bool


@dataclass(frozen=True, slots=True)
class PlaceCues:
    """Compiled cues; those named `before_` are anchored at the end of what stands before a name, `after_` at its start."""

    scanner: re.Pattern[str]
    name: re.Pattern[str]
    direction: re.Pattern[str]
    heads: frozenset[str]
    before_kind: re.Pattern[str]
    before_extent: re.Pattern[str]
    before_located: re.Pattern[str]
    before_site: re.Pattern[str]
    before_official: re.Pattern[str]
    before_institution: re.Pattern[str]
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
    measured: frozenset[str]
    calendar_words: frozenset[str]
    event: re.Pattern[str]
    speech: re.Pattern[str]
    trade: re.Pattern[str]
    after_event: re.Pattern[str]
    after_name: re.Pattern[str]
    own_number: re.Pattern[str]
    joint: re.Pattern[str]
    gifts: re.Pattern[str]
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
class Places:
    """The gazetteer, by first word with the longest spelling first, and the cues around its names."""

    spellings: dict[str, tuple[Spelling, ...]]
    cues: PlaceCues
    kinds: dict[str, str]
    examples: tuple[PlaceExample, ...]


def load_places(directory: Path) -> Places:
    """Load `directory`/places. Raises `RuleError` with all faults as `file:line: what; what to do`."""
    folder, faults = directory / "places", list[str]()
    cues = _yaml(folder / "cues.yaml", CueFile, faults)
    others = _yaml(folder / "areas.yaml", PlaceFile, faults)
    examples = _yaml(folder / "examples.yaml", ExampleFile, faults)
    places = [*_regions(folder / "regions.csv", faults), *_countries(folder / "countries.csv", faults)]
    if faults or not (cues and others and examples):
        raise RuleError(sorted(faults))
    places += [(n, Place(n, g.code, g.scope, parent=g.code[:2])) for g in others.places for n in g.names]
    places += [(n, Place(n, "", "whole")) for n in cues.wholes]
    spellings = _spellings(places, frozenset(cues.guarded), frozenset(cues.cities))
    kinds = {word: kind for kind, words in cues.kinds.items() for word in words}
    return Places(spellings, _cues(cues, spellings), kinds, tuple(examples.examples))


def _yaml(path: Path, model: type[M], faults: list[str]) -> M | None:
    if not path.is_file():
        faults.append(f"{path}:1: the file is missing; copy it from the rules that ship with kabarangka")
        return None
    document = read(path)
    faults += document.faults
    if document.data is None:
        return None
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        for fault in error.errors():
            where = ".".join(map(str, fault["loc"]))
            faults.append(document.fault(tuple(fault["loc"]), f"{where}: {fault['msg']}; see CONTRIBUTING.md"))
        return None


def _rows(path: Path, columns: list[str], faults: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    if not path.is_file():
        faults.append(f"{path}:1: the file is missing; copy it from the rules that ship with kabarangka")
        return
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        if next(reader, None) != columns:
            faults.append(f"{path}:1: the columns are not {','.join(columns)}; write them so")
            return
        for row in reader:
            if len(row) == len(columns):
                yield reader.line_num, dict(zip(columns, row, strict=True))
            else:
                faults.append(f"{path}:{reader.line_num}: {len(row)} fields; write {len(columns)}")


def _regions(path: Path, faults: list[str]) -> Iterator[tuple[str, Place]]:
    seen = {""}
    for line, row in _rows(path, REGION_COLUMNS, faults):
        if not re.fullmatch(r"\d\d(\.\d\d)?", row["code"]) or row["code"] in seen:
            faults.append(f"{path}:{line}: the code {row['code']!r} is malformed or stands twice; mend it")
        if row["kind"] not in BARE_RANK or row["parent"] not in seen or not row["name"]:
            faults.append(f"{path}:{line}: unknown kind or parent, or no name; mend the row")
        seen.add(row["code"])
        place = Place(row["name"], row["code"], "domestic", row["kind"], row["parent"])
        for name in (row["name"], *filter(None, row["aliases"].split("|"))):
            yield name, place


def _countries(path: Path, faults: list[str]) -> Iterator[tuple[str, Place]]:
    for line, row in _rows(path, COUNTRY_COLUMNS, faults):
        if not re.fullmatch(r"[A-Z]{2}", row["code"]) or not row["name"]:
            faults.append(f"{path}:{line}: a country is two capitals and a name; mend the row")
        for name in (row["name"], *filter(None, row["aliases"].split("|"))):
            yield name, Place(row["name"], row["code"], "foreign")


def _spellings(
    places: list[tuple[str, Place]], guarded: frozenset[str], cities: frozenset[str]
) -> dict[str, tuple[Spelling, ...]]:
    meanings: dict[str, list[Place]] = {}
    for name, place in places:
        meanings.setdefault(name, []).append(place)
    table: dict[str, list[Spelling]] = {}
    for name, found in meanings.items():
        first = FIRST_WORD.match(name)
        ranked = sorted(found, key=lambda p: BARE_RANK[p.kind])
        if len(ranked) > 1 and ranked[0].kind == "kota" and name not in cities:
            ranked.insert(0, replace(ranked[0], code="", kind=""))
        table.setdefault(first.group() if first else name, []).append(Spelling(name, tuple(ranked), name in guarded))
    return {k: tuple(sorted(v, key=lambda s: -len(s.text))) for k, v in table.items()}


def _any(words: list[str]) -> str:
    """Write an alternation, the longest first, a space standing for any white space."""
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=lambda w: (-len(w), w)))


def _before(file: CueFile) -> dict[str, str]:
    kinds = [word for words in file.kinds.values() for word in words]
    fill = rf"(?:(?:{_any(file.fillers)})\s+)*"
    word = r"[^\s,.;:()]+\s+"
    return {
        "kind": rf"\b(?P<kind>{_any(kinds)})\s+$",
        "extent": rf"\b(?:{_any(file.extents)})\s+$",
        "located": rf"\b(?:{_any(file.locatives)})[\s-]+{fill}$",
        "site": rf"\b(?:{_any(file.places_in)})\s+(?:{_any(file.sites)})\s+(?:{word}){{0,3}}$",
        "official": rf"\b(?:(?:{_any(file.officials)})\s+{fill}|(?:{_any(file.offices)})\s+(?:{word}){{0,5}})$",
        "institution": rf"(?<![\w-])(?:{_any(file.institutions)})\s+(?:(?-i:[A-Z&]){word}|(?-i:[A-Z&])\s+){{0,4}}$",
        "currency": rf"\b(?:{_any(file.currencies)})\s+$",
        "partner": rf"\b(?:{_any(file.partners)})\s+{fill}$",
        "companion": rf"\b(?:{_any(file.companions)})\s+{fill}$",
        "origin": rf"^[^,.;:]{{0,60}}\b(?:{_any(file.origins)})\s+{fill}$",
        "seat": rf"\b(?:{_any(file.seats)})\s+{fill}$",
        "reporter": rf"\b(?:{_any(file.reporters)})\s+{fill}$",
        "product": rf"\b(?:{_any(file.products)})\s+$",
        "clause": rf"(?:^|[,;:(—–]|\b(?:{_any(file.connectors)})\s)\s*[\"“”'‘(]*$",
        "total": rf"\b(?:{_any(file.denominators)})\s[^,;]*$",
        "superlative": rf"\b(?:{_any(file.superlatives)})\s+(?:(?:{_any(file.locatives)})\s+)?{fill}$",
    }


def _after(file: CueFile, lower: list[str]) -> dict[str, str]:
    joints = _any(file.joints)
    weekdays, days = _any(file.after_event.weekdays), _any(file.after_event.days)
    return {
        "scanner": rf"\b(?:[A-Z]\w*|(?:{_any(lower)})\b)",
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
        "gifts": file.gifts,
        "breaks": file.breaks,
        "parts": [*file.parts, *file.breaks],
        "turn": [*file.breaks, *file.joints],
        "denominator": file.denominators,
        "distributive": file.distributive,
        "anaphor": [*file.anaphors.words, *file.anaphors.places],
        "anaphor_except": file.anaphors.except_,
    }
    own_number = rf"\s*[(:]?\s*(?:(?:{_any(file.linkers)})\s+)*$"
    fronted = rf"(?:[,(]|\b(?:{_any(file.connectors)}))\s+(?:(?:{_any(file.places_in)})\s+)?$"
    patterns = {k: rf"\b(?:{_any(v)})(?!\w)" for k, v in words.items()}
    return patterns | {"own_number": own_number, "fronted": fronted}


def _cues(file: CueFile, spellings: dict[str, tuple[Spelling, ...]]) -> PlaceCues:
    lower = sorted(first for first in spellings if first[0].islower())
    patterns = {f"before_{k}": re.compile(v, re.I) for k, v in _before(file).items()}
    patterns |= {k: re.compile(v) for k, v in _after(file, lower).items()}
    patterns |= {k: re.compile(v, re.I) for k, v in _within(file).items()}
    measured = frozenset(file.measured + file.trading_floors)
    words = {"heads": frozenset(file.heads), "calendar_words": frozenset(file.calendar_words)}
    return PlaceCues(**patterns, **words, measured=measured)
