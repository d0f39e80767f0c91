"""The compiled build: what the compiler is given says the same as the sources, and a record compiled is a record."""

import ast
import importlib.util
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
RECORDS = '''"""Records."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Row:
    """Hold a row."""

    name: str
    places: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Base:
    """Hold a count."""

    count: int = 2


@dataclass(slots=True)
class More(Base):
    """Hold more."""

    word: str = "a"
    kept: int | None = field(default=None, init=False)
'''
TRIED = """
import pickle, dataclasses, records
row, more = records.Row("a"), records.More(3, "b")
assert records.__file__.endswith(".so")
assert pickle.loads(pickle.dumps(dataclasses.replace(row, name="b"))) == records.Row("b", {}) != row
assert records.Row("a").places is not row.places
assert repr(more) == "More(count=3, word='b', kept=None)" and records.More() == records.More(2)
try:
    row.name = "c"
except AttributeError:
    print("frozen")
"""


def part(name: str) -> Any:
    """Load a module of `.ci`."""
    spec = importlib.util.spec_from_file_location(name, ROOT / ".ci" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module: ModuleType = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def rewritten(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, str]:
    """Return the text of each module as the compiler takes it."""
    folder = tmp_path_factory.mktemp("rewritten")
    shutil.copytree(ROOT / "pipeline", folder / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    natives = part("natives")
    files = natives.modules(folder)
    natives.make_native(files)
    return {path.relative_to(folder): path.read_text(encoding="utf-8") for path in files}


def test_every_line_of_a_compiled_module_keeps_its_number(rewritten: dict[Path, str]) -> None:
    assert len(rewritten) > 50
    for path, text in rewritten.items():
        before = (ROOT / path).read_text(encoding="utf-8")
        assert len(text.split("\n")) == len(before.split("\n"))
        # `record` is the only one that is left out: it stands for `dataclass` there.
        assert {name for name, _ in _functions(before) - _functions(text)} <= {"record"}


def _functions(text: str) -> set[tuple[str, int]]:
    return {(node.name, node.lineno) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)}


def test_every_record_of_a_compiled_module_takes_and_sets_its_fields(rewritten: dict[Path, str]) -> None:
    seen = 0
    for path, text in rewritten.items():
        module = import_module(".".join(path.with_suffix("").parts))
        for node in ast.parse(text).body:
            record = getattr(module, node.name) if isinstance(node, ast.ClassDef) else None
            if isinstance(node, ast.ClassDef) and isinstance(record, type) and is_dataclass(record):
                init = next(n for n in node.body if isinstance(n, ast.FunctionDef) and n.name == "__init__")
                assert [a.arg for a in init.args.args] == ["self", *(f.name for f in fields(record) if f.init)]
                assert [ast.unparse(s).split(" = ")[0] for s in init.body] == [f"self.{f.name}" for f in fields(record)]
                seen += 1
    assert seen > 50


def test_a_compiled_record_is_made_compared_replaced_pickled_and_frozen(tmp_path: Path) -> None:
    if not shutil.which((sysconfig.get_config_var("CC") or "cc").split()[0]):
        pytest.skip("there is no C compiler")
    source = tmp_path / "records.py"
    source.write_text(RECORDS, encoding="utf-8")
    part("natives").make_native([source])
    compiled = subprocess.run(
        [sys.executable, "-m", "mypyc", source.name], cwd=tmp_path, capture_output=True, text=True
    )
    assert compiled.returncode == 0, compiled.stdout + compiled.stderr
    tried = subprocess.run([sys.executable, "-c", TRIED], cwd=tmp_path, capture_output=True, text=True)
    assert (tried.stdout, tried.stderr) == ("frozen\n", "")
