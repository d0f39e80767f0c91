"""The frames of a clause in, the same with the members of two lists paired: "A, B, dan C masing-masing 5, 3, dan 2"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.attribute.phrases import Range, phrase_end
from pipeline.attribute.sight import Hit, Sight
from pipeline.attribute.view import Frame
from pipeline.records import Quantity, Reading, record
from pipeline.rulebook.meaning import MeaningBook

BETWEEN = frozenset({"comma", "and", "punctuation", "each", "comparator", "bridge"})
LISTING = frozenset({"comma", "and"})
INDEX = "index"
MARKER_REACH = 4


@record(frozen=True, slots=True)
class Item:
    """A member of a list of noun phrases, with the property that it begins with, if any."""

    place: Range
    hit: Hit | None


def pair_lists(sight: Sight, quantities: Sequence[Quantity], found: Sequence[Frame], book: MeaningBook) -> list[Frame]:
    """Give each number of a list its member of the list of nouns before it."""
    result = list(found)
    if len(result) < 2:
        return result
    low = 0
    for first, last in _runs(sight, quantities):
        items = _items(sight, low, (first, last))
        for item, place in zip(items, range(first, last + 1), strict=False):
            result[place] = _paired(sight, items, item, result[place], book)
        low = sight.free[last]
    return result


def _runs(sight: Sight, quantities: Sequence[Quantity]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of the numbers of one kind that only commas and "dan" part."""
    first = 0
    for place in range(1, len(quantities) + 1):
        if place < len(quantities) and _goes_on(sight, quantities, place):
            continue
        if place - first > 1:
            yield first, place - 1
        first = place


def _goes_on(sight: Sight, quantities: Sequence[Quantity], place: int) -> bool:
    low, high = sight.free[place - 1], sight.spans[place][0]
    parted = low < high and all(sight.terms[i].tag in BETWEEN for i in range(low, high))
    return parted and quantities[place].kind == quantities[place - 1].kind


def _items(sight: Sight, low: int, run: tuple[int, int]) -> list[Item]:
    """Return the last list of as many noun phrases as the run has numbers; none when nothing ties them together."""
    count, high = run[1] - run[0] + 1, sight.spans[run[0]][0]
    start, found = _last_list(sight, low, high)
    if len(found) < count or (start and sight.word(start - 1) in sight.words.placed):
        return []
    last = found[-1].place[1]
    after = sight.free[run[1]]
    marked = [*range(last, high), *range(after, min(after + MARKER_REACH, len(sight.terms)))]
    tied = any(sight.has(i, "in_turn") for i in marked)
    near = all(sight.terms[i].tag != "noun" for i in range(last, high)) and len(found) == count
    return found[-count:] if tied or near else []


def _last_list(sight: Sight, low: int, high: int) -> tuple[int, list[Item]]:
    starts = {hit.first: hit for hit in sight.hits}
    best: tuple[int, list[Item]] = (low, [])
    index = low
    while index < high:
        items = list(_read(sight, starts, index, high))
        if len(items) > 1:
            best = index, items
        index = items[-1].place[1] if items else index + 1
    return best


def _read(sight: Sight, starts: dict[int, Hit], index: int, high: int) -> Iterator[Item]:
    """Yield the members of the list that starts at `index`; the last one follows "dan"."""
    items: list[Item] = []
    ended, joined = 0, False
    while True:
        hit = starts.get(index)
        last = phrase_end(sight, hit.last if hit else index, high)
        if last <= index:
            break
        items.append(Item((index, last), hit))
        after = _past_bracket(sight, last, high)
        index = after
        while index < high and sight.terms[index].tag in LISTING:
            index += 1
        ended = len(items) if len(items) > 1 and joined else ended
        if index == after:
            break
        joined = sight.terms[index - 1].tag == "and"
    yield from items[: ended or 1]


def _past_bracket(sight: Sight, first: int, high: int) -> int:
    if first < high and sight.terms[first].text == "(":
        return next((i + 1 for i in range(first, high) if sight.terms[i].text == ")"), first)
    return first


def _paired(sight: Sight, items: Sequence[Item], item: Item, frame: Frame, book: MeaningBook) -> Frame:
    """Put the member in: as the property when all are properties of their own, else as the entity."""
    low, high = items[0].place[0], items[-1].place[1]
    inside = sight.terms[low].start <= frame.property.start < sight.terms[high - 1].end
    if inside and all(i.hit for i in items) and item.hit:
        first, last = item.hit.last, item.place[1]
        owner = _reading(sight, (first, last)) if first < last else frame.entity
        return replace(frame, property=_reading(sight, (item.place[0], first)), entity=owner, code=item.hit.code)
    head = items[0].hit
    if frame.code == INDEX and not any(low <= h.first < high and h.code == INDEX for h in sight.hits):
        return replace(frame, property=_reading(sight, item.place))
    if head is None or not inside:
        return replace(frame, entity=_reading(sight, item.place))
    name, rest = _split(sight, head, items[0].place[1], book)
    entity = rest if item is items[0] else _reading(sight, item.place)
    return replace(frame, property=name, entity=entity if entity.value else frame.entity, code=head.code)


def _split(sight: Sight, hit: Hit, last: int, book: MeaningBook) -> tuple[Reading, Reading]:
    """Part "impor bahan baku" into the property and whose it is."""
    head = book.properties.head(sight.text[hit.start : hit.end].lower()) if hit.last == last else ""
    end = hit.start + len(head) if head else hit.end
    start, stop = end + 1, sight.terms[last - 1].end
    rest = Reading(sight.text[start:stop], start, stop) if start < stop else Reading()
    return Reading(sight.text[hit.start : end], hit.start, end), rest


def _reading(sight: Sight, place: Range) -> Reading:
    start, end = sight.terms[place[0]].start, sight.terms[place[1] - 1].end
    return Reading(sight.text[start:end], start, end)
