"""`rules/periods/` in, the words and patterns of time expressions and of comparisons out, checked."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, Field

from pipeline.errors import RuleError
from pipeline.rulebook.schema import Strict, WordFile, Words
from pipeline.rulebook.strict_yaml import Document, Place, read_model

M = TypeVar("M", bound=BaseModel)
FOLDER = "periods"
NAME = re.compile(r"[a-z_]+")
NOT_PATTERN = re.compile(r"[^a-z_ ()|?]")
BUILT_IN = frozenset({"number", "numword", "year", "date", "month", "weekday"})


class Expression(Strict):
    """One kind of time expression: a pattern over classes of words, with texts that it must and must not read."""

    id: Annotated[str, Field(pattern=r"^[a-z]+$")]
    note: str = ""
    pattern: Annotated[str, Field(min_length=1)]
    finds: dict[str, str] = Field(default_factory=dict)
    spares: Words = Field(default_factory=list)


class ExpressionFile(Strict):
    """`rules/periods/expressions.yaml`: `parts` are names for pieces that patterns share."""

    parts: dict[str, Annotated[str, Field(min_length=1)]]
    expressions: Annotated[list[Expression], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Spelling:
    """One spelling with its class and meaning; folded unless `exact`."""

    text: str
    tag: str
    code: str
    exact: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """Everything `rules/periods/` says; `patterns` have their parts written out."""

    words: tuple[Spelling, ...]
    cues: tuple[Spelling, ...]
    comparisons: tuple[Spelling, ...]
    patterns: dict[str, str]
    expressions: tuple[Expression, ...]


def load_calendar(directory: Path) -> Calendar:
    """Load the `periods/` folder of a rules folder. Raises `RuleError` with all its faults."""
    return _Loader(directory / FOLDER).load()


class _Loader:
    """Collect the faults while the files are read."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.faults: list[str] = []

    def load(self) -> Calendar:
        words, cues, comparisons = (self._spellings(name) for name in ("words", "cues", "comparisons"))
        loaded = read_model(self.directory / "expressions.yaml", ExpressionFile, self.faults)
        patterns = self._patterns(*loaded, {w.tag for w in words} | BUILT_IN) if loaded else {}
        if self.faults or loaded is None:
            raise RuleError(sorted(self.faults))
        return Calendar(words, cues, comparisons, patterns, tuple(loaded[1].expressions))

    def _spellings(self, name: str) -> tuple[Spelling, ...]:
        loaded = read_model(self.directory / f"{name}.yaml", WordFile, self.faults)
        if loaded is None:
            return ()
        document, file = loaded
        seen: dict[tuple[str, bool], str] = {}
        for i, words in enumerate(file.classes):
            for key in ("words", "exact"):
                for j, text in enumerate(getattr(words, key)):
                    place: Place = ("classes", i, key, j)
                    folded = (text if key == "exact" else text.lower(), key == "exact")
                    if folded in seen:
                        self.faults.append(document.fault(place, f"{text!r} stands at {seen[folded]} too; keep one"))
                    seen[folded] = document.fault(place, "").rstrip(": ")
        return tuple(
            Spelling(text if exact else text.lower(), c.tag, c.code, exact)
            for c in file.classes
            for exact, group in ((False, c.words), (True, c.exact))
            for text in group
        )

    def _patterns(self, document: Document, file: ExpressionFile, tags: set[str]) -> dict[str, str]:
        written: dict[str, str] = {}
        for name, pattern in file.parts.items():
            written[name] = self._written(document, ("parts", name), pattern, (written, tags))
        patterns: dict[str, str] = {}
        for i, expression in enumerate(file.expressions):
            place: Place = ("expressions", i)
            if expression.id in patterns:
                self.faults.append(document.fault(place, f"the id {expression.id} stands twice; rename one"))
            patterns[expression.id] = self._written(document, (*place, "pattern"), expression.pattern, (written, tags))
        return patterns

    def _written(self, document: Document, place: Place, pattern: str, known: tuple[dict[str, str], set[str]]) -> str:
        parts, tags = known
        if bad := NOT_PATTERN.search(pattern):
            self.faults.append(document.fault(place, f"{bad.group()!r} is no part of a pattern; use names ( ) | ?"))
        for name in set(NAME.findall(pattern)) - parts.keys() - tags:
            self.faults.append(document.fault(place, f"no class or earlier part is called {name!r}; see words.yaml"))
        # A part called as a class is (year, month, half) wins over the class outside its own definition.
        return NAME.sub(lambda m: f"({parts[m[0]]})" if m[0] in parts else f"<{m[0]}>", pattern)


__all__ = ["Calendar", "Expression", "Spelling", "load_calendar"]
