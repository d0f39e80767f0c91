"""What an exporter writes, as text."""

from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.records import Observation


def written(write: Callable[[Iterable[Observation], Path], None], rows: Iterable[Observation]) -> str:
    """Return the text that an exporter writes for some rows."""
    with TemporaryDirectory() as folder:
        write(rows, Path(folder) / "table")
        return (Path(folder) / "table").read_bytes().decode("utf-8")
