"""A token pattern in, what it needs out: which terms a clause must hold, and where a match may begin."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.match.tokens import Token, TokenBits

OPTIONAL = "?*"


@dataclass(frozen=True, slots=True)
class Needs:
    """Hold bits of token patterns: a clause must have terms for all of `everywhere`.

    The first term of a match has one of `opens`, the second one of `follows`; -1 takes any term.
    """

    everywhere: int
    opens: int
    follows: int

    def starts(self, fitting: Sequence[int]) -> bool:
        """Tell whether a match may begin at any of the terms, of which `fitting` are the bits."""
        following = [*fitting[1:], 0]
        return any(
            (self.opens < 0 or here & self.opens) and (self.follows < 0 or then & self.follows)
            for here, then in zip(fitting, following, strict=True)
        )


def needs_of(pattern: Sequence[Token], bits: TokenBits) -> Needs:
    """Read from the OP of each token what must stand in a clause (`+` is one term and then any number)."""
    written = [(bits.of(token), str(token.get("OP", "1"))) for token in pattern]
    steps = [(bit, op in OPTIONAL) for bit, ops in written for op in ops.replace("+", "1*")]
    everywhere = 0
    for bit, optional in steps:
        everywhere |= 0 if optional else bit
    return Needs(everywhere, _next(steps), -1 if steps[0][1] else _next(steps[1:]))


def _next(steps: Sequence[tuple[int, bool]]) -> int:
    """Return the bits of which the next term must have one: those of all steps up to the first that must be there."""
    bits = 0
    for bit, optional in steps:
        bits |= bit
        if not optional:
            return bits
    return -1
