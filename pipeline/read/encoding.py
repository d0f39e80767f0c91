"""Bytes and their declared charset in, their text out: nothing lost in silence, mojibake mended where certain."""

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.read.mojibake import mend, windows_text

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
WINDOWS = "windows-1252"
# What the web calls by these names is Windows-1252 (https://encoding.spec.whatwg.org/#names-and-labels).
LATIN = re.compile(r"ascii|iso8859-(?:1|9|14|15)|cp125[024]|latin-1|hp-roman8|cp(?:437|85\d|775|86[0135]|1026|1140)")
# Encodings that a page may declare; never those that run code points through an escape, such as UTF-7.
KNOWN = re.compile(
    r"utf-8|ascii|iso8859-\d+|cp125\d|cp866|cp874|cp932|cp949|koi8-[rut]|gb2312|gbk|gb18030|big5(?:hkscs)?|euc_(?:jp|kr)"
    r"|shift_jis|iso2022_jp|mac-(?:roman|cyrillic)|tis-620"
)
HIGH = re.compile(rb"[\x80-\xff]+")
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
# Signs and letters that Latin text in Windows-1252 is likely to hold; by them the guess needs no statistics.
LIKELY = frozenset("‘’“”–—…•€™\u00a0°²³½¼¾×±µ£©®«»·§éèêëüöäáàâçñíóúôîïåøæÉÜÖÄÅÇ")
SAMPLE = 20_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """Hold the text of some bytes, the name of their encoding, and what was not plain about them.

    A byte order mark stays as the first character. Offsets into a source point into this `text`, after mending.
    """

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(raw: bytes, declared: str = "") -> Decoded:
    """Decode bytes by byte order mark, declared charset, strict UTF-8, else by what they look like.

    It never raises and depends on its arguments only. What is guessed, contradicts `declared`, could not be decoded
    (U+FFFD then stands for it) or was mended is told in `warnings`.
    """
    decoded = _marked(raw) or _declared(raw, declared) or _utf8(raw) or _wide(raw) or _mixed(raw) or _detected(raw)
    text, mended = mend(decoded.text)
    told = (*_contradiction(decoded.encoding, declared), *decoded.warnings, *mended)
    return Decoded(text, decoded.encoding, told)


def is_binary(text: str) -> bool:
    """Tell whether decoded text holds control characters that no text has: its bytes were a picture or a program."""
    return bool(CONTROLS.search(text))


def charset(label: str) -> str:
    """Return the encoding that a label of the web stands for; "" for an unknown one."""
    try:
        name = codecs.lookup(label.strip().strip("\"'").lower()).name
    except (LookupError, ValueError):
        return ""
    if not KNOWN.fullmatch(name):
        return ""
    return WINDOWS if name in ("ascii", "iso8859-1", "cp1252") else name


def _contradiction(encoding: str, declared: str) -> Iterator[str]:
    label = declared.strip()
    if label and not charset(label) and not label.lower().startswith(encoding[:6]):
        yield f"declared charset {label[:40]!r} is unknown; read as {encoding}"
    elif charset(label) not in ("", encoding):
        yield f"declared charset {label[:40]!r} does not fit the bytes; read as {encoding}"


def _marked(raw: bytes) -> Decoded | None:
    found = next(((mark, name) for mark, name in MARKS if raw.startswith(mark)), None)
    if found is None:
        return None
    mark, name = found
    return _with_losses("\ufeff" + raw[len(mark) :].decode(name, "replace"), raw, name)


def _with_losses(text: str, raw: bytes, name: str) -> Decoded:
    """Return the text with a warning where a character could not be decoded."""
    lost = text.count("\ufffd") - raw.count("\ufffd".encode(name))
    if lost <= 0:
        return Decoded(text, name)
    return Decoded(text, name, (f"{lost} places are not {name}, first at character {text.index(chr(0xFFFD))}",))


