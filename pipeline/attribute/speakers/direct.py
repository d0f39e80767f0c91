"""Quotations and voices of a text in, the voice of each quotation out."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from pipeline.attribute.speakers.quotes import Quote
from pipeline.attribute.speakers.voices import Voice
from pipeline.attribute.speakers.words import Sentence

SPEECH_WORDS = 6

Voices = Sequence[Sequence[Voice]]


def speakers_of(speech: Sequence[Quote], lines: Sequence[Sentence], voices: Voices) -> dict[int, Voice]:
    """Return the voice of each chain of quotations that has one.

    It follows the quotation or leads to it in the same sentence; a longer quotation without one has that of its
    paragraph, of the paragraph before, or of the report that closes it in the next ("Hal itu disampaikan ...").
    """
    chains: dict[int, Voice] = {}
    for quote in speech:
        if voice := _behind(quote, speech, lines, voices):
            chains[quote.chain] = voice
        elif quote.chain not in chains and (led := _leading(quote, lines, voices)):
            chains[quote.chain] = led
    for n, quote in enumerate(speech):
        if quote.chain not in chains and quote.stop - quote.first >= SPEECH_WORDS:
            later = [chains[q.chain] for q in speech[n + 1 :] if q.paragraph == quote.paragraph and q.chain in chains]
            near = _earlier(quote, lines, voices) or (later[0] if later else None) or _closing(quote, lines, voices)
            if near:
                chains[quote.chain] = near
    return chains


def _behind(quote: Quote, speech: Sequence[Quote], lines: Sequence[Sentence], voices: Voices) -> Voice | None:
    """Return the voice that follows a quotation in the sentence in which it closes, or opens the next sentence."""
    n = sentence_of(lines, quote.stop - 1)
    opened = n + 1 if n + 1 < len(lines) and lines[n + 1].first == quote.stop else n
    for m in (n, opened):
        following = next((v for v in voices[m] if v.post and v.cue >= quote.stop), None)
        if following and not _parted(quote, following, speech):
            return following
    return None


def _parted(quote: Quote, voice: Voice, speech: Sequence[Quote]) -> bool:
    """Tell whether another quotation stands between a quotation and a voice after it."""
    n = bisect_left(speech, quote.stop, key=lambda other: other.first)
    return n < len(speech) and speech[n].first < voice.cue


def _leading(quote: Quote, lines: Sequence[Sentence], voices: Voices) -> Voice | None:
    """Return the voice that leads to a quotation in the sentence in which it opens."""
    found = voices[sentence_of(lines, quote.first)]
    return next((v for v in reversed(found) if v.cue < quote.first), None)


def _earlier(quote: Quote, lines: Sequence[Sentence], voices: Voices) -> Voice | None:
    """Return the last voice before a quotation in its paragraph or the one before."""
    n = sentence_of(lines, quote.first)
    while n >= 0 and lines[n].paragraph >= quote.paragraph - 1:
        if voice := next((v for v in reversed(voices[n]) if v.cue < quote.first), None):
            return voice
        n -= 1
    return None


def _closing(quote: Quote, lines: Sequence[Sentence], voices: Voices) -> Voice | None:
    """Return the first voice of the next paragraph if that closes a report."""
    n = sentence_of(lines, quote.stop - 1)
    while n < len(lines) and lines[n].paragraph <= quote.paragraph:
        n += 1
    first = voices[n][0] if n < len(lines) and voices[n] else None
    return first if first and first.closes else None


def sentence_of(lines: Sequence[Sentence], word: int) -> int:
    """Return the sentence that holds a word."""
    return bisect_right(lines, word, key=lambda line: line.first) - 1
