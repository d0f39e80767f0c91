"""The robots.txt of an origin in, whether a URL may be asked for out; asked once a fetch and origin."""

import threading

from protego import Protego

from pipeline.fetch.address import PrivateAddressError
from pipeline.fetch.ask import Asker
from pipeline.fetch.manifest import Manifests
from pipeline.fetch.unfetched import UnfetchedError
from pipeline.fetch.urls import origin_of

# RFC 9309: at least 500 KiB are read. A delay over the cap would stop the fetch of a whole site.
MOST_BYTES = 512_000
LONGEST_DELAY = 60.0


class Robots:
    """Know the rules of each origin that was asked."""

    def __init__(self, asker: Asker, manifests: Manifests) -> None:
        self._asker = asker
        self._manifests = manifests
        self._rules: dict[str, Protego | UnfetchedError] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def allow(self, url: str) -> None:
        """Raise `UnfetchedError` when robots.txt forbids a normal URL or could not be had."""
        rules = self._of(origin_of(url))
        if isinstance(rules, UnfetchedError):
            if isinstance(rules.__cause__, PrivateAddressError):
                raise UnfetchedError(url, rules.reason, rules.remedy)
            reason = f"robots.txt could not be had ({rules.reason}), so nothing of the host may be asked for"
            raise UnfetchedError(url, reason, rules.remedy)
        robot = self._asker.settings.robot
        if not rules.can_fetch(url, robot):
            raise UnfetchedError(url, f"robots.txt forbids it to {robot}", "ask the publisher for leave", "robots")

    def sitemaps(self, url: str) -> list[str]:
        """Return the sitemaps that the robots.txt of a URL's origin names."""
        rules = self._of(origin_of(url))
        return [] if isinstance(rules, UnfetchedError) else list(rules.sitemaps)

    def _of(self, origin: str) -> Protego | UnfetchedError:
        with self._lock:
            lock = self._locks.setdefault(origin, threading.Lock())
        with lock:
            if origin not in self._rules:
                self._rules[origin] = self._read(origin)
            return self._rules[origin]

    def _read(self, origin: str) -> Protego | UnfetchedError:
        url = f"{origin}/robots.txt"
        manifest = self._manifests.of(url)
        kept = manifest.robots(origin)
        try:
            answer = self._asker.ask(url, kept.validators if kept else {}, lambda _: None)
        except UnfetchedError as error:
            return error
        if answer.status == 304 and kept:
            body = kept.body
        elif answer.status == 200:
            body = answer.body[:MOST_BYTES]
            manifest.keep_robots(origin, answer, body)
        elif 400 <= answer.status < 500:
            body = b""
        else:
            return UnfetchedError(url, f"status {answer.status}", "fetch again later")
        return self._parse(origin, body)

    def _parse(self, origin: str, body: bytes) -> Protego:
        rules = Protego.parse(body.decode("utf-8-sig", "replace"))
        robot = self._asker.settings.robot
        if delay := rules.crawl_delay(robot):
            self._asker.host(origin).slow_down(min(float(delay), LONGEST_DELAY))
        if (rate := rules.request_rate(robot)) and rate.requests:
            self._asker.host(origin).slow_down(min(rate.seconds / rate.requests, LONGEST_DELAY))
        return rules
