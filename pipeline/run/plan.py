"""Files and what the store knows of them in, what there is to do out: new, changed, redone, gone, unchanged."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

from pipeline.read import File
from pipeline.run.fingerprint import digest, stat
from pipeline.run.sources import stored_name
from pipeline.store import Entry, Fingerprint, Maker

MADE_OF = {"code_version": "code", "code_sha256": "code", "rules_sha256": "rules", "tokenizer_sha256": "tokenizer"}


@dataclass(frozen=True, slots=True)
class Plan:
    """Hold what a run would do; `touched` are unchanged files with a new time, `reasons` say why files are redone."""

    new: tuple[File, ...]
    changed: tuple[File, ...]
    redone: tuple[File, ...]
    gone: tuple[str, ...]
    unchanged: int
    touched: tuple[tuple[str, Fingerprint], ...]
    reasons: tuple[str, ...]

    @property
    def work(self) -> list[File]:
        """Return the files to process, sorted by name."""
        return sorted((*self.new, *self.changed, *self.redone), key=lambda file: file.name)

    @property
    def counts(self) -> tuple[int, int, int, int, int]:
        """Count new, changed, redone, gone and unchanged files."""
        return len(self.new), len(self.changed), len(self.redone), len(self.gone), self.unchanged


def make_plan(
    files: Sequence[File], known: Mapping[str, Entry], makers: Mapping[int, Maker], maker: Maker, *, force: bool = False
) -> Plan:
    """Compare files with the store. Content decides; size and time of a file only save reading it."""
    found: dict[str, list[File]] = {"new": [], "changed": [], "redone": []}
    touched: list[tuple[str, Fingerprint]] = []
    reasons: set[str] = {"--force"} if force else set()
    for file in files:
        before = known.get(stored_name(file))
        state, seen = _state(file, before)
        if state == "same" and before:
            if force or makers[before.maker] != maker:
                reasons.update(_differences(makers[before.maker], maker))
                state = "redone"
            elif seen is not None:
                touched.append((stored_name(file), seen))
        if state != "same":
            found[state].append(file)
    gone = sorted(known.keys() - {stored_name(file) for file in files})
    return Plan(
        **{name: tuple(files) for name, files in found.items()},
        gone=tuple(gone),
        unchanged=len(files) - sum(map(len, found.values())),
        touched=tuple(touched),
        reasons=tuple(sorted(reasons)),
    )


def _state(file: File, before: Entry | None) -> tuple[str, Fingerprint | None]:
    """Tell how a file is, with its fingerprint when it had to be read to know that it is the same."""
    if before is None:
        return "new", None
    now = stat(file)
    if not before.fingerprint.sha256:  # it could not be read
        return "changed", None
    if now.stat == before.fingerprint.stat:
        return "same", None
    seen = digest(file, now)
    return ("same", seen) if seen.content == before.fingerprint.content else ("changed", None)


def _differences(before: Maker, now: Maker) -> Iterable[str]:
    for name in (f.name for f in fields(Maker) if getattr(before, f.name) != getattr(now, f.name)):
        yield f"the {MADE_OF[name]} changed"
