"""A long comparison of the two engines over random schemes: `python tests/agreement/long_run.py --cases 20000 --seed 1`."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "engine"), str(ROOT / "tests")]


def main() -> int:
    """Compare until so many expressions have been met; print what was, and return 1 when the engines disagreed."""
    from comparing import Tally, compare_scheme

    said = argparse.ArgumentParser(description=__doc__)
    said.add_argument("--cases", type=int, default=20_000, help="how many expressions")
    said.add_argument("--seed", type=int, default=1)
    said.add_argument("--stop", action="store_true", help="stop at the first scheme that differs")
    options = said.parse_args()
    tally, began, differing = Tally(), time.monotonic(), 0
    while tally.expressions < options.cases:
        seed = f"{options.seed}.{tally.schemes}"
        found = compare_scheme(Random(seed), tally)
        differing += bool(found)
        for line in found[:5]:
            print(f"[{seed}] {line}", flush=True)
        if found and options.stop:
            return 1
    print(
        f"{tally.expressions:,} expressions in {tally.schemes:,} schemes, {tally.units:,} units: {tally.values:,} values and {tally.cells:,} cells compared"
    )
    for title, counts in (("nodes", tally.nodes), ("functions", tally.functions)):
        print(f"{title}: " + ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items())))
    print(f"{len(tally.differences)} differences, in {differing} schemes; {time.monotonic() - began:.0f} s")
    return 1 if tally.differences else 0


if __name__ == "__main__":
    sys.exit(main())
