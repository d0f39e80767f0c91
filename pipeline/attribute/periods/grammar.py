"""A rulebook in, the compiled words, patterns and cues of periods out: everything the reading needs, made once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.rulebook import Rulebook
from pipeline.rulebook.calendar import Calendar, Spelling, load_calendar
from pipeline.rulebook.phrases import alternation

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
GAP = " "
BORROWED = {"month": "month", "weekday": "weekday", "definite": "nth"}
# Each begins with a digit and names its class with an empty group at its end: other characters are passed over fast.
DATE = r"\d(?:\d?[/-]\d{1,2}[/-](?:19|20)\d\d(?!\d)|(?<=\(\d)\d?/\d{1,2}(?=\)))(?P<date>)"
YEAR = r"[12](?<![\d.,:].)(?:(?<=1)9|(?<=2)0)\d\d(?!\d|[.,:]\d)(?P<year>)"
NUMBER = r"\d(?<![\d.,].)\d?(?!\d|[.,:]\d|\s?%)(?P<number>)"
SLOT = re.compile(r"<([a-z_]+)>")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Hold spellings as one pattern over folded text and the way from a match to its class and code.

    The last group of a match is the class of a number, none for a listed word or sign. `exact` gives the class and code
    of spellings whose case counts, `senses` those of the others by their folded form.
    """

    pattern: re.Pattern[str]
    exact: dict[str, tuple[str, str]]
    senses: dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PeriodBook:
    """Hold what is compiled from `rules/periods/` and the borrowed vocabulary."""

    calendar: Calendar
    words: Lexicon
    cues: Lexicon
    comparisons: Lexicon
    letters: dict[str, str]
    grammar: re.Pattern[str]


def prepare_periods(rulebook: Rulebook) -> PeriodBook:
    """Compile the period rules of a rulebook. Raises `RuleError` when its `periods/` folder has faults."""
    calendar = load_calendar(rulebook.directory)
    words = (*calendar.words, *_borrowed(rulebook))
    tags = sorted({s.tag for s in words} | {"number", "year", "date"})
    letters = dict(zip(tags, LETTERS, strict=False))
    return PeriodBook(
        calendar=calendar,
        words=_lexicon(words, f"{DATE}|{YEAR}", NUMBER),
        cues=_lexicon(calendar.cues),
        comparisons=_lexicon(calendar.comparisons),
        letters=letters,
        grammar=_grammar(calendar.patterns, letters),
    )


def _borrowed(rulebook: Rulebook) -> list[Spelling]:
    entries = [e for group in rulebook.entries.values() for e in group]
    dates = [Spelling(e.text, BORROWED[e.tag], e.code, e.exact) for e in entries if e.tag in BORROWED]
    numbers = rulebook.numbers.digits | rulebook.numbers.whole
    teens = [f"{digit} {e.text}" for e in entries if e.tag == "numeral_teen" for digit in rulebook.numbers.digits]
    values = {w: int(v) for w, v in numbers.items() if 0 < v <= 31}
    values |= {t: 10 + int(numbers[t.split()[0]]) for t in teens}
    return dates + [Spelling(word, "numword", str(value), False) for word, value in values.items()]


def _lexicon(words: Iterable[Spelling], before: str = "", after: str = "") -> Lexicon:
    words = list(words)
    spellings = {word.text.lower() for word in words}
    named = {w for w in spellings if w[0].isalnum()}
    tight = rf"(?<![^\W_]){alternation(named)}(?![^\W_])"
    signs = "|".join(re.escape(w) for w in sorted(spellings - named))
    pieces = [before, tight, f"(?:{signs})" if signs else "", after]
    exact, senses = ({w.text: (w.tag, w.code) for w in reversed(words) if w.exact is case} for case in (True, False))
    return Lexicon(re.compile("|".join(filter(None, pieces))), exact, senses)


def _grammar(patterns: dict[str, str], letters: dict[str, str]) -> re.Pattern[str]:
    limit = f"[{letters['until']}{letters['since']}]"
    pieces = [
        f"(?P<{name}>{SLOT.sub(lambda m: letters[m[1]], pattern).replace(' ', '').replace('(', '(?:')})"
        for name, pattern in patterns.items()
    ]
    return re.compile(f"(?P<limit>{limit})?(?:{'|'.join(pieces)})")


__all__ = ["GAP", "Lexicon", "PeriodBook", "prepare_periods"]
