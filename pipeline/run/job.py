"""A job in, a result folder out: plan, process what is new, save batch by batch, write the tables."""

import sqlite3
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.errors import StoreError, UsageError
from pipeline.read import File
from pipeline.run.batches import batches
from pipeline.run.extract import Extract
from pipeline.run.makers import maker as maker_of
from pipeline.run.plan import Plan, make_plan
from pipeline.run.pool import Limits, Pool
from pipeline.run.process import process
from pipeline.run.sources import find_sources, shard_of, stored_name
from pipeline.run.write import Given, Outcome, check_formats, read_given, write_run, write_tables
from pipeline.store import (
    STORE,
    Maker,
    Part,
    begin_run,
    connect,
    counts,
    end_run,
    failures,
    forget,
    known_files,
    last_maker,
    lock,
    makers,
    read_store,
    save,
    touch,
)

Tell = Callable[..., None]
# What extracts in this process, the workers, and who is told.
Means = tuple[Callable[[], Extract], Pool, Tell]


@dataclass(frozen=True, slots=True)
class Job:
    """Hold what is asked for: paths, and URLs as text.

    `load` gives what extracts; it must be picklable when there are workers.
    """

    paths: tuple[Path | str, ...]
    out: Path
    load: Callable[[], Extract]
    formats: tuple[str, ...] = ("csv",)
    columns: tuple[tuple[str, str], ...] = ()
    rules: Path | None = None
    stanza_dir: Path | None = None
    limits: Limits = field(default_factory=Limits)
    wait: float = 0
    since: str = ""
    shard: str = ""
    force: bool = False
    keep_gone: bool = False
    dry_run: bool = False


def run_job(job: Job, tell: Tell) -> Outcome | None:
    """Do a job and return what the tables hold; None after a dry run, which writes nothing.

    `tell(event, **facts)` hears of the plan, of progress and of failures. Raises `UsageError` for wrong paths, formats
    or rules (nothing is written then) and `StoreError` for a store that cannot be used.
    """
    formats = check_formats(job.formats)
    _check_engine(job.limits)
    files = shard_of(find_sources(job.paths, job.columns), job.shard)
    given = Given(
        tuple(path if isinstance(path, str) else path.as_posix() for path in job.paths), job.columns, job.shard
    )
    _check_shard(job.out, given)
    maker = maker_of(job.rules, job.stanza_dir, job.columns)
    if job.dry_run:
        _check_rules(job, maker)
        _tell_plan(_planned_only(job, files, maker), tell)
        return None
    with closing(Pool(job.load, job.limits, tell)) as pool:
        return _do(job, files, (given, maker, formats), (_load_early(job, files, maker, pool), pool, tell))


def _do(job: Job, files: list[File], facts: tuple[Given, Maker, list[str]], means: Means) -> Outcome:
    """Do a job that is no dry run."""
    given, maker, formats = facts
    tell = means[2]
    _prepare(job.out)
    with lock(job.out, job.wait), connect(job.out) as store:
        started = time.monotonic()
        plan = _plan(store, job, files, maker)
        _tell_plan(plan, tell)
        run, by = begin_run(store, maker, given.inputs, plan.counts)
        try:
            forget(store, run, plan.gone)
            touch(store, plan.touched)
            _work(store, job, (run, by), plan, means)
            written = write_tables(store, job.out, formats)
        except BaseException as error:
            _cut_off(store, run, time.monotonic() - started)
            if isinstance(error, OSError):
                raise StoreError(f"{job.out}: {error}; mend that and run again: what is saved is kept") from error
            raise
        end_run(store, run, time.monotonic() - started)
        found = counts(store)
        written.append(write_run(given, maker, found, job.out))
        return Outcome(found.releases, found.observations, tuple(failures(store)), (*written, job.out / STORE))


def _load_early(job: Job, files: list[File], maker: Maker, pool: Pool) -> Callable[[], Extract]:
    """Load the rules of a first run before anything is written: they may be wrong. Workers do that themselves."""
    if _last_maker(job.out) == maker:
        return job.load
    if job.limits.in_process:
        extract = job.load()
        return lambda: extract
    if job.limits.dask:
        _check_rules(job, maker)
    else:
        ready = batches(files, job.limits.workers, job.since)
        pool.start(sum(1 for _ in islice(ready, job.limits.workers)))
    return job.load


def _check_rules(job: Job, maker: Maker) -> None:
    """Raise `RuleError` where rules that made nothing yet are wrong."""
    if _last_maker(job.out) != maker:
        from pipeline.rulebook import load

        load(job.rules)


def _last_maker(out: Path) -> Maker | None:
    if not (out / STORE).is_file():
        return None
    with read_store(out, older=True) as store:
        return last_maker(store)


