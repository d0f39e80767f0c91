"""Words of a text in, the works a figure may be cited from out: laws, publications, and names in a bracket."""

from collections.abc import Sequence

from pipeline.attribute.speakers.bodies import Bodies, Body
from pipeline.attribute.speakers.words import Sentence, Word, acronym, capital

YEAR_DIGITS = 4
NUMBER_NEAR = 5
SIGNS = frozenset("./-")


class References:
    """Find the works and bracketed names of one text."""

    def __init__(self, text: str, words: Sequence[Word], bodies: Bodies) -> None:
        self.text, self.words, self.bodies = text, words, bodies

    def work(self, i: int, line: Sentence) -> Body | None:
        """Return the law or publication that begins at word `i`, with its number and year."""
        if i >= line.stop or not capital(self.words[i]):
            return None
        stop = self._law_end(i, line) if "law" in self.words[i].tags else self._publication_end(i, line)
        if stop <= i + 1:
            return None
        return Body(i, stop, self.text[self.words[i].start : self.words[stop - 1].end])

    def _law_end(self, i: int, line: Sentence) -> int:
        """Return the word behind "Permenperin Nomor 29 Tahun 2017"."""
        stop = j = i + 1
        while j < line.stop and self._in_law(j):
            j += 1
            stop = stop if self.words[j - 1].text in SIGNS else j
        return stop

    def _in_law(self, j: int) -> bool:
        word = self.words[j]
        if word.text in SIGNS:
            return j + 1 < len(self.words) and (capital(self.words[j + 1]) or self.words[j + 1].text[0].isdigit())
        return capital(word) or word.text[0].isdigit()

    def _publication_end(self, i: int, line: Sentence) -> int:
        """Return the word behind "State of the Global Islamic Economy Report 2022", `i` where no work is named."""
        stop = min(self.bodies.run(i), line.stop)
        if not any("edition" in word.tags for word in self.words[i:stop]):
            return i
        dated = stop < line.stop and self.words[stop].text[:YEAR_DIGITS].isdigit()
        return stop + dated

    def bracketed(self, i: int, line: Sentence) -> Body | None:
        """Return what the bracket at word `i` cites: "(BPS, 2019)", "(Sumber: BPS)", "… 5 persen (BPS)"."""
        j, told = i + 1, False
        while j < line.stop and (self.words[j].text == ":" or not self.words[j].tags.isdisjoint({"lead", "evidence"})):
            j, told = j + 1, True
        if j >= line.stop or not capital(self.words[j]):
            return None
        body = self.bodies.named.get(j)
        first = Body(j, stop := self.bodies.run(j), self.text[self.words[j].start : self.words[stop - 1].end])
        cited = body or first
        end = self._dated(cited.stop, line)
        if end >= line.stop or self.words[end].text != ")":
            return None
        dated = end > cited.stop and (body or acronym(self.words[j]) or self._publication_end(j, line) > j)
        return cited if told or dated or (body and self._behind_number(i, line)) else None

    def _dated(self, j: int, line: Sentence) -> int:
        """Return the word behind a year at word `j` and the sign before it."""
        k = j + (j < line.stop and self.words[j].text in ",;/")
        digits = self.words[k].text if k < line.stop else ""
        return k + 1 if digits.isdigit() and len(digits) == YEAR_DIGITS else j

    def _behind_number(self, i: int, line: Sentence) -> bool:
        """Tell whether a number stands right before a bracket, not a name that the bracket shortens."""
        before = self.words[max(line.first, i - NUMBER_NEAR) : i]
        named = any(capital(w) or "institution" in w.tags or "generic" in w.tags for w in before[-2:])
        return not named and any(w.text[0].isdigit() for w in before)
