"""A request in, a response over a checked connection out: addresses are checked where the socket is opened.

The name is resolved once, every address is checked, and one of those very addresses is connected to: a name that is
given another address a moment later (DNS rebinding) changes nothing. TLS still checks the name.
"""

import time
from collections.abc import Iterable, Iterator
from ssl import SSLContext
from typing import Any

import httpcore2
import httpx2
from httpcore2 import NetworkBackend, NetworkStream, SyncBackend

from pipeline.fetch.address import resolve


class Watch:
    """Hold until when the response that is under way may take: one for all of it, not one a read."""

    def __init__(self) -> None:
        self.end = float("inf")

    def start(self, seconds: float) -> None:
        """Let the next response take so many seconds."""
        self.end = time.monotonic() + seconds

    @property
    def is_over(self) -> bool:
        """Tell whether the time is over."""
        return time.monotonic() >= self.end

    def cut(self, timeout: float | None) -> float:
        """Return the time-out, or what is left where that is less. Raises `ReadTimeout` when nothing is left."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("the deadline is over")
        return left if timeout is None else min(timeout, left)


class _Stream(NetworkStream):
    """Cut every time-out of a stream to what is left."""

    def __init__(self, stream: NetworkStream, watch: Watch) -> None:
        self._stream = stream
        self._watch = watch

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._watch.cut(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._watch.cut(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> NetworkStream:
        inner = self._stream.start_tls(ssl_context, server_hostname, self._watch.cut(timeout))
        return _Stream(inner, self._watch)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Backend(NetworkBackend):
    """Open connections to checked addresses only."""

    def __init__(self, watch: Watch, allow_private: bool) -> None:
        self._watch = watch
        self._allow_private = allow_private
        self._plain = SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> NetworkStream:
        try:
            addresses = resolve(host, port, self._allow_private)
        except UnicodeError as error:
            raise httpcore2.ConnectError(f"{host!r} is no name of a host") from error
        fault: Exception = httpcore2.ConnectError(f"{host} has no address")
        for address in addresses:
            try:
                stream = self._plain.connect_tcp(address, port, self._watch.cut(timeout), local_address, socket_options)
                return _Stream(stream, self._watch)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                fault = error
        raise fault


class _Body(httpx2.SyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        self._stream.close()


class Transport(httpx2.BaseTransport):
    """Carry httpx2's requests over connections that `_Backend` opened."""

    def __init__(self, watch: Watch, allow_private: bool, tls: SSLContext) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=tls, keepalive_expiry=30.0, network_backend=_Backend(watch, allow_private)
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Return the response with its body not yet read; errors are those of httpcore2."""
        url = request.url
        answer = self._pool.handle_request(
            httpcore2.Request(
                request.method,
                httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        return httpx2.Response(answer.status, headers=answer.headers, stream=_Body(answer.stream))

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()
