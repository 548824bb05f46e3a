"""A year of runs in one file: added once, whole or not at all; what was forecast when, delivered, and restated."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from finance.small_run import AGREEING, HEAD, UNITS, Unit, make_run, write_ledger
from improving_value.finance import tracking_store
from improving_value.finance.run_folder import read_run
from improving_value.finance.tracking import deliveries, qipp, restatements, track_run
from improving_value.finance.tracking_store import read_track
from improving_value.kernel.issues import Rejected
from improving_value.report.tracking_files import write_export

ENGINE = Path(__file__).parents[2] / "engine"


def add(
    store: Path, folder: Path, units: tuple[Unit, ...] = UNITS, frozen: date | None = None, ledger: Path | None = None
) -> tuple[int, bool]:
    return track_run(store, read_run(make_run(folder, units)), "", frozen, ledger)


def test_the_same_run_twice_is_harmless(tmp_path: Path) -> None:
    store = tmp_path / "year.duckdb"
    assert add(store, tmp_path / "one") == (1, True)
    before = read_track(store)
    assert add(store, tmp_path / "the_same_elsewhere") == (1, False)
    assert read_track(store) == before


def test_a_restatement_before_and_after_freeze(tmp_path: Path) -> None:
    store = tmp_path / "year.duckdb"
    add(store, tmp_path / "one", frozen=date(2017, 5, 1))
    later = (*UNITS[:5], ("beta", "B1", "RX1", "2017-04-11", 50100, "d1"), ("beta", "B2", "RX1", "2017-05-11", 59000, "d9"))
    add(store, tmp_path / "two", later)
    found = [(one.run, one.scheme, one.period, one.difference, one.is_after_freeze) for one in restatements(read_track(store))]
    assert found == [(2, "beta", "2017/18 M01", 100, True), (2, "beta", "2017/18 M02", -1000, False)]


def test_a_month_not_yet_reported_is_no_restatement(tmp_path: Path) -> None:
    store = tmp_path / "year.duckdb"
    add(store, tmp_path / "one", UNITS[:6])
    add(store, tmp_path / "two", UNITS)
    assert restatements(read_track(store)) == ()
    amounts = [(one.run, one.pence) for one in deliveries(read_track(store))]
    assert amounts == [(1, 72250 + 50000), (2, 72250 + 110000)]


def test_the_lines_finance_loads(tmp_path: Path) -> None:
    store = tmp_path / "year.duckdb"
    head = f"{HEAD},plan_gross,unique_ref,project_name,pod,fot"
    rows = [f"{row},200.00,Q-{index},A project,DRUG,{'900.00' if index == 4 else ''}" for index, row in enumerate(AGREEING)]
    add(store, tmp_path / "one", ledger=write_ledger(tmp_path, rows, head))
    write_export(read_track(store), tmp_path)
    with (tmp_path / "qipp.csv").open(encoding="utf-8", newline="") as file:
        lines = {(row["Sort of Money"], row["Unique Ref"]): row for row in csv.DictReader(file)}
    alpha = lines["cash releasing commissioner, realised", "Q-2"]
    assert (alpha["Project Name"], alpha["POD"], alpha["Provider"]) == ("A project", "DRUG", "RX1")
    assert (alpha["Gross Plan YTD"], alpha["Gross Actual YTD"], alpha["Gross Variance YTD"]) == ("600.00", "677.50", "77.50")
    assert alpha["Gross Variance YTD (%)"] == "12.9"  # 77.50 / 600: the variance over the plan
    beta = lines["cash releasing commissioner, realised", "Q-5"]
    assert (beta["Gross Plan Forecast"], beta["Gross Actual Forecast"], beta["Forecast Basis"]) == ("400.00", "900.00", "the ledger's")
    book = load_workbook(tmp_path / "tracking.xlsx")
    assert book.sheetnames == ["qipp", "forecasts", "delivered", "restatements"]
    assert len(qipp(read_track(store))) == book["qipp"].max_row - 1


def test_a_killed_add_leaves_the_file_whole(tmp_path: Path) -> None:
    store = tmp_path / "year.duckdb"
    add(store, tmp_path / "one")
    before = read_track(store)
    make_run(tmp_path / "two", UNITS[:6])
    program = (
        "import os, signal\nfrom pathlib import Path\n"
        "from improving_value.finance import tracking, tracking_store\nfrom improving_value.finance.run_folder import read_run\n"
        "insert = tracking_store._insert\n"
        "def half(connection, table, rows):\n"
        "    insert(connection, table, rows[:1])\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "tracking_store._insert = half\n"
        f"tracking.track_run(Path({str(store)!r}), read_run(Path({str(tmp_path / 'two')!r})), '', None, None)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": str(ENGINE)}, check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert read_track(store) == before
    assert track_run(store, read_run(tmp_path / "two"), "", None, None) == (2, True)


def test_an_add_that_fails_half_way_adds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "year.duckdb"
    add(store, tmp_path / "one")

    def fails(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(tracking_store, "_insert", fails)
        with pytest.raises(KeyboardInterrupt):
            add(store, tmp_path / "two", UNITS[:6])
    assert len(read_track(store).runs) == 1


def test_another_file_is_never_written_to(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("a letter\n" * 2000, encoding="utf-8")
    with pytest.raises(Rejected) as rejected:
        add(letter, tmp_path / "one")
    assert [issue.code for issue in rejected.value.issues] == ["not-a-store"]
    assert letter.read_text(encoding="utf-8") == "a letter\n" * 2000
    with pytest.raises(Rejected):
        read_track(tmp_path / "not_there.duckdb")
