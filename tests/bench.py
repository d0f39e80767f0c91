"""Speed against Stanza alone: `python -m tests.bench [--texts N] [--turns N] [--growth]`, from the root of the project.

Stanza's Pipeline with the same weights tokenises the texts one by one in one thread, its model loaded. The whole job is
the command `kabarangka run` on the same texts as files, in a process of its own: start-up, reading, tokenising,
extraction, tables. The two take turns. Beside the time on the clock stands that of the processor: where the two ratios
differ, the machine had other work too. `--growth` runs the command alone on 100 to 20,000 texts and takes some minutes.
"""

import argparse
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.read import title_end
from pipeline.records import Release
from pipeline.run import load_language
from pipeline.tokenise import tokenise

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
COMMAND = [sys.executable, "-c", "from pipeline.cli import main; main()"]
DECIMALS = re.compile(r"(?<=\d,)\d+")
GROWTH = (100, 1_000, 5_000, 20_000)


@dataclass(frozen=True, slots=True)
class Cost:
    """What some work took: seconds on the clock and of the processor, peak memory in MB where a process had its own."""

    clock: float
    processor: float
    memory: float = 0


def texts(number: int) -> list[str]:
    """Return texts that all differ: those of the corpus, paragraphs rotated, one of another added, decimals changed."""
    corpus = [path.read_text(encoding="utf-8").split("\n\n") for path in sorted(CORPUS.glob("*.txt"))]
    made = []
    for i in range(number):
        title, *body = corpus[i % len(corpus)]
        turn = i // len(corpus) % len(body)
        other = corpus[(i * 7 + 3) % len(corpus)]
        text = "\n\n".join([f"{title} ({i})", *body[turn:], *body[:turn], other[i % len(other)]]) + "\n"
        made.append(_with_other_decimals(text, random.Random(i)))
    if len(set(made)) != number:
        raise AssertionError("the texts of the benchmark are not all different")
    return made


def _with_other_decimals(text: str, chosen: random.Random) -> str:
    return DECIMALS.sub(lambda found: "".join(chosen.choices("123456789", k=len(found.group()))), text)


def write(made: list[str], folder: Path) -> None:
    """Write texts as files."""
    folder.mkdir()
    for i, text in enumerate(made):
        (folder / f"{i:05}.txt").write_text(text, encoding="utf-8", newline="")


def cost(work: Callable[[], object]) -> Cost:
    """Return what some work in this process takes."""
    start = time.perf_counter(), time.process_time()
    work()
    return Cost(time.perf_counter() - start[0], time.process_time() - start[1])


