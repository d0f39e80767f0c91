"""A URL and its validators in, one answer out: polite, checked, retried, followed through redirects, bounded."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

import httpcore2
import httpx2
import stamina

from pipeline.fetch import retry_after
from pipeline.fetch.address import PrivateAddressError
from pipeline.fetch.host import Host
from pipeline.fetch.settings import Settings
from pipeline.fetch.unfetched import PassingError, UnfetchedError
from pipeline.fetch.urls import host_of, normal

REDIRECTS = (301, 302, 303, 307, 308)
PASSING = (408, 429, 500, 502, 503, 504)
# Kinds of bodies that are no release and no list of them: they are not even read.
NEVER = ("image/", "video/", "audio/", "font/")


@dataclass(frozen=True, slots=True)
class Answer:
    """Hold a response: header names in small letters, the body as it was sent, without its content coding."""

    url: str
    final_url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    def header(self, name: str) -> str:
        """Return a header; "" without it."""
        return self.headers.get(name, "")

    @property
    def media_type(self) -> str:
        """Return the media type that was declared, without parameters; "" without one."""
        return self.header("content-type").partition(";")[0].strip().lower()


Allow = Callable[[str], None]


class Asker:
    """Ask hosts for URLs; a `Host` each, made when it is first asked."""

    def __init__(self, settings: Settings, stop: threading.Event) -> None:
        self.settings = settings
        self.stop = stop
        self.hosts: dict[str, Host] = {}
        self._lock = threading.Lock()
        self._tls = httpx2.create_ssl_context()

    def host(self, url: str) -> Host:
        """Return the host of a URL."""
        name = host_of(url)
        with self._lock:
            if name not in self.hosts:
                self.hosts[name] = Host(name, self.settings, self._tls, self.stop)
            return self.hosts[name]

    def close(self) -> None:
        """Close all connections."""
        for host in self.hosts.values():
            host.client.close()

    def ask(self, url: str, validators: Mapping[str, str], allow: Allow) -> Answer:
        """Return the answer for a normal URL, after redirects; `allow` is called for each hop and may refuse it.

        `validators` are request headers such as `If-None-Match`. Raises `UnfetchedError` without an answer.
        """
        seen = [url]
        while True:
            self._allow(url, seen[-1], allow)
            answer = self._retried(url, seen[-1], validators)
            if answer.status not in REDIRECTS:
                return answer
            seen.append(self._next_hop(answer, seen))

    def _allow(self, url: str, hop: str, allow: Allow) -> None:
        try:
            allow(hop)
        except UnfetchedError as error:
            if hop == url:
                raise
            raise UnfetchedError(url, f"redirected to {hop}: {error.reason}", error.remedy, error.kind) from error

    def _next_hop(self, answer: Answer, seen: list[str]) -> str:
        target = answer.header("location")
        if not target:
            raise UnfetchedError(answer.url, f"status {answer.status} without a Location", "report it to the publisher")
        try:
            found = normal(target, seen[-1])
        except UnfetchedError as error:
            reason = f"redirected to {target[:200]}: {error.reason}"
            raise UnfetchedError(answer.url, reason, "look at the page with a browser", "gone") from error
        if found in seen or len(seen) > self.settings.redirects:
            what = "in a circle" if found in seen else f"more than {self.settings.redirects} times"
            raise UnfetchedError(answer.url, f"redirected {what}", "look at the page with a browser")
        return found

    def _retried(self, url: str, hop: str, validators: Mapping[str, str]) -> Answer:
        host = self.host(hop)
        settings = self.settings
        attempts = stamina.retry_context(
            on=lambda error: self._pause(host, error),
            attempts=settings.attempts,
            timeout=None,
            wait_initial=settings.backoff,
            wait_max=settings.longest_wait,
            wait_jitter=settings.backoff / 2,
        )
        try:
            for attempt in attempts:
                with attempt:
                    return self._once(host, url, hop, validators)
        except PassingError as error:
            if error.wait is None or error.wait <= settings.longest_wait:
                host.failed(error.reason)
            raise
        raise AssertionError("stamina ends with a result or an exception")

    def _pause(self, host: Host, error: Exception) -> bool | float:
        """Tell stamina whether to try again, and after how many seconds where the host named them."""
        if not isinstance(error, PassingError) or self.stop.is_set():
            return False
        if error.wait is None:
            return True
        if error.wait > self.settings.longest_wait:
            host.close(f"it asks to wait {error.wait:.0f} seconds")
            return False
        host.wait(error.wait)
        return max(error.wait, 0.001)

    def _once(self, host: Host, url: str, hop: str, validators: Mapping[str, str]) -> Answer:
        with host.turn(hop):
            host.watch.start(self.settings.deadline)
            try:
                with host.client.stream("GET", hop, headers=dict(validators)) as response:
                    answer = self._read(url, hop, response)
            except PrivateAddressError as error:
                raise UnfetchedError(url, str(error), "--allow-private lets it through") from error
            except (httpcore2.TimeoutException, httpx2.TimeoutException) as error:
                raise self._too_slow(host, url) from error
            except (httpcore2.ConnectError, OSError) as error:
                reason = f"no connection to {host.name} ({error})"
                raise PassingError(url, reason, "check the name of the host and the network") from error
            except httpx2.DecodingError as error:
                raise UnfetchedError(
                    url, f"the body is not what its coding says ({error})", "fetch again later"
                ) from error
            except (httpcore2.NetworkError, httpcore2.ProtocolError, httpx2.HTTPError, httpx2.InvalidURL) as error:
                raise PassingError(
                    url, f"the response broke off or is no HTTP ({error})", "fetch again later"
                ) from error
        if answer.status in PASSING:
            wait = retry_after.seconds(answer.header("retry-after"), self.settings.clock())
            phrase = HTTPStatus(answer.status).phrase
            raise PassingError(url, f"status {answer.status} ({phrase})", "fetch again later", wait)
        host.answered()
        return answer

    def _too_slow(self, host: Host, url: str) -> UnfetchedError:
        if host.watch.is_over:
            reason = f"not all of it came within {self.settings.deadline:g} seconds"
            return UnfetchedError(url, reason, "fetch again later, or raise --deadline")
        reason = f"nothing came for {self.settings.read_timeout:g} seconds"
        return PassingError(url, reason, "fetch again later, or raise --timeout")

    def _read(self, url: str, hop: str, response: httpx2.Response) -> Answer:
        """Read the body of a status that has one to use, up to the limit of bytes."""
        headers = {name.lower(): value for name, value in response.headers.items()}
        answer = Answer(url, hop, response.status_code, headers, b"")
        if response.status_code != HTTPStatus.OK:
            return answer
        limit = self.settings.max_bytes
        declared = headers.get("content-length", "")
        too_large = UnfetchedError(url, f"more than {limit:,} bytes", "raise --max-bytes if it is a release", "gone")
        if answer.media_type.startswith(NEVER):
            reason = f"its content type is {answer.media_type}"
            raise UnfetchedError(url, reason, "give the page of a release", "gone")
        if declared.isdigit() and int(declared) > limit:
            raise too_large
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > limit:
                raise too_large
            if self.stop.is_set():
                raise UnfetchedError(url, "the fetch was interrupted", "run the same command again to go on")
        return Answer(url, hop, response.status_code, headers, bytes(body))
