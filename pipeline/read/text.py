"""A plain-text file in, one `Release` out: UTF-8 only, title, date and publisher from text, front matter or sidecar."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from pipeline.errors import ReleaseError
from pipeline.read.canonical import canonical
from pipeline.read.dates import find_date, is_date
from pipeline.read.file import File
from pipeline.records import Release
from pipeline.rulebook import Rulebook

FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?\r?\n)---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
BLANK_LINES = re.compile(r"\s*")
SENTENCE_ENDS = (".", ".”", '."', ".’", ";")
MAX_BYTES = 10_000_000
KEYS = ("title", "published", "publisher", "url")
MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"\x00\x00\xfe\xff": "UTF-32"}
# What parsers raise for what is not YAML or JSON: wrong syntax, escapes of no character, nesting without end.
BROKEN = (ValueError, OverflowError, RecursionError, OSError)
PICTURES = re.compile(r"[\x00-\x08\x0e-\x1f]")


def read(file: File, rulebook: Rulebook) -> Iterator[Release]:
    """Yield the one release of a file. Raises `ReleaseError` for what is empty, binary or not UTF-8."""
    source = file.name
    decoded = _decode(file.read(MAX_BYTES), source)
    body, metadata = _front_matter(decoded, source)
    metadata |= _sidecar(file.path, source)
    text, places = canonical(decoded[body:])
    if not text.strip():
        raise ReleaseError(source, "the file is empty", "write the text of the release, or delete it")
    end = title_end(text)
    warnings = tuple(f"{key} {metadata[key]!r} is no ISO date" for key in ("published",) if not is_date(metadata[key]))
    yield Release(
        release_id=file.release_id,
        source=source,
        text=text,
        title=metadata["title"] or text[:end].strip(),
        title_end=end,
        published=metadata["published"] if not warnings and metadata["published"] else find_date(text, rulebook),
        publisher=metadata["publisher"],
        url=metadata["url"],
        warnings=warnings,
        original=decoded,
        source_shift=body,
        source_map=tuple(body + place for place in places),
    )


def plain(part: str) -> str:
    """Return a slice of the decoded source as canonical text."""
    return canonical(part)[0]


def _decode(raw: bytes, source: str) -> str:
    mark = next((name for start, name in MARKS.items() if raw.startswith(start)), "")
    if mark:
        raise ReleaseError(source, f"the text is {mark}, not UTF-8", "save it as UTF-8")
    try:
        decoded = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        reason = "a binary file" if b"\0" in raw else f"not UTF-8 (byte {error.start})"
        raise ReleaseError(source, reason, "save the text as UTF-8; older files are often Latin-1") from error
    if PICTURES.search(decoded):
        raise ReleaseError(source, "a binary file (it holds control characters)", "give the text of the release")
    return decoded


def _front_matter(decoded: str, source: str) -> tuple[int, dict[str, str]]:
    """Return where the body starts and what the front matter says."""
    start = 1 if decoded.startswith("\ufeff") else 0
    metadata = dict.fromkeys(KEYS, "")
    match = FRONT_MATTER.match(decoded, start)
    if match is None:
        return start, metadata
    try:
        data = yaml.load(match.group(1), Loader=yaml.BaseLoader)
    except (yaml.YAMLError, *BROKEN) as error:
        raise ReleaseError(source, "the front matter is not YAML", "mend the lines between --- and ---") from error
    blank = BLANK_LINES.match(decoded, match.end())
    return blank.end() if blank else match.end(), metadata | _known(data, source)


def _sidecar(path: Path, source: str) -> dict[str, str]:
    sidecar = path.with_suffix(".json")
    if not sidecar.is_file():
        return {}
    try:
        data = json.loads(sidecar.read_text(encoding="utf-8-sig"))
    except BROKEN as error:
        raise ReleaseError(source, f"the sidecar {sidecar.name} is not JSON", "mend or delete it") from error
    return _known(data, source)


def _known(data: Any, source: str) -> dict[str, str]:
    """Return the metadata as text. Raises `ReleaseError` for what is too large a number or half a character."""
    if not isinstance(data, dict):
        return {}
    try:
        found = {key: str(data[key]).strip() for key in KEYS if data.get(key)}
        if any(isinstance(data.get(key), (list, dict)) for key in KEYS):
            raise ReleaseError(
                source, "its metadata holds a list where a text is due", f"write {', '.join(KEYS)} as text"
            )
        "".join(found.values()).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise ReleaseError(source, "its metadata cannot be written as text", "mend the escapes in it") from error
    return found


def title_end(text: str) -> int:
    """Return where the title ends; 0 without one.

    Line 1 is a title when a blank line and more text follow it and it does not end like a sentence.
    """
    end = text.find("\n\n")
    line = text[:end].strip() if end > 0 else ""
    is_title = bool(line) and "\n" not in line and not line.endswith(SENTENCE_ENDS) and bool(text[end:].strip())
    return end if is_title else 0
