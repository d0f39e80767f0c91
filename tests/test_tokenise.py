"""Stanza's surface tokens as spaCy's, for one text and for many at once."""

import random
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.component import StanzaTokenizer
from pipeline.tokenise import BATCH_CHARACTERS, load_stanza, passages, surface_tokens, to_doc, tokenise, weights_digest

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
LINES = [
    "Sepanjang 2023, IKM Mampu Serap 65,52% Tenaga Kerja",
    "“Nilainya Rp7,9 M,” kata Reni Yanita, Kamis (4/1/2024). Sisanya US$ 10 juta (Rp 150 miliar).",
    "PT. Semen Tbk. di Jl. Gatot Subroto Kav. 52-53 memakai ISO 9001:2015 dan B30.",
    "- pertama\n- kedua: 5–10 persen\n\n1. Industri\n2. Ekspor",
    "Harga\u00a0kopi naik  5%.\n\n\n\nSelesai …",
    "x",
    "\n\nA. B.\n\n",
]
ODD = [
    "",
    " ",
    "\n",
    " \n \t",
    "\u200b",
    "\u00a0",
    "!",
    "\ufeffa",
    "a\r\nb",
    "\u2028\u2029",
    "5",
    "  5  ",
    "\t5\t%",
    "é\u0301",
    "😀😀",
    "\x00",
]


@pytest.fixture(scope="session")
def tokenizer(nlp: Language) -> StanzaTokenizer:
    """Return the loaded tokenizer."""
    assert isinstance(nlp.tokenizer, StanzaTokenizer)
    return nlp.tokenizer


@pytest.fixture(scope="session")
def bulk(tokenizer: StanzaTokenizer) -> Callable[[list[str]], list[Doc]]:
    """Return the tokenizer for many texts."""
    return lambda texts: list(tokenise(texts, tokenizer.stanza, tokenizer.vocab))


def tokens(doc: Doc) -> list[tuple[str, int, bool]]:
    """Return text, place and sentence start of each token."""
    return [(t.text, t.idx, bool(t.is_sent_start)) for t in doc]


