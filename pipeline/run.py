"""Paths in, tables in a folder out: the rooms in order, a bad release set aside, the others written."""

import csv
import gc
import glob
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path
from typing import Any

from pipeline.component import load
from pipeline.errors import UsageError
from pipeline.export import EXPORTERS, export, write_whole
from pipeline.read import FORMATS, File, format_of, releases
from pipeline.records import SCHEMA_VERSION, Failure, Observation, Release
from pipeline.rulebook import Rulebook
from pipeline.tokenise import BATCH_CHARACTERS, tokenise, weights_digest

QUARANTINE = "quarantine.csv"
RUN_FILE = "run.json"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did: counts, what it set aside, and the files it wrote."""

    releases: int
    observations: int
    failures: tuple[Failure, ...]
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Inputs:
    """Hold what a run reads: paths, and which columns of tables of articles hold the fields of a release."""

    paths: tuple[Path, ...]
    columns: tuple[tuple[str, str], ...] = ()


def find_sources(paths: Sequence[Path], columns: tuple[tuple[str, str], ...] = ()) -> list[File]:
    """Return the files under the paths, sorted by name. Raises `UsageError` for a path that holds none.

    `columns` says which columns of tables of articles hold the fields of a release.
    """
    found: dict[str, File] = {}
    for root in paths:
        files = _files(root)
        if not files:
            known = ", ".join(suffix for f in FORMATS for suffix in f.suffixes)
            raise UsageError(f"{root}: no releases here; give a folder with {known} files")
        for file in files:
            other = found.setdefault(file.name, file)
            if other.path.resolve() != file.path.resolve():
                raise UsageError(f"{file.path}: {other.path} has the same name; run the folder above both")
    return sorted((replace(file, columns=columns) for file in found.values()), key=lambda file: file.name)


def _files(root: Path) -> list[File]:
    if root.is_dir():
        below = (p for p in root.rglob("*") if (known := format_of(p.name)) and known.in_folders and p.is_file())
        return [File(p, p.relative_to(root).as_posix()) for p in sorted(below)]
    if root.exists():
        return [File(root, root.name)]
    if matches := [Path(p) for p in sorted(glob.glob(str(root))) if Path(p).is_file()]:
        return [File(p, p.name) for p in matches]
    raise UsageError(f"{root}: no such file or folder; check the path")


def read_all(sources: Iterable[File], rulebook: Rulebook, failures: list[Failure]) -> Iterator[Release]:
    """Yield the releases that can be read; add the others to `failures`."""
    for source in sources:
        for found in _read(source, rulebook):
            if isinstance(found, Failure):
                failures.append(found)
            else:
                yield found


def _read(source: File, rulebook: Rulebook) -> Iterator[Release | Failure]:
    try:
        source.name.encode("utf-8")
    except UnicodeEncodeError:
        printable = source.name.encode("utf-8", "backslashreplace").decode("utf-8")
        yield Failure(printable, "its file name is not UTF-8", "rename it")
        return
    yield from releases(source, rulebook)


def batches(releases: Iterable[Release]) -> Iterator[list[Release]]:
    """Yield releases in groups of a size that one pass of the tokenizer takes."""
    batch: list[Release] = []
    size = 0
    for release in releases:
        batch.append(release)
        size += len(release.text)
        if size >= BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def process(releases: Iterable[Release], nlp: Any, failures: list[Failure]) -> Iterator[list[Observation]]:
    """Yield the rows of each release, in order; a release that cannot be processed is set aside."""
    for batch in batches(releases):
        with nlp.memory_zone():
            docs = tokenise([r.text for r in batch], nlp.tokenizer.stanza, nlp.vocab)
            for release, doc in zip(batch, docs, strict=True):
                try:
                    rows = nlp.get_pipe("quantities").observations(release, doc)
                except Exception as error:
                    remedy = "report the release: it shows a fault of kabarangka"
                    failures.append(Failure(release.source, f"{type(error).__name__}: {error}", remedy))
                    continue
                yield rows


def run(
    inputs: Inputs | Sequence[Path],
    out: Path,
    formats: Sequence[str],
    nlp: Any,
    report: Callable[[int, int], None],
) -> Outcome:
    """Process the releases of the inputs and write the tables into `out`.

    `report(done, total)` is called after each release. Raises `UsageError` for wrong paths, formats or an `out`
    that cannot be written; nothing is written then.
    """
    unknown = [name for name in formats if name not in EXPORTERS]
    if unknown:
        raise UsageError(f"--formats {','.join(unknown)}: unknown; choose from {', '.join(EXPORTERS)}")
    given = inputs if isinstance(inputs, Inputs) else Inputs(tuple(inputs))
    sources = find_sources(given.paths, given.columns)
    _prepare(out)
    rulebook = nlp.get_pipe("quantities").rulebook
    # What is loaded by now stays: the collector need not look through rules and weights again and again.
    gc.freeze()
    failures: list[Failure] = []
    rows: list[Observation] = []
    done = 0
    for done, found in enumerate(process(read_all(sources, rulebook, failures), nlp, failures), 1):
        rows += found
        report(done + len(failures), len(sources))
    files = export(rows, out, ["csv", *(f for f in formats if f != "csv")])
    failures.sort(key=lambda f: f.source)
    files.append(_write_quarantine(failures, out))
    files.append(_write_run(given, rulebook, (done, len(rows), len(failures)), out))
    return Outcome(done, len(rows), tuple(failures), tuple(files))


def _prepare(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise UsageError(f"{out}: cannot be written ({error.strerror}); choose another --out") from error


def _write_quarantine(failures: Sequence[Failure], out: Path) -> Path:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([f.name for f in fields(Failure)])
    writer.writerows(astuple(f) for f in failures)
    return write_whole(out / QUARANTINE, buffer.getvalue())


def _write_run(given: Inputs, rulebook: Rulebook, counts: tuple[int, int, int], out: Path) -> Path:
    """Write what made the tables: versions by digest, inputs as given, counts; no clock, so runs compare equal."""
    facts = {
        "schema_version": SCHEMA_VERSION,
        "rules_sha256": rulebook.digest,
        "tokenizer_sha256": weights_digest(),
        "inputs": [path.as_posix() for path in given.paths],
        "columns": dict(given.columns),
        "releases": counts[0],
        "observations": counts[1],
        "failures": counts[2],
    }
    return write_whole(out / RUN_FILE, json.dumps(facts, indent=2) + "\n")


def load_language(rules: Path | None, stanza_dir: Path | None) -> Any:
    """Load the spaCy language with which `run` works."""
    return load(rules, stanza_dir)
