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
        self.nlp = nlp
        self.rulebook: Rulebook = nlp.get_pipe("quantities").rulebook

    def rows(self, releases: Sequence[Release]) -> Iterator[list[Observation] | Exception]:
        """Yield the rows of each release in order, or what it raised."""
        from pipeline.tokenise import tokenise

        with self.nlp.memory_zone():
            docs = tokenise([r.text for r in releases], self.nlp.tokenizer.stanza, self.nlp.vocab)
            for release, doc in zip(releases, docs, strict=True):
                try:
                    rows = self.nlp.get_pipe("quantities").observations(release, doc)
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
    extract = LanguageExtract(load_language(rules, stanza_dir))
    # What is loaded by now stays: the collector need not look through rules and weights again and again.
    gc.freeze()
    return extract
