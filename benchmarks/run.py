"""The ITP scheme three ways over the same infusions: the engine, SQL by hand, pandas; checked equal, timed, and written to RESULTS.md."""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from make_infusions import make_infusions

from compare import differences

HERE = Path(__file__).resolve().parent
ENGINE, BY_HAND, BY_PANDAS = "engine", "SQL by hand", "pandas"
RAN = (0, 1)
"""Exit codes of a run that wrote its results; 1 says that there are data issues, which the data has on purpose."""


@dataclass(frozen=True)
class Measured:
    """One run of one process: seconds on the clock, seconds of processor, and its peak memory in GB."""

    seconds: float
    processor: float
    memory: float


def command(way: str, data: Path, out: Path) -> list[str]:
    """Return how one of the three is run."""
    if way == ENGINE:
        arguments = [
            "run",
            "--data",
            str(data / "activity"),
            "--period",
            "2017/18",
            "--baseline",
            "2016/17",
            "--scheme",
            "itp_immunoglobulin_dosing",
        ]
        return [
            sys.executable,
            "-m",
            "improving_value",
            *arguments,
            "--parameters",
            str(data / "parameters.yaml"),
            "--out",
            str(out),
            "--today",
            "2018-06-01",
        ]
    script = {BY_HAND: "itp_by_hand.py", BY_PANDAS: "itp_by_pandas.py"}[way]
    return [sys.executable, str(HERE / script), "--data", str(data), "--out", str(out)]


def measure(way: str, data: Path, out: Path) -> Measured:
    """Run one of the three in a process of its own; raises RuntimeError with what it said when it fails."""
    out.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent / "engine")}
    with (out / "said.txt").open("w") as said:
        began = time.perf_counter()
        process = subprocess.Popen(command(way, data, out), stdout=said, stderr=subprocess.STDOUT, env=environment)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in RAN:
        raise RuntimeError(f"{way} ended with {process.returncode}: {(out / 'said.txt').read_text()[-2000:]}")
    return Measured(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024 / 1e9)


def results_of(way: str, out: Path) -> Path:
    return out / "internal" if way == ENGINE else out


def median(runs: list[Measured]) -> Measured:
    """Return the median of each figure; of memory too, for which the engine's limit makes runs alike."""
    return Measured(*(statistics.median(getattr(run, name) for run in runs) for name in ("seconds", "processor", "memory")))


def table(found: dict[str, list[Measured]]) -> list[str]:
    """Return the table of results, with the hand-written SQL as the measure."""
    yardstick = median(found[BY_HAND]) if BY_HAND in found else None
    lines = [
        "| | wall time | × by hand | processor time | × by hand | peak memory | wall time of each run |",
        "|---|---:|---:|---:|---:|---:|---|",
    ]
    for way, runs in found.items():
        middle = median(runs)
        times = ", ".join(f"{run.seconds:.1f}" for run in runs)
        ratios = (
            ("–", "–")
            if yardstick is None
            else (f"{middle.seconds / yardstick.seconds:.2f}", f"{middle.processor / yardstick.processor:.2f}")
        )
        lines.append(
            f"| {way} | {middle.seconds:.1f} s | {ratios[0]} | {middle.processor:.1f} s | {ratios[1]} | {middle.memory:.2f} GB | {times} |"
        )
    return lines


def report(rows: int, found: dict[str, list[Measured]], agreement: list[str], load: tuple[float, ...]) -> str:
    """Return RESULTS.md."""
    machine = f"{os.cpu_count()} cores, {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.0f} GB, {platform.system()}, Python {platform.python_version()}"
    packages = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "pandas", "pyarrow"))
    runs = max(len(one) for one in found.values())
    figures = "One run of each" if runs == 1 else f"Medians of {runs}, alternating, each"
    return "\n".join(
        [
            "# Results",
            "",
            f"Immunoglobulin for ITP over {rows:,} infusions: 2017/18 by quarter against 2016/17. {figures} in a process of its own.",
            "",
            *table(found),
            "",
            *agreement,
            "",
            f"Machine: {machine}; {packages}. The engine and the SQL by hand have 1.5 GB and 2 threads for DuckDB; pandas has what it takes.",
            f"Load of the machine over the last minute: {load[0]:.1f} at the start and {load[1]:.1f} at the end, our own included; where others ran beside us, processor time tells more than wall time.",
            "",
        ]
    )


def compare_all(results: dict[str, Path]) -> list[str]:
    """Return what the outputs have in common, in a line for each pair; raises ValueError when anything differs."""
    ways = list(results)
    lines = []
    for way in ways[1:]:
        checked, different = differences(results[ways[0]], results[way])
        if different:
            raise ValueError(f"{ways[0]} and {way} differ:\n" + "\n".join(different[:40]))
        lines.append(f"{ways[0][0].upper()}{ways[0][1:]} and {way} agree: {checked}.")
    return lines


def run(rows: int, repeats: int, ways: list[str], work: Path, data: Path | None) -> str:
    """Make the data, run everything, compare, and return the report."""
    folder = data or work / "data"
    path = folder / "activity" / "ig_infusions.parquet"
    if not path.exists():
        make_infusions(folder, rows)
    ((counted,),) = duckdb.execute(f"SELECT count(*) FROM '{path}'").fetchall()
    found: dict[str, list[Measured]] = {way: [] for way in ways}
    results: dict[str, Path] = {}
    before = os.getloadavg()[0]
    for repeat in range(repeats):
        for way in ways:
            out = work / f"{way.replace(' ', '_')}_{repeat}"
            found[way].append(measure(way, folder, out))
            results[way] = results_of(way, out)
            print(f"{date.today()} {way} {repeat + 1}: {found[way][-1]}", flush=True)
    return report(counted, found, compare_all(results), (before, os.getloadavg()[0]))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=10_000_000, help="about how many infusions")
    arguments.add_argument("--repeats", type=int, default=3, help="runs of each")
    arguments.add_argument(
        "--without", action="append", default=[], choices=(ENGINE, BY_HAND, BY_PANDAS), help="leave one of the three out"
    )
    arguments.add_argument("--data", type=Path, help="folder that make_infusions.py wrote, or will write to; a temporary one if left out")
    arguments.add_argument("--out", type=Path, default=HERE / "RESULTS.md", help="where the report goes")
    chosen = arguments.parse_args()
    ways = [way for way in (ENGINE, BY_HAND, BY_PANDAS) if way not in chosen.without]
    with TemporaryDirectory() as work:
        text = run(chosen.rows, chosen.repeats, ways, Path(work), chosen.data)
    chosen.out.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
