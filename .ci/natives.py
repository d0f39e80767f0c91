"""Modules in, the same as mypyc takes them out, line by line: records become native classes, constants final.

A dataclass gets its `__init__` from `dataclasses` when the program runs, where the compiler cannot see it: each record
would be made by interpreted code. Here it is written out, in place of the docstring, so that every line keeps its number.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

IMPORTS = "; from dataclasses import dataclass; from typing import TYPE_CHECKING, Final"
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


def make_native(files: Iterable[Path]) -> None:
    """Rewrite the modules in their place. Raises `ValueError` for one that is written in an unforeseen way."""
    modules = {path: ast.parse(path.read_text(encoding="utf-8")) for path in files}
    records = {one.name: one for module in modules.values() for one in _records(module)}
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
    if maker is None or maker.lineno != maker.end_lineno or lines[maker.lineno - 2]:
        raise ValueError(f"class {node.name}: its decorator is not on one line with an empty line before it")
    written = ast.unparse(maker)
    generic = any("Generic" in ast.unparse(base) for base in node.bases)
    # A generic class has a `__dict__`, which `dataclass` cannot change from outside.
    lines[maker.lineno - 1] = "" if generic else "@dataclass(unsafe_hash=True)" if "frozen" in written else "@dataclass"
    if written.startswith("record") and not generic:
        lines[maker.lineno - 2] = "@mypyc_attr(acyclic=True)"
    fields = _fields(node, records)
    parameters = ", ".join(["self", *(f.parameter for f in fields if f.parameter)])
    docstring = node.body[0]
    _blank(docstring, lines)
    body = "; ".join(f.statement for f in fields)
    lines[docstring.lineno - 1] = f"    def __init__({parameters}) -> None: {body}"
    if written.startswith("dataclass(frozen=True") and not lines[docstring.end_lineno or 0]:
        # Those that go from process to process.
        values = "".join(f"self.{f.name}, " for f in fields)
        lines[docstring.end_lineno or 0] = f"    def __reduce__(self) -> tuple[type, tuple[object, ...]]: return {node.name}, ({values})"


def _fields(node: ast.ClassDef, records: dict[str, ast.ClassDef]) -> list[Field]:
    inherited = [f for base in node.bases if ast.unparse(base) in records for f in _fields(records[ast.unparse(base)], records)]
    return inherited + [_field(statement) for statement in node.body if isinstance(statement, ast.AnnAssign)]


def _field(node: ast.AnnAssign) -> Field:
    name, kind = ast.unparse(node.target), ast.unparse(node.annotation)
    if node.value is None:
        return Field(name, f"{name}: {kind}", f"self.{name} = {name}")
    default = ast.unparse(node.value)
    called = ast.unparse(node.value.func) if isinstance(node.value, ast.Call) else ""
    if called not in DEFAULTS:
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
