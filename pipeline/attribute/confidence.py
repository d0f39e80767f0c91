"""How the fields of a quantity were decided in, the probability that value, unit, role and indicator are right out."""

import math
from bisect import bisect_left
from collections.abc import Iterator, Mapping

from pipeline.attribute.meaning import Meaning
from pipeline.records import Quantity

# Most characters between the property and the number: in one breath, in one phrase, in one clause, more.
GAPS = (3, 15, 50)
DISTANCES = ("touching", "near", "apart", "far")


def confidence(quantity: Quantity, meaning: Meaning, weights: Mapping[str, float]) -> str:
    """Return the probability with two decimals: the logistic function of the sum of the weights that apply."""
    total = weights["base"] + sum([weights.get(name, 0.0) for name in traits(quantity, meaning)])
    return f"{1 / (1 + math.exp(-total)):.2f}"


def traits(quantity: Quantity, meaning: Meaning) -> Iterator[str]:
    """Yield the traits of a decision, as `rules/meaning/confidence.yaml` names them."""
    frame = meaning.frame
    yield f"kind {quantity.kind}"
    yield f"role {meaning.role.role}"
    yield f"route {meaning.route}"
    yield f"indicator {meaning.indicator}"
    yield f"entity {frame.entity.how if frame.entity.value else 'absent'}"
    if quantity.comparator != "=":
        yield "comparator"
    if not meaning.role.cue:
        yield "role without a cue"
    yield f"property {_distance(quantity, meaning)}"


def _distance(quantity: Quantity, meaning: Meaning) -> str:
    word = meaning.frame.property
    if not word.value:
        return "absent"
    if word.how != "stated" or not word.end:
        return "carried"
    gap = quantity.start - word.end if word.end <= quantity.start else word.start - quantity.end
    return DISTANCES[bisect_left(GAPS, gap)]
