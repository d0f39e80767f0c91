"""A sentence and the periods of its quantities in, what each change is a change from out."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from pipeline.attribute.periods.assign import Found
from pipeline.attribute.periods.expressions import Atom, Mention, Point, words
from pipeline.attribute.periods.grammar import PeriodBook
from pipeline.attribute.periods.scene import EVENT, Mark, Scene
from pipeline.attribute.periods.spans import Span
from pipeline.records import record

BESIDE = 12
BEHIND = 70
BEFORE = 110
YOY = "yoy"
LISTED = 6
YEAR, QUARTER, MONTH = 12, 3, 1
CODES = {(MONTH, MONTH): "mom", (QUARTER, QUARTER): "qoq"}


@record(frozen=True, slots=True)
class Comparison:
    """Hold what a change is compared with, the words that say so, and the span of the old value where one is given."""

    code: str = ""
    start: int = 0
    end: int = 0
    cue: str = ""
    old: Span | None = None
    phrase: bool = False


def compare(
    book: PeriodBook, scene: Scene, folded: str, found: Mapping[int, Found], olds: Mapping[int, Span | None]
) -> dict[int, Comparison]:
    """Return the comparison of each quantity of a sentence that has one; `olds` are the spans of marks, by position."""
    listed = words(book.comparisons, (scene.text, folded), scene.passage.start, scene.passage.end)
    cues = [Atom(*word) for word in listed]
    if cues or olds or any(_since(one) for one in found.values()):
        return _over_lists(scene, _compared(scene, cues, found, olds))
    return {}


def _compared(
    scene: Scene, cues: Sequence[Atom], found: Mapping[int, Found], olds: Mapping[int, Span | None]
) -> dict[int, Comparison]:
    result: dict[int, Comparison] = {}
    for i, mark in enumerate(scene.marks):
        if mark.kind != "quantity":
            continue
        if mark.base:
            said = _beside(scene, i, cues) or _fronted(scene, result)
            if said and mark.change:
                result[mark.quantity] = said
            continue
        comparison = (
            _beside(scene, i, cues)
            or _in_base(scene, i, cues, (found.get(mark.quantity), olds))
            or _since(found.get(mark.quantity))
            or _remembered(scene, i, cues)
        )
        if comparison is None:
            comparison = next((c for c in reversed(result.values()) if c.phrase and c.code == YOY), None)
        if comparison is None and mark.change:
            comparison = _fronted(scene, result)
        if comparison:
            result[mark.quantity] = comparison
    return result


def _fronted(scene: Scene, found: dict[int, Comparison]) -> Comparison | None:
    """Return what a word before all numbers says of them all ("Secara tahunan, inflasi turun ke 5 dari 6 persen")."""
    first = next(m for m in scene.marks if m.kind == "quantity")
    return next((c for c in found.values() if not c.phrase and c.code and c.end <= first.start), None)


def _over_lists(scene: Scene, found: dict[int, Comparison]) -> dict[int, Comparison]:
    """Let a word behind the last member of a list hold for all ("3, 4, dan 5 persen (yoy)")."""
    numbers = [m for m in scene.marks if m.kind == "quantity"]
    for left, right in reversed(list(pairwise(numbers))):
        comparison = found.get(right.quantity)
        listed = right.start - left.end <= LISTED and left.change and right.change
        if listed and comparison and not comparison.phrase and left.quantity not in found:
            found[left.quantity] = comparison
    return found


def _beside(scene: Scene, at: int, cues: Sequence[Atom]) -> Comparison | None:
    """Find a word like "yoy" by a change, with no other number between."""
    mark = scene.marks[at]
    left = max((m.end for m in scene.marks[:at] if m.kind == "quantity" or m.tag == "turn"), default=0)
    right = min((m.start for m in scene.marks[at + 1 :] if m.kind == "quantity" or m.tag == "turn"), default=1 << 30)
    near = [c for c in cues if c.tag == "near"]
    stop = min((m.start for m in scene.marks[at + 1 :] if m.tag == "stop"), default=1 << 30)
    behind = next((c for c in near if mark.end <= c.start and c.end <= min(right, stop)), None)
    ahead = [c for c in near if left <= c.start and c.end <= mark.start and not (left and _closes(c, scene))]
    before = ahead[-1] if ahead else None
    if before and _is_taken(scene, before, left):
        before = None
    if behind and behind.start - mark.end <= BESIDE:
        return _said(behind, scene)
    if before and mark.start - before.end <= BEFORE:
        return _said(before, scene)
    if behind and behind.start - mark.end <= BEHIND:
        return _said(behind, scene)
    return _behind_level(scene, at, near)


def _closes(cue: Atom, scene: Scene) -> bool:
    """Tell whether a word in a bracket belongs to the number before it: "naik 20 persen dibanding Juli (mtm), …"."""
    return scene.text[cue.end : cue.end + 1] == ")"


def _is_taken(scene: Scene, cue: Atom, left: int) -> bool:
    """Tell whether a word stands right behind the number before ("tumbuh 5 persen (yoy), impor naik 6 persen")."""
    parted = any(m.tag in ("stop", "turn", "and") and left <= m.start < cue.start for m in scene.marks)
    behind = any(m.kind == "quantity" and m.end == left for m in scene.marks)
    return behind and cue.start - left <= BESIDE and not parted


def _behind_level(scene: Scene, at: int, near: Sequence[Atom]) -> Comparison | None:
    """Find the word behind the new value: "naik 5 persen menjadi Rp2 miliar (yoy)"."""
    behind = scene.marks[at + 1 : at + 3]
    if len(behind) < 2 or behind[0].tag != "to" or behind[1].kind != "quantity":
        return None
    cue = next((c for c in near if 0 <= c.start - behind[1].end <= BESIDE), None)
    return _said(cue, scene) if cue else None


def _said(cue: Atom, scene: Scene) -> Comparison:
    return Comparison(cue.code, cue.start, cue.end, scene.text[cue.start : cue.end])


def _in_base(
    scene: Scene, at: int, cues: Sequence[Atom], periods: tuple[Found | None, Mapping[int, Span | None]]
) -> Comparison | None:
    """Find the base of comparison behind a change, else the one before it, and read what it is."""
    for start, end in (_base_behind(scene, at), _base_before(scene, at)):
        if start < 0 or any(m.base and m.change and start <= m.start < end for m in scene.marks):
            continue
        old = next((m for m in scene.marks if m.kind == "mention" and m.base and start <= m.start < end), None)
        code = _by_periods(periods[0], old, periods[1]) if old else ""
        phrase = next((c for c in cues if c.tag == "phrase" and start <= c.start and c.end <= end), None)
        if not code and phrase:
            code = phrase.code
        if code:
            place = phrase or old
            last = place.end if place else end
            span = periods[1].get(old.start) if old and _is_dated(old) else None
            return Comparison(code, start, last, scene.text[start:last], span, phrase=True)
    return None


def _is_dated(mark: Mark) -> bool:
    """Tell whether an old period is a date, month or year by name, not "hari sebelumnya"."""
    mention = mark.mention
    return mention is not None and bool(mention.edges or any(p.months or p.year for p in mention.points))


def _base_behind(scene: Scene, at: int) -> tuple[int, int]:
    crossed = False
    for i in range(at + 1, len(scene.marks)):
        mark = scene.marks[i]
        crossed |= mark.tag == "stop"
        if mark.tag in ("turn", "speech") or (crossed and mark.tag == "change"):
            break
        opens = mark.tag in ("from", "over", "against") and _opens_base(scene, i)
        if mark.tag == "compare" or opens or mark.opened == "same":
            return mark.start, _base_end(scene, i)
    return -1, -1


def _base_before(scene: Scene, at: int) -> tuple[int, int]:
    for i in range(at - 1, -1, -1):
        mark = scene.marks[i]
        if mark.tag == "turn":
            break
        if mark.tag == "compare" or (mark.tag in ("from", "over", "against") and _opens_base(scene, i)):
            return mark.start, min(_base_end(scene, i), scene.marks[at].start)
    return -1, -1


def _opens_base(scene: Scene, at: int) -> bool:
    following = scene.marks[at + 1] if at + 1 < len(scene.marks) else None
    return following is None or following.base or following.kind == "cue"


def _base_end(scene: Scene, at: int) -> int:
    for mark in scene.marks[at + 1 :]:
        if mark.tag in ("turn", "to", "stop"):
            return mark.start
    return scene.passage.end


def _by_periods(new: Found | None, old: Mark, olds: Mapping[int, Span | None]) -> str:
    """Tell from the old and the new period what lies between them."""
    span, before = new.span if new else None, olds.get(old.start)
    if span and before and span != before:
        return _by_spans(span, before)
    return _by_shapes(new.mention if new else None, old.mention)


def _by_spans(new: Span, old: Span) -> str:
    if new.last is None or old.last is None or new.first is None or old.first is None:
        return "other"
    gap = (new.last.year - old.last.year) * YEAR + new.last.month - old.last.month
    length = (new.last.year - new.first.year) * YEAR + new.last.month - new.first.month + 1
    if gap == YEAR or (old.is_year and new.last.year - old.last.year == 1):
        return "yoy"
    if old.is_day and old.last.month == YEAR and new.last.year - old.last.year == 1:
        return "ytd"
    return CODES.get((length, gap), "other" if gap > 0 else "")


def _by_shapes(new: Mention | None, old: Mention | None) -> str:
    """Tell from the wording where a year is not known: "triwulan II dibanding triwulan I"."""
    if old is None or old.is_blank or not old.points:
        return ""
    here, there = (new.points[-1] if new and new.points else Point()), old.points[-1]
    if old.rule in ("same", "former"):
        return "yoy"
    if here.is_year and there.is_year and new is not None and not new.is_blank:
        return "yoy"
    if here.months and here.months == there.months:
        return "yoy"
    if there.year is not None or there.shift is not None:
        return ""
    if there.length == QUARTER:
        return "qoq"
    return "mom" if there.months and there.months[0] == there.months[1] and there.day is None else ""


def _since(found: Found | None) -> Comparison | None:
    mention = found.mention if found else None
    if mention and mention.rule != EVENT and (mention.rule == "stretch" or mention.limit == "since"):
        return Comparison("other", mention.start, mention.end, mention.rule)
    return None


def _remembered(scene: Scene, at: int, cues: Sequence[Atom]) -> Comparison | None:
    """Find a close or session named before the change."""
    mark = scene.marks[at]
    before = [c for c in cues if c.tag == "phrase" and c.code == "other" and c.end <= mark.start]
    return _said(before[-1], scene) if before else None


__all__ = ["Comparison", "compare"]
