"""The tutorial, followed literally from an empty folder, does what it says, and ends in a scheme that works."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from cli.tutorial import PAGE, STEP, followed, run


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    folder = tmp_path_factory.mktemp("tutorial")
    return followed(PAGE.read_text(encoding="utf-8"), folder), folder


def test_every_command_prints_what_the_page_says(done: tuple[str, Path]) -> None:
    assert PAGE.read_text(encoding="utf-8") == done[0], "run `python tests/cli/tutorial.py`, and read what changed"


def test_it_ends_in_a_scheme_that_works(done: tuple[str, Path]) -> None:
    _, folder = done
    assert run(["check", "itp_doses.yaml"], folder).startswith("1 scheme and 4 examples checked on both engines: nothing wrong.\n")
    assert "# still to do" not in (folder / "itp_doses.yaml").read_text(encoding="utf-8")
    with (folder / "results" / "internal" / "savings.csv").open(encoding="utf-8", newline="") as stream:
        everybody = [row["gross_gbp"] for row in csv.DictReader(stream) if row["level"] == "all"]
    assert everybody == ["3060.00"]  # P2 has (150 - 60) g too many, at £34


def test_it_takes_at_most_thirty_steps() -> None:
    numbers = [int(number) for number in STEP.findall(PAGE.read_text(encoding="utf-8"))]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) <= 30
