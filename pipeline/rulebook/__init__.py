"""The rules folder in, one frozen `Rulebook` out; every fault is reported at once."""

from pipeline.rulebook.load import (
    FIRST_WORD,
    RULES,
    Entry,
    NumberWords,
    PlacedRule,
    Rulebook,
    decimal,
    default_directory,
    digest_of,
    load,
)

__all__ = [
    "FIRST_WORD",
    "RULES",
    "Entry",
    "NumberWords",
    "PlacedRule",
    "Rulebook",
    "decimal",
    "default_directory",
    "digest_of",
    "load",
]
