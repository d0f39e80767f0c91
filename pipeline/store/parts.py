"""What is saved of a file: its fingerprint, its releases with their rows as text, what could not be read."""

from dataclasses import dataclass, field

from pipeline.records import Failure

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Hold size, time and digest of a file and of its sidecar; a size of -1 stands for one that is not there."""

    size: int = -1
    mtime_ns: int = 0
    sha256: str = ""
    sidecar_size: int = -1
    sidecar_mtime_ns: int = 0
    sidecar_sha256: str = ""

    @property
    def content(self) -> tuple[str, str]:
        """Return the digests, which decide whether a file has changed."""
        return self.sha256, self.sidecar_sha256

    @property
    def stat(self) -> tuple[int, int, int, int]:
        """Return sizes and times, which tell quickly that it has not."""
        return self.size, self.mtime_ns, self.sidecar_size, self.sidecar_mtime_ns


@dataclass(frozen=True, slots=True)
class Version:
    """Hold one release as made from one content: its metadata, and its rows as cells and JSON.

    `digest` is that of all of it: the same digest is the same version.
    """

    position: int
    source: str
    release_id: str
    title: str
    published: str
    publisher: str
    url: str
    warnings: str
    text_sha256: str
    digest: str
    rows: tuple[Cells, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Part:
    """Hold a stretch of the releases of one file, in order.

    The first part of a file says `first`; the last one has its `fingerprint`, and with it the file is complete.
    `failures` are pairs of position and failure. `left_out` tells that the file is none of this run's.
    """

    file: str
    first: bool
    versions: tuple[Version, ...] = ()
    failures: tuple[tuple[int, Failure], ...] = ()
    fingerprint: Fingerprint | None = None
    left_out: bool = False
