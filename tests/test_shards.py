"""Runs that are divided into shards, and the one result that is merged from theirs."""

import os
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.run.merge import Merge, merge
from pipeline.store import read_store
from pipeline.store import runs as runs_of
from tests.poison import RAISE
from tests.quick_runs import bytes_of, run

NUMBER = 3


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder of releases, one of which cannot be read and one of which fails."""
    for i in range(20):
        path = tmp_path / "in" / f"{i % 4}" / f"{i}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Judul {i}\n\nNaik {i * 7} persen dari {i + 2000}.\n", encoding="utf-8")
    (tmp_path / "in" / "kosong.txt").write_bytes(b"")
    (tmp_path / "in" / "racun.txt").write_text(RAISE, encoding="utf-8")
    return tmp_path / "in"


def shards(folder: Path, tmp_path: Path) -> tuple[Path, ...]:
    """Run each shard into a folder of its own."""
    outs = tuple(tmp_path / f"part {i}" for i in range(1, NUMBER + 1))
    for i, out in enumerate(outs, 1):
        run(folder, out, shard=f"{i}/{NUMBER}")
    return outs


def test_merged_shards_are_the_bytes_of_an_undivided_run(folder: Path, tmp_path: Path) -> None:
    formats = ("csv", "jsonl", "xlsx")
    run(folder, tmp_path / "whole", formats=formats)
    parts = shards(folder, tmp_path)
    found = merge(Merge(tmp_path / "out", parts, formats))
    assert (found.releases, len(found.failures)) == (20, 2)
    assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "whole")
    merge(Merge(tmp_path / "other order", parts[::-1], formats))
    assert bytes_of(tmp_path / "other order") == bytes_of(tmp_path / "whole")


def test_every_file_is_in_one_shard_and_none_is_empty_for_long(folder: Path, tmp_path: Path) -> None:
    names = []
    for part in shards(folder, tmp_path):
        with read_store(part) as store:
            found = [name for (name,) in store.execute("SELECT name FROM files")]
        assert found
        names += found
    assert len(names) == len(set(names)) == 22


def test_second_merge_takes_what_changed_and_forgets_what_is_gone(folder: Path, tmp_path: Path) -> None:
    merge(Merge(tmp_path / "out", shards(folder, tmp_path)))
    (folder / "3" / "3.txt").write_text("Baru\n\nNaik 99 persen.\n", encoding="utf-8")
    (folder / "2" / "2.txt").unlink()
    (folder / "x.txt").write_text("Lagi\n\nNaik 98 persen.\n", encoding="utf-8")
    merge(Merge(tmp_path / "out", shards(folder, tmp_path)))
    run(folder, tmp_path / "whole")
    assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "whole")
    with read_store(tmp_path / "out") as store:
        last = runs_of(store)[-1]
    assert (last.new, last.gone, last.new + last.changed + last.unchanged) == (1, 1, 22)
    before = bytes_of(tmp_path / "out")
    merge(Merge(tmp_path / "out", tuple(tmp_path / f"part {i}" for i in range(1, NUMBER + 1))))
    assert bytes_of(tmp_path / "out") == before


def test_run_on_a_merged_store_has_no_work(folder: Path, tmp_path: Path) -> None:
    for path in folder.rglob("*.txt"):
        os.utime(path, (1_500_000_000, 1_500_000_000))
    merge(Merge(tmp_path / "out", shards(folder, tmp_path)))
    run(folder, tmp_path / "out")
    with read_store(tmp_path / "out") as store:
        assert runs_of(store)[-1].unchanged == 22


def test_missing_or_unfinished_shard_is_told(folder: Path, tmp_path: Path) -> None:
    parts = shards(folder, tmp_path)
    with pytest.raises(UsageError, match=r"missing shards: 2/3; run and name them, or merge .* --partial"):
        merge(Merge(tmp_path / "out", (parts[0], parts[2])))
    assert not (tmp_path / "out").exists()
    merge(Merge(tmp_path / "out", (parts[0], parts[2]), partial=True))
    (parts[1] / "run.json").unlink()
    with pytest.raises(UsageError, match="its last run did not end"):
        merge(Merge(tmp_path / "out", parts))


def test_same_file_with_different_contents_is_told_and_nothing_written(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / "sama.txt").write_text("Naik 1 persen.", encoding="utf-8")
        run(tmp_path / name, tmp_path / f"out {name}")
    both = tmp_path / "out a", tmp_path / "out b"
    assert merge(Merge(tmp_path / "one", both)).releases == 1
    (tmp_path / "b" / "sama.txt").write_text("Naik 2 persen.", encoding="utf-8")
    run(tmp_path / "b", tmp_path / "out b")
    with pytest.raises(UsageError, match=r"sama\.txt: .*out a and .*out b hold different contents of it; run"):
        merge(Merge(tmp_path / "two", both))
    assert not (tmp_path / "two").exists()


def test_shards_of_different_code_are_told(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(folder, tmp_path / "one", shard="1/2")
    monkeypatch.setattr("pipeline.__version__", "other")
    run(folder, tmp_path / "two", shard="2/2")
    both = tmp_path / "one", tmp_path / "two"
    with pytest.raises(UsageError, match=r"made by different code; run the older ones again, or .* --mixed"):
        merge(Merge(tmp_path / "out", both))
    assert merge(Merge(tmp_path / "out", both, mixed=True)).releases == 20


@pytest.mark.parametrize("shard", ["0/2", "3/2", "1", "a/b", "1/0", "1/2/3"])
def test_wrong_shard_is_a_wrong_use(folder: Path, tmp_path: Path, shard: str) -> None:
    with pytest.raises(UsageError, match="write I/N"):
        run(folder, tmp_path / "out", shard=shard)


def test_shard_does_not_take_the_place_of_another(folder: Path, tmp_path: Path) -> None:
    run(folder, tmp_path / "out", shard="1/2")
    run(folder, tmp_path / "out", shard="1/2")
    with pytest.raises(UsageError, match=r"it holds shard 1/2; give shard 2/2 an --out of its own"):
        run(folder, tmp_path / "out", shard="2/2")
