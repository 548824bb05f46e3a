"""The summary: what to do next, every saving and cost with its status, and sums of like with like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from improving_value.expression.excel_pieces import MISSING, ROW
from improving_value.report.content.words import CLASSES, STATES
from improving_value.report.workbook.cells import Cells, difference
from improving_value.report.workbook.figure import Figure

SHEET = "Summary"
FIRST_ROW = 13
"""Row of the first saving, as a reader counts."""
HEADINGS = (
    "Scheme",
    "Saving",
    "State",
    "Class",
    "Amount, £",
    "Status",
    "At the run, £",
    "Change, £",
    "When an assumption changes",
    "Worked out on",
)
_COST_HEADINGS = (
    "Scheme",
    "Cost",
    "",
    "",
    "Amount, £",
    "Status",
    "At the run, £",
    "Change, £",
    "When an assumption changes",
    "Worked out on",
)
_NUMBERS = (4, 6, 7)
NEXT = (
    "1. Look at the flag above: it says whether every sum in this workbook agrees, and whether somebody has changed an assumption.",
    "2. Read down the statuses: “not calculable” and “partial” say that a record or a local price is wanting; the report says which.",
    "3. Follow one amount: its sheet (last column) has it line by line, Lines has the units, Assumptions the prices.",
    "4. Replace prices on Assumptions that are not your own (yellow cells). Send those you change to whoever keeps the parameters file, for the next run.",
)


def summary_cells(figures: Sequence[Figure]) -> dict[tuple[str, str], str]:
    """Return where each figure's amount stands on the summary."""
    savings, costs = _apart(figures)
    rows = [*enumerate(savings, start=FIRST_ROW), *enumerate(costs, start=_cost_row(savings))]
    return {(figure.scheme, figure.name): f"{SHEET}!$E${row}" for row, figure in rows}


def _apart(figures: Sequence[Figure]) -> tuple[list[Figure], list[Figure]]:
    return [one for one in figures if not one.is_cost], [one for one in figures if one.is_cost]


def _kinds(savings: Sequence[Figure]) -> list[tuple[str, str]]:
    found = {(one.class_, one.state) for one in savings}
    return [(class_, state) for class_ in CLASSES for state in STATES if (class_, state) in found]


def _cost_row(savings: Sequence[Figure]) -> int:
    return FIRST_ROW + len(savings) + 4 + len(_kinds(savings)) + 4


def write_summary(
    cells: Cells, figures: Sequence[Figure], titles: Mapping[str, str], sheets: Mapping[str, str], flag: str, said: str
) -> None:
    """Write the summary."""
    for column, width in enumerate((62, 58, 14, 38, 18, 18, 18, 16, 26, 36)):
        cells.sheet.set_column(column, column, width)
    cells.put(0, 0, "Menu of opportunities: summary", "title")
    cells.flag(flag)
    cells.put(2, 0, said, "note")
    cells.put(4, 0, "What to do next", "heading")
    for place, line in enumerate(NEXT, start=5):
        cells.put(place, 0, line, "words_line")
    savings, costs = _apart(figures)
    cells.put(
        FIRST_ROW - 3, 0, "Savings, all organisations and the whole span: amounts of unlike kinds are never added together", "heading"
    )
    cells.line(FIRST_ROW - 2, 0, HEADINGS, "head", _NUMBERS)
    for row, figure in enumerate(savings, start=FIRST_ROW - 1):
        _write_figure(cells, row, figure, titles, sheets)
    _write_kinds(cells, savings)
    row = _cost_row(savings)
    cells.put(row - 3, 0, "Costs, each on its own: a cost that is not known is not nought", "heading")
    cells.line(row - 2, 0, _COST_HEADINGS, "head", _NUMBERS)
    for place, figure in enumerate(costs, start=row - 1):
        _write_figure(cells, place, figure, titles, sheets)
    cells.sheet.freeze_panes(2, 2)


def _write_figure(cells: Cells, row: int, figure: Figure, titles: Mapping[str, str], sheets: Mapping[str, str]) -> None:
    cells.put(row, 0, titles[figure.scheme], "text")
    cells.put(row, 1, figure.title, "text")
    cells.put(row, 2, STATES.get(figure.state, ""), "text")
    cells.put(row, 3, CLASSES.get(figure.class_, ""), "text")
    pounds = figure.total.pounds
    if figure.total_cell:
        cells.formula(row, 4, figure.total_cell, pounds, "money")
        cells.formula(row, 5, figure.status_cell, figure.total.status, "text")
    else:
        cells.put(row, 4, "no activity", "text")
        cells.put(row, 5, "no activity", "text")
    cells.put(row, 6, pounds if figure.total_cell else "no activity", "data_money")
    cells.formula(row, 7, difference(f"E{ROW}", f"G{ROW}"), Decimal(0), "money")
    cells.put(row, 8, figure.follows, "text")
    link = f"internal:'{sheets[figure.scheme]}'!A1"
    cells.sheet.write_url(row, 9, link, cells.styles["link"], string=sheets[figure.scheme])


def _write_kinds(cells: Cells, savings: Sequence[Figure]) -> None:
    """Write the sums of savings of one class and state."""
    first, last = FIRST_ROW, FIRST_ROW + len(savings) - 1
    top = last + 2
    cells.put(top, 0, "By class and state: only like with like", "heading")
    cells.line(top + 1, 0, ("Class", "", "State", "", "Amount, £", "Not calculated or partial"), "head", (4, 5))
    cells.sheet.set_row(top + 1, 30)
    for row, (class_, state) in enumerate(_kinds(savings), start=top + 2):
        mine = [one for one in savings if (one.class_, one.state) == (class_, state)]
        cells.put(row, 0, CLASSES[class_], "text")
        cells.put(row, 2, STATES[state], "text")
        whose = f"D{first}:D{last},A{ROW},C{first}:C{last},C{ROW}"
        total = sum((one.total.pounds for one in mine if one.total.pounds is not None), Decimal(0))
        lacking = sum(1 for one in mine if one.total_cell and one.total.status != "calculated")
        none = not any(one.total.pounds is not None for one in mine)
        known = f'COUNTIFS({whose},E{first}:E{last},"<>{MISSING}")'
        cells.formula(row, 4, f'IF({known}=0,"{MISSING}",SUMIFS(E{first}:E{last},{whose}))', None if none else total, "money")
        cells.formula(row, 5, f'COUNTIFS({whose},F{first}:F{last},"<>calculated",F{first}:F{last},"<>no activity")', lacking, "whole")
