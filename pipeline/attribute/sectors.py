"""What is known of each quantity in, the KBLI division of the industry it is about out."""

from collections.abc import Iterator, Sequence

from pipeline.records import Passage, Quantity, Reading, record
from pipeline.rulebook.sectors import Sectors

LONGEST_HEAD = 40
OFFICE = 80
BEHIND = 80
"""How many characters behind a number an industry of the same clause may be named."""


@record(frozen=True, slots=True)
class Naming:
    """Hold one place that names a division: its range, its phrase and its code, "" for manufacturing as a whole.

    `headed` tells that a word such as "industri" or "pabrik" stands before it.
    """

    start: int
    end: int
    phrase: str
    code: str
    headed: bool


def read_sectors(
    text: str, passages: Sequence[Passage], quantities: Sequence[Quantity], entities: Sequence[str], book: Sectors
) -> list[Reading]:
    """Return one reading a quantity, in order; `entities` are its measured entity and property as written.

    The words of the entity, property and counted noun decide; without them the nearest industry named in the clause.
    """
    readings: list[Reading] = []
    known: dict[str, list[Naming]] = {}
    for passage in passages:
        named: list[Naming] | None = None
        while len(readings) < len(quantities) and quantities[len(readings)].start < passage.end:
            quantity, entity = quantities[len(readings)], entities[len(readings)]
            phrase = f"{entity} {quantity.unit}"
            if phrase not in known:
                known[phrase] = list(namings(phrase, book))
            best = _longest(known[phrase])
            if not known[phrase]:
                if named is None:
                    here = namings(text, book, passage.start, passage.end)
                    named = [n for n in here if not _is_office(text, n, book)]
                best = _nearest(text, quantity, named)
            readings.append(_reading(text, passage, best))
    return readings + [Reading()] * (len(quantities) - len(readings))


def sector_of(phrase: str, book: Sectors) -> str:
    """Return the division that a phrase names, "" for none."""
    best = _longest(list(namings(phrase, book)))
    return best.code if best else ""


def namings(text: str, book: Sectors, start: int = 0, end: int | None = None) -> Iterator[Naming]:
    """Yield the longest phrases of a text that name a division or manufacturing as a whole, in order."""
    folded, taken = _folded(text, start, len(text) if end is None else end), 0
    for word in book.opening.finditer(folded):
        if word.start() < taken:
            continue
        for phrase in book.phrases[word.group()]:
            stop = word.start() + len(phrase)
            if not folded.startswith(phrase, word.start()) or folded[stop : stop + 1].isalnum():
                continue
            headed = folded.endswith(book.heads, max(0, word.start() - LONGEST_HEAD), word.start())
            if headed or phrase not in book.headed_only:
                yield Naming(start + word.start(), start + stop, phrase, book.codes[phrase], headed)
                taken = stop
                break


def _folded(text: str, start: int, end: int) -> str:
    """Return a part of the text in lower case and on one line, with every offset kept."""
    part = text[start:end].replace("\n", " ")
    lower = part.lower()
    return lower if len(lower) == len(part) else part


def _is_office(text: str, naming: Naming, book: Sectors) -> bool:
    return bool(book.office.search(text, max(0, naming.start - OFFICE), naming.start))


def _longest(found: list[Naming]) -> Naming | None:
    named = [n for n in found if n.code]
    return max(named, key=lambda n: (len(n.phrase), -n.start), default=None)


def _nearest(text: str, quantity: Quantity, found: list[Naming]) -> Naming | None:
    """Return the nearest industry named in the clause, one before the number rather than one behind it."""
    heard = (n for n in reversed(found) if n.end <= quantity.start and (n.headed or not n.code))
    before = next(heard, None) if found else None
    if before and ";" not in text[before.end : quantity.start]:
        return before if before.code else None
    for naming in found:
        if naming.start >= quantity.end and naming.headed and naming.code:
            between = text[quantity.end : naming.start]
            return naming if len(between) <= BEHIND and ";" not in between else None
    return None


def _reading(text: str, passage: Passage, naming: Naming | None) -> Reading:
    if naming is None:
        return Reading()
    start = passage.start + _folded(text, passage.start, passage.end).find(naming.phrase)
    span = (start, start + len(naming.phrase)) if start >= passage.start else (0, 0)
    return Reading(naming.code, *span, cue=f"sector.{naming.phrase}")


__all__ = ["Naming", "namings", "read_sectors", "sector_of"]
