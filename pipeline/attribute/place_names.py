"""One sentence in, the places it names out: kinds and extents taken in, neighbours joined into one answer."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.records import Quantity, record
from pipeline.rulebook.places import Place, Places, Spelling

REACH = 70
"""How many characters before a name its cue may begin."""
HYPHENS = ("-", "–")
HEADED = "headed"
"""The kind of a place that only the word before its name tells."""


@record(frozen=True, slots=True)
class Sentence:
    """Hold a sentence with its quantities; `context` is where the text that it goes on from begins.

    `folded` is the text in lower case with every position kept.
    """

    text: str
    folded: str
    start: int
    end: int
    context: int
    title: bool
    opens: bool
    quantities: tuple[Quantity, ...]


@record(frozen=True, slots=True)
class Mention:
    """Hold one place as written, or several in a row (`members`); `cue` is why it counts.

    `name` is where the name itself begins, `start` where its kind or extent does ("Kabupaten", "luar").
    `linked` ones have a hyphen between them: two places after a locative, the ends of a route elsewhere.
    """

    start: int
    name: int
    end: int
    place: Place
    guarded: bool = False
    kind: str = ""
    cue: str = ""
    members: tuple["Mention", ...] = ()
    linked: bool = False

    @property
    def whole(self) -> bool:
        """Tell whether it is the whole country, which is no area."""
        return self.place.scope == "whole"


def name_places(sentence: Sentence, book: Places) -> list[Mention]:
    """Return the places that the sentence names, in order; "Gresik, Jawa Timur" and "Jawa dan Bali" are one each."""
    return _joined([_with_kind(m, sentence, book) for m in _names(sentence, book)], sentence, book)


def _names(sentence: Sentence, book: Places) -> list[Mention]:
    found, taken = list[Mention](), sentence.start
    for word in book.cues.scanner.finditer(sentence.text, sentence.start, sentence.end):
        if word.start() < taken:
            continue
        spelled = book.spellings.get(word.group())
        mention = _listed(spelled, word.start(), sentence, book) if spelled else None
        if mention := mention or _headed(word.start(), sentence, book):
            found.append(mention)
            taken = mention.end
    return [m for m in found if all(m.end <= q.start or q.end <= m.start for q in sentence.quantities)]


def _listed(spelled: Sequence[Spelling], start: int, sentence: Sentence, book: Places) -> Mention | None:
    """Read the longest of the names listed with a word at a position, with a direction behind ("Cikarang Selatan")."""
    text = sentence.text
    for spelling in spelled:
        end = start + len(spelling.text)
        if text.startswith(spelling.text, start) and not text[end : end + 1].isalnum():
            place = spelling.places[0]
            if (match := book.cues.direction.match(text, end)) and place.scope != "whole":
                end, place = match.end(), replace(place, code="" if place.kind else place.code, kind="")
            return Mention(start, start, end, place, spelling.guarded)
    return None


def _headed(start: int, sentence: Sentence, book: Places) -> Mention | None:
    """Read a name that only the word before it makes a place ("Kecamatan Pelangsiran")."""
    before = sentence.folded[max(sentence.start, start - 20) : start].split()
    if not (before and before[-1] in book.words.heads):
        return None
    match = book.cues.name.match(sentence.text, start, sentence.end)
    if match is None:
        return None
    begin = sentence.folded.rindex(before[-1], 0, start)
    return Mention(begin, begin, match.end(), Place(match.group(), "", "domestic", HEADED))


def _with_kind(mention: Mention, sentence: Sentence, book: Places) -> Mention:
    """Take the kind or extent before a name into it, and choose the meaning of the name by its kind."""
    left = left_of(sentence, mention.start)
    if match := book.cues.before_kind.search(left):
        kind = book.words.kinds[" ".join(match["kind"].split())]
        place = _of_kind(sentence.text[mention.name : mention.end], kind, mention.place, book)
        return replace(mention, start=mention.start - len(left) + match.start(), place=place, kind=kind)
    if match := book.cues.before_extent.search(left):
        scope = "foreign" if mention.whole else mention.place.scope
        place = replace(mention.place, code="", scope=scope)
        return replace(mention, start=mention.start - len(left) + match.start(), place=place, kind="extent")
    return mention


def _of_kind(name: str, kind: str, default: Place, book: Places) -> Place:
    for spelling in book.spellings.get(name.split()[0], ()):
        if spelling.text == name:
            return next((p for p in spelling.places if p.kind == kind), default)
    return default


def left_of(sentence: Sentence, position: int) -> str:
    """Return what stands before a position of the sentence, as far as a cue may reach, folded."""
    return sentence.folded[max(sentence.start, position - REACH) : position]


def _joined(mentions: list[Mention], sentence: Sentence, book: Places) -> list[Mention]:
    """Join "Gresik, Jawa Timur" into one place and "Jepang dan Korea Selatan" into one answer."""
    joined: list[Mention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        gap = sentence.text[last.end : mention.start] if last else ""
        if last and _lies_in(last, mention, gap):
            tail = mention.end + (sentence.text[mention.end : mention.end + 1] == ")" and "(" in gap)
            inner = replace(last.members[-1], end=tail) if last.members else None
            members = (*last.members[:-1], inner) if inner else ()
            joined[-1] = replace(last, end=tail, members=members)
        elif last and _can_join(last, mention) and (gap in HYPHENS or book.cues.joint.fullmatch(gap)):
            members = (*(last.members or (last,)), mention)
            joined[-1] = replace(last, end=mention.end, members=members, linked=last.linked or gap in HYPHENS)
        else:
            joined.append(mention)
    return joined


def _can_join(last: Mention, mention: Mention) -> bool:
    scopes = {last.place.scope, mention.place.scope}
    return not scopes & {"whole", "world"}


def _lies_in(inner: Mention, outer: Mention, gap: str) -> bool:
    """Tell whether the second of two neighbours is the place the first lies in, or its abbreviation."""
    if gap.strip(" \n") not in ("", ",", "(", "-"):
        return False
    first, second = (inner.members[-1] if inner.members else inner).place, outer.place
    if first.scope == "domestic":
        return (
            second.scope == "domestic"
            and bool(second.code)
            and (first.parent == second.code or first.code == second.code or first.kind == HEADED)
        )
    return second.scope == "foreign" and (first.code == second.code or (not first.code and bool(second.code)))


__all__ = ["HYPHENS", "REACH", "Mention", "Sentence", "left_of", "name_places"]
