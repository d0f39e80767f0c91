"""A batch in, its parts out, in a worker of a dask cluster: the model is loaded once a worker, one batch at a time."""

import faulthandler
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from distributed import Variable, Worker, WorkerPlugin, get_client, get_worker

from pipeline.errors import UsageError
from pipeline.run.extract import Extract
from pipeline.run.process import At, Batch, process
from pipeline.run.worker import limit_memory
from pipeline.store import Maker, Part

# A worker that ends before its nanny knows that it has started is not started again.
SETTLED = 1.0


@dataclass(frozen=True, slots=True)
class Ground:
    """Hold what a worker loads, and what it must have as the run has it: code, rules, model and inputs.

    `patience` is the time in seconds after which a silent worker is ended, None for any; `memory_mb` as in `Limits`.
    """

    load: Callable[[], Extract]
    make: Callable[[], Maker]
    maker: Maker
    paths: tuple[Path, ...] = ()
    patience: float | None = None
    memory_mb: int = 0

    def extract(self, worker: str) -> Extract:
        """Load. Raises `UsageError` where this worker would make other rows, or would not find the inputs."""
        if missing := [path for path in self.paths if not path.exists()]:
            remedy = "give a folder that every worker sees under this path, or a URL such as s3://bucket/folder"
            raise UsageError(f"{missing[0]}: not seen by the dask worker {worker}; {remedy}")
        if self.make() != self.maker:
            remedy = "install the same versions there as here, with the same rules and model"
            raise UsageError(f"dask worker {worker}: another kabarangka, or other libraries or rules; {remedy}")
        extract = self.load()
        if self.memory_mb:
            limit_memory(self.memory_mb)
        return extract


class Loaded(WorkerPlugin):
    """Keep what a worker has loaded; whoever works with it holds the lock."""

    def __init__(self, ground: Ground) -> None:
        """Keep what to load: loading waits for the first batch, so that an error of it reaches the run."""
        self.ground = ground

    def setup(self, worker: Worker) -> None:
        """Start in a worker, which may have several threads: the language can be used by one of them at a time."""
        self.address = str(worker.address)
        self.lock = threading.Lock()
        self.extract: Extract | None = None
        self.started = time.monotonic()

    def loaded(self) -> Extract:
        """Return the extract; the first call takes seconds."""
        if self.extract is None:
            self.extract = self.ground.extract(self.address)
            time.sleep(max(0.0, self.started + SETTLED - time.monotonic()))
        return self.extract


def work(plugin: str, batch: Batch, place: str) -> list[list[Part]]:
    """Process a batch; a careful one tells the scheduler, in the variable `place`, where it is."""
    held: Any = get_worker().plugins[plugin]
    with held.lock:
        extract = held.loaded()
        variable = Variable(place, client=get_client()) if batch.careful else None
        with _watch(held.ground.patience) as alive:

            def tell(at: At) -> None:
                alive()
                if variable:
                    variable.set(asdict(at))

            return list(_alive(process(batch, extract, tell), alive))


def _alive(found: Iterator[list[Part]], alive: Callable[[], None]) -> Iterator[list[Part]]:
    for parts in found:
        alive()
        yield parts


@contextmanager
def _watch(patience: float | None) -> Iterator[Callable[[], None]]:
    """End the process when the call that is given is not made for too long, also when a library holds all of it."""

    def alive() -> None:
        if patience:
            faulthandler.dump_traceback_later(patience, exit=True)

    alive()
    try:
        yield alive
    finally:
        faulthandler.cancel_dump_traceback_later()
