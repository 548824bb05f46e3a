"""The rules that every workbook keeps, read off the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.utils import column_index_from_string

ALLOWED = {
    "SUM", "SUMIFS", "COUNTIFS", "IF", "ROUND", "MIN", "MAX", "ABS", "INDEX", "MATCH", "SUMPRODUCT", "AND", "OR", "NOT", "SIGN", "INT", "ISNUMBER",
}  # fmt: skip
NUMBERS = {"0", "1", "12", "100"}
LONGEST = 150
"""Characters of a formula; nearly all have fewer than 120."""
_TEXT = re.compile(r'"(?:[^"]|"")*"')
_SHEET = re.compile(r"(?:'[^']+'|[A-Za-z_]+)!")
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)(?![\w.(])")
_OF_A_SCHEME = re.compile(r"=('[^']+'!\$[A-Z]+)\$(\d+)")
_CALL = re.compile(r"([A-Z][A-Z.]*)\(")
_NUMBER = re.compile(r"(?<![\w.$])\d+(?:\.\d+)?(?![\w.])")
_NAME = re.compile(r"\b[A-Za-z]+[A-Za-z0-9]*\.[a-z][a-z0-9_]*\b|\b(?:tol|half|nudge|grain|quantum)\b")


def faults_of(book: Workbook) -> Iterator[str]:
    """Yield every breach of a rule, with its place."""
    for sheet in book:
        where = sheet.title
        if sheet.sheet_state != "visible":
            yield f"{where}: hidden"
        if sheet.merged_cells.ranges:
            yield f"{where}: merged cells"
        if not sheet.protection.sheet or sheet.protection.password:
            yield f"{where}: not protected, or with a password"
        if sheet.freeze_panes is None and where != "Read me":
            yield f"{where}: no frozen rows"
        if not sheet.print_title_rows:
            yield f"{where}: no printed titles"
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield from (f"{where}!{cell.coordinate}: {fault}" for fault in _faults(str(cell.value)))
                elif cell.data_type == "e":
                    yield f"{where}!{cell.coordinate}: an error"
                if isinstance(cell, Cell) and not cell.protection.locked and not _may_be_typed_over(cell):
                    yield f"{where}!{cell.coordinate}: not locked"


def _may_be_typed_over(cell: Cell) -> bool:
    """Say whether a cell is there to be filled in: assumptions, the ledger, the tolerance, and explanations of differences."""
    sheet, place = cell.parent.title, cell.coordinate
    if sheet == "Reconciliation":
        return place == "C6" or (cell.column_letter in "ST" and cell.row > 7)
    return sheet == "Assumptions" or (sheet == "Ledger" and cell.row > 7 and cell.column <= 29)


def _faults(formula: str) -> Iterator[str]:
    bare = _SHEET.sub("", _TEXT.sub('""', formula[1:]))
    if len(formula) > LONGEST:
        yield f"{len(formula)} characters"
    if "[" in bare or "#" in bare:
        yield "another workbook, or an error"
    yield from (f"the function {name}" for name in _CALL.findall(bare) if name not in ALLOWED)
    numbers = _NUMBER.findall(_NAME.sub("", _CELL.sub("", bare)))
    yield from (f"the number {number}" for number in numbers if number not in NUMBERS)


def names_used(book: Workbook) -> set[str]:
    """Return the defined names that formulas use."""
    found: set[str] = set()
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    found.update(_NAME.findall(_TEXT.sub("", str(cell.value))))
    return found


def _shape(row: Sequence[Cell | MergedCell]) -> tuple[object, ...]:
    """Return which cells are formulas; on the reconciliation also whose lines they are, since each saving's stand on a sheet of their own."""
    whose = [cell.value for cell in row[1:3]] if row[0].parent.title == "Reconciliation" else []
    return (*whose, *(cell.data_type == "f" for cell in row))


def pattern(cell: Cell) -> str:
    """Return a formula with its own row's references as such, and those to other rows as they are.

    A line of the reconciliation reads a line of a scheme's sheet: as far away for every line of a saving.
    """
    alone = _OF_A_SCHEME.fullmatch(str(cell.value)) if cell.parent.title == "Reconciliation" else None
    if alone:
        return f"{alone.group(1)}|{int(alone.group(2)) - cell.row}"
    return _CELL.sub(
        lambda found: (
            f"{column_index_from_string(found.group(1)) - cell.column}|"
            if int(found.group(2)) == cell.row and f"${cell.row}" not in found.group()
            else found.group()
        ),
        str(cell.value),
    )


def broken_patterns(book: Workbook) -> Iterator[str]:
    """Yield every column of a block in which two lines have formulas of different patterns."""
    for sheet in book:
        blocks: dict[tuple[int | None, int | None], set[str]] = {}
        block: int | None = 0
        widths: tuple[object, ...] = ()
        for row in sheet.iter_rows():
            shape = _shape(row)
            if shape != widths:
                block, widths = row[0].row, shape
            for cell in row:
                if cell.data_type == "f":
                    blocks.setdefault((block, cell.column), set()).add(pattern(cell))  # type: ignore[arg-type]
        for (first, column), patterns in blocks.items():
            if len(patterns) > 1 and sheet.title not in ("Summary", "Checks"):
                yield f"{sheet.title}: column {column} from row {first}: {sorted(patterns)[:2]}"
