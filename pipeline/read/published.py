"""A cell that tells a date of publication in, the ISO date in Jakarta out."""

from datetime import timedelta
from email.utils import parsedate_to_datetime

from pipeline.read.html_dates import JAKARTA, Dates


def iso_of(text: str, dates: Dates) -> str:
    """Return the ISO date of a time stamp (ISO, mail, seconds), of 4/1/2024 or "Kamis, 4 Januari 2024"; else ""."""
    return _of_mail(text) or dates.of_metadata(text)


def _of_mail(text: str) -> str:
    """Read the form of mail and feeds; a moment in universal time is told as the day in Jakarta."""
    if ":" not in text or "," not in text[:12]:
        return ""
    try:
        moment = parsedate_to_datetime(text)
        if moment.utcoffset() == timedelta(0):
            moment = moment.astimezone(JAKARTA)
    except (ValueError, TypeError, OverflowError, IndexError):
        return ""
    return moment.date().isoformat()
