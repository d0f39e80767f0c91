"""Speed against Stanza alone: `python -m tests.bench`, from the root of the project.

Both sides have their model loaded. Stanza tokenises the texts one by one in one thread; the whole job reads the same
texts from files, tokenises, extracts and writes the table. They take turns, three times each. Beside the time on the
clock stands that of the processor: where it says something else, the machine had other work too.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.run import load_language, run
from pipeline.tokenise import load_stanza

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
TEXTS = 300
TURNS = 3


def texts(number: int) -> list[str]:
    """Return texts that all differ: those of the corpus with their paragraphs rotated and one of another text added."""
    corpus = [path.read_text(encoding="utf-8").split("\n\n") for path in sorted(CORPUS.glob("*.txt"))]
    made = []
    for i in range(number):
        title, *body = corpus[i % len(corpus)]
        turn = i // len(corpus) % len(body)
        other = corpus[(i * 7 + 3) % len(corpus)]
        made.append("\n\n".join([f"{title} ({i})", *body[turn:], *body[:turn], other[i % len(other)]]) + "\n")
    if len(set(made)) != number:
        raise AssertionError("the texts of the benchmark are not all different")
    return made


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Return the time that some work takes, on the clock and of the processor."""
    start = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start[0], time.process_time() - start[1]


def help_seconds() -> float:
    """Return the median time of `kabarangka --help`."""
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "--help"]
    return statistics.median(
        seconds(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))[0] for _ in range(5)
    )


def main() -> None:
    """Measure and print."""
    nlp, stanza = load_language(None, None), load_stanza()
    made = texts(TEXTS)
    characters = sum(map(len, made))
    print(f"{TEXTS} texts, {characters:,} characters, one thread", flush=True)
    ratios: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory() as name:
        folder, out = Path(name) / "texts", Path(name) / "out"
        folder.mkdir()
        for i, text in enumerate(made):
            (folder / f"{i:03}.txt").write_text(text, encoding="utf-8", newline="")

        def job() -> None:
            outcome = run([folder], out, ["csv"], nlp, lambda _done, _total: None)
            if outcome.failures or outcome.releases != TEXTS:
                raise AssertionError(f"the job did not go through: {outcome.failures}")

        def alone() -> None:
            for text in made:
                stanza(text)

        job()
        stanza(made[0])
        for turn in range(1, TURNS + 1):
            (stanza_time, stanza_cpu), (job_time, job_cpu) = seconds(alone), seconds(job)
            ratios.append((job_time / stanza_time, job_cpu / stanza_cpu))
            print(
                f"turn {turn}: Stanza {stanza_time:.2f} s ({characters / stanza_time:,.0f} characters/s), "
                f"whole job {job_time:.2f} s ({characters / job_time:,.0f} characters/s), "
                f"ratio {ratios[-1][0]:.3f} (processor {ratios[-1][1]:.3f})",
                flush=True,
            )
    clock, processor = (statistics.median(column) for column in zip(*ratios, strict=True))
    print(f"whole job / Stanza alone, median of {TURNS}: {clock:.3f} (processor {processor:.3f}; bar: 1.4)")
    print(f"--help: {help_seconds():.2f} s (bar: 0.5)")


if __name__ == "__main__":
    main()
