"""Results in, the same results out, with a bar on a terminal and a line now and then elsewhere."""

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

R = TypeVar("R")
LINES = 10


def progress(results: Iterable[R], total: int, say: Callable[[str], None]) -> Iterator[R]:
    """Yield the results and show on stderr how many of `total` have come."""
    if sys.stderr.isatty():
        yield from _bar(results, total)
        return
    step = max(1, total // LINES)
    for done, result in enumerate(results, 1):
        if done % step == 0 or done == total:
            say(f"{done}/{total} pages")
        yield result


def _bar(results: Iterable[R], total: int) -> Iterator[R]:
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("pages", total=total)
        for result in results:
            yield result
            bar.advance(task)