def command(*arguments: str) -> Cost:
    """Return what the command takes, its workers included. Raises `RuntimeError` when it fails."""
    start = time.perf_counter()
    process = subprocess.Popen([*COMMAND, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(arguments)}: exit code {process.returncode}")
    scale = 2**20 if sys.platform == "darwin" else 2**10
    return Cost(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale)


def offers(option: str) -> bool:
    """Return whether `kabarangka run` has an option."""
    shown = subprocess.run([*COMMAND, "run", "--help"], check=True, capture_output=True, text=True)
    return option in shown.stdout


def compare(number: int, turns: int) -> None:
    """Print the ratios of the whole job, of tokenising and of extraction to Stanza alone."""
    nlp = load_language(None, None)
    made = texts(number)
    print(f"{number} texts, {sum(map(len, made)):,} characters, one thread a process", flush=True)
    workers = (1, 2) if offers("--workers") else (1,)
    nlp.tokenizer.stanza(made[0])
    with tempfile.TemporaryDirectory() as name:
        write(made, Path(name) / "texts")
        write(made[:1], Path(name) / "one")
        found = [_turn(i, made, nlp, Path(name), workers) for i in range(turns)]
        first = command("run", str(Path(name) / "one"), "--out", str(Path(name) / "out-one"))
    for n, bar in ((1, 0.5), (2, 0.27)):
        if n in workers:
            clock, processor = (statistics.median(column) for column in zip(*(turn[n] for turn in found), strict=True))
            ratios = f"{clock:.3f} on the clock, {processor:.3f} of the processor"
            print(f"whole job with {n} worker(s) / Stanza alone: {ratios} (bar: {bar})")
        else:
            print(f"whole job with {n} workers: not measured, `kabarangka run` has no --workers")
    print(f"start-up to the table of one text: {_shown(first)}")
    print(f"--help: {statistics.median(command('--help').clock for _ in range(5)):.2f} s (bar: 0.5)")


def _turn(
    number: int, made: list[str], nlp: Any, folder: Path, workers: tuple[int, ...]
) -> dict[int, tuple[float, float]]:
    """Measure both sides once; return for each number of workers the ratios of clock and processor."""
    stanza = nlp.tokenizer.stanza
    reference = cost(lambda: [stanza(text) for text in made])
    print(f"turn {number + 1}: Stanza alone {_shown(reference)}", flush=True)
    ratios: dict[int, tuple[float, float]] = {}
    for n in workers:
        option = ["--workers", str(n)] if len(workers) > 1 else []
        job = command("run", str(folder / "texts"), "--out", str(folder / f"out-{number}-{n}"), *option)
        ratios[n] = job.clock / reference.clock, job.processor / reference.processor
        print(f"turn {number + 1}: whole job with {n} worker(s) {_shown(job)}", flush=True)
    tokenising, extracting = rooms(made, nlp)
    print(
        f"turn {number + 1}: of the processor, tokenising / Stanza {tokenising / reference.processor:.3f}, "
        f"extraction / Stanza {extracting / reference.processor:.3f}, "
        f"extraction / both {extracting / (tokenising + extracting):.3f} (bar: 0.25)",
        flush=True,
    )
    return ratios


def rooms(made: list[str], nlp: Any) -> tuple[float, float]:
    """Return the processor's seconds of tokenising and of the extraction after it."""
    spent = [0.0, 0.0]
    releases = [Release(f"{i}", f"{i}", text=t, title_end=title_end(t), original=t) for i, t in enumerate(made)]
    docs = tokenise(made, nlp.tokenizer.stanza, nlp.vocab)
    extractor = nlp.get_pipe("quantities")
    for release in releases:
        start = time.process_time()
        doc = next(docs)
        between = time.process_time()
        extractor.observations(release, doc)
        spent[0] += between - start
        spent[1] += time.process_time() - between
    return spent[0], spent[1]


def _shown(found: Cost) -> str:
    memory = f", peak memory {found.memory:.0f} MB" if found.memory else ""
    return f"{found.clock:.2f} s (processor {found.processor:.2f} s){memory}"


def growth(sizes: tuple[int, ...]) -> None:
    """Print how time a text and memory grow with the number of texts, and what a run without any change takes."""
    with tempfile.TemporaryDirectory() as name:
        write(texts(1), Path(name) / "one")
        start = command("run", str(Path(name) / "one"), "--out", str(Path(name) / "out-one"))
        print(f"one text: {_shown(start)}", flush=True)
        for size in sizes:
            folder, out = Path(name) / f"{size}", Path(name) / f"out-{size}"
            write(texts(size), folder)
            found = command("run", str(folder), "--out", str(out))
            each = (found.processor - start.processor) / size * 1000
            print(
                f"{size:,} texts: {_shown(found)}, {each:.2f} ms of the processor a text beyond the start", flush=True
            )
            print(f"{size:,} texts again: {_shown(command('run', str(folder), '--out', str(out)))}", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Speed of kabarangka against Stanza alone.")
    parser.add_argument("--texts", type=int, default=1_000, help="how many texts (default: 1,000)")
    parser.add_argument("--turns", type=int, default=1, help="how often each side is measured (default: once)")
    parser.add_argument("--growth", action="store_true", help=f"{GROWTH[0]} to {GROWTH[-1]:,} texts instead")
    chosen = parser.parse_args()
    if chosen.growth:
        growth(GROWTH)
    else:
        compare(chosen.texts, chosen.turns)


if __name__ == "__main__":
    main()
