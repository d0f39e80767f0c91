"""Runs with the quick extract: folders of texts in, outcomes and the bytes of results out."""

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

from pipeline.run import Job, Limits, Outcome, run_job
from pipeline.run.extract import Extract
from pipeline.store import STORE
from tests.poison import quick

LIMITS = {f.name for f in fields(Limits)}


def texts(folder: Path, number: int) -> Path:
    """Write texts that all differ."""
    folder.mkdir()
    for i in range(number):
        (folder / f"{i:04}.txt").write_text(f"Judul {i}\n\n" + f"Naik {i} persen. " * (i % 40 + 1), encoding="utf-8")
    return folder


def run(folder: Path, out: Path, load: Callable[[], Extract] = quick, **options: Any) -> Outcome:
    """Do the job and return what the tables hold; `options` are those of `Limits` and of `Job`."""
    limits = Limits(**{name: options.pop(name) for name in LIMITS & options.keys()})
    outcome = run_job(Job((folder,), out, load, limits=limits, **options), lambda _event, **_facts: None)
    assert outcome is not None
    return outcome


def bytes_of(out: Path) -> dict[str, bytes]:
    """Return the files of a result but the store."""
    return {path.name: path.read_bytes() for path in out.iterdir() if path.name != STORE}
