"""A file in, its fingerprint out: size and time of it and of its sidecar, and digests of their bytes."""

import hashlib
import time
from dataclasses import replace
from pathlib import Path

from pipeline.read import File, Remote
from pipeline.store import Fingerprint

# A file written just now may be written again within one tick of the file system's clock: its time proves nothing.
SETTLED_NS = 2_000_000_000


def stat(file: File) -> Fingerprint:
    """Return sizes and times, without digests; sizes of -1 for what is not there. Nothing is raised."""
    if file.remote:
        beside = file.remote.sidecar
        sidecar_seen = (beside.size, beside.mtime_ns) if beside else (-1, 0)
        return Fingerprint(file.remote.size, file.remote.mtime_ns, "", *sidecar_seen, "")
    size, mtime = _stat(file.path)
    sidecar = _sidecar(file)
    sidecar_size, sidecar_mtime = _stat(sidecar) if sidecar else (-1, 0)
    return Fingerprint(size, mtime, "", sidecar_size, sidecar_mtime, "")


def digest(file: File, found: Fingerprint) -> Fingerprint:
    """Return the fingerprint with its digests, "" for what cannot be read.

    `found` was taken before the bytes are read: if they change meanwhile, the next run sees another time.
    """
    settled = max(found.mtime_ns, found.sidecar_mtime_ns) < time.time_ns() - SETTLED_NS
    settled = settled and min(found.mtime_ns, found.sidecar_mtime_ns) >= 0
    sidecar = file.remote.sidecar if file.remote else _sidecar(file)
    return replace(
        found,
        mtime_ns=found.mtime_ns if settled else 0,
        sha256=_sha256(file.remote or file.path),
        sidecar_sha256=_sha256(sidecar) if sidecar and found.sidecar_size >= 0 else "",
    )


def _sidecar(file: File) -> Path | None:
    sidecar = file.bare.with_suffix(".json")
    return sidecar if sidecar != file.path else None


def _stat(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return -1, 0
    return found.st_size, found.st_mtime_ns


def _sha256(path: Path | Remote) -> str:
    try:
        with path.open("rb") if isinstance(path, Path) else path.open() as file:
            found = hashlib.sha256()
            while piece := file.read(1 << 20):
                found.update(piece)
            return found.hexdigest()
    except OSError:
        return ""
