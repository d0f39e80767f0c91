"""A date of publication in a common form in, the ISO date in western Indonesia out."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from pipeline.read.dates import iso_date
from pipeline.rulebook import Rulebook

JAKARTA = timezone(timedelta(hours=7))
YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
WORDS = re.compile(r"(?<!\d)(\d{1,2})[\s-]+([^\W\d_]{3,})\.?[\s,-]+(\d{4})(?!\d)")
SECONDS = re.compile(r"\d{9,10}(?:\.\d+)?|\d{12,13}")


def iso_of(text: str, rulebook: Rulebook) -> str:
    """Return the ISO date of a timestamp (ISO, mail, seconds), of 4/1/2024 or "Kamis, 4 Januari 2024"; else ""."""
    text = text.strip()
    return _timestamp(text) or _numeric(text) or _in_words(text, rulebook)


def _timestamp(text: str) -> str:
    """Read a moment; one in universal time is told as the day in Jakarta, others as the day that they name."""
    try:
        if SECONDS.fullmatch(text):
            seconds = float(text)
            moment = datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC)
        elif text[:4].isdigit():
            moment = datetime.fromisoformat(text)
        else:
            moment = parsedate_to_datetime(text)
        if moment.utcoffset() == timedelta(0):
            moment = moment.astimezone(JAKARTA)
    except (ValueError, TypeError, OverflowError, OSError, IndexError):
        return ""
    return moment.date().isoformat()


def _numeric(text: str) -> str:
    if match := YEAR_FIRST.search(text):
        return iso_date(match[1], match[2], match[3])
    match = DAY_FIRST.search(text)
    return iso_date(match[3], match[2], match[1]) if match else ""


def _in_words(text: str, rulebook: Rulebook) -> str:
    months = {e.text: e.code for group in rulebook.entries.values() for e in group if e.tag == "month"}
    match = WORDS.search(text)
    return iso_date(match[3], months.get(match[2].lower(), ""), match[1]) if match else ""
