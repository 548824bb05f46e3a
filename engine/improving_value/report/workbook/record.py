"""The run record as a sheet: what was run, over what, with what warnings."""

from __future__ import annotations

from collections.abc import Iterator

from improving_value.assess.assessment import Assessment
from improving_value.assess.rounding import SUPPRESSED
from improving_value.report.workbook.cells import Cells

SHEET = "Run record"


def write_record(cells: Cells, assessment: Assessment, flag: str, today: str) -> None:
    """Write what lets anyone repeat the run."""
    sheet = cells.sheet
    for column, width in enumerate((34, 74, 70, 14, 14, 14)):
        sheet.set_column(column, column, width)
    cells.put(0, 0, "Run record", "title")
    cells.flag(flag)
    row = 3
    for heading, lines in _parts(assessment, today):
        cells.line(row, 0, heading, "head", (3, 4, 5))
        for place, line in enumerate(lines, start=row + 1):
            for column, value in enumerate(line):
                cells.put(place, column, value, "text" if isinstance(value, str) else "whole")
        row += len(lines) + 2
    sheet.freeze_panes(2, 1)


def _parts(assessment: Assessment, today: str) -> Iterator[tuple[tuple[str, ...], list[tuple[str | int, ...]]]]:
    baseline = "none" if assessment.baseline is None else assessment.baseline.label
    parameters = assessment.run_record.get("parameters_file")
    of_file = (str(parameters["name"]), str(parameters["sha256"])) if parameters else ("none", "")
    yield (
        ("Run", "Value", "sha256"),
        [
            ("Engine", assessment.engine_version, ""),
            ("Span", assessment.span.label, ""),
            ("Baseline", baseline, ""),
            ("Day of the run", today, ""),
            ("Parameters file", *of_file),
        ],
    )
    yield ("Scheme", "Title", "sha256"), [(one.scheme.scheme, one.scheme.title, one.file_hash) for one in assessment.schemes]
    if assessment.not_run:
        yield (
            ("Did not run", "Title", "Why"),
            [(one.scheme, one.title, "; ".join(issue.found for issue in one.issues)) for one in assessment.not_run],
        )
    yield (
        ("Data", "File", "sha256", "Rows read", "Rows used", "Set aside"),
        [
            (one.dataset, one.file, one.sha256, *(_rows(number) for number in (one.rows_read, one.rows_used, one.rows_set_aside)))
            for one in assessment.quality
        ],
    )
    if assessment.warnings:
        yield ("Warnings",), [(warning,) for warning in assessment.warnings]


def _rows(number: int | None) -> str | int:
    """Return a number of rows; a star where disclosure control has suppressed it."""
    return SUPPRESSED if number is None else number
