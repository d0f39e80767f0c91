"""The documents: what they show is what the commands, the records and the rules of this tree give.

`python -m tests.test_documentation` writes the generated parts of README.md anew: the table of columns, and what the
Python blocks print.
"""

import csv
import io
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import chdir, redirect_stdout
from dataclasses import fields
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import typer.main
from spacy.language import Language

import pipeline
from pipeline import cli
from pipeline.component import Extractor
from pipeline.examples import ARROW, BRACKETED, reading
from pipeline.records import COLUMNS, Observation
from pipeline.rulebook import Rulebook, default_directory, load, meaning, schema
from pipeline.run import run

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
DOCUMENTS = [README, ROOT / "README.id.md", CONTRIBUTING, ROOT / "CHANGELOG.md"]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
GENERATED = re.compile(r"(?<=<!-- columns: begin -->\n).*?(?=<!-- columns: end -->)", re.DOTALL)
COMMAND = re.compile(r"kabarangka ([a-z][a-z-]*)([^`\n]*)")
MADE = {"csv", "text"}
MODELS = [
    *(schema.Rule, schema.RuleFile, schema.NumeralFile, schema.Scale, schema.Unit, schema.Currency),
    *(schema.WordClass, schema.Shape, schema.LineClass),
    *(meaning.IndicatorFile, meaning.Cue, meaning.StatusCue, meaning.StatusFile),
]


def blocks(path: Path) -> list[tuple[str, str]]:
    """Return the fenced blocks of a document: language and content."""
    return BLOCK.findall(path.read_text(encoding="utf-8"))


def programs() -> Iterator[tuple[str, str]]:
    """Yield each Python block of README.md with the output that stands behind it."""
    found = blocks(README)
    for (language, code), (shown_as, shown) in pairwise(found):
        if language == "python":
            yield code, shown if shown_as in MADE else ""


def columns() -> str:
    """Write the data dictionary from the fields of the record."""
    rows = [f"| `{f.name}` | {f.metadata['description']} |" for f in fields(Observation) if f.name in COLUMNS]
    return "\n".join(["| column | what |", "|---|---|", *rows, ""])


def outputs(nlp: Language, folder: Path) -> list[str]:
    """Run the Python blocks in order, beside an `outputs/` as `make run` leaves it; return what each prints."""
    assert not run([ROOT / "corpus"], folder / "outputs", ["csv"], nlp, lambda _done, _total: None).failures
    names: dict[str, Any] = {}
    printed = []
    with chdir(folder):
        for code, _ in programs():
            with redirect_stdout(io.StringIO()) as out:
                exec(compile(code, str(README), "exec"), names)
            printed.append(out.getvalue())
    return printed


# ---- what is generated -----------------------------------------------------------------------------------------------


def test_dictionary_of_columns_is_that_of_the_record() -> None:
    found = GENERATED.search(README.read_text(encoding="utf-8"))
    assert found is not None
    assert found.group() == columns()


@pytest.fixture(scope="module")
def printed(nlp: Language, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[list[str], Path]]:
    """Run the blocks once, with the language that is loaded already."""
    folder = tmp_path_factory.mktemp("readme")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "load", lambda: nlp)
        yield outputs(nlp, folder), folder


def test_python_blocks_print_what_the_readme_shows(printed: tuple[list[str], Path]) -> None:
    shown = [output for _, output in programs()]
    assert len(shown) >= 3
    assert printed[0] == shown


def test_rows_of_the_readme_are_rows_of_the_table(printed: tuple[list[str], Path]) -> None:
    with (printed[1] / "outputs" / "observations.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    shown = [row for language, text in blocks(README) if language == "csv" for row in csv.DictReader(io.StringIO(text))]
    assert len(shown) >= 5
    for row in shown:
        assert set(row) <= set(COLUMNS)
        assert any(row.items() <= other.items() for other in table), row


# ---- examples and the walk-through -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line", [line for language, text in blocks(README) if language == "examples" for line in text.splitlines()]
)
def test_number_is_read_as_the_readme_says(nlp: Language, line: str) -> None:
    marked, _, values = line.partition(ARROW)
    text = BRACKETED.sub(r"\1", marked) if values else marked
    component: Any = nlp.get_pipe("quantities")
    found = component.quantities(nlp.make_doc(text))
    assert [text[q.start : q.end] for q in found] == (BRACKETED.findall(marked) if values else [])
    assert "; ".join(map(reading, found)) == values


