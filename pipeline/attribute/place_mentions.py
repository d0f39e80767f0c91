"""One sentence in, the places that its numbers may be about out; names in firms, datelines and partners are none."""

import re
from dataclasses import dataclass, replace

from pipeline.records import Quantity
from pipeline.rulebook.places import Place, Places

REACH = 90
"""How many characters before a name its cue may begin."""
DATELINE = re.compile(r"\s*(?:\(|--|[-–—])|,\s*\(?[A-Z][\w.]*\)?\s*(?:--|[-–—])")
"""What stands between the place of a dateline and its text: a dash, a bracket, the name of a paper."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Hold a sentence with its quantities; `context` is where the text that it goes on from begins."""

    text: str
    start: int
    end: int
    context: int
    title: bool
    opens: bool
    quantities: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """Hold one place as written, or several in a row (`members`); `cue` is why it counts.

    `name` is where the name itself begins, `start` where its kind or extent does ("Kabupaten", "luar").
    """

    start: int
    name: int
    end: int
    place: Place
    guarded: bool = False
    kind: str = ""
    cue: str = ""
    members: tuple["Mention", ...] = ()

    @property
    def whole(self) -> bool:
        """Tell whether it is the whole country, which is no area."""
        return self.place.scope == "whole"


def find_mentions(sentence: Sentence, book: Places) -> list[Mention]:
    """Return the places of a sentence that can be a reference area, in order; the whole country among them."""
    named = [_with_kind(m, sentence, book) for m in _names(sentence, book)]
    groups = _joined(named, sentence, book)
    begins = {m.name for m in named}
    kept: list[Mention] = []
    for mention in groups:
        cue = _cue(mention, sentence, book, begins)
        if cue and not (kept and _compares(kept[-1], mention, sentence, book)):
            kept.append(replace(mention, cue=cue))
    return kept


def _compares(last: Mention, mention: Mention, sentence: Sentence, book: Places) -> bool:
    """Tell whether it is only what the place before it is ranked in."""
    between = any(last.end <= q.start < mention.start for q in sentence.quantities)
    return not between and bool(book.cues.before_rank.search(_left(sentence, mention.start)))


def _names(sentence: Sentence, book: Places) -> list[Mention]:
    found, taken = list[Mention](), sentence.start
    for word in book.cues.scanner.finditer(sentence.text, sentence.start, sentence.end):
        if word.start() < taken:
            continue
        mention = _listed(word.group(), word.start(), sentence, book) or _headed(word.start(), sentence, book)
        if mention:
            found.append(mention)
            taken = mention.end
    return [m for m in found if all(m.end <= q.start or q.end <= m.start for q in sentence.quantities)]


def _listed(word: str, start: int, sentence: Sentence, book: Places) -> Mention | None:
    """Read the longest listed name at a position, with a direction behind it ("Cikarang Selatan")."""
    text = sentence.text
    for spelling in book.spellings.get(word, ()):
        end = start + len(spelling.text)
        if text.startswith(spelling.text, start) and not text[end : end + 1].isalnum():
            place = spelling.places[0]
            if (match := book.cues.direction.match(text, end)) and place.scope != "whole":
                end, place = match.end(), replace(place, code="" if place.kind else place.code, kind="")
            return Mention(start, start, end, place, spelling.guarded)
    return None


def _headed(start: int, sentence: Sentence, book: Places) -> Mention | None:
    """Read a name that only the word before it makes a place ("Kecamatan Pelangsiran")."""
    before = sentence.text[max(sentence.start, start - 20) : start].split()
    match = book.cues.name.match(sentence.text, start, sentence.end)
    if not (before and match and before[-1].lower() in book.words.heads):
        return None
    begin = sentence.text.rindex(before[-1], 0, start)
    return Mention(begin, begin, match.end(), Place(match.group(), "", "domestic"))


def _with_kind(mention: Mention, sentence: Sentence, book: Places) -> Mention:
    """Take the kind or extent before a name into it, and choose the meaning of the name by its kind."""
    left = _left(sentence, mention.start)
    if match := book.cues.before_kind.search(left):
        kind = book.words.kinds[" ".join(match["kind"].lower().split())]
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


def _left(sentence: Sentence, position: int) -> str:
    return sentence.text[max(sentence.start, position - REACH) : position]


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
        elif last and not last.whole and not mention.whole and book.cues.joint.fullmatch(gap):
            members = (*(last.members or (last,)), mention)
            joined[-1] = replace(last, end=mention.end, members=members)
        else:
            joined.append(mention)
    return joined


def _lies_in(inner: Mention, outer: Mention, gap: str) -> bool:
    """Tell whether the second of two neighbours is the place the first lies in, or its abbreviation."""
    if gap.strip(" \n") not in ("", ",", "(", "-"):
        return False
    first, second = (inner.members[-1] if inner.members else inner).place, outer.place
    if first.scope == "domestic":
        return (
            second.scope == "domestic"
            and bool(second.code)
            and (first.parent == second.code or first.code == second.code or not (first.code or first.kind))
        )
    return second.scope == "foreign" and (first.code == second.code or (not first.code and bool(second.code)))


def _cue(mention: Mention, sentence: Sentence, book: Places, begins: set[int]) -> str:
    """Return why a place counts, "" where it does not."""
    left, cues = _left(sentence, mention.start), book.cues
    if _is_part_of_name(mention, left, sentence, book, begins) or _is_scene(mention, left, sentence, book):
        return ""
    if mention.whole:
        return _whole(mention, left, sentence, book)
    if cues.before_official.search(left):
        return "official" if mention.place.scope == "domestic" or not _gives(mention, sentence, book) else ""
    if cues.before_superlative.search(left):
        return ""
    if cues.before_partner.search(left):
        return _partner(mention, left, sentence, book)
    if cues.before_located.search(left) or cues.before_site.search(left):
        return "located"
    return "" if mention.guarded and not mention.kind else _bare(mention, left, sentence, book)


