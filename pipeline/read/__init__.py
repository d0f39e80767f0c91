"""A file in, one `Release` with canonical text and the way back to the source out."""

from collections.abc import Callable
from pathlib import Path

from pipeline.errors import ReleaseError
from pipeline.read import text
from pipeline.read.text import title_end
from pipeline.records import Release
from pipeline.rulebook import Rulebook

__all__ = ["READERS", "read", "title_end"]

MAX_BYTES = 10_000_000
READERS: dict[str, Callable[[bytes, Path, str, Rulebook], Release]] = {".txt": text.read}


def read(path: Path, source: str, rulebook: Rulebook) -> Release:
    """Read one file; `source` is its name in the table. Raises `ReleaseError` with the reason and what to do."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise ReleaseError(
            source, f"no reader for {path.suffix or 'a file without suffix'}", f"give {', '.join(READERS)}"
        )
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ReleaseError(
                source, f"{size:,} bytes, over the limit of {MAX_BYTES:,}", "split it into single releases"
            )
        raw = path.read_bytes()
    except OSError as error:
        raise ReleaseError(
            source, f"cannot be read ({error.strerror})", "check that it exists and its permissions"
        ) from error
    return reader(raw, path, source, rulebook)
