"""The command `merge`: folders of shards in, the paths of one result on stdout out."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.run import FORMATS_HELP
from pipeline.cli.show import say


def merge(
    out: Annotated[Path, typer.Argument(help="Folder of the one result.")],
    folders: Annotated[list[Path], typer.Argument(help="Folders that `run --shard` wrote.")],
    formats: Annotated[str, typer.Option(help=FORMATS_HELP)] = "csv",
    wait: Annotated[float, typer.Option(min=0, help="Seconds to wait for another run on the same folder.")] = 0,
    mixed: Annotated[bool, typer.Option("--mixed", help="Take rows of different code, rules or models.")] = False,
    partial: Annotated[bool, typer.Option("--partial", help="Go without shards that are missing.")] = False,
) -> None:
    """Make one result of the results of shards: the same tables as of a run that was not divided.

    Example: kabarangka merge outputs part-1 part-2
    """
    from pipeline.run.merge import Merge
    from pipeline.run.merge import merge as merge_results

    asked = Merge(out, tuple(folders), tuple(formats.split(",")), wait, mixed, partial)
    outcome = merge_results(asked)
    say(f"{outcome.releases} releases, {outcome.observations} rows, {len(outcome.failures)} set aside")
    for path in outcome.files:
        print(path)  # noqa: T201 (stdout is data: where the files are)
    raise typer.Exit(1 if outcome.failures else 0)
