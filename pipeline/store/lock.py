"""A result folder in, the right to write in it out: one run at a time, whatever becomes of the one that holds it."""

import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pipeline.errors import StoreError

LOCK = ".lock"
PAUSE = 0.2


@contextmanager
def lock(out: Path, wait: float = 0) -> Iterator[None]:
    """Hold the lock of a folder; wait up to `wait` seconds for another run. Raises `StoreError` that names the holder.

    The lock is the operating system's: it ends with its process, also when that is killed.
    """
    path = out / LOCK
    until = time.monotonic() + wait
    while (handle := _take(path)) is None:
        if time.monotonic() >= until:
            raise StoreError(f"{out}: {_holder(path)} writes in it; wait for it with --wait SECONDS, or end it")
        time.sleep(PAUSE)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(handle)


def _take(path: Path) -> int | None:
    """Return a handle that holds the lock; None while another run has it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    # Another run may have unlinked the file between open and lock: then the lock is on a file that nobody sees.
    if not _lock(handle) or not _is_same(handle, path):
        os.close(handle)
        return None
    os.truncate(handle, 0)
    facts = {"pid": os.getpid(), "host": socket.gethostname(), "since": datetime.now(UTC).isoformat(timespec="seconds")}
    os.write(handle, json.dumps(facts).encode())
    return handle


def _lock(handle: int) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows
        return _lock_bytes(handle)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        os.close(handle)
        raise StoreError(f"{LOCK}: this file system has no locks ({error.strerror}); choose another --out") from error
    return True


def _lock_bytes(handle: int) -> bool:
    """Lock one byte far behind the text, so that others may read who holds it."""
    import msvcrt

    os.lseek(handle, 1 << 20, os.SEEK_SET)
    try:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except OSError:
        return False
    os.lseek(handle, 0, os.SEEK_SET)
    return True


def _is_same(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _holder(path: Path) -> str:
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        return f"process {facts['pid']} on {facts['host']} (since {facts['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another run"
