"""Raw terms in, terms with whole numerals out: "4,19 juta", "dua puluh lima ribu tiga ratus", "satu setengah juta"."""

import re
from decimal import Decimal, localcontext

from pipeline.lex.literal import read_literal
from pipeline.lex.number_words import NumberReader, spelling
from pipeline.records import Numeral, Term
from pipeline.rulebook import NumberWords

WORD_TAGS = frozenset({"numeral_digits", "numeral_whole", "numeral_fractions"})
NUMERAL_TAGS = WORD_TAGS | {"literal", "numeral_approximate_whole"}
MONEY_AFTER = frozenset({"currency", "currency_after"})
MONEY_BEFORE = frozenset({"currency", "currency_before"})
ONE = Decimal(1)
EXACT = 100
DECIMALS = re.compile(r"[.,]\d{1,2}$")
YEARS = (Decimal(1900), Decimal(2100))

Reading = tuple[int, Numeral, str]


def group_numerals(terms: list[Term], text: str, words: NumberWords) -> list[Term]:
    """Replace each run of terms that spells a number by one term of class number, one, fraction or code."""
    grouped: list[Term] = []
    position = 0
    with localcontext(prec=EXACT):
        for start in [i for i, term in enumerate(terms) if term.tag in NUMERAL_TAGS]:
            if start < position:
                continue
            grouped += terms[position:start]
            term, position = _numeral(terms, start, text, words)
            grouped.append(term)
    return grouped + terms[position:]


def _numeral(terms: list[Term], start: int, text: str, words: NumberWords) -> tuple[Term, int]:
    """Return the number that begins at the term `start`, and the term after it."""
    term = terms[start]
    reading = _read(terms, start, words)
    if reading is None:
        return term if term.tag != "literal" else Term(term.start, term.end, term.text, "code"), start + 1
    end, numeral, tag = reading
    spelled = text[term.start : terms[end - 1].end]
    code = _code(numeral, spelled)
    return Term(term.start, terms[end - 1].end, spelled, "year" if code == "year" else tag, code, numeral), end


def _code(numeral: Numeral, text: str) -> str:
    if numeral.digits != text:
        return "words" if not numeral.digits else "scaled"
    if len(text) == 4 and text.isdigit() and YEARS[0] <= numeral.value <= YEARS[1]:
        return "year"
    whole = numeral.value == numeral.value.to_integral_value() and not DECIMALS.search(text)
    return "integer" if whole else "decimal"


def _read(terms: list[Term], position: int, words: NumberWords) -> Reading | None:
    term = terms[position]
    if term.tag == "literal":
        value = read_literal(term.text)
        reading = None if value is None else _scaled_literal(terms, position, value, words)
        padded = term.text[0] == "0" and term.text[1:2].isdigit()
        return None if reading is None or (padded and reading[1].scale == ONE) else reading
    if term.tag == "numeral_approximate_whole":
        return position + 1, Numeral(words.approximate_whole[spelling(term)], ONE, "", True), "number"
    if term.tag in WORD_TAGS:
        return _read_words(terms, position, words)
    return None


def _scaled_literal(terms: list[Term], position: int, value: Decimal, words: NumberWords) -> Reading:
    """Read "1,2 juta", "12 ribu-an", "Rp7,9 M", "1 juta 250 ribu" from the literal at `position`."""
    digits = terms[position].text
    end, scale, approximate = _read_scale(terms, position + 1, position, words)
    total = value * scale
    while scale > ONE and end < len(terms) and terms[end].tag == "literal":
        more = read_literal(terms[end].text)
        next_end, next_scale, _ = _read_scale(terms, end + 1, position, words)
        if more is None or not ONE < next_scale < scale or more >= scale / next_scale:
            break
        total, end, scale = total + more * next_scale, next_end, next_scale
    if end < len(terms) and terms[end].tag == "numeral_fractions" and value == value.to_integral_value():
        part = words.fractions[spelling(terms[end])]
        end, scale, approximate = _read_scale(terms, end + 1, position, words)
        total = (value + part) * scale
    return end, Numeral(total, scale, digits, approximate), "number"


def _read_scale(terms: list[Term], position: int, start: int, words: NumberWords) -> tuple[int, Decimal, bool]:
    """Return (end, factor, approximate) of the scale words at `position` for a number that began at `start`."""
    factor, approximate = ONE, False
    while position < len(terms):
        term = terms[position]
        if term.tag == "scale":
            factor *= Decimal(term.code)
        elif term.tag == "scale_approximate":
            factor, approximate = factor * Decimal(term.code), True
        elif term.tag == "scale_letter" and factor == ONE and _beside_money(terms, start, position):
            factor *= Decimal(term.code)
        elif term.tag == "numeral_multipliers" and term.text.lower() == "ratus":
            factor *= words.multipliers["ratus"]
        elif term.tag == "numeral_approximate_suffix" and term.start == terms[position - 1].end:
            return position + 1, factor, True
        else:
            break
        position += 1
    return position, factor, approximate


def _beside_money(terms: list[Term], start: int, position: int) -> bool:
    before = terms[start - 1].tag in MONEY_BEFORE if start else False
    after = terms[position + 1].tag in MONEY_AFTER if position + 1 < len(terms) else False
    in_range = start > 2 and terms[start - 1].tag in ("to", "slash") and terms[start - 3].tag in MONEY_BEFORE
    return before or after or in_range


def _read_words(terms: list[Term], position: int, words: NumberWords) -> Reading | None:
    if terms[position].tag == "numeral_fractions":
        return _fraction(terms, position, words)
    reader = NumberReader(words)
    end = reader.read(terms, position)
    approximate = reader.approximate
    if end < len(terms) and terms[end].tag == "numeral_approximate_suffix" and terms[end].start == terms[end - 1].end:
        end, approximate = end + 1, True
    tag = "one" if end == position + 1 and reader.value == ONE else "number"
    return end, Numeral(reader.value, reader.scale, "", approximate), tag


def _fraction(terms: list[Term], position: int, words: NumberWords) -> Reading:
    value = words.fractions[spelling(terms[position])]
    end, scale, approximate = _read_scale(terms, position + 1, position, words)
    return end, Numeral(value * scale, scale, "", approximate), "fraction" if scale == ONE else "number"
