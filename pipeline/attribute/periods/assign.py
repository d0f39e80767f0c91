"""The sentences of a release in, the period of each of its quantities out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from pipeline.attribute.periods.expressions import Mention, Point
from pipeline.attribute.periods.resolve import Anchor, resolve
from pipeline.attribute.periods.scene import DIRECT, Mark, Scene
from pipeline.attribute.periods.spans import Span

REACH = 90
ATTACHED = 10
OVER_AND = 20
COLON = ":"
LEANING = frozenset({"same", "that"})
JOINED = frozenset({"and", "or", "stop"})


@dataclass(frozen=True, slots=True)
class Found:
    """Hold the period of one quantity: None for a stretch that the words leave open or a moment that is none."""

    span: Span | None
    mention: Mention | None = None
    how: str = "stated"
    base: bool = False


@dataclass(frozen=True, slots=True)
class Topic:
    """Hold the period that a paragraph speaks of, for flows and for stocks, and the words it was read from."""

    span: Span | None
    mention: Mention
    of_stock: Span | None = None
    how: str = "carried"
    planned: bool = False


def assign(scene: Scene, natures: Sequence[str], published: date | None, topic: Topic | None) -> dict[int, Found]:
    """Return what each quantity of a sentence (by number) has as its period; none for those without a word of time."""
    marks = scene.marks
    found: dict[int, Found] = {}
    running = is_running(scene)
    for i, mark in enumerate(marks):
        if mark.kind != "quantity":
            continue
        stock = natures[mark.quantity] == "stock" and not running
        base = mark.base and not _goes_with_new(scene, i)
        choice = _zipped(scene, i) or (_of_base(scene, i) if base else _of_new(scene, i, topic is not None))
        if choice is not None and choice.mention is not None:
            span = meaning(scene, choice, stock, (published, topic))
            found[mark.quantity] = Found(span, choice.mention, base=base)
        elif base:
            parallel = next((f for f in reversed(found.values()) if f.base and f.mention), None)
            found[mark.quantity] = replace(parallel, base=True) if parallel else Found(None, base=True)
    return found


def is_running(scene: Scene) -> bool:
    """Tell whether a sentence speaks of running totals, whatever the nature of its figures."""
    return any(m.tag == "flow" for m in scene.marks)


def meaning(scene: Scene, mark: Mark, stock: bool, around: tuple[date | None, Topic | None]) -> Span | None:
    """Return the days that a time expression of a sentence means."""
    mention = mark.mention
    if mention is None or mention.is_blank or not _is_licensed_day(scene, mark, mention):
        return None
    return resolve(mention, _anchor(scene, mark, stock, around), stock)


def _is_licensed_day(scene: Scene, mark: Mark, mention: Mention) -> bool:
    """Tell whether "kemarin" is meant as a day ("pada perdagangan kemarin"), not loosely; other words always are."""
    point = mention.points[0]
    if point.unit != "day" or point.shift == 0 or point.relative:
        return True
    cue = next((m for m in reversed(scene.marks) if m.end <= mark.start), None)
    return cue is not None and cue.tag in ("licence", "at") and mark.start - cue.end <= 1


def _anchor(scene: Scene, mark: Mark, stock: bool, around: tuple[date | None, Topic | None]) -> Anchor:
    """Return what an expression leans on: the other expressions of its sentence, then the topic of the paragraph."""
    published, topic = around
    others = [m for m in scene.marks if m.kind == "mention" and m is not mark and m.mention]
    before = [m for m in reversed(others) if m.start < mark.start]
    nearest = [*before, *(m for m in others if m.start > mark.start)]
    sided = [m for m in nearest if mark.base or not m.base]
    year = next((p.year for m in sided if m.mention for p in m.mention.points if p.year is not None), None)
    ahead = any(m.tag in ("plan", "outlook", "goal") for m in scene.marks)
    plain = Anchor(published, year if year is not None else _topic_year(topic), ahead=ahead)
    main: Span | None = None
    shape: Point | None = None
    for other in before if mark.mention and mark.mention.points_back else nearest:
        if other.base or other.mention is None or other.mention.rule in LEANING or other.mention.is_blank:
            continue
        main = resolve(replace(other.mention, limit=other.mention.limit.replace("since", "")), plain, stock)
        shape = shape or other.mention.points[-1]
        if main is not None:
            break
    if main is None and topic and not (shape and nearest):
        main = topic.span
    return replace(plain, main=main, shape=shape, base=mark.base)


def _topic_year(topic: Topic | None) -> int | None:
    bound = topic.span and (topic.span.last or topic.span.first) if topic else None
    return bound.year if bound else None


def _of_base(scene: Scene, at: int) -> Mark | None:
    """Return the time expression of an old value: behind it, else before it, in the base of the comparison."""
    behind = _behind(scene, at, base=True)
    if behind:
        return behind
    for mark in reversed(scene.marks[:at]):
        if mark.kind == "cue" and mark.tag in ("compare", "from", "over", "to", "turn"):
            return None if mark.tag in ("to", "turn") else _budget(scene, at)
        if mark.kind == "mention":
            return mark if mark.base else _budget(scene, at)
    return None


def _budget(scene: Scene, at: int) -> Mark | None:
    """Return a budget named before: old and new plan are of the same year."""
    before = [m for m in scene.marks[:at] if m.kind == "mention" and not m.base]
    last = before[-1] if before else None
    return last if last and last.mention and last.mention.rule == "budget" else None


def _goes_with_new(scene: Scene, at: int) -> bool:
    """Tell whether a compared value is not an old one but that of another ("dibanding rata-rata industri yang 5")."""
    for mark in reversed(scene.marks[:at]):
        if mark.kind == "mention" or mark.tag == "from":
            return False
        if mark.tag == "compare":
            return scene.marks[at].start - mark.end > DIRECT
    return False


def _of_new(scene: Scene, at: int, has_topic: bool) -> Mark | None:
    """Return the time expression of a new value: right behind it, else the nearest before it, else one behind.

    Where the paragraph has a topic, an expression that belongs to the next predicate is left alone.
    """
    mark = scene.marks[at]
    behind, before = _behind(scene, at, base=False), _before(scene, at)
    if behind and before:
        nearer = mark.start - before.end < behind.start - mark.end and behind.start - mark.end > ATTACHED
        return before if nearer else behind
    if before or (behind and not (has_topic and _of_next_predicate(scene, at, behind))):
        return before or behind
    if has_topic:
        return None
    return _behind(scene, at, base=False, far=True)


def _of_next_predicate(scene: Scene, at: int, behind: Mark) -> bool:
    """Tell whether another predicate with its own number begins in between ("5 persen dan menyerap 3 juta orang")."""
    for i, mark in enumerate(scene.marks[at + 1 :], at + 1):
        if mark is behind:
            return False
        if mark.tag == "and" and i + 1 < len(scene.marks):
            following = scene.marks[i + 1]
            if following.kind != "quantity" or following.start - mark.end > 1:
                return any(m.kind == "quantity" for m in scene.marks[i + 1 : scene.marks.index(behind)])
    return False


def _before(scene: Scene, at: int) -> Mark | None:
    """Return the nearest time expression before a number; a hypothesis begins anew, a budget keeps to its statement."""
    crossed: set[str] = set()
    for mark in reversed(scene.marks[:at]):
        if mark.kind == "cue":
            crossed.add(mark.tag)
        elif mark.mention and not mark.base and not mark.mention.valid:
            budget = mark.mention.rule == "budget" and "turn" in crossed
            return None if "if" in crossed or budget else mark
    return None


def _behind(scene: Scene, at: int, base: bool, far: bool = False) -> Mark | None:
    """Return the time expression that follows a number with nothing in between that begins something new."""
    mark = scene.marks[at]
    in_segment = _has_before(scene, at)
    skipped = False
    for i in range(at + 1, len(scene.marks)):
        other = scene.marks[i]
        if other.kind == "cue":
            if _ends_reach(scene, i, base, skipped or far):
                return None
        elif other.base != base:
            if base:
                return None
        elif other.kind == "quantity":
            if in_segment and not far:
                return None
            skipped = True
        else:
            if _is_cut_off(scene, i, far) or (other.mention and other.mention.is_blank and _in_clause(scene, at, i)):
                return None
            near = other.start - scene.marks[i - 1].end < REACH or far
            return other if near and not _begins_another(scene, i) else None
    return None


def _in_clause(scene: Scene, at: int, to: int) -> bool:
    """Tell whether a relative clause begins between two marks."""
    return any(m.tag == "relative" for m in scene.marks[at + 1 : to])


def _is_cut_off(scene: Scene, at: int, far: bool) -> bool:
    """Tell whether a comma stands between the last number and a time expression (one right behind it is let pass)."""
    for mark in reversed(scene.marks[:at]):
        if mark.kind == "quantity":
            return False
        if mark.tag == "stop":
            return not far or scene.marks[at].start - mark.end > ATTACHED
    return False


def _ends_reach(scene: Scene, at: int, base: bool, skipped: bool) -> bool:
    """Tell whether a cue ends the search for a time expression behind a number."""
    tag = scene.marks[at].tag
    if tag == "compare" and not base:
        following = next((m.tag for m in scene.marks[at + 1 :] if m.tag in ("to", "turn")), "")
        return following != "to"
    return (
        tag in ("turn", "if", "goal", "compare", "speech") or (tag == "stop" and not skipped) or (base and tag == "to")
    )


def _has_before(scene: Scene, at: int) -> bool:
    """Tell whether a time expression stands before a number in the same statement."""
    for mark in reversed(scene.marks[:at]):
        if mark.kind == "cue" and mark.tag == "turn":
            return False
        if mark.kind == "mention" and mark.base == scene.marks[at].base:
            return True
    return False


def _begins_another(scene: Scene, at: int) -> bool:
    """Tell whether the time expression belongs to the next number ("5 pada 2022 dan pada 2023 sebesar 6")."""
    if scene.text[scene.marks[at].end : scene.marks[at].end + 2].lstrip().startswith(COLON):
        return True
    cue = scene.marks[at - 1]
    joined = cue.tag == "at" and cue.start - scene.marks[at - 2].end <= 1 and scene.marks[at - 2].tag in JOINED
    if not joined and not (cue.tag in JOINED and scene.marks[at].start - cue.end <= ATTACHED):
        return False
    return any(m.kind == "quantity" for m in scene.marks[at + 1 :])


def _zipped(scene: Scene, at: int) -> Mark | None:
    """Pair the members of "pada 2022 dan 2023 masing-masing 5 dan 6 persen" in order."""
    marks = [m for m in scene.marks if m.kind != "cue"]
    here = next(i for i, m in enumerate(marks) if m is scene.marks[at])
    first = here
    while first and marks[first - 1].kind == "quantity":
        first -= 1
    last = here
    while last + 1 < len(marks) and marks[last + 1].kind == "quantity":
        last += 1
    count = last - first + 1
    run = marks[max(first - count, 0) : first]
    if count < 2 or len(run) < count or any(m.kind != "mention" for m in run):
        return None
    if len({m.mention.rule for m in run if m.mention}) != 1 or any(m.mention and m.mention.is_blank for m in run):
        return None
    if any(not _is_joined(scene, a, b) for a, b in pairwise(run)):
        return None
    return run[here - first]


def _is_joined(scene: Scene, left: Mark, right: Mark) -> bool:
    gap = right.start - left.end
    return left.start == right.start or (
        gap <= OVER_AND and any(left.end <= m.start and m.end <= right.start and m.tag in JOINED for m in scene.marks)
    )


def mention_marks(scene: Scene) -> Iterator[Mark]:
    """Give the time expressions of a sentence that are not in a base of comparison."""
    return (m for m in scene.marks if m.kind == "mention" and not m.base)


__all__ = ["Found", "Topic", "assign", "is_running", "meaning", "mention_marks"]