def test_walk_through_adds_a_unit(hand_made: Callable[[str], Any], extractor: Extractor, tmp_path: Path) -> None:
    unit, example = (text for language, text in blocks(README) if language == "yaml")
    rules = Path(shutil.copytree(default_directory(), tmp_path / "my-rules"))
    for name, head, line in (
        ("vocabulary/units.yaml", "units:\n", unit),
        ("quantities/measure.yaml", "finds:\n", example),
    ):
        path = rules / name
        before, mark, behind = path.read_text(encoding="utf-8").rpartition("- id: plain\n")
        path.write_text(before + mark + behind.replace(head, head + line, 1), encoding="utf-8")
    rulebook = load(rules)
    written = example.strip().removeprefix("- ").strip('"')
    assert written in rulebook.rules["measure.plain"].rule.finds
    marked, _, value = written.partition(ARROW)
    doc = hand_made(BRACKETED.sub(r"\1", marked))
    assert [reading(q) for q in Extractor(rulebook).quantities(doc)] == [value]
    assert [reading(q) for q in extractor.quantities(doc)] != [value]


# ---- commands, files, keys, classes ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_commands_exist_with_their_options(path: Path) -> None:
    commands = typer.main.get_command(cli.app).commands  # type: ignore[attr-defined]
    shown = "\n".join(text for _, text in blocks(path))
    shown += "\n".join(re.findall(r"`([^`\n]+)`", BLOCK.sub("", path.read_text(encoding="utf-8"))))
    for name, rest in COMMAND.findall(shown):
        assert name in commands, f"{path.name}: kabarangka {name}"
        known = {option for parameter in commands[name].params for option in parameter.opts} | {"--help"}
        assert set(re.findall(r"--[a-z-]+", rest)) <= known, f"{path.name}: kabarangka {name}{rest}"


def test_readme_names_every_command() -> None:
    text = README.read_text(encoding="utf-8")
    commands = typer.main.get_command(cli.app).commands  # type: ignore[attr-defined]
    assert [name for name in commands if f"kabarangka {name}" not in text] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_targets_of_make_exist(path: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", path.read_text(encoding="utf-8"), re.MULTILINE)) <= targets


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_files_and_folders_that_are_named_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    named = re.findall(r"`((?:pipeline|rules|tests|corpus|\.ci)/[\w./-]*)`", text)
    named += re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_of_a_rules_file_is_explained(model: type[schema.Strict]) -> None:
    text = CONTRIBUTING.read_text(encoding="utf-8")
    assert [key for key in model.model_fields if f"`{key}`" not in text] == []


def test_every_class_of_words_is_explained(rulebook: Rulebook) -> None:
    text = CONTRIBUTING.read_text(encoding="utf-8")
    tags = {entry.tag for group in rulebook.entries.values() for entry in group} | {s.tag for s in rulebook.shapes}
    for placed in rulebook.rules.values():
        for token in (*placed.rule.before, *placed.rule.pattern, *placed.rule.after):
            tag = token.get("TAG", [])
            tags |= {tag} if isinstance(tag, str) else {name for names in dict(tag).values() for name in names}
    assert sorted(tag for tag in tags if f"`{tag}`" not in text) == []


def test_changelog_tells_of_this_version() -> None:
    assert f"## [{pipeline.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def write() -> None:
    """Write the generated parts of README.md."""
    with TemporaryDirectory() as name:
        made = iter(outputs(pipeline.load(), Path(name)))
    text = GENERATED.sub(lambda _: columns(), README.read_text(encoding="utf-8"))
    places = [*BLOCK.finditer(text)]
    pieces, position = [], 0
    for block, behind in pairwise(places):
        if block[1] == "python" and behind[1] in MADE:
            pieces += [text[position : behind.start(2)], next(made)]
            position = behind.end(2)
    README.write_text("".join([*pieces, text[position:]]), encoding="utf-8")


if __name__ == "__main__":
    write()
