"""How a fetch behaves: its limits, its manners and its clock, in one record."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from pipeline.errors import UsageError
from pipeline.fetch.found import is_day

USER_AGENT = "kabarangka"
AGENT = re.compile(r"[A-Za-z0-9][ -~]*")


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Settings:
    """Hold what the options of `fetch` say; seconds and bytes.

    `accept` gives the suffix under which each media type is stored; other media types are refused. `clock` is asked
    for `retrieved` in the manifest, and for nothing else that is written.
    """

    accept: Mapping[str, str] = field(default_factory=dict)
    user_agent: str = USER_AGENT
    interval: float = 1.0
    read_timeout: float = 20.0
    deadline: float = 90.0
    max_bytes: int = 30_000_000
    attempts: int = 4
    backoff: float = 1.0
    longest_wait: float = 120.0
    redirects: int = 5
    hosts: int = 8
    list_pages: int = 20
    limit: int | None = None
    since: str = ""
    allow_private: bool = False
    refresh: bool = False
    clock: Callable[[], datetime] = _now

    @classmethod
    def checked(cls, **options: Any) -> "Settings":
        """Return the settings that options of the shell give. Raises `UsageError`."""
        since = options.get("since", "")
        if since and not is_day(since):
            raise UsageError(f"--since {since}: no ISO date; write 2024-01-31")
        agent = options.pop("user_agent", USER_AGENT)
        if not AGENT.fullmatch(agent):
            raise UsageError(
                f"--user-agent {agent!r}: no header; write it as 'ExampleLab/1.0 (+mailto:data@example.org)'"
            )
        return cls(user_agent=agent, **options)

    @property
    def robot(self) -> str:
        """Return the name by which robots.txt may speak of us: the product of the User-Agent."""
        return self.user_agent.split("/")[0].split()[0]

    def retrieved(self) -> str:
        """Return the time of now in UTC, to the second."""
        return self.clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
