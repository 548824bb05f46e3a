"""Writing the sheet of lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from improving_value.expression.evaluate import RowValue
from improving_value.report.workbook.cells import Cells, heading_height, shown_unit
from improving_value.report.workbook.columns import Column, Row
from improving_value.report.workbook.line_block import LINE_COLUMNS, SHEET, LineBlock

FIRST_ROW = 5
"""Row of the first entry of the list of blocks, counted from nought."""
_AROUND = 4
"""Rows of a block that are no lines: its title, two rows of headings and an empty one."""


def place_blocks(blocks: Sequence[LineBlock]) -> None:
    """Say where each block's lines begin."""
    row = FIRST_ROW + len(blocks) + 2
    for block in blocks:
        block.first = row + 4
        row += _AROUND + max(len(block.rows), 1)


def write_lines(cells: Cells, blocks: Sequence[LineBlock], flag: str, too_many: Sequence[tuple[str, str, int]]) -> None:
    """Write the list of blocks and every block."""
    sheet = cells.sheet
    cells.put(0, 0, "Lines: what the savings are the sum of", "title")
    cells.flag(flag)
    cells.put(
        2,
        0,
        "One row for each eligible unit. Blue: from the data, as at the run. Black: worked out here. The scheme's own sheet adds it up.",
        "note",
    )
    cells.put(3, 0, _beside(too_many), "note")
    for place, block in enumerate(blocks):
        link = f"internal:'{SHEET}'!A{block.first - 3}"
        sheet.write_url(FIRST_ROW + place, 0, link, cells.styles["link"], string=f"{block.title} ({len(block.rows):,})"[:250])
    widest = max((len(block.columns) for block in blocks), default=0) + len(LINE_COLUMNS)
    for column, width in enumerate((34, 16, 14, 13, 13, *(16 for _ in range(widest)))):
        sheet.set_column(column, column, width)
    for block in blocks:
        _write_block(cells, block)
    sheet.freeze_panes(2, 2)


def _beside(too_many: Sequence[tuple[str, str, int]]) -> str:
    if not too_many:
        return "Every saving that is worked out unit by unit has its lines here, unless they hold a confidential value."
    files = "; ".join(f"lines/{name} ({count:,} lines)" for _, name, count in too_many)
    return f"Too many lines for a sheet, in files beside this workbook: {files}. Their savings need a rerun."


def _write_block(cells: Cells, block: LineBlock) -> None:
    top = block.first - 4
    left_out = f" ({block.left_out:,} units that no saving applies to are left out)" if block.left_out else ""
    cells.put(top, 0, f"{block.title}{left_out}", "heading")
    labels = (*LINE_COLUMNS, *(column.label for column in block.columns))
    units = ("", "", "", "", "", *(shown_unit(column.unit) for column in block.columns))
    styles = [style_of(column) for column in block.columns]
    numbers = [place for place, style in enumerate(styles, start=len(LINE_COLUMNS)) if is_of_numbers(style)]
    cells.line(top + 1, 0, labels, "head", numbers)
    cells.line(top + 2, 0, units, "unit", numbers)
    cells.sheet.set_row(top + 1, heading_height(labels[len(LINE_COLUMNS) :], 15))
    for place, row in enumerate(block.rows):
        at = top + 3 + place
        _write_own(cells, at, row)
        for column, (found, style) in enumerate(zip(block.columns, styles, strict=True), start=len(LINE_COLUMNS)):
            write_column(cells, at, column, found, row, style)
    if not block.rows:
        cells.put(top + 3, 0, "No eligible unit in this run.", "note")


def _write_own(cells: Cells, at: int, row: Row) -> None:
    cells.put(at, 0, str(row["unit_key"]), "text")
    cells.put(at, 1, row["line organisation"], "text")
    cells.put(at, 2, row["period"], "text")
    cells.put(at, 3, row["line period"], "date")
    day = row["line day"]
    cells.put(at, 4, day if isinstance(day, date) and not isinstance(day, datetime) else "", "date")


def write_column(cells: Cells, at: int, place: int, column: Column, row: Row, style: str) -> None:
    """Write one cell of a block: its formula with what it gives, or its value."""
    value: RowValue = row[column.key]
    if column.formula is None:
        cells.put(at, place, value, style)
    else:
        cells.formula(at, place, column.formula, value, style)


def style_of(column: Column) -> str:
    """Return how a column is written: what is given in blue, what is worked out in black."""
    if column.role == "money":
        return "money" if column.formula is not None else "data_money"
    kind = "number" if column.type is None or column.type.is_number else {"date": "date", "boolean": "state"}.get(column.type.kind, "text")
    return kind if column.formula is not None else f"data_{kind}"


def is_of_numbers(style: str) -> bool:
    """Say whether a column of this style stands on the right, as numbers do."""
    return style.removeprefix("data_") in ("number", "money", "whole", "share")
