"""The whole reading of periods: paragraph by paragraph, sentence by sentence, with the topic carried along."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from pipeline.attribute.periods.assign import Found, Topic, assign, is_running, meaning, mention_marks
from pipeline.attribute.periods.comparison import Comparison, carried, compare
from pipeline.attribute.periods.grammar import PeriodBook
from pipeline.attribute.periods.scene import Mark, Scene, read_scene
from pipeline.attribute.periods.spans import Span, spell
from pipeline.records import Passage, Quantity, Reading

NONE = Comparison()
OPENING = 25
FRESH = frozenset({"plan", "goal", "if", "new"})


@dataclass(frozen=True, slots=True)
class PeriodContext:
    """Hold the ISO date of publication ("" for none) and, per quantity, its nature: flow, stock, change or ""."""

    published: str = ""
    natures: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class PeriodReading:
    """Hold the period of a quantity in SDMX spelling and as first and last day ("" for an open or unknown one).

    `start`, `end`, `how` and `cue` are as in `Reading`; `comparison` is the reading of yoy, qoq, mom, ytd or other.
    """

    period: str = ""
    period_start: str = ""
    period_end: str = ""
    start: int = 0
    end: int = 0
    how: str = "stated"
    cue: str = ""
    comparison: Reading = Reading()


def read_periods(
    text: str, passages: Sequence[Passage], quantities: Sequence[Quantity], context: PeriodContext, book: PeriodBook
) -> list[PeriodReading]:
    """Return one reading a quantity, in order; quantities outside every passage get an empty one."""
    folded = fold(text)
    natures = tuple(context.natures) or ("",) * len(quantities)
    published = date.fromisoformat(context.published) if context.published else None
    readings = [PeriodReading()] * len(quantities)
    title: Topic | None = None
    past: Topic | None = None
    for paragraph in _paragraphs(passages, quantities):
        topic: Topic | None = None
        for passage, held in paragraph:
            changes = frozenset(i for i, _ in held if natures[i] == "change")
            scene = read_scene(book, (text, folded), passage, held, changes)
            if topic is None and past and _points_back(scene):
                topic = replace(past, how="inferred")
            found = assign(scene, natures, published, topic)
            olds = {
                m.start: meaning(scene, m, False, (published, topic))
                for m in (scene.marks if changes else ())
                if m.kind == "mention" and m.base
            }
            compared = compare(book, scene, folded, found, olds) if changes else {}
            topic = topic if topic and _goes_on(scene, found, natures, (published, topic)) else None
            other = topic or (title if title and _goes_on(scene, found, natures, (published, title)) else None)
            for i, _ in held:
                own = found.get(i) or _carried(other, passage, natures[i] == "stock")
                comparison = compared.get(i) or (carried(topic) if i not in found else None) or NONE
                readings[i] = _reading(own, comparison, i in changes)
            topic = _next_topic(scene, found, (published, topic))
            past = topic or past
            if passage.title and topic:
                title = replace(topic, how="inferred")
    return readings


def fold(text: str) -> str:
    """Return the text in lower case, character for character."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _paragraphs(
    passages: Sequence[Passage], quantities: Sequence[Quantity]
) -> Iterator[list[tuple[Passage, list[tuple[int, Quantity]]]]]:
    """Give the paragraphs that hold quantities: their sentences with the numbered quantities of each."""
    numbered = list(enumerate(quantities))
    at = 0
    for _, group in groupby(passages, key=lambda p: (p.paragraph, p.title)):
        paragraph: list[tuple[Passage, list[tuple[int, Quantity]]]] = []
        for passage in group:
            held = []
            while at < len(numbered) and numbered[at][1].start < passage.end:
                if numbered[at][1].start >= passage.start:
                    held.append(numbered[at])
                at += 1
            paragraph.append((passage, held))
        if any(held for _, held in paragraph):
            yield paragraph


def _goes_on(scene: Scene, found: dict[int, Found], natures: Sequence[str], around: tuple[date | None, Topic]) -> bool:
    """Tell whether a sentence goes on about the same figures, so that the period of the one before holds.

    Words such as "angka tersebut" say so; plans and hypotheses begin anew, and so does a stock after a flow.
    """
    published, topic = around
    first = next((m for m in scene.marks if m.kind == "quantity" and m.quantity not in found), None)
    if first is None or topic.mention.rule == "budget":
        return True
    cues = [m for m in scene.marks if m.kind == "cue"]
    if _points_back(scene):
        return True
    is_future = bool(published and topic.span and topic.span.first and topic.span.first > published)
    if is_future or any(c.tag in FRESH for c in cues):
        return False
    return natures[first.quantity] != "stock" or topic.span is None or topic.span.is_short


def _points_back(scene: Scene) -> bool:
    """Tell whether a sentence begins with words such as "angka tersebut"."""
    return any(m.tag == "going" and m.start - scene.passage.start < OPENING for m in scene.marks)


def _carried(topic: Topic | None, passage: Passage, stock: bool) -> Found | None:
    if topic is None or passage.title:
        return None
    return Found(topic.of_stock if stock else topic.span, topic.mention, topic.how)


def _next_topic(scene: Scene, found: dict[int, Found], around: tuple[date | None, Topic | None]) -> Topic | None:
    """Return what the paragraph speaks of after a sentence: the period of its last new value."""

    def topic_of(mark: Mark | None) -> Topic | None:
        if mark is None or mark.mention is None or mark.mention.limit == "since":
            return None
        flow = meaning(scene, mark, False, around)
        return Topic(flow, mark.mention, flow if is_running(scene) else meaning(scene, mark, True, around))

    stated = [f for f in found.values() if not f.base and f.mention]
    if stated:
        return topic_of(next(m for m in scene.marks if m.mention is stated[-1].mention))
    if found or any(m.kind == "quantity" for m in scene.marks):
        return around[1]
    marks = [m for m in mention_marks(scene) if m.mention and not m.mention.named_day and m.mention.limit != "since"]
    return topic_of(marks[-1]) if marks else around[1]


def _reading(found: Found | None, comparison: Comparison, is_change: bool) -> PeriodReading:
    compared = Reading()
    if comparison.code and is_change:
        compared = Reading(comparison.code, comparison.start, comparison.end, cue=comparison.cue)
    span = found.span if found else None
    if found is None or span is None or found.mention is None:
        return PeriodReading(comparison=compared)
    if is_change and comparison.old and comparison.code == "other":
        span = _whole(comparison.old, span)
    start, end = span.iso
    mention = found.mention
    return PeriodReading(spell(span), start, end, mention.start, mention.end, found.how, mention.rule, compared)


def _whole(old: Span, new: Span) -> Span:
    """Return the interval of a change between two dates or months."""
    if old.is_short and new.is_short and old.first and new.last and old.first < new.last:
        return Span(old.first, new.last)
    return new


__all__ = ["PeriodContext", "PeriodReading", "read_periods"]
