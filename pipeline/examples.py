"""The examples inside the rules in, faults out: each `finds` and `spares` is run through the whole way."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import RuleError
from pipeline.lex import Written
from pipeline.observe import plain
from pipeline.records import Quantity, Release
from pipeline.rulebook import PlacedRule
from pipeline.tokenise import tokenise

BRACKETED = re.compile(r"\[([^\]]*)\]")
ARROW = " => "


@dataclass(frozen=True, slots=True)
class Example:
    """A text, what must be read in it as (surface, reading), and the rule that must do it (or must not)."""

    placed: PlacedRule
    written: str
    text: str
    readings: tuple[tuple[str, str], ...]
    finds: bool


def examples(rules: dict[str, PlacedRule]) -> list[Example]:
    """Return all examples. Raises `RuleError` with those that do not parse."""
    parsed = [
        _parse(placed, written, finds)
        for placed in rules.values()
        for finds, group in ((True, placed.rule.finds), (False, placed.rule.spares))
        for written in group
    ]
    if faults := [case for case in parsed if isinstance(case, str)]:
        raise RuleError(faults)
    return [case for case in parsed if isinstance(case, Example)]


def _parse(placed: PlacedRule, written: str, finds: bool) -> Example | str:
    """Return the example, or the fault of one whose brackets and readings do not go together."""
    marked, _, values = written.partition(ARROW)
    readings = [v.strip() for v in values.split(";")] if values else []
    surfaces = BRACKETED.findall(marked) if values else []
    if len(readings) != len(surfaces):
        where = f"{placed.file}:{placed.line}: {placed.id}"
        return f"{where}: {written!r}: {len(surfaces)} brackets but {len(readings)} readings; write one a bracket"
    text = BRACKETED.sub(r"\1", marked) if values else marked
    return Example(placed, written, text, tuple(zip(surfaces, readings, strict=True)), finds)


def reading(quantity: Quantity) -> str:
    """Write a quantity as the examples do: `> 5..10 % per tahun`."""
    value = (
        plain(quantity.value)
        if quantity.value is not None
        else f"{plain(quantity.value_low)}..{plain(quantity.value_high)}"
    )
    comparator = "" if quantity.comparator == "=" else f"{quantity.comparator} "
    return f"{comparator}{value} {quantity.unit}{f' per {quantity.per}' if quantity.per else ''}".rstrip()


def check_examples(nlp: Any) -> Iterator[str]:
    """Yield a line for each example that fails, as `file:line: rule: what; what to do`."""
    component = nlp.get_pipe("quantities")
    cases = examples(component.rulebook.rules)
    docs = tokenise([case.text for case in cases], nlp.tokenizer.stanza, nlp.vocab)
    for case, doc in zip(cases, docs, strict=True):
        clauses = component.lexer.clauses(Written.of(doc))
        used = {c.rule_id for found in component.matcher.candidates(clauses) for c in found}
        if fault := _fault(case, component.quantities(doc), used):
            where = f"{case.placed.file}:{case.placed.line}: {case.placed.id}"
            yield f"{where}: {case.written!r} {fault}; mend the pattern or the example"
    for path, column, written in meaning_examples(nlp):
        if fault := _meaning_fault(nlp, column, written):
            yield f"{path}:{_line(path, written)}: {written!r} {fault}; mend the rules or the example"


def meaning_examples(nlp: Any) -> Iterator[tuple[Path, str, str]]:
    """Yield (file, column, example) of the indicators and statuses: "Upah naik [5 persen] => wage"."""
    component = nlp.get_pipe("quantities")
    book, directory = component.attribution.meaning, component.rulebook.directory
    for code, file in book.indicators.items():
        yield from ((directory / "indicators" / f"{code}.yaml", "indicator", text) for text in file.examples)
    yield from ((directory / "meaning" / "indicators.yaml", "indicator", text) for text in book.indication.examples)
    yield from ((directory / "meaning" / "status.yaml", "status", text) for text in book.status_examples)


def _meaning_fault(nlp: Any, column: str, written: str) -> str:
    marked, _, values = written.partition(ARROW)
    text = BRACKETED.sub(r"\1", marked)
    wanted = list(zip(BRACKETED.findall(marked), [v.strip() for v in values.split(";")], strict=False))
    rows = nlp.get_pipe("quantities").observations(Release("", "", text), nlp.make_doc(text))
    found = {row.surface: getattr(row, column) for row in rows}
    wrong = [
        f"{surface} is {found.get(surface, 'not found')}" for surface, value in wanted if found.get(surface) != value
    ]
    return ", ".join(wrong) if wrong else "" if wanted else "has no [number] => value"


def _line(path: Path, written: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((i for i, line in enumerate(lines, 1) if written in line), 1)


def _fault(case: Example, found: list[Quantity], used: set[str]) -> str:
    if not case.finds:
        return "is to be spared but the rule takes it" if case.placed.id in used else ""
    got = tuple((case.text[q.start : q.end], reading(q)) for q in found)
    if got != case.readings:
        return f"reads {list(got)} instead of {list(case.readings)}"
    return "" if case.placed.id in used else f"is read by {sorted(used)}, not by this rule"
