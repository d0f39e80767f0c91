"""A host in, its turns out: one request at a time, a rest between two, and an end when it does not answer."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from ssl import SSLContext

import httpx2

from pipeline.fetch.connect import Transport, Watch
from pipeline.fetch.settings import Settings
from pipeline.fetch.unfetched import UnfetchedError

# After so many requests in a row that came to nothing the host is left alone until the next fetch.
PATIENCE = 5


class Host:
    """Keep the manners towards one host, for whichever thread asks it."""

    def __init__(self, name: str, settings: Settings, tls: SSLContext, stop: threading.Event) -> None:
        self.name = name
        self.requests = 0
        self.interval = settings.interval
        self.watch = Watch()
        self.client = httpx2.Client(
            transport=Transport(self.watch, settings.allow_private, tls),
            headers={"User-Agent": settings.user_agent, "Accept-Encoding": "gzip, deflate"},
            timeout=settings.read_timeout,
            follow_redirects=False,
            trust_env=False,
        )
        self._stop = stop
        self._lock = threading.RLock()
        self._next = 0.0
        self._faults = 0
        self._closed = ""

    @contextmanager
    def turn(self, url: str) -> Iterator[None]:
        """Wait for the turn of a request. Raises `UnfetchedError` when the host is left alone."""
        with self._lock:
            self._check(url)
            if self._stop.wait(max(0.0, self._next - time.monotonic())):
                raise UnfetchedError(url, "the fetch was interrupted", "run the same command again to go on")
            self._next = time.monotonic() + self.interval
            self.requests += 1
            yield

    def slow_down(self, interval: float) -> None:
        """Rest at least so many seconds between two requests, as robots.txt asks."""
        self.interval = max(self.interval, interval)

    def wait(self, seconds: float) -> None:
        """Let the next turn begin in so many seconds at the earliest."""
        with self._lock:
            self._next = max(self._next, time.monotonic() + seconds)

    def answered(self) -> None:
        """Note that the host answers."""
        self._faults = 0

    def failed(self, reason: str) -> None:
        """Note that the host did not answer as it should; too often in a row, and it is left alone."""
        self._faults += 1
        if self._faults >= PATIENCE:
            self.close(f"{reason} {PATIENCE} times in a row")

    def close(self, reason: str) -> None:
        """Ask the host for nothing more in this fetch."""
        self._closed = self._closed or reason

    def _check(self, url: str) -> None:
        if self._closed:
            raise UnfetchedError(url, f"not asked: {self.name}: {self._closed}", "fetch again later")