@pytest.mark.parametrize("text", [*LINES, *ODD], ids=ascii)
def test_document_is_its_text(tokenizer: StanzaTokenizer, text: str) -> None:
    assert tokenizer(text).text == text


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.txt")), ids=lambda p: p.stem)
def test_tokens_and_sentences_are_those_of_stanza(tokenizer: StanzaTokenizer, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    document = tokenizer.stanza(text)
    expected = [(t.text, t.start_char, i == 0) for s in document.sentences for i, t in enumerate(s.tokens)]
    assert [t for t in tokens(tokenizer(text)) if not t[0].isspace()] == expected
    assert len(document.sentences) > 5


@pytest.mark.parametrize("text", LINES, ids=ascii)
def test_tokens_that_are_no_blanks_are_those_of_stanza(tokenizer: StanzaTokenizer, text: str) -> None:
    expected = [text[start:end] for start, end, _ in surface_tokens(tokenizer.stanza(text))]
    assert [t.text for t in tokenizer(text) if not t.is_space] == expected


def test_words_are_parted_as_a_reader_parts_them(tokenizer: StanzaTokenizer) -> None:
    doc = tokenizer("IKM mampu menyerap 65,52% pekerja (4/1/2024).")
    assert [t.text for t in doc][:3] == ["IKM", "mampu", "menyerap"]
    assert "pekerja" in [t.text for t in doc]
    assert doc[-1].text == "."


def test_sentences_end_where_they_end(tokenizer: StanzaTokenizer) -> None:
    doc = tokenizer("Ekspor naik 5,2 persen. Impor turun Rp1,5 triliun. Kata menteri di Jakarta.")
    assert [s.text for s in doc.sents] == [
        "Ekspor naik 5,2 persen.",
        "Impor turun Rp1,5 triliun.",
        "Kata menteri di Jakarta.",
    ]


def test_the_title_is_a_passage_of_its_own_and_marked(tokenizer: StanzaTokenizer) -> None:
    text = "BPS Catat Inflasi 2 Persen\n\nEkspor naik 5 persen."
    found = passages(tokenizer(text), text.index("\n\n"))
    assert [(p.title, p.paragraph) for p in found] == [(True, 0), (False, 1)]


def test_paragraph_ends_a_sentence(tokenizer: StanzaTokenizer) -> None:
    doc = tokenizer("Ekspor Naik\n\nJakarta - Nilai ekspor naik.")
    assert [s.text.strip() for s in doc.sents] == ["Ekspor Naik", "Jakarta - Nilai ekspor naik."]


def texts_of_all_lengths() -> list[str]:
    """Return texts of one to many thousand characters, some blank, in a fixed order."""
    paragraphs = [p for path in sorted(CORPUS.glob("*.txt")) for p in path.read_text("utf-8").split("\n\n")]
    chosen = random.Random(7)
    texts = ["\n\n".join(chosen.sample(paragraphs, n)) for n in (1, 1, 2, 3, 5, 8, 13, 21)]
    return [*texts, *LINES, *ODD, "x" * 700, "5 " * 400, texts[-1]]


def test_bulk_gives_the_tokens_of_one_by_one_in_any_order(
    tokenizer: StanzaTokenizer, bulk: Callable[[list[str]], list[Doc]]
) -> None:
    texts = texts_of_all_lengths()
    expected = {text: tokens(tokenizer(text)) for text in texts}
    orders = [texts, texts[::-1], sorted(texts, key=len), random.Random(3).sample(texts, len(texts))]
    for order in orders:
        for text, doc in zip(order, bulk(order), strict=True):
            assert tokens(doc) == expected[text]


def test_bulk_over_more_than_one_batch_keeps_the_order(bulk: Callable[[list[str]], list[Doc]]) -> None:
    long = "\n\n".join(LINES)
    texts = [f"Rilis {i}.\n\n{long}" for i in range(BATCH_CHARACTERS // len(long) * 2 + 3)]
    assert [doc.text for doc in bulk(texts)] == texts


def test_bulk_of_nothing_is_nothing(bulk: Callable[[list[str]], list[Doc]]) -> None:
    assert bulk([]) == []


def test_bulk_reads_its_texts_as_they_come(tokenizer: StanzaTokenizer) -> None:
    taken: list[int] = []

    def endless() -> object:
        i = 0
        while True:
            taken.append(i)
            yield f"Rilis {i} naik 5 persen. " * 100
            i += 1

    docs = tokenise(endless(), tokenizer.stanza, tokenizer.vocab)  # type: ignore[arg-type]
    assert next(docs).text.startswith("Rilis 0")
    assert len(taken) < 100


def test_nothing_is_downloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        pytest.fail("a connection was opened")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)
    document = load_stanza()("Naik 5%.")
    assert document.sentences[0].tokens[0].text == "Naik"


def test_network_runs_in_one_thread(tokenizer: StanzaTokenizer) -> None:
    assert tokenizer("Naik 5%.").text == "Naik 5%."
    assert torch.get_num_threads() == 1


def test_loading_does_not_load_the_compiler_of_torch() -> None:
    code = "import sys; from pipeline.tokenise import load_stanza; load_stanza()('Naik 5%.'); "
    code += "from stanza.models.tokenization.trainer import utils; "
    code += "print('torch._dynamo' in sys.modules, utils.get_optimizer.__name__)"
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert run.stdout.split() == ["False", "get_optimizer"]


def test_weights_have_a_digest() -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", weights_digest())


# ---- the adaptor, without a network ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "pieces", "words"),
    [
        ("a b", [(0, 1, True), (2, 3, False)], ["a", "b"]),
        ("a  b", [(0, 1, True), (3, 4, False)], ["a", " ", "b"]),
        (" a", [(1, 2, True)], [" ", "a"]),
        ("a ", [(0, 1, True)], ["a"]),
        ("a\n\nb", [(0, 1, True), (3, 4, True)], ["a", "\n\n", "b"]),
        ("ab", [(0, 1, True), (1, 2, False)], ["a", "b"]),
        ("a?b", [(0, 1, True), (2, 3, False)], ["a", "?", "b"]),
        ("abc", [(0, 2, True), (1, 3, False)], ["ab", "c"]),
        ("abc", [], ["abc"]),
        ("", [], []),
    ],
)
def test_blanks_and_what_was_left_out_become_tokens(
    nlp: Language, text: str, pieces: list[tuple[int, int, bool]], words: list[str]
) -> None:
    doc = to_doc(text, pieces, nlp.vocab)
    assert doc.text == text
    assert [t.text for t in doc] == words


def test_sentence_starts_are_kept(nlp: Language) -> None:
    doc = to_doc("a b c", [(0, 1, True), (2, 3, True), (4, 5, False)], nlp.vocab)
    assert [s.text for s in doc.sents] == ["a", "b c"]
