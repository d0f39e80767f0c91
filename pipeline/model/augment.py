"""Vary paragraphs of tokens as typists and web editors do, keeping the token and sentence ends known."""

import re
from random import Random

from pipeline.model.treebank import Paragraph, Sentence, Token, spaced

NUMBER = re.compile(r"\d+([.,]\d+)*")
FIRST_LETTER = re.compile(r"(?:^|(?<=-))[a-z]")
DOUBLED = re.compile(r"([A-Za-z])([a-z]+)-[A-Za-z]\2")
DASHES = ("-", "–", "—")
OPENING = {'"': "“", "``": "“", "'": "‘", "`": "‘", "“": "“", "‘": "‘"}
CLOSING = {'"': "”", "''": "”", "'": "’", "”": "”", "’": "’"}
STRAIGHT = {"“": '"', "”": '"', "``": '"', "''": '"', "‘": "'", "’": "'", "`": "'"}
INITIALS = "ABCDEFGHIJKLMNPRSTUWYZ"
DOTTED = {"PT": "PT.", "Tbk": "Tbk.", "CV": "CV.", "Ltd": "Ltd.", "No": "No.", "Dr": "Dr.", "Nomor": "No."}


def vary(paragraph: Paragraph, rng: Random) -> Paragraph:
    """Return the paragraph with random numbers, punctuation marks, abbreviations and spacing."""
    varied = [_sentence(sentence, rng) for sentence in paragraph]
    style = rng.random()
    if style < 0.4:
        varied = [curl(sentence) for sentence in varied]
    elif style < 0.8:
        varied = [straighten(sentence) for sentence in varied]
    return _edges(varied, rng)


def _sentence(sentence: Sentence, rng: Random) -> Sentence:
    if rng.random() < 0.4:
        sentence = swap_digits(sentence, rng)
    if rng.random() < 0.3:
        sentence = dot_abbreviations(sentence, rng)
    if rng.random() < 0.15:
        sentence = add_initial(sentence, rng)
    if rng.random() < 0.3:
        sentence = respace_amounts(sentence, rng)
    if rng.random() < 0.3:
        sentence = change_dashes(sentence, rng)
    return _letters(sentence, rng)


def _letters(sentence: Sentence, rng: Random) -> Sentence:
    if rng.random() < 0.15:
        sentence = capitalise_doubles(sentence)
    if rng.random() < 0.03:
        sentence = crowd(sentence)
    if rng.random() < 0.03:
        sentence = change_case(sentence, rng)
    return sentence


def swap_digits(sentence: Sentence, rng: Random) -> Sentence:
    """Return the sentence with other numbers of the same shape."""

    def other(digit: re.Match[str]) -> str:
        return rng.choice("123456789" if digit.group() != "0" else "0123456789")

    return [Token(re.sub(r"\d", other, t.text), t.after) if NUMBER.fullmatch(t.text) else t for t in sentence]


def dot_abbreviations(sentence: Sentence, rng: Random) -> Sentence:
    """Return the sentence with full stops after PT, Tbk, Rp and the like, where the sentence goes on."""
    varied = []
    for index, token in enumerate(sentence):
        following = sentence[index + 1].text if index + 1 < len(sentence) else "."
        if token.text in DOTTED and following not in (".", "?", "!"):
            token = Token(DOTTED[token.text], token.after)
        elif token.text == "Rp" and NUMBER.fullmatch(following):
            token = Token("Rp.", rng.choice(["", " ", " "]))
        varied.append(token)
    return varied


def add_initial(sentence: Sentence, rng: Random) -> Sentence:
    """Return the sentence with an initial such as "S." between or after two capitalised words."""
    places = [
        index
        for index in range(2, len(sentence))
        if _is_name(sentence[index - 1]) and sentence[index - 1].after and sentence[index].text[:1].isalpha()
    ]
    if not places:
        return sentence
    place = rng.choice(places)
    return [*sentence[:place], Token(rng.choice(INITIALS) + ".", " "), *sentence[place:]]


