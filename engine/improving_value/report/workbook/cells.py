"""Writing values and formulas into cells: a missing value as a word, text as text, dates as dates."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from improving_value.expression.evaluate import RowValue
from improving_value.expression.excel_pieces import MISSING, ROW

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

ALL_PASS = "All checks pass"
_FIRST_DAY = date(1899, 12, 30).toordinal()


def serial(day: date) -> int:
    """Return a date as spreadsheets count days."""
    return day.toordinal() - _FIRST_DAY


def as_cell(value: RowValue) -> float | str | bool:
    """Return a value as a cell holds it."""
    if value is None:
        return MISSING
    if isinstance(value, (bool, str)):
        return value
    if isinstance(value, (int, float, Decimal)):
        return float(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return serial(value)
    raise TypeError(type(value).__name__)


class Cells:
    """One sheet being written."""

    def __init__(self, sheet: Worksheet, styles: Mapping[str, Format]) -> None:
        self.sheet = sheet
        self.styles = styles

    def put(self, row: int, column: int, value: RowValue, style: str) -> None:
        """Write a value; `row` and `column` count from nought."""
        held = as_cell(value)
        kind = self.styles[style]
        if isinstance(held, str):
            self.sheet.write_string(row, column, held, kind)
        elif isinstance(held, bool):
            self.sheet.write_boolean(row, column, held, kind)
        else:
            self.sheet.write_number(row, column, held, kind)

    def formula(self, row: int, column: int, formula: str, value: RowValue, style: str) -> None:
        """Write a formula with what it gives; a mark in it stands for the row's own number."""
        held: Any = as_cell(value)
        self.sheet.write_formula(row, column, "=" + formula.replace(ROW, str(row + 1)), self.styles[style], held)

    def flag(self, place: str, column: int = 0) -> None:
        """Show on this sheet whether all checks pass, in a column that is wide enough."""
        self.formula(1, column, place, ALL_PASS, "flag")

    def line(self, row: int, column: int, texts: Sequence[str], style: str, numbers: Collection[int] = ()) -> None:
        """Write texts side by side; those over `numbers`, counted from the first, as numbers stand: on the right."""
        for place, text in enumerate(texts):
            self.sheet.write_string(row, column + place, text, self.styles[f"{style}_right" if place in numbers else style])


def heading_height(labels: Sequence[str], width: int) -> int:
    """Return how high a row of headings has to be for the longest of them, in points."""
    lines = max((-(-len(label) // width) for label in labels), default=1)
    return 13 * max(lines, 1) + 2


def shown_unit(unit: str) -> str:
    """Return a unit as finance writes it."""
    return unit.replace("GBP", "£")


def sheet_name(name: str) -> str:
    """Return a sheet's name as formulas refer to it."""
    return f"'{name}'"


def difference(left: str, right: str) -> str:
    """Return the formula of a difference of two amounts, either of which may be missing."""
    return f'IF(ISNUMBER({left}+{right}),{left}-{right},IF({left}={right},0,"differs"))'


def letter(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))
