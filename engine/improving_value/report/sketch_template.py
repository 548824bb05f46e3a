"""The workbook in which somebody answers what a new scheme is made from."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from improving_value.spec.dictionary import Dataset
from improving_value.spec.sketch import DATA_SHEET, FORM, FORM_SHEET, HEADING_ROW, READ_FIRST, TABLES, Asked

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_ROWS = 40
"""Rows made ready in each table; more may be filled in."""
_READ_FIRST = (
    "A new scheme, from the guide's chapter to a file that can be checked",
    "",
    "1. Fill in the sheet Scheme: only the short name and the data it is made from are needed to begin with.",
    "2. Fill in the tables Numbers, Worked out, Who counts, Indicators and Savings, as far as you can. Empty rows do no harm.",
    "3. The sheet Data lists every set of data, and below each its columns: formulas use those names.",
    "4. Run   improving-value new --from THIS_FILE.xlsx   It writes the scheme as a draft and says what is left to do, line by line.",
    "   Whatever does not fit is said with its sheet and row, and nothing is written.",
    "",
    "In formulas: + - * / and brackets; <= < == >= > and or not; text in 'single quotes'; the functions of docs/quick-reference.md.",
    "A formula holds no number but 0, 1, 12 and 100: give each other number a name on the sheet Numbers.",
    "Cells are text on purpose: nothing here is worked out by the spreadsheet. No patient's data belong in this file.",
)


def write_template(path: Path, datasets: Iterable[Dataset]) -> None:
    """Write the empty workbook: the form, the tables, and the data dictionary to look names up in."""
    from xlsxwriter import Workbook

    with Workbook(path.as_posix(), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        strong, said = book.add_format({"bold": True}), book.add_format({"italic": True, "font_color": "#555555", "text_wrap": True})
        cell = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "border": 1, "border_color": "#BBBBBB"})
        first = book.add_worksheet(READ_FIRST)
        first.set_column(0, 0, 120)
        for row, line in enumerate(_READ_FIRST):
            first.write_string(row, 0, line, None if row else strong)
        known = sorted(datasets, key=lambda dataset: dataset.dataset)
        _form(book.add_worksheet(FORM_SHEET), known, strong, said, cell)
        for sheet, help_text, columns in TABLES.values():
            _table(book.add_worksheet(sheet), help_text, columns, strong, said, cell)
        _data(book, known, strong)


def _form(sheet: Worksheet, known: list[Dataset], strong: Format, said: Format, cell: Format) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 60)
    sheet.set_column(2, 2, 70)
    sheet.write_string(0, 0, "What the scheme is", strong)
    for row, asked in enumerate(FORM, start=HEADING_ROW + 1):
        sheet.write_string(row, 0, asked.heading, strong)
        sheet.write_blank(row, 1, None, cell)
        sheet.write_string(row, 2, asked.help, said)
        if asked.key == "dataset":
            listed = f"='{DATA_SHEET}'!$A$2:$A${len(known) + 1}"
            sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": listed})
        elif asked.choices:
            sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": list(asked.choices)})


def _table(sheet: Worksheet, help_text: str, columns: tuple[Asked, ...], strong: Format, said: Format, cell: Format) -> None:
    sheet.write_string(0, 0, help_text, strong)
    last = HEADING_ROW + _ROWS
    for column, asked in enumerate(columns):
        sheet.set_column(column, column, asked.width)
        sheet.write_string(HEADING_ROW - 1, column, asked.help, said)
        sheet.write_string(HEADING_ROW, column, asked.heading, strong)
        for row in range(HEADING_ROW + 1, last + 1):
            sheet.write_blank(row, column, None, cell)
        if asked.choices:
            sheet.data_validation(HEADING_ROW + 1, column, last, column, {"validate": "list", "source": list(asked.choices)})
    sheet.freeze_panes(HEADING_ROW + 1, 1)


def _data(book: Workbook, known: list[Dataset], strong: Format) -> None:
    """Write the names of the data first, one below the other for the list in the form, then every column of each."""
    sheet = book.add_worksheet(DATA_SHEET)
    for column, width in enumerate((28, 28, 70, 14)):
        sheet.set_column(column, column, width)
    sheet.write_row(0, 0, ("Data", "", "One row is", ""), strong)
    for row, dataset in enumerate(known, start=1):
        sheet.write_row(row, 0, (dataset.dataset, "", dataset.grain))
    row = len(known) + 2
    sheet.write_row(row, 0, ("Data", "Column", "What it is", "Unit"), strong)
    for dataset in known:
        for name, entry in dataset.columns.items():
            row += 1
            sheet.write_row(row, 0, (dataset.dataset, name, entry.title, entry.unit or entry.type))
