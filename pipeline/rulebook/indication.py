"""`rules/meaning/indicators.yaml` in, the rules that choose an indicator where a property alone does not out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import Field

from pipeline.rulebook.phrases import PhraseTable
from pipeline.rulebook.schema import Kind, Strict, Words

KEPT = 1 << 12
PLACES = ("left", "near", "right", "sentence", "property", "entity", "whole", "unit", "per")
Class = Annotated[str, Field(pattern=r"^[a-z_]+$")]


class WordClass(Strict):
    """A class of words that rules look for."""

    name: Class = Field(alias="class")
    note: str = ""
    words: Words


class Counted(Strict):
    """Counted nouns, by their heads or by the indicator that lists them, and the codes that a count can have."""

    note: str = ""
    heads: Words = Field(default_factory=list)
    codes: Words = Field(default_factory=list)
    fits: Words


class Sized(Strict):
    """Units of measure, all others when none are given, and the codes that a measure in them can have."""

    note: str = ""
    units: Words = Field(default_factory=list)
    default: str = ""
    fits: Words


class Choice(Strict):
    """One rule; the keys are explained at the head of the file."""

    code: str
    note: str = ""
    sources: Words = Field(default_factory=list, alias="from")
    kinds: list[Kind] = Field(default_factory=list)
    roles: list[Literal["level", "change", "share"]] = Field(default_factory=list)
    left: list[Class] = Field(default_factory=list)
    near: list[Class] = Field(default_factory=list)
    right: list[Class] = Field(default_factory=list)
    sentence: list[Class] = Field(default_factory=list)
    property: list[Class] = Field(default_factory=list)
    entity: list[Class] = Field(default_factory=list)
    whole: list[Class] = Field(default_factory=list)
    unit: list[Class] = Field(default_factory=list)
    per: list[Class] = Field(default_factory=list)
    without: list[Class] = Field(default_factory=list)
    bare: Literal["", "yes"] = ""
    examples: Annotated[Words, Field(min_length=1)]


class ChoiceFile(Strict):
    """`rules/meaning/indicators.yaml`."""

    classes: list[WordClass]
    counts: list[Counted]
    measures: list[Sized]
    rules: list[Choice]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A rule ready to be tried: `tests` are (place, classes), of which one must stand there."""

    code: str
    sources: frozenset[str]
    roles: frozenset[str]
    tests: tuple[tuple[str, frozenset[str]], ...]
    without: frozenset[str]
    bare: bool


@dataclass(frozen=True, slots=True)
class Indication:
    """The word classes, the codes that counted nouns allow, and the rules in order.

    `tried` gives those of a kind of number, a code found before ("" for none) and a role.
    """

    words: PhraseTable[frozenset[str]]
    fits: PhraseTable[frozenset[str]]
    fits_of: dict[str, frozenset[str]]
    measures: dict[str, frozenset[str]]
    defaults: dict[str, str]
    tried: Callable[[str, str, str], Sequence[Compiled]]
    examples: tuple[str, ...]


def compile_choices(file: ChoiceFile, kinds: tuple[str, ...]) -> Indication:
    """Compile the file for the kinds of numbers."""
    classes: dict[str, set[str]] = {}
    for group in file.classes:
        for word in group.words:
            classes.setdefault(word.lower(), set()).add(group.name)
    return Indication(
        words=PhraseTable((word, _with_beginnings(word, classes)) for word in classes),
        fits=PhraseTable((head, frozenset(c.fits)) for c in file.counts for head in c.heads),
        measures={unit: frozenset(m.fits) for m in file.measures for unit in m.units or [""]},
        defaults={unit: m.default for m in file.measures for unit in m.units or [""]},
        fits_of={code: frozenset(c.fits) for c in file.counts for code in c.codes or [""] if not c.heads or c.codes},
        examples=tuple(e for rule in file.rules for e in rule.examples),
        tried=_tried({k: [_compiled(r) for r in file.rules if not r.kinds or k in r.kinds] for k in kinds}),
    )


def _tried(rules: Mapping[str, Sequence[Compiled]]) -> Callable[[str, str, str], Sequence[Compiled]]:
    """Return what selects the rules to try; the same few selections are asked for again and again."""

    @lru_cache(KEPT)
    def tried(kind: str, source: str, role: str) -> Sequence[Compiled]:
        mine = (r for r in rules[kind] if not r.sources or source in r.sources)
        return tuple(r for r in mine if not r.roles or role in r.roles)

    return tried


def _with_beginnings(phrase: str, classes: dict[str, set[str]]) -> frozenset[str]:
    """Return the classes of a phrase and of the phrases that it begins with: the table finds only the longest one."""
    words = phrase.split()
    beginnings = (" ".join(words[:last]) for last in range(1, len(words) + 1))
    return frozenset().union(*(classes.get(beginning, ()) for beginning in beginnings))


def _compiled(rule: Choice) -> Compiled:
    tests = tuple((place, frozenset(getattr(rule, place))) for place in PLACES if getattr(rule, place))
    sources = frozenset("" if s == "none" else s for s in rule.sources)
    return Compiled(rule.code, sources, frozenset(rule.roles), tests, frozenset(rule.without), bool(rule.bare))


def choice_faults(file: ChoiceFile, codes: set[str]) -> Iterator[str]:
    """Yield a message for each code or class that nothing defines."""
    classes = {group.name for group in file.classes}
    for i, rule in enumerate(file.rules):
        used = {c for place in (*PLACES, "without") for c in getattr(rule, place)}
        for name in sorted(used - classes):
            yield f"rule {i + 1} ({rule.code}): the class {name!r} is not defined; add it to `classes`"
        for code in sorted(({rule.code, *rule.sources} - {"none"}) - codes):
            yield f"rule {i + 1}: {code!r} is no indicator; there is no rules/indicators/{code}.yaml"
    for fits in (*(c.fits for c in file.counts), *(m.fits for m in file.measures)):
        for code in sorted(set(fits) - codes):
            yield f"fits: {code!r} is no indicator; there is no rules/indicators/{code}.yaml"
