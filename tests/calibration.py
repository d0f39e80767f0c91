"""How often rows are right at each confidence: `python -m tests.calibration OBSERVATIONS.csv GOLD.jsonl …`."""

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

BANDS = ((Decimal("0.9"), "0.90 and more"), (Decimal("0.75"), "0.75 to 0.89"), (Decimal("0.5"), "0.50 to 0.74"))
LOWEST = "below 0.50"
AGREE = ("unit", "role", "indicator")
TOLERANCE = Decimal("0.0001")

Row = dict[str, str]


def judged(table: Path, gold: Sequence[Path]) -> Iterator[tuple[str, bool]]:
    """Yield the band of each row and whether value, unit, role and indicator are those of the gold row it overlaps."""
    wanted = {}
    for path in gold:
        for line in path.read_text(encoding="utf-8").splitlines():
            document = json.loads(line)
            wanted[document["doc_id"]] = document["annotations"]
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            own = wanted[Path(row["source"]).stem]
            near = [a for a in own if a["start"] < int(row["end"]) and int(row["start"]) < a["end"]]
            sure = Decimal(row["confidence"])
            band = next((name for least, name in BANDS if sure >= least), LOWEST)
            yield band, bool(near) and _agrees(row, near[0])


def _agrees(row: Row, gold: Row) -> bool:
    same = all(row[name] == (gold.get(name) or "") for name in AGREE)
    return same and all(_close(row[name], gold.get(name) or "") for name in ("value", "value_low", "value_high"))


def _close(left: str, right: str) -> bool:
    if not left or not right:
        return left == right
    return abs(Decimal(left) - Decimal(right)) <= TOLERANCE * max(abs(Decimal(right)), Decimal(1))


def main() -> None:
    """Print a table for the README."""
    rows = list(judged(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]]))
    print("| confidence | rows | right in value, unit, role and indicator |\n|---|---|---|")
    for name in (*(name for _, name in BANDS), LOWEST):
        own = [right for band, right in rows if band == name]
        print(f"| {name} | {len(own)} | {100 * sum(own) / max(len(own), 1):.1f} % |")


if __name__ == "__main__":
    main()
