"""Which columns of a figure table hold a cell, and how they become its value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from improving_value.check.model import CellValue
from improving_value.kernel.numbers import QUANTUM
from improving_value.kernel.places import Home


@dataclass(frozen=True)
class Readout:
    """One cell's columns in a figure table. `kind` is the operand's type; doubles are summed in whole millionths."""

    cell: str
    function: str
    kind: str
    columns: tuple[str, ...]

    def value(self, row: Mapping[str, Any]) -> CellValue:
        """Return the cell's value from one row."""
        first = row[self.columns[0]]
        match self.function:
            case "count" | "count_distinct":
                return int(first or 0)
            case "sum":
                return self._sum(first or 0)
            case "mean":
                counted = int(row[self.columns[1]] or 0)
                return float(self._sum(first)) / counted if counted else None
            case "any":
                return bool(first)
            case "all":
                return not first
            case _:
                found: CellValue = first
                return found

    def _sum(self, total: int | Decimal) -> int | Decimal | float:
        if self.kind == "double":
            return int(total) / QUANTUM
        return Decimal(total) if self.kind == "decimal" else int(total)


Together = Literal["sum", "min", "max"]


@dataclass(frozen=True)
class Parts:
    """How the rows of a table of parts, one for each provider and stretch of days, are put together.

    `tied` when they are of windows (column `window__`) and not of slices (`slice__`); `home` says whose code `provider` is.
    """

    tied: bool
    home: Home
    together: Mapping[str, Together]


@dataclass(frozen=True)
class FigureTable:
    """A table that cells are read from, with a column `category` when it has one.

    Without `parts` it has a row for each level, organisation and window; with them, its rows are still to be added up.
    """

    table: str
    has_category: bool
    readouts: tuple[Readout, ...]
    parts: Parts | None = None


@dataclass(frozen=True)
class PeopleTable:
    """A table of the least few people behind cells, in parts by provider and stretch of days.

    The columns `m0`, `m1` … hold a bit for each entry of `cells`, `bits` of them each: the cells that count by that condition, each
    for one category of its own or (None) for that of the row, if any.
    """

    table: str
    has_category: bool
    cells: tuple[tuple[tuple[str, str | None], ...], ...]
    bits: int
    tied: bool
    home: Home
