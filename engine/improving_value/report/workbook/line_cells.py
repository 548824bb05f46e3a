"""Measures that follow an assumption: what each line adds to them stands on its line, and a total's row sums it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from improving_value.assess.behind import Behind
from improving_value.check.confidential import FigureTracing
from improving_value.check.model import Cell, CheckedScheme
from improving_value.expression.excel_pieces import ROW, NotSayable, guarded
from improving_value.expression.nodes import AllOf, Choice, Literal, Name, Node, walk
from improving_value.expression.to_excel import to_excel
from improving_value.expression.types import BOOLEAN, DOUBLE, INTEGER
from improving_value.kernel.numbers import QUANTUM, quantise
from improving_value.report.workbook.columns import Column, Row

if TYPE_CHECKING:
    from improving_value.report.workbook.unit_columns import UnitColumns

_SUMMED = ("sum", "count", "mean")
_HERE = (0, 1)


@dataclass(frozen=True)
class CellLines:
    """Which columns of a block a cell is the sum of: what each line adds, and for a mean whether it counts."""

    added: int
    counted: int | None


def wanted_cells(checked: CheckedScheme) -> dict[str, list[str]]:
    """Return, by unit, the cells of totals that rest on some parameter and are sums over eligible units."""
    told = FigureTracing(checked)
    totals: list[Node] = [one.total for one in checked.savings if one.total is not None and one.scenario == "default"]
    totals += [one.total for one in checked.costs if one.total is not None]
    found: dict[str, dict[str, None]] = {}
    for total in totals:
        for part in walk(total) if not told.of(total) else ():
            if isinstance(part, Name) and part.kind == "measure":
                for name in _cells_of(checked, part.name):
                    found.setdefault(checked.cells[name].unit, {})[name] = None
    return {unit: list(names) for unit, names in found.items()}


def _cells_of(checked: CheckedScheme, measure: str) -> list[str]:
    named = [part.name for part in walk(checked.measures[measure].value) if isinstance(part, Name) and part.kind == "cell"]
    return [name for name in named if _is_summed(checked.cells[name]) and Behind(checked).of(Name(name, _HERE, kind="cell"), None)]


def _is_summed(cell: Cell) -> bool:
    return cell.over == "eligible" and cell.category is None and cell.aggregate.function in _SUMMED


def add_cells(columns: UnitColumns, names: list[str], before: int) -> dict[str, CellLines]:
    """Add what each line adds to each cell, where a formula can say so and an assumption on the sheet moves it."""
    found = {}
    for name in names:
        try:
            with columns.all_or_nothing():
                lines = _added(columns, columns.checked.cells[name], before)
                moved = Behind(columns.checked).of(Name(name, _HERE, kind="cell"), None)
                if not set(moved) & {one.split("__")[0] for one in columns.live}:
                    raise NotSayable("what no assumption moves")
            found[name] = lines
        except NotSayable:
            continue
    return found


def _added(columns: UnitColumns, cell: Cell, before: int) -> CellLines:
    operand, function = cell.aggregate.operand, cell.aggregate.function
    if function == "count":
        return CellLines(_one_for_each(columns, cell.where, operand) + before, None)
    assert operand is not None
    value = to_excel(operand, columns)
    node: Node = value.node
    said = value
    if cell.where is not None:
        chosen = Choice(cell.where, operand, Literal(None, _HERE, operand.type), _HERE, operand.type)
        said = to_excel(chosen, columns)
        node = said.node
    if operand.type is None or operand.type.kind == "double":
        text = guarded(f"INT({said.text}*quantum+half)/quantum", (said.text,))
        key = f"quantised {len(columns.columns)}"
        label = f"{columns.label_of(operand)}, to a millionth"
        columns.add(Column(key, label, "", "working", DOUBLE, text, lambda row: _quantised(row, node)))
    elif not isinstance(node, Name) or columns.columns[-1].key != node.name:
        columns.hold(guarded(said.text, (said.text,)), node, operand)
    added = len(columns.columns) - 1
    counted = None
    if function == "mean":
        key = columns.columns[added].key
        text = f"IF(ISNUMBER({columns.letter(added)}{ROW}),1,0)"
        columns.add(Column(f"counts {key}", "Counts", "", "working", INTEGER, text, lambda row: int(row[key] is not None)))
        counted = len(columns.columns) - 1 + before
    return CellLines(added + before, counted)


def _quantised(row: Row, node: Node) -> float | None:
    assert isinstance(node, Name)
    value = row[f"parameter {node.name}" if node.kind == "parameter" else node.name]
    whole = None if value is None else quantise(float(cast("float", value)))
    return None if whole is None else whole / QUANTUM


def _one_for_each(columns: UnitColumns, where: Node | None, operand: Node | None) -> int:
    """Add a column of 1 for each line that counts and 0 for the others; a missing condition counts nothing."""
    conditions = tuple(part for part in (where, operand) if part is not None)
    if not conditions:
        raise NotSayable("a count of everything")
    asked = conditions[0] if len(conditions) == 1 else AllOf(conditions, _HERE, BOOLEAN)
    said = to_excel(asked, columns)
    node = said.node
    assert isinstance(node, Name)
    label = f"Counts where: {columns.label_of(asked)}"
    columns.add(
        Column(
            f"ones {len(columns.columns)}",
            label,
            "",
            "working",
            INTEGER,
            f"IF({said.text}=TRUE,1,0)",
            lambda row: int(row[node.name] is True),
        )
    )
    return len(columns.columns) - 1


def sums_by_line(rows: list[Row], key: str, *, everybody: bool) -> Mapping[tuple[str, date], Decimal]:
    """Return the sums of a column by organisation and first day of the period; what is missing is left out."""
    found: dict[tuple[str, date], Decimal] = {}
    for row in rows:
        value, begins = row[key], row["line period"]
        assert isinstance(begins, date)
        where = ("all" if everybody else str(row["line organisation"])), begins
        found[where] = found.get(where, Decimal(0)) + (Decimal(0) if value is None else Decimal(str(value)))
    return found
