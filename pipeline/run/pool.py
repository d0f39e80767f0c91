"""Batches in, parts out as they come: workers may crash, hang or be killed without harm to other releases."""

import multiprocessing
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from pipeline.errors import KabarangkaError
from pipeline.records import Failure
from pipeline.run.extract import Extract
from pipeline.run.process import At, Batch
from pipeline.run.sources import stored_name
from pipeline.run.worker import DONE, READY, serve
from pipeline.store import Part

Tell = Callable[..., None]
AHEAD = 2  # batches a worker holds: one at work, one so that it need not wait
STARTS = 3  # deaths without any work between them, after which it is not the releases
TICK = 0.5
TIMEOUT = 600.0
SIGNALS = {9: "killed, perhaps for want of memory", 11: "a crash in a library (segmentation fault)", 6: "abort"}


@dataclass(frozen=True, slots=True)
class Limits:
    """Hold how many processes work, and what one release may take of time (seconds) and of memory (MB); 0 for any.

    With `dask` they are workers of a dask cluster: one of this machine, or that of the `scheduler` at an address.
    """

    workers: int = 1
    timeout: float | None = None
    memory_mb: int = 0
    dask: bool = False
    scheduler: str = ""

    @property
    def in_process(self) -> bool:
        """Tell whether the work is done without any other process: limits need one that can be killed."""
        return self.workers == 1 and not self.timeout and not self.memory_mb and not self.dask

    @property
    def patience(self) -> float:
        """Return the seconds after which a worker that says nothing is killed."""
        timeout = TIMEOUT if self.timeout is None else self.timeout
        return timeout or float("inf")


@dataclass(slots=True)
class _Worker:
    """Hold a process, what it was given and how far it is."""

    process: BaseProcess
    pipe: Connection
    heard: float
    ready: bool = False
    given: deque[Batch] = field(default_factory=deque)
    finished: set[str] = field(default_factory=set)
    at: At | None = None


class Pool:
    """Hold the workers of a run; `load` gives each what extracts and must be picklable."""

    def __init__(self, load: Callable[[], Extract], limits: Limits, tell: Tell) -> None:
        self.batches: Iterator[Batch] = iter(())
        self.load = load
        self.limits = limits
        self.tell = tell
        self.again: deque[Batch] = deque()
        self.workers: list[_Worker] = []
        self.barren = 0

    def start(self, number: int) -> None:
        """Start workers before there is any work; return when one is ready.

        Raises `KabarangkaError` when what they load is wrong, or when none starts.
        """
        while number and not any(worker.ready for worker in self.workers):
            self.workers += [self._start() for _ in range(number - len(self.workers))]
            for _ in self.listen():
                pass

    def work(self, batches: Iterator[Batch]) -> Iterator[list[Part]]:
        """Yield the parts of all batches, in whatever order they come.

        When a worker dies or is silent for too long, its batch is tried once more with care, a release at a time. What
        ends a careful worker too is set aside with its reason, and the rest goes on. Raises as `start`.
        """
        self.batches = batches
        try:
            while self.feed():
                yield from self.listen()
        finally:
            self.close()

    def feed(self) -> bool:
        """Give every worker enough to do; tell whether there is anything left to wait for."""
        for worker in self.workers:
            while worker.ready and len(worker.given) < AHEAD and (batch := self._next()):
                worker.given.append(batch)
                if len(worker.given) == 1:
                    worker.heard = time.monotonic()
                self._send(worker, batch)
        loading = sum(not worker.ready for worker in self.workers)
        while len(self.workers) < self.limits.workers and self._waits(loading + 1):
            self.workers.append(self._start())
            loading += 1
        return any(worker.given or not worker.ready for worker in self.workers) or bool(self.again)

    def _waits(self, number: int) -> bool:
        """Tell whether that many batches wait: workers that load at the same time each need one of their own."""
        while len(self.again) < number and (batch := next(self.batches, None)):
            self.again.append(batch)
        return len(self.again) >= number

    def _next(self) -> Batch | None:
        return self.again.popleft() if self.again else next(self.batches, None)

    def _start(self) -> _Worker:
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        process = context.Process(target=serve, args=(there, self.load, self.limits.memory_mb), daemon=True)
        process.start()
        there.close()
        return _Worker(process, here, time.monotonic())

    def _send(self, worker: _Worker, batch: Batch) -> None:
        try:
            worker.pipe.send(batch)
        except OSError:
            return  # it died; `listen` finds out

    def listen(self) -> Iterator[list[Part]]:
        """Yield what workers have to say, for a moment; see to those that died or are silent for too long."""
        by_pipe = {worker.pipe: worker for worker in self.workers}
        for pipe in wait(list(by_pipe), TICK):
            worker = by_pipe[pipe]  # type: ignore[index]
            try:
                message = worker.pipe.recv()
            except (EOFError, OSError):
                self._bury(worker, "")
                continue
            yield from self._hear(worker, message)
        for worker in self.workers[:]:
            if worker.given and time.monotonic() - worker.heard > self.limits.patience and not worker.pipe.poll():
                self._bury(worker, f"it took longer than {self.limits.patience:g} s")

    def _hear(self, worker: _Worker, message: Any) -> Iterator[list[Part]]:
        worker.heard = time.monotonic()
        if message == READY:
            worker.ready = True
        elif message == DONE:
            worker.given.popleft()
            worker.finished, worker.at = set(), None
            self.barren = 0
        elif isinstance(message, At):
            worker.at = message
        elif isinstance(message, list):
            worker.finished.update(part.file for part in message if part.fingerprint is not None)
            self.barren = 0
            yield message
        else:
            raise KabarangkaError(str(message))

    def _bury(self, worker: _Worker, reason: str) -> None:
        """Take a dead or hanging worker away; put its batches back, the one at work with more care."""
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        self.workers.remove(worker)
        reason = reason or f"its process ended: {_cause(worker.process.exitcode)}"
        if not worker.given or (worker.given[0].careful and worker.at is None):
            self.barren += 1
            if self.barren >= STARTS:
                remedy = "free memory or take fewer --workers, then run again: what is saved is kept"
                raise KabarangkaError(f"workers end before they can work ({reason}); {remedy}")
        self.again.extendleft(reversed(worker.given))
        if worker.given:
            batch = self.again.popleft()
            left = tuple(file for file in batch.files if stored_name(file) not in worker.finished)
            poison = _poison(batch, worker.at, reason)
            self.tell("worker", reason=reason, files=len(left), careful=batch.careful)
            if left:
                self.again.appendleft(replace(batch, files=left, careful=True, poison=poison))

    def close(self) -> None:
        """End all workers."""
        for worker in self.workers:
            worker.process.kill()
        for worker in self.workers:
            worker.process.join()
            worker.pipe.close()
        self.workers = []


def _poison(batch: Batch, at: At | None, reason: str) -> dict[At, Failure]:
    """Add to the known poison what a careful batch was at when its worker ended."""
    if not batch.careful or at is None:
        return batch.poison
    remedy = "report it; --timeout and --memory give a release more"
    here = replace(at, source="")
    return batch.poison | {here: Failure(at.source or at.file, f"{reason}, twice", remedy)}


def _cause(exitcode: int | None) -> str:
    if exitcode is None or exitcode >= 0:
        return f"exit code {exitcode}"
    return f"signal {-exitcode}, {SIGNALS.get(-exitcode, 'killed')}"
