"""Code, rules and weights in, their digests out: what decides whether rows would be made otherwise today."""

import hashlib
from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path

import pipeline
from pipeline.errors import UsageError
from pipeline.rulebook import digest_of
from pipeline.store import Maker

PACKAGE = Path(pipeline.__file__).parent
# As in `tokenise`, which takes seconds to import: a run without work does not wait for it.
WEIGHTS = PACKAGE / "model" / "tokenizer.pt"
# What makes no row: words of the shell, tables, training, and what reads a result.
ROWLESS = ("cli", "store", "export", "model", "diff", "verify", "explain", "examples", "fetch")
# What makes rows and comes from elsewhere.
LIBRARIES = ("charset-normalizer", "justhtml", "pypdfium2", "python-docx", "spacy", "stanza", "torch", "trafilatura")


def maker(rules: Path | None, stanza_dir: Path | None, columns: Sequence[tuple[str, str]] = ()) -> Maker:
    """Return what makes rows now; named columns of tables count as code.

    Raises `UsageError` for a folder that holds no rules or no models.
    """
    code = row_code_digest()
    if columns:
        code = hashlib.sha256(f"{code} {sorted(columns)}".encode()).hexdigest()
    return Maker(pipeline.__version__, code, digest_of(rules), tokenizer_digest(stanza_dir))


def row_code_digest() -> str:
    """Return the digest of the code that makes rows, and of the versions of the libraries that it uses."""
    versions = "\n".join(f"{name} {_version(name)}" for name in LIBRARIES)
    files = (p for p in PACKAGE.rglob("*.py") if p.relative_to(PACKAGE).parts[0].removesuffix(".py") not in ROWLESS)
    return _digest(files, PACKAGE, versions)


def export_code_digest() -> str:
    """Return the digest of the code that writes tables out of a store."""
    return _digest([*(PACKAGE / "export").rglob("*.py"), PACKAGE / "records.py"], PACKAGE)


def tokenizer_digest(stanza_dir: Path | None) -> str:
    """Return the digest of the shipped weights, or of the models in a folder of Stanza's."""
    if stanza_dir is None:
        return hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()
    if not (stanza_dir / "resources.json").is_file():
        raise UsageError(f"{stanza_dir}: no resources.json; name the folder that stanza.download('id') filled")
    return _digest([stanza_dir / "resources.json", *(stanza_dir / "id").rglob("*.pt")], stanza_dir)


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _digest(files: Iterable[Path], root: Path, start: str = "") -> str:
    found = hashlib.sha256(start.encode())
    for path in sorted(files):
        found.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()
