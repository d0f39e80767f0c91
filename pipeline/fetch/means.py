"""What every part of a fetch works with, in one record: settings, asker, robots, manifests, publishers."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.fetch.ask import Answer, Asker
from pipeline.fetch.found import Found
from pipeline.fetch.manifest import Manifests
from pipeline.fetch.publishers import Publishers
from pipeline.fetch.robots import Robots
from pipeline.fetch.settings import Settings


@dataclass(frozen=True, slots=True)
class Means:
    """Hold the means of one fetch."""

    settings: Settings
    publishers: Publishers
    manifests: Manifests
    asker: Asker
    robots: Robots

    def ask(self, url: str, validators: Mapping[str, str]) -> Answer:
        """Ask for a normal URL where robots.txt lets us, conditionally unless everything is to be fetched again."""
        return self.asker.ask(url, {} if self.settings.refresh else validators, self.robots.allow)

    def wants(self, found: Found) -> bool:
        """Tell whether a page is to be asked for: a new one, one that was changed since, or any with `refresh`."""
        page = self.manifests.of(found.url).page(found.url)
        if page is None or self.settings.refresh:
            return True
        return bool(found.stamp) and found.stamp > (page.stamp or page.retrieved)


def make(settings: Settings, publishers: Publishers, raw: Path, stop: threading.Event) -> Means:
    """Make the means of a fetch into the folder `raw`."""
    manifests = Manifests(raw, lambda url: publishers.of(url).folder)
    asker = Asker(settings, stop)
    return Means(settings, publishers, manifests, asker, Robots(asker, manifests))
