"""A quantity in its clause in, whether it is measured, wanted or expected out."""

from pipeline.attribute.sight import Sight
from pipeline.rulebook.meaning import MeaningBook


def read_status(sight: Sight, place: int, folded: str, book: MeaningBook) -> tuple[str, str]:
    """Return the status and the cue that decided: the nearest one to the left in the same statement."""
    high, _ = sight.spans[place]
    best: tuple[int, str, str] | None = None
    low = 0
    for i in range(high - 1, -1, -1):
        if sight.has(i, "split"):
            low = i + 1
            break
    covered = low
    for i in range(low, high):
        term = sight.terms[i]
        if i < covered or not term.text:
            continue
        found = book.status.find(folded, term.start)
        if found is not None:
            best = (i, found.meaning, folded[term.start : found.end])
            while covered < high and sight.terms[covered].start < found.end:
                covered += 1
    return (best[1], best[2]) if best else ("realised", "")
