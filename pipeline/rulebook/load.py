"""Read `rules/` strictly and build the look-up tables that the rooms use."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from pipeline.errors import RuleError, UsageError
from pipeline.rulebook import schema
from pipeline.rulebook.sources import Sources, load_sources
from pipeline.rulebook.strict_yaml import Document, Place, read_model

M = TypeVar("M", bound=BaseModel)
RULES = "rules"
FIRST_WORD = re.compile(r"[^\W\d_]+|\S")
NESTED_QUANTIFIER = re.compile(r"\([^()]*[+*][^()]*\)\s*[+*{]")
PATTERN_KEYS = frozenset({"TAG", "LEMMA", "LOWER", "TEXT", "OP"})
PATTERN_VALUES = frozenset({"IN", "NOT_IN", "REGEX"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One spelling of the vocabulary: folded unless `exact`; `tag` is its class, `code` its meaning."""

    text: str
    tag: str
    code: str
    exact: bool


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The arithmetic meaning of number words, by spelling."""

    digits: dict[str, Decimal]
    multipliers: dict[str, Decimal]
    whole: dict[str, Decimal]
    approximate_whole: dict[str, Decimal]
    fractions: dict[str, Decimal]
    scales: dict[str, Decimal]
    approximate: frozenset[str]


@dataclass(frozen=True, slots=True)
class PlacedRule:
    """A rule with its full id (`money.prefix`), its kind and the file it stands in."""

    id: str
    kind: str
    rule: schema.Rule
    file: Path
    line: int


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything `rules/` says, checked and ready to look up."""

    directory: Path
    digest: str
    entries: dict[str, tuple[Entry, ...]]
    numbers: NumberWords
    shapes: tuple[schema.Shape, ...]
    furniture_starts: tuple[str, ...]
    furniture_whole: frozenset[str]
    parts: dict[str, tuple[str, Decimal]]
    rules: dict[str, PlacedRule]
    sources: Sources = field(repr=False)

    def is_furniture(self, line: str) -> bool:
        """Tell whether a lower-cased line is page furniture."""
        bare = line.strip(" \"“”'()[]*")
        return (
            line.lstrip().startswith(self.furniture_starts)
            or bare.startswith(self.furniture_starts)
            or bare in self.furniture_whole
        )


def default_directory() -> Path:
    """Return the rules that ship with the package, or those of the checkout the package is run from."""
    shipped = Path(__file__).parent.parent / RULES
    return shipped if shipped.is_dir() else shipped.parent.parent / RULES


def load(directory: Path | None = None) -> Rulebook:
    """Load a rules folder. Raises `UsageError` without one, `RuleError` with all faults of a bad one."""
    return _Loader(_checked(directory)).load()


def digest_of(directory: Path | None = None) -> str:
    """Return the digest that `load` would give the rules of a folder, unread. Raises `UsageError` without one."""
    return _digest(_checked(directory))


def _checked(directory: Path | None) -> Path:
    directory = directory or default_directory()
    if not (directory / "vocabulary").is_dir() or not (directory / "quantities").is_dir():
        raise UsageError(f"{directory}: no rules here; name a folder that holds vocabulary/ and quantities/")
    return directory


