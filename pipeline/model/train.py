"""Train Stanza's tokeniser on a folder of UD treebanks and templates, or score it: weights or a table come out."""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # read when torch is loaded; more threads are slower here

import argparse
import io
import math
import sys
from pathlib import Path
from random import Random
from typing import Any

import torch
from stanza.models.common.utils import set_random_seed
from stanza.models.tokenization.data import TokenizationDataset
from stanza.models.tokenization.trainer import Trainer
from stanza.models.tokenization.vocab import Vocab
from stanza.models.tokenizer import DEFAULT_FEAT_FUNCS, parse_args

from pipeline.model import batches, grammar, score, treebank

STEPS = 7000
SEED = 20240104
LAST_RATE = 0.03
REPORT_EVERY = 100
EXTRA_CHARACTERS = "–—‘’“”…•·°²³±×÷§©®™½¼¾€£¥₩−‐‑≤≥≈→′″«»"
PRINTABLE = "".join(map(chr, range(32, 127)))
KEPT = ("emb_dim", "residual", "hierarchical", "hier_invtemp", "conv_res", "rnn_layers")
SETTINGS = {
    "lang": "id",
    "shorthand": "id_kabarangka",
    "skip_newline": False,
    "use_dictionary": False,
    "num_dict_feat": 0,
    "use_mwt": False,
    "feat_funcs": DEFAULT_FEAT_FUNCS,
    "feat_dim": len(DEFAULT_FEAT_FUNCS),
    "batch_size": 32,
    "max_seqlen": 400,
    "hidden_dim": 32,
    "dropout": 0.25,
    "unit_dropout": 0.15,
    "feat_dropout": 0.05,
    "tok_noise": 0.02,
    "lr0": 2e-3,
    "weight_decay": 0.0,
    "max_grad_norm": 1.0,
}


def settings(vocab: Vocab) -> dict[str, Any]:
    """Return what Stanza's model needs to be built and loaded: its defaults and ours, and no path."""
    defaults = parse_args([])
    return {**{name: defaults[name] for name in KEPT}, **SETTINGS, "vocab_size": len(vocab)}


def vocabulary(treebanks: list[list[treebank.Sentence]]) -> Vocab:
    """Return the characters that the model knows: printable ASCII, typographic marks and what the treebanks hold."""
    texts = [treebank.text_of([sentence]) for sentences in treebanks for sentence in sentences]
    seen = sorted(set("".join(texts)) - set(PRINTABLE + EXTRA_CHARACTERS))
    return Vocab([[(character, 0) for character in PRINTABLE + EXTRA_CHARACTERS + "".join(seen)]], "id")


def rate(step: int, steps: int) -> float:
    """Return the learning rate of a step: half a cosine from the first rate to a small part of it."""
    fall = (1 + math.cos(math.pi * step / steps)) / 2
    return float(SETTINGS["lr0"]) * (LAST_RATE + (1 - LAST_RATE) * fall)


def train(folder: Path, steps: int, seed: int) -> Trainer:
    """Train on the treebanks of a folder and return Stanza's trainer."""
    torch.set_num_threads(1)
    set_random_seed(seed)
    rng = Random(seed)
    treebanks = treebank.training(folder)
    vocab = vocabulary(treebanks)
    args = settings(vocab)
    bodies = grammar.clauses([sentence for sentences in treebanks for sentence in sentences])
    source = batches.paragraphs(treebanks, grammar.Grammar(grammar.load(), bodies), rng)
    dataset = TokenizationDataset(args, input_text="", vocab=vocab, evaluation=True)
    trainer = Trainer(args=args, vocab=vocab, device="cpu")
    losses = 0.0
    for step, batch in zip(range(1, steps + 1), batches.batches(dataset, source, rng, args), strict=False):
        trainer.change_lr(rate(step, steps))
        losses += trainer.update(batch)
        if step % REPORT_EVERY == 0:
            sys.stderr.write(f"step {step} of {steps}: loss {losses / REPORT_EVERY:.4f}\n")
            losses = 0.0
    return trainer


def save(trainer: Trainer, path: Path) -> None:
    """Write the weights without the optimiser, in one move, so that no reader sees half a file."""
    state = {
        "model": trainer.model.state_dict(),
        "vocab": trainer.vocab.state_dict(),
        "lexicon": None,
        "external_dict": None,
        "config": trainer.args,
    }
    buffer = io.BytesIO()
    torch.save(state, buffer)
    beside = path.with_name(path.name + ".part")
    beside.write_bytes(buffer.getvalue())
    os.replace(beside, path)


def main() -> None:
    """Train or evaluate as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.model.train", description=__doc__)
    parser.add_argument("--ud", type=Path, required=True, help="folder with the four UD files")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("tokenizer.pt"), help="weights file")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--evaluate", action="store_true", help="score the weights file instead of making it")
    options = parser.parse_args()
    torch.set_num_threads(1)
    if options.evaluate:
        sys.stdout.write(score.report(options.out, options.ud) + "\n")
        sys.stderr.write(score.speed(options.out, options.ud) + "\n")
    else:
        save(train(options.ud, options.steps, options.seed), options.out)


if __name__ == "__main__":
    main()
