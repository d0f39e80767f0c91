"""The whole reading of periods: paragraph by paragraph, sentence by sentence, with the topic carried along."""

from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from datetime import date
from itertools import groupby

from pipeline.attribute.periods.assign import Found, Topic, assign, is_running, is_whole, meaning, mention_marks
from pipeline.attribute.periods.comparison import Comparison, compare
from pipeline.attribute.periods.ends import tell_ends
from pipeline.attribute.periods.grammar import PeriodBook
from pipeline.attribute.periods.scene import Mark, Scene, read_scene
from pipeline.attribute.periods.spans import Span, spell
from pipeline.records import Passage, Quantity, Reading, record

NONE = Comparison()
NOTHING = Reading()
OPENING = 25
FRESH = frozenset({"outlook", "goal", "if", "new"})
STATES = frozenset({"figure", "flow", "is", "namely"})
PLANNED = frozenset({"plan", "coming"})


@record(frozen=True, slots=True)
class PeriodContext:
    """Hold the ISO date of publication ("" for none) and, per quantity, its nature: flow, stock, change or ""."""

    published: str = ""
    natures: Sequence[str] = ()


@record(frozen=True, slots=True)
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
    comparison: Reading = field(default_factory=Reading)


@record(frozen=True, slots=True)
class Page:
    """Hold what every sentence of a release is read with."""

    text: str
    folded: str
    natures: tuple[str, ...]
    published: date | None
    book: PeriodBook


@record(frozen=True, slots=True)
class Topics:
    """Hold the periods that a sentence may lean on: its paragraph's, the last one before that, the title's."""

    here: Topic | None = None
    past: Topic | None = None
    title: Topic | None = None


def read_periods(
    text: str, passages: Sequence[Passage], quantities: Sequence[Quantity], context: PeriodContext, book: PeriodBook
) -> list[PeriodReading]:
    """Return one reading a quantity, in order; quantities outside every passage get an empty one."""
    natures = tuple(context.natures) or ("",) * len(quantities)
    published = date.fromisoformat(context.published) if context.published else None
    page = Page(text, fold(text), natures, published, book)
    readings = [PeriodReading()] * len(quantities)
    topics = Topics()
    for paragraph in _paragraphs(passages, quantities):
        topics = Topics(None, topics.past, topics.title)
        for passage, held in paragraph:
            found, topics = _read_sentence(page, passage, held, topics)
            for i, reading in found.items():
                readings[i] = reading
    return readings


def _read_sentence(
    page: Page, passage: Passage, held: Sequence[tuple[int, Quantity]], topics: Topics
) -> tuple[dict[int, PeriodReading], Topics]:
    """Return the readings of a sentence's quantities, by number, and the topics after it."""
    changes = frozenset(i for i, _ in held if page.natures[i] == "change")
    scene = read_scene(page.book, (page.text, page.folded), passage, held, changes)
    topic = topics.here
    if topic is None and topics.past and _points_back(scene):
        topic = replace(topics.past, how="inferred")
    stated = assign(scene, page.natures, page.published, topic)
    title = topics.title if changes or not scene.tags.isdisjoint(STATES) else None
    topic, lent = (t if t and _goes_on(scene, stated, page, t) else None for t in (topic, title))
    found = dict(stated)
    for i, _ in held:
        if i not in found and (topic or lent) and not passage.title:
            found[i] = _carried(topic or lent, page.natures[i] == "stock")
    compared = compare(page.book, scene, page.folded, found, _olds(scene, (page.published, topic))) if changes else {}
    if compared or any(f.base for f in found.values()):
        tell_ends(scene, found, compared)
    readings = {i: _reading(found.get(i), compared.get(i, NONE), i in changes) for i, _ in held}
    topic = _next_topic(scene, stated, (page.published, topic))
    title = replace(topic, how="inferred") if topic and passage.title else topics.title
    return readings, Topics(topic, topic or topics.past, title)


def _olds(scene: Scene, around: tuple[date | None, Topic | None]) -> dict[int, Span | None]:
    """Return the spans of the periods compared with, by position."""
    return {m.start: meaning(scene, m, False, around) for m in scene.marks if m.kind == "mention" and m.base}


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
        if any(held or passage.title for passage, held in paragraph):
            yield paragraph


