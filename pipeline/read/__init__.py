"""A file in, its releases with canonical text and the way back to the source out; `FORMATS` is the only list."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import ReleaseError
from pipeline.read import archive, document, html, pdf, table, text
from pipeline.read.file import File
from pipeline.read.remote import Remote, find_remote, is_url, names_of_one
from pipeline.read.text import title_end
from pipeline.records import Failure, Release
from pipeline.rulebook import Rulebook

__all__ = [
    "FORMATS",
    "File",
    "Format",
    "Remote",
    "find_remote",
    "format_of",
    "is_url",
    "names_of_one",
    "plain_of",
    "read",
    "releases",
    "title_end",
]


@dataclass(frozen=True, slots=True)
class Format:
    """Hold what is known of one kind of file.

    `read` yields its releases, and a `Failure` for each part of it that cannot be read; it raises `ReleaseError` when
    that is all of it. `plain` turns a slice of the decoded source into canonical text: how `verify` proves a row.
    `in_folders` tells whether such files are taken from a folder, or only when they are named.
    """

    suffixes: tuple[str, ...]
    media_types: tuple[str, ...]
    read: Callable[[File, Rulebook], Iterator[Release | Failure]]
    plain: Callable[[str], str] = text.plain
    in_folders: bool = True


FORMATS = (
    Format((".txt",), ("text/plain",), text.read),
    Format((".html", ".htm", ".xhtml"), ("text/html", "application/xhtml+xml"), html.read, html.plain),
    Format((".pdf",), ("application/pdf",), pdf.read),
    Format((".docx",), ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",), document.read),
    Format((".zip",), ("application/zip",), archive.read),
    Format(
        (".jsonl", ".ndjson"), ("application/jsonl", "application/x-ndjson"), table.read_json_lines, in_folders=False
    ),
    Format((".csv", ".tsv"), ("text/csv", "text/tab-separated-values"), table.read_csv, in_folders=False),
    Format((".parquet",), ("application/vnd.apache.parquet",), table.read_parquet, in_folders=False),
)
# The number of a row or line behind the name of a table of articles.
ROW = re.compile(r"#\d+$")


def format_of(name: str) -> Format | None:
    """Return the format by the suffix (that before .gz) of a file or a release's source; None for no reader's."""
    suffix = File(Path(ROW.sub("", name)), name).suffix
    return next((f for f in FORMATS if suffix in f.suffixes), None)


def plain_of(release: Release) -> Callable[[str], str]:
    """Return what turns a slice of `release.original` into canonical text."""
    found = next((f for f in FORMATS if release.media_type in f.media_types), None) or format_of(release.source)
    return found.plain if found else text.plain


def releases(file: File, rulebook: Rulebook) -> Iterator[Release | Failure]:
    """Yield the releases of a file; a `Failure` for what cannot be read, no exception."""
    try:
        format_ = format_of(file.path.name)
        if format_ is None:
            known = ", ".join(suffix for f in FORMATS for suffix in f.suffixes)
            reason = f"no reader for {file.suffix or 'a file without suffix'}"
            raise ReleaseError(file.name, reason, f"give {known}")
        yield from format_.read(file, rulebook)
    except ReleaseError as error:
        yield Failure.of(error)


def read(path: Path, source: str, rulebook: Rulebook) -> Release:
    """Read the first release of a file; `source` is its name in the table. Raises `ReleaseError` with the reason."""
    for found in releases(File(path, source), rulebook):
        if isinstance(found, Failure):
            raise ReleaseError(found.source, found.reason, found.remedy)
        return found
    raise ReleaseError(source, "it holds no release", "give a file with text")
