"""The same activity gives the same results, to the byte, whatever the surroundings and the order of the rows."""

from __future__ import annotations

import csv
import json
import random
import re
from pathlib import Path
from typing import Any

from cli.terminal import RUN, contents, given, improving_value

MARKED = (*RUN, "--today", "2026-11-21")
FINGERPRINT = re.compile(rb"\b[0-9a-f]{16,64}\b")
FIXTURES = Path(__file__).parents[2] / "fixtures" / "activity"


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    given(tmp_path)
    assert improving_value(*MARKED, folder=tmp_path, PYTHONHASHSEED="1").code == 0
    elsewhere = given(tmp_path / "elsewhere")
    assert improving_value(*MARKED, folder=elsewhere, PYTHONHASHSEED="2", TZ="Asia/Tokyo").code == 0
    assert contents(tmp_path / "results" / "internal") == contents(elsewhere / "results" / "internal")


def test_rows_in_another_order_give_the_same_results(tmp_path: Path) -> None:
    """Only the fingerprints of the files and the numbers of rows at fault may differ: they are of the files, not of the activity."""
    whole = list(MARKED)
    whole[whole.index("--period") + 1] = "2017/18"
    results = []
    for order in ("as sent", "shuffled"):
        folder = given(tmp_path / order)
        for name in ("cc_periods.csv", "organisations.csv"):
            heading, *rows = (FIXTURES / name).read_text(encoding="utf-8").splitlines(keepends=True)
            if order == "shuffled":
                random.Random(7).shuffle(rows)
            (folder / "activity" / name).write_text("".join((heading, *rows)), encoding="utf-8")
        assert improving_value(*whole, folder=folder).code == 0
        results.append(folder / "results" / "internal")
    first, second = (contents(folder) for folder in results)
    assert first.keys() == second.keys()
    told_apart = {"run.json", "menu.html", "menu.xlsx", "data_issues.csv"}
    assert {name: content for name, content in first.items() if name not in told_apart} == {
        name: content for name, content in second.items() if name not in told_apart
    }
    assert _without_hashes(results[0]) == _without_hashes(results[1])
    assert FINGERPRINT.sub(b"", first["menu.html"]) == FINGERPRINT.sub(b"", second["menu.html"])
    assert _faults(results[0]) == _faults(results[1])
    assert _faults(results[0]), "the activity has faults, so that this says something"


def _without_hashes(folder: Path) -> Any:
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    for source in record["inputs"].values():
        del source["sha256"]
    return record


def _faults(folder: Path) -> list[tuple[str, str, str, str]]:
    """Return every fault of the data, without the number of its row."""
    with (folder / "data_issues.csv").open(encoding="utf-8", newline="") as stream:
        return sorted((row["dataset"], row["file"], row["column"], row["code"]) for row in csv.DictReader(stream))
