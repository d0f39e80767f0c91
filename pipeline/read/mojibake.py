"""Text in, the text with what was UTF-8 read as Windows-1252 mended where that is certain, and what was mended, out."""

import re
from collections import Counter

# Windows-1252 as on the web: its five free bytes are the control characters of the same number.
SIGNS = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xA0)}
BYTES = {ord(sign): byte for byte, sign in SIGNS.items()}
# How such text begins; most text has none of it and passes at once.
LEADS = re.compile(
    r"[ÂÃÄÅâãïð][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]"
)
RUN = re.compile(r"[^\x00-\x7f]{2,}")
# Twice or three times encoded text exists; more does not.
TIMES = 3
SHOWN = 3
# What may come out: letters and signs of Latin text, its punctuation, emoji and the byte order mark.
EXPECTED = re.compile(
    r"[\u00a0-\u017f\u0192\u02c6\u02dc\u2000-\u206f\u20ac\u2100-\u22ff\u25a0-\u27bf\ufe0f\ufeff\U0001f300-\U0001faff]+"
)


def mend(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the text with certain mojibake mended, and a warning that counts and shows it where there was some.

    Certain is a run of characters beyond ASCII that, as a whole, is valid UTF-8 when written in Windows-1252 and then
    reads as characters of Latin text; "Ã" after a capital may be a letter of the word, so it needs more than one.
    """
    if text.isascii() or not LEADS.search(text):
        return text, ()
    mended: Counter[tuple[str, str]] = Counter()

    def replace(match: re.Match[str]) -> str:
        run = match[0]
        found = _mended(run, text[match.start() - 1 : match.start()])
        if found != run:
            mended[run, found] += 1
        return found

    result = RUN.sub(replace, text)
    if not mended:
        return text, ()
    shown = ", ".join(f"{a!r} to {b!r}" for (a, b), _ in mended.most_common(SHOWN))
    return result, (f"mojibake mended in {mended.total()} places: {shown}",)


def windows_text(raw: bytes) -> str:
    """Decode Windows-1252 as the web does: every byte is a character."""
    return raw.decode("latin-1").translate(SIGNS)


def windows_bytes(text: str) -> bytes | None:
    """Return the bytes of which `windows_text` makes this text; None where there are none."""
    try:
        return text.translate(BYTES).encode("latin-1")
    except UnicodeEncodeError:
        return None


def _mended(run: str, before: str) -> str:
    best = run
    for _ in range(TIMES):
        once = _once(run)
        if once is None or (len(run) == 2 and (run[0] not in "ÂÃ" or (run[0] == "Ã" and before.isupper()))):
            break
        run = once
        best = run if EXPECTED.fullmatch(run) else best
    return best


def _once(run: str) -> str | None:
    raw = windows_bytes(run)
    try:
        return raw.decode("utf-8") if raw else None
    except UnicodeDecodeError:
        return None
