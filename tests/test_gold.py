"""The floor of quality: what is found is held against gold files that people wrote."""

import csv
import json
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from pipeline.read import read
from pipeline.rulebook import Rulebook
from pipeline.run import run

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "tests" / "gold" / "samples.jsonl"
SHARED = ROOT.parent / "shared" / "gold"
FOUND, VALUE_AND_UNIT, COMPARATOR = 98.0, 97.0, 90.0

Row = dict[str, Any]
Pair = tuple[Row | None, Row | None]
Documents = list[tuple[list[Row], list[Row]]]


def observations(nlp: Language, folder: Path, out: Path) -> Path:
    """Run the job on a folder and return the table."""
    assert not run([folder], out, ["csv"], nlp, lambda _done, _total: None).failures
    return out / "observations.csv"


# ---- a scorer of its own ---------------------------------------------------------------------------------------------


def pairs(found: list[Row], gold: list[Row]) -> list[Pair]:
    """Pair the rows of one text one to one, those that overlap most first; what is left over has no partner."""
    overlaps = [
        (min(int(f["end"]), g["end"]) - max(int(f["start"]), g["start"]), -abs(int(f["start"]) - g["start"]), i, j)
        for i, f in enumerate(found)
        for j, g in enumerate(gold)
    ]
    free_found, free_gold = set(range(len(found))), set(range(len(gold)))
    result: list[Pair] = []
    for overlap, _, i, j in sorted(overlaps, reverse=True):
        if overlap > 0 and i in free_found and j in free_gold:
            free_found.discard(i)
            free_gold.discard(j)
            result.append((found[i], gold[j]))
    return result + [(found[i], None) for i in sorted(free_found)] + [(None, gold[j]) for j in sorted(free_gold)]


def f1(right: int, found: int, gold: int) -> float:
    """Return the harmonic mean of precision and recall, in per cent."""
    return 200 * right / (found + gold) if found + gold else 0.0


def agree(found: Row, gold: Row) -> bool:
    """Tell whether value and unit are the same; of a counted noun phrase one word must be."""
    for field in ("value", "value_low", "value_high"):
        a, b = found[field], gold[field]
        if bool(a) != bool(b) or (a and abs(Decimal(a) - Decimal(b)) > abs(Decimal(b)) * Decimal("1e-6")):
            return False
    if gold["kind"] == "count":
        return not gold["unit"] or bool(set(found["unit"].lower().split()) & set(gold["unit"].lower().split()))
    return bool(found["unit"] == gold["unit"])


def figures(documents: Documents) -> tuple[float, float, float]:
    """Return F1 of found, F1 of value and unit, and the mean F1 over the comparators of the gold."""
    paired = [pair for found, gold in documents for pair in pairs(found, gold)]
    both = [(f, g) for f, g in paired if f and g]
    totals = (sum(f is not None for f, _ in paired), sum(g is not None for _, g in paired))
    right, found, gold = (
        Counter(g["comparator"] for f, g in both if f["comparator"] == g["comparator"]),
        Counter(f["comparator"] for f, _ in both),
        Counter(g["comparator"] for _, g in both),
    )
    comparators = [f1(right[c], found[c], gold[c]) for c in gold]
    mean = sum(comparators) / len(comparators) if comparators else 0.0
    return f1(len(both), *totals), f1(sum(agree(f, g) for f, g in both), *totals), mean


def row(start: int, end: int, value: str, comparator: str = "=") -> Row:
    """Make a row for the scorer."""
    place = {"start": start, "end": end, "kind": "percent", "unit": "%"}
    return place | {"value": value, "value_low": "", "value_high": "", "comparator": comparator}


def test_scorer_gives_full_marks_for_the_gold_itself() -> None:
    gold = [row(0, 5, "5"), row(9, 12, "7", ">")]
    assert figures([(gold, gold)]) == (100.0, 100.0, 100.0)


def test_scorer_takes_marks_off_for_each_fault() -> None:
    gold = [row(0, 5, "5"), row(9, 12, "7", ">")]
    assert figures([([gold[0]], gold)])[0] == pytest.approx(200 / 3)
    assert figures([([*gold, row(20, 22, "1")], gold)])[0] == pytest.approx(80)
    assert figures([([gold[0], row(9, 12, "8", ">")], gold)]) == (100.0, 50.0, 100.0)
    assert figures([([gold[0], row(9, 12, "7")], gold)])[2] == pytest.approx((200 / 3 + 0) / 2)
    assert figures([([], gold)]) == (0.0, 0.0, 0.0)


# ---- the samples of this project -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def gold() -> list[Row]:
    """Read the gold of the samples."""
    return [json.loads(line) for line in SAMPLES.read_text(encoding="utf-8").splitlines()]


def test_gold_is_of_the_texts_as_they_are(gold: list[Row], rulebook: Rulebook) -> None:
    for document in gold:
        name = f"{document['doc_id']}.txt"
        release = read(ROOT / "corpus" / name, name, rulebook)
        assert release.text_sha256 == document["sha256"]
        surfaces = [a["surface"] for a in document["annotations"]]
        assert [release.text[a["start"] : a["end"]] for a in document["annotations"]] == surfaces


def test_samples_reach_the_floor(nlp: Language, gold: list[Row], tmp_path: Path) -> None:
    rows: dict[str, list[Row]] = {}
    with observations(nlp, ROOT / "corpus", tmp_path).open(encoding="utf-8", newline="") as file:
        for found in csv.DictReader(file):
            rows.setdefault(found["release_id"], []).append(found)
    marks = figures([(rows.get(d["doc_id"], []), d["annotations"]) for d in gold])
    assert all(mark >= floor for mark, floor in zip(marks, (FOUND, VALUE_AND_UNIT, COMPARATOR), strict=True)), marks


# ---- the gold given with the project ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shared() -> Path:
    """Return the folder of the gold given with the project, where there is one."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is not here: it is not part of the repository")
    return SHARED


@pytest.mark.parametrize("name", ["releases", "treebank"])
def test_texts_given_with_the_project_reach_the_floor(nlp: Language, shared: Path, tmp_path: Path, name: str) -> None:
    table = observations(nlp, shared / name, tmp_path)
    command: list[str | Path] = [sys.executable, shared / "score.py", table, shared / f"{name}.jsonl", "--json"]
    report = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    assert report["found (F1, P, R)"][0] >= FOUND
    assert report["value+unit (F1, P, R)"][0] >= VALUE_AND_UNIT
    assert report["comparator: accuracy, macro-F1"][1] >= COMPARATOR


def test_gold_has_what_the_scorer_counts(gold: list[Row]) -> None:
    annotations = [a for d in gold for a in d["annotations"]]
    assert len(annotations) > 300
    assert len({a["comparator"] for a in annotations}) == 6
