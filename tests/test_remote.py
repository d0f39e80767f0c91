"""Inputs at URLs, read through fsspec: the same tables as from a folder, and what has changed is seen."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest

from pipeline.errors import UsageError
from pipeline.run import Job, Limits, Outcome, find_sources, run_job
from pipeline.store import STORE
from tests.poison import quick


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder of releases, one packed, one with a sidecar."""
    for i in range(8):
        path = tmp_path / "in" / f"{i % 2}" / f"{i}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Judul {i}\n\nNaik {i * 7} persen dari {i + 2000}.\n", encoding="utf-8")
    (tmp_path / "in" / "1" / "1.json").write_text('{"title": "Lain"}', encoding="utf-8")
    (tmp_path / "in" / "p.txt.gz").write_bytes(gzip.compress(b"Judul\n\nNaik 4 persen."))
    (tmp_path / "in" / "kosong.txt").write_bytes(b"")
    return tmp_path / "in"


@pytest.fixture
def memory(folder: Path) -> Iterator[Any]:
    """Put the folder into the file system in memory."""
    fs = fsspec.filesystem("memory")
    fs.put(f"{folder}/", "/bucket/in", recursive=True)
    yield fs
    fs.rm("/bucket", recursive=True)


def run(source: Path | str, out: Path, **options: Any) -> tuple[Outcome, dict[str, Any]]:
    """Do the job with the quick extract; return the outcome and the plan."""
    told: dict[str, Any] = {}
    outcome = run_job(Job((source,), out, quick, **options), lambda event, **facts: told.setdefault(event, facts))
    assert outcome is not None
    return outcome, told["plan"]


def bytes_of(out: Path) -> dict[str, bytes]:
    """Return the tables of a result."""
    return {path.name: path.read_bytes() for path in out.iterdir() if path.name not in (STORE, "run.json")}


def test_url_gives_the_tables_of_its_folder(folder: Path, memory: Any, tmp_path: Path) -> None:
    assert memory.exists("/bucket/in/p.txt.gz")
    run(folder, tmp_path / "path")
    for i, url in enumerate(("memory://bucket/in", folder.as_uri(), f"{folder.as_uri()}/")):
        outcome, _ = run(url, tmp_path / f"{i}")
        assert (outcome.releases, len(outcome.failures)) == (9, 1)
        assert bytes_of(tmp_path / f"{i}") == bytes_of(tmp_path / "path")
    assert "Lain" in (tmp_path / "0" / "observations.csv").read_text(encoding="utf-8")


def test_workers_read_urls(folder: Path, tmp_path: Path) -> None:
    run(folder, tmp_path / "path")
    run(folder.as_uri(), tmp_path / "url", limits=Limits(2))
    assert bytes_of(tmp_path / "url") == bytes_of(tmp_path / "path")


def test_what_has_changed_behind_a_url_is_seen(memory: Any, tmp_path: Path) -> None:
    url, out = "memory://bucket/in", tmp_path / "out"
    run(url, out)
    assert run(url, out)[1]["unchanged"] == 10
    memory.pipe("/bucket/in/0/0.txt", memory.cat("/bucket/in/0/0.txt"))  # written again, the same
    memory.pipe("/bucket/in/0/2.txt", b"Judul\n\nNaik 99 persen.\n")
    memory.pipe("/bucket/in/0/4.json", b'{"title": "Lain"}')
    memory.rm("/bucket/in/0/6.txt")
    _, plan = run(url, out)
    assert [plan[name] for name in ("new", "changed", "gone", "unchanged")] == [0, 2, 1, 7]


def test_one_file_and_wildcards_may_be_named(memory: Any) -> None:
    assert memory.exists("/bucket")
    (file,) = find_sources(["memory://bucket/in/1/1.txt"])
    assert (file.name, file.remote and file.remote.sidecar is not None) == ("1.txt", True)
    assert [found.name for found in find_sources(["memory://bucket/in/*/[13].txt"])] == ["1/1.txt", "1/3.txt"]


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("memory://nowhere/at/all", "no releases here|cannot be listed"),
        ("nosuch://bucket/x", "Protocol not known: nosuch; give s3://"),
        ("simplecache::memory://bucket", "chained URLs are not read"),
    ],
)
def test_url_that_cannot_be_read_says_what_to_do(url: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        find_sources([url])


def test_missing_driver_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(UsageError, match=r"s3://bucket/x: no driver for it \(.*s3fs.*\); install"):
        find_sources(["s3://bucket/x"])
