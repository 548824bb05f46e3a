"""A checked scheme run row by row: the slow and obvious reference that every other engine must agree with."""

from __future__ import annotations

from dataclasses import dataclass

from improving_value.check.model import CheckedScheme
from improving_value.kernel.calendar import Calendar
from improving_value.run.results import Results
from improving_value.run.rows_activity import Activity, Tables
from improving_value.run.rows_cells import cell_values
from improving_value.run.rows_finish import finished
from improving_value.run.rows_model import UnitRow
from improving_value.run.rows_units import unit_records


@dataclass(frozen=True)
class RowRun:
    """The numbers of one scheme, and every unit in scope with what its rules said, by unit, in the order of their keys."""

    results: Results
    units: dict[str, list[UnitRow]]


def run_rows(checked: CheckedScheme, tables: Tables, calendar: Calendar) -> RowRun:
    """Return every cell and every unit of a scheme. A dataset that is not in `tables` has no rows."""
    units: dict[str, list[UnitRow]] = {}

    def unit_rows(name: str) -> list[UnitRow]:
        if name not in units:
            unit = checked.units[name]
            made = [finished(unit, record, activity) for record in unit_records(unit, activity)]
            units[name] = sorted(made, key=lambda row: row.unit_key)
        return units[name]

    activity = Activity(checked, tables, calendar, unit_rows)
    cells = {cell.id: cell_values(cell, checked.units[cell.unit], unit_rows(cell.unit), activity) for cell in checked.cells.values()}
    in_order = {name: unit_rows(name) for name in checked.units}
    return RowRun(Results(checked.scheme.scheme, calendar, cells), in_order)
