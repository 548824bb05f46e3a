"""Writing the sheet of assumptions: values to change, what follows them at once, and what needs a rerun."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from improving_value.expression.english import upper_first
from improving_value.expression.excel_pieces import MISSING, ROW
from improving_value.kernel.parameters import Value
from improving_value.report.content.words import BASES
from improving_value.report.workbook.assumptions import CONSTANTS, FIRST_ROW, IN_FORCE, SHEET, Assumption, Assumptions
from improving_value.report.workbook.cells import Cells, shown_unit

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

HEADINGS = (
    "Ref", "Scheme", "Assumption", "For", "From", "Until", "Value", "Unit", "In force", "At the run", "Changed?", "When you change it",
    "What rests on it", "Born", "Source", "Parameter", "Name in formulas",
)  # fmt: skip
_WIDTHS = (7, 34, 50, 20, 13, 13, 16, 16, 14, 14, 12, 16, 40, 38, 60, 30, 36)
_IN_FORCE = {"number": "fixed_number", "share": "fixed_share", "text": "text", "state": "state", "date": "date"}
_LONGEST_CHOICES = 250
LIVE, RERUN = "live", "needs a rerun"


def write_assumptions(cells: Cells, book: Workbook, assumptions: Assumptions, flag: str) -> None:
    """Write every assumption and the constants of the arithmetic, and define their names."""
    sheet = cells.sheet
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    cells.put(0, 0, "Assumptions", "title")
    cells.flag(flag, 1)
    cells.put(
        2,
        0,
        "Yellow cells are live: type another value and the savings that rest on it move at once. Nothing else can be typed over.",
        "note",
    )
    cells.put(
        3,
        0,
        f"“{RERUN}”: it decides who is counted, or is used in what a sheet cannot work out. Put it in the parameters file and run again.",
        "note",
    )
    cells.put(4, 0, f"In force: what formulas use. An emptied cell is {MISSING}, never nought, and so is what rests on it.", "note")
    cells.line(FIRST_ROW - 2, 0, HEADINGS, "head")
    sheet.set_row(FIRST_ROW - 2, 30)
    sheet.fit_to_pages(2, 0)
    sheet.repeat_rows(FIRST_ROW - 2)
    sheet.repeat_columns(0, 2)
    for row in assumptions.rows:
        _write_row(cells, row)
    sheet.autofilter(FIRST_ROW - 2, 0, max(assumptions.last_row - 1, FIRST_ROW - 1), len(HEADINGS) - 1)
    sheet.freeze_panes(FIRST_ROW - 1, 3)
    _write_constants(cells, book, assumptions)
    for row in assumptions.rows:
        if row.is_named:
            book.define_name(row.name, f"={SHEET}!${IN_FORCE}${row.row}")


def _write_row(cells: Cells, row: Assumption) -> None:
    at, line = row.row - 1, row.line
    for column, text in enumerate((row.ref, row.title, upper_first(line.say), line.key)):
        cells.put(at, column, text, "text")
    for column, day in ((4, line.starts), (5, line.ends)):
        cells.put(at, column, day if day is not None else "", "date")
    kind = _kind(row.value, line.unit)
    used = bool(row.moves)
    _put_value(cells, at, 6, row, f"{'input' if row.is_live else 'fixed'}_{kind}")
    cells.put(at, 7, shown_unit(line.unit), "text")
    if used:
        # A cell that somebody empties is missing, not nought.
        formula = f'IF(G{ROW}="","{MISSING}",G{ROW})'
        cells.formula(
            at,
            8,
            formula,
            _plain(row.value),
            _IN_FORCE[kind],
        )
    _put_value(cells, at, 9, row, f"fixed_{kind}")
    cells.formula(at, 10, f'IF(G{ROW}=J{ROW},"as run","changed")', "as run", "text")
    moves = ", ".join(line.used_by)
    mark = LIVE if row.is_live else RERUN
    for column, text in enumerate(
        (mark, moves, BASES.get(line.basis, line.basis), line.source, line.name, row.name if row.is_named else ""), start=11
    ):
        cells.put(at, column, text, "text")
    if row.is_live:
        _validate(cells, at, row, kind)


def _plain(value: Value | None) -> Decimal | str | bool | date | int | None:
    return value if isinstance(value, (Decimal, str, bool, date, int)) else None


def _kind(value: Value | None, unit: str) -> str:
    if isinstance(value, bool):
        return "state"
    if isinstance(value, Decimal):
        return "share" if unit == "share" else "number"
    return "date" if isinstance(value, date) else "text"


def _put_value(cells: Cells, at: int, column: int, row: Assumption, style: str) -> None:
    value = row.value
    if style not in cells.styles:
        style = {"fixed_state": "state", "fixed_date": "date"}[style]
    if isinstance(value, (Decimal, bool, date)):
        cells.put(at, column, value, style)
    else:
        cells.put(at, column, row.line.value if row.line.value is not None else "not supplied", style)


def _validate(cells: Cells, at: int, row: Assumption, kind: str) -> None:
    """Allow only values of the assumption's own sort."""
    options: dict[str, object] = {"error_title": "Not this sort of value", "input_title": row.ref}
    if kind == "state":
        options |= {"validate": "list", "source": ["TRUE", "FALSE"], "error_message": "TRUE or FALSE."}
    elif kind == "date":
        options |= {"validate": "date", "criteria": ">=", "value": date(1900, 3, 1), "error_message": "A date."}
    elif kind == "share":
        options |= {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1, "error_message": "A share from 0% to 100%."}
    elif kind == "number":
        negative = isinstance(row.value, Decimal) and row.value < 0
        options |= {"validate": "decimal", "criteria": ">=", "value": -1e12 if negative else 0, "error_message": "A number, 0 or more."}
    elif row.choices and len(",".join(row.choices)) < _LONGEST_CHOICES:
        options |= {"validate": "list", "source": list(row.choices), "error_message": "One of the list."}
    else:
        return
    options["input_message"] = f"Moves: {', '.join(row.moves)}"[:250]
    cells.sheet.data_validation(at, 6, at, 6, options)


def _write_constants(cells: Cells, book: Workbook, assumptions: Assumptions) -> None:
    top = assumptions.last_row + 2
    cells.put(top, 0, "Constants of the arithmetic: how every reading of a formula compares and rounds; not to be changed", "heading")
    for place, (name, (value, words)) in enumerate(CONSTANTS.items(), start=top + 1):
        cells.put(place, 2, words, "text")
        cells.sheet.write_number(place, 6, value, cells.styles["fixed_exact"])
        cells.put(place, 16, name, "text")
        book.define_name(name, f"={SHEET}!$G${place + 1}")
