"""The quick way against Stanza itself, one text at a time: the same tokens, whatever the texts and settings."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.vocab import Vocab

from pipeline.component import StanzaTokenizer
from pipeline.tokenise import Stanza, arrange, load_stanza, network, surface_tokens, to_doc, tokenise, windows
from pipeline.tokenise.arrange import quick
from pipeline.tokenise.network import Network
from pipeline.tokenise.texts import decided

ROOT = Path(__file__).resolve().parent.parent
GOLD = sorted((ROOT.parent / "shared" / "gold").glob("*/*.txt"))
PARTS = [
    *" \n\t\u00a0\u0080\u0085\u200b\u2028\x00\x1caAbZ019٣.,:;@/%()-–“”é😀大\ud800",
    *("\n\n", "\n \n", "www.", "http://", "a.com", "b@c.id", "Rp", ". ", ". Y", "Nilai ", "naik ", "5,2 persen"),
]


@pytest.fixture(scope="module")
def stanza(nlp: Language) -> Stanza:
    """Return the loaded tokenizer."""
    assert isinstance(nlp.tokenizer, StanzaTokenizer)
    stanza: Stanza = nlp.tokenizer.stanza
    return stanza


def differences(texts: Sequence[str], stanza: Stanza) -> tuple[list[str], int]:
    """Return the texts whose tokens are not those of Stanza, and how many were not left to it."""
    assert stanza.network is not None
    wrong, number = [], 0
    for text, found in zip(texts, decided(list(texts), stanza.network), strict=True):
        if found is None:
            continue
        number += 1
        own = list(zip(found.starts.tolist(), found.ends.tolist(), found.firsts.tolist(), strict=True))
        expected = surface_tokens(stanza(text)) if text and not text.isspace() else []
        if own != expected:
            wrong.append(text)
    return wrong, number


def paragraphs_of_corpus() -> list[str]:
    """Return the paragraphs of the corpus, in a fixed order."""
    return [p for path in sorted((ROOT / "corpus").glob("*.txt")) for p in path.read_text("utf-8").split("\n\n") if p]


def test_texts_of_the_corpus_have_the_tokens_of_stanza(stanza: Stanza) -> None:
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "corpus").glob("*.txt"))]
    assert differences(texts, stanza) == ([], len(texts))


@pytest.mark.skipif(not GOLD, reason="the gold texts are not here")
def test_texts_of_the_gold_set_have_the_tokens_of_stanza(stanza: Stanza) -> None:
    wrong, number = differences([path.read_text("utf-8") for path in GOLD], stanza)
    assert wrong == []
    assert number > len(GOLD) * 0.95


def test_long_paragraphs_go_in_windows_as_those_of_stanza(stanza: Stanza, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "FEW_LANES", 0)
    chosen = random.Random(11)
    parts = paragraphs_of_corpus()
    joined = [" ".join(chosen.sample(parts, n)) for n in (3, 4, 5, 6, 9, 14, 20)]
    lengths = [filler * (n // len(filler)) for n in (996, 1000, 1004, 2500) for filler in ("x", "ab, ", "1.")]
    several = ["\n\n".join(chosen.sample([*joined, *lengths, *parts], n)) for n in (2, 3, 5, 40)]
    exact = [parts[0] * 9, *((" ".join(parts))[:n].strip() for n in (998, 999, 1000, 1001, 1999, 2000, 2001))]
    wrong, number = differences([*joined, *lengths, *several, *exact], stanza)
    assert wrong == []
    assert number > 20


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.lists(st.sampled_from(PARTS), max_size=60).map("".join), min_size=6, max_size=12))
def test_odd_texts_have_the_tokens_of_stanza(stanza: Stanza, monkeypatch: pytest.MonkeyPatch, texts: list[str]) -> None:
    monkeypatch.setattr(windows, "FEW_LANES", 0)
    assert differences(texts, stanza)[0] == []


# ---- other models than the shipped one -------------------------------------------------------------------------------


def other(folder: Path, reference: Stanza, **changes: Any) -> Stanza:
    """Return a tokenizer of untrained weights with other settings than those of the shipped one."""
    from stanza import Pipeline
    from stanza.models.tokenization.trainer import Trainer

    trainer = reference.pipeline.processors["tokenize"].trainer
    args = {**trainer.args, **changes}
    args["feat_dim"] = len(args["feat_funcs"]) + args["num_dict_feat"] * 2
    torch.manual_seed(5)
    made = Trainer(args=args, vocab=trainer.vocab, lexicon=["naik turun"] if args["use_dictionary"] else None)
    with torch.no_grad():
        for weights in made.model.parameters():
            weights.mul_(3)
    made.save(str(folder / "other.pt"))
    (folder / "resources.json").write_text("{}", encoding="utf-8")
    options = {"processors": "tokenize", "download_method": None, "use_gpu": False, "verbose": False}
    pipeline = Pipeline(
        "id",
        dir=str(folder),
        tokenize_model_path=str(folder / "other.pt"),
        allow_unknown_language=True,
        **options,
    )
    return Stanza(pipeline, quick(pipeline))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"use_mwt": True, "hidden_dim": 24, "emb_dim": 16},
        {"feat_funcs": ["numeric", "start_of_para"], "batch_size": 3},
        {"feat_funcs": ["capitalized", "space_before", "end_of_para"], "hier_invtemp": 0},
    ],
    ids=["untrained", "multi-word tokens", "few features, small groups", "no temperature"],
)
def test_other_settings_have_the_tokens_of_stanza(
    tmp_path: Path, stanza: Stanza, monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any]
) -> None:
    monkeypatch.setattr(windows, "FEW_LANES", 0)
    monkeypatch.setattr(network, "CLOSE", 1e-5)
    parts = paragraphs_of_corpus()
    chosen = random.Random(2)
    texts = [separator.join(chosen.sample(parts, n)) for n in (1, 2, 3, 6) for separator in ("\n\n", " ", "   \n ")]
    texts += ["".join(chosen.choices(PARTS, k=n)) for n in (5, 20, 80, 200)]
    wrong, number = differences(texts, other(tmp_path, stanza, **changes))
    assert wrong == []
    assert number > len(texts) / 2


@pytest.mark.parametrize(
    "changes",
    [
        {"use_dictionary": True, "num_dict_feat": 4},
        {"conv_res": "1,9"},
        {"hierarchical": False},
        {"skip_newline": True},
        {"feat_funcs": ["space_before", "currency"]},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_settings_that_are_not_known_leave_the_work_to_stanza(
    tmp_path: Path, stanza: Stanza, changes: dict[str, Any]
) -> None:
    tokenizer = other(tmp_path, stanza, **changes)
    assert tokenizer.network is None
    texts = ["Ekspor naik $5 persen.\n\nImpor turun.", "", "Harga Rp7,9 M."]
    docs = list(tokenise(texts, tokenizer, Vocab()))
    for text, doc in zip(texts, docs, strict=True):
        expected = to_doc(text, surface_tokens(tokenizer(text)) if text else [], Vocab())
        assert [(t.text, t.idx, t.is_sent_start) for t in doc] == [(t.text, t.idx, t.is_sent_start) for t in expected]


def test_another_version_of_stanza_does_the_work_itself(stanza: Stanza, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrange, "KNOWN_STANZA", ("0.",))
    assert quick(stanza.pipeline) is None


def test_shipped_weights_run_the_quick_way(stanza: Stanza) -> None:
    assert isinstance(stanza.network, Network)


def test_close_decisions_are_left_to_stanza(stanza: Stanza, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = paragraphs_of_corpus()[:20]
    expected = [[(t.text, t.is_sent_start) for t in doc] for doc in tokenise(texts, stanza, Vocab())]
    monkeypatch.setattr(network, "CLOSE", 1e9)
    assert stanza.network is not None
    assert decided(texts, stanza.network) == [None] * len(texts)
    assert [[(t.text, t.is_sent_start) for t in doc] for doc in tokenise(texts, stanza, Vocab())] == expected


def test_numbers_are_those_of_stanza_far_below_what_is_close(stanza: Stanza) -> None:
    text = " ".join(paragraphs_of_corpus())[:990]
    assert stanza.network is not None
    own = scores(text, stanza)
    trainer = stanza.pipeline.processors["tokenize"].trainer
    theirs = stanza_scores(text, trainer, stanza)
    assert (own - theirs).abs().max() < network.CLOSE / 10


def scores(text: str, stanza: Stanza) -> torch.Tensor:
    """Return the log-probabilities of the labels of a paragraph, from our network."""
    from pipeline.tokenise.units import paragraphs

    assert stanza.network is not None
    rows = [*paragraphs(text, stanza.network.alphabet)[0].rows.tolist(), stanza.network.pad]
    with torch.inference_mode():
        found = network._scores(stanza.network, torch.tensor(rows)[:, None])[:-1, 0]
    token, sentence = found[:, 0], found[:, 1]
    log = torch.nn.functional.logsigmoid
    return torch.stack([log(-token), log(token) + log(-sentence), log(token) + log(sentence)], dim=1)


def stanza_scores(text: str, trainer: Any, stanza: Stanza) -> torch.Tensor:
    """Return the same from Stanza's."""
    from stanza.models.tokenization.data import SortedDataset, TokenizationDataset

    processor = stanza.pipeline.processors["tokenize"]
    made = SortedDataset(TokenizationDataset(processor.config, input_text=text, vocab=trainer.vocab, evaluation=True))
    return torch.from_numpy(trainer.predict(made.collate([made[0]])))[0, :-1]


# ---- the Doc ---------------------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(st.sampled_from(" \n\tab?"), max_size=14),
    cuts=st.lists(st.tuples(st.integers(0, 14), st.integers(1, 4), st.booleans()), max_size=5),
)
def test_any_tokens_make_up_the_text(text: str, cuts: list[tuple[int, int, bool]]) -> None:
    tokens = [(s, min(s + n, len(text)), first) for s, n, first in sorted(cuts) if s < len(text)]
    doc = to_doc(text, tokens, Vocab())
    assert doc.text == text
    kept: list[tuple[int, int, bool]] = []
    for token in tokens:
        if not kept or token[0] >= kept[-1][1]:
            kept.append(token)
    found = {(t.idx, t.idx + len(t)): bool(t.is_sent_start) for t in doc}
    for start, end, first in kept:
        assert found[start, end] == (first or start == 0)


def test_loading_twice_gives_the_same_network(stanza: Stanza) -> None:
    again = load_stanza()
    assert again.network is not None
    assert stanza.network is not None
    assert torch.equal(again.network.table, stanza.network.table)
