"""Sources in, stored pages and a summary out: discovery first, then the pages, hosts side by side."""

import fcntl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from stamina.instrumentation import set_on_retry_hooks

from pipeline.errors import UsageError
from pipeline.fetch import Fetched
from pipeline.fetch.discover import Harvest, Hit, discover
from pipeline.fetch.means import Means, make
from pipeline.fetch.pages import fetch_page
from pipeline.fetch.progress import progress
from pipeline.fetch.publishers import Publishers
from pipeline.fetch.report import Report
from pipeline.fetch.settings import Settings
from pipeline.fetch.spread import spread
from pipeline.fetch.unfetched import UnfetchedError
from pipeline.fetch.urls import host_of, key_of, normal
from pipeline.rulebook.sources import load_publishers

LOCK = ".fetch.lock"


def run(sources: Sequence[str], raw: Path, rules: Path, settings: Settings, say: Callable[[str], None]) -> Fetched:
    """Do what `fetch` says."""
    # Each fault is told once, by us: stamina would log every attempt.
    set_on_retry_hooks(())
    publishers = Publishers(load_publishers(rules))
    work = _by_host(sources)
    stop = threading.Event()
    with _alone(raw):
        means = make(settings, publishers, raw, stop)
        report = Report(say)
        try:
            _pages(_discover(work, means, report, stop), means, report, stop)
            means.manifests.close()
            means.asker.close()
        except KeyboardInterrupt:
            stop.set()  # what the threads have under way is crash-safe: nothing is waited for
            report.failed += 1
            say("interrupted; run the same command again to go on where it stopped")
        requests = sum(host.requests for host in means.asker.hosts.values())
        paths = tuple(raw / path for path in sorted(report.paths))
        return Fetched(paths, report.failed, tuple(report.summary(requests)))


def _by_host(sources: Sequence[str]) -> dict[str, list[str]]:
    """Return the sources by host. Raises `UsageError` for one that is neither a URL nor a file."""
    work: dict[str, list[str]] = {}
    for source in dict.fromkeys(sources):
        if "://" not in source and Path(source).is_file():
            work.setdefault("", []).append(source)
            continue
        try:
            work.setdefault(host_of(normal(source)), []).append(source)
        except UnfetchedError as error:
            raise UsageError(f"{source}: neither a file nor a URL ({error.reason}); {error.remedy}") from error
    return work


def _discover(work: dict[str, list[str]], means: Means, report: Report, stop: threading.Event) -> list[Hit]:
    hits: dict[str, Hit] = {}
    order = [source for group in work.values() for source in group]
    harvests: dict[str, Harvest] = {}

    def do(source: str) -> tuple[str, Harvest]:
        return source, discover(source, means)

    for source, harvest in spread(work, do, means.settings.hosts, stop):
        harvests[source] = harvest
        report.say(f"{source}: {len(harvest.hits)} pages to ask for")
    for source in order:
        harvest = harvests[source]
        for host, number in harvest.known.items():
            report.count(host, "unchanged", number)
        for fault in harvest.faults:
            report.add_fault_of_source(fault, host_of(fault.source) or fault.source)
        for hit in harvest.hits:
            hits.setdefault(key_of(hit.found.url), hit)
    return list(hits.values())


def _pages(hits: list[Hit], means: Means, report: Report, stop: threading.Event) -> None:
    work: dict[str, list[Hit]] = {}
    for hit in hits:
        work.setdefault(host_of(hit.found.url), []).append(hit)
    results = spread(work, lambda hit: fetch_page(hit, means), means.settings.hosts, stop)
    for result in progress(results, len(hits), report.say):
        report.add(result)


@contextmanager
def _alone(raw: Path) -> Iterator[None]:
    """Hold the lock of a corpus. Raises `UsageError` while another fetch holds it, or where nothing can be written."""
    try:
        raw.mkdir(parents=True, exist_ok=True)
        lock = (raw / LOCK).open("w")
    except OSError as error:
        raise UsageError(f"{raw}: cannot be written ({error.strerror}); choose another --into") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise UsageError(f"{raw}: another fetch is writing here; wait for it, or choose another --into") from error
        yield
