"""The command `kabarangka`: words of the shell in, calls of the product out; nothing heavy is imported for --help."""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

os.environ.setdefault("OMP_NUM_THREADS", "1")

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)

Rules = Annotated[Path | None, typer.Option("--rules", help="Rules folder; the shipped one without it.")]
StanzaDir = Annotated[
    Path | None, typer.Option(help="Folder of Stanza's official Indonesian models, if you have them.")
]


@app.callback()
def kabarangka() -> None:
    """Numbers from Indonesian press releases, as a table.

    Exit codes: 0 all done, 1 some releases failed (the others are written), 2 wrong use or bad rules.
    """


@app.command()
def run(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files or folders; corpus/ without any.")] = None,
    out: Annotated[Path, typer.Option(help="Folder of the result.")] = Path("outputs"),
    formats: Annotated[str, typer.Option(help="csv (always written) and jsonl, with commas between.")] = "csv",
    rules: Rules = None,
    stanza_dir: StanzaDir = None,
) -> None:
    """Read releases and write the table of their numbers.

    Example: kabarangka run corpus --out outputs --formats csv,jsonl
    """
    from pipeline.run import load_language
    from pipeline.run import run as run_job

    outcome = run_job(paths or [Path("corpus")], out, formats.split(","), load_language(rules, stanza_dir), _progress)
    for failure in outcome.failures:
        _say(f"set aside {failure.source}: {failure.reason}; {failure.remedy}")
    _say(f"{outcome.releases} releases, {outcome.observations} rows, {len(outcome.failures)} set aside")
    for path in outcome.files:
        print(path)  # noqa: T201 (stdout is data: where the files are)
    raise typer.Exit(1 if outcome.failures else 0)


@app.command()
def read(files: Annotated[list[Path], typer.Argument(help="Files of releases.")]) -> None:
    """Show what the reader makes of files, one JSON object a line.

    Example: kabarangka read corpus/marketeers-20240104-ikm.txt
    """
    from pipeline.errors import ReleaseError
    from pipeline.read import read as read_release
    from pipeline.rulebook import load

    rulebook = load()
    failed = False
    for path in files:
        try:
            release = read_release(path, path.name, rulebook)
        except ReleaseError as error:
            _say(str(error))
            failed = True
            continue
        kept = {
            k: v
            for k, v in asdict(release).items()
            if k in ("title", "published", "publisher", "url", "text", "warnings")
        }
        print(json.dumps(kept | {"text_sha256": release.text_sha256}, ensure_ascii=False))  # noqa: T201
    raise typer.Exit(1 if failed else 0)


@app.command()
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
    done = fetch_releases(sources, into, rules or default_directory(), settings, _say)
    for line in done.summary:
        _say(line)
    for path in done.paths:
        print(path)  # noqa: T201 (stdout is data: the new files)
    raise typer.Exit(1 if done.failed else 0)


@app.command()
def verify(
    out: Annotated[Path, typer.Argument(help="Folder that `run` wrote.")],
    root: Annotated[
        list[Path] | None, typer.Option(help="Where the sources are now; as in the run without it.")
    ] = None,
    rules: Rules = None,
) -> None:
    """Read every source again and hold every row against it; exit 1 when one does not agree.

    Example: kabarangka verify outputs
    """
    from pipeline.rulebook import load
    from pipeline.verify import verify as verify_result

    rows, faults = verify_result(out, root or [], load(rules))
    for fault, places in faults.items():
        _say(f"{fault}: {len(places)} rows, first {places[0]}")
    _say(f"{rows} rows, {sum(map(len, faults.values()))} faults")
    raise typer.Exit(1 if faults else 0)


@app.command()
def explain(
    release: Annotated[str, typer.Argument(help="A file, or the name of a release under --root.")],
    root: Annotated[Path, typer.Option(help="Where releases are looked for by name.")] = Path("corpus"),
    rules: Rules = None,
    stanza_dir: StanzaDir = None,
) -> None:
    """Show each row of a release with its sentence, rule, cues and flags.

    Example: kabarangka explain marketeers-20240104-ikm
    """
    from pipeline.component import load
    from pipeline.explain import explain as explain_release

    for line in explain_release(release, root, load(rules, stanza_dir)):
        print(line)  # noqa: T201 (stdout is data)


@app.command("check-rules")
def check_rules(
    directory: Annotated[Path | None, typer.Argument(help="Rules folder; the shipped one without it.")] = None,
    stanza_dir: StanzaDir = None,
) -> None:
    """Load all rules, run the examples of quantities, indicators and statuses, print every fault; exit 2 with one.

    Example: kabarangka check-rules rules
    """
    from pipeline.component import load
    from pipeline.errors import RuleError
    from pipeline.examples import check_examples, examples, meaning_examples

    nlp: Any = load(directory, stanza_dir)
    rules = nlp.get_pipe("quantities").rulebook.rules
    if faults := list(check_examples(nlp)):
        raise RuleError(faults)
    meant = sum(1 for _ in meaning_examples(nlp))
    _say(f"{len(rules)} rules, {len(examples(rules)) + meant} examples, no fault")


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done}/{total} releases", end="\n" if done == total else "", file=sys.stderr, flush=True)  # noqa: T201


def _say(text: Any) -> None:
    print(text, file=sys.stderr)  # noqa: T201 (stderr is talk)


def main() -> None:
    """Run the command; errors of the user print as one line a fault and exit with 2."""
    from pipeline.errors import KabarangkaError

    try:
        app(standalone_mode=True)
    except KabarangkaError as error:
        _say(error)
        sys.exit(2)
