"""The tables of the corpus, row by row, as they were read and agreed to.

After a change that moves rows: `pytest tests/test_golden.py --force-regen`, read the difference, say why in the commit.
"""

import csv
import io
from pathlib import Path

import pytest
from pytest_regressions.file_regression import FileRegressionFixture
from spacy.language import Language

from pipeline.run import run

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden"
TEXTS = sorted((ROOT / "corpus").glob("*.txt"))
ARTICLE = ROOT / "corpus" / "marketeers-20240104-ikm.txt"

ARTICLE_ROWS = [
    ("65.52", "%"),
    ("65.52", "%"),
    ("4190000", "unit usaha"),
    ("99.7", "%"),
    ("21.44", "%"),
    ("65", "IKM"),
    ("7900000000", "IDR"),
    ("60700000000", "IDR"),
    ("103", "%"),
    ("89", "sentra IKM"),
    ("21", "sentra IKM"),
    ("68", "sentra IKM"),
    ("23", "%"),
    ("35.7", "%"),
    ("11", "IKM makanan dan minuman"),
    ("611", "IKM"),
    ("319", "IKM"),
    ("3", "IKM"),
    ("4", "IKM"),
]


def table(nlp: Language, path: Path, out: Path) -> str:
    """Return the table that `run` writes for one text."""
    assert not run([path], out, ["csv"], nlp, lambda _done, _total: None).failures
    return (out / "observations.csv").read_bytes().decode("utf-8")


def test_article_has_its_nineteen_rows(nlp: Language, tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(table(nlp, ARTICLE, tmp_path), newline="")))
    assert [(row["value"], row["unit"]) for row in rows] == ARTICLE_ROWS
    assert len(rows) == 19
    assert {(row["value_low"], row["value_high"], row["comparator"]) for row in rows} == {("", "", "=")}
    assert [row["section"] for row in rows] == ["title"] + ["body"] * 18
    assert {row["published"] for row in rows} == {"2024-01-04"}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_table_is_the_golden_one(
    nlp: Language, path: Path, tmp_path: Path, file_regression: FileRegressionFixture
) -> None:
    found = table(nlp, path, tmp_path)
    assert "\r" not in found
    assert found.count("\n") > 5
    file_regression.check(found, encoding="utf-8", extension=".csv", newline="", fullpath=GOLDEN / f"{path.stem}.csv")


def test_every_golden_table_has_its_text() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == {path.stem for path in TEXTS}
    assert len(TEXTS) >= 13
