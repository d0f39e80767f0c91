"""A place in the words of a text in, the person or office that is named there out."""

from collections.abc import Sequence

from pipeline.attribute.speakers.words import Word, acronym, capital
from pipeline.records import record
from pipeline.rulebook.speech import SpeechBook

NO_NAME = frozenset(
    {
        *("office", "head", "institution", "institution_noun", "company", "firm", "ordinary", "day", "outlet", "place"),
        *("connective", "contrast"),
    }
)
BODY_WORDS = frozenset({"office", "institution", "institution_noun", "place"})
ENDS_LIST = frozenset({"ordinary", "day", "head", "outlet", "place", "institution"})
SHORTENED = frozenset({"company", "honorific", "acting"})
BRACKET = 9
OFFICE_WORDS = 40
LONG_NAME = 3
USUAL_NAME = 2


@record(frozen=True, slots=True)
class Mention:
    """Hold one naming of a person: words [first, stop), the name and the words of the office (none: empty)."""

    first: int
    stop: int
    name: str
    office: tuple[Word, ...] = ()


class Reader:
    """Read mentions from the words of one text."""

    def __init__(self, text: str, words: Sequence[Word], book: SpeechBook) -> None:
        self.text, self.words, self.book = text, words, book
        self.spelled = frozenset([word.text for word in words])
        brackets = [i for i, word in enumerate(words) if word.text == "("]
        self.short = frozenset([words[i + 1].text for i in brackets if self._is_short(i)])

    def _is_short(self, i: int) -> bool:
        """Tell whether a bracket at `i` holds the short name of a body: "Kementerian Pariwisata (Kemenpar)"."""
        if not 0 < i < len(self.words) - 2 or self.words[i + 2].text != ")":
            return False
        return capital(self.words[i + 1]) and not self.words[i - 1].tags.isdisjoint(BODY_WORDS)

    def at(self, i: int, limit: int, lists: bool = True) -> Mention | None:
        """Return the mention that begins at word `i` and ends before `limit`; `lists` lets an office hold commas."""
        while i < limit and self._skipped(i, limit):
            i += 1
        if i >= limit:
            return None
        word = self.words[i]
        if "head" in word.tags:
            mention = self._office_first(i, self._office_end(i, limit, lists))
            return mention if mention.name or len(mention.office) > 1 or "unnamed" not in word.tags else None
        if "group" in word.tags:
            return Mention(i, i + 1, word.text)
        return self._name_first(i, limit) if self.nameable(i) else None

    def _skipped(self, i: int, limit: int) -> bool:
        return "honorific" in self.words[i].tags or (
            self.words[i].text == "." and "honorific" in self.words[i - 1].tags and i + 1 < limit
        )

    def nameable(self, i: int) -> bool:
        """Tell whether word `i` may be part of a person's name."""
        word = self.words[i]
        if not capital(word) or acronym(word):
            return False
        if "day" in word.tags:
            return self._month_name(i)
        if "given" in word.tags:
            return True
        if word.text in self.short or word.text.lower() in self.spelled or not word.tags.isdisjoint(NO_NAME):
            return False
        return not any(shape.search(word.text) for shape in self.book.shapes)

    def _month_name(self, i: int) -> bool:
        """Tell whether a month stands inside a name, as in "Putu Juli Ardika"."""
        within = 0 < i < len(self.words) - 1 and "given" in self.words[i - 1].tags
        return within and "day" not in self.words[i + 1].tags and self.nameable(i + 1)

    def _initial(self, i: int) -> bool:
        """Tell whether a full stop at `i` ends an initial or the mark of a company."""
        before = self.words[i - 1]
        opens = i + 1 < len(self.words) and "ordinary" in self.words[i + 1].tags
        return (
            self.words[i].text == "."
            and not opens
            and ((len(before.text) == 1 and before.text.isupper()) or not before.tags.isdisjoint(SHORTENED))
        )

    def _bracket_end(self, i: int, limit: int) -> int:
        for j in range(i + 1, min(i + BRACKET, limit)):
            if self.words[j].text == ")":
                return j + 1
        return i

    def _office_end(self, i: int, limit: int, lists: bool) -> int:
        """Return the word after an office and the name that may follow it."""
        lower = not capital(self.words[i]) or "unnamed" in self.words[i].tags
        limit = min(limit, i + OFFICE_WORDS)
        j = i + 1
        while j < limit:
            step = self._step(j, limit, lists, lower)
            if step == j:
                break
            j = step
        return j

    def _step(self, j: int, limit: int, lists: bool, lower: bool) -> int:
        """Return the word to go on from if word `j` belongs to the office or name, else `j`."""
        word = self.words[j]
        if word.text == "(":
            return self._bracket_end(j, limit)
        if word.text == ",":
            return j + 1 if lists and self._goes_on(j + 1, limit) else j
        if "day" in word.tags and not self.nameable(j):
            return j
        if capital(word) or self._initial(j) or word.text == "/":
            return j + 1
        if not word.tags.isdisjoint({"particle", "joint"}):
            return j + 1 if j + 1 < limit and self._joins(j) else j
        return j + 1 if self._small(j, lower) else j

    def _small(self, j: int, lower: bool) -> bool:
        """Tell whether a word without capital belongs to an office: any word of an office if `lower`, else a rank."""
        tags = self.words[j].tags
        if lower:
            return not tags.isdisjoint({"office", "head", "demonstrative"}) and "phrase" not in tags
        return "rank" in tags and "head" in self.words[j - 1].tags

    def _joins(self, j: int) -> bool:
        """Tell whether the small word at `j` goes on with an office, not with the office of a second person."""
        before, after = self.words[j - 1], self.words[j + 1]
        if not capital(after) or "given" in before.tags:
            return False
        return "joint" in self.words[j].tags or not ("head" in after.tags and self.nameable(j - 1))

    def _goes_on(self, j: int, limit: int) -> bool:
        """Tell whether the word after a comma belongs to the office or is its holder."""
        if j >= limit:
            return False
        word = self.words[j]
        if "particle" in word.tags:
            return j + 1 < limit and capital(self.words[j + 1])
        if not capital(word):
            return "honorific" in word.tags
        return "given" in word.tags or (word.tags.isdisjoint(ENDS_LIST) and not acronym(word))

    def _office_first(self, i: int, stop: int) -> Mention:
        words = self.words
        stop = self._without_alias(i, stop)
        last = max(j for j in range(i, stop) if j == i or self._marks(j))
        start = last + 1
        commas = [j for j in range(start, stop) if words[j].text == ","]
        if after := self._given_after_comma(i, stop):
            start = after
        elif commas:
            start = commas[-1] + 1
        elif start < stop:
            start = self._name_start(i, start, stop)
        while start < stop and self._skipped(start, stop):
            start += 1
        name = self._text(start, stop)
        end = start if name else stop
        while end > i + 1 and words[end - 1].text in ",.":
            end -= 1
        return Mention(i, stop, name, tuple(words[i:end]))

    def _given_after_comma(self, first: int, stop: int) -> int:
        """Return where a given name follows the last comma of an office and ends it, 0 for none."""
        comma = max(j for j in range(first, stop) if self.words[j].text == "," or j == first)
        named = first < comma < stop - 1 and "given" in self.words[comma + 1].tags
        whole = all(capital(w) or w.text == "." or "joint" in w.tags for w in self.words[comma + 1 : stop])
        return comma + 1 if named and whole else 0

    def _without_alias(self, first: int, stop: int) -> int:
        """Leave out a bracket that ends a person's name: "Presiden Joko Widodo (Jokowi)"."""
        if self.words[stop - 1].text != ")" or any("company" in w.tags for w in self.words[first:stop]):
            return stop
        opening = max(j for j in range(first, stop) if self.words[j].text == "(" or j == first)
        named = opening > first and (self.nameable(opening - 1) and "particle" not in self.words[opening - 2].tags)
        return opening if named else stop

    def _marks(self, j: int) -> bool:
        """Tell whether word `j` cannot be part of the name, so that the name begins after it."""
        word = self.words[j]
        if word.text in {")", "/"} or "particle" in word.tags:
            return True
        if "particle" in self.words[j - 1].tags or (not capital(word) and word.text[0].isalpha()):
            return "joint" not in word.tags and not self._skipped(j, j)
        return capital(word) and not self.nameable(j) and not (len(word.text) == 1 and self._is_initial_place(j))

    def _is_initial_place(self, j: int) -> bool:
        return j > 0 and self.nameable(j - 1)

    def _name_start(self, first: int, start: int, stop: int) -> int:
        """Return where a name begins after an unmarked name of a company ("Direktur Utama Baja Jaya Silmy Karim")."""
        names = [j for j in range(start, stop) if capital(self.words[j])]
        company = self._company(first, start)
        brands = [j for j in names[:-1] if "brand" in self.words[j].tags] if company else []
        if brands and "given" not in self.words[start].tags:
            return brands[-1] + 1
        if "given" not in self.words[start].tags and len(names) == LONG_NAME and self._bare(first, start):
            return names[1]
        if "given" in self.words[start].tags or (len(names) <= LONG_NAME and not company):
            return start
        given = [j for j in names[1:] if "given" in self.words[j].tags]
        if given:
            return given[0]
        return names[-USUAL_NAME] if len(names) > USUAL_NAME else start

    def _company(self, first: int, start: int) -> bool:
        """Tell whether the mark of a company stands in an office and words of its name may follow word `start`."""
        before = self.words[start - 1].tags
        if "company" in before:
            return start - 1 > first
        return (
            "office" in before and "place" not in before and any("company" in w.tags for w in self.words[first:start])
        )

    def _bare(self, first: int, start: int) -> bool:
        """Tell whether an office has no body yet: "Ketua Umum" but not "Ketua Umum Gaikindo"."""
        return all("rank" in word.tags for word in self.words[first + 1 : start])

    def _name_first(self, i: int, limit: int) -> Mention | None:
        j = i + 1
        while j < limit and (self.nameable(j) or self._inner(j, i, limit)):
            j += 1
        name = self._text(i, j)
        numbered = j == i + 1 and j < limit and self.words[j].text[0].isdigit()
        if len(name) <= USUAL_NAME or numbered or (j < limit and capital(self.words[j]) and self._spoils(j)):
            return None
        if j + 1 < limit and self.words[j].text == "," and "head" in self.words[j + 1].tags:
            stop = self._office_end(j + 1, limit, True)
            return Mention(i, stop, name, tuple(self.words[j + 1 : stop]))
        return Mention(i, j, name)

    def _inner(self, j: int, first: int, limit: int) -> bool:
        """Tell whether an initial, its full stop or a small word at `j` stands inside a name."""
        word = self.words[j]
        if word.text == ".":
            return self._initial(j) and j + 1 < limit and j - 1 > first - 1 and capital(self.words[j + 1])
        if len(word.text) == 1 and word.text.isupper():
            return True
        return "joint" in word.tags and j + 1 < limit and self.nameable(j + 1)

    def _spoils(self, j: int) -> bool:
        """Tell whether the capitalised word after a run makes it the name of a body, not of a person."""
        return not self.words[j].tags.isdisjoint({"office", "institution", "institution_noun", "company", "firm"})

    def _text(self, start: int, stop: int) -> str:
        while stop > start and self.words[stop - 1].text in ".,/":
            stop -= 1
        return self.text[self.words[start].start : self.words[stop - 1].end] if stop > start else ""
