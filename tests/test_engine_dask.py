"""A dask cluster as engine: the same tables as in this process, whatever becomes of its workers."""

import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from pipeline.errors import KabarangkaError, UsageError
from tests.poison import HANG, KILL, RAISE, broken, dies_once
from tests.quick_runs import bytes_of, run, texts

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.xdist_group("dask")


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """Start a cluster of two workers, once, and return the address of its scheduler."""
    import dask

    own = {"processes": True, "threads_per_worker": 1, "memory_limit": 0, "dashboard_address": "127.0.0.1:0"}
    # A cluster closes workers that are away when this time is over, also those that are on their way back.
    settings = {"distributed.scheduler.allowed-failures": 1, "distributed.deploy.lost-worker-timeout": "1h"}
    with dask.config.set(settings), distributed.LocalCluster(n_workers=2, silence_logs=50, **own) as cluster:
        yield cluster.scheduler_address


def test_cluster_gives_the_bytes_of_one_process(tmp_path: Path, scheduler: str) -> None:
    folder = texts(tmp_path / "in", 150)
    assert run(folder, tmp_path / "dask", dask=True, scheduler=scheduler).releases == 150
    run(folder, tmp_path / "one")
    assert bytes_of(tmp_path / "dask") == bytes_of(tmp_path / "one")


def test_cluster_of_its_own_needs_no_address(tmp_path: Path) -> None:
    folder = texts(tmp_path / "in", 20)
    assert run(folder, tmp_path / "dask", dask=True, workers=2).releases == 20
    run(folder, tmp_path / "one")
    assert bytes_of(tmp_path / "dask") == bytes_of(tmp_path / "one")


def test_worker_that_is_killed_in_the_middle_costs_nothing(tmp_path: Path, scheduler: str) -> None:
    folder = texts(tmp_path / "in", 60)
    run(folder, tmp_path / "dask", dask=True, scheduler=scheduler, load=partial(dies_once, tmp_path / "died"))
    assert (tmp_path / "died").exists()
    run(folder, tmp_path / "one")
    assert bytes_of(tmp_path / "dask") == bytes_of(tmp_path / "one")


def test_poison_costs_only_its_own_release(tmp_path: Path, scheduler: str) -> None:
    folder = texts(tmp_path / "in", 60)
    (folder / "0033.txt").unlink()
    run(folder, tmp_path / "without")
    (folder / "0007.txt").write_text(f"Judul\n\n{KILL} 5 persen.", encoding="utf-8")
    (folder / "0033.txt").write_text(f"Judul\n\n{HANG} 5 persen.", encoding="utf-8")
    (folder / "0040.txt").write_text(f"Judul\n\n{RAISE} 5 persen.", encoding="utf-8")
    outcome = run(folder, tmp_path / "out", dask=True, scheduler=scheduler, timeout=4.0)
    told = {failure.source: failure.reason for failure in outcome.failures}
    assert set(told) == {"0007.txt", "0033.txt", "0040.txt"}
    assert all("worker ended 2 times" in told[name] for name in ("0007.txt", "0033.txt"))
    assert "longer than 4 s" in told["0033.txt"]
    assert told["0040.txt"] == "ValueError: poisoned"
    table = (tmp_path / "without" / "observations.csv").read_text(encoding="utf-8").splitlines()
    expected = [line for line in table if ",0007.txt," not in line and ",0040.txt," not in line]
    assert (tmp_path / "out" / "observations.csv").read_text(encoding="utf-8").splitlines() == expected


def test_poisoned_member_of_an_archive_leaves_the_others(tmp_path: Path, scheduler: str) -> None:
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as packed:
        for i in range(6):
            packed.writestr(f"{i}.txt", f"Judul\n\n{KILL if i == 3 else 'Naik'} {i} persen.")
    outcome = run(tmp_path / "in.zip", tmp_path / "out", dask=True, scheduler=scheduler)
    assert (outcome.releases, [failure.source for failure in outcome.failures]) == (5, ["in.zip/3.txt"])


def test_workers_that_cannot_load_are_an_error_and_not_a_loop(tmp_path: Path) -> None:
    folder = texts(tmp_path / "in", 3)
    with pytest.raises(KabarangkaError, match="dask workers end before they can work"):
        run(folder, tmp_path / "out", dask=True, workers=2, load=broken)


def test_worker_with_other_rules_is_refused(tmp_path: Path, scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = texts(tmp_path / "in", 3)
    monkeypatch.setattr("pipeline.__version__", "other")
    with pytest.raises(UsageError, match=r"dask worker tcp://.*: another kabarangka, .*; install the same"):
        run(folder, tmp_path / "out", dask=True, scheduler=scheduler)


def test_what_a_cluster_cannot_do_is_a_wrong_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = texts(tmp_path / "in", 1)
    monkeypatch.setattr("pipeline.run.dask_pool.CONNECT", 1.0)
    with pytest.raises(UsageError, match="no dask scheduler there"):
        run(folder, tmp_path / "out", dask=True, scheduler="tcp://127.0.0.1:9")
    with pytest.raises(UsageError, match="--memory: not with --scheduler"):
        run(folder, tmp_path / "out", dask=True, scheduler="tcp://127.0.0.1:9", memory_mb=5)
    monkeypatch.setattr("pipeline.run.job.find_spec", lambda _name: None)
    with pytest.raises(UsageError, match=r"pip install 'kabarangka\[dask\]'"):
        run(folder, tmp_path / "out", dask=True)
