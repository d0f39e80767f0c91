"""Decoded text in, canonical text (NFC, LF) and the source position of each of its characters out."""

import unicodedata


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
        characters.append(composed)
        places += [start] * len(composed)
    return "".join(characters), (*places, len(decoded))


def _clusters(text: str) -> list[tuple[int, int]]:
    """Cut the text where NFC of the whole is NFC of the parts."""
    cuts = [0]
    for i in range(1, len(text)):
        pair = text[i - 1 : i + 1]
        if pair == "\r\n":
            continue
        if text[i] < "\u0300" or _is_boundary(text, cuts[-1], i):
            cuts.append(i)
    return [*zip(cuts, [*cuts[1:], len(text)], strict=True)] if text else []


def _is_boundary(text: str, start: int, i: int) -> bool:
    if unicodedata.combining(text[i]):
        return False
    left, right = text[start:i], text[i]
    whole = unicodedata.normalize("NFC", left + right)
    return whole == unicodedata.normalize("NFC", left) + unicodedata.normalize("NFC", right)
