"""Totals by class and state: each the sum of its own lines, and never of two kinds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from improving_value.assess.assessment import SavingRow
from improving_value.report.content.index import Figures
from improving_value.report.content.model import Cell, Column, Row, RowGroup, Table
from improving_value.report.content.savings import overall
from improving_value.report.content.words import CLASSES, STATES, STATUSES, lower_first
from improving_value.report.numbers import counted, pounds
from improving_value.spec.models import Saving

_NOTE = (
    "Each amount is the exact sum of the lines of its own class and state; no two rows are ever added together. "
    "A line that counts the same money as another in a second way is left out. "
    "Where two schemes claim the same activity, that has not been taken out: see below which draw on the same."
)
_ROUNDED = _NOTE.replace("the exact sum of the lines", "the sum of the rounded lines, as they stand in the menu,")


@dataclass(frozen=True)
class _Line:
    """One saving of one scheme, for everyone and the span."""

    saving: Saving
    row: SavingRow | None
    illustrative: bool


def totals(schemes: Sequence[Figures], span: str) -> Table:
    """Return how many savings of each class and state could be worked out, and what those come to."""
    lines = [
        _Line(saving, overall(figures, saving), saving.saving in figures.illustrative)
        for figures in schemes
        for saving in figures.scheme.scheme.savings
    ]
    is_rounded = any(figures.scheme.is_rounded for figures in schemes)
    statuses = {status: words for status, words in STATUSES.items() if status != "suppressed" or is_rounded}
    groups = tuple(
        RowGroup(title, tuple(_rows([line for line in lines if line.saving.class_ == name], statuses))) for name, title in CLASSES.items()
    )
    columns = (Column("Sum of its lines"), Column("Lines"), *(Column(words) for words in statuses.values()))
    caption = f"Savings before costs, all organisations, {span}"
    return Table("totals-table", caption, "Class and state", columns, groups, note=_ROUNDED if is_rounded else _NOTE)


def _rows(lines: Sequence[_Line], statuses: Mapping[str, str]) -> list[Row]:
    """Return a row for each state that has a line."""
    found = ((title, [line for line in lines if line.saving.state == state]) for state, title in STATES.items())
    return [_row(title, own, statuses) for title, own in found if own]


def _row(title: str, lines: Sequence[_Line], statuses: Mapping[str, str]) -> Row:
    tally = [sum(1 for line in lines if line.row is not None and line.row.status == status) for status in statuses]
    cells = (_sum(lines), Cell(str(len(lines))), *(Cell(str(number), quiet=not number) for number in tally))
    return Row(title, cells)


def _sum(lines: Sequence[_Line]) -> Cell:
    """Return the sum of the lines that have an amount; without one there is no sum, which is not £0."""
    added = [line for line in lines if line.row is not None and line.row.gross_pence is not None and line.saving.instead_of is None]
    idle = sum(1 for line in lines if line.row is None or line.row.status not in STATUSES)
    left_out = sum(1 for line in lines if line.saving.instead_of is not None)
    partial = sum(1 for line in added if line.row is not None and line.row.status == "partial")
    notes = [
        counted(left_out, "line counts the same money, and is left out", "lines count the same money, and are left out")
        if left_out
        else "",
        f"{counted(partial, 'line is', 'lines are')} {lower_first(STATUSES['partial'])}" if added and partial else "",
        f"{counted(idle, 'line has', 'lines have')} no activity" if idle else "",
    ]
    note = "; ".join(part for part in notes if part)
    if not added:
        return Cell("no amount", note=note, quiet=True)
    pence = sum(line.row.gross_pence or 0 for line in added if line.row is not None)
    return Cell(pounds(pence), note=note, illustrative=any(line.illustrative for line in added))
