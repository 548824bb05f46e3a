"""How long the report on 300 providers takes and how large it is: the fixtures' providers, each many times under other codes."""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "fixtures"
OF_ONE = ("provider_code", "ODS code", "unit_code", "matched_to", "name", "successor")
"""Columns, beside those that end in `_id`, whose values belong to one provider."""


def multiply(folder: Path, times: int) -> None:
    """Write the built-in activity and parameters, each provider with its patients so many times over."""
    (folder / "activity").mkdir(parents=True, exist_ok=True)
    for path in sorted((FIXTURES / "activity").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            heads, *rows = list(csv.reader(file))
        own = [number for number, head in enumerate(heads) if head in OF_ONE or head.endswith("_id")]
        copies = times if own else 1
        with (folder / "activity" / path.name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(heads)
            for copy in range(copies):
                writer.writerows(_copied(row, own, copy) for row in rows)
    lines = (FIXTURES / "parameters.yaml").read_text(encoding="utf-8").splitlines()
    (folder / "parameters.yaml").write_text("\n".join(_parameters(lines, times)) + "\n", encoding="utf-8")


def _copied(row: list[str], own: list[int], copy: int) -> list[str]:
    return [f"{cell}-{copy:02d}" if copy and cell and number in own else cell for number, cell in enumerate(row)]


def _parameters(lines: list[str], times: int) -> list[str]:
    found = []
    for line in lines:
        _, marked, rest = line.partition("{provider_code: ")
        code = rest.partition(",")[0]
        found += [line.replace(code, f"{code}-{copy:02d}", 1) if copy else line for copy in range(times if marked else 1)]
    return found


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--folder", type=Path, required=True, help="Where the activity and the results go.")
    asked.add_argument("--times", type=int, default=25, help="How often each of the twelve providers stands in it.")
    given = asked.parse_args()
    multiply(given.folder, given.times)
    order = [sys.executable, "-m", "improving_value", "run", "--data", str(given.folder / "activity"), "--period", "2017/18"]
    order += ["--baseline", "2016/17", "--parameters", str(given.folder / "parameters.yaml"), "--out", str(given.folder / "out")]
    start = time.perf_counter()
    done = subprocess.run(order, capture_output=True, text=True, check=False)
    wall, used = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode in (0, 1), done.stderr
    results = given.folder / "out" / "internal"
    print(f"{wall:.1f} s of wall time, {used.ru_utime + used.ru_stime:.1f} s of processor, {used.ru_maxrss / 1e6:.1f} GB at most")
    print(json.dumps(json.loads((results / "timings.json").read_text(encoding="utf-8"))))
    print(f"menu.html: {(results / 'menu.html').stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
