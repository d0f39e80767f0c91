"""Read CoNLL-U treebanks into sentences of surface tokens and write paragraphs as text with character labels."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

TRAIN_FILES = ("id_csui-ud-train.conllu", "id_gsd-ud-dev.conllu", "id_pud-ud-test.conllu")
CSUI_FILE = "id_csui-ud-train.conllu"
TEST_FILE = "id_gsd-ud-test.conllu"
HELD_OUT_EVERY = 10

ABBREVIATION = re.compile(
    r"[A-Z]|[A-Z][bdhr]|Drs|Dra|Prof|Pres|Rev|Mr|Mrs|No|Jl|JL|PT|CV|KH|Hj|Ph|Tbk|dkk|vs|hal|al|kaliber|Kol|Let|Jend|Sdr"
)
CLOSING_QUOTES = frozenset({'"', "”", "''"})


class Token(NamedTuple):
    """A surface token and the white space that follows it."""

    text: str
    after: str


Sentence = list[Token]
Paragraph = list[Sentence]


def read(path: Path) -> list[Sentence]:
    """Return the sentences of a CoNLL-U file as surface tokens, ranges such as 6-7 being one token."""
    blocks = path.read_text(encoding="utf-8").strip().split("\n\n")
    return [list(_surface(block.splitlines())) for block in blocks]


def _surface(lines: Iterable[str]) -> Iterator[Token]:
    covered = 0
    for line in lines:
        if line.startswith("#"):
            continue
        fields = line.split("\t")
        first, _, last = fields[0].partition("-")
        if "." in first or (not last and int(first) <= covered):
            continue
        covered = int(last or first)
        yield Token(fields[1], "" if "SpaceAfter=No" in fields[9] else " ")


def harmonise(sentence: Sentence) -> list[Sentence]:
    """Bring GSD to the manner of CSUI and PUD: "Dr" "." is one token, "." "." "." too, and a full stop ends a sentence.

    Returns one sentence, or several where the treebank left a sentence end unmarked.
    """
    done: list[Sentence] = [[]]
    for index, token in enumerate(sentence):
        current = done[-1]
        following = sentence[index + 1].text if index + 1 < len(sentence) else ""
        if current and _belongs(current[-1], token, following):
            current[-1] = Token(current[-1].text + ".", token.after)
            continue
        current.append(token)
        if _ends(current) and token.after and following[:1].isupper():
            done.append([])
    return done


def _belongs(previous: Token, token: Token, following: str) -> bool:
    if token.text != "." or previous.after:
        return False
    return not previous.text.strip(".") or bool(following and ABBREVIATION.fullmatch(previous.text))


def _ends(tokens: Sentence) -> bool:
    quoted = len(tokens) > 1 and tokens[-1].text in CLOSING_QUOTES and tokens[-2].text == "."
    return tokens[-1].text == "." or quoted


def held_out(sentences: list[Sentence]) -> list[Sentence]:
    """Return every tenth sentence, which training never sees."""
    return sentences[HELD_OUT_EVERY - 1 :: HELD_OUT_EVERY]


def training(folder: Path) -> list[list[Sentence]]:
    """Return the training sentences of each treebank in a folder of UD files."""
    treebanks = []
    for name in TRAIN_FILES:
        sentences = read(folder / name)
        if name == CSUI_FILE:
            sentences = [s for i, s in enumerate(sentences) if i % HELD_OUT_EVERY != HELD_OUT_EVERY - 1]
        treebanks.append([part for sentence in sentences for part in harmonise(sentence)])
    return treebanks


def spaced(sentence: Sentence, after: str = " ") -> Sentence:
    """Return the sentence with the given white space after its last token."""
    return [*sentence[:-1], Token(sentence[-1].text, after)]


def text_of(paragraph: Paragraph) -> str:
    """Return the text of a paragraph without white space at its end."""
    return "".join(token.text + token.after for sentence in paragraph for token in sentence).rstrip()


def labels_of(paragraph: Paragraph) -> list[int]:
    """Return Stanza's label of each character: 0 inside, 1 last of a token, 2 last of a sentence."""
    labels: list[int] = []
    for sentence in paragraph:
        for index, token in enumerate(sentence):
            end = 2 if index == len(sentence) - 1 else 1
            labels += [0] * (len(token.text) - 1) + [end] + [0] * len(token.after)
    return labels[: len(text_of(paragraph))]
