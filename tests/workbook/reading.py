"""Reading a workbook back: figures line by line, and what LibreOffice makes of the formulas."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

LAST_SHEETS = ["Lines", "Ledger", "Reconciliation totals", "Reconciliation", "Codes", "Checks", "Run record"]
OWN_SHEETS = ("Read me", "Summary", "Assumptions", *LAST_SHEETS)
_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


@dataclass(frozen=True)
class Shown:
    """One amount of a figure on a scheme's sheet. An empty organisation is everybody."""

    scheme: str
    figure: str
    organisation: str
    period: str
    amount: float | None
    status: str


def needs_soffice() -> str:
    """Return the program, or skip; where everything is required its absence is a failure."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        if os.environ.get("IMPROVING_VALUE_REQUIRE_ALL") == "1":
            pytest.fail("LibreOffice is required here, and not installed")
        pytest.skip("LibreOffice is not installed")
    return found


def recalculated(files: Sequence[Path], folder: Path) -> list[Path]:
    """Return copies of workbooks with every formula worked out anew by LibreOffice."""
    program = needs_soffice()
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
    out = folder / "recalculated"
    subprocess.run(
        [program, "--headless", f"-env:UserInstallation=file://{profile}", "--convert-to", "xlsx", "--outdir", str(out), *map(str, files)],
        check=True,
        capture_output=True,
        timeout=600,
    )
    return [out / file.name for file in files]


def values_of(path: Path) -> Workbook:
    return load_workbook(path, data_only=True)


def formulas_of(book: Workbook) -> Iterator[tuple[str, str, str]]:
    """Yield sheet, cell and text of every formula."""
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield sheet.title, cell.coordinate, str(cell.value)


def is_same(one: object, other: object) -> bool:
    """Say whether two values of cells are the same; numbers to a millionth of their size."""
    numbers = [_number(value) for value in (one, other)]
    if numbers[0] is not None and numbers[1] is not None:
        return abs(numbers[0] - numbers[1]) <= 1e-6 * (1 + abs(numbers[0]))
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _number(value: object) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, datetime):
        return float(value.toordinal() - date(1899, 12, 30).toordinal())
    return float(value) if isinstance(value, (int, float)) else None


def shown_in(book: Workbook) -> list[Shown]:
    """Return every line and total of every scheme's sheet."""
    found: list[Shown] = []
    for sheet in book:
        if sheet.title not in OWN_SHEETS:
            found += _of_sheet(sheet.title, [list(row) for row in sheet.iter_rows(values_only=True)])
    return found


def _of_sheet(scheme: str, rows: list[list[Any]]) -> Iterator[Shown]:
    figure, amount, in_lines = "", None, False
    for row in rows:
        first = row[0]
        if isinstance(first, str) and first.startswith(("Saving: ", "Cost: ")):
            figure, in_lines = first.split(": ", 1)[1], False
        elif first == "Organisation":
            amount, in_lines = row.index("Amount"), True
        elif in_lines and amount is not None and first:
            value = row[amount]
            everybody = first == "All together" and not row[2]
            yield Shown(
                scheme, figure, "" if everybody else first, row[2] or "", None if value == "missing" else float(value), row[amount + 1]
            )
            in_lines = not everybody
