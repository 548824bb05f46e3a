"""A ledger's file, CSV or Excel, to its headings and rows of plain text: nothing is guessed and nothing is left out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from improving_value.finance.ledger_columns import BESIDE, BY_NAME, HEADING, as_heading
from improving_value.kernel.issues import Issue, Location, Rejected, in_order
from improving_value.spec.workbooks import cell_text, open_workbook

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

SHEET = "Ledger"
FURTHEST_HEADING = 20
"""Rows in which the headings are looked for."""


@dataclass(frozen=True)
class WrittenRow:
    """A row as a spreadsheet counts it (the first of the file is 1), and its cells, one for each heading."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class WrittenLedger:
    """A ledger before anything is read into it. `place` is the file, with the sheet of a workbook."""

    place: str
    headings: tuple[str, ...]
    rows: tuple[WrittenRow, ...]


def read_written(path: Path) -> WrittenLedger:
    """Return a file's headings and rows. Raises Rejected with every fault of the file itself."""
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return _from_workbook(path)
    return _from_csv(path)


def _from_csv(path: Path) -> WrittenLedger:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")  # what Excel writes on Windows
    try:
        rows = [(number, [cell.strip() for cell in row]) for number, row in enumerate(csv.reader(io.StringIO(text), strict=True), start=1)]
    except csv.Error:
        raise Rejected([_not_a_ledger(path.name, "text that is no CSV: a quotation mark is not closed")]) from None
    return _with_headings(path.name, rows, [])


def _from_workbook(path: Path) -> WrittenLedger:
    """Return the sheet of a workbook: what its formulas came to when it was last saved."""
    values, formulas = open_workbook(path, worked_out=True, row_by_row=True), open_workbook(path, row_by_row=True)
    if values is None or formulas is None:
        raise Rejected([_not_a_ledger(path.name, "a file that cannot be read as a workbook")])
    with closing(values), closing(formulas):
        name = _sheet_of(values, path)
        place = f"{path.name}, sheet {name}"
        rows, issues = [], []
        for number, (shown, behind) in enumerate(zip(values[name].iter_rows(), formulas[name].iter_rows(), strict=True), start=1):
            for index, (cell, formula) in enumerate(zip(shown, behind, strict=True)):
                if formula.data_type == "f" and cell.value is None:
                    issues.append(_unsaved(place, number, _letter(index)))
                elif cell.data_type == "e":
                    issues.append(_error_cell(place, number, _letter(index)))
            rows.append((number, [cell_text(cell.value) for cell in shown]))
    return _with_headings(place, rows, issues)


def _sheet_of(book: Workbook, path: Path) -> str:
    if SHEET in book.sheetnames:
        return SHEET
    if len(book.sheetnames) == 1:
        return book.sheetnames[0]
    listed = ", ".join(book.sheetnames)
    raise Rejected([_not_a_ledger(path.name, f"a workbook of several sheets ({listed}), none called {SHEET}")])


def _with_headings(place: str, rows: list[tuple[int, list[str]]], issues: list[Issue]) -> WrittenLedger:
    """Find the row of headings, and give every row below it a cell for each."""
    at = next((index for index, (_, cells) in enumerate(rows[:FURTHEST_HEADING]) if HEADING in map(as_heading, cells)), None)
    if at is None:
        found = "nothing" if not rows else f"no row with the heading `{HEADING}`"
        raise Rejected([_not_a_ledger(place, found)])
    ours = {name for beside in BESIDE if set(beside) <= set(rows[at][1]) for name in beside}
    worked_out = {index for index, cell in enumerate(rows[at][1]) if cell in ours}
    rows = [(number, ["" if index in worked_out else cell for index, cell in enumerate(cells)]) for number, cells in rows]
    headings = tuple(as_heading(cell) for cell in rows[at][1])
    used = [index for index, heading in enumerate(headings) if heading]
    known = {_letter(index) for index, heading in enumerate(headings) if heading in BY_NAME}
    faults = [issue for issue in issues if issue.where.line > rows[at][0] and issue.where.name in known]
    faults += _repeated(place, rows[at][0], headings)
    found_rows = []
    for number, cells in rows[at + 1 :]:
        if any(cell for index, cell in enumerate(cells) if index not in used):
            faults.append(_too_long(place, number))
        if not any(cell for cell, heading in zip(cells, headings, strict=False) if heading in BY_NAME):
            continue  # nothing of a claim stands in it, whatever stands beside
        found_rows.append(WrittenRow(number, tuple(cells[index] if index < len(cells) else "" for index in used)))
    if faults:
        raise Rejected(in_order([_named(issue, headings) for issue in faults]))
    return WrittenLedger(place, tuple(headings[index] for index in used), tuple(found_rows))


def _repeated(place: str, row: int, headings: tuple[str, ...]) -> Iterator[Issue]:
    for heading in dict.fromkeys(headings):
        if heading in BY_NAME and headings.count(heading) > 1:
            where = Location(place, row, name=heading)
            yield Issue("ambiguous-column", where, "two columns with this heading", "one", "rename or take out the one that does not count")


def _letter(index: int) -> str:
    """Return the letter of a column, counted from 0, as a spreadsheet has it."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _named(issue: Issue, headings: tuple[str, ...]) -> Issue:
    """Return an issue that names the column by its heading instead of its letter."""
    names = {_letter(index): heading for index, heading in enumerate(headings) if heading}
    where = issue.where
    return Issue(
        issue.code, Location(where.file, where.line, name=names.get(where.name, where.name)), issue.found, issue.expected, issue.fix
    )


def _not_a_ledger(place: str, found: str) -> Issue:
    expected = f"a CSV file or an Excel workbook with headings, one of them `{HEADING}`"
    return Issue("not-a-ledger", Location(place), found, expected, "save the ledger as CSV, or as .xlsx with a sheet called Ledger")


def _unsaved(place: str, row: int, column: str) -> Issue:
    fix = "open the workbook in Excel, save it, and try again; or paste values"
    return Issue("ledger-formula", Location(place, row, name=column), "a formula without a value", "a value", fix)


def _error_cell(place: str, row: int, column: str) -> Issue:
    return Issue("ledger-formula", Location(place, row, name=column), "an error of the spreadsheet", "a value", "mend the formula")


def _too_long(place: str, row: int) -> Issue:
    expected = "as many cells as there are headings"
    return Issue("ragged-row", Location(place, row), "a cell under no heading", expected, "give its column a heading, or empty the cell")
