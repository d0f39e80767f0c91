"""The command `fetch`: sources and manners in, the paths of new files on stdout out."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.run import Rules
from pipeline.cli.show import say


def fetch(
    sources: Annotated[
        list[str], typer.Argument(help="URLs of feeds, sitemaps, lists, home pages, releases; files of URLs.")
    ],
    into: Annotated[Path, typer.Option(help="Corpus; pages go to its folder raw/.")] = Path("corpus"),
    limit: Annotated[int | None, typer.Option(min=1, help="Pages to ask for at most, newest first, a source.")] = None,
    since: Annotated[str, typer.Option(help="Leave out pages that are dated before this ISO date.")] = "",
    refresh: Annotated[bool, typer.Option(help="Ask again for what is known, unconditionally.")] = False,
    user_agent: Annotated[
        str, typer.Option(help="Who you are, e.g. 'ExampleLab/1.0 (+mailto:data@example.org)'.")
    ] = "",
    rate: Annotated[float, typer.Option(min=0.01, help="Requests a second to one host, at most.")] = 1.0,
    hosts: Annotated[int, typer.Option(min=1, help="Hosts that are asked side by side.")] = 8,
    pages: Annotated[int, typer.Option(min=1, help="Pages of one list to read in one fetch; the next goes on.")] = 20,
    attempts: Annotated[int, typer.Option(min=1, help="Times to ask when a fault may pass.")] = 4,
    max_wait: Annotated[float, typer.Option(min=0, help="Longest wait between them, in seconds.")] = 120.0,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds in which something must come.")] = 20.0,
    deadline: Annotated[float, typer.Option(min=0.1, help="Seconds in which all of a page must come.")] = 90.0,
    max_bytes: Annotated[int, typer.Option(min=1, help="Largest page.")] = 30_000_000,
    allow_private: Annotated[bool, typer.Option("--allow-private", help="Ask hosts of your own network too.")] = False,
    rules: Rules = None,
) -> None:
    """Fetch releases that are new or changed since last time; interrupted, the same command goes on.

    Example: kabarangka fetch https://www.kemenperin.go.id/siaran-pers --limit 20 --rate 0.5
    """
    from pipeline import __version__
    from pipeline.fetch import Settings
    from pipeline.fetch import fetch as fetch_releases
    from pipeline.read import FORMATS
    from pipeline.rulebook import default_directory

    settings = Settings.checked(
        accept={media: f.suffixes[0] for f in FORMATS if f.in_folders for media in f.media_types},
        user_agent=user_agent or f"kabarangka/{__version__}",
        interval=1 / rate,
        hosts=hosts,
        list_pages=pages,
        attempts=attempts,
        longest_wait=max_wait,
        read_timeout=timeout,
        deadline=deadline,
        max_bytes=max_bytes,
        limit=limit,
        since=since,
        refresh=refresh,
        allow_private=allow_private,
    )
    done = fetch_releases(sources, into, rules or default_directory(), settings, say)
    for line in done.summary:
        say(line)
    for path in done.paths:
        print(path)  # noqa: T201 (stdout is data: the new files)
    raise typer.Exit(1 if done.failed else 0)
