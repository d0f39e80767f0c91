"""What a sidecar, front matter or a row says of a release in, the known fields as text out."""

import json
from typing import Any

from pipeline.errors import ReleaseError
from pipeline.read.dates import is_date
from pipeline.read.file import File

# The last is what `fetch` notes of a response, and may name its charset.
KEYS = ("title", "published", "publisher", "author", "url", "content_type")
# What parsers raise for what is not YAML or JSON: wrong syntax, escapes of no character, nesting without end.
BROKEN = (ValueError, OverflowError, RecursionError, OSError)


def sidecar(file: File) -> dict[str, str]:
    """Return what the sidecar NAME.json says; {} without one. Raises `ReleaseError` for one that is no JSON."""
    try:
        raw = file.sidecar()
        data = json.loads(raw.decode("utf-8-sig")) if raw is not None else {}
    except BROKEN as error:
        name = file.bare.with_suffix(".json").name
        raise ReleaseError(file.name, f"the sidecar {name} is not JSON", "mend or delete it") from error
    return known(data, file.name)


def known(data: Any, source: str) -> dict[str, str]:
    """Return the known fields as text. Raises `ReleaseError` for what is too large a number or half a character."""
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


def date_of(metadata: dict[str, str]) -> tuple[str, tuple[str, ...]]:
    """Return the date of publication that metadata gives, "" without one, and a warning for one that is no date."""
    published = metadata.get("published", "")
    return (published, ()) if is_date(published) else ("", (f"published {published!r} is no ISO date",))
