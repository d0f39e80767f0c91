"""A page in, the text that trafilatura finds out, for layouts that our own choice does not understand."""

import re
import unicodedata

LINES = re.compile(r"\n+")


def extract(raw: str) -> str:
    """Return the canonical text of a page; "" where trafilatura is not installed or finds nothing."""
    try:
        from trafilatura import extract as find
    except ImportError:
        return ""
    found = find(raw, include_comments=False, include_tables=False, deduplicate=False, favor_precision=True) or ""
    return unicodedata.normalize("NFC", LINES.sub("\n\n", found.strip()))
