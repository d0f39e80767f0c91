"""Sources in, pages as they were sent in the corpus out: feeds, sitemaps, lists, URLs; polite, bounded, resumable.

sources → discover → pages to ask for → ask → store
          feed, sitemap,  pending in     robots, turns,     files, sidecar,
          listing, kinds  the manifest   retries, limits    manifest
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.fetch.settings import Settings

__all__ = ["Fetched", "Settings", "fetch"]

NEEDED = ("defusedxml", "feedparser", "httpx2", "protego", "stamina")
RAW = "raw"


@dataclass(frozen=True, slots=True)
class Fetched:
    """Hold what a fetch did: the new and changed files, how much failed, and the lines of the summary."""

    paths: tuple[Path, ...]
    failed: int
    summary: tuple[str, ...]


def fetch(sources: Sequence[str], into: Path, rules: Path, settings: Settings, say: Callable[[str], None]) -> Fetched:
    """Fetch what is new into `into`/raw/<publisher>/<yyyy>/.

    `say` is told of each fault and of the progress. Raises `UsageError` for a wrong call, without an extra, or while
    another fetch writes there; `RuleError` for bad rules.
    """
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        raise UsageError(f"fetch needs {', '.join(missing)}; install the extra: pip install 'kabarangka[fetch]'")
    from pipeline.fetch.job import run

    return run(sources, into / RAW, rules, settings, say)