def _goes_on(scene: Scene, found: dict[int, Found], page: Page, topic: Topic) -> bool:
    """Tell whether a sentence goes on about the same figures, so that the period of the one before holds.

    Words such as "angka tersebut" say so; plans and hypotheses begin anew, and so does a stock after a flow.
    """
    first = next((m for m in scene.marks if m.kind == "quantity" and m.quantity not in found), None)
    if first is None or topic.mention.rule == "budget":
        return True
    if _points_back(scene):
        return True
    tags = scene.tags
    if first.count and tags.isdisjoint(STATES):
        return False
    is_future = bool(page.published and topic.span and topic.span.first and topic.span.first > page.published)
    if tags & FRESH or (tags & PLANNED and not topic.planned) or (is_future and not tags & PLANNED):
        return False
    return page.natures[first.quantity] != "stock" or topic.span is None or topic.span.is_short


def _is_goal(scene: Scene, number: int) -> bool:
    """Tell whether a quantity is the target that another is measured by ("dari target 5 juta unit")."""
    if "goal" not in scene.tags:
        return False
    at = next(i for i, m in enumerate(scene.marks) if m.quantity == number)
    return at > 0 and scene.marks[at - 1].tag == "goal"


def _is_planned(scene: Scene) -> bool:
    return not scene.tags.isdisjoint(PLANNED) or "goal" in scene.tags


def _points_back(scene: Scene) -> bool:
    """Tell whether a sentence begins with words such as "angka tersebut"."""
    return "going" in scene.tags and any(
        m.tag == "going" and m.start - scene.passage.start < OPENING for m in scene.marks
    )


def _carried(topic: Topic | None, stock: bool) -> Found:
    return Found(topic.of_stock if stock else topic.span, topic.mention, topic.how) if topic else Found(None)


def _next_topic(scene: Scene, found: dict[int, Found], around: tuple[date | None, Topic | None]) -> Topic | None:
    """Return what the paragraph speaks of after a sentence: the period of its last new value."""

    def topic_of(mark: Mark | None) -> Topic | None:
        if mark is None or mark.mention is None or mark.mention.limit == "since":
            return None
        flow = meaning(scene, mark, False, around)
        alike = is_running(scene) or (is_whole(mark.mention) and not mark.mention.limit and not mark.mention.edges)
        stock = flow if alike else meaning(scene, mark, True, around)
        return Topic(flow, mark.mention, stock, planned=_is_planned(scene))

    stated = {i: f.mention for i, f in found.items() if not f.base and f.mention}
    if stated:
        last = next((i for i in reversed(stated) if not _is_goal(scene, i)), next(reversed(stated)))
        return topic_of(next(m for m in scene.marks if m.mention is stated[last]))
    if found or any(m.kind == "quantity" for m in scene.marks):
        return around[1]
    marks = [m for m in mention_marks(scene) if m.mention and not m.mention.named_day and m.mention.limit != "since"]
    return topic_of(marks[-1]) if marks else around[1]


def _reading(found: Found | None, comparison: Comparison, is_change: bool) -> PeriodReading:
    compared = NOTHING
    if comparison.code and is_change:
        compared = Reading(comparison.code, comparison.start, comparison.end, cue=comparison.cue)
    span = found.span if found else None
    if found is None or span is None or found.mention is None:
        return PeriodReading(comparison=compared)
    if is_change and comparison.old and comparison.code in ("other", "ytd"):
        span = _whole(comparison.old, span)
    if is_change and comparison.code == "ytd" and span.is_short and span.last:
        span = Span(span.last.replace(month=1, day=1), span.last)
    start, end = span.iso
    mention = found.mention
    return PeriodReading(spell(span), start, end, mention.start, mention.end, found.how, mention.rule, compared)


def _whole(old: Span, new: Span) -> Span:
    """Return the interval of a change between two dates or months, or between years that are not neighbours."""
    if old.is_year and new.is_year and old.first and new.last and old.first.year + 1 < new.last.year:
        return Span(old.first, new.last)
    if old.is_short and (new.is_short or old.is_day) and old.first and new.last and old.first < new.last:
        return Span(old.first, new.last)
    return new


__all__ = ["PeriodContext", "PeriodReading", "read_periods"]
