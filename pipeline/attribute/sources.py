"""The quantities of a text in, the institution or publication cited for each out."""

from collections.abc import Sequence

from pipeline.attribute.speakers.citations import Citation, Reader
from pipeline.attribute.speakers.quotes import Quote
from pipeline.attribute.speakers.script import Script, script
from pipeline.attribute.speakers.words import QUOTES, Sentence, Word, capital
from pipeline.records import Passage, Quantity, Reading
from pipeline.rulebook.speech import SpeechBook

SPEAKS = frozenset({"said_bound", "told_bound", "according_bound"})
MAY_SPEAK = frozenset({"said", "tells", "told", "according"})
VERBS = frozenset({"tells", "judges"})
THINGS = frozenset({"ordinary", "place", "institution", "firm", "company"})
NOTHING = Reading()


def read_sources(
    text: str,
    passages: Sequence[Passage],
    quantities: Sequence[Quantity],
    book: SpeechBook,
    written: Script | None = None,
) -> list[Reading]:
    """Return one reading a quantity, in order; empty where nothing is cited for the number or a title gives it.

    `written` is the `script` of the text where it is at hand.
    """
    if not passages:
        return [NOTHING] * len(quantities)
    written = written or script(text, passages, book)
    words, lines = written.words, written.lines
    held = _by_sentence(lines, quantities)
    reader = Reader(text, written, book)
    cited = [reader.citations(line) for line in lines]
    whole = _whole(words, lines, cited, written.quotes)
    readings: list[Reading] = []
    for n, own in enumerate(held):
        last = max((q.start for q in own), default=0)
        readings += [_reading(words, cited[n], whole[n], q.start, last) for q in own]
    return readings


def _by_sentence(lines: Sequence[Sentence], quantities: Sequence[Quantity]) -> list[list[Quantity]]:
    """Return the quantities of each sentence."""
    held: list[list[Quantity]] = [[] for _ in lines]
    n = 0
    for quantity in quantities:
        while n + 1 < len(lines) and lines[n + 1].start <= quantity.start:
            n += 1
        held[n].append(quantity)
    return held


def _reading(words: Sequence[Word], cited: Sequence[Citation], whole: Reading, start: int, last: int) -> Reading:
    """Return the citation behind or before a quantity, else one that covers its sentence, else what was carried."""
    behind = next((c for c in cited if c.behind and words[c.cue].start > start), None)
    if behind and words[behind.first].start <= start:
        return _stated(behind)
    cited = [c for c in cited if not c.behind]
    before = [c for c in cited if words[c.cue].start < start]
    if before:
        return NOTHING if _is_over(words, before[-1], start) else _stated(before[-1])
    after = [c for c in cited if c.post and words[c.cue].start > last and words[c.first].start <= start]
    if after:
        return _stated(after[0])
    return NOTHING if cited else whole


def _is_over(words: Sequence[Word], citation: Citation, start: int) -> bool:
    """Tell whether somebody else speaks since a citation: "BPS mencatat 5, sementara Kevin memperkirakan 6"."""
    parted = said = False
    for i in range(citation.cue + 1, len(words)):
        if words[i].start >= start:
            break
        parted |= "contrast" in words[i].tags
        said |= parted and not words[i].tags.isdisjoint(VERBS) and _has_name(words, i)
    return said


def _has_name(words: Sequence[Word], verb: int) -> bool:
    """Tell whether a name that is no thing stands right before a verb."""
    return capital(words[verb - 1]) and words[verb - 1].tags.isdisjoint(THINGS)


def _stated(citation: Citation) -> Reading:
    return Reading(citation.value, citation.start, citation.end, "stated", citation.name)


def _whole(
    words: Sequence[Word], lines: Sequence[Sentence], cited: Sequence[Sequence[Citation]], speech: Sequence[Quote]
) -> list[Reading]:
    """Return what each sentence reports from as a whole: cited in it, or carried from a neighbour."""
    cited = [[c for c in found if not c.behind] for found in cited]
    whole = [_stated(found[-1]) if found else NOTHING for found in cited]
    for n in range(1, len(lines)):
        if whole[n].value or not whole[n - 1].value or lines[n].title or lines[n - 1].title:
            continue
        if cited[n - 1] and not cited[n - 1][-1].carries:
            continue
        speaks = _speaks(words, lines[n], cited[n]) and not _goes_on(lines[n], speech)
        if how := _carry(words, lines[n - 1], lines[n], speaks):
            before = whole[n - 1]
            how = "inferred" if before.how == "inferred" else how
            whole[n] = Reading(before.value, before.start, before.end, how, before.cue)
    _close(words, lines, cited, whole)
    return whole


def _speaks(words: Sequence[Word], line: Sentence, cited: Sequence[Citation]) -> bool:
    """Tell whether somebody else than a cited institution may speak in a sentence."""
    cues = {c.verb for c in cited}
    for i in range(line.first, line.stop):
        tags = words[i].tags
        if words[i].text in QUOTES or not tags.isdisjoint(SPEAKS):
            return True
        if i not in cues and (not tags.isdisjoint(MAY_SPEAK) or ("judges" in tags and _has_subject(words, i, line))):
            return True
    return False


def _has_subject(words: Sequence[Word], verb: int, line: Sentence) -> bool:
    """Tell whether a name or pronoun stands before a verb of judging."""
    i = verb - 1
    while i > line.first and "adverb" in words[i].tags:
        i -= 1
    return i >= line.first and ("pronoun" in words[i].tags or (capital(words[i]) and words[i].tags.isdisjoint(THINGS)))


def _goes_on(line: Sentence, speech: Sequence[Quote]) -> bool:
    """Tell whether a sentence begins inside a quotation, which then goes on from the sentence before."""
    return any(quote.first < line.first < quote.stop for quote in speech)


def _carry(words: Sequence[Word], before: Sentence, line: Sentence, speaks: bool) -> str:
    """Return how a source is carried to the next sentence, "" for not at all."""
    if speaks or line.first >= line.stop:
        return ""
    opening = words[line.first].tags
    if before.paragraph == line.paragraph:
        return "inferred" if "aside" in opening else "carried"
    return "inferred" if "connective" in opening and not before.title else ""


def _close(
    words: Sequence[Word], lines: Sequence[Sentence], cited: Sequence[Sequence[Citation]], whole: list[Reading]
) -> None:
    """Carry a source that closes a report ("demikian BPS") back over its paragraph."""
    for n in range(len(lines) - 1, 0, -1):
        closing = [c for c in cited[n] if c.closes]
        m = n - 1
        while closing and m >= 0 and lines[m].paragraph == lines[n].paragraph:
            if whole[m].value or _speaks(words, lines[m], cited[m]):
                break
            whole[m] = Reading(closing[-1].value, closing[-1].start, closing[-1].end, "carried", closing[-1].name)
            m -= 1
