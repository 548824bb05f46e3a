"""The lines of one sort of unit, ready to be written."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from improving_value.expression.nodes import Node
from improving_value.report.workbook.columns import Column, Row
from improving_value.report.workbook.line_cells import CellLines

SHEET = "Lines"
LINE_COLUMNS = ("Line", "Organisation", "Period", "Period begins", "Date")
LONGEST_LABEL = 90


@dataclass
class LineBlock:
    """The lines of one sort of unit, ready to be written. `money` is the column of each saving; `live` those that follow assumptions."""

    scheme: str
    title: str
    rows: list[Row]
    columns: list[Column]
    money: dict[str, int]
    live: dict[str, tuple[str, ...]]
    stuck: dict[str, tuple[str, ...]]
    cells: dict[str, CellLines] = field(default_factory=dict)
    """The cells of totals that are summed from these lines."""
    live_of_cells: dict[str, None] = field(default_factory=dict)
    given: dict[str, Node] = field(default_factory=dict)
    refused: tuple[str, ...] = ()
    """Savings whose formula does not come to the engine's pounds."""
    left_out: int = 0
    """Units that fail the condition of every saving, whatever the assumptions on the sheet."""
    first: int = 0
    """Row of the first line, as a reader counts."""

    def range_of(self, column: int) -> str:
        """Return where a column's values stand."""
        from xlsxwriter.utility import xl_col_to_name

        letter = xl_col_to_name(column)
        return f"{SHEET}!${letter}${self.first}:${letter}${self.first + max(len(self.rows), 1) - 1}"


def given_pounds(row: Row, column: str) -> Decimal | None:
    pence: Any = row.get(column)
    return None if pence is None else Decimal(int(pence)).scaleb(-2)


def short(text: str) -> str:
    """Return a label that fits a heading."""
    return text if len(text) <= LONGEST_LABEL else f"{text[:LONGEST_LABEL].rsplit(' ', 1)[0]} …"
