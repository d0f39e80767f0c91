"""A result held against its sources: what agrees is silent, each kind of fault is found."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from spacy.language import Language

from pipeline.errors import UsageError
from pipeline.rulebook import Rulebook
from pipeline.run import run
from pipeline.verify import verify

Edit = Callable[[dict[str, str]], None]
TEXTS = {
    "a.txt": "Ekspor Naik 5%\n\nNilainya Rp 2 miliar dan 40 ton.\n",
    "b.txt": "---\r\npublisher: K\r\n---\r\n\r\nCafe\u0301 Tumbuh 7%\r\n\r\nAda 12 pabrik baru.\r\n",
    "c.txt": "\ufeffImpor Turun 3%\n\nNilainya 9 juta dolar AS.\n",
}


@pytest.fixture(scope="module")
def result(nlp: Language, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Run the job once; return its sources and its result."""
    sources, out = tmp_path_factory.mktemp("in"), tmp_path_factory.mktemp("out")
    for name, text in TEXTS.items():
        (sources / name).write_bytes(text.encode("utf-8"))
    assert not run([sources], out, ["csv"], nlp, lambda _done, _total: None).failures
    return sources, out


@pytest.fixture
def sources(result: tuple[Path, Path]) -> Path:
    """Write the sources anew, since tests change them."""
    for name, text in TEXTS.items():
        (result[0] / name).write_bytes(text.encode("utf-8"))
    return result[0]


@pytest.fixture
def edited(result: tuple[Path, Path], tmp_path: Path) -> Callable[[Edit], Path]:
    """Return a copier of the result that edits its first row."""

    def edit(change: Edit) -> Path:
        with (result[1] / "observations.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        change(rows[0])
        with (tmp_path / "observations.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        return tmp_path

    return edit


def test_result_that_agrees_has_no_fault(result: tuple[Path, Path], sources: Path, rulebook: Rulebook) -> None:
    assert verify(result[1], [sources], rulebook) == (7, {})


def test_sources_are_found_where_the_run_found_them(
    result: tuple[Path, Path], sources: Path, rulebook: Rulebook
) -> None:
    assert sources.is_dir()
    assert verify(result[1], [], rulebook) == (7, {})


def test_source_that_changed_is_found(result: tuple[Path, Path], sources: Path, rulebook: Rulebook) -> None:
    (sources / "a.txt").write_text(TEXTS["a.txt"].replace("miliar", "milyar"), encoding="utf-8")
    rows, faults = verify(result[1], [sources], rulebook)
    ((fault, places),) = faults.items()
    assert "changed" in fault
    assert (rows, len(places)) == (7, 3)
    assert all(place.startswith("a.txt:") for place in places)


def test_source_that_is_gone_is_found(result: tuple[Path, Path], sources: Path, rulebook: Rulebook) -> None:
    (sources / "b.txt").unlink()
    ((fault, places),) = verify(result[1], [sources], rulebook)[1].items()
    assert "gone" in fault
    assert len(places) == 2


def test_source_that_cannot_be_read_any_more_is_found(
    result: tuple[Path, Path], sources: Path, rulebook: Rulebook
) -> None:
    (sources / "c.txt").write_bytes(b"\xff\xfe\x00")
    ((_, places),) = verify(result[1], [sources], rulebook)[1].items()
    assert len(places) == 2


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("surface", "6%"),
        ("surface", ""),
        ("start", "11"),
        ("end", "13"),
        ("start", "-3"),
        ("start", "x"),
        ("end", ""),
        ("source_start", "11"),
        ("source_end", "99"),
        ("source_start", "x"),
        ("text_sha256", "0" * 64),
    ],
)
def test_row_that_was_edited_is_found(
    edited: Callable[[Edit], Path], sources: Path, rulebook: Rulebook, column: str, value: str
) -> None:
    out = edited(lambda row: row.update({column: value}))
    rows, faults = verify(out, [sources], rulebook)
    assert rows == 7
    assert {place for places in faults.values() for place in places} != set()


def test_fault_names_source_place_and_surface(
    edited: Callable[[Edit], Path], sources: Path, rulebook: Rulebook
) -> None:
    out = edited(lambda row: row.update(surface="6%"))
    _, faults = verify(out, [sources], rulebook)
    assert "a.txt:12 '6%'" in faults["text[start:end] is not the surface"]


def test_folder_without_a_result_is_a_wrong_use(tmp_path: Path, rulebook: Rulebook) -> None:
    with pytest.raises(UsageError, match=r"no observations\.csv here; run"):
        verify(tmp_path, [], rulebook)


def test_table_of_another_version_is_a_wrong_use(tmp_path: Path, rulebook: Rulebook) -> None:
    (tmp_path / "observations.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(UsageError, match="columns"):
        verify(tmp_path, [], rulebook)


def test_result_without_its_run_file_asks_for_the_root(
    edited: Callable[[Edit], Path], sources: Path, rulebook: Rulebook
) -> None:
    out = edited(lambda _row: None)
    with pytest.raises(UsageError, match="--root"):
        verify(out, [], rulebook)
    assert verify(out, [sources], rulebook) == (7, {})
