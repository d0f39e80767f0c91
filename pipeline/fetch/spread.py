"""Work by host in, results as they come out: hosts side by side, the work of one host in its order."""

import queue
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TypeVar

W = TypeVar("W")
R = TypeVar("R")


def spread(work: Mapping[str, Sequence[W]], do: Callable[[W], R], at_once: int, stop: threading.Event) -> Iterator[R]:
    """Yield `do(item)` for every item, a thread a host, `at_once` hosts at a time.

    The threads are daemons: what is under way is crash-safe, so an interrupted fetch need not wait for it. An
    exception of `do` is raised here.
    """
    hosts: queue.SimpleQueue[Sequence[W]] = queue.SimpleQueue()
    results: queue.SimpleQueue[tuple[R] | BaseException] = queue.SimpleQueue()
    for items in work.values():
        hosts.put(items)

    def run() -> None:
        with suppress(queue.Empty):
            while not stop.is_set():
                _all(hosts.get_nowait(), do, results, stop)

    for _ in range(min(at_once, len(work))):
        threading.Thread(target=run, daemon=True).start()
    for _ in range(sum(map(len, work.values()))):
        result = results.get()
        if isinstance(result, BaseException):
            stop.set()
            raise result
        yield result[0]


def _all(
    items: Sequence[W],
    do: Callable[[W], R],
    results: "queue.SimpleQueue[tuple[R] | BaseException]",
    stop: threading.Event,
) -> None:
    try:
        for item in items:
            if stop.is_set():
                return
            results.put((do(item),))
    except BaseException as error:
        results.put(error)
