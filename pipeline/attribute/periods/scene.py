"""A sentence in, its numbers, time expressions and cues in order out, each marked as new value or as base."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Literal

from pipeline.attribute.periods.expressions import Mention, mentions, words
from pipeline.attribute.periods.grammar import PeriodBook
from pipeline.records import Passage, Quantity

CLOSE = 6
NEAR = 32
EVENT_NEAR = 80
OVER = 40
STATED = 12
DATELINE = re.compile(r"[\])]?\s*[–—-]\s")
NAME_NEAR = 60
DIRECT = 14
EVENT = "event"
DIGIT = re.compile(r"\d")
REFERENCE = re.compile(r"\((?:[^()\d]*: ?)?[A-Z][^()\d]*,\s*$")
OPENING = frozenset({"compare", "from", "over", "against"})
PLACE = attrgetter("start", "end")
Kind = Literal["quantity", "mention", "cue"]


@dataclass(slots=True)
class Mark:
    """Hold one thing of a sentence: a quantity (by number), a time expression or a cue (by its class)."""

    start: int
    end: int
    kind: Kind
    tag: str = ""
    quantity: int = -1
    unit: str = ""
    count: bool = False
    change: bool = False
    mention: Mention | None = None
    base: bool = False
    opened: str = ""


@dataclass(slots=True)
class Scene:
    """Hold a sentence as marks in order of position; `tags` are the classes of its cues."""

    passage: Passage
    text: str
    marks: list[Mark] = field(default_factory=list)
    tags: frozenset[str] = frozenset()

    def between(self, left: Mark, right: Mark) -> str:
        """Return the text between two marks."""
        return self.text[left.end : right.start]


def read_scene(
    book: PeriodBook,
    texts: tuple[str, str],
    passage: Passage,
    quantities: Sequence[tuple[int, Quantity]],
    changes: frozenset[int],
) -> Scene:
    """Return the marks of a sentence; `texts` are the text and its folded form, `changes` the numbers of changes."""
    text, folded = texts
    marks = [
        Mark(q.start, q.end, "quantity", quantity=i, unit=q.unit, count=q.kind == "count", change=i in changes)
        for i, q in quantities
    ]
    taken = [(q.start, q.end) for _, q in quantities]
    atoms = words(book.words, texts, passage.start, passage.end, taken)
    found = mentions(book, text, folded, atoms)
    marks += [Mark(m.start, m.end, "mention", mention=m) for m in found]
    taken = sorted([*taken, *((m.start, m.end) for m in found)])
    cues = words(book.cues, texts, passage.start, passage.end, taken)
    marks += [Mark(start, end, "cue", tag) for start, end, tag, _ in cues]
    marks.sort(key=PLACE)
    scene = Scene(passage, text, marks, frozenset([tag for _, _, tag, _ in cues]))
    if found:
        scene.marks = [m for i, m in enumerate(marks) if m.kind != "mention" or _is_period(scene, i)]
    if any(m.rule == "same" for m in found) or not scene.tags.isdisjoint(OPENING):
        _mark_bases(scene)
    return scene


def _is_period(scene: Scene, at: int) -> bool:
    """Tell whether a time expression can be the period of a number: not of a law, an event, a name or a report."""
    mark = scene.marks[at]
    mention = mark.mention
    if mention is None or mention.is_blank:
        return True
    cues = _cues_before(scene, at)
    if mark.start - scene.passage.start < NEAR and not cues and DATELINE.match(scene.text, mark.end):
        return mention.rule not in ("day", "date")
    if (mention.named_day or mention.rule == "weekday") and not _is_licensed(scene, at, cues):
        return False
    if mention.rule in ("year", "day", "month") and _is_of_law_or_name(scene, mark, cues):
        return False
    if mention.bare and _is_in_reference(scene, mark):
        return False
    if mention.limit == "since" and cues and cues[-1].tag == "relative" and mark.start - cues[-1].end < CLOSE * 2:
        return False
    near = next((c for c in reversed(cues) if c.tag in ("event", "speech")), None)
    if near and near.tag == "event" and _is_since(cues, near):
        mark.mention = replace(mention, limit="since", rule=EVENT)
        return True
    return not (near and (_is_of_event(mark, mention, near) or _is_in_attribution(scene, at, near)))


def _is_since(cues: Sequence[Mark], event: Mark) -> bool:
    """Tell whether an event is where a stretch begins: "sejak program itu diluncurkan pada 2017"."""
    since = next((c for c in reversed(cues) if c.tag == "since" and c.end <= event.start), None)
    if since is None or event.start - since.end > OVER:
        return False
    return not any(c.tag in ("stop", "relative") for c in cues if since.end <= c.start < event.start)


def _is_of_event(mark: Mark, mention: Mention, near: Mark) -> bool:
    """Tell whether a date is that of a founding, a signature, a due day or a statement."""
    gap = mark.start - near.end
    if near.tag == "speech":
        return mention.rule == "day" and gap < NEAR and not mention.limit
    return len(mention.points) == 1 and gap < (EVENT_NEAR if mention.rule in ("day", "date") else NEAR)


def _cues_before(scene: Scene, at: int) -> list[Mark]:
    """Return the cues between the last quantity before a mark and the mark."""
    cues: list[Mark] = []
    for mark in reversed(scene.marks[:at]):
        if mark.kind == "quantity":
            break
        if mark.kind == "cue":
            cues.append(mark)
    return cues[::-1]


def _is_licensed(scene: Scene, at: int, cues: list[Mark]) -> bool:
    mark = scene.marks[at]
    if mark.mention and mark.mention.limit:
        return True
    last = cues[-1] if cues else None
    if last and last.tag == "licence" and mark.start - last.end < NEAR:
        return True
    said = any(c.tag == "speech" for c in cues)
    return not said and last is not None and last.tag == "at" and mark.start - last.end <= 1


def _is_of_law_or_name(scene: Scene, mark: Mark, cues: list[Mark]) -> bool:
    mention = mark.mention
    for cue in reversed(cues):
        gap = scene.text[cue.end : mark.start]
        if cue.tag == "law" and len(gap) < NAME_NEAR and DIGIT.search(gap):
            return True
        named = mention is not None and mention.rule == "year" and (mention.bare or scene.text[mark.start].isupper())
        if cue.tag == "name" and named and len(gap) < NAME_NEAR and "," not in gap:
            return True
    return bool(mention and mention.bare and scene.text[mark.start - 1 : mark.start] in ("/", ":", ".", "-", "–"))


def _is_in_reference(scene: Scene, mark: Mark) -> bool:
    """Tell whether a year closes a bracket that names a source: "(BPS, 2019)"."""
    closed = ")" in scene.text[mark.end - 1 : mark.end + 1]
    return closed and REFERENCE.search(scene.text, scene.passage.start, mark.start) is not None


def _is_in_attribution(scene: Scene, at: int, near: Mark) -> bool:
    """Tell whether a time expression stands in the words of attribution that end a sentence."""
    if near.tag != "speech":
        return False
    before = any(m.kind == "quantity" for m in scene.marks[:at])
    return before and not any(m.kind == "quantity" for m in scene.marks[at:])


def _mark_bases(scene: Scene) -> None:
    """Mark what stands in the base of a comparison: from its cue to the next statement."""
    opened, filled = "", False
    for i, mark in enumerate(scene.marks):
        if opened and mark.kind == "quantity" and _is_new_again(scene, i, opened):
            opened, filled = "", False
        if mark.kind == "cue":
            if opened and (mark.tag in ("to", "turn") or (filled and _closes(scene, i))):
                opened, filled = "", False
            if _opens(scene, i):
                opened, filled = mark.tag, False
            continue
        if not opened and _looks_back(scene, i):
            opened = "same"
        mark.base, mark.opened = bool(opened), opened
        filled = True


def _closes(scene: Scene, at: int) -> bool:
    """Tell whether a comma (but not one before "yang") or a change of its own ends the base of a comparison."""
    mark = scene.marks[at]
    following = scene.marks[at + 1] if at + 1 < len(scene.marks) else None
    goes_on = following is not None and following.tag == "relative" and following.start == mark.end
    return mark.tag == "change" or (mark.tag == "stop" and not goes_on and not _adds_value(scene, at))


def _adds_value(scene: Scene, at: int) -> bool:
    """Tell whether a comma parts a compared period from its own value ("dari capaian 2022, yakni 5 juta ton")."""
    stop, before = scene.marks[at], scene.marks[at - 1]
    value = next((m for m in scene.marks[at + 1 :] if m.tag != "namely"), None)
    if value is None or value.kind != "quantity" or value.change or before.kind != "mention" or before.end < stop.start:
        return False
    named = value is not scene.marks[at + 1]
    earlier = any(m.unit == value.unit for m in scene.marks[:at] if m.kind == "quantity" and not m.base)
    return earlier and value.start - stop.end <= (STATED * 2 if named else 0)


def _looks_back(scene: Scene, at: int) -> bool:
    """Tell whether the same period of another year stands right behind a change ("turun 5 persen pada ...")."""
    mention = scene.marks[at].mention
    if mention is None or mention.rule != "same" or not mention.moves:
        return False
    before = next((m for m in reversed(scene.marks[:at]) if m.kind == "quantity" or m.tag in ("turn", "stop")), None)
    return before is not None and before.change


def _is_new_again(scene: Scene, at: int, opened: str) -> bool:
    """Tell whether a number behind a compared period is new: "terhadap 2022 sebesar 5", "dari tahun lalu dan 5"."""
    before = next((i for i in range(at - 1, -1, -1) if scene.marks[i].kind != "cue"), None)
    if before is None or scene.marks[before].kind != "mention" or not scene.marks[before].base:
        return False
    following = scene.marks[before + 1]
    if opened == "against" or any(m.tag == "is" for m in scene.marks[before + 1 : at]):
        return True
    return following.tag == "and" and following.start - scene.marks[before].end <= 1


def _opens(scene: Scene, at: int) -> bool:
    mark = scene.marks[at]
    if mark.tag == "compare":
        return True
    if mark.tag not in OPENING:
        return False
    following = next((m for m in scene.marks[at + 1 :] if m.kind != "cue" or m.tag == "compare"), None)
    if following is None or following.kind == "cue":
        return False
    gap = following.start - mark.end
    if following.kind == "mention":
        if mark.tag == "against":
            return gap <= 1
        return gap <= (OVER if mark.tag == "over" or _follows_change(scene, at) else CLOSE)
    return mark.tag == "from" and gap <= 1 and _is_old_value(scene, at)


def _follows_change(scene: Scene, at: int) -> bool:
    """Tell whether "dari" stands right behind a change ("naik 5 persen dari produksi 2022")."""
    before = next((m for m in reversed(scene.marks[:at]) if m.kind == "quantity" or m.tag in ("change", "turn")), None)
    return before is not None and (before.change or before.tag == "change")


def _is_old_value(scene: Scene, at: int) -> bool:
    """Tell whether the number behind "dari" is the old value: a change before it, or "menjadi" and a number behind."""
    after = next(m for m in scene.marks[at + 1 :] if m.kind == "quantity")
    numbers: list[Mark] = []
    for mark in reversed(scene.marks[:at]):
        if mark.tag == "turn":
            break
        if mark.kind == "quantity":
            numbers.append(mark)
        changed = mark.change and len(numbers) == 1
        if mark.tag == "change":
            alike = any(n.unit == after.unit for n in numbers)
            changed = not numbers or alike or (len(numbers) == 1 and numbers[0].start - mark.end < STATED)
        if changed:
            return True
    turn = next((m for m in scene.marks[at + 1 :] if m.tag in ("to", "turn")), None)
    return turn is not None and turn.tag == "to"


__all__ = ["DIRECT", "EVENT", "Mark", "Scene", "read_scene"]
