"""Score a tokeniser on paragraphs whose token and sentence ends are known, by the F1 of exact spans."""

import time
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from pipeline.model.grammar import parse_sentence
from pipeline.model.treebank import (
    CSUI_FILE,
    TEST_FILE,
    Paragraph,
    Sentence,
    harmonise,
    held_out,
    read,
    spaced,
    text_of,
)

PARAGRAPH_SIZES = (1, 2, 3, 4, 5)
BREAK = "\n\n"
Span = tuple[int, int]


class Score(NamedTuple):
    """F1 in percent of tokens and of sentences."""

    tokens: float
    sentences: float


def pipeline(weights: Path) -> Any:
    """Return Stanza's pipeline with these weights, without any download."""
    import stanza

    with TemporaryDirectory() as folder:
        Path(folder, "resources.json").write_text("{}", encoding="utf-8")
        return stanza.Pipeline(
            "id",
            dir=folder,
            processors="tokenize",
            download_method=None,
            tokenize_model_path=str(weights),
            allow_unknown_language=True,
            use_gpu=False,
            logging_level="ERROR",
        )


def in_paragraphs(sentences: Sequence[Sentence]) -> list[Paragraph]:
    """Join sentences in their order into paragraphs of one, two, three, four, five, one, two ... sentences."""
    paragraphs: list[Paragraph] = []
    start = 0
    while start < len(sentences):
        size = PARAGRAPH_SIZES[len(paragraphs) % len(PARAGRAPH_SIZES)]
        paragraphs.append([spaced(sentence) for sentence in sentences[start : start + size]])
        start += size
    return paragraphs


def in_one(sentences: Sequence[Sentence]) -> list[Paragraph]:
    """Join all sentences into one paragraph, so that no blank line shows a sentence end."""
    return [[spaced(sentence) for sentence in sentences]]


def challenge() -> list[Paragraph]:
    """Return the paragraphs of challenge.txt: one sentence a line, a blank line between paragraphs."""
    text = files("pipeline.model").joinpath("challenge.txt").read_text(encoding="utf-8")
    blocks = [[line for line in block.splitlines() if not line.startswith("# ")] for block in text.split(BREAK)]
    return [[parse_sentence(line) for line in block] for block in blocks if block]


def gold_spans(paragraphs: Sequence[Paragraph]) -> tuple[set[Span], set[Span]]:
    """Return the token spans and the sentence spans in the paragraphs' joined text."""
    tokens: set[Span] = set()
    sentences: set[Span] = set()
    base = 0
    for paragraph in paragraphs:
        at = base
        for sentence in paragraph:
            first = at
            for token in sentence:
                end = at + len(token.text)
                tokens.add((at, end))
                at = end + len(token.after)
            sentences.add((first, end))
        base += len(text_of(paragraph)) + len(BREAK)
    return tokens, sentences


def found_spans(document: Any) -> tuple[set[Span], set[Span]]:
    """Return the token spans and the sentence spans of a Stanza document."""
    sentences = [sentence.tokens for sentence in document.sentences]
    return (
        {(token.start_char, token.end_char) for tokens in sentences for token in tokens},
        {(tokens[0].start_char, tokens[-1].end_char) for tokens in sentences},
    )


def f1(found: set[Span], gold: set[Span]) -> float:
    """Return F1 in percent."""
    return 200 * len(found & gold) / (len(found) + len(gold))


def score(nlp: Any, paragraphs: Sequence[Paragraph]) -> Score:
    """Return the scores on paragraphs that are tokenised as one text with blank lines between them."""
    found = found_spans(nlp(BREAK.join(map(text_of, paragraphs))))
    gold = gold_spans(paragraphs)
    return Score(f1(found[0], gold[0]), f1(found[1], gold[1]))


def evaluation_sets(folder: Path) -> dict[str, list[Paragraph]]:
    """Return the test paragraphs by name; folder holds the UD files."""
    gsd, csui = read(folder / TEST_FILE), held_out(read(folder / CSUI_FILE))
    joined = [part for sentence in gsd for part in harmonise(sentence)]
    return {
        "GSD test, paragraphs": in_paragraphs(gsd),
        "GSD test, one paragraph": in_one(gsd),
        "GSD test in CSUI's manner, paragraphs": in_paragraphs(joined),
        "CSUI held out, paragraphs": in_paragraphs(csui),
        "CSUI held out, one paragraph": in_one(csui),
        "challenge": challenge(),
    }


def report(weights: Path, folder: Path) -> str:
    """Return the scores on all test sets as a Markdown table."""
    nlp = pipeline(weights)
    rows = ["| test set | tokens F1 | sentences F1 |", "|---|---|---|"]
    for name, paragraphs in evaluation_sets(folder).items():
        result = score(nlp, paragraphs)
        rows.append(f"| {name} | {result.tokens:.2f} | {result.sentences:.2f} |")
    return "\n".join(rows)


def speed(weights: Path, folder: Path) -> str:
    """Return characters per second on the CSUI paragraphs, ten to a text, one by one and sixteen at a time."""
    nlp = pipeline(weights)
    paragraphs = [text_of(paragraph) for paragraph in in_paragraphs(read(folder / CSUI_FILE))]
    texts = [BREAK.join(paragraphs[start : start + 10]) for start in range(0, len(paragraphs), 10)][:16]
    nlp(texts[0])
    began = time.perf_counter()
    for text in texts:
        nlp(text)
    middle = time.perf_counter()
    nlp.bulk_process(texts)
    length, ended = sum(map(len, texts)), time.perf_counter()
    return f"{length / (middle - began):,.0f} characters/s one by one, {length / (ended - middle):,.0f} in bulk of 16"
