"""The sentences of a release in, the period of each of its quantities out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from pipeline.attribute.periods.choose import PLANS, goes_with_new, of_base, of_new, zipped
from pipeline.attribute.periods.expressions import Mention, Point
from pipeline.attribute.periods.resolve import Anchor, resolve
from pipeline.attribute.periods.scene import Mark, Scene
from pipeline.attribute.periods.spans import Span
from pipeline.records import record

LEANING = frozenset({"same", "former", "that"})


@record(frozen=True, slots=True)
class Found:
    """Hold the period of one quantity: None for a stretch that the words leave open or a moment that is none."""

    span: Span | None
    mention: Mention | None = None
    how: str = "stated"
    base: bool = False


@record(frozen=True, slots=True)
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
    timed = sum(mark.kind == "mention" for mark in marks)
    spans: dict[tuple[int, bool], Span | None] = {}
    for i, mark in enumerate(marks):
        if mark.kind != "quantity":
            continue
        stock = natures[mark.quantity] == "stock" and not running
        base = mark.base and not goes_with_new(scene, i)
        choice = zipped(scene, i) if timed > 1 else None
        if choice is None and timed:
            choice = of_base(scene, i) if base else of_new(scene, i, topic is not None)
        if choice is not None and choice.mention is not None:
            key = (id(choice), stock)
            if key not in spans:
                spans[key] = meaning(scene, choice, stock, (published, topic))
            span = spans[key] if not _is_over(scene, (choice, mark), spans[key], published) else None
            found[mark.quantity] = Found(span, choice.mention, base=base)
        elif base:
            parallel = next((f for f in reversed(found.values()) if f.base and f.mention), None)
            found[mark.quantity] = replace(parallel, base=True) if parallel else Found(None, base=True)
    return found


def _is_over(scene: Scene, between: tuple[Mark, Mark], span: Span | None, published: date | None) -> bool:
    """Tell whether a time before a number was over when what the number tells was still to come."""
    time, number = between
    if span is None or span.last is None or published is None or span.last >= published or time.start > number.start:
        return False
    return any(m.tag == "coming" and time.end <= m.start < number.start for m in scene.marks)


def is_running(scene: Scene) -> bool:
    """Tell whether a sentence speaks of running totals, whatever the nature of its figures."""
    return "flow" in scene.tags


def meaning(scene: Scene, mark: Mark, stock: bool, around: tuple[date | None, Topic | None]) -> Span | None:
    """Return the days that a time expression of a sentence means."""
    mention = mark.mention
    if mention is None or mention.is_blank or not _is_licensed_day(scene, mark, mention):
        return None
    if is_whole(mention):
        return resolve(mention, Anchor(around[0], ahead=not scene.tags.isdisjoint(PLANS)), stock)
    return resolve(mention, _anchor(scene, mark, stock, around), stock)


def is_whole(mention: Mention) -> bool:
    """Tell whether an expression says its year and leans on nothing."""
    return mention.rule not in LEANING and all(point.year is not None for point in mention.points)


def _is_licensed_day(scene: Scene, mark: Mark, mention: Mention) -> bool:
    """Tell whether "kemarin" is meant as a day ("pada perdagangan kemarin"), not loosely; other words always are."""
    point = mention.points[0]
    if point.unit != "day" or point.shift in (0, 1) or point.relative:
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
    ahead = not scene.tags.isdisjoint(PLANS)
    plain = Anchor(published, year if year is not None else _topic_year(topic), ahead=ahead)
    main: Span | None = None
    shape: Point | None = None
    for other in before if mark.mention and mark.mention.points_back else nearest:
        if other.base or other.mention is None or other.mention.rule in LEANING or other.mention.is_blank:
            continue
        closed = replace(other.mention, limit="") if other.mention.limit == "since" else other.mention
        main = resolve(closed, plain, stock)
        shape = shape or other.mention.points[-1]
        if main is not None:
            break
    if main is None and topic and not (shape and nearest):
        main = topic.span
    return replace(plain, main=main, shape=shape, base=mark.base)


def _topic_year(topic: Topic | None) -> int | None:
    bound = topic.span and (topic.span.last or topic.span.first) if topic else None
    return bound.year if bound else None


def mention_marks(scene: Scene) -> Iterator[Mark]:
    """Give the time expressions of a sentence that are not in a base of comparison."""
    return (m for m in scene.marks if m.kind == "mention" and not m.base)


__all__ = ["Found", "Topic", "assign", "is_running", "is_whole", "meaning", "mention_marks"]
