"""`rules/places/` in, the gazetteer and the compiled cues around its names out."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, Field

from pipeline.errors import RuleError
from pipeline.rulebook.place_cues import CueFile, CueWords, PlaceCues, compile_cues, cue_words
from pipeline.rulebook.schema import Strict, Words
from pipeline.rulebook.strict_yaml import read_model

M = TypeVar("M", bound=BaseModel)
Scope = Literal["domestic", "foreign", "whole", "world"]
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


class PlaceExample(Strict):
    """A text with its numbers in square brackets, and the area (and code) of each."""

    text: str
    title: str = ""
    areas: list[str]
    codes: list[str] = Field(default_factory=list)


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
class Places:
    """The gazetteer, by first word with the longest spelling first, and the cues around its names."""

    spellings: dict[str, tuple[Spelling, ...]]
    cues: PlaceCues
    words: CueWords
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
    places += [(n, Place(n, "", "world")) for n in cues.worlds]
    spellings = _spellings(places, frozenset(cues.guarded), frozenset(cues.cities))
    return Places(spellings, compile_cues(cues, spellings), cue_words(cues), tuple(examples.examples))


def _yaml(path: Path, model: type[M], faults: list[str]) -> M | None:
    loaded = read_model(path, model, faults)
    return loaded[1] if loaded else None


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
