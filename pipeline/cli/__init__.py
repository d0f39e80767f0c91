"""The command `kabarangka`: words of the shell in, calls of the product out; nothing heavy is imported for --help."""

import json
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli.fetch import fetch
from pipeline.cli.merge import merge
from pipeline.cli.results import diff, export, runs
from pipeline.cli.run import Rules, StanzaDir, run
from pipeline.cli.show import say

os.environ.setdefault("OMP_NUM_THREADS", "1")

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


@app.callback()
def kabarangka() -> None:
    """Numbers from Indonesian press releases, as a table.

    Exit codes: 0 all done, 1 some releases failed (the others are written), 2 wrong use or bad rules.
    """


app.command()(run)
app.command()(merge)
app.command()(export)
app.command()(diff)
app.command()(runs)
app.command()(fetch)


@app.command()
def read(
    files: Annotated[list[Path], typer.Argument(help="Files of releases.")],
    columns: Annotated[str, typer.Option(help="Columns of tables of articles: text=isi,title=judul,id=kode.")] = "",
    rules: Rules = None,
) -> None:
    """Show what the reader makes of files, one JSON object a release.

    Example: kabarangka read corpus/marketeers-20240104-ikm.txt
    """
    from pipeline.read import File, releases
    from pipeline.read.table import parse_columns
    from pipeline.records import Failure
    from pipeline.rulebook import load

    rulebook = load(rules)
    given = parse_columns(columns)
    failed = False
    for path in files:
        for found in releases(File(path, path.name, columns=given), rulebook):
            if isinstance(found, Failure):
                say(found)
                failed = True
            else:
                print(json.dumps(_shown(found), ensure_ascii=False))  # noqa: T201 (stdout is data)
    raise typer.Exit(1 if failed else 0)


@app.command()
def verify(
    out: Annotated[Path, typer.Argument(help="Folder that `run` wrote.")],
    root: Annotated[
        list[str] | None, typer.Option(help="Where the sources are now, paths or URLs; as in the run without it.")
    ] = None,
    rules: Rules = None,
) -> None:
    """Read every source again and hold every row against it; exit 1 when one does not agree.

    Example: kabarangka verify outputs
    """
    from pipeline.read import is_url
    from pipeline.rulebook import load
    from pipeline.verify import verify as verify_result

    rows, faults = verify_result(out, [path if is_url(path) else Path(path) for path in root or []], load(rules))
    for fault, places in faults.items():
        say(f"{fault}: {len(places)} rows, first {places[0]}")
    say(f"{rows} rows, {sum(map(len, faults.values()))} faults")
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
    say(f"{len(rules)} rules, {len(examples(rules)) + meant} examples, no fault")


def _shown(release: Any) -> dict[str, Any]:
    """Return what `read` shows of a release; the author only where there is one."""
    author = {"author": release.author} if release.author else {}
    facts = {key: getattr(release, key) for key in ("url", "text", "text_sha256", "warnings")}
    return {key: getattr(release, key) for key in ("title", "published", "publisher")} | author | facts


def main() -> None:
    """Run the command; errors of the user print as one line a fault and exit with 2."""
    from pipeline.errors import KabarangkaError

    try:
        app(standalone_mode=True)
    except KabarangkaError as error:
        say(error)
        sys.exit(2)
