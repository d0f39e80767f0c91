"""A text with its tokens in, one `Clause` of terms a sentence that can state a quantity out."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, partial

from pipeline.lex.chunk import Atom, split_chunk, split_words
from pipeline.lex.numeral import group_numerals
from pipeline.lex.written import Tokens, Written, fold
from pipeline.records import Clause, Term, record
from pipeline.rulebook import Entry, Rulebook
from pipeline.rulebook.phrases import first_word
from pipeline.rulebook.schema import Shape

JOINING = frozenset(
    {
        *("scale", "scale_approximate", "scale_letter", "numeral_approximate_suffix"),
        *("currency", "currency_before", "currency_after"),
        *("unit", "percent", "percentage_point", "permille", "poin", "times"),
    }
)
ENDS_NUMBER = frozenset({"literal", "percent", "unit", "currency", "currency_after", "scale", "numeral_digits", "code"})
TRIGGERS = ("numeral_", "definite")
LONGEST = 500
ORDINAL = re.compile(r"ke-?\d+", re.IGNORECASE)
DIGIT = re.compile(r"\d")
PARTED = re.compile(r"[\d/]\S*|per-", re.IGNORECASE)
KEPT = 1 << 15


@record(frozen=True, slots=True)
class Form:
    """What the words of a term are: their class, that where they open a sentence, their code and their length."""

    tag: str
    opening: str
    code: str
    length: int


class Lexer:
    """Hold the look-up tables of a rulebook for many documents."""

    def __init__(self, rulebook: Rulebook) -> None:
        """Prepare the tables; nothing changes afterwards."""
        self.rulebook = rulebook
        entries = [e for group in rulebook.entries.values() for e in group]
        triggers = sorted({e.text for e in entries if e.tag.startswith(TRIGGERS)}, key=len, reverse=True)
        self._trigger = re.compile(rf"\b(?:{'|'.join(map(re.escape, triggers))})")
        self._joining = frozenset(e.text.lower() for e in entries if e.tag in JOINING) | {"an"}
        self._guess = lru_cache(KEPT)(partial(_guess, rulebook.shapes))
        self._alone = lru_cache(KEPT)(self._by_form)

    def clauses(self, written: Written) -> list[Clause]:
        """Return the clauses of a text in order; sentences without a number and page furniture give none."""
        lowered = written.folded
        result: list[Clause] = []
        for tokens in written.sentences:
            start, end = tokens[0][0], tokens[-1][1]
            trigger = DIGIT.search(lowered, start, end) or self._trigger.search(lowered, start, end)
            if trigger and not self._is_furniture(lowered, start):
                result += _clauses(self._terms(tokens, written))
        return result

    def reader(self, written: Written) -> Callable[[int], Clause | None]:
        """Return what gives the clause of the sentence that starts at a place, be there a number in it or not."""
        sentences = {tokens[0][0]: tokens for tokens in written.sentences}

        def read(start: int) -> Clause | None:
            tokens = sentences.get(start)
            if tokens is None:
                return None
            return next(_clauses(self._terms(tokens, written)))

        return read

    def _is_furniture(self, lowered: str, start: int) -> bool:
        head = lowered.rfind("  ", 0, start) + 2
        return self.rulebook.is_furniture(lowered[head:start] + lowered[start : start + 80])

    def _terms(self, tokens: Tokens, written: Written) -> list[Term]:
        text, lowered = written.text, written.folded
        first, last = tokens[0][0], tokens[-1][1]
        atoms = self._atoms(tokens, text)
        ends = {end for _, end, _ in atoms}
        terms = [Term(first, first, "", "boundary")]
        covered = 0
        for start, end, kind in atoms:
            if start < covered:
                continue
            word = text[start:end]
            if kind != "word":
                term = Term(start, end, word, _class(kind, word))
            else:
                longer, form = self._alone(word)
                if lowered.startswith(longer, start) or text[end : end + 1].isalnum():
                    form = self._form(self._look_up(start, text, lowered, ends), word)
                end = start + form.length
                term = Term(start, end, text[start:end], form.tag if len(terms) > 1 else form.opening, form.code)
                if form.tag == "to" and _is_minus(term, terms[-1], text):
                    term = replace(term, tag="sign")
            covered = end
            terms.append(term)
        terms.append(Term(last, last, "", "boundary"))
        return group_numerals(terms, text, self.rulebook.numbers)

    def _atoms(self, tokens: Tokens, text: str) -> list[Atom]:
        """Return the tokens of a sentence; those with no blank between them are parted anew about a digit or slash."""
        words = [(start, end, "word") for start, end in tokens if not text[start:end].isspace()]
        starts = [start for start, _, _ in words]
        atoms: list[Atom] = []
        done = 0
        for sign in PARTED.finditer(text, tokens[0][0], tokens[-1][1]):
            first = bisect_right(starts, sign.start()) - 1
            if first < done:
                continue
            last = first + 1
            while first > done and words[first - 1][1] == words[first][0]:
                first -= 1
            while last < len(words) and words[last - 1][1] == words[last][0]:
                last += 1
            atoms += words[done:first]
            atoms += self._parted(words[first:last], text)
            done = last
        return atoms + words[done:]

    def _parted(self, chunk: list[Atom], text: str) -> Iterable[Atom]:
        """Return the atoms of tokens with no blank between them."""
        start, end = chunk[0][0], chunk[-1][1]
        written = text[start:end]
        if DIGIT.search(written):
            return split_chunk(text, start, end, self._joins)
        if "/" in written or written.lower().startswith("per-"):
            return split_words(written, start)
        return chunk

    def _joins(self, letters: str) -> bool:
        return letters.lower() in self._joining

    def _by_form(self, word: str) -> tuple[tuple[str, ...], Form]:
        """Return the longer phrases that may begin with a word, and what it is where none of them stands."""
        lowered = fold(word)
        opened = self.rulebook.entries.get(first_word(lowered, 0), ())
        longer = [e for e in opened if len(e.text) > len(word) or (e.tag == "reference" and e.text[-1] == ".")]
        return tuple(fold(e.text) for e in longer), self._form(self._look_up(0, word, lowered, {len(word)}), word)

    def _form(self, entry: Entry | None, word: str) -> Form:
        if entry is not None:
            return Form(entry.tag, entry.tag, entry.code, len(entry.text))
        return Form(self._guess(word), self._guess(word.lower()), "", len(word))

    def _look_up(self, start: int, text: str, lowered: str, ends: set[int]) -> Entry | None:
        for entry in self.rulebook.entries.get(first_word(lowered, start), ()):
            end = start + len(entry.text)
            if not (text if entry.exact else lowered).startswith(entry.text, start):
                continue
            if entry.tag == "reference" and entry.text[-1] == "." and end == max(ends):
                continue
            if end in ends or (end < len(text) and not text[end].isalnum() and text[end] not in "-'’"):
                return entry
        return None


def _class(kind: str, word: str) -> str:
    """Return the class of an atom that is no word."""
    if kind == "number":
        return "literal"
    return "ordinal_number" if kind == "code" and ORDINAL.fullmatch(word) else kind


def _guess(shapes: Sequence[Shape], word: str) -> str:
    """Return the class of a word by its form."""
    if not any(c.isalnum() for c in word):
        return "punctuation"
    lower = word.lower()
    for shape in shapes:
        if shape.capitals and not (word.isupper() if shape.capitals == "all" else word[0].isupper()):
            continue
        if len(word) < int(shape.least):
            continue
        if shape.prefixes and not lower.startswith(tuple(shape.prefixes)):
            continue
        if shape.suffixes and not lower.endswith(tuple(shape.suffixes)):
            continue
        return shape.tag
    return "noun"


def _clauses(terms: list[Term]) -> Iterator[Clause]:
    """Yield the clause of a sentence; words without an end are cut, for patterns would take time without an end."""
    if len(terms) <= LONGEST:
        yield Clause(terms[0].start, terms[-1].end, tuple(terms))
        return
    for first in range(1, len(terms) - 1, LONGEST):
        words = terms[first : min(first + LONGEST, len(terms) - 1)]
        start, end = words[0].start, words[-1].end
        yield Clause(start, end, (Term(start, start, "", "boundary"), *words, Term(end, end, "", "boundary")))


def _is_minus(term: Term, before: Term, text: str) -> bool:
    """Tell a minus ("-16 meter", "Rp -5 juta") from the dash of a range ("5-10", "5 -10")."""
    if len(term.text) != 1 or not text[term.end : term.end + 1].strip() or before.tag in ENDS_NUMBER:
        return False
    return before.tag == "currency_before" or before.end < term.start or before.text in ("", "(")
