"""The quantities of a text in, the person whose words give each out."""

from bisect import bisect_left
from collections.abc import Sequence

from pipeline.attribute.speakers.direct import speakers_of
from pipeline.attribute.speakers.people import People, Person
from pipeline.attribute.speakers.quotes import Quote
from pipeline.attribute.speakers.script import Script, script
from pipeline.attribute.speakers.voices import Found, Listener, Voice
from pipeline.attribute.speakers.words import Sentence
from pipeline.records import Passage, Quantity, Reading, record
from pipeline.rulebook.speech import SpeechBook

OPENING_WORDS = 2


@record(frozen=True, slots=True)
class SpeakerReading(Reading):
    """Hold the speaker of a quantity; `role` is the office as written at first mention."""

    role: str = ""


@record(frozen=True, slots=True)
class Heard:
    """Hold who speaks in a sentence as a whole: the voice, how it came here, and whether it stood before its words."""

    voice: Voice
    how: str
    cue: str


def read_speakers(
    text: str,
    passages: Sequence[Passage],
    quantities: Sequence[Quantity],
    book: SpeechBook,
    written: Script | None = None,
) -> list[SpeakerReading]:
    """Return one reading a quantity, in order; empty where the writer gives the number or a title does.

    `written` is the `script` of the text where it is at hand.
    """
    return Scene(text, written or script(text, passages, book), book).readings(quantities)


