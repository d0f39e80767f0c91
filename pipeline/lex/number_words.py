"""Number words in, their value out: "dua puluh lima ribu tiga ratus", "satu setengah juta", "dua koma lima juta"."""

from decimal import Decimal

from pipeline.records import Term
from pipeline.rulebook import NumberWords

ZERO, ONE, THOUSAND = Decimal(0), Decimal(1), Decimal(1000)


def spelling(term: Term) -> str:
    """Return the words of a term as the vocabulary spells them."""
    return " ".join(term.text.lower().split())


class NumberReader:
    """Add up number words: a group is digits with belas, puluh, ratus; a number is groups with falling scales."""

    def __init__(self, words: NumberWords) -> None:
        """Start at nothing."""
        self._words = words
        self._total = ZERO
        self._group = ZERO
        self._digit: Decimal | None = None
        self._last_scale: Decimal | None = None
        self.approximate = False

    @property
    def value(self) -> Decimal:
        """Return what was read so far."""
        return self._total + self._group + (self._digit or ZERO)

    @property
    def scale(self) -> Decimal:
        """Return the factor of the last scale word when it ends the number, else 1."""
        return self._last_scale if self._last_scale and not self._group and self._digit is None else ONE

    def read(self, terms: list[Term], position: int) -> int:
        """Read from `position` and return where the number ends."""
        steps = {
            "numeral_digits": self._take_digit,
            "numeral_teen": self._take_teen,
            "numeral_multipliers": self._take_multiplier,
            "numeral_whole": self._take_whole,
            "numeral_fractions": self._take_fraction,
            "scale": self._take_scale,
            "scale_approximate": self._take_scale,
        }
        while position < len(terms):
            term = terms[position]
            if term.tag == "numeral_point":
                end = self._take_decimals(terms, position + 1)
                if end == position:
                    break
                position = end
                continue
            step = steps.get(term.tag)
            if step is None or not step(term):
                break
            position += 1
        return position

    def _close_digit(self) -> Decimal:
        digit, self._digit = self._digit or ZERO, None
        return digit

    def _take_digit(self, term: Term) -> bool:
        if self._digit is not None:
            return False
        self._digit = self._words.digits[spelling(term)]
        return True

    def _take_teen(self, _: Term) -> bool:
        if not self._digit:
            return False
        self._group += 10 + self._close_digit()
        return True

    def _take_multiplier(self, term: Term) -> bool:
        if not self._digit:
            return False
        self._group += self._close_digit() * self._words.multipliers[spelling(term)]
        return True

    def _take_whole(self, term: Term) -> bool:
        value = self._words.whole[spelling(term)]
        if self._digit is not None or (self.value and value >= (self._last_scale or THOUSAND)):
            return False
        if value < THOUSAND:
            self._group += value
        else:
            self._total, self._group, self._last_scale = self._total + self._group + value, ZERO, value
        return True

    def _take_fraction(self, term: Term) -> bool:
        if not self._digit and not self._group:
            return False
        self._group += self._close_digit() + self._words.fractions[spelling(term)]
        return True

    def _take_scale(self, term: Term) -> bool:
        factor = Decimal(term.code)
        if not self._group and not self._digit:
            return False
        if self._last_scale is not None and factor >= self._last_scale:
            return False
        self._total += (self._group + self._close_digit()) * factor
        self._group, self._last_scale = ZERO, factor
        self.approximate = self.approximate or term.tag == "scale_approximate"
        return True

    def _take_decimals(self, terms: list[Term], position: int) -> int:
        """Read what follows "koma", digit by digit ("tujuh lima") or as tens ("dua puluh lima")."""
        if self._digit is None and not self._group:
            return position - 1
        end, decimals = position, ""
        while end < len(terms) and terms[end].tag == "numeral_digits":
            digit = self._words.digits[spelling(terms[end])]
            end += 1
            if not decimals and end < len(terms) and spelling(terms[end]) == "puluh":
                end += 1
                continue_with = end < len(terms) and terms[end].tag == "numeral_digits"
                last = self._words.digits[spelling(terms[end])] if continue_with else ZERO
                decimals, end = f"{digit}{last}", end + int(continue_with)
                break
            decimals += str(digit)
        if not decimals:
            return position - 1
        self._group += self._close_digit() + Decimal(f"0.{decimals}")
        return end
