"""Token patterns and the bits of a clause's terms in, the stretches of the clause where each may match out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_

from pipeline.match.tokens import Token, TokenBits

OPTIONAL = "?*"
KEPT = 1 << 15

Stretch = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Needs:
    """Hold bits of token patterns: a match has terms for all of `everywhere`, and each of its terms has one of `some`.

    The first term of a match has one of `opens`, the second one of `follows`; -1 takes any term.
    """

    everywhere: int
    some: int
    opens: int
    follows: int


class Stretches:
    """Find the runs of terms that patterns may match."""

    def __init__(self, needs: Sequence[Needs]) -> None:
        """Take the needs of the patterns, which are numbered from 0."""
        self._needs = list(enumerate(needs))
        self._opened = lru_cache(KEPT)(self._opened_by)
        self._followed = lru_cache(KEPT)(self._followed_by)

    def _opened_by(self, here: int) -> Sequence[tuple[int, Needs]]:
        return [(i, n) for i, n in self._needs if n.opens < 0 or here & n.opens]

    def _followed_by(self, here: int, then: int) -> Sequence[tuple[int, int, int]]:
        opened = [(i, n) for i, n in self._opened(here) if n.follows < 0 or then & n.follows]
        return [(i, n.everywhere, n.some) for i, n in opened if then & n.some or not n.everywhere & ~here]

    def of(self, fitting: Sequence[int]) -> list[Stretch]:
        """Return (pattern, first, last) for all stretches where a match may begin; `fitting` are the bits of terms.

        The stretches of one pattern do not overlap, and no match reaches beyond one.
        """
        found: list[Stretch] = []
        ends: dict[int, int] = {}
        bits = [*fitting, 0]
        missing = ~reduce(or_, fitting, 0)
        for first, opened in enumerate(map(self._followed, bits, bits[1:])):
            for number, everywhere, some in opened:
                if everywhere & missing or first < ends.get(number, 0):
                    continue
                there, last = 0, first
                while (here := bits[last]) & some:
                    there |= here
                    last += 1
                ends[number] = last
                if not everywhere & ~there:
                    found.append((number, first, last))
        return found


def needs_of(pattern: Sequence[Token], bits: TokenBits) -> Needs:
    """Read from the OP of each token what must stand in a clause (`+` is one term and then any number)."""
    written = [(bits.of(token), str(token.get("OP", "1"))) for token in pattern]
    steps = [(bit, op in OPTIONAL) for bit, ops in written for op in ops.replace("+", "1*")]
    everywhere = some = 0
    for bit, optional in steps:
        everywhere |= 0 if optional else bit
        some |= bit
    return Needs(everywhere, some, _next(steps), -1 if steps[0][1] else _next(steps[1:]))


def _next(steps: Sequence[tuple[int, bool]]) -> int:
    """Return the bits of which the next term must have one: those of all steps up to the first that must be there."""
    bits = 0
    for bit, optional in steps:
        bits |= bit
        if not optional:
            return bits
    return -1
