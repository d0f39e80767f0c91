"""Text with a date in, the ISO date in Jakarta out: of metadata with a time zone, and as Indonesian pages write it."""

import re
from datetime import datetime, timedelta, timezone

from pipeline.read.dates import iso_date
from pipeline.rulebook import Rulebook

JAKARTA = timezone(timedelta(hours=7))
STAMP = re.compile(
    r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)"
    r"(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
COMPACT = re.compile(r"(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])([0-3]\d)(?:\d{6})?(?!\d)")
EPOCH = re.compile(r"\d{10}(?:\d{3})?")
NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?![\d/])")
IN_URL = re.compile(
    r"/((?:19|20)\d{2})/(0?[1-9]|1[0-2])/([0-3]?\d)(?=/|$)|[/-]((?:19|20)\d{2})(0[1-9]|1[0-2])([0-3]\d)(?!\d)"
)
EARLIEST, LATEST = 1990, 2100


class Dates:
    """Read dates with the names of months of the rules."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.months = {e.text.lower(): e.code for group in rulebook.entries.values() for e in group if e.tag == "month"}
        self.months |= {name.lower(): code for name, code in rulebook.sources.generic.months.items()}
        names = "|".join(sorted(map(re.escape, self.months), key=lambda name: (-len(name), name)))
        self.written = re.compile(
            rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?[\s.-]+({names})\b\.?,?[\s-]+(\d{{4}})(?!\d)"
            rf"|\b({names})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})(?!\d)",
            re.IGNORECASE,
        )

    def of_metadata(self, text: str, month_first: bool = False) -> str:
        """Return the date of a value of metadata; "" for one that is none."""
        text = text.strip()
        if EPOCH.fullmatch(text):
            moment = datetime.fromtimestamp(int(text[:10]), JAKARTA)
            return _plausible(moment.date().isoformat())
        if match := STAMP.search(text):
            return _plausible(_in_jakarta(match))
        if match := COMPACT.search(text):
            return _plausible(iso_date(match[1], match[2], match[3]))
        return self.of_text(text, month_first)

    def of_text(self, text: str, month_first: bool = False) -> str:
        """Return the first date that a text writes out; "" without one."""
        found = [(m.start(), self._named(m)) for m in self.written.finditer(text)]
        for match in NUMERIC.finditer(text):
            day, month = (match[2], match[1]) if month_first else (match[1], match[2])
            year = match[3] if len(match[3]) == 4 else f"20{match[3]}"
            found.append((match.start(), iso_date(year, month, day)))
        found += [(m.start(), iso_date(m[1], m[2], m[3])) for m in STAMP.finditer(text)]
        return next((date for _, date in sorted(found) if _plausible(date)), "")

    def of_url(self, url: str) -> str:
        """Return the date that a URL holds; "" without one."""
        match = IN_URL.search(url)
        if match is None:
            return ""
        parts = match.groups()[:3] if match[1] else match.groups()[3:]
        return _plausible(iso_date(*parts))

    def of_words(self, text: str) -> str:
        """Return the first date in a text with the name of its month; "" without one."""
        return next((date for m in self.written.finditer(text) if _plausible(date := self._named(m))), "")

    def _named(self, match: re.Match[str]) -> str:
        day, month, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
        return iso_date(year, self.months[month.lower()], day)


def _in_jakarta(match: re.Match[str]) -> str:
    """Return the day in Jakarta of a time stamp; one without time zone is local."""
    written = iso_date(match[1], match[2], match[3])
    if not written or not match[7] or not match[4]:
        return written
    zone = "+0000" if match[7] in ("Z", "UTC", "GMT") else match[7].replace(":", "")
    stamp = f"{written} {match[4]}:{match[5]} {zone}"
    try:
        return datetime.strptime(stamp, "%Y-%m-%d %H:%M %z").astimezone(JAKARTA).date().isoformat()
    except (ValueError, OverflowError):
        return written


def _plausible(date: str) -> str:
    return date if date and EARLIEST <= int(date[:4]) <= LATEST else ""
