"""The reconciliation's workbook: live formulas that come to what the engine found, before and after another program works them out."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from finance.conftest import Reconciled
from finance.small_run import AGREEING, make_run, write_ledger
from improving_value.finance.ledger import read_ledger
from improving_value.finance.reconcile import Reconciliation, reconcile
from improving_value.finance.run_folder import read_run
from improving_value.report.reconciliation_workbook.book import SHEETS, write_workbook

MAY_STAND = {"0", "1", "12", "100"}
NOT_ALLOWED = ("OFFSET", "INDIRECT", "XLOOKUP", "LET", "FILTER", "LAMBDA")
FIRST = 4
HAS_OFFICE = shutil.which("soffice") is not None
REQUIRED = bool(os.environ.get("IMPROVING_VALUE_REQUIRE_ALL"))
needs_office = pytest.mark.skipif(not HAS_OFFICE and not REQUIRED, reason="needs LibreOffice")

ROWS = [
    AGREEING[1],
    "alpha,RX2,2017/18 M01,40.00",
    *AGREEING[4:],
    "alpha,RX1,2017/18 M01,150.00",
    "alpha,RX1,2017/18 M01,150.00",
    "alpha,RX3,2017/18 M02,12.34",
    "beta,RX2,2017/18 M01,7.00",
    "gamma,RX1,2017/18 M01,8.00",
    "alpha,RX1,2017/18 M05,999.00",
]


@pytest.fixture
def made(tmp_path: Path) -> tuple[Reconciliation, Path]:
    """A small reconciliation with something of every class."""
    run = make_run(tmp_path / "run")
    found = reconcile(read_ledger(write_ledger(tmp_path, ROWS)), read_run(run), 100)
    path = tmp_path / "made.xlsx"
    write_workbook(found, path)
    return found, path


def worked_out_again(path: Path, folder: Path) -> Workbook:
    """Return a workbook as LibreOffice works it out, no value of ours left in it."""
    bare = folder / "bare.xlsx"
    load_workbook(path).save(bare)
    profile = f"-env:UserInstallation=file://{folder.as_posix()}/profile"
    out = folder / "worked_out"
    command = ["soffice", "--headless", profile, "--convert-to", "xlsx", "--outdir", str(out), str(bare)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return load_workbook(out / "bare.xlsx", data_only=True)


def formulas(book: Workbook) -> list[tuple[str, str, str]]:
    return [
        (sheet.title, cell.coordinate, cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    ]


def same(one: Any, other: Any) -> bool:
    if one in (None, "") or other in (None, ""):
        return one in (None, "") and other in (None, "")
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) < 0.000001
    return bool(one == other)


def test_sheets_and_protection(made: tuple[Reconciliation, Path]) -> None:
    book = load_workbook(made[1])
    assert tuple(book.sheetnames) == SHEETS
    assert all(sheet.protection.sheet and not sheet.protection.password for sheet in book)
    ledger, compared = book["Ledger"], book["Reconciliation"]
    assert not ledger["A4"].protection.locked
    assert ledger["AE4"].protection.locked
    explained = [cell.value for cell in compared[3]].index("explanation")
    assert not compared.cell(FIRST, explained + 1).protection.locked
    assert len(compared.data_validations.dataValidation) == 1


def test_no_number_and_no_forbidden_function_in_a_formula(planted: Reconciled) -> None:
    book = load_workbook(planted.folder / "reconciliation.xlsx")
    found = formulas(book)
    assert len(found) > 10_000
    for place, cell, text in found:
        plain = re.sub(r'"[^"]*"|\$?[A-Z]{1,3}\$?\d+', "", text)
        assert set(re.findall(r"\d+(?:\.\d+)?", plain)) <= MAY_STAND, (place, cell, text)
        assert not any(f"{name}(" in text for name in NOT_ALLOWED), (place, cell)
        assert "[" not in text, (place, cell)
        assert len(text) < 200, (place, cell, len(text))


def test_every_check_passes_as_written(planted: Reconciled) -> None:
    checks = load_workbook(planted.folder / "reconciliation.xlsx", data_only=True)["Checks"]
    results = [row[4].value for row in checks.iter_rows(min_row=FIRST) if row[0].value]
    assert results == ["PASS"] * 5


def test_the_values_kept_are_the_engine_s(planted: Reconciled) -> None:
    book = load_workbook(planted.folder / "reconciliation.xlsx", data_only=True)
    rows = {row[0].value: row for row in book["Reconciliation"].iter_rows(min_row=FIRST)}
    for item in planted.found.items:
        row = rows[item.number]
        assert round(100 * row[10].value) == item.ledger_pence - item.copied_pence
        assert round(100 * row[14].value) == item.difference - item.copied_pence
        assert row[21].value == item.class_


@needs_office
def test_libreoffice_comes_to_the_same(made: tuple[Reconciliation, Path], tmp_path: Path) -> None:
    path = made[1]
    kept, again = load_workbook(path, data_only=True), worked_out_again(path, tmp_path)
    found = formulas(load_workbook(path))
    differ = [(place, cell, text) for place, cell, text in found if not same(kept[place][cell].value, again[place][cell].value)]
    assert differ == []
    classes = {row[21].value for row in kept["Reconciliation"].iter_rows(min_row=FIRST)}
    assert [row[4].value for row in kept["Checks"].iter_rows(min_row=FIRST) if row[0].value] == ["PASS"] * 5
    assert classes >= {"matched", "over_claimed", "under_claimed", "claimed_no_activity", "eligible_not_claimed"}


@needs_office
def test_another_ledger_pasted_is_classed_as_the_engine_would(made: tuple[Reconciliation, Path], tmp_path: Path) -> None:
    """The mutation that proves the formulas live: change the ledger sheet, and compare with reconciling that ledger afresh."""
    before, path = made
    book = load_workbook(path)
    sheet = book["Ledger"]
    column = [cell.value for cell in sheet[3]].index("actual_gross") + 1
    changed = list(ROWS)
    for index, amount in ((0, "55.00"), (2, "9000.00"), (4, "100.00"), (5, "100.00")):
        changed[index] = ",".join([*changed[index].split(",")[:3], amount])
        sheet.cell(FIRST + index, column).value = float(amount)
    book.save(tmp_path / "pasted.xlsx")
    again = worked_out_again(tmp_path / "pasted.xlsx", tmp_path)
    afresh = reconcile(read_ledger(write_ledger(tmp_path, changed, name="changed.csv")), before.run, 100)
    rows = {row[0].value: row for row in again["Reconciliation"].iter_rows(min_row=FIRST)}
    assert [item.number for item in afresh.items] == [item.number for item in before.items]
    assert [item.class_ for item in afresh.items] != [item.class_ for item in before.items]
    for item in afresh.items:
        assert rows[item.number][21].value == item.class_
        assert round(100 * rows[item.number][14].value) == item.difference - item.copied_pence
    results = [row[4].value for row in again["Checks"].iter_rows(min_row=FIRST) if row[0].value]
    assert results == ["PASS", "PASS", "PASS", "PASS", "FAIL"]  # what the tests found was found of the other ledger


def test_the_ledger_sheet_can_be_reconciled_itself(planted: Reconciled) -> None:
    """The workbook handed on is a ledger too: read back, it is the ledger it was made of."""
    back = read_ledger(planted.folder / "reconciliation.xlsx")
    ledger = planted.found.ledger
    assert [(row.scheme, row.saving, row.provider, row.claimed) for row in back.rows] == [
        (row.scheme, row.saving, row.provider, row.claimed) for row in ledger.rows
    ]
    assert [row.period.start for row in back.rows] == [row.period.start for row in ledger.rows]
    again = reconcile(back, planted.found.run, 100)
    assert [item.class_ for item in again.items] == [item.class_ for item in planted.found.items]
    copied = [item.copied_pence for item in planted.found.items]
    assert [item.copied_pence for item in again.items] == copied  # what the sheet works out beside a row is no part of it
    assert any(copied)


def test_text_of_a_ledger_never_becomes_a_formula(tmp_path: Path) -> None:
    run = make_run(tmp_path / "run")
    found = reconcile(read_ledger(write_ledger(tmp_path, ["=1+1,RX1,2017/18 M01,5.00", *AGREEING])), read_run(run), 100)
    write_workbook(found, tmp_path / "made.xlsx")
    book = load_workbook(tmp_path / "made.xlsx")
    assert book["Ledger"]["A4"].data_type == "s"
    write_workbook(found, tmp_path / "again.xlsx")
    assert (tmp_path / "made.xlsx").read_bytes() == (tmp_path / "again.xlsx").read_bytes()
