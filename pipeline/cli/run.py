"""The command `run`: its options in, a job out; what the job tells goes to the terminal."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.show import Show
from pipeline.errors import UsageError

Rules = Annotated[Path | None, typer.Option("--rules", help="Rules folder; the shipped one without it.")]
StanzaDir = Annotated[
    Path | None, typer.Option(help="Folder of Stanza's official Indonesian models, if you have them.")
]
FORMATS_HELP = "csv (always written), jsonl, xlsx, parquet, with commas between."


def run(
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="Files, folders, URLs such as s3://bucket/folder; corpus/ without any."),
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder of the result.")] = Path("outputs"),
    formats: Annotated[str, typer.Option(help=FORMATS_HELP)] = "csv",
    columns: Annotated[
        str, typer.Option(help="Columns of tables of articles, such as text=isi,title=judul,published=tanggal.")
    ] = "",
    rules: Rules = None,
    stanza_dir: StanzaDir = None,
    workers: Annotated[
        int, typer.Option(min=1, help="Processes. One works in this process, unless a limit is asked for.")
    ] = 1,
    timeout: Annotated[
        float | None,
        typer.Option(min=0, help="Seconds for one release, 0 for any; 600 with several workers, none with one."),
    ] = None,
    memory: Annotated[int, typer.Option(min=0, help="MB a worker may take beyond what it has loaded; 0 for any.")] = 0,
    engine: Annotated[str, typer.Option(help="What the workers are: processes, or dask (its own, or a cluster's).")] = (
        "processes"
    ),
    scheduler: Annotated[str, typer.Option(help="Address of a dask scheduler, such as tcp://host:8786.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Do unchanged files again.")] = False,
    since: Annotated[str, typer.Option(help="Only releases published, or files modified, since this ISO date.")] = "",
    shard: Annotated[
        str, typer.Option(help="Only part I of N of the files, as 1/4; `merge` makes one result of all parts.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done; write nothing.")] = False,
    keep_gone: Annotated[
        bool, typer.Option("--keep-gone", help="Keep rows of files that are no longer there.")
    ] = False,
    wait: Annotated[float, typer.Option(min=0, help="Seconds to wait for another run on the same folder.")] = 0,
    log_json: Annotated[bool, typer.Option("--log-json", help="Tell each event as a line of JSON on stderr.")] = False,
) -> None:
    """Read new and changed releases and write the table of the numbers of all.

    The table is that of the inputs named: rows of files that are gone leave it, the store keeps them as history.

    Example: kabarangka run corpus --out outputs --formats csv,jsonl
    """
    from pipeline import run as job
    from pipeline.read import is_url
    from pipeline.read.dates import is_date
    from pipeline.read.table import parse_columns

    load = partial(job.load_extract, rules, stanza_dir)
    if not is_date(since):
        raise UsageError(f"--since {since}: no ISO date; write it as 2024-01-31")
    if engine not in ("processes", "dask") or (scheduler and engine != "dask"):
        raise UsageError(f"--engine {engine}: choose processes or dask; --scheduler goes with dask")
    asked = job.Job(
        paths=tuple(path if is_url(path) else Path(path) for path in paths or ["corpus"]),
        out=out,
        load=load,
        formats=tuple(formats.split(",")),
        columns=parse_columns(columns),
        rules=rules,
        stanza_dir=stanza_dir,
        limits=job.Limits(workers, timeout, memory, engine == "dask", scheduler),
        wait=wait,
        since=since,
        shard=shard,
        force=force,
        keep_gone=keep_gone,
        dry_run=dry_run,
    )
    with Show(as_json=log_json) as show:
        outcome = job.run_job(asked, show.tell)
    if outcome is None:
        return
    show.end(outcome)
    for path in outcome.files:
        print(path)  # noqa: T201 (stdout is data: where the files are)
    raise typer.Exit(1 if outcome.failures else 0)
