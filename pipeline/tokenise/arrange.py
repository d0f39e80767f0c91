"""Stanza's pipeline in, its weights arranged for `network` out, or None where its settings are not known here."""

from collections.abc import Sequence
from typing import Any

from pipeline.tokenise.network import SHUT, Network, Tensor
from pipeline.tokenise.units import BITS, FIRST, LAST, UNIT, make_alphabet

# Versions of Stanza whose tokenizer was read and compared; another one does all the work itself.
KNOWN_STANZA = ("1.15.",)


def quick(pipeline: Any) -> Network | None:
    """Return the network of a Stanza pipeline, or None where its settings are not among those that were compared."""
    import stanza
    import torch

    processor = pipeline.processors["tokenize"]
    trainer, config = processor.trainer, processor.config
    if not stanza.__version__.startswith(KNOWN_STANZA) or not _known(trainer.args, config, processor):
        return None
    with torch.inference_mode():
        return _arrange(trainer, max(1000, config.get("max_seqlen", 1000)))


def _known(args: Any, config: Any, processor: Any) -> bool:
    from stanza.models.tokenization.data import PER_CHAR_FEAT_FUNCS, POSITION_FEAT_FUNCS

    plain = args["conv_res"] is None and args["hierarchical"] and args["rnn_layers"] == 1
    words = not args["use_dictionary"] and not args.get("charlm_forward_file") and not args["skip_newline"]
    features = set(args["feat_funcs"]) <= set(PER_CHAR_FEAT_FUNCS) | POSITION_FEAT_FUNCS
    options = ("pretokenized", "no_ssplit", "postprocessor", "speaker_delim")
    usual = not any(config.get(name) for name in options) and not hasattr(processor, "_variant")
    return bool(plain and words and features and usual and args["shorthand"] != "la_ittb")


def _arrange(trainer: Any, longest: int) -> Network:
    from stanza.models.tokenization.data import PER_CHAR_FEAT_FUNCS

    args, weights = trainer.args, trainer.model.state_dict()
    names = [name for name in args["feat_funcs"] if name in PER_CHAR_FEAT_FUNCS]
    alphabet = make_alphabet(trainer.vocab.unit2id, tuple(PER_CHAR_FEAT_FUNCS[name] for name in names))
    heads = ["tok_clf", "sent_clf", *(["mwt_clf"] if args["use_mwt"] else [])]
    return Network(
        alphabet=alphabet,
        table=_table(weights, len(names), args["feat_funcs"]),
        recurrent=2 * _both(weights, "rnn.weight_hh_l0").mT.contiguous(),
        second=_second(weights),
        second_recurrent=2 * _both(weights, "rnn2.weight_hh_l0").mT.contiguous(),
        heads=2 * _stack([weights[f"{name}.weight"] for name in heads]),
        bias=_stack([weights[f"{name}.bias"][:, None] for name in heads])[0],
        heads2=2 * _stack([weights[f"{name}2.weight"] for name in heads]),
        temperature=args["hier_invtemp"],
        group=args["batch_size"],
        longest=longest,
    )


def _stack(columns: list[Tensor]) -> Tensor:
    import torch

    return torch.cat(columns).T.contiguous()


def _both(weights: Any, name: str) -> Tensor:
    """Return the weights of both directions, (2, 4 hidden, …), the gates reordered from i, f, g, o and g doubled."""
    import torch

    both = torch.stack([weights[name], weights[f"{name}_reverse"]])
    i, f, g, o = both.chunk(4, dim=1)
    return torch.cat([i, f, o, 2 * g], dim=1)


def _table(weights: Any, characters: int, feat_funcs: Sequence[str]) -> Tensor:
    """Return the input of the first gates for every row, the pad and the gap: forward, then backward."""
    import torch

    embedding = weights["embeddings.weight"]
    rows = torch.arange(len(embedding) << UNIT)
    columns = [rows >> BITS + i & 1 for i in range(characters)]
    columns += [rows // LAST & 1] if "end_of_para" in feat_funcs else []
    columns += [rows // FIRST & 1] if "start_of_para" in feat_funcs else []
    inputs = torch.cat([embedding[rows >> UNIT], torch.stack(columns, dim=1).float()], dim=1)
    inputs = torch.cat([inputs, torch.nn.functional.pad(embedding[:1], (0, len(columns)))])
    bias = _both(weights, "rnn.bias_ih_l0") + _both(weights, "rnn.bias_hh_l0")
    gates = inputs @ _both(weights, "rnn.weight_ih_l0").mT + bias[:, None]
    shut = torch.full_like(gates[:, :1], SHUT)
    return torch.cat([gates, shut], dim=1).flatten(0, 1)


def _second(weights: Any) -> Tensor:
    """Return the matrices of the second input: halved hidden numbers of both directions, a 1, a mark of gaps."""
    import torch

    inputs = 2 * _both(weights, "rnn2.weight_ih_l0").mT
    bias = _both(weights, "rnn2.bias_ih_l0") + _both(weights, "rnn2.bias_hh_l0")
    return torch.cat([inputs, bias[:, None], torch.full_like(bias[:, None], SHUT)], dim=1)
