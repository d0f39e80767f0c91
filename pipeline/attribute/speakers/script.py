"""A text in, its words, sentences and quotations out, which the readers of speakers and of sources share."""

from bisect import bisect_left
from collections.abc import Sequence, Set
from typing import NamedTuple

from pipeline.attribute.speakers.quotes import Quote, quotes
from pipeline.attribute.speakers.words import Sentence, Word, lex, sentences
from pipeline.records import Passage
from pipeline.rulebook.speech import SpeechBook


class Script(NamedTuple):
    """Hold one text as words, sentences and quotations; `tagged` are the positions of the words that have a class."""

    words: list[Word]
    lines: list[Sentence]
    quotes: list[Quote]
    tagged: list[int]

    def having(self, classes: Set[str]) -> list[int]:
        """Return the positions of the words of any of some classes."""
        return [i for i in self.tagged if not classes.isdisjoint(self.words[i].tags)]


def script(text: str, passages: Sequence[Passage], book: SpeechBook) -> Script:
    """Return a text as words, sentences and the quotations outside of its title."""
    words = lex(text, book)
    lines = sentences(words, passages)
    speech = quotes(text, words, [line for line in lines if not line.title])
    return Script(words, lines, speech, [i for i, word in enumerate(words) if word.tags])


def within(places: Sequence[int], line: Sentence) -> Sequence[int]:
    """Return those of some positions of words that lie in a sentence."""
    return places[bisect_left(places, line.first) : bisect_left(places, line.stop)]
