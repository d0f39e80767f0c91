"""A `Doc` in, one `Clause` of terms a sentence that can state a quantity out."""

import re
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Span

from pipeline.lex.chunk import Atom, split_chunk, split_words
from pipeline.lex.numeral import group_numerals
from pipeline.records import Clause, Term
from pipeline.rulebook import FIRST_WORD, Entry, Rulebook

BLANKS = {ord(c): " " for c in "\u00a0\u2007\u2009\u202f\n\t"}
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


class Lexer:
    """Hold the look-up tables of a rulebook for many documents."""

    def __init__(self, rulebook: Rulebook) -> None:
        """Prepare the tables; nothing changes afterwards."""
        self.rulebook = rulebook
        entries = [e for group in rulebook.entries.values() for e in group]
        triggers = sorted({e.text for e in entries if e.tag.startswith(TRIGGERS)}, key=len, reverse=True)
        self._trigger = re.compile(r"\d|" + "|".join(rf"\b{re.escape(t)}" for t in triggers))
        self._joining = frozenset(e.text.lower() for e in entries if e.tag in JOINING) | {"an"}

    def clauses(self, doc: Doc, text: str = "") -> list[Clause]:
        """Return the clauses of a document in order; sentences without a number and page furniture give none.

        `text` is that of the document where it is at hand: spaCy joins it anew at every question.
        """
        text = text or doc.text
        lowered = fold(text)
        return [
            Clause(sentence.start_char, sentence.end_char, tuple(terms))
            for sentence in doc.sents
            if self._trigger.search(lowered, sentence.start_char, sentence.end_char)
            and not self._is_furniture(lowered, sentence.start_char)
            for terms in _cut(self._terms(sentence, text, lowered))
        ]

    def _is_furniture(self, lowered: str, start: int) -> bool:
        head = lowered.rfind("  ", 0, start) + 2
        return self.rulebook.is_furniture(lowered[head:start] + lowered[start : start + 80])

    def _terms(self, sentence: Span, text: str, lowered: str) -> list[Term]:
        atoms = list(self._atoms(sentence, text))
        ends = {end for _, end, _ in atoms}
        terms = [Term(sentence.start_char, sentence.start_char, "", "boundary")]
        covered = 0
        for atom in atoms:
            if atom[0] < covered:
                continue
            term = self._term(atom, text, lowered, ends, first=len(terms) == 1)
            if term.tag == "to" and _is_minus(term, terms[-1], text):
                term = replace(term, tag="sign")
            covered = term.end
            terms.append(term)
        terms.append(Term(sentence.end_char, sentence.end_char, "", "boundary"))
        return group_numerals(terms, text, self.rulebook.numbers)

    def _atoms(self, sentence: Span, text: str) -> Iterator[Atom]:
        chunk: list[Atom] = []
        for token in sentence:
            start = token.idx
            if chunk and chunk[-1][1] != start:
                yield from self._flush(chunk, text)
                chunk = []
            if not token.is_space:
                chunk.append((start, start + len(token), "word"))
        yield from self._flush(chunk, text)

    def _flush(self, chunk: list[Atom], text: str) -> Iterator[Atom]:
        if not chunk:
            return
        start, end = chunk[0][0], chunk[-1][1]
        if any(c.isdecimal() for c in text[start:end]):
            yield from split_chunk(text, start, end, self._joins)
        elif "/" in text[start:end] or text[start:end].lower().startswith("per-"):
            yield from split_words(text[start:end], start)
        else:
            yield from chunk

    def _joins(self, letters: str) -> bool:
        return letters.lower() in self._joining

    def _term(self, atom: Atom, text: str, lowered: str, ends: set[int], first: bool) -> Term:
        start, end, kind = atom
        if kind == "number":
            return Term(start, end, text[start:end], "literal")
        if kind != "word":
            ordinal = kind == "code" and ORDINAL.fullmatch(text, start, end)
            return Term(start, end, text[start:end], "ordinal_number" if ordinal else kind)
        entry = self._look_up(start, text, lowered, ends)
        if entry is not None:
            end = start + len(entry.text)
            return Term(start, end, text[start:end], entry.tag, entry.code)
        return Term(start, end, text[start:end], self._guess(text[start:end].lower() if first else text[start:end]))

    def _look_up(self, start: int, text: str, lowered: str, ends: set[int]) -> Entry | None:
        word = FIRST_WORD.match(lowered, start)
        for entry in self.rulebook.entries.get(word.group(), ()) if word else ():
            end = start + len(entry.text)
            if not (text if entry.exact else lowered).startswith(entry.text, start):
                continue
            if entry.tag == "reference" and entry.text[-1] == "." and end == max(ends):
                continue
            if end in ends or (end < len(text) and not text[end].isalnum() and text[end] not in "-'’"):
                return entry
        return None

    def _guess(self, word: str) -> str:
        if not any(c.isalnum() for c in word):
            return "punctuation"
        for shape in self.rulebook.shapes:
            if shape.capitals and not (word.isupper() if shape.capitals == "all" else word[0].isupper()):
                continue
            if len(word) < int(shape.least):
                continue
            lower = word.lower()
            if shape.prefixes and not lower.startswith(tuple(shape.prefixes)):
                continue
            if shape.suffixes and not lower.endswith(tuple(shape.suffixes)):
                continue
            return shape.tag
        return "noun"


def _cut(terms: list[Term]) -> Iterator[list[Term]]:
    """Cut a list of words without an end, on which patterns would take time without an end."""
    for first in range(0, len(terms), LONGEST):
        yield terms[first : first + LONGEST]


def _is_minus(term: Term, before: Term, text: str) -> bool:
    """Tell a minus ("-16 meter", "Rp -5 juta") from the dash of a range ("5-10", "5 -10")."""
    if len(term.text) != 1 or not text[term.end : term.end + 1].strip() or before.tag in ENDS_NUMBER:
        return False
    return before.tag == "currency_before" or before.end < term.start or before.text in ("", "(")


def fold(text: str) -> str:
    """Lower the text and make every blank a space, keeping every position."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lowered.translate(BLANKS)
