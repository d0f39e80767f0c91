"""Folders in, tables out: the batch goes on whatever one release does."""

import csv
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.component import Extractor
from pipeline.errors import UsageError
from pipeline.records import COLUMNS, Observation, Release
from pipeline.run import Outcome, find_sources
from pipeline.run import run as run_job

Run = Callable[..., Outcome]
GOOD = "Ekspor Naik 5%\n\nJakarta, 4 Januari 2024 - Nilai ekspor mencapai Rp 2 miliar.\n"


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """Make a folder with one good release."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "b-baik.txt").write_text(GOOD, encoding="utf-8")
    return folder


@pytest.fixture
def run(nlp: Language, tmp_path: Path) -> Run:
    """Return the job on some paths."""

    def job(*paths: Path, formats: tuple[str, ...] = ("csv",)) -> Outcome:
        return run_job(list(paths), tmp_path / "out", formats, nlp, lambda _done, _total: None)

    return job


def table(path: Path) -> list[dict[str, str]]:
    """Read a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def test_run_writes_the_table_of_the_contract(run: Run, inputs: Path, tmp_path: Path) -> None:
    outcome = run(inputs)
    assert (outcome.releases, outcome.observations, outcome.failures) == (1, 2, ())
    assert tmp_path / "out" / "observations.csv" in outcome.files
    rows = table(tmp_path / "out" / "observations.csv")
    assert [(r["section"], r["value"], r["unit"]) for r in rows] == [("title", "5", "%"), ("body", "2000000000", "IDR")]
    assert list(rows[0]) == list(COLUMNS)
    assert {(r["source"], r["release_id"], r["published"]) for r in rows} == {("b-baik.txt", "b-baik", "2024-01-04")}


def test_rows_are_sorted_by_source_and_start(run: Run, inputs: Path, tmp_path: Path) -> None:
    (inputs / "a").mkdir()
    for name in ("c.txt", "a/z.txt", "a.txt", "10.txt", "9.txt", "Z.txt"):
        (inputs / name).write_text(GOOD, encoding="utf-8")
    run(inputs)
    keys = [(r["source"], int(r["start"])) for r in table(tmp_path / "out" / "observations.csv")]
    assert len(keys) == 14
    assert keys == sorted(keys)


def test_order_of_the_paths_does_not_matter(run: Run, inputs: Path, tmp_path: Path) -> None:
    (inputs / "a.txt").write_text(GOOD.replace("2", "3"), encoding="utf-8")
    run(inputs / "a.txt", inputs / "b-baik.txt")
    first = (tmp_path / "out" / "observations.csv").read_bytes()
    run(inputs / "b-baik.txt", inputs / "a.txt")
    assert (tmp_path / "out" / "observations.csv").read_bytes() == first


def test_file_named_twice_is_read_once(run: Run, inputs: Path) -> None:
    assert run(inputs, inputs / "b-baik.txt").releases == 1


def test_bad_releases_are_set_aside_with_reason_and_remedy_and_the_others_written(
    run: Run, inputs: Path, tmp_path: Path
) -> None:
    (inputs / "a-kosong.txt").write_bytes(b"")
    (inputs / "c-gambar.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff")
    (inputs / "d-nol.txt").write_bytes(b"Harga\x00kopi")
    (inputs / "e-elf.txt").write_bytes(b"\x7fELF\x02")
    with (inputs / "f-besar.txt").open("wb") as file:
        file.truncate(50_000_000)
    (inputs / "g-baik.txt").write_text(GOOD, encoding="utf-8")
    outcome = run(inputs)
    bad = ["a-kosong.txt", "c-gambar.txt", "d-nol.txt", "e-elf.txt", "f-besar.txt"]
    assert [f.source for f in outcome.failures] == bad
    assert (outcome.releases, outcome.observations) == (2, 4)
    rows = table(tmp_path / "out" / "quarantine.csv")
    assert [row["source"] for row in rows] == bad
    assert all(row["reason"] and row["remedy"] for row in rows)
    assert {r["source"] for r in table(tmp_path / "out" / "observations.csv")} == {"b-baik.txt", "g-baik.txt"}


def test_quarantine_of_an_earlier_run_does_not_stay(run: Run, inputs: Path, tmp_path: Path) -> None:
    (inputs / "a.txt").write_bytes(b"")
    run(inputs)
    (inputs / "a.txt").write_text(GOOD, encoding="utf-8")
    run(inputs)
    assert table(tmp_path / "out" / "quarantine.csv") == []


