"""Workbooks that people send: opened, and a cell's value as somebody would write it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook


def open_workbook(path: Path, *, worked_out: bool = False, row_by_row: bool = False) -> Workbook | None:
    """Return a workbook, or None where a file is none. `worked_out`: what formulas came to when it was saved, not the formulas.

    Row by row, only those sheets are read that somebody asks for.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return load_workbook(path, data_only=worked_out, read_only=row_by_row)
    except (BadZipFile, InvalidFileException, KeyError, ValueError):
        return None


def cell_text(value: Any) -> str:
    """Return a cell's value as text; a number in the shortest form that is exactly it, without what a division leaves beyond it."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case float():
            return f"{value:.12f}".rstrip("0")
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
    return str(value).strip()
