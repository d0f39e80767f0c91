"""Mix treebank and template paragraphs into endless batches that Stanza's trainer takes."""

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

import numpy as np
import torch
from stanza.models.tokenization.data import TokenizationDataset

from pipeline.model.augment import vary
from pipeline.model.grammar import Grammar
from pipeline.model.treebank import Paragraph, Sentence, labels_of, text_of

TREEBANK_SHARE = 0.5
POOL = 8
WIDTH = 50

Encoded = tuple[Any, Any, Any, list[str]]


def paragraphs(treebanks: Sequence[Sequence[Sentence]], grammar: Grammar, rng: Random) -> Iterator[Paragraph]:
    """Yield varied paragraphs for ever: some of one treebank's sentences, the others from the templates."""
    weights = [len(treebank) for treebank in treebanks]
    while True:
        if rng.random() < TREEBANK_SHARE:
            treebank = rng.choices(treebanks, weights)[0]
            chosen = rng.sample(treebank, rng.choice([1, 2, 2, 3, 3, 4, 5]))
        else:
            chosen = grammar.paragraph(rng)
        yield vary(chosen, rng)


def encode(dataset: TokenizationDataset, paragraph: Paragraph) -> Encoded:
    """Return the units, labels, features and characters of a paragraph."""
    pairs = list(zip(text_of(paragraph), labels_of(paragraph), strict=True))
    encoded: Encoded = dataset.para_to_sentences(pairs)[0]
    return encoded


def window(encoded: Encoded, longest: int, rng: Random) -> Encoded:
    """Return at most the given number of characters, from the start or after a sentence end."""
    units, labels, features, characters = encoded
    if len(units) <= longest:
        return encoded
    starts = [0, *(int(end) + 1 for end in np.flatnonzero(labels == 2)[:-1])]
    start = rng.choice(starts)
    cut = slice(start, start + longest)
    return units[cut], labels[cut], features[cut], characters[cut]


def batches(
    dataset: TokenizationDataset, source: Iterator[Paragraph], rng: Random, args: dict[str, Any]
) -> Iterator[Any]:
    """Yield batches for ever, each of paragraphs of about the same length."""
    size, longest = args["batch_size"], args["max_seqlen"]
    while True:
        pool = [window(encode(dataset, next(source)), longest, rng) for _ in range(size * POOL)]
        pool.sort(key=lambda encoded: len(encoded[0]))
        ready = [pool[start : start + size] for start in range(0, len(pool), size)]
        rng.shuffle(ready)
        for batch in ready:
            yield pad(dataset, batch, args["unit_dropout"], rng)


def pad(dataset: TokenizationDataset, batch: Sequence[Encoded], dropout: float, rng: Random) -> Any:
    """Return the padded tensors of a batch, a share of the characters being made unknown."""
    unknown, padding = dataset.vocab.unit2id("<UNK>"), dataset.vocab.unit2id("<PAD>")
    # Few widths: torch keeps compiled LSTM code for each, and memory and time grow with their number.
    shape = (len(batch), (max(len(encoded[0]) for encoded in batch) // WIDTH + 1) * WIDTH)
    units = np.full(shape, padding, dtype=np.int64)
    labels = np.full(shape, -1, dtype=np.int64)
    features = np.zeros((*shape, batch[0][2].shape[1]), dtype=np.float32)
    for row, (unit, label, feature, _) in enumerate(batch):
        units[row, : len(unit)], labels[row, : len(label)], features[row, : len(feature)] = (
            unit,
            label,
            feature,
        )
    draw = np.random.default_rng(rng.getrandbits(32)).random(shape)
    units[(draw < dropout) & (units != padding)] = unknown
    raw = [["x"] * shape[1]] * shape[0]
    return torch.from_numpy(units), torch.from_numpy(labels), torch.from_numpy(features), raw