def _is_name(token: Token) -> bool:
    return token.text.isalpha() and token.text.istitle() and len(token.text) > 2


def respace_amounts(sentence: Sentence, rng: Random) -> Sentence:
    """Return the sentence with Rp and % near to or apart from their numbers, or "persen" written as "%"."""
    varied = list(sentence)
    for index in range(len(varied) - 1):
        token, following = varied[index], varied[index + 1]
        if token.text in ("Rp", "$", "€") and NUMBER.fullmatch(following.text):
            varied[index] = Token(token.text, rng.choice(["", " "]))
        elif NUMBER.fullmatch(token.text) and following.text in ("%", "persen"):
            mark = rng.choice(["%", following.text])
            varied[index] = Token(token.text, rng.choice(["", " "]) if mark == "%" else " ")
            varied[index + 1] = Token(mark, following.after)
    return varied


def change_dashes(sentence: Sentence, rng: Random) -> Sentence:
    """Return the sentence with another dash for each single dash, spaced or not as it was."""
    dash = rng.choice(DASHES)
    return [Token(dash, t.after) if t.text in (*DASHES, "--") else t for t in sentence]


def change_case(sentence: Sentence, rng: Random) -> Sentence:
    """Return the sentence in capitals or, more often, with capital initials, as titles are."""
    if rng.random() < 0.3:
        return [Token(t.text.upper() if len(t.text.upper()) == len(t.text) else t.text, t.after) for t in sentence]
    return [Token(FIRST_LETTER.sub(lambda letter: letter.group().upper(), t.text), t.after) for t in sentence]


def capitalise_doubles(sentence: Sentence) -> Sentence:
    """Return the sentence with both halves of its doubled words capitalised: "Undang-Undang"."""
    return [Token(t.text.title(), t.after) if DOUBLED.fullmatch(t.text) else t for t in sentence]


def crowd(sentence: Sentence) -> Sentence:
    """Return the sentence without the blanks before opening brackets and between a comma and a word."""
    varied = []
    for token, following in zip(sentence, [*sentence[1:], Token("", "")], strict=True):
        crowded = following.text == "(" or (token.text == "," and following.text.isalpha())
        varied.append(Token(token.text, "" if crowded else token.after))
    return varied


def curl(sentence: Sentence) -> Sentence:
    """Return the sentence with curly quotation marks for straight ones."""
    varied: Sentence = []
    for token in sentence:
        opens = token.after == "" and (not varied or varied[-1].after != "" or varied[-1].text in "(“")
        table = OPENING if opens else CLOSING
        varied.append(Token(table.get(token.text, token.text), token.after))
    return varied


def straighten(sentence: Sentence) -> Sentence:
    """Return the sentence with straight quotation marks for curly ones."""
    return [Token(STRAIGHT.get(token.text, token.text), token.after) for token in sentence]


def _edges(paragraph: Paragraph, rng: Random) -> Paragraph:
    """Drop the last full stop, part it from its word, or glue a sentence to the next, each rarely."""
    last = paragraph[-1]
    if len(last) > 2 and last[-1].text == "." and rng.random() < 0.06:
        paragraph = [*paragraph[:-1], last[:-1]]
    paragraph = [_part_stop(s) if rng.random() < 0.02 else s for s in paragraph]
    return [spaced(s, "") if rng.random() < 0.015 and _gluable(s) else spaced(s) for s in paragraph]


def _part_stop(sentence: Sentence) -> Sentence:
    if len(sentence) < 3 or sentence[-1].text not in ".?!":
        return sentence
    return [*spaced(sentence[:-1]), sentence[-1]]


def _gluable(sentence: Sentence) -> bool:
    return len(sentence) > 3 and sentence[-1].text == "." and sentence[-2].text.islower() and len(sentence[-2].text) > 3
