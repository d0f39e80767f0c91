"""Quantities of a text in, property, entity, whole, indicator, role and status of each out."""

from bisect import bisect_left
from collections.abc import Sequence

from pipeline.attribute.frames import frames
from pipeline.attribute.indicators import Measured, read_indicators, said
from pipeline.attribute.items import is_next
from pipeline.attribute.roles import Role, read_role
from pipeline.attribute.sight import look
from pipeline.attribute.status import read_statuses
from pipeline.attribute.view import Frame
from pipeline.records import Clause, Quantity, record
from pipeline.rulebook.meaning import MeaningBook


@record(frozen=True, slots=True)
class Meaning:
    """What a quantity is about."""

    frame: Frame
    indicator: str
    route: str
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
    frames_before: list[tuple[Frame, str]] = []
    spoken: tuple[Role, str] | None = None
    last: dict[str, str] = {}
    starts = [q.start for q in quantities]
    for clause in clauses:
        own = quantities[bisect_left(starts, clause.start) : bisect_left(starts, clause.end)]
        if not own:
            continue
        sight = look(clause, own, text, folded, book)
        roles: list[tuple[Role, str]] = []
        going_on = spoken if is_next(sight, sight.spans[0][0]) else None
        if going_on is not None:
            before = next((f for f, kind in reversed(frames_before) if kind == own[0].kind), before)
        found = frames(sight, own, before, book)
        for place, (quantity, frame) in enumerate(zip(own, found, strict=True)):
            role = read_role(sight, place, (quantity, frame), roles[-1] if roles else going_on, book)
            roles.append((role, quantity.kind))
        measured = [Measured(q, f, r) for q, f, (r, _) in zip(own, found, roles, strict=True)]
        indicated = read_indicators(sight, measured, folded, book, last)
        codes = [code for code, _ in indicated]
        verdicts = read_statuses(sight, list(zip(own, codes, strict=True)), folded, book, status)
        for item, (code, route), verdict in zip(measured, indicated, verdicts, strict=True):
            result.append(Meaning(item.frame, code, route, item.role, verdict.status, verdict.cue))
        before = _spoken_of(found)
        frames_before = [(f, q.kind) for f, q in zip(found, own, strict=True)]
        status, spoken = verdicts[-1].status, roles[-1]
        last = said(measured, codes)
    return result


def _spoken_of(found: Sequence[Frame]) -> Frame:
    """Return the frame with which the next sentence goes on: the last one that is no share and no size of a whole."""
    own = [frame for frame in found if frame.entity.cue != "whole"]
    return next((frame for frame in reversed(own) if not frame.denominator.value), (own or found)[-1])
