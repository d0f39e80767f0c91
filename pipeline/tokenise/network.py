"""Rows of characters in, a decision about each out: Stanza's tokenizer network over many paragraphs at once.

The arithmetic of stanza.models.tokenization.model, laid out otherwise: paragraphs lie end to end on some hundred lanes,
parted by gaps that empty the memory of the LSTM, so that one step of both directions is a few operations on all lanes.
What a character adds to the gates of the first LSTM depends on its row alone and is looked up in a table.
"""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.tokenise.units import Alphabet, Array

LANES = 256
# Two ways to add up the same numbers differ by some 1e-5; a decision closer than this is left to Stanza.
CLOSE = 1e-3
# A gate with this input is shut: sigmoid(SHUT) is exactly 0.
SHUT = -1e4

Tensor = Any


@dataclass(frozen=True, slots=True)
class Network:
    """Weights arranged for `decide`, and the settings of the model that say how texts are cut.

    `table`: row → input of the gates, forward rows first, then backward ones. `pad` and `gap` are the last two rows.
    `recurrent`, `second`, `second_recurrent`: one matrix a direction. `heads`, `heads2`: token, sentence (and
    multi-word token) as columns. Gates are ordered i, f, o, g with g doubled: one sigmoid serves for all,
    since tanh(x) = 2 sigmoid(2 x) - 1.
    """

    alphabet: Alphabet
    table: Tensor
    recurrent: Tensor
    second: Tensor
    second_recurrent: Tensor
    heads: Tensor
    bias: Tensor
    heads2: Tensor
    temperature: float
    group: int
    longest: int

    @property
    def pad(self) -> int:
        """Return the row of the padding behind a paragraph."""
        return len(self.table) // 2 - 2

    @property
    def gap(self) -> int:
        """Return the row that parts sequences on a lane."""
        return len(self.table) // 2 - 1


def decide(network: Network, sequences: Sequence[Array]) -> list[tuple[Array, bool]]:
    """Return the labels of each sequence of rows and whether one is close: 0 inside, 1 token ends, 2 sentence ends."""
    import torch

    filled, places = _lay_out([len(sequence) for sequence in sequences])
    rows = np.full((len(filled), max(filled)), network.gap, dtype=np.int64)
    for (lane, start), sequence in zip(places, sequences, strict=True):
        rows[lane, start : start + len(sequence)] = sequence
    with torch.inference_mode():
        scores = _scores(network, torch.from_numpy(np.ascontiguousarray(rows.T)))
        labels, close = (part.T.contiguous().numpy() for part in _labels(scores))
    ends = [(lane, start, start + len(sequence)) for (lane, start), sequence in zip(places, sequences, strict=True)]
    return [(labels[lane, start:end], bool(close[lane, start:end].any())) for lane, start, end in ends]


def lanes(lengths: Sequence[int]) -> int:
    """Return on how many lanes sequences of these lengths are laid: no lane need be longer than the longest of them."""
    return min(LANES, -(-(sum(lengths) + len(lengths)) // (max(lengths) + 1)))


def _lay_out(lengths: Sequence[int]) -> tuple[list[int], list[tuple[int, int]]]:
    """Return the length of each lane, and lane and start of each sequence: the longest first, on the shortest lane."""
    filling = [(0, lane) for lane in range(lanes(lengths))]
    places = [(0, 0)] * len(lengths)
    for i in sorted(range(len(lengths)), key=lambda i: -lengths[i]):
        filled, lane = filling[0]
        places[i] = lane, filled
        heapq.heapreplace(filling, (filled + lengths[i] + 1, lane))
    return [filled for filled, _ in sorted(filling, key=lambda lane: lane[1])], places


def _scores(network: Network, rows: Tensor) -> Tensor:
    """Return the scores (position, lane, head) for rows (position, lane)."""
    import torch

    directions = torch.stack([rows, rows.flip(0) + len(network.table) // 2], dim=1)
    gates = torch.empty(2, rows.shape[1], network.table.shape[1])
    first = _lstm(gates, _looked_up(network.table, directions.flatten(1), gates), network.recurrent, len(rows))
    scores = first @ network.heads + network.bias
    if network.temperature > 0:
        first *= 1 - torch.sigmoid(scores[..., :1] * -network.temperature)
    gaps = (rows == network.gap).float()[..., None]
    first = torch.cat([first, torch.ones_like(gaps), gaps], dim=2)
    directions = torch.stack([first, first.flip(0)], dim=1)
    second = _lstm(gates, _multiplied(network.second, directions, gates), network.second_recurrent, len(rows))
    return scores.add_(second @ network.heads2)


def _looked_up(table: Tensor, rows: Tensor, gates: Tensor) -> Iterator[Tensor]:
    """Look up the input of the gates at each step."""
    import torch

    flat = gates.flatten(0, 1)
    for step in rows.unbind(0):
        yield torch.index_select(table, 0, step, out=flat)


def _multiplied(matrices: Tensor, inputs: Tensor, gates: Tensor) -> Iterator[Tensor]:
    """Work out the input of the gates at each step."""
    import torch

    for step in inputs.unbind(0):
        yield torch.bmm(step, matrices, out=gates)


def _lstm(gates: Tensor, steps: Iterator[Tensor], recurrent: Tensor, positions: int) -> Tensor:
    """Return half of the hidden state of both directions at each position, (position, lane, 2 hidden).

    Each of `steps` puts its input into `gates`, (2, lane, 4 hidden), which is worked on in place.
    `cell` is twice the cell state, so that its tanh is a sigmoid too.
    """
    import torch

    hidden = torch.empty(positions, 2, gates.shape[1], recurrent.shape[1])
    before, cell = torch.zeros_like(hidden[0]), torch.zeros_like(hidden[0])
    squashed = torch.empty_like(cell)
    i, f, o, g = gates.chunk(4, dim=2)
    for _, now in zip(steps, hidden.unbind(0), strict=True):
        gates.baddbmm_(before, recurrent).sigmoid_()
        cell.mul_(f).addcmul_(i, g, value=4).sub_(i, alpha=2)
        torch.sigmoid(cell, out=squashed).sub_(0.5)
        before = torch.mul(squashed, o, out=now)
    return torch.cat([hidden[:, 0], hidden[:, 1].flip(0)], dim=2)


def _labels(scores: Tensor) -> tuple[Tensor, Tensor]:
    """Return the likeliest label of each position and whether another is nearly as likely.

    With the scores t of token, s of sentence and m of multi-word token, log-sigmoids cancel out: a token ends where
    t > softplus(-|s|) + softplus(-|m|), and a sentence there where s > 0.
    """
    import torch

    token = scores[..., 0] - torch.nn.functional.softplus(-scores[..., 1:].abs()).sum(-1)
    sentence = scores[..., 1]
    labels = (token > 0).long() * (1 + (sentence > 0).long())
    close = (token.abs() < CLOSE) | ((token > -CLOSE) & (sentence.abs() < CLOSE))
    return labels.to(torch.int8), close
