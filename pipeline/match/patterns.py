"""A pattern and the terms of a clause in, every stretch where it matches out, as spaCy's Matcher finds them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.match.tokens import Token, TokenBits

Range = tuple[int, int]
State = tuple[int, int, int]
"""The step a stretch has come to, and the range of terms of the quantity so far (-1, -1 for none)."""


class Step(NamedTuple):
    """One term of a pattern: the bit it must have; whether it may be left out or come again; if it is of the quantity.

    `final` tells of the last step.
    """

    bit: int
    optional: bool
    repeated: bool
    inside: bool
    final: bool


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern in steps; `needs` are the bits that terms of the clause must have.

    `opens` are the bits of which its first term must have one, `follows` those for its second term; -1 takes any.
    """

    steps: tuple[Step, ...]
    needs: int
    opens: int
    follows: int


def compile_pattern(parts: tuple[Sequence[Token], Sequence[Token], Sequence[Token]], bits: TokenBits) -> Pattern:
    """Compile the parts before, of and after the quantity; OP is ?, * or +, which is one term and then *."""
    tokens = [(token, inside) for part, inside in zip(parts, (False, True, False), strict=True) for token in part]
    written = [(bits.of(token), str(token.get("OP", "1")), inside) for token, inside in tokens]
    plain = [(bit, op in "?*", op == "*", inside) for bit, ops, inside in written for op in ops.replace("+", "1*")]
    steps = tuple(Step(*step, final=i == len(plain)) for i, step in enumerate(plain, 1))
    needs = 0
    for step in steps:
        needs |= 0 if step.optional else step.bit
    return Pattern(steps, needs, _next(steps), -1 if steps[0].optional else _next(steps[1:]))


def _next(steps: tuple[Step, ...]) -> int:
    """Return the bits of which the next term must have one: those of all steps up to the first that must be there."""
    bits = 0
    for step in steps:
        bits |= step.bit
        if not step.optional:
            return bits
    return -1


def stretches(pattern: Pattern, fitting: Sequence[int], start: int) -> set[Range]:
    """Return the ranges of the quantity in all matches that begin at the term `start`.

    Of the ways to match the same terms the first one counts, in the order in which spaCy 3.8 follows them
    (`transition_states` in matcher.pyx): what is on its way before what repeats a term or takes an optional one.
    """
    found: dict[int, Range] = {start: (-1, -1)}
    states: list[State] = [(0, -1, -1)]
    for i in range(start, len(fitting)):
        states = _follow(pattern.steps, states, (i, fitting[i]), found)
        if not states:
            break
    for step, first, last in states:
        if all(s.optional for s in pattern.steps[step:]):
            found.setdefault(len(fitting), (first, last))
    return {(first, last) for first, last in found.values() if first >= 0}


def _follow(
    steps: tuple[Step, ...], states: list[State], place: tuple[int, int], found: dict[int, Range]
) -> list[State]:
    """Take the states one term further; put what matches into `found`, by where it ends, unless that is known."""
    i, fits = place
    kept: list[State] = []
    branched: list[State] = []
    for step, first, last in states:
        while True:
            bit, optional, repeated, inside, final = steps[step]
            if optional and final:
                found.setdefault(i, (first, last))
            if fits & bit:
                here = (i if first < 0 else first, i + 1) if inside else (first, last)
                if final and not repeated:
                    found.setdefault(i + 1, here)
                elif optional and not final:
                    branched.append((step + (not repeated), *here))
                else:
                    kept.append((step + (not final), *here))
            if final or not optional:
                break
            step += 1
    return kept + branched
