"""Events of a run in, talk on stderr out: a bar in a terminal, plain lines elsewhere, or JSON lines."""

import json
import sys
import time
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

SHOWN_FAILURES = 20
SECONDS_BETWEEN_LINES = 10.0


class Show:
    """Show what a run tells; `tell` takes its events."""

    def __init__(self, *, as_json: bool) -> None:
        """Choose how to show by the options and by what stderr is."""
        self.as_json = as_json
        self.bar: Any = None
        self.task: Any = None
        self.started = self.last = time.monotonic()

    def __enter__(self) -> Self:
        """Start the bar, in a terminal."""
        if sys.stderr.isatty() and not self.as_json:
            from rich import progress
            from rich.console import Console

            columns = (
                *(progress.BarColumn(), progress.MofNCompleteColumn(), progress.TextColumn("{task.fields[rate]}")),
                *(progress.TimeRemainingColumn(), progress.TextColumn("{task.fields[failures]} set aside")),
            )
            self.bar = progress.Progress(*columns, console=Console(stderr=True), transient=True)
            self.bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away."""
        if self.bar:
            self.bar.stop()

    def tell(self, event: str, **facts: Any) -> None:
        """Show one event."""
        if self.as_json:
            self._json(event, facts)
        elif event == "plan":
            self._plan(facts)
        elif event == "progress":
            self._progress(facts)
        elif event == "worker":
            say(f"a worker was lost ({facts['reason']}); {facts['files']} files are tried again, one by one")

    def end(self, outcome: Any) -> None:
        """Show what the tables hold and what is set aside."""
        counts = {
            "releases": outcome.releases,
            "observations": outcome.observations,
            "failures": len(outcome.failures),
        }
        seconds = time.monotonic() - self.started
        if self.as_json:
            self._json("end", {**counts, "seconds": round(seconds, 3), "files": [str(p) for p in outcome.files]})
            return
        for failure in outcome.failures[:SHOWN_FAILURES]:
            say(f"set aside {failure}")
        if len(outcome.failures) > SHOWN_FAILURES:
            say(f"and {len(outcome.failures) - SHOWN_FAILURES} more: see quarantine.csv")
        if sys.stderr.isatty():
            _table({**counts, "seconds": f"{seconds:.1f}"})
        else:
            say(f"{outcome.releases} releases, {outcome.observations} rows, {len(outcome.failures)} set aside")

    def _plan(self, facts: dict[str, Any]) -> None:
        names = ("new", "changed", "redone", "gone", "unchanged")
        say("plan: " + ", ".join(f"{facts[name]} {name}" for name in names))
        if facts["redone"]:
            say(f"{facts['redone']} files again: {', '.join(facts['reasons'])}")

    def _progress(self, facts: dict[str, Any]) -> None:
        now = time.monotonic()
        rate = facts["done"] / max(now - self.started, 0.001)
        if self.bar:
            shown = {"rate": f"{rate:.1f} files/s", "failures": facts["failures"]}
            if self.task is None:
                self.task = self.bar.add_task("", total=facts["total"], **shown)
            self.bar.update(self.task, completed=facts["done"], **shown)
        elif now - self.last >= SECONDS_BETWEEN_LINES and facts["done"] < facts["total"]:
            self.last = now
            left = (facts["total"] - facts["done"]) / max(rate, 0.001)
            say(
                f"{facts['done']}/{facts['total']} files, {rate:.1f} files/s, {left:.0f} s to go, "
                f"{facts['failures']} set aside"
            )

    def _json(self, event: str, facts: dict[str, Any]) -> None:
        stamp = datetime.now(UTC).isoformat(timespec="milliseconds")
        say(json.dumps({"time": stamp, "event": event, **facts}, ensure_ascii=False))


def _table(facts: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(show_header=False)
    for name, value in facts.items():
        table.add_row(name, str(value))
    Console(stderr=True).print(table)


def say(text: object) -> None:
    """Print a line on stderr at once: what is told may be long under way."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201 (stderr is talk)
