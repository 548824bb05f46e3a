"""Every product of a run is the same to the byte, whatever the folder, the clock, the hash seed, and the age of the files read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cli.terminal import files, improving_value
from cli.test_same_results import FIXTURES

SCHEMES = ("itp_immunoglobulin_dosing", "acc_delayed_discharges", "myositis_ivig_to_rituximab")
RUN = ("run", "--period", "2017/18", "--baseline", "2016/17", "--workbook", "--shareable", "--pack", "all", "--today", "2026-11-21")
SURROUNDINGS = {
    "here": {"PYTHONHASHSEED": "1", "TZ": "Etc/GMT+12"},
    "elsewhere": {"PYTHONHASHSEED": "2", "TZ": "Pacific/Kiritimati"},  # 26 hours apart: it is never the same day in both
}
OF_THE_CLOCK = {"internal/timings.json"}
"""What must differ: the seconds that each step took."""


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return the results of the same run, done twice."""
    root = tmp_path_factory.mktemp("same")
    return _run(root, "here"), _run(root, "elsewhere")


def _run(root: Path, place: str) -> Path:
    """Run schemes over copies of the built-in data, each in a folder, at an hour and with files of an age of its own."""
    folder = root / place / ("a folder/" * len(place)).rstrip("/")
    activity = folder / "activity"
    activity.mkdir(parents=True)
    for source in sorted(FIXTURES.glob("*.csv")):
        (activity / source.name).write_bytes(source.read_bytes())
        os.utime(activity / source.name, (1_500_000_000 + len(place), 1_500_000_000 + len(place)))
    chosen = [part for name in SCHEMES for part in ("--scheme", name)]
    parameters = str(FIXTURES.parent / "parameters.yaml")
    ran = improving_value(
        *RUN, *chosen, "--data", str(activity), "--parameters", parameters, "--out", "out", folder=folder, **SURROUNDINGS[place]
    )
    assert ran.code == 0, ran.err
    return folder / "out"


def test_two_runs_make_the_same_files(runs: tuple[Path, Path]) -> None:
    first, second = (files(out) for out in runs)
    assert first == second
    for made in (
        "internal/menu.html",
        "internal/menu.xlsx",
        "internal/run.json",
        "internal/kpis.csv",
        "shareable/menu.html",
        "packs/RZ1.html",
    ):
        assert made in first
    assert sum(name.endswith(".parquet") for name in first) > len(SCHEMES)


def test_each_file_is_the_same_to_the_byte(runs: tuple[Path, Path]) -> None:
    here, elsewhere = runs
    names = [name for name in files(here) if name not in OF_THE_CLOCK]
    assert len(names) > 40
    assert [name for name in names if (here / name).read_bytes() != (elsewhere / name).read_bytes()] == []


def test_no_file_says_where_it_was_made(runs: tuple[Path, Path]) -> None:
    for out in runs:
        named = str(out.parents[1]).encode()
        assert [name for name in files(out) if named in (out / name).read_bytes()] == []
