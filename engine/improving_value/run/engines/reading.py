"""What every engine reads from a finished plan in the same way: cells from rows, and the units to write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlglot import exp

from improving_value.compile.figures import FigureTable
from improving_value.compile.units import FinishedUnit
from improving_value.expression.sql_pieces import column, identifier, text
from improving_value.run.results import CellKey, CellValue

_INTERNAL = ("slice__", "window__")


def read_cells(figures: FigureTable, row: Mapping[str, Any], cells: dict[str, dict[CellKey, CellValue]]) -> None:
    """Put the cells of one row where they belong."""
    category = row["category"] if figures.has_category else ""
    key = CellKey(row["level"], row["organisation"], int(row["window"]), category)
    for readout in figures.readouts:
        cells.setdefault(readout.cell, {})[key] = readout.value(row)


def unit_rows_query(unit: FinishedUnit) -> exp.Select:
    """Return the units that lie in the run's periods, labelled, in the order of their keys."""
    held = "window__" if unit.tied else "slice__"
    source = exp.Table(this=identifier(unit.name), alias=exp.TableAlias(this=identifier("u")))
    seen = [column(name, "u") for name in unit.columns if name not in _INTERNAL]
    named = exp.Alias(this=column("label", "w"), alias=identifier("period"))
    query = exp.Select(expressions=[seen[0], named, *seen[1:]]).from_(source)
    windows = exp.Table(this=identifier("windows"), alias=exp.TableAlias(this=identifier("w")))
    if unit.tied:
        on: exp.Expression = exp.EQ(this=column("window", "w"), expression=column(held, "u"))
    else:
        counted = exp.Table(this=identifier("slice_windows"), alias=exp.TableAlias(this=identifier("sw")))
        query = query.join(counted, on=exp.EQ(this=column("slice", "sw"), expression=column(held, "u")))
        on = exp.EQ(this=column("window", "w"), expression=column("window", "sw"))
    roles = ("piece", "span") if unit.tied else ("piece",)
    query = query.join(windows, on=on).where(exp.In(this=column("role", "w"), expressions=[text(role) for role in roles]))
    return query.order_by(column("unit_key", "u"))
