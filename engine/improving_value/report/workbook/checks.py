"""The sheet of checks: each with its two sides and what came of it, and one flag for every sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from improving_value.assess.assessment import SchemeAssessment
from improving_value.expression.evaluate import RowValue
from improving_value.expression.excel_pieces import ROW
from improving_value.report.workbook.cells import ALL_PASS, Cells
from improving_value.report.workbook.figure import Figure

SHEET = "Checks"
FLAG = f"{SHEET}!$C$3"
FIRST_ROW = 8
"""Row of the first check, as a reader counts."""
PASS, CHANGED, FAIL = "pass", "changed", "CHECK"


@dataclass(frozen=True)
class Check:
    """Two sides that must be equal. `until_changed`: one of them is the engine's, and stays when an assumption is changed."""

    scheme: str
    what: str
    left: str
    right: str
    value: RowValue
    until_changed: bool = False


def checks_of(chapter: SchemeAssessment, figures: Iterable[Figure], summary: dict[tuple[str, str], str]) -> list[Check]:
    """Return the checks of one scheme."""
    found = []
    for figure in figures:
        if not figure.total_cell:
            continue
        total, value = figure.total_cell, figure.total.pounds
        run = Decimal(0) if value is None else value
        name = figure.title
        place = summary[figure.scheme, figure.name]
        if "units" in figure.sums and not _is_held(figure):
            found.append(
                Check(
                    figure.scheme,
                    f"{name}: lines = amounts",
                    f"SUM({figure.sums['units']})",
                    f"SUM({figure.sums['lines']})",
                    _known(figure),
                )
            )
        found += [
            Check(
                figure.scheme,
                f"{name}: by organisation = lines",
                f"SUM({figure.sums['organisations']})",
                f"SUM({figure.sums['lines']})",
                _known(figure),
            ),
            Check(
                figure.scheme,
                f"{name}: by period = lines",
                f"SUM({figure.sums['periods']})",
                f"SUM({figure.sums['lines']})",
                _known(figure),
            ),
            Check(figure.scheme, f"{name}: summary = calculation", f"SUM({place})", f"SUM({total})", run),
            Check(figure.scheme, f"{name}: calculation = engine", f"SUM({total})", f"SUM({_engine(figure)})", run, True),
            Check(figure.scheme, f"{name}: every line = engine", f'COUNTIFS({figure.sums["differences"]},"differs")', "0", 0, True),
        ]
    return found + _counts(chapter)


def _is_held(figure: Figure) -> bool:
    """Say whether a line's units have pounds that are not told: then lines and amounts need not agree."""
    return any(line.status in ("withheld", "not calculable") for line in figure.lines)


def _known(figure: Figure) -> Decimal:
    return sum((line.pounds for line in figure.lines if line.pounds is not None), Decimal(0))


def _engine(figure: Figure) -> str:
    sheet, cell = figure.total_cell.rsplit("!", 1)
    from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell

    row, column = xl_cell_to_rowcol(cell.replace("$", ""))
    return f"{sheet}!{xl_rowcol_to_cell(row, column + 2, row_abs=True, col_abs=True)}"


def _counts(chapter: SchemeAssessment) -> list[Check]:
    """Return, for each sort of unit, that those in scope are all decided one way or another."""
    found = []
    for count in chapter.counts:
        if (count.level, count.period) == ("all", chapter.span.label):
            parts = f"{count.eligible}|{count.not_eligible}|{count.undetermined}"
            found.append(
                Check(
                    chapter.scheme.scheme,
                    f"{count.unit.replace('_', ' ')}: in scope = eligible + not eligible + undetermined",
                    parts,
                    str(count.in_scope),
                    count.in_scope,
                )
            )
    return found


def write_checks(cells: Cells, checks: Sequence[Check], changed: str) -> None:
    """Write the overall flag and every check."""
    sheet = cells.sheet
    for column, width in enumerate((32, 62, 18, 18, 14, 16, 10, 10, 10)):
        sheet.set_column(column, column, width)
    last = FIRST_ROW + len(checks) - 1
    results = f"F{FIRST_ROW}:F{last}"
    cells.put(0, 0, "Checks", "title")
    cells.put(
        1,
        0,
        "Each line has two sides that must be equal. Those against the engine hold until an assumption is changed, and then say so.",
        "note",
    )
    cells.put(2, 1, "All together", "heading")
    flag = f'IF(COUNTIFS({results},"{FAIL}")>0,"CHECK: see the sheet Checks",IF(C4>0,"Assumptions changed since the run","{ALL_PASS}"))'
    cells.formula(2, 2, flag, ALL_PASS, "flag")
    cells.put(3, 1, "Assumptions changed since the run", "text")
    cells.formula(3, 2, changed, 0, "whole")
    cells.put(4, 1, "Checks that failed", "text")
    cells.formula(4, 2, f'COUNTIFS({results},"{FAIL}")', 0, "whole")
    cells.line(
        FIRST_ROW - 2,
        0,
        ("Scheme", "What must be equal", "One side", "The other", "Difference", "Result", "Parts", "", ""),
        "head",
        (2, 3, 4),
    )
    for row, check in enumerate(checks, start=FIRST_ROW - 1):
        _write_check(cells, row, check)
    sheet.freeze_panes(FIRST_ROW - 1, 2)
    sheet.conditional_format(
        FIRST_ROW - 1,
        5,
        max(last - 1, FIRST_ROW - 1),
        5,
        {"type": "cell", "criteria": "==", "value": f'"{FAIL}"', "format": cells.styles["bad"]},
    )


def _write_check(cells: Cells, row: int, check: Check) -> None:
    cells.put(row, 0, check.scheme, "text")
    cells.put(row, 1, check.what, "text")
    if "|" in check.left:
        for place, part in enumerate(check.left.split("|"), start=6):
            cells.put(row, place, int(part), "data_whole")
        cells.formula(row, 2, f"SUM(G{ROW}:I{ROW})", check.value, "whole")
        cells.put(row, 3, int(check.right), "data_whole")
    else:
        cells.formula(row, 2, check.left, check.value, "money")
        if check.right == "0":
            cells.put(row, 3, 0, "money")
        else:
            cells.formula(row, 3, check.right, check.value, "money")
    cells.formula(row, 4, f"C{ROW}-D{ROW}", 0, "money")
    wrong = f'IF($C$4>0,"{CHANGED}","{FAIL}")' if check.until_changed else f'"{FAIL}"'
    cells.formula(row, 5, f'IF(ABS(E{ROW})<half/100,"{PASS}",{wrong})', PASS, "text")
