"""Rules folders: the shipped one loads, and of a bad one every fault is told at once."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.errors import RuleError, UsageError
from pipeline.rulebook import Rulebook, decimal, default_directory, load
from pipeline.rulebook.meaning import load_meaning

RULE = """kind: count
rules:
  - id: {id}
    pattern: {pattern}
    finds: ["[5] IKM => 5 IKM"]
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Copy the shipped rules, as a user does."""
    return Path(shutil.copytree(default_directory(), tmp_path / "rules"))


def faults(rules: Path) -> list[str]:
    """Load a bad folder and return its faults, without the path of the folder."""
    with pytest.raises(RuleError) as caught:
        load(rules)
    assert str(caught.value) == "\n".join(caught.value.faults)
    return [fault.removeprefix(f"{rules}/") for fault in caught.value.faults]


def line_of(path: Path, text: str) -> int:
    """Return the number of the last line that holds a text."""
    return max(i for i, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if text in line)


def append(path: Path, text: str) -> int:
    """Append a line to a file and return its number."""
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + "\n" + text + "\n", encoding="utf-8")
    return line_of(path, text)


def test_shipped_rules_load(rulebook: Rulebook) -> None:
    assert len(rulebook.rules) > 50
    assert rulebook.directory == default_directory()


def test_every_shipped_rule_has_an_example(rulebook: Rulebook) -> None:
    assert [rule_id for rule_id, placed in rulebook.rules.items() if not placed.rule.finds] == []


def test_ids_of_rules_name_their_file(rulebook: Rulebook) -> None:
    assert {r.file.stem for r in rulebook.rules.values()} == {rule_id.split(".")[0] for rule_id in rulebook.rules}


def test_rules_know_their_line(rulebook: Rulebook) -> None:
    for placed in rulebook.rules.values():
        assert f"id: {placed.rule.id}" in placed.file.read_text(encoding="utf-8").splitlines()[placed.line - 1]


def test_copy_of_the_rules_has_the_same_digest_until_a_byte_changes(rules: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(rules, tmp_path / "copy"))
    assert load(copy).digest == load(rules).digest
    append(copy / "vocabulary" / "units.yaml", "# a remark")
    assert load(copy).digest != load(rules).digest


def test_folder_without_rules_is_a_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no rules here; name a folder"):
        load(tmp_path)


def test_every_fault_of_every_file_is_told_at_once(rules: Path) -> None:
    unit = append(rules / "vocabulary" / "units.yaml", "  - {code: t2, words: [ton]}")
    word = append(rules / "vocabulary" / "calendar.yaml", "  - {tag: month, wrods: [x]}")
    (rules / "quantities" / "zz.yaml").write_text(RULE.format(id="a", pattern="[{TAGG: number}]"), encoding="utf-8")
    (rules / "vocabulary" / "shapes.yaml").unlink()
    found = faults(rules)
    starts = (
        f"vocabulary/units.yaml:{unit}:",
        f"vocabulary/calendar.yaml:{word}:",
        "quantities/zz.yaml:4:",
        "vocabulary/shapes.yaml:1:",
    )
    assert [start for start in starts if not any(f.startswith(start) for f in found)] == []


def test_every_fault_says_what_to_do(rules: Path) -> None:
    append(rules / "vocabulary" / "units.yaml", "  - {code: t2, words: [ton]}")
    append(rules / "vocabulary" / "percent.yaml", "classes: []")
    zz = RULE.format(id="a", pattern='[{TAG: number, OP: "{2}"}, {TAG: {INN: [x]}}, {POS: x}]')
    (rules / "quantities" / "zz.yaml").write_text(zz, encoding="utf-8")
    (rules / "quantities" / "zzz.yaml").write_text(RULE.format(id="A b", pattern="[]"), encoding="utf-8")
    found = faults(rules)
    assert len(found) >= 6
    assert [fault for fault in found if "; " not in fault] == []


def test_key_that_stands_twice_is_a_fault(rules: Path) -> None:
    line = append(rules / "vocabulary" / "percent.yaml", "classes: []")
    (fault,) = [f for f in faults(rules) if f.startswith("vocabulary/percent.yaml")]
    assert fault == f"vocabulary/percent.yaml:{line}: the key 'classes' stands twice; keep one"


def test_word_that_stands_twice_is_a_fault_that_names_both_places(rules: Path) -> None:
    units = rules / "vocabulary" / "units.yaml"
    first, second = line_of(units, "code: t,"), append(units, "  - {code: t2, words: [Ton]}")
    (fault,) = faults(rules)
    assert fault.startswith(f"vocabulary/units.yaml:{second}: 'Ton' stands at ")
    assert f"units.yaml:{first} too; keep one" in fault


def test_same_word_in_two_files_is_a_fault(rules: Path) -> None:
    line = append(rules / "vocabulary" / "units.yaml", "  - {code: X, words: [persen]}")
    (fault,) = faults(rules)
    assert f"vocabulary/units.yaml:{line}:" in fault or "vocabulary/percent.yaml" in fault


def test_exact_spelling_may_share_its_letters_with_a_folded_word(rules: Path) -> None:
    append(rules / "vocabulary" / "units.yaml", "  - {code: TON, exact: [TON]}")
    assert load(rules).rules


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("vocabulary/units.yaml", "  - {code: X, words: [xx], color: red}"),
        ("vocabulary/currencies.yaml", "  - {code: XXX, befor: [xx]}"),
        ("vocabulary/calendar.yaml", "  - {tag: month, word: [xx]}"),
        ("vocabulary/units.yaml", "remark: none"),
        ("quantities/percent.yaml", "remark: none"),
    ],
)
def test_unknown_key_is_a_fault_at_its_line(rules: Path, file: str, line: str) -> None:
    number = append(rules / file, line)
    (fault,) = faults(rules)
    assert fault.startswith(f"{file}:{number}: ")


@pytest.mark.parametrize(
    "line",
    [
        "  - {code: X, words: xx}",
        "  - {words: [xx]}",
        '  - {code: X, words: [""]}',
        '  - {code: X, words: [" xx"]}',
        '  - {code: X, words: [" "]}',
        '  - {code: X, words: [xx], part_of: [ft, "²"]}',
        '  - {code: X, words: [xx], part_of: [ft, "1/"]}',
        '  - {code: X, words: [xx], part_of: [ft, "1/0"]}',
        '  - {code: X, words: [xx], part_of: [ft, "1e3"]}',
        "  - [code, X]",
        "  - X",
        "  - {? [a] : b}",
        "  - &a [*a]",
    ],
)
def test_entry_of_a_wrong_shape_is_a_fault_at_its_line(rules: Path, line: str) -> None:
    number = append(rules / "vocabulary" / "units.yaml", line)
    assert [f for f in faults(rules) if f.startswith(f"vocabulary/units.yaml:{number}: ")]


@pytest.mark.parametrize("code", ["rp", "RUPIAH", "R1"])
def test_currency_has_an_iso_code(rules: Path, code: str) -> None:
    number = append(rules / "vocabulary" / "currencies.yaml", f"  - {{code: {code}, after: [xx]}}")
    assert [f for f in faults(rules) if f.startswith(f"vocabulary/currencies.yaml:{number}: ")]


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("[{TAG: number, OP: '!!'}]", "not a spaCy token pattern"),
        ("[{TAG: [number]}]", "not a spaCy token pattern"),
        ("[{TAG: {INN: [number]}}]", "not a spaCy token pattern"),
        ("[{NUMBER: x}]", "unknown key 'NUMBER'"),
        ("[{POS: NUM}]", "unknown key 'POS'"),
        ("[{TAG: number, OP: '{2,3}'}]", "counted repetition"),
        ("[{TAG: number, OP: '!'}]", "must not fit"),
        ("[{TEXT: {FUZZY: juta}}]", "unknown key 'FUZZY'"),
        ("[{TEXT: {REGEX: '(a+)+'}}]", "quantifier inside a quantifier"),
        ("[{TEXT: {REGEX: '(a*b)*c'}}]", "quantifier inside a quantifier"),
        ("[{TEXT: {REGEX: '(?:a+){2}'}}]", "quantifier inside a quantifier"),
        ("[{TEXT: {REGEX: '([a-z]+\\s?)+$'}}]", "quantifier inside a quantifier"),
        ("[{TEXT: {REGEX: '(('}}]", ""),
        ("[]", ""),
        ("[x]", ""),
        ("{TAG: number}", ""),
    ],
)
def test_bad_token_pattern_is_a_fault_at_its_line(rules: Path, pattern: str, told: str) -> None:
    (rules / "quantities" / "zz.yaml").write_text(RULE.format(id="a", pattern=pattern), encoding="utf-8")
    found = faults(rules)
    assert [f for f in found if f.startswith("quantities/zz.yaml:4: ") and told in f], found


def test_faults_are_found_in_the_surroundings_of_a_pattern_too(rules: Path) -> None:
    content = RULE.format(id="a", pattern="[{TAG: number}]")
    content += "    before: [{TAGG: x}]\n    after: [{TAG: x, OP: '{1}'}]\n"
    (rules / "quantities" / "zz.yaml").write_text(content, encoding="utf-8")
    found = faults(rules)
    assert [f for f in found if f.startswith("quantities/zz.yaml:6: ")]
    assert [f for f in found if f.startswith("quantities/zz.yaml:7: ")]


def test_rule_id_that_stands_twice_is_a_fault(rules: Path) -> None:
    content = RULE.format(id="a", pattern="[{TAG: number}]")
    (rules / "quantities" / "zz.yaml").write_text(content + content.split("rules:\n")[1], encoding="utf-8")
    (fault,) = faults(rules)
    assert fault.startswith("quantities/zz.yaml:6: the rule id zz.a stands twice; ")


@pytest.mark.parametrize("kind", ["counts", "COUNT", ""])
def test_unknown_kind_is_a_fault(rules: Path, kind: str) -> None:
    content = RULE.format(id="a", pattern="[{TAG: number}]").replace("kind: count", f"kind: {kind}")
    (rules / "quantities" / "zz.yaml").write_text(content, encoding="utf-8")
    assert [f for f in faults(rules) if f.startswith("quantities/zz.yaml:1: kind: ")]


def test_rule_without_an_example_is_a_fault(rules: Path) -> None:
    content = RULE.format(id="a", pattern="[{TAG: number}]").replace('["[5] IKM => 5 IKM"]', "[]")
    (rules / "quantities" / "zz.yaml").write_text(content, encoding="utf-8")
    assert [f for f in faults(rules) if f.startswith("quantities/zz.yaml:5: ")]


@pytest.mark.parametrize("name", ["numerals", "units", "currencies", "shapes", "furniture"])
def test_missing_file_is_named(rules: Path, name: str) -> None:
    (rules / "vocabulary" / f"{name}.yaml").unlink()
    assert any(f.startswith(f"vocabulary/{name}.yaml:1: the file is missing; ") for f in faults(rules))


@pytest.mark.parametrize(
    "content",
    [b"", b"# only a remark\n", b"a: [b\n", b"a: b: c\n", b"\tx: 1\n", b"a: \xff\n", b"- 5\n", b"5\n", b"\x00"],
)
def test_file_that_is_no_yaml_is_a_fault(rules: Path, content: bytes) -> None:
    (rules / "vocabulary" / "extra.yaml").write_bytes(content)
    (rules / "quantities" / "extra.yaml").write_bytes(content)
    found = faults(rules)
    assert [f for f in found if f.startswith("vocabulary/extra.yaml:")]
    assert [f for f in found if f.startswith("quantities/extra.yaml:")]


def test_yaml_that_is_nested_without_end_is_a_fault(rules: Path) -> None:
    (rules / "vocabulary" / "extra.yaml").write_text("[" * 3000, encoding="utf-8")
    assert [f for f in faults(rules) if f.startswith("vocabulary/extra.yaml:")]


def test_every_scalar_is_text(rules: Path) -> None:
    append(rules / "vocabulary" / "units.yaml", "  - {code: no, words: [1e3, yes, null, 0o7]}")
    words = {entry.text for group in load(rules).entries.values() for entry in group if entry.code == "no"}
    assert words == {"1e3", "yes", "null", "0o7"}


def test_unit_that_a_user_adds_is_in_the_rulebook(rules: Path) -> None:
    append(rules / "vocabulary" / "units.yaml", "  - {code: karung, words: [karung goni]}")
    assert [e.tag for e in load(rules).entries["karung"] if e.text == "karung goni"] == ["unit"]


def test_decimals_of_rules_are_exact() -> None:
    assert decimal("0.01") == Decimal("0.01")
    assert decimal("1000000000000000") == Decimal(10) ** 15
    assert abs(decimal("1/3") - Decimal(1) / 3) < Decimal("1e-27")


def test_class_of_cues_that_stands_twice_is_a_fault(rules: Path) -> None:
    append(rules / "meaning" / "cues.yaml", "  - {cue: rise, words: [mekar]}")
    with pytest.raises(RuleError, match=r"cues\.yaml:\d+: cues: .*the class rise stands twice; put its words into one"):
        load_meaning(rules)


def test_class_of_function_words_that_is_missing_or_unknown_is_a_fault(rules: Path) -> None:
    path = rules / "meaning" / "words.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("doer:", "doers:"), encoding="utf-8")
    with pytest.raises(RuleError) as error:
        load_meaning(rules)
    told = "\n".join(error.value.faults)
    assert "doer: Field required" in told
    assert "doers: Extra inputs are not permitted" in told
