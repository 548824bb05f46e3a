"""A checked scheme run row by row: the slow and obvious reference that every other engine must agree with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from improving_value.check.model import CellValue, CheckedScheme
from improving_value.kernel.calendar import Calendar
from improving_value.run.results import CellKey, Results
from improving_value.run.rows_activity import Activity, Tables
from improving_value.run.rows_cells import CellsOnDemand, OnDemand, cell_values, people_behind
from improving_value.run.rows_finish import finished
from improving_value.run.rows_model import UnitRow
from improving_value.run.rows_units import Built, built


@dataclass(frozen=True)
class RowRun:
    """The numbers of one scheme, and every unit in scope with what its rules said, by unit, in the order of their keys."""

    results: Results
    units: dict[str, list[UnitRow]]
    built: Mapping[str, Built] = field(default_factory=dict)
    """The units before any rule was asked."""


def run_rows(checked: CheckedScheme, tables: Tables, calendar: Calendar) -> RowRun:
    """Return every unit of a scheme, and every cell, worked out when it is looked up. A dataset that is not in `tables` has no rows."""
    units: dict[str, list[UnitRow]] = {}
    made: dict[str, Built] = {}

    def unit_rows(name: str) -> list[UnitRow]:
        if name not in units:
            unit = checked.units[name]
            made[name] = built(unit, activity)
            units[name] = finished(unit, made[name].records, activity)
        return units[name]

    activity = Activity(checked, tables, calendar, unit_rows)

    def cell(name: str) -> Mapping[CellKey, CellValue]:
        asked = checked.cells[name]
        return cell_values(asked, checked.units[asked.unit], unit_rows(asked.unit), activity)

    def people(name: str) -> Mapping[CellKey, int]:
        asked = checked.cells[name]
        return people_behind(asked, checked.units[asked.unit], unit_rows(asked.unit), activity)

    told_apart = [name for name, cell in checked.cells.items() if checked.units[cell.unit].person is not None]
    in_order = {name: unit_rows(name) for name in checked.units}
    results = Results(checked.scheme.scheme, calendar, CellsOnDemand(checked.cells, cell), people=OnDemand(told_apart, people))
    return RowRun(results, in_order, made)