def _digest(directory: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted([*directory.rglob("*.yaml"), *directory.rglob("*.csv")]):
        digest.update(path.relative_to(directory).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def decimal(text: str) -> Decimal:
    """Read a plain decimal or a fraction such as 1/3 (28 digits)."""
    numerator, _, denominator = text.partition("/")
    return Decimal(numerator) / Decimal(denominator) if denominator else Decimal(numerator)


class _Loader:
    """Collect entries, rules and faults while the files are read."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.faults: list[str] = []
        self.seen: dict[tuple[str, bool], str] = {}
        self.entries: dict[str, list[Entry]] = {}
        self.rules: dict[str, PlacedRule] = {}

    def load(self) -> Rulebook:
        numerals = self._vocabulary("numerals", schema.NumeralFile)
        units = self._vocabulary("units", schema.UnitFile)
        currencies = self._vocabulary("currencies", schema.CurrencyFile)
        shapes = self._vocabulary("shapes", schema.ShapeFile)
        furniture = self._vocabulary("furniture", schema.FurnitureFile)
        for path in sorted(self.directory.rglob("*.yml")):
            self.faults.append(f"{path}:1: only files that end in .yaml are read; rename it")
        special = {"numerals", "units", "currencies", "shapes", "furniture"}
        classes = [
            self._vocabulary(p.stem, schema.WordFile) for p in self._files("vocabulary") if p.stem not in special
        ]
        if numerals and units and currencies:
            self._add_numerals(numerals)
            self._add_units(units)
            self._add_currencies(currencies)
        for file in filter(None, classes):
            self._add_classes(file)
        for path in self._files("quantities"):
            self._add_rules(path)
        sources = load_sources(self.directory, self.faults)
        if self.faults or not (numerals and units and currencies and shapes and furniture and sources):
            raise RuleError(sorted(self.faults))
        return Rulebook(
            directory=self.directory,
            digest=_digest(self.directory),
            entries={k: tuple(sorted(v, key=lambda e: (-len(e.text), not e.exact))) for k, v in self.entries.items()},
            numbers=_number_words(numerals[1]),
            shapes=tuple(shapes[1].shapes),
            furniture_starts=tuple(s.lower() for line in furniture[1].lines for s in line.starts),
            furniture_whole=frozenset(s.lower() for line in furniture[1].lines for s in line.whole),
            parts={u.code: (u.part_of[0], decimal(u.part_of[1])) for u in units[1].units if u.part_of},
            rules=self.rules,
            sources=sources,
        )

    def _files(self, folder: str) -> list[Path]:
        return sorted((self.directory / folder).rglob("*.yaml"))

    def _vocabulary(self, name: str, model: type[M]) -> tuple[Document, M] | None:
        return read_model(self.directory / "vocabulary" / f"{name}.yaml", model, self.faults)

    def _add(self, document: Document, place: Place, entry: Entry) -> None:
        text = entry.text if entry.exact else entry.text.lower()
        here = document.fault(place, "")
        if other := self.seen.get((text, entry.exact)):
            self.faults.append(document.fault(place, f"{entry.text!r} stands at {other} too; keep one"))
            return
        self.seen[text, entry.exact] = here.rstrip(": ")
        first = FIRST_WORD.match(text)
        if first is None:
            self.faults.append(document.fault(place, f"{entry.text!r} starts with a space; take it out"))
            return
        self.entries.setdefault(first.group().lower(), []).append(Entry(text, entry.tag, entry.code, entry.exact))

    def _add_all(self, document: Document, place: Place, words: list[str], entry: Entry) -> None:
        for i, text in enumerate(words):
            self._add(document, (*place, i), Entry(text, entry.tag, entry.code, entry.exact))

    def _add_numerals(self, loaded: tuple[Document, schema.NumeralFile]) -> None:
        document, file = loaded
        for tag in ("digits", "multipliers", "whole", "fractions", "approximate_whole"):
            for text in getattr(file, tag):
                self._add(document, (tag, text), Entry(text, f"numeral_{tag}", "", False))
        for tag in ("teen", "point", "approximate_suffix"):
            self._add_all(document, (tag,), getattr(file, tag), Entry("", f"numeral_{tag}", "", False))
        for i, scale in enumerate(file.scales):
            self._add_all(document, ("scales", i, "words"), scale.words, Entry("", "scale", scale.factor, False))
            self._add_all(
                document,
                ("scales", i, "approximate"),
                scale.approximate,
                Entry("", "scale_approximate", scale.factor, False),
            )
            self._add_all(
                document, ("scales", i, "letters"), scale.letters, Entry("", "scale_letter", scale.factor, True)
            )

    def _add_units(self, loaded: tuple[Document, schema.UnitFile]) -> None:
        document, file = loaded
        for i, unit in enumerate(file.units):
            self._add_all(document, ("units", i, "words"), unit.words, Entry("", "unit", unit.code, False))
            self._add_all(document, ("units", i, "exact"), unit.exact, Entry("", "unit", unit.code, True))

    def _add_currencies(self, loaded: tuple[Document, schema.CurrencyFile]) -> None:
        document, file = loaded
        for i, currency in enumerate(file.currencies):
            for side in ("before", "after", "either"):
                tag = "currency" if side == "either" else f"currency_{side}"
                self._add_all(
                    document, ("currencies", i, side), getattr(currency, side), Entry("", tag, currency.code, False)
                )

    def _add_classes(self, loaded: tuple[Document, schema.WordFile]) -> None:
        document, file = loaded
        for i, words in enumerate(file.classes):
            self._add_all(document, ("classes", i, "words"), words.words, Entry("", words.tag, words.code, False))
            self._add_all(document, ("classes", i, "exact"), words.exact, Entry("", words.tag, words.code, True))

    def _add_rules(self, path: Path) -> None:
        loaded = read_model(path, schema.RuleFile, self.faults)
        if loaded is None:
            return
        document, file = loaded
        for i, rule in enumerate(file.rules):
            place: Place = ("rules", i)
            full_id = f"{path.stem}.{rule.id}"
            if full_id in self.rules:
                self.faults.append(document.fault((*place, "id"), f"the rule id {full_id} stands twice; rename one"))
            for part in ("before", "pattern", "after"):
                self._check_pattern(document, (*place, part), getattr(rule, part))
            if rule.unit and file.kind in ("percent", "percentage_point", "ratio", "index", "none"):
                self.faults.append(document.fault((*place, "unit"), f"{file.kind} has a fixed unit; take `unit` out"))
            self.rules[full_id] = PlacedRule(full_id, file.kind, rule, path, document.lines.get(place, 1))

    def _check_pattern(self, document: Document, place: Place, pattern: list[dict[str, Any]]) -> None:
        from spacy.schemas import validate_token_pattern

        for message in [*validate_token_pattern(pattern), *_bad_expressions(pattern)] if pattern else []:
            self.faults.append(
                document.fault(place, f"not a spaCy token pattern: {message}; see `pattern` of the others")
            )
        for i, token in enumerate(pattern):
            self.faults += [document.fault((*place, i), message) for message in _token_faults(token)]


def _token_faults(token: dict[str, Any]) -> Iterator[str]:
    """Yield what a token pattern that spaCy knows may not hold here."""
    for key in token.keys() - PATTERN_KEYS:
        yield f"unknown key {key!r}; use {', '.join(sorted(PATTERN_KEYS))}"
    for word in sorted({word for value in token.values() if isinstance(value, dict) for word in value}):
        if word not in PATTERN_VALUES:
            yield f"unknown key {word!r}; use {', '.join(sorted(PATTERN_VALUES))}"
    if token.get("OP") == "!":
        yield "a term that must not fit; use NOT_IN"
    if "{" in str(token.get("OP", "")):
        yield "counted repetition makes spaCy try every choice; use ?, * or +"
    if NESTED_QUANTIFIER.search(str(token)):
        yield "a quantifier inside a quantifier can hang; simplify the expression"


def _bad_expressions(pattern: list[dict[str, Any]]) -> Iterator[str]:
    """Yield what is wrong with the regular expressions of a pattern."""
    for value in (value for token in pattern for value in token.values() if isinstance(value, dict)):
        try:
            re.compile(str(value.get("REGEX", "")))
        except re.error as error:
            yield f"{error} in the expression {value['REGEX']!r}"


def _number_words(file: schema.NumeralFile) -> NumberWords:
    return NumberWords(
        digits={k.lower(): decimal(v) for k, v in file.digits.items()},
        multipliers={k.lower(): decimal(v) for k, v in file.multipliers.items()},
        approximate_whole={k.lower(): decimal(v) for k, v in file.approximate_whole.items()},
        whole={k.lower(): decimal(v) for k, v in file.whole.items()},
        fractions={k.lower(): decimal(v) for k, v in file.fractions.items()},
        scales={w.lower(): decimal(s.factor) for s in file.scales for w in (*s.words, *s.approximate)},
        approximate=frozenset(w.lower() for s in file.scales for w in s.approximate),
    )
