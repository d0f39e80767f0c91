"""The same input, rules and model give the same bytes."""

import os
import subprocess
import sys
from pathlib import Path

from spacy.language import Language

from pipeline.export import EXPORTERS
from pipeline.run import run
from pipeline.store import STORE

ROOT = Path(__file__).resolve().parent.parent
COMMAND = "from pipeline.cli import main; main()"


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder by name; but not the store, which knows when it was made."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != STORE}


def test_two_runs_give_the_same_bytes(nlp: Language, tmp_path: Path) -> None:
    for name in ("first", "second"):
        run([ROOT / "corpus"], tmp_path / name, list(EXPORTERS), nlp, lambda _done, _total: None)
    first, second = contents(tmp_path / "first"), contents(tmp_path / "second")
    assert len(first) >= len(EXPORTERS) + 2
    assert first == second


def test_processes_with_other_seeds_and_settings_give_the_same_bytes(tmp_path: Path) -> None:
    texts: list[str | Path] = [*sorted((ROOT / "corpus").glob("*.txt"))[:4]]
    options = ["--formats", ",".join(EXPORTERS)]
    settings = [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Jakarta", "LC_ALL": "C.UTF-8"},
        {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LC_ALL": "C"},
    ]
    started = [
        subprocess.Popen(
            [sys.executable, "-c", COMMAND, "run", *texts, *options, "--out", tmp_path / setting["PYTHONHASHSEED"]],
            env=os.environ | setting,
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
        )
        for setting in settings
    ]
    assert [process.wait(timeout=120) for process in started] == [0, 0]
    assert contents(tmp_path / "1") == contents(tmp_path / "2")


def test_row_does_not_depend_on_the_other_releases(nlp: Language, tmp_path: Path) -> None:
    texts = sorted((ROOT / "corpus").glob("*.txt"))
    run([ROOT / "corpus"], tmp_path / "all", ["csv"], nlp, lambda _done, _total: None)
    together = (tmp_path / "all" / "observations.csv").read_text(encoding="utf-8")
    for path in texts[::5]:
        run([path], tmp_path / path.stem, ["csv"], nlp, lambda _done, _total: None)
        alone = (tmp_path / path.stem / "observations.csv").read_text(encoding="utf-8").split("\n", 1)[1]
        assert alone
        assert alone in together
