"""Rows of paragraphs in, labels of their characters out; over-long paragraphs go in windows, cut as Stanza cuts them.

Follows `predict` of stanza.models.tokenization.utils: it takes the paragraphs of a text in groups, the longest first.
Where the longest does not fit, each window ends behind the last sentence in it, the next begins there, and shorter
remainders are padded to the longest of the group, which the network sees: so the groups must be those of Stanza.
"""

from dataclasses import dataclass, field

import numpy as np

from pipeline.tokenise.network import Network, decide, lanes
from pipeline.tokenise.units import Array

# A step costs the same for one lane as for twenty: below this number Stanza itself is faster.
FEW_LANES = 6


@dataclass(slots=True)
class Progress:
    """How far a paragraph is labelled: `position` of its rows, the labels so far, whether a decision is left open."""

    rows: Array
    position: int = 0
    found: list[Array] = field(default_factory=list)
    left_open: bool = False

    @property
    def left(self) -> int:
        """Return the number of characters without a label."""
        return len(self.rows) - self.position


def label(texts: list[list[Array]], network: Network) -> list[list[Array] | None]:
    """Return for each text the labels of its paragraphs, or None where a decision was close or the work too little."""
    progress = [[Progress(rows) for rows in paragraphs] for paragraphs in texts]
    groups = [group for paragraphs in progress for group in _groups(paragraphs, network.group)]
    first = True
    while groups:
        windows = [(one, rows) for group in groups for one, rows in _windows(group, network, first=first)]
        sequences = [rows for _, rows in windows]
        if lanes([len(rows) for rows in sequences]) < FEW_LANES:
            for one, _ in windows:
                one.left_open = True
            break
        decided = decide(network, sequences)
        for (one, _), (labels, close) in zip(windows, decided, strict=True):
            _advance(one, labels, network.longest)
            one.left_open |= close
        groups = [group for group in groups if any(one.left for one in group)]
        first = False
    return [
        None if any(one.left_open for one in paragraphs) else [np.concatenate(one.found) for one in paragraphs]
        for paragraphs in progress
    ]


def _groups(paragraphs: list[Progress], size: int) -> list[list[Progress]]:
    ordered = sorted(paragraphs, key=lambda one: len(one.rows), reverse=True)
    return [ordered[i : i + size] for i in range(0, len(ordered), size)]


def _windows(group: list[Progress], network: Network, *, first: bool) -> list[tuple[Progress, Array]]:
    """Return the next window of each unfinished paragraph of a group.

    At first one pad follows each paragraph that ends inside of its window; later all are padded to the longest.
    """
    if first:
        return [(one, np.append(one.rows, network.pad)[: network.longest]) for one in group]
    length = min(max(one.left for one in group), network.longest)
    return [(one, _padded(one.rows[one.position :], length, network.pad)) for one in group if one.left]


def _padded(rows: Array, length: int, pad: int) -> Array:
    return np.pad(rows[:length], (0, max(0, length - len(rows))), constant_values=pad)


def _advance(one: Progress, labels: Array, longest: int) -> None:
    """Take the labels up to the last end of a sentence, or all where the paragraph ends or holds no such end."""
    ends = np.flatnonzero(labels == 2)
    taken = int(ends[-1]) + 1 if one.left > longest and len(ends) else min(one.left, longest)
    one.found.append(labels[:taken])
    one.position += taken
