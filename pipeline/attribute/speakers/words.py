"""A text in, its words with the classes that the speech vocabulary gives them out."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import partial
from itertools import accumulate, pairwise, repeat
from typing import NamedTuple

from pipeline.records import Passage
from pipeline.rulebook.speech import SPLIT, Phrase, SpeechBook

NO_TAGS: frozenset[str] = frozenset()
PHRASE_WORDS = 28
RELATIVE_WORDS = 10
QUOTES = frozenset('"“”„‟″«»')


class Word(NamedTuple):
    """Hold one word, phrase of the vocabulary or sign: code points in the text and its classes."""

    start: int
    end: int
    text: str
    tags: frozenset[str]


class Sentence(NamedTuple):
    """Hold one sentence: its words [first, stop) by position, its paragraph, whether it is the title."""

    first: int
    stop: int
    start: int
    end: int
    paragraph: int
    title: bool


def lex(text: str, book: SpeechBook) -> list[Word]:
    """Return the words of a text in order; a phrase of the vocabulary is one word."""
    parts = SPLIT.split(text)
    edges = list(accumulate(map(len, parts)))
    starts, ends, spelled = edges[:-1:2], edges[1::2], tuple(parts[1::2])
    lower = tuple(map(str.lower, spelled))
    exact, phrases = book.exact, book.phrases
    tagged = list(map(book.single.get, lower, repeat(NO_TAGS)))
    for i in [i for i, spelling in enumerate(spelled) if spelling in exact]:
        tagged[i] |= exact[spelled[i]]
    words = list(map(partial(tuple.__new__, Word), zip(starts, ends, spelled, tagged, strict=True)))
    joined: list[Word] = []
    done = 0
    for i in [i for i, pair in enumerate(pairwise(lower)) if pair in phrases]:
        length, tags = _phrase(spelled, lower, i, phrases[lower[i : i + 2]]) if i >= done else (1, NO_TAGS)
        if length > 1:
            start, end = starts[i], ends[i + length - 1]
            joined += [*words[done:i], Word(start, end, text[start:end], tags)]
            done = i + length
    return joined + words[done:]


def _phrase(
    spelled: tuple[str, ...], lower: tuple[str, ...], i: int, entries: tuple[Phrase, ...]
) -> tuple[int, frozenset[str]]:
    """Return the length and classes of the longest phrase at word `i`; the length is 1 where there is none."""
    length, tags = 1, set()
    for entry in entries:
        stop = i + len(entry.words)
        if stop - i < length:
            break
        if lower[i:stop] == entry.words and (not entry.exact or spelled[i:stop] == entry.exact):
            length = stop - i
            tags.add(entry.tag)
    return length, frozenset(tags)


def sentences(words: Sequence[Word], passages: Sequence[Passage]) -> list[Sentence]:
    """Return the passages with the words that begin in each."""
    result: list[Sentence] = []
    stop = 0
    for passage in passages:
        first = bisect_left(words, (passage.start,), stop)
        stop = bisect_left(words, (passage.end,), first)
        result.append(Sentence(first, stop, passage.start, passage.end, passage.paragraph, passage.title))
    return result


def capital(word: Word) -> bool:
    """Tell whether a word begins with a capital letter."""
    return word.text[0].isupper()


def acronym(word: Word) -> bool:
    """Tell whether a word is written in capitals, as the short name of a body is."""
    return len(word.text) > 1 and word.text.isupper()


def reaches(words: Sequence[Word], i: int, verb: int) -> bool:
    """Tell whether only adverbs, dates and one phrase stand between the words at `i` and a verb."""
    while i < verb and _light(words[i]):
        i += 1
    if i >= verb:
        return True
    between = words[i:verb]
    if "relative" in between[-1].tags:
        return "head" in between[0].tags and len(between) <= RELATIVE_WORDS
    if "phrase" not in between[0].tags or len(between) > PHRASE_WORDS:
        return False
    return not any(_parts(word) or "relative" in word.tags for word in between)


def _light(word: Word) -> bool:
    """Tell whether a word may stand between a subject and its verb: an adverb, a day, a number, a comma."""
    if "phrase" in word.tags or _parts(word):
        return False
    return not word.tags.isdisjoint({"adverb", "day"}) or not word.text.isalpha()


def _parts(word: Word) -> bool:
    """Tell whether a sign parts a subject from what follows it."""
    return word.text in QUOTES or word.text in ".:;"
