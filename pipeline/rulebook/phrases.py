"""Phrases with a meaning in, a table that finds the longest one at a place of a text out."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Generic, TypeVar

from pipeline.records import record
from pipeline.rulebook.load import FIRST_WORD

KEPT = 1 << 15
WIDTH = 4

Meaning = TypeVar("Meaning")


@record(frozen=True, slots=True)
class Phrase(Generic[Meaning]):
    """One phrase found: where it ends, what it means, and whether it carries the possessive suffix -nya."""

    end: int
    meaning: Meaning
    possessive: bool


def first_word(folded: str, start: int) -> str:
    """Return the word or sign that begins at `start`, "" for a blank or the end."""
    first = FIRST_WORD.match(folded, start)
    return first.group() if first else ""


@record(frozen=True, slots=True)
class _Choices(Generic[Meaning]):
    """The phrases that begin with a word, the longest first, and those that may stand where `width` characters follow.

    `alone` is the phrase of the word itself, which may stand before whatever follows.
    """

    every: Sequence[tuple[str, Meaning]]
    alone: Sequence[tuple[str, Meaning]]
    tails: Mapping[str, Sequence[tuple[str, Meaning]]]
    width: int


def _choices(word: str, phrases: Mapping[str, Meaning]) -> _Choices[Meaning]:
    every = sorted(phrases.items(), key=lambda item: -len(item[0]))
    longer = [text[len(word) :] for text in phrases if text != word]
    width = min([WIDTH, *map(len, longer)])
    tails = {
        tail: [p for p in every if p[0] == word or p[0].startswith(tail, len(word))]
        for tail in {rest[:width] for rest in longer}
    }
    return _Choices(every, [p for p in every if p[0] == word], tails, width)


class PhraseTable(Generic[Meaning]):
    """Find phrases by their first word; the longest one wins."""

    def __init__(self, phrases: Iterable[tuple[str, Meaning]]) -> None:
        """Take phrases, in any case, with their meanings; a later one replaces an equal earlier one."""
        table: dict[str, dict[str, Meaning]] = {}
        for text, meaning in phrases:
            first = FIRST_WORD.match(text.lower())
            if first is not None:
                table.setdefault(first.group(), {})[text.lower()] = meaning
        self._table = {word: _choices(word, phrases) for word, phrases in table.items()}

    def opens(self, word: str) -> bool:
        """Tell whether a phrase may begin with the word; `find` gives nothing where none does."""
        return word in self._table or (word.endswith("nya") and word[:-3] in self._table)

    def head(self, folded: str) -> str:
        """Return the longest phrase that is a proper beginning of `folded`, "" if none is."""
        first = FIRST_WORD.match(folded)
        choices = self._table.get(first.group()) if first else None
        return next((text for text, _ in choices.every if folded.startswith(text + " ")), "") if choices else ""

    def find(self, folded: str, start: int, word: str = "") -> Phrase[Meaning] | None:
        """Return the longest phrase at `start` of a folded text that ends at a word's end, or before -nya ("PDB-nya").

        `word` is the `first_word` there when it is at hand.
        """
        word = word or first_word(folded, start)
        choices = self._table.get(word)
        if choices is None and word.endswith("nya"):
            word = word[:-3]
            choices = self._table.get(word)
        if choices is None:
            return None
        after = start + len(word)
        for text, meaning in choices.tails.get(folded[after : after + choices.width], choices.alone):
            if not folded.startswith(text, start):
                continue
            end = start + len(text)
            following = folded[end : end + 1]
            if not following.isalnum() and following not in ("-", "'"):
                return Phrase(end, meaning, False)
            suffix = end + (following == "-")
            if folded.startswith("nya", suffix) and not folded[suffix + 3 : suffix + 4].isalnum():
                return Phrase(end, meaning, True)
        return None


def openings(tables: Mapping[str, PhraseTable[Any]]) -> Callable[[str], frozenset[str]]:
    """Return what tells the names of the tables that have a phrase which may begin with a word, one look-up for all."""

    @lru_cache(KEPT)
    def opened(word: str) -> frozenset[str]:
        return frozenset(name for name, table in tables.items() if table.opens(word))

    return opened


def alternation(words: Iterable[str]) -> str:
    """Write words as one expression that shares their beginnings; the longest that fits matches."""
    branches: dict[str, set[str]] = {}
    for word in words:
        branches.setdefault(word[:1], set()).add(word[1:])
    optional = branches.pop("", None) is not None
    pieces = [re.escape(head) + alternation(tails) for head, tails in sorted(branches.items())]
    if not pieces:
        return ""
    joined = pieces[0] if len(pieces) == 1 and not optional else f"(?:{'|'.join(pieces)})"
    return joined + "?" * optional
