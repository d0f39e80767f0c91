"""Numbers from Indonesian press releases, as a table.

    read ────► tokenise ────► lex ─────► match ────► normalise ───► observe ───► export
    bytes      Stanza         words      spaCy       exact          one row a    CSV
    → text     surface        become     patterns    Decimal,       number, with JSONL
    + way      tokens in      terms      from        interval,      offsets and
    back       a spaCy Doc    (classes)  rules/      unit, per      evidence

`run` puts the rooms in order for files, `component` for spaCy; rooms do not import each other.
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

__version__ = "0.1.0"


def load(rules: Path | None = None, stanza_dir: Path | None = None) -> "Language":
    """Return a spaCy `Language`: Stanza's tokens, and quantities in `doc.spans["quantities"]`.

    Each span has its row in `span._.observation`. Raises `RuleError` for bad rules.
    """
    from pipeline.component import load as load_language

    return load_language(rules, stanza_dir)
