"""Batches in, parts out, in a process of its own: it loads once, works one batch after the other, and may die."""

import os
import signal
import threading
from collections.abc import Callable
from multiprocessing import parent_process
from multiprocessing.connection import Connection

from pipeline.errors import KabarangkaError
from pipeline.run.extract import Extract
from pipeline.run.process import process

READY, DONE = "ready", "done"


def serve(pipe: Connection, load: Callable[[], Extract], memory_mb: int) -> None:
    """Load, then answer each batch with its parts and `DONE`; end when the pipe or the parent does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        extract = load()
        if memory_mb:
            limit_memory(memory_mb)
        pipe.send(READY)
        while True:
            for parts in process(pipe.recv(), extract, pipe.send):
                pipe.send(parts)
            pipe.send(DONE)
    except KabarangkaError as error:
        pipe.send(str(error))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _end_with_parent() -> None:
    """A worker whose parent was killed must not go on, whatever it is at."""
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)


def limit_memory(memory_mb: int) -> None:
    """Let the process take this much on top of what it has loaded, where the system can hold it to that."""
    try:
        import resource
        from pathlib import Path

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + memory_mb * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    except (ImportError, OSError, ValueError):
        return
