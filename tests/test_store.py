"""Runs one after the other on one store: what is done again, what leaves the tables, what stays as history."""

import csv
import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from pipeline.diff import as_table, as_text, compare_results
from pipeline.errors import StoreError, UsageError
from pipeline.run import Job, Outcome, run_job
from pipeline.store import STORE, lock, read_store, rows, runs
from pipeline.store import database as database_module
from pipeline.store.schema import APPLICATION_ID, MIGRATIONS
from tests.poison import quick

ROOT = Path(__file__).resolve().parent.parent
Run = Callable[..., tuple[Outcome | None, dict[str, Any]]]
OLD = time.time() - 3600


def write(path: Path, text: str, age: float = 3600) -> None:
    """Write a text that was last changed some time ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, (time.time() - age, time.time() - age))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder of ten releases."""
    for i in range(10):
        write(tmp_path / "in" / f"{i}.txt", f"Judul {i}\n\nNaik {i * 7} persen dari {i + 2000}.\n")
    return tmp_path / "in"


@pytest.fixture
def run(folder: Path, tmp_path: Path) -> Run:
    """Return the job on the folder; it gives the outcome and the plan."""

    def job(**options: Any) -> tuple[Outcome | None, dict[str, Any]]:
        told: dict[str, Any] = {}

        def tell(event: str, **facts: Any) -> None:
            told.setdefault(event, facts)

        options = {"paths": (folder,), "out": tmp_path / "out", "load": quick, **options}
        return run_job(Job(**options), tell), told["plan"]

    return job


def counts(plan: dict[str, Any]) -> list[int]:
    """Return the counts of a plan."""
    return [plan[name] for name in ("new", "changed", "redone", "gone", "unchanged")]


def table(out: Path) -> list[tuple[str, str]]:
    """Return source and value of each row of the table."""
    with (out / "observations.csv").open(encoding="utf-8", newline="") as file:
        return [(row["source"], row["value"]) for row in csv.DictReader(file)]


def bytes_of(out: Path) -> dict[str, bytes]:
    """Return the files of a result but the store."""
    return {path.name: path.read_bytes() for path in out.iterdir() if path.name != STORE}


# ---- incremental -----------------------------------------------------------------------------------------------------


def test_second_run_has_no_work_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    assert counts(run()[1]) == [10, 0, 0, 0, 0]
    before, stat = bytes_of(tmp_path / "out"), (tmp_path / "out" / "observations.csv").stat()
    assert counts(run()[1]) == [0, 0, 0, 0, 10]
    assert bytes_of(tmp_path / "out") == before
    assert (tmp_path / "out" / "observations.csv").stat().st_mtime_ns == stat.st_mtime_ns


def test_changed_new_and_gone_files_give_the_table_of_a_first_run(run: Run, folder: Path, tmp_path: Path) -> None:
    run()
    write(folder / "3.txt", "Lain\n\nNaik 99 persen.\n", age=1000)
    write(folder / "sub" / "x.txt", "Baru\n\nNaik 5 persen.\n")
    (folder / "4.txt").unlink()
    assert counts(run()[1]) == [1, 1, 0, 1, 8]
    run(out=tmp_path / "fresh")
    assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "fresh")
    assert ("3.txt", "99") in table(tmp_path / "out")
    assert "4.txt" not in {source for source, _ in table(tmp_path / "out")}


def test_content_decides_where_the_time_of_a_file_is_another(run: Run, folder: Path, tmp_path: Path) -> None:
    run()
    os.utime(folder / "3.txt", (OLD - 50, OLD - 50))
    assert counts(run()[1]) == [0, 0, 0, 0, 10]
    assert table(tmp_path / "out")


