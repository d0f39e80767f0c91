"""Token patterns and a term in, which of them the term fits out: one bit each."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, partial
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
        self._tag = lru_cache(KEPT)(partial(_bits, [(token.get("TAG"), None) for token in distinct]))
        self._code = lru_cache(KEPT)(partial(_bits, [(token.get("LEMMA"), None) for token in distinct]))
        self._words = lru_cache(KEPT)(partial(_bits, [(token.get("TEXT"), token.get("LOWER")) for token in distinct]))

    def of(self, token: Token) -> int:
        """Return the bit of a token pattern."""
        return 1 << self._places[_spelled(token)]

    def fitting(self, term: Term) -> int:
        """Return the bits of all token patterns that a term fits."""
        return self._tag(term.tag) & self._code(term.code or term.tag) & self._words(term.text or "|")


def _spelled(token: Token) -> str:
    return repr([(key, token[key]) for key in KEYS if key in token])


def _bits(values: Sequence[tuple[Any, Any]], text: str) -> int:
    """Return a bit for each pair of values that a text fits, the second of them in lower case."""
    lower = text.lower()
    return sum(1 << i for i, (plain, folded) in enumerate(values) if _fits(plain, text) and _fits(folded, lower))


def _fits(value: Any, text: str) -> bool:
    """Tell whether a text fits a string, or all of IN, NOT_IN and REGEX; None is fitted by any."""
    if value is None or isinstance(value, str):
        return value is None or text == value
    return (
        ("IN" not in value or text in value["IN"])
        and ("NOT_IN" not in value or text not in value["NOT_IN"])
        and ("REGEX" not in value or re.search(value["REGEX"], text) is not None)
    )
