"""The commands that read a result: `export`, `diff` and `runs`."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.run import FORMATS_HELP

Result = Annotated[Path, typer.Argument(help="Folder that `run` wrote.")]


def export(out: Result, formats: Annotated[str, typer.Option(help=FORMATS_HELP)] = "csv") -> None:
    """Write the tables again, from the store.

    Example: kabarangka export outputs --formats csv,xlsx
    """
    from pipeline.run import check_formats, write_tables
    from pipeline.store import lock, read_store

    asked = check_formats(formats.split(","))
    with read_store(out) as store, lock(out):
        for path in write_tables(store, out, asked, note=False):
            print(path)  # noqa: T201 (stdout is data: where the files are)


def diff(
    before: Annotated[Path, typer.Argument(help="Folder that `run` wrote.")],
    after: Annotated[Path | None, typer.Argument(help="Another one; or --runs.")] = None,
    runs: Annotated[tuple[int, int] | None, typer.Option(help="Compare two runs of the one folder, by number.")] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="A table of changes in place of text.")] = False,
) -> None:
    """Show which rows were added, are gone or changed, field by field.

    Example: kabarangka diff outputs outputs
    """
    from pipeline.diff import as_table, as_text, compare_results

    changes = compare_results(before, after, runs)
    for line in (as_table if as_csv else as_text)(changes):
        print(line, end="")  # noqa: T201 (stdout is data)


def runs(out: Result) -> None:
    """List the runs of a result: when, how long, what was done, what made the rows.

    Example: kabarangka runs outputs
    """
    from pipeline.store import read_store
    from pipeline.store import runs as all_runs

    with read_store(out) as store:
        for run in all_runs(store):
            seconds = "" if run.seconds is None else f" in {run.seconds:.1f} s"
            done = (
                f"{run.new} new, {run.changed} changed, {run.redone} redone, {run.gone} gone, {run.unchanged} unchanged"
            )
            found = f"{run.releases} releases, {run.observations} rows, {run.failures} set aside"
            made = f"kabarangka {run.maker.code_version}, rules {run.maker.rules_sha256[:12]}"
            print(f"{run.id} {run.started} {run.state}{seconds}: {done}; {found}; {made}")  # noqa: T201
