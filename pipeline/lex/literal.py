"""Digits as printed in, an exact `Decimal` out, by Indonesian notation and by English where that is certain."""

import re
from decimal import Decimal
from functools import lru_cache

THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
ENGLISH_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:(?:,\d{3}){2,}(?:\.\d+)?|(?:,\d{3})+\.\d+)")
COMMA_DECIMAL = re.compile(r"\d+,\d+")
POINT_DECIMAL = re.compile(r"\d+\.\d+")
INTEGER = re.compile(r"0|[1-9]\d*")
KEPT = 1 << 12


@lru_cache(KEPT)
def read_literal(text: str) -> Decimal | None:
    """Read a number in digits; None for what is no number (1.2.3, 007).

    "3.000" is three thousand and "12,936" has decimals; "1,250,000" and "1,314.40" can only be English, "4.1" too.
    """
    if THOUSANDS.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", "."))
    if ENGLISH_THOUSANDS.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if COMMA_DECIMAL.fullmatch(text):
        return Decimal(text.replace(",", "."))
    if POINT_DECIMAL.fullmatch(text) or INTEGER.fullmatch(text):
        return Decimal(text)
    return None
