"""What an index names: the URL of a page with what the index says of it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

# Publishers date by their own clock; Jakarta's is the one of ministries and newsrooms.
WIB = timezone(timedelta(hours=7))


@dataclass(frozen=True, slots=True)
class Found:
    """Hold a page that an index names.

    `published` is an ISO date in Jakarta. `stamp` is when the page was changed last, in UTC; it decides whether a
    known page is asked for again. Both are "" where the index says nothing.
    """

    url: str
    title: str = ""
    published: str = ""
    stamp: str = ""

    @property
    def day(self) -> str:
        """Return the day by which pages are ordered and chosen; "" for none."""
        return self.published or self.stamp[:10]


def moment(text: str) -> datetime | None:
    """Read a W3C date or date and time (a naive one is Jakarta's); None for anything else."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=WIB)


def stamp_of(found: datetime | None) -> str:
    """Return a moment as a stamp; "" for None."""
    try:
        return found.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if found else ""
    except (OverflowError, ValueError):
        return ""


def day_of(found: datetime | None) -> str:
    """Return the day of a moment in Jakarta; "" for None."""
    try:
        return found.astimezone(WIB).date().isoformat() if found else ""
    except (OverflowError, ValueError):
        return ""


def is_day(text: str) -> bool:
    """Tell whether a text is an ISO date."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
