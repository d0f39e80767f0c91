"""A plain-text file in, one `Release` out: title, date and publisher from text, front matter or sidecar."""

import re
from collections.abc import Iterator

import yaml

from pipeline.errors import ReleaseError
from pipeline.read.canonical import canonical
from pipeline.read.dates import find_date
from pipeline.read.encoding import decode, is_binary
from pipeline.read.file import File
from pipeline.read.metadata import BROKEN, date_of, known, sidecar
from pipeline.records import Release
from pipeline.rulebook import Rulebook

FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?\r?\n)---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
BLANK_LINES = re.compile(r"\s*")
SENTENCE_ENDS = (".", ".”", '."', ".’", ";")
MAX_BYTES = 10_000_000


def read(file: File, rulebook: Rulebook) -> Iterator[Release]:
    """Yield the one release of a file. Raises `ReleaseError` for what is empty or binary."""
    source = file.name
    decoded, warnings = _decode(file.read(MAX_BYTES), source)
    body, metadata = _front_matter(decoded, source)
    yield release(file, decoded, (body, metadata | sidecar(file), warnings), rulebook)


def release(
    file: File, decoded: str, found: tuple[int, dict[str, str], tuple[str, ...]], rulebook: Rulebook
) -> Release:
    """Return a release of plain text; `found` is where its body starts, its metadata and warnings."""
    body, metadata, warnings = found
    text, places = canonical(decoded[body:])
    if not text.strip():
        raise ReleaseError(file.name, "the file is empty", "write the text of the release, or delete it")
    end = title_end(text)
    published, undated = date_of(metadata)
    return Release(
        release_id=file.release_id,
        source=file.name,
        text=text,
        title=metadata.get("title") or text[:end].strip(),
        title_end=end,
        published=published or find_date(text, rulebook),
        publisher=metadata.get("publisher", ""),
        author=metadata.get("author", ""),
        url=metadata.get("url", ""),
        warnings=warnings + undated,
        original=decoded,
        source_shift=body,
        source_map=tuple(body + place for place in places),
    )


def plain(part: str) -> str:
    """Return a slice of the decoded source as canonical text."""
    return canonical(part)[0]


def _decode(raw: bytes, source: str) -> tuple[str, tuple[str, ...]]:
    decoded = decode(raw)
    if is_binary(decoded.text):
        raise ReleaseError(source, "a binary file (it holds control characters)", "give the text of the release")
    return decoded.text, decoded.warnings


def _front_matter(decoded: str, source: str) -> tuple[int, dict[str, str]]:
    """Return where the body starts and what the front matter says."""
    start = 1 if decoded.startswith("\ufeff") else 0
    match = FRONT_MATTER.match(decoded, start)
    if match is None:
        return start, {}
    try:
        data = yaml.load(match.group(1), Loader=yaml.BaseLoader)
    except (yaml.YAMLError, *BROKEN) as error:
        raise ReleaseError(source, "the front matter is not YAML", "mend the lines between --- and ---") from error
    blank = BLANK_LINES.match(decoded, match.end())
    return blank.end() if blank else match.end(), known(data, source)


def title_end(text: str) -> int:
    """Return where the title ends; 0 without one.

    Line 1 is a title when a blank line and more text follow it and it does not end like a sentence.
    """
    end = text.find("\n\n")
    line = text[:end].strip() if end > 0 else ""
    is_title = bool(line) and "\n" not in line and not line.endswith(SENTENCE_ENDS) and bool(text[end:].strip())
    return end if is_title else 0
