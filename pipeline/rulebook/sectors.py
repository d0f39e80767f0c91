"""`rules/sectors/` in, the words that name a division of manufacturing out."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from pipeline.errors import RuleError
from pipeline.rulebook.phrases import alternation
from pipeline.rulebook.schema import Strict, Words
from pipeline.rulebook.strict_yaml import Document, read_model

FIRST_WORD = re.compile(r"\w+")


class Division(Strict):
    """One division: `words` name it anywhere, `industry_words` behind a head; `finds` are examples."""

    code: Annotated[str, Field(pattern=r"^(1\d|2\d|3[0-3])$")]
    name: str
    english: str
    words: Annotated[Words, Field(min_length=1)]
    industry_words: Words = Field(default_factory=list)
    finds: Annotated[Words, Field(min_length=1)]


class SectorFile(Strict):
    """`rules/sectors/kbli.yaml`."""

    edition: str
    heads: Annotated[Words, Field(min_length=1)]
    offices: Annotated[Words, Field(min_length=1)]
    general: Words
    divisions: Annotated[list[Division], Field(min_length=24, max_length=24)]
    spares: Words


@dataclass(frozen=True, slots=True)
class Sectors:
    """The vocabulary, folded: `phrases` by first word, the longest first; `codes` the division of each, "" for general.

    `opening` finds the first words.

    A phrase of `headed_only` counts only behind one of `heads`, each of which ends with a space; `office` matches
    what stands before a phrase that belongs to the name of an office.
    """

    edition: str
    opening: re.Pattern[str]
    phrases: dict[str, tuple[str, ...]]
    codes: dict[str, str]
    headed_only: frozenset[str]
    heads: tuple[str, ...]
    office: re.Pattern[str]
    divisions: tuple[Division, ...]
    spares: tuple[str, ...]


def load_sectors(directory: Path) -> Sectors:
    """Load `directory`/sectors. Raises `RuleError` with all faults as `file:line: what; what to do`."""
    faults: list[str] = []
    loaded = read_model(directory / "sectors" / "kbli.yaml", SectorFile, faults)
    document, file = loaded or (None, None)
    codes = _codes(document, file, faults) if document and file else {}
    if faults or file is None:
        raise RuleError(sorted(faults))
    headed = frozenset(_fold(w) for d in file.divisions for w in d.industry_words)
    heads = tuple(f"{_fold(head)} " for head in file.heads)
    offices = alternation(map(_fold, file.offices))
    phrases = _phrases(codes)
    return Sectors(
        edition=file.edition,
        opening=re.compile(rf"\b{alternation(phrases)}\b"),
        phrases=phrases,
        codes=codes,
        headed_only=headed,
        heads=heads,
        office=re.compile(rf"\b(?i:{offices})\s(?:[A-Z]\w*,?\s(?:dan\s)?){{0,6}}$"),
        divisions=tuple(file.divisions),
        spares=tuple(file.spares),
    )


def _fold(phrase: str) -> str:
    return " ".join(phrase.lower().split())


def _codes(document: Document, file: SectorFile, faults: list[str]) -> dict[str, str]:
    codes = {_fold(phrase): "" for phrase in file.general}
    for i, division in enumerate(file.divisions):
        for key in ("words", "industry_words"):
            for j, phrase in enumerate(getattr(division, key)):
                if _fold(phrase) in codes:
                    place = ("divisions", i, key, j)
                    faults.append(document.fault(place, f"{phrase!r} stands twice; keep one"))
                codes[_fold(phrase)] = division.code
    return codes


def _phrases(codes: dict[str, str]) -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for phrase in codes:
        first = FIRST_WORD.match(phrase)
        table.setdefault(first.group() if first else phrase, []).append(phrase)
    return {first: tuple(sorted(found, key=lambda p: (-len(p), p))) for first, found in table.items()}
