"""Token patterns and a term in, which of them the term fits out: one bit each."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from pipeline.records import Term

KEYS = ("TAG", "LEMMA", "TEXT", "LOWER")
KEPT = 1 << 15

Token = Mapping[str, Any]


class TokenBits:
    """Give each distinct token pattern a bit, and each term the bits of those it fits.

    TAG is the class of a term, LEMMA its code, LOWER and TEXT its words; a value is a string, IN, NOT_IN or REGEX.
    Words come again and again, so what they fit is kept, for the last ones met.
    """

    def __init__(self, tokens: Iterable[Token]) -> None:
        """Number the token patterns."""
        distinct = list({_spelled(token): token for token in tokens}.values())
        self._places = {_spelled(token): i for i, token in enumerate(distinct)}
        self._tag, self._code, self._text, self._lower = (
            _kept_bits([token.get(key) for token in distinct]) for key in KEYS
        )
        self._bits = lru_cache(KEPT)(self._bits_of)

    def of(self, token: Token) -> int:
        """Return the bit of a token pattern."""
        return 1 << self._places[_spelled(token)]

    def fitting(self, terms: Iterable[Term]) -> list[int]:
        """Return, for each term, the bits of all token patterns that it fits."""
        bits = self._bits
        return [bits(term.tag, term.code, term.text) for term in terms]

    def _bits_of(self, tag: str, code: str, text: str) -> int:
        text = text or "|"
        return self._tag(tag) & self._code(code or tag) & self._text(text) & self._lower(text.lower())


def _spelled(token: Token) -> str:
    return repr([(key, token[key]) for key in KEYS if key in token])


def _kept_bits(values: Sequence[Any]) -> Callable[[str], int]:
    """Return what gives a bit for each value that a text fits; only those that list no texts are tried one by one."""
    free = sum(1 << i for i, value in enumerate(values) if value is None)
    listed: dict[str, int] = {}
    asked: list[tuple[int, Any]] = []
    for i, value in enumerate(values):
        texts = [value] if isinstance(value, str) else value["IN"] if value and value.keys() == {"IN"} else ()
        for text in texts:
            listed[text] = listed.get(text, 0) | 1 << i
        if value is not None and not texts:
            asked.append((1 << i, value))

    @lru_cache(KEPT)
    def bits(text: str) -> int:
        return free | listed.get(text, 0) | sum([bit for bit, value in asked if _fits(value, text)])

    return bits


def _fits(value: Any, text: str) -> bool:
    """Tell whether a text fits all of IN, NOT_IN and REGEX."""
    return (
        ("IN" not in value or text in value["IN"])
        and ("NOT_IN" not in value or text not in value["NOT_IN"])
        and ("REGEX" not in value or re.search(value["REGEX"], text) is not None)
    )
