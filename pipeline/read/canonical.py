"""Decoded text in, canonical text (NFC, LF) and the source position of each of its characters out."""

import unicodedata
from collections.abc import Iterator

# A small raised digit (a power, a note) is written as such, so that it joins no number.
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def canonical(decoded: str) -> tuple[str, tuple[int, ...]]:
    """Return the text and, where any character changed, its map: one source position a character and one for the end.

    An empty map means that nothing changed.
    """
    if "\r" not in decoded and unicodedata.is_normalized("NFC", decoded):
        return decoded, ()
    characters: list[str] = []
    places: list[int] = []
    for start, end in _clusters(decoded):
        cluster = decoded[start:end]
        composed = "\n" if cluster in ("\r", "\r\n") else unicodedata.normalize("NFC", cluster)
        kept = 0
        while kept < len(composed) and composed[kept] == cluster[kept : kept + 1]:
            kept += 1
        characters.append(composed)
        places += [*range(start, start + kept), *[start + kept] * (len(composed) - kept)]
    return "".join(characters), (*places, len(decoded))


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Cut the text where NFC of the whole is NFC of the parts; a line break is a part of its own."""
    start = 0
    for i in range(1, len(text)):
        if text[i - 1 : i + 1] != "\r\n" and (text[i] < "\u0300" or text[i - 1] in "\r\n" or _starts(text, start, i)):
            yield start, i
            start = i
    if text:
        yield start, len(text)


def _starts(text: str, start: int, i: int) -> bool:
    """Tell whether character i joins nothing before it."""
    if unicodedata.combining(text[i]):
        return False
    left, right = text[start:i], text[i]
    whole = unicodedata.normalize("NFC", left + right)
    return whole == unicodedata.normalize("NFC", left) + unicodedata.normalize("NFC", right)