def test_release_that_makes_the_program_fail_is_set_aside(
    run: Run, inputs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inputs / "a.txt").write_text("Rusak\n\nNaik 7%.", encoding="utf-8")
    observations = Extractor.observations

    def break_on_one(self: Extractor, release: Release, doc: Doc) -> list[Observation]:
        if "Rusak" in doc.text:
            raise ValueError("boom")
        return observations(self, release, doc)

    monkeypatch.setattr(Extractor, "observations", break_on_one)
    outcome = run(inputs)
    (failure,) = outcome.failures
    assert (failure.source, outcome.observations) == ("a.txt", 2)
    assert "boom" in failure.reason


def test_release_without_a_number_is_no_failure(run: Run, inputs: Path) -> None:
    (inputs / "b-baik.txt").write_text("Judul\n\nTanpa angka.\n", encoding="utf-8")
    outcome = run(inputs)
    assert (outcome.releases, outcome.observations, outcome.failures) == (1, 0, ())


def test_name_of_a_file_that_is_no_utf8_does_not_stop_the_others(run: Run, inputs: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(inputs) + b"/a\xff.txt")).write_text(GOOD, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    outcome = run(inputs)
    assert outcome.observations >= 2


def test_metadata_of_one_release_does_not_stop_the_others(run: Run, inputs: Path) -> None:
    (inputs / "a.txt").write_text(GOOD, encoding="utf-8")
    (inputs / "a.json").write_text('{"title": "\\ud800", "publisher": "a\\rb"}', encoding="utf-8")
    assert run(inputs).observations >= 2


def test_folder_without_texts_is_a_wrong_use(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "foto.png").write_bytes(b"x")
    with pytest.raises(UsageError, match=r"in: no releases here; give a folder with .*\.txt"):
        run(tmp_path / "in")
    assert not (tmp_path / "out").exists()


def test_path_that_is_not_there_is_a_wrong_use(run: Run, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nirgends: no such file or folder; check"):
        run(tmp_path / "nirgends")
    assert not (tmp_path / "out").exists()


def test_format_that_is_unknown_is_a_wrong_use_that_names_the_formats(run: Run, inputs: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"xml.*choose from csv, .*jsonl"):
        run(inputs, formats=("csv", "xml"))
    assert not (tmp_path / "out").exists()


def test_result_folder_that_cannot_be_written_is_a_wrong_use(run: Run, inputs: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(UsageError, match=r"out: cannot be written \(.*\); choose another"):
        run(inputs)


def test_csv_is_written_whatever_the_formats(run: Run, inputs: Path, tmp_path: Path) -> None:
    run(inputs, formats=("jsonl",))
    assert (tmp_path / "out" / "observations.csv").is_file()
    lines = (tmp_path / "out" / "observations.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["value"] for line in lines] == ["5", "2000000000"]


def test_pattern_stands_for_the_files_that_fit_it(inputs: Path) -> None:
    (inputs / "b-lain.txt").write_text(GOOD, encoding="utf-8")
    (inputs / "c.txt").write_text(GOOD, encoding="utf-8")
    assert [source.name for source in find_sources([inputs / "b-*.txt"])] == ["b-baik.txt", "b-lain.txt"]


def test_two_folders_with_the_same_name_in_them_are_a_wrong_use(inputs: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "b-baik.txt").write_text(GOOD, encoding="utf-8")
    with pytest.raises(UsageError, match="same name"):
        find_sources([inputs, tmp_path / "other"])


def test_hidden_half_written_files_are_not_left(run: Run, inputs: Path, tmp_path: Path) -> None:
    outcome = run(inputs, formats=("csv", "jsonl"))
    assert sorted((tmp_path / "out").iterdir()) == sorted(outcome.files)


def test_progress_is_told_for_every_release(nlp: Language, inputs: Path, tmp_path: Path) -> None:
    (inputs / "a.txt").write_bytes(b"")
    (inputs / "c.txt").write_text(GOOD, encoding="utf-8")
    told: list[tuple[int, int]] = []
    run_job([inputs], tmp_path / "out", ["csv"], nlp, lambda done, total: told.append((done, total)))
    assert told[-1] == (3, 3)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
