"""The characters between two blanks in, atoms out: numbers, signs and words, whatever the tokenizer made of them."""

import re
from collections.abc import Callable, Iterator

PART = re.compile(r"[^\s()\[\]{}\"“”„‘’«»;…]+|\S")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
ATOM = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|\S")
WORD = re.compile(r"(?i:per)(?=-)|[^\W\d_]+(?:[-'’][^\W\d_]+)*|\S")
ADDRESS = re.compile(r"https?:|www\.|\w@\w|\.(?:com|co|go|id|org|net)\b", re.IGNORECASE)
DATE = re.compile(r"\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d{2})|(?:19|20)\d\d-\d\d-\d\d|\d{1,2}/(?:19|20)\d\d")
DAY_AND_MONTH = re.compile(r"(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])")
CURRENCY_MARK = re.compile(r"rp|idr|usd|[$€£¥]|rm", re.IGNORECASE)
CURRENCY_BEFORE = re.compile(r"(?:\brp|\bidr|\busd|[$€£¥]|\brm)\.?\s?\Z", re.IGNORECASE)
TRAILING = ".,:!?"
PLAIN = re.compile(r"(\d+(?:[.,]\d+)?)[.,:!?]*")
CODE_AFTER = re.compile(r"[-‐‑–]?\d")
HYPHENS = "-‐‑–"
SIGNS_BETWEEN = (*HYPHENS, "/", "+")

Atom = tuple[int, int, str]


def split_chunk(text: str, start: int, end: int, joins: Callable[[str], bool]) -> Iterator[Atom]:
    """Yield (start, end, class) for the chunk [start, end) of `text`; the class is number, date, code or word.

    Letters that touch digits must be a word that `joins` accepts (a currency, scale or unit: "Rp7,9M");
    otherwise the part is one code ("B30", "Covid-19", "9001:2015").
    """
    if plain := PLAIN.fullmatch(text, start, end):
        yield start, plain.end(1), "number"
        for i in range(plain.end(1), end):
            yield i, i + 1, "word"
        return
    for part in PART.finditer(text, start, end):
        head = part.start()
        tail = part.end()
        while tail > head and text[tail - 1] in TRAILING:
            tail -= 1
        bracketed = text[head - 1 : head] == "(" and text[tail : tail + 1] == ")"
        yield from _split_part(text, head, tail, joins, bracketed)
        for i in range(tail, part.end()):
            yield i, i + 1, "word"


def _split_part(text: str, start: int, end: int, joins: Callable[[str], bool], bracketed: bool) -> Iterator[Atom]:
    part = text[start:end]
    if start == end:
        return
    if not any(c.isdecimal() for c in part):
        yield from split_words(part, start)
    elif DATE.fullmatch(part) or (bracketed and DAY_AND_MONTH.fullmatch(part)):
        yield start, end, "date"
    elif NUMBER.fullmatch(part):
        yield start, end, "number"
    elif ADDRESS.search(part) or not _plain(part, joins, bool(CURRENCY_BEFORE.search(text, max(0, start - 5), start))):
        yield start, end, "code"
    else:
        for m in ATOM.finditer(part):
            yield start + m.start(), start + m.end(), "number" if m.group()[0].isdecimal() else "word"


def split_words(part: str, start: int) -> Iterator[Atom]:
    """Yield the words and signs of a part without digits that begins at `start`; hyphenated words stay whole."""
    for m in WORD.finditer(part):
        yield start + m.start(), start + m.end(), "word"


def _plain(part: str, joins: Callable[[str], bool], money: bool) -> bool:
    """Tell whether every run of letters beside a digit is a word that may join it; a single letter before is a code."""
    money = money or bool(CURRENCY_MARK.search(part))
    for m in re.finditer(r"[^\W\d_]+(?:[²³])?", part):
        before = part[: m.start()]
        after = part[m.end() :]
        if after[:1].isdecimal() and joins(m.group() + after[:1]) and not after[1:2].isdecimal():
            continue
        if before[-1:] == "/" and before[-2:-1].isdecimal() and not any(c.isdecimal() for c in after):
            continue
        if len(m.group()) == 1 and CODE_AFTER.match(after):
            return False
        if len(m.group()) == 1 and m.group().isupper() and before[-1:].isdecimal() and not money:
            return False
        touches = before[-1:].isdecimal() or after[:1].isdecimal()
        touches = touches or (before[-1:] in HYPHENS and before[-2:-1].isdecimal())
        touches = touches or (after[:1] in SIGNS_BETWEEN and after[1:2].isdecimal())
        if touches and not joins(m.group()):
            return False
    return True
