"""Files in, batches out, of a size that keeps workers busy and loses little when one dies."""

from collections.abc import Iterator, Sequence

from pipeline.read import File
from pipeline.run.process import Batch

BYTES = 400_000
FILES = 64
# Names of one batch go through a pipe at once: they must fit into it, or parent and worker would wait for each other.
NAMES = 8_000


def batches(files: Sequence[File], workers: int, since: str = "") -> Iterator[Batch]:
    """Yield the files in order, in batches of even size; small ones when there are few files for many workers."""
    most = FILES if workers == 1 else max(1, min(FILES, len(files) // (workers * 4)))
    batch: list[File] = []
    size = names = 0
    for file in files:
        batch.append(file)
        size += _size(file)
        names += 2 * len(file.name) + len(str(file.path))
        if len(batch) >= most or size >= BYTES or names >= NAMES:
            yield Batch(tuple(batch), since=since)
            batch, size, names = [], 0, 0
    if batch:
        yield Batch(tuple(batch), since=since)


def _size(file: File) -> int:
    try:
        return file.size()
    except OSError:
        return 0
