"""The examples inside the rules, and the user who changes a copy of them."""

import shutil
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

import pipeline
from pipeline.component import Extractor
from pipeline.errors import RuleError
from pipeline.examples import check_examples, examples
from pipeline.rulebook import Rulebook, default_directory


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Copy the shipped rules, as a user does."""
    return Path(shutil.copytree(default_directory(), tmp_path / "rules"))


def with_rules(nlp: Language, rules: Path, monkeypatch: pytest.MonkeyPatch) -> Language:
    """Put other rules into the loaded language for one test: the network need not be loaded again."""
    from pipeline.rulebook import load

    extractor = nlp.get_pipe("quantities")
    assert isinstance(extractor, Extractor)
    for name, value in vars(Extractor(load(rules))).items():
        monkeypatch.setattr(extractor, name, value)
    return nlp


def units(doc: Doc) -> list[tuple[str, str, str]]:
    """Return kind, unit and value of each row of a document."""
    rows = [span._.observation for span in doc.spans["quantities"]]
    return [(row.kind, row.unit, row.value) for row in rows]


def replace(path: Path, old: str, new: str) -> None:
    """Replace a text that stands once in a file."""
    content = path.read_text(encoding="utf-8")
    assert content.count(old) == 1
    path.write_text(content.replace(old, new), encoding="utf-8")


def test_every_example_of_the_shipped_rules_holds(nlp: Language) -> None:
    assert list(check_examples(nlp)) == []


def test_shipped_rules_have_hundreds_of_examples(rulebook: Rulebook) -> None:
    found = examples(rulebook.rules)
    assert len(found) > 300
    assert sum(not example.finds for example in found) > 50


def test_example_with_a_wrong_value_is_a_fault_at_its_rule(
    nlp: Language, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = rules / "quantities" / "percent.yaml"
    replace(path, "[5,2 persen] => 5.2 %", "[5,2 persen] => 5.3 %")
    (fault,) = check_examples(with_rules(nlp, rules, monkeypatch))
    line = path.read_text(encoding="utf-8").splitlines().index("  - id: plain") + 1
    assert fault.startswith(f"{path}:{line}: percent.plain: ")
    assert "5.2 %" in fault
    assert "5.3 %" in fault
    assert "; " in fault


def test_example_that_a_rule_should_spare_is_a_fault(
    nlp: Language, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace(rules / "quantities" / "percent.yaml", '"beberapa persen saja"', '"naik 5 persen saja"')
    (fault,) = check_examples(with_rules(nlp, rules, monkeypatch))
    assert "percent.plain" in fault
    assert "spared" in fault


def test_example_that_another_rule_reads_is_a_fault(
    nlp: Language, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = rules / "quantities" / "percentage_point.yaml"
    replace(path, 'finds:\n      - "naik [25-50 bps] => 0.25..0.5 pp"', 'finds:\n      - "naik [25 bps] => 0.25 pp"')
    (fault,) = check_examples(with_rules(nlp, rules, monkeypatch))
    assert "percentage_point.range" in fault
    assert "percentage_point.plain" in fault


@pytest.mark.parametrize(
    "example",
    ["naik [5 persen] => 5 %; 6 %", "naik 5 persen => 5 %", "naik [5 persen => 5 %", "naik [5] persen [6] => 5 %"],
)
def test_example_that_does_not_parse_is_a_fault_of_the_rules(rules: Path, example: str) -> None:
    path = rules / "quantities" / "percent.yaml"
    replace(path, "industri tumbuh [5,2 persen] => 5.2 %", example)
    with pytest.raises(RuleError) as caught:
        list(check_examples(pipeline.load(rules)))
    assert any(f.startswith(f"{path}:") and "; " in f for f in caught.value.faults)


def test_unit_that_a_user_adds_to_a_copy_is_found(nlp: Language, rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Petani memanen 12 lumbung beras."
    (before,) = units(nlp(text))
    assert before == ("count", "lumbung beras", "12")
    path = rules / "vocabulary" / "units.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "  - {code: LMB, words: [lumbung]}\n", encoding="utf-8")
    (after,) = units(with_rules(nlp, rules, monkeypatch)(text))
    assert after == ("measure", "LMB", "12")
