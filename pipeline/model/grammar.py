"""Expand the templates of grammar.txt into paragraphs whose token and sentence ends are known."""

import re
from collections.abc import Sequence
from importlib.resources import files
from random import Random

from pipeline.model.treebank import Paragraph, Sentence, Token

HOLE = re.compile(r"\{(\w+)(!?)\}|[#^]")
WEIGHT = re.compile(r"(\d+)\* ")
LONGEST_CLAUSE = 160
BOUNDARIES = {" ": " ", "~": "", "⍽": "\u00a0", "⏎": "\n"}
BOUNDARY = re.compile("([ ~⍽⏎])")
FORBIDDEN = frozenset('~⍽⏎|{}"“”`?!\n')

Rules = dict[str, tuple[list[str], list[int]]]


def load() -> Rules:
    """Return the alternatives and weights of each symbol in grammar.txt."""
    rules: Rules = {}
    symbol = ""
    for line in files("pipeline.model").joinpath("grammar.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            symbol = line[1:-1]
            rules[symbol] = ([], [])
        elif line and not line.startswith("# ") and symbol:
            weight = WEIGHT.match(line)
            rules[symbol][0].append(line[weight.end() :] if weight else line)
            rules[symbol][1].append(int(weight.group(1)) if weight else 1)
    return rules


def clauses(sentences: Sequence[Sentence]) -> list[str]:
    """Return the treebank sentences that can stand inside a template, in its notation and without the full stop."""
    found = []
    for sentence in sentences:
        whole = "".join(token.text + (" " if token.after else "~") for token in sentence[:-1]).rstrip(" ~")
        plain = sentence[-1].text == "." and not FORBIDDEN & {c for token in sentence for c in token.text}
        if plain and whole and len(whole) <= LONGEST_CLAUSE:
            found.append(whole)
    return found


class Grammar:
    """Draw random paragraphs from the rules, with clauses of the treebanks in their holes."""

    def __init__(self, rules: Rules, bodies: Sequence[str]) -> None:
        self.rules = rules
        self.bodies = bodies

    def paragraph(self, rng: Random) -> Paragraph:
        """Return one random paragraph."""
        return parse(self.expand("paragraph", rng))

    def expand(self, symbol: str, rng: Random) -> str:
        """Return one random expansion of a symbol in template notation."""
        if symbol in ("UD", "ud"):
            body = rng.choice(self.bodies)
            return body if symbol == "UD" else lowered(body)
        choices, weights = self.rules[symbol]
        return HOLE.sub(lambda hole: self._fill(hole, rng), rng.choices(choices, weights)[0])

    def _fill(self, hole: re.Match[str], rng: Random) -> str:
        if hole.group() == "#":
            return rng.choice("0123456789")
        if hole.group() == "^":
            return rng.choice("123456789")
        filled = self.expand(hole.group(1), rng)
        return filled[:1].upper() + filled[1:] if hole.group(2) else filled


def lowered(body: str) -> str:
    """Return a clause with a small first letter, unless its first word is an acronym."""
    return body if body[1:2].isupper() else body[:1].lower() + body[1:]


def parse(notation: str) -> Paragraph:
    """Return the paragraph that template notation stands for."""
    return [sentence for part in notation.split("|") if (sentence := parse_sentence(part.strip(" ")))]


def parse_sentence(notation: str) -> Sentence:
    """Return the sentence that notation stands for; "⍽" is a no-break space and "⏎" a new line after a token."""
    pieces = BOUNDARY.split(notation)
    ends = [BOUNDARIES[mark] for mark in pieces[1::2]] + [" "]
    return [Token(text, after) for text, after in zip(pieces[::2], ends, strict=True) if text]
