"""A run's assessment to its files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from improving_value.assess.assessment import Assessment
from improving_value.finance.model import Finance
from improving_value.report.page import render_page
from improving_value.report.standing import Standing
from improving_value.report.tables import write_csv, write_json, write_tables
from improving_value.report.tables_finance import write_finance

DataIssue = tuple[str, str, int, str, str]
"""Dataset, file, row, column, code; never a value."""


def write_run(
    assessment: Assessment,
    data_issues: Sequence[DataIssue],
    folder: Path,
    today: date,
    earlier: Standing | None = None,
    finance: Finance | None = None,
) -> None:
    """Write the tables, the list of data issues, the report (with what changed since an `earlier` run) and the run record into a folder."""
    write_tables(assessment, folder)
    if finance is not None:
        write_finance(finance, folder)
    rows = [(dataset, file, str(row), column, code) for dataset, file, row, column, code in data_issues]
    write_csv(folder / "data_issues.csv", ("dataset", "file", "row", "column", "code"), rows)
    (folder / "menu.html").write_text(render_page(assessment, today.isoformat(), earlier, finance), encoding="utf-8", newline="\n")
    write_json(folder / "run.json", assessment.run_record)
