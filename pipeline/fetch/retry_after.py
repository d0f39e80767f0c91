"""The header Retry-After in, seconds to wait out."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def seconds(header: str, now: datetime) -> float | None:
    """Return the seconds that `Retry-After` names, as a number or as a date (RFC 9110, 10.2.3); None for neither."""
    text = header.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
