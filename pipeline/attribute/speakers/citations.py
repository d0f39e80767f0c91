"""One sentence in, the institutions and publications that are cited in it out."""

from collections.abc import Callable

from pipeline.attribute.speakers.bodies import Bodies, Body
from pipeline.attribute.speakers.references import References
from pipeline.attribute.speakers.script import Script, within
from pipeline.attribute.speakers.words import QUOTES, Sentence, capital, reaches
from pipeline.records import record
from pipeline.rulebook.speech import SpeechBook

EVIDENCE_REACH = 13
AIM_REACH = 3
HEADLINE = frozenset({"headline"})
FLEETING = frozenset({"aims", "sets"})
WORKS = frozenset({"basis", "according"})
SHOWS_REACH = 24
SUBJECT_WORDS = 60
NOUN_PHRASE = 6
OPENERS = frozenset({"connective", "article"})
ENDS_EVIDENCE = frozenset({"shows", "phrase", "day", "adverb", "edge", "particle"})


@record(frozen=True, slots=True)
class Citation:
    """Hold one citation: it covers what follows word `cue`, and from word `first` on if `post` and nothing follows.

    [start, end) is the evidence in the text, `verb` the word that cites; it `closes` a whole report, or `carries` on to
    the next sentence. One in a bracket `behind` its numbers covers those from word `first` up to it only.
    """

    cue: int
    first: int
    value: str
    start: int
    end: int
    verb: int
    post: bool
    closes: bool
    carries: bool
    name: str
    behind: bool = False


