"""Several processes: the same tables, whatever a worker does; and runs that are killed at any moment."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import deque
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pipeline.errors import KabarangkaError
from pipeline.run import Job, Limits, pool, run_job
from pipeline.run.process import Batch
from tests.poison import GREEDY, HANG, KILL, RAISE, broken, wrong
from tests.quick_runs import bytes_of, run, texts

ROOT = Path(__file__).resolve().parent.parent
KILLS = int(os.environ.get("KABARANGKA_KILLS", "4"))
COMMAND = "import sys; from tests.test_workers import job; job(sys.argv[1], sys.argv[2], int(sys.argv[3]))"


def job(folder: str, out: str, workers: int) -> None:
    """Do the job slowly, in a process that can be killed."""
    from tests.poison import slow

    run_job(Job((Path(folder),), Path(out), slow, limits=Limits(workers)), lambda _event, **_facts: None)


def test_any_number_of_workers_gives_the_same_bytes(tmp_path: Path) -> None:
    folder = texts(tmp_path / "in", 150)
    for workers in (1, 2, 3):
        assert run(folder, tmp_path / str(workers), workers=workers).releases == 150
    assert bytes_of(tmp_path / "1") == bytes_of(tmp_path / "2") == bytes_of(tmp_path / "3")


@pytest.mark.parametrize(
    ("poison", "limits", "reason"),
    [
        (KILL, {}, "signal 9"),
        (HANG, {"timeout": 1.0}, "longer than 1 s"),
        (RAISE, {}, "ValueError: poisoned"),
        (GREEDY, {"memory_mb": 500}, "MemoryError"),
    ],
)
def test_poison_costs_only_its_own_release(tmp_path: Path, poison: str, limits: dict[str, Any], reason: str) -> None:
    folder = texts(tmp_path / "in", 60)
    (folder / "0033.txt").unlink()
    run(folder, tmp_path / "without")
    for name in ("0007.txt", "0033.txt"):
        (folder / name).write_text(f"Judul\n\n{poison} 5 persen.", encoding="utf-8")
    outcome = run(folder, tmp_path / "out", workers=2, **limits)
    assert [f.source for f in outcome.failures] == ["0007.txt", "0033.txt"]
    assert all(reason in failure.reason and failure.remedy for failure in outcome.failures)
    assert outcome.releases == 58
    table = (tmp_path / "without" / "observations.csv").read_text(encoding="utf-8").splitlines()
    expected = [line for line in table if ",0007.txt," not in line]
    assert (tmp_path / "out" / "observations.csv").read_text(encoding="utf-8").splitlines() == expected


def test_worker_that_is_killed_by_hand_costs_nothing(tmp_path: Path) -> None:
    folder = texts(tmp_path / "in", 60)
    from functools import partial

    from tests.poison import dies_once

    outcome = run(folder, tmp_path / "out", workers=2, load=partial(dies_once, tmp_path / "died"))
    assert (tmp_path / "died").exists()
    assert (outcome.releases, outcome.failures) == (60, ())
    run(folder, tmp_path / "undisturbed")
    assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "undisturbed")


@pytest.mark.parametrize(("waiting", "started"), [(0, 0), (1, 1), (2, 2), (9, 3)])
def test_workers_load_at_the_same_time_each_for_a_batch_of_its_own(
    waiting: int, started: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool.Pool, "_start", lambda _: SimpleNamespace(ready=False, given=deque()))
    made = pool.Pool(broken, Limits(3), lambda _event, **_facts: None)
    made.batches = iter([Batch(()) for _ in range(waiting)])
    made.feed()
    assert len(made.workers) == started


def test_workers_are_at_work_before_the_plan_and_end_when_what_they_load_is_wrong() -> None:
    made = pool.Pool(wrong, Limits(2), lambda _event, **_facts: None)
    with pytest.raises(KabarangkaError, match="wrong; mend it"):
        made.start(2)
    made.close()
    assert made.workers == []


def test_no_worker_starts_where_there_is_nothing_to_do() -> None:
    made = pool.Pool(broken, Limits(2), lambda _event, **_facts: None)
    made.start(0)
    assert made.workers == []


def test_workers_that_cannot_start_are_an_error_and_not_a_loop(tmp_path: Path) -> None:
    folder = texts(tmp_path / "in", 5)
    with pytest.raises(KabarangkaError, match=r"workers end before they can work \(.*exit code 3\); free memory"):
        run(folder, tmp_path / "out", workers=2, load=broken)


@pytest.mark.parametrize("workers", [1, 2])
def test_killed_runs_end_in_the_tables_of_an_undisturbed_one(tmp_path: Path, workers: int) -> None:
    folder = texts(tmp_path / "in", 300)
    run(folder, tmp_path / "undisturbed")
    moments = random.Random(workers)
    cut_off, longest = 0, 3.0
    kills = max(1, KILLS // 2)
    while cut_off < kills and longest > 0.1:
        for path in (tmp_path / "out").glob("*") if moments.random() < 0.3 else ():
            path.unlink()
        process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, str(folder), str(tmp_path / "out"), str(workers)], cwd=ROOT
        )
        time.sleep(moments.uniform(0.1, longest))
        process.send_signal(signal.SIGKILL)
        if process.wait() == -signal.SIGKILL:
            cut_off += 1
        else:  # it had ended: this machine is quicker
            longest *= 0.8
            (tmp_path / "out" / "kabarangka.db").unlink()
    assert cut_off == kills
    run(folder, tmp_path / "out")
    assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "undisturbed")
