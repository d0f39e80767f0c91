"""One sentence in, the places that its numbers may be about out; names in firms, datelines and partners are none."""

import re
from dataclasses import replace

from pipeline.attribute.place_names import HYPHENS, REACH, Mention, Sentence, left_of, name_places
from pipeline.rulebook.places import Places

DATELINE = re.compile(r"\s*(?:\(|--|[-–—])|,\s*\(?[A-Z][\w.]*\)?\s*(?:--|[-–—])")
"""What stands between the place of a dateline and its text: a dash, a bracket, the name of a paper."""


def find_mentions(sentence: Sentence, book: Places) -> list[Mention]:
    """Return the places of a sentence that can be a reference area, in order; the whole country among them."""
    groups = name_places(sentence, book)
    begins = {m.name for group in groups for m in (group.members or (group,))}
    kept: list[Mention] = []
    for mention in groups:
        cue = _cue(mention, sentence, book, begins)
        if cue and not (kept and _compares(kept[-1], mention, sentence, book)):
            kept.append(replace(mention, cue=cue))
    return kept


def _compares(last: Mention, mention: Mention, sentence: Sentence, book: Places) -> bool:
    """Tell whether it is only what the place before it is ranked in."""
    between = any(last.end <= q.start < mention.start for q in sentence.quantities)
    return not between and bool(book.cues.before_rank.search(left_of(sentence, mention.start)))


def _cue(mention: Mention, sentence: Sentence, book: Places, begins: set[int]) -> str:
    """Return why a place counts, "" where it does not."""
    left, cues = left_of(sentence, mention.start), book.cues
    if _is_part_of_name(mention, left, sentence, book, begins) or _is_scene(mention, left, sentence, book):
        return ""
    if mention.whole:
        return _whole(mention, left, sentence, book)
    if mention.place.scope == "world":
        return "reporter" if cues.before_reporter.search(left) else ""
    if cues.before_official.search(left):
        return "official" if mention.place.scope == "domestic" or not _gives(mention, sentence, book) else ""
    if cues.before_superlative.search(left):
        return ""
    if cues.before_partner.search(left):
        return _partner(mention, left, sentence, book)
    if cues.before_located.search(left) or cues.before_site.search(left):
        return "located"
    return "" if mention.linked or (mention.guarded and not mention.kind) else _bare(mention, left, sentence, book)


def _whole(mention: Mention, left: str, sentence: Sentence, book: Places) -> str:
    cues = book.cues
    ignored = (cues.before_superlative, cues.before_partner, cues.before_official, cues.before_total)
    if any(pattern.search(left) for pattern in ignored):
        return ""
    passed_over = cues.before_companion.search(left) and not _holds_number(mention, sentence, book)
    return "" if passed_over else "whole"


def _gives(mention: Mention, sentence: Sentence, book: Places) -> bool:
    return bool(book.cues.gifts.search(sentence.folded, mention.end, sentence.end))


def _partner(mention: Mention, left: str, sentence: Sentence, book: Places) -> str:
    """Keep, of the places one comes from or goes to, the home of those counted and the one compared with."""
    if mention.place.scope == "domestic" and _is_origin(mention, sentence, book):
        return "origin"
    return _subject(mention, left, sentence, book) if _holds_number(mention, sentence, book) else ""


def _subject(mention: Mention, left: str, sentence: Sentence, book: Places) -> str:
    """Judge a name at the head of a clause or right before a number; one in a list of trade partners is none."""
    cues = book.cues
    ahead = _next_quantity(mention, sentence)
    if mention.place.scope == "foreign" and (
        cues.trade.search(sentence.folded, sentence.context, mention.start)
        or cues.trade_role.search(sentence.folded, mention.end, ahead or mention.end)
        or _is_donor(mention, sentence, book)
    ):
        return ""
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


def _is_donor(mention: Mention, sentence: Sentence, book: Places) -> bool:
    """Tell whether the money that follows is what a country gives."""
    ahead = next((q for q in sentence.quantities if q.start >= mention.end), None)
    money = ahead is not None and ahead.kind == "money"
    return bool(money and ahead and book.cues.gifts.search(sentence.folded, sentence.context, ahead.start))


def _is_origin(mention: Mention, sentence: Sentence, book: Places) -> bool:
    """Tell whether it names where the people or firms just counted come from."""
    if book.cues.shipped.match(sentence.text, mention.end):
        return False
    counts = [q for q in sentence.quantities if q.kind == "count" and q.end <= mention.start]
    return bool(counts and book.cues.before_origin.search(sentence.folded[counts[-1].end : mention.start]))


def _holds_number(mention: Mention, sentence: Sentence, book: Places) -> bool:
    following = _next_quantity(mention, sentence)
    return bool(following and book.cues.own_number.match(sentence.folded[mention.end : following]))


def _next_quantity(mention: Mention, sentence: Sentence) -> int:
    """Return where the next quantity of the sentence begins, 0 without one."""
    return next((q.start for q in sentence.quantities if q.start >= mention.end), 0)


def _is_part_of_name(mention: Mention, left: str, sentence: Sentence, book: Places, begins: set[int]) -> bool:
    text, cues = sentence.text, book.cues
    if cues.before_currency.search(left) or cues.before_seat.search(left):
        return True
    written = text[mention.start - len(left) : mention.start]
    if cues.institution.search(left) and cues.before_institution.search(written):
        return True
    if text[mention.end : mention.end + 1] in HYPHENS and text[mention.end + 1 : mention.end + 2].isalpha():
        return True
    if left[-1:] in HYPHENS and not cues.before_located.search(left):
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
    words = sentence.text[mention.start - len(left) : mention.start].split()
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
    ahead = _next_quantity(mention, sentence)
    if sentence.quantities and not ahead and cues.speech.search(sentence.folded, before, mention.start):
        return True
    if cues.occasion.search(left) and cues.speech.search(sentence.folded, mention.end, ahead or mention.end):
        return True
    located = cues.before_located.search(left)
    return bool(located and cues.event.search(sentence.folded, max(before, mention.start - REACH), mention.start))


__all__ = ["find_mentions"]
