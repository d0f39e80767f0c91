"""The phrases of `rules/sources/` in, tests of a paragraph out: link, boilerplate, end of the article, spam."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.rulebook.sources import GenericFile, Publisher

BULLET = r"[\s\"“”'‘’(\[*•»>\u203a→▶►\-–—|:·.]*"
# Names of classes are cut here; a short word must be a whole part.
SHORT = 4


@dataclass(frozen=True, slots=True)
class Phrases:
    """Hold the phrases as expressions over text in small letters."""

    links: re.Pattern[str]
    inner_link: re.Pattern[str]
    furniture: re.Pattern[str]
    whole: frozenset[str]
    ends: re.Pattern[str]
    captions: re.Pattern[str]
    spam: re.Pattern[str]
    modified: re.Pattern[str]
    by: re.Pattern[str]
    unlikely: re.Pattern[str]
    likely: re.Pattern[str]
    next_page: frozenset[str]
    pages: re.Pattern[str]
    clock: re.Pattern[str]


def phrases(generic: GenericFile, publisher: Publisher | None) -> Phrases:
    """Return the phrases for pages of a publisher; None is one that has no rule."""
    own = publisher.rule if publisher else None
    links = _any(generic.links)
    return Phrases(
        links=re.compile(BULLET + links),
        inner_link=re.compile(rf"[(\[]\s*{links}[^()\[\]]*[)\]]\s*"),
        furniture=re.compile(BULLET + _any([*generic.boilerplate, *(own.boilerplate if own else [])])),
        whole=frozenset(map(str.lower, generic.whole)),
        ends=re.compile(BULLET + _any([*generic.ends, *(own.ends if own else [])])),
        captions=re.compile(_any(generic.captions)),
        spam=re.compile(_any(generic.spam)),
        modified=re.compile(r"\b" + _any(generic.modified)),
        by=re.compile(_any(generic.by)),
        unlikely=re.compile("|".join(map(_part, generic.unlikely))),
        likely=re.compile("|".join(map(_part, generic.likely))),
        next_page=frozenset(map(str.lower, generic.next_page)),
        pages=re.compile(rf"\s+[-–|]?\s*{_any(generic.pages)}\s+(?:all|\d+)\b.*$", re.IGNORECASE),
        clock=re.compile(rf"\d{{1,2}}[.:]\d{{2}}(?::\d{{2}})?(?: ?{_any(generic.zones)})?"),
    )


def _any(words: Iterable[str]) -> str:
    """Write an expression for any of the phrases, with the end of a word behind those that end in a letter."""
    written = sorted({word.strip().lower() for word in words}, key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(re.escape(w) + (chr(92) + 'b' if w[-1:].isalnum() else '') for w in written)})"


def _part(word: str) -> str:
    return rf"(?<![a-z]){re.escape(word)}(?![a-z])" if len(word) <= SHORT else re.escape(word)