def _whole(mention: Mention, left: str, sentence: Sentence, book: Places) -> str:
    cues = book.cues
    ignored = (cues.before_superlative, cues.before_partner, cues.before_official, cues.before_total)
    if any(pattern.search(left) for pattern in ignored):
        return ""
    passed_over = cues.before_companion.search(left) and not _holds_number(mention, sentence, book)
    return "" if passed_over else "whole"


def _gives(mention: Mention, sentence: Sentence, book: Places) -> bool:
    return bool(book.cues.gifts.search(sentence.text, mention.end, sentence.end))


def _partner(mention: Mention, left: str, sentence: Sentence, book: Places) -> str:
    """Keep, of the places one comes from or goes to, the home of those counted and the one compared with."""
    if mention.place.scope == "domestic" and _is_origin(mention, sentence, book):
        return "origin"
    return _subject(mention, left, sentence, book) if _holds_number(mention, sentence, book) else ""


def _subject(mention: Mention, left: str, sentence: Sentence, book: Places) -> str:
    """Judge a name at the head of a clause or right before a number; one in a list of trade partners is none."""
    cues = book.cues
    if mention.place.scope == "foreign" and cues.trade.search(sentence.text, sentence.context, mention.start):
        return ""
    ahead = any(q.start > mention.end for q in sentence.quantities)
    return "subject" if ahead and cues.before_clause.search(left) else ""


def _bare(mention: Mention, left: str, sentence: Sentence, book: Places) -> str:
    """Judge a name without a locative: a subject, the holder of its own number, or the modifier of a noun."""
    cues, foreign = book.cues, mention.place.scope == "foreign"
    if cue := _subject(mention, left, sentence, book):
        return cue
    named_beside = cues.before_companion.search(left) and not _holds_number(mention, sentence, book)
    if named_beside or cues.before_product.search(left):
        return ""
    if foreign:
        return "reporter" if cues.before_reporter.search(left) else ""
    return "" if cues.shipped.match(sentence.text, mention.end) else "modifier"


def _is_origin(mention: Mention, sentence: Sentence, book: Places) -> bool:
    """Tell whether it names where the people or firms just counted come from."""
    if book.cues.shipped.match(sentence.text, mention.end):
        return False
    counts = [q for q in sentence.quantities if q.kind == "count" and q.end <= mention.start]
    return bool(counts and book.cues.before_origin.search(sentence.text[counts[-1].end : mention.start]))


def _holds_number(mention: Mention, sentence: Sentence, book: Places) -> bool:
    following = next((q.start for q in sentence.quantities if q.start >= mention.end), 0)
    return bool(following and book.cues.own_number.match(sentence.text[mention.end : following]))


def _is_part_of_name(mention: Mention, left: str, sentence: Sentence, book: Places, begins: set[int]) -> bool:
    text, cues = sentence.text, book.cues
    if cues.before_currency.search(left) or cues.before_institution.search(left) or cues.before_seat.search(left):
        return True
    if text[mention.end : mention.end + 1] in ("-", "–") and text[mention.end + 1 : mention.end + 2].isalpha():
        return True
    if left[-1:] in ("-", "–") and not cues.before_located.search(left):
        return True
    if sentence.title:
        return False
    if cues.before_official.search(left):
        return False
    return _has_name_behind(mention, sentence, book, begins) or _has_name_before(mention, left, sentence, book)


def _has_name_behind(mention: Mention, sentence: Sentence, book: Places, begins: set[int]) -> bool:
    match = book.cues.after_name.match(sentence.text, mention.end, sentence.end)
    if not match or match["english"]:
        return bool(match)
    if match["next"] in book.words.calendar or match.start("next") in begins:
        return False
    return all(q.start != match.start("next") for q in sentence.quantities)


def _has_name_before(mention: Mention, left: str, sentence: Sentence, book: Places) -> bool:
    words = left.split()
    if not words or not left[-1:].isspace() or not words[-1][0].isupper() or mention.kind:
        return False
    first_of_sentence = len(words) == 1 and mention.start - len(left) == sentence.start
    if first_of_sentence or words[-1] in book.words.measured or words[-1][-1] in ',.;:)”"':
        return False
    cues = book.cues
    return not (cues.before_official.search(left) or cues.before_site.search(left) or cues.before_located.search(left))


def _is_scene(mention: Mention, left: str, sentence: Sentence, book: Places) -> bool:
    """Tell whether it is where something was said, not what the number is about."""
    text, cues = sentence.text, book.cues
    if cues.after_event.match(text, mention.end, sentence.end):
        return True
    if sentence.opens and mention.start == sentence.start and DATELINE.match(text, mention.end, sentence.end):
        return not _holds_number(mention, sentence, book)
    before = max((q.end for q in sentence.quantities if q.end <= mention.start), default=sentence.start)
    ends = bool(sentence.quantities) and not any(q.start >= mention.end for q in sentence.quantities)
    if ends and cues.speech.search(text, before, mention.start):
        return True
    located = cues.before_located.search(left)
    return bool(located and cues.event.search(text, max(before, mention.start - REACH), mention.start))


__all__ = ["Mention", "Sentence", "find_mentions"]
