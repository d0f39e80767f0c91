"""Results in, what the user is told out: progress on the way, counts by host and the cost at the end."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pipeline.fetch.pages import Result
from pipeline.fetch.unfetched import UnfetchedError

COLUMNS = {
    "new": "new",
    "changed": "changed",
    "unchanged": "unchanged",
    "robots": "refused by robots",
    "failed": "failed",
}


@dataclass(slots=True)
class Report:
    """Gather what a fetch did."""

    say: Callable[[str], None]
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    paths: list[str] = field(default_factory=list)
    failed: int = 0

    def add(self, result: Result) -> None:
        """Count a page."""
        self.count(result.host, result.became)
        if result.path:
            self.paths.append(result.path)
        if result.fault:
            self.fault(result.fault)

    def count(self, host: str, became: str, number: int = 1) -> None:
        """Count pages of a host."""
        self.counts.setdefault(host, Counter())[became] += number

    def add_fault_of_source(self, fault: UnfetchedError, host: str) -> None:
        """Count a source that gave nothing: also one that robots.txt refuses is a failure, since it was named."""
        self.count(host, "robots" if fault.kind == "robots" else "failed")
        self.fault(fault)
        self.failed += fault.kind == "robots"

    def fault(self, fault: UnfetchedError) -> None:
        """Tell of what did not come. What robots.txt refuses is told, and is no failure of ours."""
        self.failed += fault.kind != "robots"
        self.say(str(fault))

    def summary(self, requests: int) -> Iterable[str]:
        """Return the lines of the end: a line a host, then the cost."""
        for host in sorted(self.counts):
            yield f"{host}: " + ", ".join(f"{self.counts[host][name]} {told}" for name, told in COLUMNS.items())
        stored = sum(c["new"] + c["changed"] for c in self.counts.values())
        ratio = f", {requests / stored:.2f} each" if stored else ""
        yield f"{requests} requests for {stored} new or changed pages{ratio}"
