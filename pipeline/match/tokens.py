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
        self._tag = _kept_bits([(token.get("TAG"), None) for token in distinct])
        self._code = _kept_bits([(token.get("LEMMA"), None) for token in distinct])
        self._words = _kept_bits([(token.get("TEXT"), token.get("LOWER")) for token in distinct])
        self._bits = lru_cache(KEPT)(self._bits_of)

    def of(self, token: Token) -> int:
        """Return the bit of a token pattern."""
        return 1 << self._places[_spelled(token)]

    def fitting(self, term: Term) -> int:
        """Return the bits of all token patterns that a term fits."""
        return self._bits(term.tag, term.code, term.text)

    def _bits_of(self, tag: str, code: str, text: str) -> int:
        return self._tag(tag) & self._code(code or tag) & self._words(text or "|")


def _spelled(token: Token) -> str:
    return repr([(key, token[key]) for key in KEYS if key in token])


def _kept_bits(values: Sequence[tuple[Any, Any]]) -> Callable[[str], int]:
    """Return what gives a bit for each pair of values that a text fits, the second of them in lower case."""
    free = sum(1 << i for i, pair in enumerate(values) if pair == (None, None))
    asked = [(1 << i, plain, folded) for i, (plain, folded) in enumerate(values) if (plain, folded) != (None, None)]

    @lru_cache(KEPT)
    def bits(text: str) -> int:
        lower = text.lower()
        return free | sum(bit for bit, plain, folded in asked if _fits(plain, text) and _fits(folded, lower))

    return bits


def _fits(value: Any, text: str) -> bool:
    """Tell whether a text fits a string, or all of IN, NOT_IN and REGEX; None is fitted by any."""
    if value is None or isinstance(value, str):
        return value is None or text == value
    return (
        ("IN" not in value or text in value["IN"])
        and ("NOT_IN" not in value or text not in value["NOT_IN"])
        and ("REGEX" not in value or re.search(value["REGEX"], text) is not None)
    )
