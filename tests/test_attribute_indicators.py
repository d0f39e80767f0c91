"""The examples of the indicators, run the whole way: which indicator a number belongs to."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from spacy.tokens import Doc

from pipeline.component import Extractor
from pipeline.errors import RuleError
from pipeline.records import Release
from pipeline.rulebook.load import default_directory
from pipeline.rulebook.meaning import load_meaning

DIRECTORY = default_directory()
CODES = sorted(path.stem for path in (DIRECTORY / "indicators").glob("*.yaml"))
LEAST = 3
BRACKETED = re.compile(r"\[([^\]]*)\]")

Faults = Callable[[str], list[str]]


@pytest.fixture(scope="session")
def faults(extractor: Extractor, hand_made: Callable[[str], Doc]) -> Faults:
    """Return a checker of an example "text with [5 persen] => code": what was read otherwise."""

    def check(example: str) -> list[str]:
        marked, _, wanted = example.partition(" => ")
        text = BRACKETED.sub(r"\1", marked)
        rows = extractor.observations(Release("r", "r.txt", text), hand_made(text))
        read = {row.surface: row.indicator for row in rows}
        pairs = zip(BRACKETED.findall(marked), wanted.split("; "), strict=True)
        return [f"{example}: {s} is {read.get(s)}" for s, code in pairs if read.get(s) != code]

    return check


@pytest.mark.parametrize("code", CODES)
def test_examples_of_an_indicator_are_read_as_it(code: str, extractor: Extractor, faults: Faults) -> None:
    examples = extractor.attribution.meaning.indicators[code].examples
    assert [fault for example in examples for fault in faults(example)] == []
    assert len(examples) >= LEAST
    assert all(code in example.partition(" => ")[2].split("; ") for example in examples)


def test_examples_of_the_rules_that_choose_are_read(extractor: Extractor, faults: Faults) -> None:
    examples = extractor.attribution.meaning.indication.examples
    assert [fault for example in examples for fault in faults(example)] == []


@pytest.mark.parametrize(
    ("example", "why"),
    [
        ("TPT turun menjadi [4,8 persen] pada Februari => unemployment", "TPT is a rate here"),
        ("Industri TPT tumbuh [4,3 persen] pada triwulan I => gdp_growth", "and textiles there"),
        ("Defisit transaksi berjalan [1,2 persen] => trade_balance", "a deficit of trade"),
        ("Defisit APBN [1,2 persen] => budget", "a deficit of the budget"),
        ("Harga saham naik [2 persen] => price", "a price"),
        ("PT Maju menguasai [20 persen] saham => capital", "a holding"),
        ("Tarif listrik naik [5 persen] => price", "a price"),
        ("Tarif bea masuk naik menjadi [5 persen] => tax", "a tax"),
        ("Kemenperin membina [20] sentra => beneficiaries", "helped"),
        ("Di Jawa Tengah terdapat [20] sentra => establishments", "counted"),
        ("Pelatihan itu diikuti [20] perusahaan => participants", "trained"),
    ],
)
def test_a_word_of_two_senses_is_read_by_what_stands_around_it(example: str, why: str, faults: Faults) -> None:
    assert faults(example) == [], why


def test_a_class_that_nothing_defines_is_refused(tmp_path: Path) -> None:
    for source in DIRECTORY.rglob("*.yaml"):
        copy = tmp_path / source.relative_to(DIRECTORY)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(source.read_bytes())
    path = tmp_path / "meaning" / "indicators.yaml"
    path.write_text(path.read_text("utf-8").replace("left: [debt_ratio]", "left: [dbt_ratio]"), "utf-8")
    with pytest.raises(RuleError, match="the class 'dbt_ratio' is not defined"):
        load_meaning(tmp_path)
