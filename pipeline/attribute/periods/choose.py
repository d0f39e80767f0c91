"""A sentence's marks in, the time expression that each of its numbers goes with out."""

from itertools import pairwise

from pipeline.attribute.periods.scene import DIRECT, Mark, Scene

REACH = 90
ATTACHED = 10
OVER_AND = 20
COLON = ":"
PLANS = frozenset({"goal", "plan", "coming", "outlook"})
EXPECTED = frozenset({"coming", "outlook"})
JOINED = frozenset({"and", "or", "stop"})


def of_base(scene: Scene, at: int) -> Mark | None:
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


def goes_with_new(scene: Scene, at: int) -> bool:
    """Tell whether a compared value is not an old one but that of another ("dibanding rata-rata industri yang 5")."""
    for mark in reversed(scene.marks[:at]):
        if mark.kind == "mention" or mark.tag == "from":
            return False
        if mark.tag == "compare":
            return scene.marks[at].start - mark.end > DIRECT
    return False


def of_new(scene: Scene, at: int, has_topic: bool) -> Mark | None:
    """Return the time expression of a new value: right behind it, else the nearest before it, else one behind.

    An expression that belongs to the next predicate is left alone; where the paragraph has a topic, a far one too.
    """
    mark = scene.marks[at]
    behind, before = _behind(scene, at, base=False), _before(scene, at)
    if behind and before and behind.mention and behind.mention.rule == "within":
        return before
    if behind and before:
        nearer = mark.start - before.end < behind.start - mark.end and behind.start - mark.end > ATTACHED
        return before if nearer and not _is_of_earlier(scene, at, before) else behind
    another = behind is not None and _of_next_predicate(scene, at, behind)
    if before or (behind and not another):
        return before or behind
    if has_topic or another:
        return None
    far = _behind(scene, at, base=False, far=True)
    return far if far is not None and not _is_planned_apart(scene, at, far) else None


def _is_of_earlier(scene: Scene, at: int, before: Mark) -> bool:
    """Tell whether a time stands right behind an earlier number: "dari kuota 9 unit tahun ini, baru 5 yang ..."."""
    place = scene.marks.index(before)
    number = next((m for m in reversed(scene.marks[:place]) if m.kind != "cue"), None)
    parted = any(m.tag == "stop" for m in scene.marks[place:at])
    return parted and number is not None and number.kind == "quantity" and before.start - number.end < DIRECT * 2


def _is_planned_apart(scene: Scene, at: int, behind: Mark) -> bool:
    """Tell whether the time is that of a plan with its own number: "5 orang, dan menargetkan 7 pada 2026"."""
    between = [m for m in scene.marks[at + 1 : scene.marks.index(behind)] if m.kind == "quantity" or m.tag in PLANS]
    first = next((i for i, m in enumerate(between) if m.tag in PLANS), len(between))
    return _of_next_predicate(scene, at, behind) and any(m.kind == "quantity" for m in between[first:])


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
    alone = _has_before(scene, at) and not far
    skipped = expected = False
    for i, other in enumerate(scene.marks[at + 1 :], at + 1):
        if other.kind == "cue" or (base and not other.base):
            if other.kind != "cue" or _ends_reach(scene, i, base, skipped or far):
                return None
            expected |= other.tag in EXPECTED
        elif other.base != base:
            continue
        elif other.kind == "quantity":
            if alone or expected:
                return None
            skipped = True
        else:
            return other if _is_attached(scene, at, i, far) else None
    return None


def _is_attached(scene: Scene, at: int, to: int, far: bool) -> bool:
    """Tell whether a time expression behind a number is said of it and not of what follows."""
    mark = scene.marks[to]
    if _is_cut_off(scene, to, far) or _begins_another(scene, to):
        return False
    if mark.mention and mark.mention.is_blank and _in_clause(scene, at, to):
        return False
    return far or mark.start - scene.marks[to - 1].end < REACH


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


def zipped(scene: Scene, at: int) -> Mark | None:
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


__all__ = ["EXPECTED", "PLANS", "goes_with_new", "of_base", "of_new", "zipped"]
