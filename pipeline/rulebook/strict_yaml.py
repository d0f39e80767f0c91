"""A rules file in, plain data and the line of every part out: no duplicate keys, every scalar a string."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

M = TypeVar("M", bound=BaseModel)
Place = tuple[str | int, ...]
DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Document:
    """Hold a file's data and `lines[place]`, the line of each key path."""

    path: Path
    data: Any
    lines: dict[Place, int]
    faults: list[str]

    def fault(self, place: Place, message: str) -> str:
        """Write a fault as `file:line: message`, with the line of the nearest known part."""
        while place and place not in self.lines:
            place = place[:-1]
        return f"{self.path}:{self.lines.get(place, 1)}: {message}"


def read(path: Path) -> Document:
    """Read a YAML file strictly; faults of syntax and duplicate keys are collected, not raised."""
    document = Document(path, None, {}, [])
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        reason = getattr(error, "problem", None) or "not UTF-8"
        document.faults.append(f"{path}:{line}: {reason}; mend the YAML")
        return document
    except RecursionError:
        document.faults.append(f"{path}:1: nested too deep; mend the YAML")
        return document
    if node is None:
        document.faults.append(f"{path}:1: the file is empty; write its keys or delete it")
        return document
    return Document(path, _build(node, (), document), document.lines, document.faults)


def read_model(path: Path, model: type[M], faults: list[str]) -> tuple[Document, M] | None:
    """Read a YAML file as `model`; None, with every fault added to `faults`, for one that is missing or wrong."""
    if not path.is_file():
        faults.append(f"{path}:1: the file is missing; copy it from the rules that ship with kabarangka")
        return None
    document = read(path)
    faults += document.faults
    if document.data is None:
        return None
    try:
        return document, model.model_validate(document.data)
    except ValidationError as error:
        for fault in error.errors():
            place = tuple(fault["loc"])
            where = ".".join(map(str, place))
            faults.append(document.fault(place, f"{where}: {fault['msg']}; see CONTRIBUTING.md for the keys"))
        return None


def _build(node: yaml.Node, place: Place, document: Document) -> Any:
    document.lines.setdefault(place, node.start_mark.line + 1)
    if len(place) > DEEPEST:
        document.faults.append(f"{document.path}:{node.start_mark.line + 1}: nested too deep; write it out flat")
        return ""
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, (*place, i), document) for i, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, place, document)
    raise TypeError(f"unknown YAML node {node!r}")


def _mapping(node: yaml.MappingNode, place: Place, document: Document) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            document.faults.append(f"{document.path}:{line}: a key is a list or mapping; write a word")
            continue
        key = key_node.value
        if key in result:
            document.faults.append(f"{document.path}:{line}: the key {key!r} stands twice; keep one")
        document.lines[(*place, key)] = line
        result[key] = _build(value_node, (*place, key), document)
    return result
