"""The text of a release in, the date of its dateline or of "Kamis (4/1/2024)" out."""

import re
from datetime import date

from pipeline.rulebook import Rulebook

NUMERIC = re.compile(r"\((\d{1,2})[/-](\d{1,2})[/-](\d{4})\)")
DATELINE_WITHIN = 400


def find_date(text: str, rulebook: Rulebook) -> str:
    """Return the ISO date that the text gives itself; "" without one.

    A date in brackets after a weekday wins; else a dateline ("Jakarta, 4 Januari 2024 –") near the start.
    """
    for match in NUMERIC.finditer(text):
        if found := iso_date(match[3], match[2], match[1]):
            return found
    months = {e.text: e.code for group in rulebook.entries.values() for e in group if e.tag == "month"}
    names = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    dateline = re.compile(
        rf"[^\W\d_]{{3}}\s*[,(]\s*(?:[^\W\d_]+,?\s+\(?)?(\d{{1,2}})\s+({names})\s+(\d{{4}})\b", re.IGNORECASE
    )
    head = text.find("\n\n") + 1
    found_line = dateline.search(text, 0, head + DATELINE_WITHIN)
    return iso_date(found_line[3], months.get(found_line[2].lower(), ""), found_line[1]) if found_line else ""


def iso_date(year: str, month: str, day: str) -> str:
    """Return YYYY-MM-DD; "" for a date that is none."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def is_date(text: str) -> bool:
    """Tell whether the text is empty or an ISO date."""
    return not text or (bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text)) and iso_date(*text.split("-")) == text)
