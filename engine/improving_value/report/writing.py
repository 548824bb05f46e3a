"""A run's assessment to its files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from improving_value.assess.assessment import Assessment
from improving_value.check.model import CheckedScheme
from improving_value.report.page import render_page
from improving_value.report.standing import Standing
from improving_value.report.tables import write_csv, write_json, write_tables
from improving_value.report.workbook.writing import FILE, write_workbook


@dataclass(frozen=True)
class Products:
    """What else is made of a run; another process may be sent it. `schemes` are without what no file was there for."""

    assessment: Assessment
    schemes: tuple[CheckedScheme, ...]
    folder: Path
    today: date


DataIssue = tuple[str, str, int, str, str]
"""Dataset, file, row, column, code; never a value."""


def write_run(assessment: Assessment, data_issues: Sequence[DataIssue], folder: Path, today: date, earlier: Standing | None = None) -> None:
    """Write the tables, the list of data issues, the report (with what changed since an `earlier` run) and the run record into a folder."""
    write_tables(assessment, folder)
    rows = [(dataset, file, str(row), column, code) for dataset, file, row, column, code in data_issues]
    write_csv(folder / "data_issues.csv", ("dataset", "file", "row", "column", "code"), rows)
    (folder / "menu.html").write_text(render_page(assessment, today.isoformat(), earlier), encoding="utf-8", newline="\n")
    write_json(folder / "run.json", assessment.run_record)


def write_products(products: Products) -> None:
    """Write the workbook beside the report."""
    write_workbook(products.assessment, products.schemes, products.folder / "units", products.folder / FILE, products.today)
