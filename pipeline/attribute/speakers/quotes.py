"""The words of a text in, the ranges of direct speech out."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from pipeline.attribute.speakers.words import QUOTES, Sentence, Word
from pipeline.records import record

OPENING = frozenset("“„‟«")


@record(frozen=True, slots=True)
class Quote:
    """Hold one stretch of direct speech: words [first, stop) with its marks; one `chain` may go over paragraphs."""

    first: int
    stop: int
    paragraph: int
    chain: int


def quotes(text: str, words: Sequence[Word], lines: Sequence[Sentence]) -> list[Quote]:
    """Return the quotations in order; one left open goes on in the next paragraph if that opens with a mark.

    One left open elsewhere ends at the first word of saying after it, or with its paragraph if there is none.
    """
    result: list[Quote] = []
    every = [i for i, word in enumerate(words) if word.text in QUOTES]
    chain, open_before = 0, False
    for first, stop, paragraph in _paragraphs(lines) if every else ():
        marks = every[bisect_left(every, first) : bisect_left(every, stop)]
        if open_before and not (marks and marks[0] == first):
            result[-1] = _cut(result[-1], words)
            open_before = False
        chain += 0 if open_before else 1
        found, left_open = _pairs(text, words, marks)
        for n, (i, j) in enumerate(found):
            chain += 1 if n else 0
            result.append(Quote(i, j if j else stop, paragraph, chain))
        open_before = left_open
    if open_before:
        result[-1] = _cut(result[-1], words)
    return result


def _paragraphs(lines: Sequence[Sentence]) -> Iterator[tuple[int, int, int]]:
    """Yield the word range and number of each paragraph."""
    i = 0
    while i < len(lines):
        j = i
        while j + 1 < len(lines) and lines[j + 1].paragraph == lines[i].paragraph:
            j += 1
        yield lines[i].first, lines[j].stop, lines[i].paragraph
        i = j + 1


def _pairs(text: str, words: Sequence[Word], marks: Sequence[int]) -> tuple[list[tuple[int, int]], bool]:
    """Pair the marks of one paragraph; the end of a pair is 0 where the speech is left open."""
    pairs: list[tuple[int, int]] = []
    opened = -1
    for i in marks:
        opens = _opens(text, words[i])
        if opened >= 0 and not (opens and words[i].text in OPENING):
            pairs.append((opened, i + 1))
            opened = -1
        elif opened >= 0:
            pairs.append((opened, i))
            opened = i
        elif opens or words[i].text in OPENING:
            opened = i
    if opened >= 0:
        pairs.append((opened, 0))
    return pairs, opened >= 0


def _opens(text: str, mark: Word) -> bool:
    """Tell whether a quotation mark stands as one that opens: space before it, none after it."""
    before = text[mark.start - 1] if mark.start else " "
    after = text[mark.end] if mark.end < len(text) else " "
    return not before.isalnum() and before not in ",.!?" and not after.isspace()


def _cut(quote: Quote, words: Sequence[Word]) -> Quote:
    """End a quotation that was never closed before the first word of saying that follows a comma."""
    for i in range(quote.first + 1, quote.stop):
        if words[i - 1].text in {",", "."} and not words[i].tags.isdisjoint({"said", "said_bound"}):
            return Quote(quote.first, i, quote.paragraph, quote.chain)
    return quote
