"""A long run with poison in it: `python -m tests.soak [RELEASES]`, from the root of the project.

One in a hundred releases is poisoned: half of them end the process that reads them, the others raise. It prints peak
memory (of the run and of its largest worker) at a twentieth of the releases and at all of them, time a release, what
was set aside, and the time of a run without work. `--real` extracts with the real model in place of a quick one.
"""

import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from pipeline.run import Job, Limits, load_extract, run_job
from tests.bench import texts
from tests.poison import KILL, RAISE, Poisoned, quick

EVERY = 100
CODE = "import sys; from tests.soak import child; child(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))"


def poisoned() -> Poisoned:
    """Load the real model, with poison."""
    return Poisoned(load_extract(None, None))


def child(folder: str, out: str, kind: str, workers: int) -> None:
    """Do one run in a process of its own and print its figures as JSON."""
    load = poisoned if kind == "real" else quick
    started = time.monotonic()
    job = Job((Path(folder),), Path(out), partial(load), limits=Limits(workers))
    outcome = run_job(job, lambda _event, **_facts: None)
    assert outcome is not None
    # Not `ru_maxrss` of this process: it starts with the memory of the one that made it.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (peak,) = (int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmHWM"))
    workers_peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    facts = {
        "seconds": round(time.monotonic() - started, 2),
        "releases": outcome.releases,
        "rows": outcome.observations,
        "failures": len(outcome.failures),
        "peak_mb": peak,
        "peak_worker_mb": workers_peak,
    }
    print(json.dumps(facts))


def measure(folder: Path, out: Path, kind: str) -> dict[str, float]:
    """Run in a process of its own with two workers."""
    command = [sys.executable, "-c", CODE, str(folder), str(out), kind, "2"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    print(f"{folder.name}: {done.stdout.strip()}", flush=True)
    return found


def main() -> None:
    """Measure and print."""
    numbers = [int(argument) for argument in sys.argv[1:] if argument.isdecimal()] or [20_000]
    kind = "real" if "--real" in sys.argv else "quick"
    with tempfile.TemporaryDirectory() as name:
        found = {}
        for number in (numbers[0] // 20, numbers[0]):
            folder, out = Path(name) / f"{number} releases", Path(name) / f"out {number}"
            folder.mkdir()
            for i, text in enumerate(texts(number)):
                poison = f"\n\n{KILL if i % (2 * EVERY) else RAISE}\n" if i % EVERY == 0 else ""
                (folder / f"{i:06}.txt").write_text(text + poison, encoding="utf-8")
            found[number] = measure(folder, out, kind)
            with (out / "quarantine.csv").open(encoding="utf-8", newline="") as file:
                named = {row["source"] for row in csv.DictReader(file)}
            expected = {f"{i:06}.txt" for i in range(0, number, EVERY)}
            print(f"poisoned and named: {len(named & expected)} of {len(expected)}; others: {len(named - expected)}")
        few, many = (found[number] for number in sorted(found))
        for what in ("peak_mb", "peak_worker_mb"):
            print(f"{what}, all to a twentieth: {many[what] / few[what]:.2f} (bar: 1.3)")
        print(f"ms a release: {1000 * few['seconds'] / min(found):.1f}, then {1000 * many['seconds'] / max(found):.1f}")
        again = measure(folder, out, kind)
        print(f"run without work over {max(found)} releases: {again['seconds']:.2f} s (bar: 5)")


if __name__ == "__main__":
    main()
