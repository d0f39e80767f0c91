"""The words of a text in, the institutions named in it with the short form the text gives them out."""

from collections.abc import Sequence

from pipeline.attribute.speakers.script import Script
from pipeline.attribute.speakers.words import acronym, capital
from pipeline.records import record

BRACKET = 5
LIST_REACH = 12
INSTITUTIONS = frozenset({"institution", "institution_noun", "generic"})
NOT_IN_NAME = frozenset({"day", "outlet", "connective", "said", "according"})


@record(frozen=True, slots=True)
class Body:
    """Hold one institution as named at a place: words [first, stop), and the name to give."""

    first: int
    stop: int
    value: str


class Bodies:
    """Hold the institutions of one text by the word they begin at."""

    def __init__(self, text: str, written: Script) -> None:
        self.text, self.words = text, written.words
        self.short: dict[str, str] = {}
        self.named: dict[int, Body] = {}
        self._collect(written.having(INSTITUTIONS))

    def _collect(self, institutions: Sequence[int]) -> None:
        stop = 0
        for i in institutions:
            body = (self._meant(i) or self._read(i)) if i >= stop else None
            if body:
                self.named[i] = body
                stop = body.stop
        for i, word in enumerate(self.words if self.short else ()):
            if word.text in self.short and i not in self.named and capital(word):
                self.named[i] = Body(i, i + 1, word.text)
        for i, body in self.named.items():
            if long := self.short.get(body.value):
                self.named[i] = Body(body.first, body.stop, long)

    def _meant(self, i: int) -> Body | None:
        """Return the body named before that "asosiasi itu" stands for: the last of that kind, else the last."""
        pointed = i + 1 < len(self.words) and "demonstrative" in self.words[i + 1].tags
        if not pointed or "generic" not in self.words[i].tags or not self.named:
            return None
        kind = self.words[i].text.lower()
        before = [body for body in reversed(self.named.values()) if body.value.lower() != kind]
        alike = (b for b in before if kind in self.text[self.words[b.first].start : self.words[b.stop - 1].end].lower())
        meant = next(alike, before[0] if before else None)
        return Body(i, i + 2, meant.value) if meant else None

    def _read(self, i: int) -> Body | None:
        tags = self.words[i].tags
        stop = self.run(i) if "institution_noun" in tags else i + 1
        if "institution" not in tags and stop == i + 1:
            return None
        return self.with_short(i, self._past_place(stop))

    def _past_place(self, stop: int) -> int:
        """Return the word behind the place that a body is of: "BPS Provinsi Banten", "Disperin Kota Tegal"."""
        regional = False
        while stop < len(self.words) and capital(self.words[stop]):
            tags = self.words[stop].tags
            if not regional and tags.isdisjoint({"place", "regional"}):
                break
            regional = "regional" in tags
            stop += 1
        return stop

    def run(self, i: int) -> int:
        """Return the word after the capitalised name at `i`; its commas count if a bracket closes the name."""
        bracket = next((j for j in range(i, min(i + LIST_REACH, len(self.words))) if self.words[j].text == "("), 0)
        j = i + 1
        while j < len(self.words) and self._inside(j, bracket):
            j += 1
        return j

    def _inside(self, j: int, bracket: int) -> bool:
        word = self.words[j]
        if capital(word):
            return word.tags.isdisjoint(NOT_IN_NAME) or "office" in word.tags
        follows = j + 1 < len(self.words) and capital(self.words[j + 1])
        if "particle" in word.tags:
            return follows
        return word.text == "," and j < bracket and (follows or "particle" in self.words[j + 1].tags)

    def with_short(self, first: int, stop: int) -> Body:
        """Return the body of the words [first, stop), with the short form that a bracket after them gives."""
        name = self.text[self.words[first].start : self.words[stop - 1].end]
        if stop + 2 < len(self.words) and self.words[stop].text == "(":
            close = next(
                (j for j in range(stop + 1, min(stop + BRACKET, len(self.words))) if self.words[j].text == ")"), 0
            )
            short = self.text[self.words[stop + 1].start : self.words[close - 1].end] if close else ""
            if short and capital(self.words[stop + 1]) and not name.startswith(short):
                self.short[name] = short
                self.short[short] = short
                return Body(first, self._past_place(close + 1), short)
        return Body(first, stop, name)

    def loose(self, i: int) -> Body | None:
        """Return the name at `i` after a word such as "data", where any capitalised name is an institution."""
        if i >= len(self.words):
            return None
        if body := self.named.get(i):
            return body
        word = self.words[i]
        plain = word.tags.isdisjoint({"day", "outlet", "ordinary", "place", "given", "company", "firm", "head"})
        if not capital(word) or not plain or (len(word.text) < 2 and not acronym(word)):
            return None
        return self.with_short(i, self.run(i))

    def in_office(self, i: int) -> bool:
        """Tell whether the institution at `i` is part of an office, as in "Kepala BPS"."""
        j = i - 1
        while j >= 0 and (capital(self.words[j]) or not self.words[j].tags.isdisjoint({"office", "particle", "head"})):
            if "head" in self.words[j].tags:
                return True
            j -= 1
        return False