def _prepare(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise UsageError(f"{out}: cannot be written ({error.strerror}); choose another --out") from error


def _planned_only(job: Job, files: list[File], maker: Maker) -> Plan:
    if not (job.out / STORE).is_file():
        return make_plan(files, {}, {}, maker, force=job.force)
    with read_store(job.out, older=True) as store:
        return _plan(store, job, files, maker)


def _plan(store: sqlite3.Connection, job: Job, files: list[File], maker: Maker) -> Plan:
    known = known_files(store)
    if job.keep_gone:
        names = {stored_name(file) for file in files}
        known = {name: file for name, file in known.items() if name in names}
    return make_plan(files, known, makers(store), maker, force=job.force)


def _tell_plan(plan: Plan, tell: Tell) -> None:
    names = ("new", "changed", "redone", "gone", "unchanged")
    tell("plan", **dict(zip(names, plan.counts, strict=True)), reasons=list(plan.reasons))


def _work(store: sqlite3.Connection, job: Job, ids: tuple[int, int], plan: Plan, means: Means) -> None:
    """Process the files of a plan and save each stretch of results in a transaction of its own."""
    tell = means[2]
    files = plan.work
    done = rows = releases = failed = 0
    with closing(_parts(job, files, means)) as found:
        for parts in found:
            save(store, *ids, parts)
            done += sum(part.fingerprint is not None for part in parts)
            releases += sum(len(part.versions) for part in parts)
            rows += sum(len(version.rows) for part in parts for version in part.versions)
            failed += sum(len(part.failures) for part in parts)
            for failure in (failure for part in parts for _, failure in part.failures):
                tell("failure", source=failure.source, reason=failure.reason, remedy=failure.remedy)
            tell("progress", done=done, total=len(files), releases=releases, observations=rows, failures=failed)


def _parts(job: Job, files: list[File], means: Means) -> Generator[list[Part]]:
    load, pool, tell = means
    if not files:
        return
    if job.limits.in_process:
        extract = load()
        for batch in batches(files, 1, job.since):
            yield from process(batch, extract)
    elif job.limits.dask:
        yield from _parts_on_dask(job, files, tell)
    else:
        yield from pool.work(batches(files, job.limits.workers, job.since))


def _parts_on_dask(job: Job, files: list[File], tell: Tell) -> Iterator[list[Part]]:
    from pipeline.run.dask_pool import process_on_dask
    from pipeline.run.dask_worker import Ground

    make = partial(maker_of, job.rules, job.stanza_dir, job.columns)
    patience = job.limits.patience if job.limits.patience < float("inf") else None
    paths = tuple(path for path in job.paths if isinstance(path, Path))
    ground = Ground(job.load, make, make(), paths, patience, job.limits.memory_mb)
    yield from process_on_dask(partial(batches, files, since=job.since), ground, job.limits, tell)


def _check_shard(out: Path, given: Given) -> None:
    """Raise `UsageError` where a shard would take the rows of others out of the tables."""
    before = read_given(out) if given.shard else None
    if before and before.shard != given.shard:
        what = f"shard {before.shard}" if before.shard else "a run that was not divided"
        raise UsageError(f"{out}: it holds {what}; give shard {given.shard} an --out of its own")


def _check_engine(limits: Limits) -> None:
    """Raise `UsageError` for an engine that is not installed, or for limits that it cannot hold."""
    if not limits.dask:
        return
    if any(find_spec(name) is None for name in ("dask", "distributed")):
        raise UsageError("--engine dask needs dask and distributed; pip install 'kabarangka[dask]'")
    if limits.scheduler and limits.memory_mb:
        raise UsageError("--memory: not with --scheduler; start its workers with `dask worker --memory-limit`")


def _cut_off(store: sqlite3.Connection, run: int, seconds: float) -> None:
    """Note that a run ended early; a store that takes no more is told by the error that is on its way."""
    try:
        end_run(store, run, seconds, cut_off=True)
    except sqlite3.Error:
        return


def run(paths: Any, out: Path, formats: Any, nlp: Any, report: Callable[[int, int], None]) -> Outcome:
    """Process the releases under `paths` in this process with a loaded language and write the tables into `out`.

    `report(done, total)` is called as files are done. Raises as `run_job`.
    """
    from pipeline.run.extract import LanguageExtract

    def tell(event: str, **facts: Any) -> None:
        if event == "progress":
            report(facts["done"], facts["total"])

    outcome = run_job(Job(tuple(paths), out, lambda: LanguageExtract(nlp), tuple(formats)), tell)
    if outcome is None:
        raise AssertionError("a run that is not dry has an outcome")
    return outcome
