"""Batches in, parts out as they come, from a dask cluster: of this machine, or of many behind one scheduler."""

import logging
import queue
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

import dask
from distributed import Client, Future, KilledWorker, LocalCluster, Variable

from pipeline.errors import KabarangkaError, UsageError
from pipeline.records import Failure
from pipeline.run.dask_worker import Ground, Loaded, work
from pipeline.run.pool import AHEAD, STARTS, Limits, Tell
from pipeline.run.process import At, Batch
from pipeline.store import Part

CONNECT = 30.0
NO_WORKER = 300.0
TICK = 1.0
AGAIN = "run again: what is saved is kept"
# In a cluster of its own a batch is tried twice, as by the pool; other schedulers have their own setting.
OWN = {"distributed.scheduler.allowed-failures": 1, "distributed.deploy.lost-worker-timeout": "5s"}


def process_on_dask(
    batches: Callable[[int], Iterator[Batch]], ground: Ground, limits: Limits, tell: Tell
) -> Iterator[list[Part]]:
    """Yield the parts of all batches, in whatever order they come; `batches` is told the number of workers.

    A batch whose worker ends is tried again by dask. When that is in vain its files go one by one, with care; the
    release that ends a careful worker too is set aside with its reason. Raises `UsageError` for a scheduler or workers
    that cannot be used, `KabarangkaError` when the cluster is lost.
    """
    with _connected(limits) as (client, mend):
        name = f"kabarangka-{client.id}"
        client.register_plugin(Loaded(ground), name=name)
        flight = _Flight(client, name, limits, tell, mend)
        try:
            yield from flight.parts(batches(flight.workers()))
        finally:
            with suppress(Exception):  # the cluster may be gone
                client.cancel(list(flight.flying), force=True)
                client.unregister_worker_plugin(name)


@contextmanager
def _connected(limits: Limits) -> Iterator[tuple[Client, Callable[[], None]]]:
    """Yield a client, and what brings back workers of a cluster of its own that ended while they started."""
    if limits.scheduler:
        try:
            client = Client(limits.scheduler, timeout=CONNECT, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            remedy = "start one with `dask scheduler`, and give its address, such as tcp://host:8786"
            raise UsageError(f"--scheduler {limits.scheduler}: no dask scheduler there ({error}); {remedy}") from error
        with client:
            yield client, lambda: None
        return
    own: dict[str, Any] = {"processes": True, "threads_per_worker": 1, "memory_limit": 0}
    own |= {"dashboard_address": "127.0.0.1:0", "silence_logs": logging.CRITICAL}
    with (
        dask.config.set(OWN),
        LocalCluster(n_workers=limits.workers, **own) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        yield client, lambda: cluster.scale(limits.workers)


class _Flight:
    """Keep a bounded number of batches in flight."""

    def __init__(self, client: Client, plugin: str, limits: Limits, tell: Tell, mend: Callable[[], None]) -> None:
        self.client = client
        self.mend = mend
        self.plugin = plugin
        self.limits = limits
        self.tell = tell
        self.again: deque[Batch] = deque()
        self.flying: dict[Future[list[list[Part]]], tuple[Batch, str]] = {}
        self.landed: queue.SimpleQueue[Future[list[list[Part]]]] = queue.SimpleQueue()
        self.barren = self.number = 0
        self.least = 1 if limits.scheduler else limits.workers

    def workers(self) -> int:
        """Return how many workers there are; wait for the first one. Raises `UsageError` when none comes."""
        until = time.monotonic() + (NO_WORKER if self.number else CONNECT)
        while (workers := len(self.client.nthreads())) < self.least:
            self.mend()
            if workers:
                break
            if time.monotonic() > until:
                at = self.limits.scheduler or "on this machine"
                raise UsageError(f"no dask worker {at}; start some: dask worker ADDRESS --nthreads 1; {AGAIN}")
            time.sleep(TICK)
        return workers

    def parts(self, batches: Iterator[Batch]) -> Iterator[list[Part]]:
        """Yield the parts of all batches."""
        while True:
            room = AHEAD * self.workers() - len(self.flying)
            while room > 0 and (batch := self.again.popleft() if self.again else next(batches, None)):
                self._start(batch)
                room -= 1
            if not self.flying:
                return
            with suppress(queue.Empty):
                yield from self._landed(self.landed.get(timeout=TICK))

    def _start(self, batch: Batch) -> None:
        self.number += 1
        place = f"{self.plugin}-{self.number}"
        future = self.client.submit(work, self.plugin, batch, place, key=place, pure=False)
        self.flying[future] = batch, place
        future.add_done_callback(self.landed.put)

    def _landed(self, future: Future[list[list[Part]]]) -> Iterator[list[Part]]:
        batch, place = self.flying.pop(future)
        try:
            found = future.result()
        except KilledWorker as error:
            self._lost(batch, place, error.allowed_failures + 1)
            return
        except KabarangkaError:
            raise
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt | SystemExit):
                raise
            told = " ".join(f"{type(error).__name__}: {error}".split())[:300]
            raise KabarangkaError(f"dask: {told}; see to the scheduler and its workers, then {AGAIN}") from error
        finally:
            future.release()
        self.barren = 0
        if batch.careful:
            Variable(place, client=self.client).delete()
        yield from found

    def _lost(self, batch: Batch, place: str, times: int) -> None:
        """Put back a batch whose workers ended: its files one by one, without the release that they ended at."""
        reason = f"its worker ended {times} times (killed, perhaps for want of memory, or a crash in a library"
        reason += f", or it took longer than {self.limits.patience:g} s)" if self.limits.patience < 1e9 else ")"
        self.tell("worker", reason=reason, files=len(batch.files), careful=batch.careful)
        at = self._place(place) if batch.careful else None
        if batch.careful and at is None:
            self.barren += 1
            if self.barren >= STARTS:
                remedy = "free memory, take fewer workers, see their logs; then"
                raise KabarangkaError(f"dask workers end before they can work ({reason}); {remedy} {AGAIN}")
        poison = batch.poison
        if at:
            remedy = "report it; --timeout and more memory a worker give a release more"
            poison = poison | {replace(at, source=""): Failure(at.source or at.file, reason, remedy)}
        self.again.extend(replace(batch, files=(file,), careful=True, poison=poison) for file in batch.files)

    def _place(self, place: str) -> At | None:
        """Return where a careful batch was; None when it did not come to work."""
        variable = Variable(place, client=self.client)
        try:
            return At(**variable.get(timeout=TICK))
        except TimeoutError:
            return None
        finally:
            variable.delete()
