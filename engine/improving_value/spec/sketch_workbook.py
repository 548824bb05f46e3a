"""A filled-in workbook to the answers in it, or every cell that does not fit, at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from improving_value.kernel.issues import Issue, Location, Rejected, in_order
from improving_value.kernel.names import nearest
from improving_value.spec.sketch import FORM, FORM_SHEET, HEADING_ROW, NEEDED, TABLES, Asked, Said, Sketch
from improving_value.spec.workbooks import cell_text, open_workbook

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

_FIRST_ROW = HEADING_ROW + 2
"""The first row to be filled in, as a spreadsheet counts it."""
_MOST_ROWS = 500


def read_sketch(path: Path) -> Sketch:
    """Return what a workbook says; raises Rejected with every cell at fault."""
    book = open_workbook(path)
    if book is None:
        raise Rejected([_not_a_template(path, "a file that cannot be read as a workbook")])
    wanted = [FORM_SHEET, *(sheet for sheet, _, _ in TABLES.values())]
    lacking = [sheet for sheet in wanted if sheet not in book.sheetnames]
    if lacking:
        raise Rejected([_not_a_template(path, f"a workbook without the sheet{'s' * (len(lacking) > 1)} {', '.join(lacking)}")])
    issues: list[Issue] = []
    answers = dict(_form(book[FORM_SHEET], path, issues))
    tables = {key: tuple(_rows(book[sheet], columns, path, issues)) for key, (sheet, _, columns) in TABLES.items()}
    if issues:
        raise Rejected(in_order(issues))
    return Sketch(answers, tables)


def _form(sheet: Worksheet, path: Path, issues: list[Issue]) -> Iterator[tuple[str, Said]]:
    asked = {one.heading: one for one in FORM}
    for row in sheet.iter_rows(min_row=_FIRST_ROW, max_row=_MOST_ROWS, max_col=2):
        one = asked.get(str(row[0].value).strip())
        said = _said(row[1], one, sheet, path, issues) if one else None
        if one and said:
            yield one.key, said


def _rows(sheet: Worksheet, columns: tuple[Asked, ...], path: Path, issues: list[Issue]) -> Iterator[Mapping[str, Said]]:
    """Yield the rows in which something stands, whatever order the columns are in."""
    asked = {one.heading: one for one in columns}
    headings = [asked.get(str(cell.value).strip()) for cell in sheet[HEADING_ROW + 1]]
    for cells in sheet.iter_rows(min_row=_FIRST_ROW, max_row=_MOST_ROWS, max_col=len(headings)):
        found: dict[str, Said] = {}
        for one, cell in zip(headings, cells, strict=False):
            said = _said(cell, one, sheet, path, issues) if one else None
            if one and said:
                found[one.key] = said
        if not found:
            continue
        lacking = [one for one in columns if one.key in NEEDED and one.key not in found]
        for one in lacking:
            where = Location(_place(path, sheet), cells[0].row or 0, name=one.heading)
            issues.append(Issue("empty-value", where, "nothing", one.help, "fill the cell in, or empty the whole row"))
        if not lacking:
            yield found


def _said(cell: Cell | MergedCell, asked: Asked | None, sheet: Worksheet, path: Path, issues: list[Issue]) -> Said | None:
    """Return what a cell says, or None when it is empty or does not fit."""
    text = cell_text(cell.value)
    if not text or asked is None:
        return None
    where = Location(_place(path, sheet), cell.row or 0, name=asked.heading)
    if cell.data_type == "f" or cell.data_type == "e":
        issues.append(
            Issue(
                "spreadsheet-formula",
                where,
                "a formula of the spreadsheet",
                "what you would write by hand",
                "format the cell as text and type it again",
            )
        )
        return None
    if asked.choices and text.lower() not in asked.choices:
        close = nearest(text.lower(), asked.choices)
        fix = f"choose `{close}`" if close else "choose one from the list in the cell"
        issues.append(Issue("unknown-choice", where, f"`{text}`", ", ".join(f"`{choice}`" for choice in asked.choices), fix))
        return None
    return Said(text.lower() if asked.choices else text, where)


def _place(path: Path, sheet: Worksheet) -> str:
    return f"{path.name}, sheet {sheet.title}"


def _not_a_template(path: Path, found: str) -> Issue:
    fix = "write a fresh one with `improving-value new --template FILE.xlsx`, and fill that in"
    return Issue("not-a-workbook", Location(path.name), found, "a filled-in template, ending in `.xlsx`", fix)
