"""Quotations and voices of a text in, the voice of each quotation out."""

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
    for line, found in zip(lines, voices, strict=True):
        if line.first <= quote.stop - 1 < line.stop or line.first == quote.stop:
            following = [v for v in found if v.post and v.cue >= quote.stop]
            if following and not any(quote.stop <= other.first < following[0].cue for other in speech):
                return following[0]
    return None


def _leading(quote: Quote, lines: Sequence[Sentence], voices: Voices) -> Voice | None:
    """Return the voice that leads to a quotation in the sentence in which it opens."""
    for line, found in zip(lines, voices, strict=True):
        if line.first <= quote.first < line.stop:
            return next((v for v in reversed(found) if v.cue < quote.first), None)
    return None


def _earlier(quote: Quote, lines: Sequence[Sentence], voices: Voices) -> Voice | None:
    """Return the last voice before a quotation in its paragraph or the one before."""
    last: Voice | None = None
    for line, found in zip(lines, voices, strict=True):
        if quote.paragraph - 1 <= line.paragraph <= quote.paragraph:
            last = next((v for v in reversed(found) if v.cue < quote.first), last)
    return last


def _closing(quote: Quote, lines: Sequence[Sentence], voices: Voices) -> Voice | None:
    """Return the first voice of the next paragraph if that closes a report."""
    following = [
        v for line, found in zip(lines, voices, strict=True) if line.paragraph == quote.paragraph + 1 for v in found
    ]
    return following[0] if following and following[0].closes else None
