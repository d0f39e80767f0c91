"""`rules/speech/*.yaml` in, one frozen `SpeechBook` out: who says a figure and whom it is cited from."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from pipeline.errors import RuleError
from pipeline.rulebook.strict_yaml import Document, Place, read_model

SPEECH = "speech"
# The words of speech rules: a number with its marks, a word with its inner marks, or one other sign.
WORD = re.compile(r"\d[\d.,/:]*\d|[^\W_]+(?:[-'’&][^\W_]+)*|[^\w\s]")
SPLIT = re.compile(f"({WORD.pattern})")
Tag = Literal[
    "said", "tells", "judges", "told", "according", "pronoun", "adverb", "phrase", "connective", "condition",
    "contrast", "bound", "by", "epithet", "relative", "writer",
    "head", "rank", "unnamed", "office", "particle", "company", "firm", "brand", "acting", "demonstrative",
    "honorific", "joint", "group", "short", "given", "ordinary", "place", "day", "shape",
    "institution", "institution_noun", "reports", "evidence", "shows", "released", "edge", "article", "link", "aim",
    "aims", "headline", "basis", "sets", "outlet", "aside", "closes", "regional", "law", "edition", "generic", "lead",
]  # fmt: skip
EXACT = frozenset({"institution", "institution_noun", "outlet", "regional"})
# Classes whose words may end in a pronoun: with a class of their own (a word of saying), or the same (an office).
OWNED = frozenset({"head", "unnamed"})
ENDED = frozenset({"said", "told", "according", "evidence"}) | OWNED
Texts = list[Annotated[str, Field(min_length=1)]]


class Group(BaseModel):
    """A class of words: `words` as spelled, `pairs` for short forms, examples for one reader."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    tag: Tag
    field: Literal["speaker", "source"]
    note: str = ""
    words: Texts = []
    pairs: dict[str, str] = {}
    finds: Annotated[Texts, Field(min_length=1)]
    spares: Texts = []


class SpeechFile(BaseModel):
    """One file of `rules/speech/`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    groups: Annotated[list[Group], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Hold one entry of several words: its words in lower case, its spelling where the case counts, and its tag."""

    words: tuple[str, ...]
    exact: tuple[str, ...]
    tag: str


@dataclass(frozen=True, slots=True, eq=False)
class SpeechBook:
    """Hold the vocabulary ready to look up: tags of single words, phrases by their first two words, longest first."""

    single: dict[str, frozenset[str]]
    exact: dict[str, frozenset[str]]
    phrases: dict[tuple[str, ...], tuple[Phrase, ...]]
    heads: frozenset[str]
    short: dict[str, tuple[str, ...]]
    shapes: tuple[re.Pattern[str], ...]
    endings: tuple[str, ...]
    groups: tuple[Group, ...]


def load_speech(directory: Path) -> SpeechBook:
    """Load `directory`/speech. Raises `RuleError` with every fault as `file:line: what; what to do`."""
    faults: list[str] = []
    groups: list[Group] = []
    seen: dict[tuple[str, str], str] = {}
    paths = sorted((directory / SPEECH).rglob("*.yaml"))
    if not paths:
        faults.append(f"{directory / SPEECH}:1: no rules here; copy them from those that ship with kabarangka")
    for path in paths:
        if loaded := read_model(path, SpeechFile, faults):
            _check(*loaded, seen, faults)
            groups += loaded[1].groups
    absent = {*get_args(Tag)} - {group.tag for group in groups}
    heads = {word.lower() for group in groups if group.tag == "head" for word in group.words}
    faults += [
        f"{directory / SPEECH}:1: {word!r} is unnamed but no head; write it in both groups"
        for group in groups
        if group.tag == "unnamed"
        for word in group.words
        if word.lower() not in heads
    ]
    if absent and not faults:
        faults.append(f"{directory / SPEECH}:1: no group {', '.join(sorted(absent))}; add one")
    if faults:
        raise RuleError(sorted(faults))
    return _book(groups)


def _check(document: Document, file: SpeechFile, seen: dict[tuple[str, str], str], faults: list[str]) -> None:
    for i, group in enumerate(file.groups):
        for j, word in enumerate(group.words):
            place: Place = ("groups", i, "words", j)
            key = (group.tag, word if group.tag in EXACT else word.lower())
            if other := seen.get(key):
                faults.append(document.fault(place, f"{word!r} stands at {other} too; keep one"))
            seen.setdefault(key, document.fault(place, "").rstrip(": "))
            if group.tag == "shape":
                _check_shape(document, place, word, faults)


def _check_shape(document: Document, place: Place, pattern: str, faults: list[str]) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        faults.append(document.fault(place, f"{pattern!r} is no regular expression: {error}; mend it"))


def _book(groups: list[Group]) -> SpeechBook:
    single: dict[str, set[str]] = {}
    exact: dict[str, set[str]] = {}
    phrases: dict[tuple[str, ...], list[Phrase]] = {}
    endings = tuple(word.lower() for group in groups if group.tag == "bound" for word in group.words)
    for group in groups:
        for spelling in group.words if group.tag != "shape" else ():
            words = tuple(WORD.findall(spelling))
            if len(words) > 1:
                lower = tuple(word.lower() for word in words)
                exactly = words if group.tag in EXACT else ()
                phrases.setdefault(lower[:2], []).append(Phrase(lower, exactly, group.tag))
            elif group.tag in EXACT:
                exact.setdefault(spelling, set()).add(group.tag)
            else:
                single.setdefault(spelling.lower(), set()).add(group.tag)
                for ending in endings if group.tag in ENDED else ():
                    owned = group.tag if group.tag in OWNED else f"{group.tag}_bound"
                    single.setdefault(spelling.lower() + ending, set()).add(owned)
    return SpeechBook(
        single={word: frozenset(tags) for word, tags in single.items()},
        exact={word: frozenset(tags) for word, tags in exact.items()},
        phrases={pair: tuple(sorted(found, key=lambda p: -len(p.words))) for pair, found in phrases.items()},
        heads=frozenset(w.lower() for group in groups if group.tag == "head" for w in group.words),
        short={s: tuple(full.split()) for group in groups for s, full in group.pairs.items()},
        shapes=tuple(re.compile(w, re.IGNORECASE) for group in groups if group.tag == "shape" for w in group.words),
        endings=endings,
        groups=tuple(groups),
    )
