"""Numbers from Indonesian press releases, as a table.

    fetch ──► read ──► tokenise ─► lex ───► match ───► normalise ─► attribute ─► observe ─► store ─► export
    feeds,    bytes    Stanza      words    spaCy      exact        what the     one row    SQLite   CSV, XLSX,
    sitemaps  → text   surface     become   patterns   Decimal,     number is    a number            Parquet,
    lists     + way    tokens in   terms    from       interval,    about                            JSONL
              back     a spaCy Doc          rules/     unit, per

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
