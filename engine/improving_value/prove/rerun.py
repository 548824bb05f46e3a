"""An example run again with a change made to its scheme: only what the change reaches is worked out anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from improving_value.check.model import Cell, CheckedFacts, CheckedSaving, CheckedScheme, CheckedUnit
from improving_value.check.uses import unit_nodes
from improving_value.expression.nodes import Name, Node, walk
from improving_value.kernel.calendar import Calendar
from improving_value.run.results import Results
from improving_value.run.rows import RowRun
from improving_value.run.rows_activity import Activity, Tables
from improving_value.run.rows_cells import cell_values
from improving_value.run.rows_finish import finished
from improving_value.run.rows_model import UnitRow
from improving_value.run.rows_units import unit_records


@dataclass(frozen=True)
class Before:
    """An example as it runs without any change."""

    checked: CheckedScheme
    tables: Tables
    calendar: Calendar
    run: RowRun

    @cached_property
    def activity(self) -> Activity:
        return Activity(self.checked, self.tables, self.calendar, lambda name: self.run.units[name])


@dataclass(frozen=True)
class Reach:
    """What a change touches: the units and cells that are no longer the same, and whether figures made of cells are not."""

    units: frozenset[str]
    cells: frozenset[str]
    figures: bool


def reach_of(before: CheckedScheme, after: CheckedScheme) -> Reach:
    """Return what differs between two checked schemes, values of parameters apart."""
    units = {name for name, unit in after.units.items() if before.units.get(name) != unit or _pounds_on(before, name) != _pounds_on(after, name)}
    cells = {name for name, cell in after.cells.items() if before.cells.get(name) != cell}
    figures = any(getattr(before, part) != getattr(after, part) for part in ("measures", "kpis", "savings", "costs"))
    return Reach(frozenset(units), frozenset(cells), figures)


def changed_values(before: CheckedScheme, after: CheckedScheme) -> frozenset[str]:
    """Return the parameters that have another value."""
    return frozenset(name for name in {*before.values, *after.values} if before.values.get(name) != after.values.get(name))


def rerun(before: Before, after: CheckedScheme, reach: Reach) -> RowRun | None:
    """Return the run with the changed scheme; None when no unit and no figure comes out otherwise."""
    values = changed_values(before.checked, after)
    again = _Again(before, after, reach, values)
    units = {name: again.unit_rows(name) for name in after.units}
    cells = {name: again.cell(cell) for name, cell in after.cells.items()}
    if not (again.fresh or reach.figures or values) and cells == before.run.results.cells:
        return None
    return RowRun(Results(after.scheme.scheme, before.calendar, cells), units)


class _Again:
    """One example, worked out anew as far as it must be."""

    def __init__(self, before: Before, after: CheckedScheme, reach: Reach, values: frozenset[str]) -> None:
        self.before, self.after, self.reach, self.values = before, after, reach, values
        self.activity = Activity(after, before.tables, before.calendar, self.unit_rows)
        self.units: dict[str, list[UnitRow]] = {}
        self.fresh: set[str] = set()
        """Units that came out otherwise than before."""

    def unit_rows(self, name: str) -> list[UnitRow]:
        if name not in self.units:
            self.units[name] = self._unit_rows(self.after.units[name])
        return self.units[name]

    def _unit_rows(self, unit: CheckedUnit) -> list[UnitRow]:
        for source in _drawn_on(unit):
            self.unit_rows(source)
        old = self.before.run.units.get(unit.name)
        if old is not None and not self._is_touched(unit):
            return old
        made = sorted((finished(unit, record, self.activity) for record in unit_records(unit, self.activity)), key=lambda row: row.unit_key)
        if made == old:
            return old
        self.fresh.add(unit.name)
        return made

    def _is_touched(self, unit: CheckedUnit) -> bool:
        if unit.name in self.reach.units or not self.fresh.isdisjoint(_drawn_on(unit)):
            return True
        if self.activity.demands[unit.name] != self.before.activity.demands[unit.name]:
            return True
        return bool(self.values) and _reads((*unit_nodes(unit), *_pounds_on(self.after, unit.name)), self.values)

    def cell(self, cell: Cell) -> Mapping[object, object]:
        windows = self.activity.windows_of_cells[cell.id]
        old = self.before.run.results.cells.get(cell.id)
        same = old is not None and cell.id not in self.reach.cells and cell.unit not in self.fresh
        if same and windows == self.before.activity.windows_of_cells[cell.id] and not self._asks_for_values(cell):
            return old
        return cell_values(cell, self.after.units[cell.unit], self.unit_rows(cell.unit), self.activity)

    def _asks_for_values(self, cell: Cell) -> bool:
        return bool(self.values) and _reads((cell.aggregate, *(() if cell.where is None else (cell.where,))), self.values)


def _pounds_on(checked: CheckedScheme, unit: str) -> tuple[Node, ...]:
    """Return the formulas of the savings worked out on each of a unit."""
    return tuple(saving.each for saving in checked.savings if saving.each is not None and _is_of(saving, unit))


def _is_of(saving: CheckedSaving, unit: str) -> bool:
    return saving.saving.of == unit


def _drawn_on(unit: CheckedUnit) -> tuple[str, ...]:
    facts = [column.how for column in (*unit.row_columns, *unit.columns) if isinstance(column.how, CheckedFacts)]
    return (*((unit.source,) if unit.source_is_unit else ()), *(fact.source for fact in facts if fact.source_is_unit))


def _reads(nodes: Iterable[Node], names: frozenset[str]) -> bool:
    return any(isinstance(part, Name) and part.kind == "parameter" and part.name in names for node in nodes for part in walk(node))
