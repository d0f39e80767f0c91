"""A site on this machine and a caller of `fetch` for the tests: real HTTP, counted requests, no long waits."""

import re
import socket
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from pipeline.fetch import Fetched, Settings, fetch
from pipeline.fetch.found import Found

Answering = Callable[[Request], Response]
ACCEPT = {"text/html": ".html", "application/xhtml+xml": ".html", "application/pdf": ".pdf", "text/plain": ".txt"}
QUICK = Settings(
    accept=ACCEPT,
    user_agent="kabarangka/test",
    interval=0.0,
    read_timeout=2.0,
    deadline=4.0,
    attempts=3,
    backoff=0.001,
    longest_wait=2.0,
    allow_private=True,
    clock=lambda: datetime(2024, 6, 1, tzinfo=UTC),
)


class Site:
    """Play a site: `pages` by path; robots.txt is absent unless it is one of them."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.server = HTTPServer(host=host, threaded=True)
        self.pages: dict[str, Answering] = {}
        self.asked: list[str] = []
        self.requests: list[Request] = []
        self.bodies: list[str] = []
        self.server.expect_request(re.compile(".*")).respond_with_handler(self._answer)
        self.server.start()

    def _answer(self, request: Request) -> Response:
        path = request.full_path.rstrip("?")
        self.asked.append(path)
        self.requests.append(request)
        answering = self.pages.get(path)
        answer = answering(request) if answering else Response("gone", 404)
        if answer.status_code == 200:
            self.bodies.append(path)
        return answer

    def url(self, path: str) -> str:
        return self.server.url_for(path)

    def put(self, path: str, body: str | bytes, content_type: str = "text/html", **headers: str) -> None:
        """Let a path answer 200 with an ETag of its body, or 304 to one who has it."""

        def answer(request: Request) -> Response:
            response = Response(body, content_type=content_type)
            for name, value in headers.items():
                response.headers[name.replace("_", "-")] = value
            response.add_etag()
            response.make_conditional(request.environ)
            return response

        self.pages[path] = answer

    def status(self, path: str, *statuses: int, body: str = "<html>later</html>", **headers: str) -> None:
        """Let a path answer with one status after the other, the last for ever."""
        left = list(statuses)

        def answer(_: Request) -> Response:
            status = left.pop(0) if len(left) > 1 else left[0]
            response = Response(body, status, content_type="text/html")
            response.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
            return response

        self.pages[path] = answer

    def feed(self, path: str, *pages: Found) -> None:
        """Let a path be an Atom feed that names pages, with or without times."""
        entries = "".join(
            f"<entry><title>{p.title}</title><link href='{self.url(p.url) if p.url[0] == '/' else p.url}'/>"
            + (f"<published>{p.published}T01:00:00Z</published>" if p.published else "")
            + (f"<updated>{p.stamp}</updated>" if p.stamp else "")
            + "</entry>"
            for p in pages
        )
        self.put(path, f"<feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>", "application/atom+xml")

    def forget(self) -> None:
        self.asked.clear()
        self.bodies.clear()
        self.requests.clear()

    def stop(self) -> None:
        self.server.stop()


@dataclass
class Fetcher:
    """Call `fetch` into one corpus and keep what it said."""

    into: Path
    rules: Path
    settings: Settings = QUICK
    said: list[str] = field(default_factory=list)

    def __call__(self, *sources: str, **options: object) -> Fetched:
        self.said.clear()
        return fetch(sources, self.into, self.rules, replace(self.settings, **options), self.said.append)  # type: ignore[arg-type]

    @property
    def files(self) -> list[str]:
        """Return the files below raw/ without those of the manifest."""
        raw = self.into / "raw"
        found = (p.relative_to(raw).as_posix() for p in raw.rglob("*") if p.is_file())
        return sorted(p for p in found if "manifest.sqlite" not in p and ".lock" not in p)

    def counts(self, done: Fetched) -> Counter[str]:
        """Return the counts of the summary over all hosts."""
        told = Counter[str]()
        for line in done.summary[:-1]:
            told.update({name: int(n) for n, name in re.findall(r"(\d+) (new|changed|unchanged|refused|failed)", line)})
        return +told


class Raw:
    """Answer each connection with bytes as they are: what no well-behaved server sends."""

    def __init__(self, answer: Callable[[socket.socket], None]) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._answer = answer
        self.asked = 0
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection: socket.socket) -> None:
        with connection:
            try:
                head = connection.recv(65536)
                if b"/robots.txt" in head.split(b"\r\n")[0]:
                    connection.sendall(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                    return
                self.asked += 1
                self._answer(connection)
            except OSError:
                return

    def stop(self) -> None:
        self._socket.close()
