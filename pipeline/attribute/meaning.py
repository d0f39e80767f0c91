"""Quantities of a text in, property, entity, whole, indicator, role and status of each out."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.attribute.frames import Frame, frames
from pipeline.attribute.roles import Role, read_role
from pipeline.attribute.sight import look
from pipeline.attribute.status import read_statuses
from pipeline.records import Clause, Quantity
from pipeline.rulebook.meaning import MeaningBook

WHOLES = {"gdp": "gdp_share"}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a quantity is about."""

    frame: Frame
    indicator: str
    role: Role
    status: str
    status_cue: str


def read_meanings(
    text: str, folded: str, clauses: Sequence[Clause], quantities: Sequence[Quantity], book: MeaningBook
) -> list[Meaning]:
    """Return the meaning of each quantity, in order."""
    result: list[Meaning] = []
    before = Frame()
    status = ""
    for clause in clauses:
        own = [q for q in quantities if clause.start <= q.start < clause.end]
        if not own:
            continue
        sight = look(clause, own, text, folded, book)
        roles: list[tuple[Role, str]] = []
        found = frames(sight, own, before, book)
        codes: list[str] = []
        for place, (quantity, frame) in enumerate(zip(own, found, strict=True)):
            role = read_role(sight, place, quantity, frame, roles[-1] if roles else None, book)
            roles.append((role, quantity.kind))
            codes.append(indicator_of(quantity, frame, role, book))
        verdicts = read_statuses(sight, list(zip(own, codes, strict=True)), folded, book, status)
        for frame, code, (role, _), verdict in zip(found, codes, roles, verdicts, strict=True):
            result.append(Meaning(frame, code, role, verdict.status, verdict.cue))
        before, status = found[-1], verdicts[-1].status
    return result


def indicator_of(quantity: Quantity, frame: Frame, role: Role, book: MeaningBook) -> str:
    """Return the code: of the property or verb, else of the whole, the unit or the counted noun; "other" otherwise."""
    code = frame.code
    whole = book.properties.find(frame.denominator.value.lower(), 0) if frame.denominator.value else None
    if not code and whole is not None:
        code = WHOLES.get(whole.meaning, whole.meaning)
    if not code and frame.denominator.value:
        counted = next(
            (
                c
                for w in _tails(frame.denominator.value.lower())
                if (c := book.counted.find(w, 0) or book.properties.find(w, 0))
            ),
            None,
        )
        code = WHOLES.get(counted.meaning, counted.meaning) if counted else ""
    return code or book.units.get(quantity.unit, "") or "other"


def _tails(text: str) -> list[str]:
    words = text.split()
    return [" ".join(words[i:]) for i in range(len(words))]