def _declared(raw: bytes, declared: str) -> Decoded | None:
    """Read as declared; not where the bytes are valid UTF-8 beyond ASCII, which no other text is by chance."""
    name = charset(declared)
    if not name or name == "utf-8" or _utf8(raw):
        return None
    if name == WINDOWS:
        return Decoded(windows_text(raw), WINDOWS)
    try:
        return Decoded(raw.decode(name), name)
    except (UnicodeDecodeError, ValueError):
        return None


def _utf8(raw: bytes) -> Decoded | None:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text and _wide(raw) else Decoded(text, "utf-8")


def _wide(raw: bytes) -> Decoded | None:
    """Read UTF-16 without a mark: nearly every second byte is zero."""
    half = len(raw) // 2
    if half < 4 or len(raw) % 2:
        return None
    zeros = (raw[0:4096:2].count(0), raw[1:4096:2].count(0))
    seen = min(half, 2048)
    if max(zeros) < 0.7 * seen or min(zeros) > 0.02 * seen:
        return None
    name = "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    text = raw.decode(name, "replace")
    return None if is_binary(text) else Decoded(text, name, (f"no byte order mark; read as {name}",))


def _mixed(raw: bytes) -> Decoded | None:
    """Read UTF-8 with some wrong bytes; None where there are more of these than right ones.

    A lone byte between ASCII is Windows-1252 that was pasted in; U+FFFD stands for others.
    """
    runs = Counter(_kind(match[0], match.end() == len(raw)) for match in HIGH.finditer(raw))
    if runs["lost"] > runs["good"] or not runs["good"] + runs["cut"]:
        return None
    text = HIGH.sub(lambda match: _right(match[0]), raw).decode("utf-8")
    lost = runs["lost"] + runs["cut"]
    pastes = (f"{runs['pasted']} bytes in it are not UTF-8; read as {WINDOWS}",) if runs["pasted"] else ()
    losses = (f"{lost} places in it are not UTF-8; U+FFFD stands for them",) if lost else ()
    return Decoded(text, "utf-8", pastes + losses)


def _kind(run: bytes, last: bool) -> str:
    """Return what a run of bytes beyond ASCII is: good UTF-8, pasted Windows-1252, cut at the end, or lost."""
    try:
        run.decode("utf-8")
    except UnicodeDecodeError as error:
        if len(run) == 1 and windows_text(run) in LIKELY:
            return "pasted"
        return "cut" if last and error.end == len(run) and error.end - error.start > 1 else "lost"
    return "good"


def _right(run: bytes) -> bytes:
    """Return a run of bytes beyond ASCII as valid UTF-8."""
    if _kind(run, False) == "pasted":
        return windows_text(run).encode()
    return run.decode("utf-8", "replace").encode()


def _detected(raw: bytes) -> Decoded:
    """Read as Windows-1252 where that is likely, else as charset-normalizer says of the lines beyond ASCII."""
    name = WINDOWS if _is_latin(raw) else _statistics(raw)
    if name != WINDOWS:
        try:
            return Decoded(raw.decode(name), name, (f"not UTF-8 and no charset declared; read as {name}",))
        except (UnicodeDecodeError, ValueError):
            pass
    return Decoded(windows_text(raw), WINDOWS, (f"not UTF-8; read as {WINDOWS}",))


def _is_latin(raw: bytes) -> bool:
    """Tell whether nearly all characters beyond ASCII are such as Latin text in Windows-1252 holds."""
    high = windows_text(b"".join(HIGH.findall(raw)))
    return sum(c in LIKELY for c in high) >= 0.9 * len(high)


def _statistics(raw: bytes) -> str:
    from charset_normalizer import from_bytes

    sample = b"\n".join(line for line in raw[: 50 * SAMPLE].splitlines() if HIGH.search(line))[:SAMPLE]
    best = from_bytes(sample).best()
    name = codecs.lookup(best.encoding).name if best else ""
    return WINDOWS if not KNOWN.fullmatch(name) or LATIN.fullmatch(name) else name
