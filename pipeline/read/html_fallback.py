"""A page in, the text that trafilatura finds out, for layouts that our own choice does not understand."""

import unicodedata

from pipeline.read.html_phrases import Phrases

# It takes seconds for 200 KB of nested tags; no article needs more than this.
LARGEST = 1_000_000
PROSE = 80


def extract(raw: str, phrases: Phrases) -> str:
    """Return the canonical text of a page; "" where trafilatura is not installed, or finds nothing or no prose."""
    if len(raw) > LARGEST:
        return ""
    try:
        from trafilatura import extract as find
    except ImportError:
        return ""
    try:
        found = find(raw, include_comments=False, include_tables=False, deduplicate=False, favor_precision=True) or ""
    except Exception:
        # Whatever it stumbles over: the page is then one without an article.
        return ""
    lines = [" ".join(line.split()) for line in found.splitlines()]
    kept = [line for line in lines if line and not _is_furniture(line, phrases)]
    has_prose = any(len(line) >= PROSE for line in kept)
    return unicodedata.normalize("NFC", "\n\n".join(kept)) if has_prose else ""


def _is_furniture(line: str, phrases: Phrases) -> bool:
    lower = line.lower()
    return lower in phrases.whole or bool(phrases.links.match(lower) or phrases.furniture.match(lower))