def test_change_within_the_same_tick_and_size_is_seen(run: Run, folder: Path, tmp_path: Path) -> None:
    (folder / "3.txt").write_text("Judul\n\nNaik 11 persen.\n", encoding="utf-8")
    run()
    stat = (folder / "3.txt").stat()
    (folder / "3.txt").write_text("Judul\n\nNaik 22 persen.\n", encoding="utf-8")
    os.utime(folder / "3.txt", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert counts(run()[1]) == [0, 1, 0, 0, 9]
    assert ("3.txt", "22") in table(tmp_path / "out")


def test_sidecar_is_a_part_of_its_file(run: Run, folder: Path) -> None:
    run()
    write(folder / "3.json", '{"publisher": "K"}')
    assert counts(run()[1]) == [0, 1, 0, 0, 9]
    (folder / "3.json").unlink()
    assert counts(run()[1]) == [0, 1, 0, 0, 9]


def test_other_rules_redo_all_and_say_why(run: Run, tmp_path: Path) -> None:
    run()
    from pipeline.rulebook import default_directory

    rules = tmp_path / "rules"
    subprocess.run(["cp", "-r", str(default_directory()), str(rules)], check=True)
    with (rules / "vocabulary" / "units.yaml").open("a", encoding="utf-8") as file:
        file.write("# another digest\n")
    _, plan = run(rules=rules)
    assert counts(plan) == [0, 0, 10, 0, 0]
    assert plan["reasons"] == ["the rules changed"]
    assert counts(run(rules=rules)[1]) == [0, 0, 0, 0, 10]


def test_forced_run_that_finds_the_same_adds_no_version(run: Run, tmp_path: Path) -> None:
    run()
    before = bytes_of(tmp_path / "out")
    _, plan = run(force=True)
    assert (counts(plan), plan["reasons"]) == ([0, 0, 10, 0, 0], ["--force"])
    assert bytes_of(tmp_path / "out") == before
    with read_store(tmp_path / "out") as store:
        assert store.execute("SELECT count(*), sum(current) FROM releases").fetchone() == (10, 10)


def test_dry_run_writes_nothing(run: Run, folder: Path, tmp_path: Path) -> None:
    outcome, plan = run(dry_run=True)
    assert (outcome, counts(plan)) == (None, [10, 0, 0, 0, 0])
    assert not (tmp_path / "out").exists()
    run()
    before = {path: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    write(folder / "3.txt", "Lain", age=5000)
    assert counts(run(dry_run=True)[1]) == [0, 1, 0, 0, 9]
    assert {path: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_since_takes_what_was_modified_or_published_since(run: Run, folder: Path, tmp_path: Path) -> None:
    for path in folder.iterdir():
        os.utime(path, (1_500_000_000, 1_500_000_000))
    write(folder / "3.json", '{"published": "2024-05-01"}')
    os.utime(folder / "5.txt", None)
    run(since="2024-01-01")
    assert {source for source, _ in table(tmp_path / "out")} == {"3.txt", "5.txt"}
    assert counts(run()[1])[0] == 8


def test_kept_rows_of_gone_files_stay(run: Run, folder: Path, tmp_path: Path) -> None:
    run()
    (folder / "4.txt").unlink()
    assert counts(run(keep_gone=True)[1]) == [0, 0, 0, 0, 9]
    assert "4.txt" in {source for source, _ in table(tmp_path / "out")}


def test_failure_is_told_again_until_the_file_is_mended(run: Run, folder: Path) -> None:
    (folder / "3.txt").write_bytes(b"")
    for expected in ([10, 0, 0, 0, 0], [0, 0, 0, 0, 10]):
        outcome, plan = run()
        assert outcome is not None
        assert (counts(plan), [f.source for f in outcome.failures]) == (expected, ["3.txt"])
    write(folder / "3.txt", "Naik 5 persen.")
    outcome, _ = run()
    assert outcome is not None
    assert outcome.failures == ()


# ---- history ---------------------------------------------------------------------------------------------------------


def test_history_gives_the_rows_of_an_earlier_run_and_the_difference(run: Run, folder: Path, tmp_path: Path) -> None:
    run()
    first = table(tmp_path / "out")
    write(folder / "3.txt", "Judul 3\n\nNaik 21 persen dari 2003. Turun 4 persen.\n", age=900)
    (folder / "4.txt").unlink()
    run()
    with read_store(tmp_path / "out") as store:
        assert [(row.source, row.value) for row in rows(store, 1)] == first
        assert [(row.source, row.value) for row in rows(store, 2)] == table(tmp_path / "out")
        assert [found.state for found in runs(store)] == ["done", "done"]
    changes = list(compare_results(tmp_path / "out", None, (1, 2)))
    assert [(change.kind, change.row.value) for change in changes] == [
        ("added", "4"),
        *[("gone", value) for value in ("4", "28", "2004")],
    ]
    assert "".join(as_text(changes)).splitlines()[-1] == "1 added, 3 gone, 0 changed"
    assert len(list(csv.reader("".join(as_table(changes)).splitlines()))) == 5


def test_difference_names_the_fields_that_changed(run: Run, folder: Path, tmp_path: Path) -> None:
    run()
    write(folder / "3.json", '{"title": "Lain"}')
    run(out=tmp_path / "other")
    changes = list(compare_results(tmp_path / "out", tmp_path / "other", None))
    assert {(change.kind, change.row.source, change.fields) for change in changes} == {("changed", "3.txt", ("title",))}


def test_difference_of_one_folder_alone_is_a_wrong_use(run: Run, tmp_path: Path) -> None:
    run()
    with pytest.raises(UsageError, match="two folders"):
        list(compare_results(tmp_path / "out", None, None))
    with pytest.raises(UsageError, match="no run 9"):
        list(compare_results(tmp_path / "out", None, (1, 9)))


# ---- one writer ------------------------------------------------------------------------------------------------------


def test_second_run_at_the_same_time_says_who_holds_the_store(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with (
        lock(tmp_path / "out"),
        pytest.raises(StoreError, match=rf"process {os.getpid()} on .* \(since .*\) writes in it; wait"),
    ):
        run()
    assert run()[0] is not None


def test_second_run_waits_when_it_is_told_to(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    code = (
        "import sys, time; from pathlib import Path; from pipeline.store import lock\n"
        "with lock(Path(sys.argv[1])): print('held', flush=True); time.sleep(1)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "out")], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert run(wait=30)[0] is not None


def test_lock_of_a_killed_process_is_none(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / ".lock").write_text(json.dumps({"pid": 1, "host": "x", "since": "y"}), encoding="utf-8")
    assert run()[0] is not None
    assert not (tmp_path / "out" / ".lock").exists()


# ---- stores that are older, newer, damaged, full ---------------------------------------------------------------------


def test_older_store_is_brought_to_this_schema(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with sqlite3.connect(tmp_path / "out" / STORE) as old:
        old.executescript(f"{MIGRATIONS[0]}PRAGMA user_version = 1; PRAGMA application_id = {APPLICATION_ID};")
        old.execute("INSERT INTO makers VALUES (1, 'old', '', '', '')")
        old.execute("INSERT INTO runs VALUES (1, 1, 'done', '[]', '', 1, 0, 0, 0, 0, 0, 0, 0, 0)")
    old.close()
    with pytest.raises(StoreError, match="older"), read_store(tmp_path / "out"):
        pass
    assert counts(run(dry_run=True)[1]) == [10, 0, 0, 0, 0]
    assert counts(run()[1]) == [10, 0, 0, 0, 0]
    with read_store(tmp_path / "out") as store:
        assert runs(store)[0].maker.code_version == "old"


@pytest.mark.parametrize(
    ("pragma", "told"),
    [
        ("PRAGMA user_version = 99", "its schema is 99, this kabarangka knows .*; install a newer"),
        ("PRAGMA application_id = 7", "not a store of kabarangka; move it away"),
    ],
)
def test_store_of_another_kind_is_refused_and_left(run: Run, tmp_path: Path, pragma: str, told: str) -> None:
    run()
    with sqlite3.connect(tmp_path / "out" / STORE) as store:
        store.execute(pragma)
    store.close()
    before = (tmp_path / "out" / STORE).read_bytes()
    with pytest.raises(StoreError, match=told):
        run()
    assert (tmp_path / "out" / STORE).read_bytes() == before


@pytest.mark.parametrize("place", [0, 40_000])
def test_damaged_store_says_what_to_do(run: Run, folder: Path, tmp_path: Path, place: int) -> None:
    for i in range(200):
        write(folder / f"b{i}.txt", f"Judul\n\n{i} " * 20)
    run()
    path = tmp_path / "out" / STORE
    with path.open("r+b") as file:
        file.seek(place)
        file.write(b"\xff" * 60_000)
    with pytest.raises(StoreError, match=r"kabarangka\.db: .*; put back a copy, or move"):
        run(force=True)


def test_full_disk_keeps_what_is_saved_and_the_next_run_goes_on(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for i in range(200):
        write(folder / f"b{i}.txt", f"Judul\n\n{i} " * 100)
    run(out=tmp_path / "fresh")
    opened = database_module._open

    def small(uri: str) -> sqlite3.Connection:
        connection = opened(uri)
        connection.execute("PRAGMA max_page_count = 600")
        return connection

    monkeypatch.setattr(database_module, "_open", small)
    with pytest.raises(StoreError, match="full; make room and run again"):
        run()
    monkeypatch.setattr(database_module, "_open", opened)
    _, plan = run()
    assert plan["unchanged"] > 0
    assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "fresh")


def test_file_that_is_deleted_in_mid_run_is_set_aside(run: Run, folder: Path) -> None:
    def load() -> Any:
        (folder / "9.txt").unlink(missing_ok=True)
        return quick()

    outcome, _ = run(load=load)
    assert outcome is not None
    assert [(f.source, f.reason) for f in outcome.failures] == [("9.txt", "cannot be read (No such file or directory)")]
    assert outcome.releases == 9
    assert counts(run()[1]) == [0, 0, 0, 1, 9]


def test_folder_without_a_store_is_a_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no kabarangka\.db here; run"), read_store(tmp_path):
        pass


def test_digest_of_the_tokenizer_is_that_of_the_weights_it_loads() -> None:
    from pipeline.run.makers import tokenizer_digest
    from pipeline.tokenise import weights_digest

    assert tokenizer_digest(None) == weights_digest()


def test_load_of_the_real_extract_can_be_sent_to_a_worker() -> None:
    import pickle

    from pipeline.run import load_extract

    assert pickle.loads(pickle.dumps(partial(load_extract, None, None))).args == (None, None)
