"""One sentence in, its words of saying with the person who speaks and the words they cover out."""

from collections.abc import Callable, Iterator

from pipeline.attribute.speakers.mentions import Mention
from pipeline.attribute.speakers.people import People, Person
from pipeline.attribute.speakers.script import Script, within
from pipeline.attribute.speakers.words import QUOTES, Sentence, capital, reaches
from pipeline.records import record

OPENING_WORDS = 5
BEFORE_SAID = QUOTES | frozenset({"’", "'", ",", ".", "-", "–", "—", "?", "!", "”", ")", "…"})
SAID = frozenset({"said", "said_bound"})
TOLD = frozenset({"told", "told_bound"})
ACCORDING = frozenset({"according", "according_bound"})
ACTIVE = frozenset({"tells", "judges"})
SAYS = SAID | TOLD | ACCORDING | ACTIVE
EPITHET_WORDS = 6
SUBJECT_WORDS = 60
BODY = frozenset({"company", "firm", "brand", "office", "institution", "institution_noun"})


@record(frozen=True, slots=True)
class Voice:
    """Hold one word of saying, at word `cue`: it covers words [first, stop); `person` None is an unknown one.

    `post` tells that it may follow what is said, `closes` that it closes a report ("Demikian disampaikan ...");
    words [shown, shown_stop) are the evidence.
    """

    cue: int
    first: int
    stop: int
    person: Person | None
    post: bool
    closes: bool
    shown: int
    shown_stop: int


@record(frozen=True, slots=True)
class Found:
    """Hold a word of saying before its speaker is looked up: no mention means a pronoun."""

    cue: int
    mention: Mention | None
    post: bool
    start: int
    stop: int


class Listener:
    """Find the words of saying of one text, sentence by sentence."""

    def __init__(self, written: Script, people: People, quoted: Callable[[int], bool]) -> None:
        self.words, self.people, self.quoted = written.words, people, quoted
        self.says = written.having(SAYS)

    def found(self, line: Sentence) -> Iterator[Found]:
        """Yield the words of saying of a sentence that stand outside quotations."""
        taken = line.first
        for i in within(self.says, line):
            if i < taken or self.quoted(i):
                continue
            tags = self.words[i].tags
            one = None
            if not tags.isdisjoint(SAID):
                one = self._said(i, line)
            if one is None and not tags.isdisjoint(TOLD):
                one = self._told(i, line)
            if one is None and not tags.isdisjoint(ACCORDING):
                one = self._according(i, line)
            if one is None and not tags.isdisjoint(ACTIVE):
                one = self._active(i, taken, line)
            if one is not None:
                taken = max(one.stop, i + 1)
                yield one

    def _after(self, i: int, line: Sentence, lists: bool = True) -> tuple[Mention | None, bool]:
        """Return the mention right after word `i` and whether a speaker stands there at all."""
        j = i + 1
        while j < line.stop and not self.words[j].tags.isdisjoint({"adverb", "by"}):
            j += 1
        if j >= line.stop:
            return None, False
        if "pronoun" in self.words[j].tags:
            return None, True
        mention = self.people.reader.at(j, line.stop, lists)
        return mention, mention is not None

    def _said(self, i: int, line: Sentence) -> Found | None:
        before = self.words[i - 1] if i > line.first else None
        if before and before.text not in BEFORE_SAID and before.tags.isdisjoint({"said", "connective", "contrast"}):
            return None
        if "said_bound" in self.words[i].tags:
            return Found(i, None, True, i, i + 1)
        mention, speaks = self._after(i, line)
        return Found(i, mention, True, i, mention.stop if mention else i + 2) if speaks else None

    def _told(self, i: int, line: Sentence) -> Found | None:
        opening = i - line.first < OPENING_WORDS
        before = self.words[i - 1] if i > line.first else None
        closes = before is not None and (before.text in BEFORE_SAID or "said" in before.tags)
        if not opening and not closes:
            return None
        if "told_bound" in self.words[i].tags:
            return Found(i, None, closes, i, i + 1)
        mention, speaks = self._after(i, line)
        return Found(i, mention, closes, i, mention.stop if mention else i + 2) if speaks else None

    def _according(self, i: int, line: Sentence) -> Found | None:
        post = not self._opens_clause(i, line)
        if "according_bound" in self.words[i].tags:
            return Found(i, None, post, i, i + 1)
        mention, speaks = self._after(i, line)
        if mention and mention.office and mention.name and not self._closed(mention.stop, line):
            mention, speaks = self._after(i, line, lists=False)
        return Found(i, mention, post, i, mention.stop if mention else i + 2) if speaks else None

    def _opens_clause(self, i: int, line: Sentence) -> bool:
        """Tell whether nothing but connectives and signs stands before word `i` in its sentence."""
        before = self.words[line.first : i]
        return all("connective" in word.tags or not word.text[0].isalnum() for word in before)

    def _closed(self, j: int, line: Sentence) -> bool:
        return j >= line.stop or not capital(self.words[j])

    def _active(self, verb: int, start: int, line: Sentence) -> Found | None:
        j = verb
        while j > start and not self.words[j - 1].tags.isdisjoint({"adverb"}):
            j -= 1
        if j > start and "pronoun" in self.words[j - 1].tags:
            return Found(verb, None, False, j - 1, verb + 1)
        if (first := self._epithet(verb, start)) < verb:
            return Found(verb, None, False, first, verb + 1)
        mention = self._subject(verb, start)
        if mention is None or ("tells" not in self.words[verb].tags and not self.people.known(mention)):
            return None
        behind = mention.first > line.first and self.words[mention.first - 1].text in QUOTES
        return Found(verb, mention, behind, mention.first, verb + 1)

    def _epithet(self, verb: int, start: int) -> int:
        """Return where a noun for the last speaker begins before a verb ("Bendahara negara itu"), else `verb`."""
        j = verb - 1
        while j > start and "adverb" in self.words[j].tags and "demonstrative" not in self.words[j].tags:
            j -= 1
        if j <= start or "demonstrative" not in self.words[j].tags:
            return verb
        named = (i for i in range(max(start, j - EPITHET_WORDS), j) if "epithet" in self.words[i].tags)
        return next(named, verb)

    def _subject(self, verb: int, start: int) -> Mention | None:
        """Return the first mention before a verb from which only adverbs or one phrase part it."""
        i = max(start, verb - SUBJECT_WORDS)
        while i < verb:
            word = self.words[i]
            starts = not self.quoted(i) and (capital(word) or "head" in word.tags or "group" in word.tags)
            mention = self.people.reader.at(i, verb) if starts else None
            if mention and not (mention.name or mention.office):
                mention = None
            if mention and reaches(self.words, mention.stop, verb) and self._own(i, start):
                return mention
            i = mention.stop if mention and mention.office else i + 1
        return None

    def _own(self, i: int, start: int) -> bool:
        """Tell whether word `i` begins a name rather than goes on with one that is no person's."""
        before = self.words[i - 1] if i > start else None
        return before is None or not capital(before) or before.tags.isdisjoint(BODY)
