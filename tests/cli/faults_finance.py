"""Faults of what finance brings: a ledger, the folder of a run, the file of a year's runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook

from cli.faults import Fault
from cli.terminal import RUN, improving_value

HEAD = "scheme_id,saving,provider_ods,financial_year,month,actual_gross"
FINE = "late_discharges,waiting,RX1,2017/18,1,2000.00"
RECONCILE = ("reconcile", "results", "--ledger", "ledger.csv", "--out", "agreed")
TRACK = ("track", "add", "results", "--store", "year.duckdb")


def _run(folder: Path) -> None:
    improving_value(*RUN, folder=folder)


def _ledger(*rows: str, head: str = HEAD) -> Callable[[Path], None]:
    """Return what runs the small scheme and writes a ledger beside the results."""

    def do(folder: Path) -> None:
        _run(folder)
        (folder / "ledger.csv").write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")

    return do


def _formula(folder: Path) -> None:
    _run(folder)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEAD.split(","))
    sheet.append(["late_discharges", "waiting", "RX1", "2017/18", "1", "=SUM(A1:A9)"])
    book.save(folder / "ledger.xlsx")


def _letter(folder: Path) -> None:
    _run(folder)
    (folder / "year.duckdb").write_text("a letter\n" * 2000, encoding="utf-8")


FINANCE = (
    Fault("fin_no_ledger", "A ledger that does not exist", _run, RECONCILE, 2),
    Fault(
        "fin_no_run", "A folder that is no run", _ledger(FINE), ("reconcile", "activity", "--ledger", "ledger.csv", "--out", "agreed"), 2
    ),
    Fault("fin_not_a_ledger", "A file that is no ledger", _ledger("a letter", head="Dear colleague"), RECONCILE, 3),
    Fault(
        "fin_column", "A ledger without a column it needs", _ledger(FINE, head=HEAD.replace("actual_gross", "actual_gros")), RECONCILE, 3
    ),
    Fault("fin_formula", "A formula whose value was never saved", _formula, (*RECONCILE[:3], "ledger.xlsx", *RECONCILE[4:]), 3),
    Fault(
        "fin_cells",
        "Several cells of a ledger that cannot be read",
        _ledger(FINE, "late_discharges,waiting,RX1,2017/18,13,TBC", ",waiting,,2017/18,2,1.00"),
        RECONCILE,
        3,
    ),
    Fault("fin_saving", "A claim that does not say which saving", _ledger("late_discharges,,RX1,2017/18,1,2000.00"), RECONCILE, 3),
    Fault("fin_item", "A comparison that does not exist", _ledger(FINE), (*RECONCILE, "--item", "R0099"), 2),
    Fault("fin_not_a_store", "A file that holds no runs", _letter, TRACK, 3),
)
