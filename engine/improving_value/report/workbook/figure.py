"""A saving or a cost as the workbook shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from improving_value.report.workbook.columns import Column, Row
from improving_value.report.workbook.line_block import LINE_COLUMNS, LineBlock

OWN_COLUMNS = 6
"""Columns of a figure's block before its own: organisation, name, period, its first day, held back, gaps."""


@dataclass(frozen=True)
class Line:
    """One line of a figure as the engine gives it."""

    organisation: str
    period: str
    begins: date
    last_day: date
    pounds: Decimal | None
    status: str


@dataclass
class Figure:
    """A saving or a cost with its lines, and where its total comes to stand.

    `columns` work a total out from its measures; `block` holds the lines of a saving on each unit. Without either, the pounds are the engine's.
    """

    scheme: str
    name: str
    title: str
    is_cost: bool
    class_: str
    state: str
    words: str
    kind: str
    basis: str
    formula: str
    lines: list[Line]
    total: Line
    organisations: dict[str, Line]
    periods: dict[str, Line]
    everybody: bool
    columns: list[Column] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    block: LineBlock | None = None
    live: tuple[str, ...] = ()
    stuck: tuple[str, ...] = ()
    line_cells: list[str] = field(default_factory=list)
    """Where the amount of each line stands, in their order."""
    is_refused: bool = False
    """Whether a formula was found that does not come to the engine's pounds, so that these stand there; it must never happen."""
    total_cell: str = ""
    status_cell: str = ""
    line_sums: dict[tuple[str, date], tuple[int, int, Decimal]] = field(default_factory=dict)
    sums: dict[str, str] = field(default_factory=dict)
    """Where the sums for the checks stand: of organisations, of periods, of lines; and where the differences are."""

    @property
    def follows(self) -> str:
        """Return how far a change of an assumption moves the figure."""
        if self.live:
            return "live in part" if self.stuck else "live"
        return "needs a rerun" if self.stuck else "no assumption"


def line_sums(figure: Figure) -> dict[tuple[str, date], tuple[int, int, Decimal]]:
    """Return of each line how many units it adds up, how many of them have no pounds, and the sum of the others."""
    found: dict[tuple[str, date], tuple[int, int, Decimal]] = {}
    for organisation, begins, pounds in _unit_lines(figure):
        key = ("all" if figure.everybody else organisation), begins
        count, missing, total = found.get(key, (0, 0, Decimal(0)))
        found[key] = count + 1, missing + (pounds is None), total + (pounds or 0)
    return found


def _unit_lines(figure: Figure) -> Iterator[tuple[str, date, Decimal | None]]:
    block = figure.block
    assert block is not None
    key = block.columns[block.money[figure.name] - len(LINE_COLUMNS)].key
    for row in block.rows:
        pounds, begins = row[key], row["line period"]
        assert pounds is None or isinstance(pounds, Decimal)
        assert isinstance(begins, date)
        yield str(row["line organisation"]), begins, pounds