class Reader:
    """Read the citations of one text, sentence by sentence."""

    def __init__(self, text: str, written: Script, book: SpeechBook) -> None:
        self.text, self.words, self.bodies, self.book = text, written.words, Bodies(text, written), book
        self.references = References(text, self.words, self.bodies)
        self.last = ""
        self.readers: dict[str, Callable[[int, Sentence], Citation | None]] = {
            "evidence": self._evidence,
            "evidence_bound": self._own_evidence,
            "according": self._before_body,
            "said": self._before_body,
            "released": self._before_body,
            "basis": self._before_body,
            "reports": self._reports,
            "aims": self._reports,
            "sets": self._sets,
            "aim": self._aim,
            "edition": self._remember,
        }
        cues = written.having(self.readers.keys() | HEADLINE)
        self.cues = sorted([*cues, *(i for i, word in enumerate(self.words) if word.text in "(:")])

    def citations(self, line: Sentence) -> list[Citation]:
        """Return the citations of a sentence in order."""
        result: list[Citation] = []
        readers = {"headline": self._reports} if line.title else self.readers
        for i in within(self.cues, line):
            tags = self.words[i].tags
            if not tags and (found := self._sign(i, line)):
                result.append(found)
            for tag, read in readers.items():
                if tag in tags and (found := read(i, line)):
                    result.append(found)
                    break
        self.last = result[-1].value if result else self.last
        return result

    def _sign(self, i: int, line: Sentence) -> Citation | None:
        """Read "… (BPS, 2019)", and "BPS: Inflasi 2 Persen" as a title."""
        if self.words[i].text == "(":
            return self._bracket(i, line)
        body = self.bodies.named.get(line.first) if line.title else None
        return self._citation(i, body, line, False) if body and body.stop == i else None

    def _bracket(self, i: int, line: Sentence) -> Citation | None:
        body = self.references.bracketed(i, line)
        if body is None:
            return None
        first = next((j + 1 for j in range(i - 1, line.first, -1) if self._parts(j)), line.first)
        start, end = self.words[i].start, self.words[body.stop - 1].end
        return Citation(i, first, body.value, start, end, i, True, False, False, "(", behind=True)

    def _parts(self, j: int) -> bool:
        """Tell whether another statement or citation ends before word `j`."""
        return "contrast" in self.words[j].tags or (self.words[j].text == ")" and self.words[j - 1].text.isdigit())

    def _citation(self, cue: int, body: Body, line: Sentence, post: bool) -> Citation:
        first, last = min(cue, body.first), max(cue, body.stop - 1)
        closes = post and cue > line.first and self._closing(cue)
        start, end = self.words[first].start, self.words[last].end
        name = self.words[cue].text.lower()
        whole = not post and "condition" in self.words[line.first].tags
        carries = self.words[cue].tags.isdisjoint(FLEETING) and "law" not in self.words[body.first].tags
        first = line.first if whole or self._ends(last + 1, line) else self._clause(cue, line)
        return Citation(line.first if whole else cue, first, body.value, start, end, cue, post, closes, carries, name)

    def _ends(self, i: int, line: Sentence) -> bool:
        """Tell whether nothing but signs stands between word `i` and the end of the sentence."""
        return all(not word.text[0].isalnum() for word in self.words[i : line.stop])

    def _closing(self, cue: int) -> bool:
        """Tell whether the cue is or follows a word that closes a whole report ("demikian")."""
        return "closes" in self.words[cue].tags or "closes" in self.words[cue - 1].tags

    def _clause(self, cue: int, line: Sentence) -> int:
        """Return the word from which a citation may cover its sentence: a contrast before "menurut", else the first."""
        if "said" in self.words[cue].tags or self._closing(cue):
            return line.first
        for i in range(cue - 1, line.first, -1):
            if "contrast" in self.words[i].tags:
                return i
        return line.first

    def _before_body(self, i: int, line: Sentence) -> Citation | None:
        """Read "menurut BPS", "ungkap BPS", "dirilis (oleh) BPS"."""
        j = i + 1
        while j < line.stop and "link" in self.words[j].tags:
            j += 1
        body = self.bodies.named.get(j) if j < line.stop else None
        if body is None and not self.words[i].tags.isdisjoint(WORKS):
            body = self.references.work(j, line)
        return self._citation(i, body, line, True) if body else None

    def _reports(self, i: int, line: Sentence) -> Citation | None:
        """Read "BPS mencatat": the institution before a verb."""
        body = self._subject(i, line)
        return self._citation(i, body, line, False) if body else None

    def _subject(self, verb: int, line: Sentence) -> Body | None:
        for j in range(max(line.first, verb - SUBJECT_WORDS), verb):
            body = self.bodies.named.get(j)
            if body and body.stop <= verb and reaches(self.words, body.stop, verb) and not self._owned(j, line):
                return body
        return None

    def _owned(self, j: int, line: Sentence) -> bool:
        """Tell whether the institution at `j` belongs to an office or to a noun before it ("anggota DPR")."""
        before = self.words[j - 1].tags if j > line.first else frozenset()
        return not before.isdisjoint({"company", "phrase"}) or self.bodies.in_office(j)

    def _sets(self, i: int, line: Sentence) -> Citation | None:
        """Read "DPR menaikkan target penerimaan": a verb between an institution and the figure it sets."""
        aims = any("aim" in word.tags for word in self.words[i + 1 : min(i + 1 + AIM_REACH, line.stop)])
        return self._reports(i, line) if aims else None

    def _aim(self, i: int, line: Sentence) -> Citation | None:
        """Read "target inflasi BI": the institution whose figure it is."""
        for j in range(i + 1, min(i + 1 + AIM_REACH, line.stop)):
            if body := self.bodies.named.get(j):
                return self._citation(i, body, line, False)
            if capital(self.words[j]) or not self.words[j].text.isalpha():
                return None
        return None

    def _remember(self, i: int, line: Sentence) -> None:
        """Keep the publication that is named at word `i`, for "laporan itu"."""
        start = i
        while start > line.first and self._in_title(start - 1):
            start -= 1
        work = self.references.work(start, line)
        self.last = work.value if work else self.last

    def _in_title(self, j: int) -> bool:
        word = self.words[j]
        return "particle" in word.tags or (capital(word) and "phrase" not in word.tags)

    def _evidence(self, i: int, line: Sentence) -> Citation | None:
        """Read "data BPS", "survei yang dilakukan oleh LPEM UI", or evidence that names no institution."""
        if capital(self.words[i]) and not self._opens(i, line) and self.words[i - 1].tags.isdisjoint(WORKS):
            return None
        if self.last and i + 1 < line.stop and "demonstrative" in self.words[i + 1].tags:
            return self._citation(i, Body(i, i + 2, self.last), line, True)
        direct = True
        for j in range(i + 1, min(i + EVIDENCE_REACH, line.stop)):
            word = self.words[j]
            body = self.bodies.loose(j) if direct else self.bodies.named.get(j)
            if body and body.stop <= line.stop:
                return self._citation(i, body, line, True)
            if capital(word) or not word.text.isalpha() or not word.tags.isdisjoint({"shows", "adverb"}):
                break
            direct = "link" in word.tags
        return self._anonymous(i, line)

    def _anonymous(self, i: int, line: Sentence) -> Citation | None:
        """Read "Laporan keuangan perseroan ... menunjukkan": evidence that is itself the subject."""
        if not self._opens(i, line):
            return None
        stop = i + 1
        while stop < line.stop and stop < i + NOUN_PHRASE and self._in_phrase(stop):
            stop += 1
        for j in range(stop, min(i + SHOWS_REACH, line.stop)):
            if "shows" in self.words[j].tags:
                name = self.text[self.words[i].start : self.words[stop - 1].end]
                return self._citation(i, Body(i, stop, name), line, False)
            if self.words[j].text in QUOTES:
                return None
        return None

    def _opens(self, i: int, line: Sentence) -> bool:
        """Tell whether word `i` begins its sentence, but for a mark or a connective with its comma."""
        j = i - 1
        while j >= line.first and (not self.words[j].text[0].isalnum() or not self.words[j].tags.isdisjoint(OPENERS)):
            j -= 1
        return j < line.first

    def _own_evidence(self, i: int, line: Sentence) -> Citation | None:
        """Read "Dalam prospektusnya, ..." at the opening of a sentence in which nobody speaks."""
        if i != line.first + 1 or "phrase" not in self.words[line.first].tags:
            return None
        if any(not w.tags.isdisjoint({"tells", "judges", "said", "told"}) for w in self.words[i : line.stop]):
            return None
        name = self.words[i].text
        for ending in self.book.endings:
            name = name.removesuffix(ending)
        return self._citation(i, Body(i, i + 1, name), line, False)

    def _in_phrase(self, j: int) -> bool:
        word = self.words[j]
        return word.text.isalpha() and not capital(word) and word.tags.isdisjoint(ENDS_EVIDENCE)
