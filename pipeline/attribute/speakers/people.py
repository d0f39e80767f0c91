"""The words of a text in, its persons with full name and office at first mention out; mentions resolve to them."""

from collections.abc import Iterable, Sequence

from pipeline.attribute.speakers.mentions import Mention, Reader
from pipeline.attribute.speakers.script import Script
from pipeline.attribute.speakers.words import Word, capital
from pipeline.records import record
from pipeline.rulebook.speech import WORD, SpeechBook

HEAD = frozenset({"head"})
NAME_REACH = 5
ALIAS_WORDS = 3


@record(frozen=True, slots=True)
class Person:
    """Hold one speaker: the name, the office as written at first mention, and what shorter mentions may use of it."""

    name: str
    role: str
    kind: str
    office: frozenset[str]
    initials: str
    first: int
    parts: frozenset[str]


class People:
    """Hold the persons of one text and find the one that a mention means."""

    def __init__(self, text: str, written: Script, book: SpeechBook) -> None:
        self.text, self.words, self.book = text, written.words, book
        self.reader = Reader(text, written.words, book)
        self.persons: list[Person] = []
        self.offices: dict[int, Mention] = {}
        self._collect(written.having(HEAD))

    def _collect(self, heads: Sequence[int]) -> None:
        """Read every mention that begins with an office (at `heads`), and the names right before one."""
        stop = 0
        for i in heads:
            if i < stop:
                continue
            mention = self.reader.at(i, len(self.words))
            if mention is None:
                continue
            stop = mention.stop
            if not mention.name and (start := self._name_before(i)) < i - 1:
                name = self.text[self.words[start].start : self.words[i - 2].end]
                mention = Mention(start, mention.stop, name, mention.office)
            self.offices[i] = mention
            if mention.name:
                self._add(mention)

    def _name_before(self, i: int) -> int:
        """Return where a name of two or more words begins that a comma and the office at `i` follow, else `i`."""
        if not i or self.words[i - 1].text != ",":
            return i
        start = i - 1
        while start > max(0, i - NAME_REACH - 1) and (self.reader.nameable(start - 1) or self._initial(start - 1)):
            start -= 1
        return start if start < i - 2 and self.reader.nameable(start) else i

    def _initial(self, i: int) -> bool:
        word = self.words[i]
        return (len(word.text) == 1 and word.text.isupper()) or (word.text == "." and len(self.words[i - 1].text) == 1)

    def _add(self, mention: Mention) -> Person:
        known = self._named(mention.name, len(self.words))
        if known and (known.office or not mention.office):
            return known
        person = self._person(mention)
        if known:
            self.persons[self.persons.index(known)] = person
        else:
            self.persons.append(person)
        return person

    def _person(self, mention: Mention) -> Person:
        office = self._expand(mention.office)
        capitals = "".join(word.text[0].lower() for word in mention.office if capital(word))
        name = mention.name or self.office_text(mention)
        parts = _parts(name) | self._alias(mention)
        return Person(name, self.role(mention), self._kind(office), frozenset(office), capitals, mention.first, parts)

    def _alias(self, mention: Mention) -> frozenset[str]:
        """Return the short name that a bracket after a name gives: "Joko Widodo (Jokowi)"."""
        words = self.words[mention.stop : mention.stop + ALIAS_WORDS]
        bracket = mention.name and len(words) == ALIAS_WORDS and (words[0].text, words[2].text) == ("(", ")")
        return frozenset({words[1].text.lower()}) if bracket and capital(words[1]) else frozenset()

    def office_text(self, mention: Mention) -> str:
        """Return the office of a mention as it stands in the text."""
        return self.text[mention.office[0].start : mention.office[-1].end] if mention.office else ""

    def role(self, mention: Mention) -> str:
        """Return the office as written, up to its first bracket."""
        return self.office_text(mention).partition("(")[0].rstrip(" ,")

    def _expand(self, office: Iterable[Word]) -> tuple[str, ...]:
        """Return the words of an office in lower case, short forms written out, without small words and signs."""
        expanded: list[str] = []
        for word in office:
            if not word.tags.isdisjoint({"particle", "acting"}) or not word.text[0].isalnum():
                continue
            lower = word.text.lower()
            for part in self.book.short.get(lower, (lower,)):
                expanded += WORD.findall(part)
        return tuple(expanded)

    def _kind(self, office: tuple[str, ...]) -> str:
        """Return the longest beginning of an office that the vocabulary lists: "direktur jenderal"."""
        for length in range(min(4, len(office)), 0, -1):
            if (start := " ".join(office[:length])) in self.book.heads:
                return start
        return ""

    def resolve(self, mention: Mention, last: Person | None) -> Person:
        """Return the person that a mention means; a name or office that is new makes a new person."""
        if mention.name:
            return self._named(mention.name, mention.first) or self._add(mention)
        office = self._expand(mention.office)
        kind = self._kind(office)
        holders = [p for p in self.persons if self._holds(p, office, kind)]
        if last in holders and last is not None:
            return last
        before = [p for p in holders if p.first <= mention.first]
        return (before or holders[:1] or [self._person(mention)])[-1]

    def _holds(self, person: Person, office: tuple[str, ...], kind: str) -> bool:
        """Tell whether an office, perhaps shortened, is that of a person."""
        if person.kind != kind or not kind:
            return False
        return all(word in person.office or (len(word) > 2 and word in person.initials) for word in office)

    def _named(self, name: str, before: int) -> Person | None:
        """Return the person whose name has all words of `name`; one met before position `before` goes first."""
        parts = _parts(name)
        fitting = [p for p in self.persons if parts <= p.parts]
        met = [p for p in fitting if p.first <= before]
        candidates = met or fitting
        return candidates[-1] if candidates else None

    def known(self, mention: Mention) -> bool:
        """Tell whether a mention names an office or a person met in the text."""
        return bool(mention.office) or self._named(mention.name, mention.first) is not None


def _parts(name: str) -> frozenset[str]:
    """Return the words of a name in lower case."""
    return frozenset(name.lower().replace(".", " ").split())
