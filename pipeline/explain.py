"""One release in, why each of its rows says what it says out, as text for the eye."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.read import read
from pipeline.records import Observation
from pipeline.run import find_sources

FIELDS = ("role", "indicator", "property", "entity", "denominator", "sector", "area", "status", "period", "speaker")
READ = (*FIELDS, "data_source")
WIDTH = max(map(len, READ))


def explain(release: str, root: Path, nlp: Any) -> Iterator[str]:
    """Yield the lines. Raises `UsageError` when no file and no release under `root` has the name."""
    path = _find(release, root)
    extractor = nlp.get_pipe("quantities")
    found = read(path, path.name, extractor.rulebook)
    doc = nlp.make_doc(found.text)
    yield f"{found.release_id}: {found.title} ({found.published or 'no date'})"
    for row in extractor.observations(found, doc):
        yield ""
        yield from _lines(row)


def _find(release: str, root: Path) -> Path:
    if Path(release).is_file():
        return Path(release)
    sources = find_sources([root])
    names = {source.name.removesuffix(source.path.suffix): source.path for source in sources}
    if release not in names:
        raise UsageError(f"{release}: no such file, and no such release in {root}; give a file or --root")
    return names[release]


def _lines(row: Observation) -> Iterator[str]:
    value = row.value or f"{row.value_low}..{row.value_high}"
    per = f" per {row.per}" if row.per else ""
    yield f"[{row.start}:{row.end}] {row.surface!r} = {row.comparator} {value} {row.unit}{per}".replace("= = ", "= ")
    yield f"  {row.sentence}"
    yield f"  found by {row.rule_id}; confidence {row.confidence}" + (f"; {row.flags}" if row.flags else "")
    for name in READ:
        if text := getattr(row, name):
            yield f"  {name:{WIDTH}}  {_shown(row, name, text)}{_reason(row, name)}"


def _shown(row: Observation, name: str, text: str) -> str:
    more = {
        "role": [row.direction, row.comparison],
        "area": [row.area_code],
        "period": [f"{row.period_start} to {row.period_end}"] if row.period_start != row.period_end else [],
        "speaker": [row.speaker_role],
    }.get(name, [])
    return ", ".join([text, *filter(None, more)])


def _reason(row: Observation, name: str) -> str:
    place = row.evidence.get(name)
    reasons = [row.reasons.get(name, ""), f"{place[0]}:{place[1]}" if place else ""]
    return f"  ({'; '.join(filter(None, reasons))})" if any(reasons) else ""
