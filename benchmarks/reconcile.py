"""How long a ledger of 5,000 rows takes beside a year of every scheme: `python benchmarks/reconcile.py`, after `improving-value demo`."""

from __future__ import annotations

import argparse
import csv
import resource
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "engine"))

from improving_value.reconciliation import Agreement, reconcile  # noqa: E402


def longer_ledger(folder: Path, rows: int) -> Path:
    """Return the synthetic ledger with every claim cut into several rows, until it has as many as are wanted."""
    with (ROOT / "fixtures" / "ledger" / "ledger.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    more = []
    for number in range(rows - len(found)):
        one = found[number % len(found)]
        more.append({**one, "unique_ref": f"CORR-{number}", "actual_gross": "0.00", "plan_gross": "", "plan_net": "", "actual_net": ""})
    path = folder / "ledger.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(found[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows([*found, *more])
    return path


def main() -> None:
    """Reconcile, and say how long it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path, nargs="?", default=Path("demo"), help="folder of a run of the built-in data")
    parser.add_argument("--rows", type=int, default=5000)
    chosen = parser.parse_args()
    with TemporaryDirectory() as work:
        ledger = longer_ledger(Path(work), chosen.rows)
        began = time.perf_counter()
        found = reconcile(Agreement(chosen.run, ledger, Path(work) / "out", 100))
        wall = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_SELF)
    memory = used.ru_maxrss / 1024
    print(
        f"{len(found.ledger.rows):,} rows, {len(found.items):,} comparisons: {wall:.1f} s, {used.ru_utime:.1f} s of processor, {memory:,.0f} MB"
    )


if __name__ == "__main__":
    main()
