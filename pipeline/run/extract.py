"""Releases in, their rows out: the loaded language behind the one call that a run needs, here or in another process."""

import gc
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from pipeline.records import Observation, Release
from pipeline.rulebook import Rulebook


class Extract(Protocol):
    """Turn releases into rows, with the rules that it was loaded with."""

    @property
    def rulebook(self) -> Rulebook:
        """Return the rules."""

    def rows(self, releases: Sequence[Release]) -> Iterator[list[Observation] | Exception]:
        """Yield the rows of each release in order, or what it raised."""


class LanguageExtract:
    """Extract with a spaCy language: texts are tokenised in bulk, the memory of a batch is given back."""

    def __init__(self, nlp: Any) -> None:
        """Keep the language that `load_language` returned."""
        from spacy.vocab import Vocab

        self.stanza = nlp.tokenizer.stanza
        self.extractor = nlp.get_pipe("quantities")
        self.rulebook: Rulebook = self.extractor.rulebook
        # Nobody asks these words for their shape or norm, so none is worked out for each new one.
        self.vocab = Vocab(lex_attr_getters={})

    def rows(self, releases: Sequence[Release]) -> Iterator[list[Observation] | Exception]:
        """Yield the rows of each release in order, or what it raised."""
        from pipeline.tokenise import tokenise

        with self.vocab.memory_zone():
            docs = tokenise([r.text for r in releases], self.stanza, self.vocab)
            for release, doc in zip(releases, docs, strict=True):
                try:
                    rows = self.extractor.observations(release, doc)
                except Exception as error:
                    yield error
                    continue
                yield rows


def load_language(rules: Path | None, stanza_dir: Path | None) -> Any:
    """Load the spaCy language with which `run` works."""
    from pipeline.component import load

    return load(rules, stanza_dir)


def load_extract(rules: Path | None, stanza_dir: Path | None) -> Extract:
    """Load what a run, a worker or another engine extracts with; it takes seconds."""
    # What is loaded stays: the collector need not look through it, neither meanwhile (a quarter of the time) nor later.
    collecting = gc.isenabled()
    gc.disable()
    try:
        extract = LanguageExtract(load_language(rules, stanza_dir))
        gc.freeze()
    finally:
        if collecting:
            gc.enable()
    return extract
