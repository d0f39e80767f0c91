"""Extractors for tests of the run: quick ones that need no model, and poison that ends or hangs their process.

They stand in a module of their own because workers import them by name.
"""

import os
import re
import signal
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from pipeline.errors import RuleError
from pipeline.records import Observation, Release
from pipeline.run.extract import Extract

NUMBER = re.compile(r"\d+")
KILL, HANG, RAISE, GREEDY = "RACUN-MATI", "RACUN-DIAM", "RACUN-GALAT", "RACUN-RAKUS"


@dataclass(frozen=True)
class Quick:
    """Make a row of each run of digits; `pause` seconds a release stand for work."""

    pause: float = 0
    rulebook: Any = field(default_factory=lambda: SimpleNamespace(entries={}))

    def rows(self, releases: Sequence[Release]) -> Iterator[list[Observation] | Exception]:
        """Yield rows; poisoned texts do what they say."""
        for release in releases:
            time.sleep(self.pause)
            _poison(release.text)
            yield [_row(release, match) for match in NUMBER.finditer(release.text)]


def quick() -> Quick:
    """Load at once."""
    return Quick()


def slow() -> Quick:
    """Load at once, but take time for each release."""
    return Quick(0.004)


def wrong() -> Quick:
    """Find that the rules are wrong."""
    raise RuleError(["units.yaml:3: wrong; mend it"])


def broken() -> Quick:
    """End before anything is loaded."""
    os._exit(3)


def _poison(text: str) -> None:
    if KILL in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if HANG in text:
        time.sleep(600)
    if RAISE in text:
        raise ValueError("poisoned")
    if GREEDY in text:
        bytearray(2_000_000_000)


def _row(release: Release, match: re.Match[str]) -> Observation:
    return Observation(
        observation_id=f"{release.text_sha256[:8]}{match.start():08}",
        source=release.source,
        title=release.title,
        value=match.group(),
        surface=match.group(),
        start=str(match.start()),
        end=str(match.end()),
        text_sha256=release.text_sha256,
        evidence={"value": match.span()},
    )


def dies_once(mark: Path) -> Quick:
    """Load what ends its process at the first release that it gets, unless one has done so before."""

    @dataclass(frozen=True)
    class Once(Quick):
        def rows(self, releases: Sequence[Release]) -> Iterator[list[Observation] | Exception]:
            if not mark.exists():
                mark.touch()
                os.kill(os.getpid(), signal.SIGKILL)
            return super().rows(releases)

    return Once()


class Poisoned:
    """Do what poisoned texts say, then what another extract does."""

    def __init__(self, extract: Extract) -> None:
        """Keep the other extract."""
        self.extract = extract
        self.rulebook = extract.rulebook

    def rows(self, releases: Sequence[Release]) -> Iterator[list[Observation] | Exception]:
        """Yield rows, unless a text is poisoned."""
        for release in releases:
            _poison(release.text)
        return self.extract.rows(releases)
