"""spaCy components: Stanza as the tokenizer and `quantities`, which fills `doc.spans["quantities"]`."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import registry
from spacy.vocab import Vocab

from pipeline.attribute import Scene, attribute, load_attribution
from pipeline.lex import Lexer, Written
from pipeline.match import RuleMatcher
from pipeline.normalise import quantities
from pipeline.observe import observe
from pipeline.read import title_end
from pipeline.records import Clause, Observation, Quantity, Release
from pipeline.rulebook import Rulebook
from pipeline.rulebook import load as load_rules
from pipeline.tokenise import load_stanza, passages, tokenise

SPANS = "quantities"


@dataclass(frozen=True, slots=True)
class StanzaTokenizer:
    """Make a `Doc` of one text; for many texts tokenise in bulk and hand `nlp.pipe` the `Doc`s."""

    stanza: Any
    vocab: Vocab

    def __call__(self, text: str) -> Doc:
        """Tokenise one text."""
        return next(tokenise([text], self.stanza, self.vocab))


class Extractor:
    """Find the quantities of a `Doc` and what each is about: lex, match, normalise, attribute, observe."""

    def __init__(self, rulebook: Rulebook) -> None:
        """Compile the rules once for many documents."""
        self.rulebook = rulebook
        self.lexer = Lexer(rulebook)
        self.matcher = RuleMatcher(rulebook)
        self.attribution = load_attribution(rulebook)

    def quantities(self, doc: Doc) -> list[Quantity]:
        """Return the quantities in order of position."""
        written = Written.of(doc)
        return self._read(written.text, self.lexer.clauses(written))

    def _read(self, text: str, clauses: list[Clause]) -> list[Quantity]:
        return quantities(text, clauses, self.matcher.candidates(clauses), self.rulebook)

    def observations(self, release: Release, doc: Doc) -> list[Observation]:
        """Return the rows of a release, whose text the `Doc` holds, in order of position."""
        text = release.text
        written = Written.of(doc, text)
        clauses = self.lexer.clauses(written)
        found = self._read(text, clauses)
        sentences = passages(doc, release.title_end, text)
        read = self.lexer.reader(written)
        scene = Scene(text, written.folded, sentences, clauses, found, read, release.published)
        return list(observe(release, sentences, zip(found, attribute(scene, self.attribution), strict=True)))

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc.spans["quantities"]` and each span's `observation`; the text is taken as one release."""
        release = Release(release_id="", source="", text=doc.text, title_end=title_end(doc.text), original=doc.text)
        spans: list[Span] = []
        rows: dict[str, dict[str, str]] = {}
        for observation in self.observations(release, doc):
            start, end = int(observation.start), int(observation.end)
            span = doc.char_span(
                start, end, observation.kind, alignment_mode="expand", span_id=observation.observation_id
            )
            if span is None:
                raise AssertionError(f"the quantity at {start} lies outside of the text")
            spans.append(span)
            rows[observation.observation_id] = asdict(observation)
        doc.spans[SPANS] = spans
        doc.user_data[SPANS] = rows
        return doc


def _extensions() -> None:
    if not Span.has_extension("observation"):
        Span.set_extension("observation", getter=_observation)


def _observation(span: Span) -> Observation | None:
    """Return the row of a span; it is plain data in `user_data`, so that a `Doc` can be stored."""
    row = span.doc.user_data.get(SPANS, {}).get(span.id_)
    return Observation(**row) if row else None


@Language.factory("quantities", default_config={"rules": None}, assigns=["doc.spans"])
def make_quantities(nlp: Language, name: str, rules: str | None) -> Extractor:  # noqa: ARG001
    """Make the component from a rules folder (the shipped one when None)."""
    _extensions()
    return Extractor(load_rules(Path(rules) if rules else None))


@registry.tokenizers("kabarangka.StanzaTokenizer.v1")  # type: ignore[untyped-decorator]
def make_tokenizer(stanza_dir: str | None) -> Callable[[Language], StanzaTokenizer]:
    """Make the tokenizer of a `Language` from the shipped weights, or from a folder of Stanza's own models."""
    return lambda nlp: StanzaTokenizer(load_stanza(Path(stanza_dir) if stanza_dir else None), nlp.vocab)


def load(rules: Path | None = None, stanza_dir: Path | None = None) -> Language:
    """Return a `Language` of Stanza's tokenizer and the `quantities` component."""
    tokenizer = {"@tokenizers": "kabarangka.StanzaTokenizer.v1", "stanza_dir": str(stanza_dir) if stanza_dir else None}
    nlp = spacy.blank("id", config={"nlp": {"tokenizer": tokenizer}})
    nlp.add_pipe("quantities", config={"rules": str(rules) if rules else None})
    return nlp
