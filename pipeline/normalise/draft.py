"""A quantity while its clause is read: its terms, its amount, and what the neighbours give it."""

from dataclasses import replace

from pipeline.normalise.measure import Amount
from pipeline.records import Clause, Quantity, Term, record

NOUN_TAGS = frozenset({"noun", "name", "reference"})
NUMERAL_TAGS = frozenset({"number", "one", "year", "fraction", "definite", "ordinal_number"})


@record(frozen=True, slots=True)
class Draft:
    """A quantity of `clause`: it was found in the terms [first, last), and written in [surface_first, surface_last)."""

    clause: Clause
    first: int
    last: int
    surface_first: int
    surface_last: int
    kind: str
    amount: Amount
    rule_id: str
    per: str = ""
    comparator: str = ""
    shared: bool = False

    def with_unit(self, unit: str) -> "Draft":
        """Return the draft in another unit."""
        return replace(self, amount=replace(self.amount, unit=unit))

    @property
    def number(self) -> Term:
        """Return the term of its (last) number."""
        terms = self.clause.terms[self.surface_first : self.surface_last]
        return next(t for t in reversed(terms) if t.tag in NUMERAL_TAGS)

    def quantity(self, text: str) -> Quantity:
        """Close the draft."""
        terms = self.clause.terms
        start, end = terms[self.surface_first].start, terms[self.surface_last - 1].end
        if not text[start:end].strip():
            raise AssertionError(f"{self.rule_id} made an empty surface at {start}")
        return Quantity(
            start, end, self.kind, self.amount.unit, self.rule_id,
            self.amount.value, self.amount.low, self.amount.high, self.per, self.comparator or "=",
        )  # fmt: skip


def span_text(terms: list[Term] | tuple[Term, ...], first: int, last: int, text: str) -> str:
    """Return the text of the terms [first, last), blanks made plain."""
    return " ".join(text[terms[first].start : terms[last - 1].end].split()) if last > first else ""
