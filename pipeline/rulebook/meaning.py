"""`rules/indicators/` and `rules/meaning/` in, the tables by which a number gets its meaning out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import BaseModel, Field, field_validator

from pipeline.errors import RuleError
from pipeline.rulebook.indication import ChoiceFile, Indication, choice_faults, compile_choices
from pipeline.rulebook.phrases import PhraseTable, openings
from pipeline.rulebook.schema import Comparator, Kind, Strict, Words
from pipeline.rulebook.strict_yaml import read_model

M = TypeVar("M", bound=BaseModel)
Status = Literal["target", "forecast", "realised"]
KINDS: tuple[Kind, ...] = tuple(k for k in get_args(Kind) if k != "none")


class IndicatorFile(Strict):
    """`rules/indicators/<code>.yaml`: what names the indicator, and how its numbers are to be read.

    `kinds` are the kinds of numbers that can belong to it, all when none is given; an example is a text with its
    numbers in brackets and their codes: "Upah naik [5 persen] => wage".
    """

    label_id: str
    label_en: str
    note: str = ""
    nature: Literal["flow", "stock"]
    percent: Literal["change", "share", "level"]
    owner: Literal["", "no", "firm"] = ""
    kinds: list[Kind] = Field(default_factory=list)
    properties: Words = Field(default_factory=list)
    verbs: Words = Field(default_factory=list)
    counted: Words = Field(default_factory=list)
    units: Words = Field(default_factory=list)
    examples: Words = Field(default_factory=list)


class Cue(Strict):
    """A class of cue words."""

    cue: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    note: str = ""
    words: Words


class CueFile(Strict):
    """`rules/meaning/cues.yaml`; no class stands twice, for the later one would replace the earlier one in silence."""

    cues: list[Cue]

    @field_validator("cues")
    @classmethod
    def _once(cls, cues: list[Cue]) -> list[Cue]:
        names = [cue.cue for cue in cues]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"the class {', '.join(twice)} stands twice; put its words into one")
        return cues


class StatusCue(Strict):
    """Cue phrases of a status; the keys are explained at the head of `status.yaml`."""

    status: Status | Literal["none"]
    note: str = ""
    observed: Status | Literal[""] = ""
    yields: Literal["", "yes", "target"] = ""
    side: Literal["left", "right"] = "left"
    reach: Literal["statement", "near", "touching", "plan", "base", "start", "late"] = "statement"
    kinds: list[Kind] = Field(default_factory=list)
    codes: Words = Field(default_factory=list)
    comparators: list[Comparator] = Field(default_factory=list)
    before: Words = Field(default_factory=list)
    words: Words

    def phrases(self) -> list[str]:
        """Return the words, behind each word of `before` where there are any."""
        return [f"{first} {word}" for first in self.before for word in self.words] if self.before else self.words


class StatusFile(Strict):
    """`rules/meaning/status.yaml`."""

    barriers: Words
    results: Words
    equals: Words
    observers: Words
    carriers: Words
    cues: list[StatusCue]
    examples: Words = Field(default_factory=list)


class ClosedWords(Strict):
    """`rules/meaning/words.yaml`: the function words that frames look for, told there class by class."""

    of: frozenset[str]
    given_to: frozenset[str]
    from_: frozenset[str] = Field(alias="from")
    fronting: frozenset[str]
    towards: frozenset[str]
    totals: frozenset[str]
    counting: frozenset[str]
    no_whole: frozenset[str]
    measured: frozenset[str]
    naming: frozenset[str]
    being: frozenset[str]
    clausal: frozenset[str]
    aside: frozenset[str]
    showing: frozenset[str]
    only: frozenset[str]
    ongoing: frozenset[str]
    past: frozenset[str]
    others: frozenset[str]
    contributors: frozenset[str]
    rivals: frozenset[str]
    basis: frozenset[str]
    inside_noun: frozenset[str]
    joining: frozenset[str]
    placed: frozenset[str]
    place: frozenset[str]
    at: frozenset[str]
    no_turn: frozenset[str]
    having: frozenset[str]
    giving: frozenset[str]
    there_is: frozenset[str]
    also: frozenset[str]
    doer: frozenset[str]
    receiver: frozenset[str]
    source: frozenset[str]
    purpose: frozenset[str]
    goal: frozenset[str]
    with_: frozenset[str] = Field(alias="with")
    rate: frozenset[str]
    again: frozenset[str]
    compared: frozenset[str]
    aims: frozenset[str]
    filling: frozenset[str]
    aspects: frozenset[str]
    deeds: frozenset[str]
    phases: frozenset[str]
    manner: frozenset[str]
    made: frozenset[str]
    wide: frozenset[str]
    stage: frozenset[str]
    imposed: frozenset[str]
    theme: frozenset[str]
    adverbial: frozenset[str]
    remainder: frozenset[str]
    shared_out: frozenset[str]
    such: frozenset[str]
    happening: frozenset[str]
    we: frozenset[str]
    according: frozenset[str]


Weight = Annotated[str, Field(pattern=r"^-?\d+(\.\d+)?$")]


class ConfidenceFile(Strict):
    """`rules/meaning/confidence.yaml`: what each trait of a decision adds to the log odds that the row is right."""

    base: Weight
    weights: dict[str, Weight]


@dataclass(frozen=True, slots=True)
class MeaningBook:
    """The tables of meaning; indicator codes are the stems of their files."""

    indicators: dict[str, IndicatorFile]
    properties: PhraseTable[str]
    verbs: PhraseTable[str]
    counted: PhraseTable[str]
    units: dict[str, str]
    kinds: dict[str, frozenset[str]]
    indication: Indication
    cues: PhraseTable[frozenset[str]]
    words: ClosedWords
    status: PhraseTable[tuple[StatusCue, ...]]
    status_words: dict[str, PhraseTable[bool]]
    status_sets: dict[str, frozenset[str]]
    status_examples: tuple[str, ...]
    confidence: dict[str, float]
    opened: Callable[[str], frozenset[str]]
    """Which of cues, verbs, properties, status and words (of `indication`) a word may open."""


def load_meaning(directory: Path) -> MeaningBook:
    """Load the tables. Raises `RuleError` with every fault."""
    faults: list[str] = []
    files = sorted((directory / "indicators").glob("*.yaml"))
    loaded = {path.stem: file for path in files if (file := _file(path, IndicatorFile, faults))}
    cues = _file(directory / "meaning" / "cues.yaml", CueFile, faults)
    status = _file(directory / "meaning" / "status.yaml", StatusFile, faults)
    choices = _file(directory / "meaning" / "indicators.yaml", ChoiceFile, faults)
    words = _file(directory / "meaning" / "words.yaml", ClosedWords, faults)
    sureness = _file(directory / "meaning" / "confidence.yaml", ConfidenceFile, faults)
    faults += _doubles(loaded)
    if choices is not None:
        faults += [f"{directory}/meaning/indicators.yaml:1: {f}" for f in choice_faults(choices, set(loaded))]
    if faults or not (cues and words and status and choices and sureness):
        raise RuleError(sorted(faults))
    classes: dict[str, set[str]] = {}
    for cue in cues.cues:
        for word in cue.words:
            classes.setdefault(word.lower(), set()).add(cue.cue)
    indication = compile_choices(choices, KINDS)
    tables: dict[str, PhraseTable[Any]] = {
        "properties": PhraseTable((p, code) for code, file in loaded.items() for p in file.properties),
        "verbs": PhraseTable((v, code) for code, file in loaded.items() for v in file.verbs),
        "cues": PhraseTable((word, frozenset(names)) for word, names in classes.items()),
        "status": PhraseTable(_status_phrases(status).items()),
    }
    return MeaningBook(
        **tables,
        opened=openings({**tables, "words": indication.words}),
        indicators=loaded,
        words=words,
        counted=PhraseTable((n, code) for code, file in loaded.items() for n in file.counted),
        units={unit: code for code, file in loaded.items() for unit in file.units},
        kinds={k: frozenset(c for c, f in loaded.items() if not f.kinds or k in f.kinds) for k in KINDS},
        indication=indication,
        status_words={
            "observers": PhraseTable((w, True) for w in status.observers),
            "carriers": PhraseTable((w, True) for w in status.carriers),
        },
        status_sets={name: frozenset(getattr(status, name)) for name in ("barriers", "results", "equals")},
        status_examples=tuple(status.examples),
        confidence={"base": float(sureness.base), **{k: float(v) for k, v in sureness.weights.items()}},
    )


def _status_phrases(file: StatusFile) -> dict[str, tuple[StatusCue, ...]]:
    phrases: dict[str, tuple[StatusCue, ...]] = {}
    for cue in file.cues:
        for phrase in cue.phrases():
            phrases[phrase.lower()] = (*phrases.get(phrase.lower(), ()), cue)
    return phrases


def _file(path: Path, model: type[M], faults: list[str]) -> M | None:
    loaded = read_model(path, model, faults)
    return loaded[1] if loaded else None


def _doubles(loaded: dict[str, IndicatorFile]) -> Iterator[str]:
    """Yield a fault for each property, verb, counted noun or unit that two indicators claim."""
    seen: dict[tuple[str, str], str] = {}
    for code, file in loaded.items():
        for key in ("properties", "verbs", "counted", "units"):
            for text in getattr(file, key):
                other = seen.setdefault((key, text.lower()), code)
                if other != code:
                    yield f"rules/indicators/{code}.yaml:1: {text!r} names {other} too, in {key}; keep one"
