"""Modules in, the same as mypyc takes them out, line by line: records become native classes, constants final.

A dataclass gets its `__init__` when the program runs, where the compiler cannot see it: interpreted code would make
each record. Here it is written out, in place of the docstring, so that every line keeps its number.
"""

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

# What extraction spends its time in; the rest of `rulebook` declares pydantic models, which are not compiled.
COMPILED = (
    *("pipeline/lex", "pipeline/match", "pipeline/normalise", "pipeline/attribute"),
    *("pipeline/observe.py", "pipeline/records.py", "pipeline/rulebook/phrases.py"),
)
IMPORTS = "; from dataclasses import dataclass; from typing import TYPE_CHECKING, Any, Final"
COMPILER = "if TYPE_CHECKING: from mypy_extensions import mypyc_attr"
MAKERS = ("dataclass", "record")
# What declares a field, and its default where it names none; `column` is that of `pipeline/records.py`.
DEFAULTS = {"field": "", "column": '""'}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record: how `__init__` takes it, "" if it does not, and how it sets it."""

    name: str
    parameter: str
    statement: str


def modules(root: Path) -> list[Path]:
    """Return the modules to compile in a copy of the sources."""
    found = [path for name in COMPILED for path in ((root / name).rglob("*.py") if "." not in name else [root / name])]
    return sorted(path for path in found if path.name != "__init__.py")


def make_native(files: Iterable[Path]) -> None:
    """Rewrite the modules in their place. Raises `ValueError` for one that is written in an unforeseen way."""
    modules = {path: ast.parse(path.read_text(encoding="utf-8")) for path in files}
    every = [one for module in modules.values() for one in _records(module)]
    count = Counter(one.name for one in every)
    records = {one.name: one for one in every if count[one.name] == 1}
    for path, module in modules.items():
        lines = path.read_text(encoding="utf-8").split("\n")
        head = module.body[0].end_lineno or 1
        if not isinstance(module.body[0], ast.Expr) or lines[head]:
            raise ValueError(f"{path}: no docstring with an empty line behind it")
        lines[head - 1] += IMPORTS
        lines[head] = COMPILER
        for node in module.body:
            _constant(node, lines)
            if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
                _first_branch(node, lines)
        for one in _records(module):
            _expand(one, records, lines)
        path.write_text("\n".join(lines), encoding="utf-8")


def _records(module: ast.Module) -> Iterator[ast.ClassDef]:
    return (node for node in module.body if isinstance(node, ast.ClassDef) and _maker(node))


def _maker(node: ast.ClassDef) -> ast.expr | None:
    """Return the decorator that makes the class a record."""
    return next((d for d in node.decorator_list if ast.unparse(d).split("(")[0] in MAKERS), None)


def _constant(node: ast.stmt, lines: list[str]) -> None:
    """Declare a constant final: the compiled code then does not look it up by its name."""
    if isinstance(node, ast.Assign) and isinstance(target := node.targets[0], ast.Name):
        if target.id.isupper() and len(node.targets) == 1:
            start = target.end_col_offset
            lines[node.lineno - 1] = lines[node.lineno - 1][:start] + ": Final" + lines[node.lineno - 1][start:]
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id.isupper():
        start, end = node.annotation.col_offset, node.annotation.end_col_offset
        line = lines[node.lineno - 1]
        lines[node.lineno - 1] = f"{line[:start]}Final[{line[start:end]}]{line[end:]}"


def _first_branch(node: ast.If, lines: list[str]) -> None:
    """Leave what only the type checker sees, also when the program runs."""
    kept = "; ".join(ast.unparse(statement) for statement in node.body)
    _blank(node, lines)
    lines[node.lineno - 1] = kept


def _expand(node: ast.ClassDef, records: dict[str, ast.ClassDef], lines: list[str]) -> None:
    maker = _maker(node)
    docstring = node.body[0]
    if maker is None or maker.lineno != maker.end_lineno or lines[maker.lineno - 2] or lines[docstring.end_lineno or 0]:
        raise ValueError(
            f"class {node.name}: no decorator on one line, or no empty line before it or after its docstring"
        )
    made = ast.unparse(maker)
    fields = _fields(node, records)
    _blank(docstring, lines)
    parameters = ", ".join(["self", *(f.parameter for f in fields if f.parameter)])
    body = "; ".join(f.statement for f in fields)
    lines[docstring.lineno - 1] = f"    def __init__({parameters}) -> None: {body}"
    if any("Generic" in ast.unparse(base) for base in node.bases):
        # Such a class has a `__dict__`, which `dataclass` cannot change from outside.
        lines[maker.lineno - 1] = ""
    elif made.startswith("record"):
        lines[maker.lineno - 2], lines[maker.lineno - 1] = "@mypyc_attr(acyclic=True)", "@dataclass(unsafe_hash=True)"
    elif "frozen=True" in made:
        # Those that a user holds and that go from process to process: frozen, and pickled by their fields.
        lines[maker.lineno - 1] = "@dataclass(frozen=True)"
        lines[docstring.lineno - 1] += "  # type: ignore[misc]"
        values = "".join(f"self.{f.name}, " for f in fields)
        lines[docstring.end_lineno or 0] = (
            f"    def __reduce__(self) -> tuple[Any, ...]: return {node.name}, ({values})"
        )
    else:
        lines[maker.lineno - 1] = "@dataclass"


def _fields(node: ast.ClassDef, records: dict[str, ast.ClassDef]) -> list[Field]:
    """Return the fields, those of the bases first. Raises `ValueError` for a base that is no record of one module."""
    names = [name for base in node.bases if not (name := ast.unparse(base)).startswith("Generic[")]
    if unknown := [name for name in names if name not in records]:
        raise ValueError(f"class {node.name}: no record, or more than one, is called {unknown[0]}")
    inherited = [field for name in names for field in _fields(records[name], records)]
    return inherited + [_field(statement) for statement in node.body if isinstance(statement, ast.AnnAssign)]


def _field(node: ast.AnnAssign) -> Field:
    name, kind = ast.unparse(node.target), ast.unparse(node.annotation)
    if node.value is None:
        return Field(name, f"{name}: {kind}", f"self.{name} = {name}")
    default = ast.unparse(node.value)
    called = ast.unparse(node.value.func) if isinstance(node.value, ast.Call) else ""
    if not isinstance(node.value, ast.Call) or called not in DEFAULTS:
        return Field(name, f"{name}: {kind} = {default}", f"self.{name} = {name}")
    options = {word.arg: ast.unparse(word.value) for word in node.value.keywords}
    if "default_factory" in options:
        made = f"{options['default_factory']}() if {name} is None else {name}"
        return Field(name, f"{name}: {kind} | None = None", f"self.{name} = {made}")
    default = options.get("default", DEFAULTS[called])
    if options.get("init") == "False":
        return Field(name, "", f"self.{name} = {default}")
    return Field(name, f"{name}: {kind} = {default}", f"self.{name} = {name}")


def _blank(node: ast.stmt, lines: list[str]) -> None:
    for i in range(node.lineno - 1, node.end_lineno or node.lineno):
        lines[i] = ""
