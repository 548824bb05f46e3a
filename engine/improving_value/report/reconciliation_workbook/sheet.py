"""One sheet being written: text that can never become a formula, formulas with the value they come to, and one set of formats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MONEY = '#,##0.00;[Red](#,##0.00);"-"'
MONTH = "mmm yy"
_HEADER = {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E8EDEE", "bottom": 1}
_LOOKS: Mapping[str, Mapping[str, object]] = {
    "plain": {},
    "text": {"num_format": "@"},
    "money": {"num_format": MONEY},
    "month": {"num_format": MONTH},
    "number": {"num_format": "0"},
    "said": {"text_wrap": True, "valign": "top"},
    "strong": {"bold": True},
    "title": {"bold": True, "font_size": 14},
    "header": _HEADER,
    "faint": {"font_color": "#AEB7BD", "font_size": 8},
    "total": {"num_format": MONEY, "bold": True, "top": 1},
}
_INPUT = {"locked": False, "bg_color": "#FFFBE0", "font_color": "#003087"}
"""What may be typed over: blue on pale yellow."""

Value = str | int | float | date | None


@dataclass(frozen=True)
class Formula:
    """A formula and what it comes to, so that a reader that does not work it out shows the right value too."""

    text: str
    value: str | int | float


def formats(book: Workbook) -> dict[str, Format]:
    """Return the formats by name; `input_x` is x where somebody may type."""
    made = {name: book.add_format(dict(look)) for name, look in _LOOKS.items()}
    return made | {f"input_{name}": book.add_format({**_LOOKS[name], **_INPUT}) for name in ("text", "money", "month")}


@dataclass(frozen=True)
class Sheet:
    """A worksheet with its formats. Rows and columns count from 0, as the library has them."""

    sheet: Worksheet
    looks: Mapping[str, Format]

    def put(self, row: int, column: int, value: Value | Formula, look: str = "text") -> None:
        """Write one cell."""
        style = self.looks[look]
        if isinstance(value, Formula):
            self.sheet.write_formula(row, column, value.text, style, value.value)
        elif value is None or value == "":
            self.sheet.write_blank(row, column, None, style)
        elif isinstance(value, str):
            self.sheet.write_string(row, column, value, style)
        elif isinstance(value, date):
            self.sheet.write_datetime(row, column, value, style)
        else:
            self.sheet.write_number(row, column, value, style)

    def head(self, row: int, headings: Sequence[str], widths: Sequence[int]) -> None:
        """Write a row of headings, freeze what is above the rows below it, and set the widths."""
        for column, (heading, width) in enumerate(zip(headings, widths, strict=True)):
            self.sheet.write_string(row, column, heading, self.looks["header"])
            self.sheet.set_column(column, column, width)
        self.sheet.freeze_panes(row + 1, 0)
        self.sheet.repeat_rows(row)


def wide(sheet: Worksheet) -> Worksheet:
    """Return a sheet that prints across the page, as wide as it is."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&F&R&A, &P of &N")
    return sheet


def letter(column: int) -> str:
    """Return the letter of a column counted from 0."""
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))


def pounds(pence: int) -> float:
    """Return pence as the pounds of a cell."""
    return pence / 100