class Scene:
    """Hold one text as speech: its sentences, quotations, voices, and who is heard in each sentence."""

    def __init__(self, text: str, written: Script, book: SpeechBook) -> None:
        self.script = written
        self.words, self.lines, self.quotes = written.words, written.lines, written.quotes
        self.people = People(text, written, book)
        self.voices = self._voices()
        self.speech = speakers_of(self.quotes, self.lines, self.voices)
        self.heard = self._heard()

    def readings(self, quantities: Sequence[Quantity]) -> list[SpeakerReading]:
        """Return the readings of quantities in order of position."""
        result: list[SpeakerReading] = []
        n = 0
        for quantity in quantities:
            while n + 1 < len(self.lines) and self.lines[n + 1].start <= quantity.start:
                n += 1
            result.append(self._reading(quantity, n) if self.lines else SpeakerReading())
        return result

    def _reading(self, quantity: Quantity, n: int) -> SpeakerReading:
        line = self.lines[n]
        if line.title:
            return SpeakerReading()
        if (quote := self._quote_at(quantity)) and (voice := self.speech.get(quote.chain)) and voice.person:
            return self._written(voice, "stated" if line.first <= voice.cue < line.stop else "carried", "quote")
        covering = self._covering(quantity, n)
        if covering:
            return self._written(covering, "stated", self.words[covering.cue].text.lower())
        if (whole := self.heard[n]) and whole.how != "stated":
            return self._written(whole.voice, whole.how, whole.cue)
        return SpeakerReading()

    def _quote_at(self, quantity: Quantity) -> Quote | None:
        """Return the quotation that a quantity stands in."""
        n = bisect_left(self.quotes, quantity.start, key=lambda quote: self.words[quote.first].start) - 1
        inside = n >= 0 and quantity.start < self.words[self.quotes[n].stop - 1].end
        return self.quotes[n] if inside else None

    def _written(self, voice: Voice, how: str, cue: str) -> SpeakerReading:
        if voice.person is None:
            return SpeakerReading()
        start, end = self.words[voice.shown].start, self.words[voice.shown_stop - 1].end
        return SpeakerReading(voice.person.name, start, end, how, cue, voice.person.role)

    def _covering(self, quantity: Quantity, n: int) -> Voice | None:
        """Return the voice of sentence `n` that covers a quantity: the last before it, else the first after it."""
        before: Voice | None = None
        for voice in self.voices[n]:
            if not self.words[voice.first].start <= quantity.start < self.words[voice.stop - 1].end:
                continue
            if self.words[voice.cue].start < quantity.start:
                before = voice
            elif before is None:
                return voice
        return before

    # ---- voices: every word of saying with its person ----

    def _voices(self) -> list[list[Voice]]:
        listener = Listener(self.script, self.people, self._quoted_words().__contains__)
        last: Person | None = None
        result: list[list[Voice]] = []
        for line in self.lines:
            voices: list[Voice] = []
            last = self._subject(line, last)
            for found in [] if line.title else listener.found(line):
                person = self.people.resolve(found.mention, last) if found.mention else last or self._met(found.cue)
                last = person or last
                voices.append(self._voice(found, person, line))
            result.append(voices)
        return result

    def _subject(self, line: Sentence, last: Person | None) -> Person | None:
        """Return the named holder of an office that opens a sentence, which a pronoun may take up, else `last`."""
        opening = (self.people.offices.get(i) for i in range(line.first, min(line.first + OPENING_WORDS, line.stop)))
        mention = next(filter(None, opening), None)
        return self.people.resolve(mention, last) if mention and mention.name and not line.title else last

    def _quoted_words(self) -> frozenset[int]:
        return frozenset(i for quote in self.quotes for i in range(quote.first, quote.stop))

    def _met(self, before: int) -> Person | None:
        met = [person for person in self.people.persons if person.first < before]
        return met[-1] if met else None

    def _voice(self, found: Found, person: Person | None, line: Sentence) -> Voice:
        conditioned = "condition" in self.words[line.first].tags
        ends = all(not word.text[0].isalnum() for word in self.words[found.stop : line.stop])
        whole = conditioned or (found.post and ends)
        first = line.first if whole else self._clause_start(found.cue, line) if found.post else found.start
        closes = line.first <= found.cue <= line.first + 1 and "closes" in self.words[line.first].tags
        stop = min(found.stop, line.stop)
        return Voice(found.cue, first, line.stop, person, found.post, closes, found.start, stop)

    def _clause_start(self, cue: int, line: Sentence) -> int:
        """Return the last contrast before a parenthesis such as "menurut Agus", else the start of the sentence."""
        if "according" in self.words[cue].tags:
            for i in range(cue - 1, line.first, -1):
                if "contrast" in self.words[i].tags:
                    return i
        return line.first

    # ---- sentences: who is heard, and how far it carries ----

    def _heard(self) -> list[Heard | None]:
        heard: list[Heard | None] = [self._own(n) for n in range(len(self.lines))]
        for n in range(1, len(self.lines)):
            before = heard[n - 1]
            if heard[n] or before is None or not self._same_paragraph(n - 1, n) or self._opens(n, "writer"):
                continue
            if self._between(heard, n) or self._opens(n, "connective"):
                how = "inferred" if before.how == "inferred" else "carried"
                heard[n] = Heard(before.voice, how, self.words[self.lines[n].first].text.lower())
            elif not before.voice.post and before.how == "stated":
                heard[n] = Heard(before.voice, "inferred", "paragraph")
        self._close(heard)
        return heard

    def _close(self, heard: list[Heard | None]) -> None:
        """Carry a speaker named at the close of a report ("Demikian disampaikan ...") back over its paragraph."""
        for n in range(len(heard) - 1, 0, -1):
            own = heard[n]
            if own is None or own.how != "stated" or not own.voice.closes:
                continue
            m = n - 1
            while m >= 0 and self._same_paragraph(m, n) and not heard[m] and not self.lines[m].title:
                heard[m] = Heard(own.voice, "carried", self.words[own.voice.cue].text.lower())
                m -= 1

    def _own(self, n: int) -> Heard | None:
        if self.lines[n].title:
            return None
        if self.voices[n]:
            return Heard(self.voices[n][-1], "stated", "")
        first, stop = self.lines[n].first, self.lines[n].stop
        at = bisect_left(self.quotes, first + 1, key=lambda quote: quote.stop)
        while at < len(self.quotes) and self.quotes[at].first < stop:
            if voice := self.speech.get(self.quotes[at].chain):
                return Heard(voice, "stated", "quote")
            at += 1
        return None

    def _same_paragraph(self, a: int, b: int) -> bool:
        return self.lines[a].paragraph == self.lines[b].paragraph

    def _between(self, heard: Sequence[Heard | None], n: int) -> bool:
        """Tell whether the next sentence of the paragraph that has a voice has that of the sentence before `n`."""
        before = heard[n - 1]
        for m in range(n + 1, len(self.lines)):
            if not self._same_paragraph(n, m):
                return False
            if (after := heard[m]) is not None:
                return before is not None and after.voice.person == before.voice.person is not None
        return False

    def _opens(self, n: int, tag: str) -> bool:
        """Tell whether sentence `n` begins with a word of a class."""
        line = self.lines[n]
        return line.first < line.stop and tag in self.words[line.first].tags
