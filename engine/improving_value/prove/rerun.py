"""An example run again with a change made to its scheme: only what the change reaches, and somebody asks for, is worked out anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from improving_value.check.demand import Demand, wanted
from improving_value.check.model import CellValue, CheckedFacts, CheckedScheme, CheckedUnit
from improving_value.check.uses import unit_nodes
from improving_value.expression.nodes import Name, Node, walk
from improving_value.kernel.calendar import Calendar
from improving_value.kernel.periods import Role
from improving_value.run.results import CellKey, Results
from improving_value.run.rows import RowRun
from improving_value.run.rows_activity import Activity, Tables
from improving_value.run.rows_cells import CellsOnDemand, cell_values
from improving_value.run.rows_finish import finished
from improving_value.run.rows_model import Record, UnitRow
from improving_value.run.rows_parameters import ParameterBook
from improving_value.run.rows_units import unit_records

Wanted = tuple[Mapping[str, Demand], Mapping[str, frozenset[Role]]]
"""In which windows units are, and in which cells."""


@dataclass
class Reach:
    """What a change touches, whatever the local values: units, of them those whose rows stay and only rules or pounds differ, cells.

    `figures` says whether what is made of cells is no longer the same.
    """

    units: frozenset[str]
    finish: frozenset[str]
    cells: frozenset[str]
    figures: bool
    _wanted: dict[frozenset[str], Wanted] = field(default_factory=dict)

    def wanted(self, after: CheckedScheme) -> Wanted:
        """Return the windows in which units and cells are wanted: not those of a baseline whose values somebody supplied."""
        supplied = frozenset(name for name in after.values if "." in name)
        if supplied not in self._wanted:
            self._wanted[supplied] = wanted(after)
        return self._wanted[supplied]


@dataclass
class Before:
    """An example as it runs without any change."""

    checked: CheckedScheme
    tables: Tables
    calendar: Calendar
    run: RowRun
    _records: dict[str, list[Record]] = field(default_factory=dict)

    @cached_property
    def activity(self) -> Activity:
        return Activity(self.checked, self.tables, self.calendar, lambda name: self.run.units[name])

    def records(self, unit: str) -> list[Record]:
        """Return a unit's rows before its rules are asked."""
        if unit not in self._records:
            self._records[unit] = unit_records(self.checked.units[unit], self.activity)
        return self._records[unit]


def reach_of(before: CheckedScheme, after: CheckedScheme) -> Reach:
    """Return what differs between two checked schemes, values of parameters apart."""
    changed = {
        name for name, unit in after.units.items() if before.units.get(name) != unit or pounds_on(before, name) != pounds_on(after, name)
    }
    finish = {name for name in changed if name in before.units and _rows_of(before.units[name]) == _rows_of(after.units[name])}
    cells = {name for name, cell in after.cells.items() if before.cells.get(name) != cell}
    figures = any(getattr(before, part) != getattr(after, part) for part in ("measures", "kpis", "savings", "costs"))
    return Reach(frozenset(changed), frozenset(finish), frozenset(cells), figures)


def _rows_of(unit: CheckedUnit) -> CheckedUnit:
    return replace(unit, rules=(), at_stake=None)


def rerun(before: Before, after: CheckedScheme, reach: Reach) -> RowRun | None:
    """Return the run with the changed scheme; None when no unit and no figure can come out otherwise.

    Its cells are worked out when they are asked for.
    """
    values = frozenset(
        name for name in {*before.checked.values, *after.values} if before.checked.values.get(name) != after.values.get(name)
    )
    again = _Again(before, after, reach, values)
    units = {name: again.unit_rows(name) for name in after.units}
    if not (again.fresh or reach.figures or reach.cells or values):
        return None
    return RowRun(Results(after.scheme.scheme, before.calendar, CellsOnDemand(after.cells, again.cell)), units)


class _ChangedActivity(Activity):
    """The activity of an example under a changed scheme: its datasets are those of before."""

    def __init__(self, again: _Again) -> None:
        before = again.before.activity
        wanted = again.reach.wanted(again.after)
        self.checked = again.after
        self.calendar = before.calendar
        self.demands = dict(wanted[0])
        self.windows_of_cells = {
            cell: frozenset(window.id for window in before.calendar.windows if window.role in roles) for cell, roles in wanted[1].items()
        }
        self.book = before.book if not again.values else ParameterBook(again.after)
        self.places = before.places
        self._tables = before._tables
        self._unit_rows = again.unit_rows
        # What is never read is left out of a dataset's rows, and a change may read other columns.
        same = again.after.datasets == before.checked.datasets
        self._datasets = before._datasets if same else {}


class _Again:
    """One example, worked out anew as far as it must be."""

    def __init__(self, before: Before, after: CheckedScheme, reach: Reach, values: frozenset[str]) -> None:
        self.before, self.after, self.reach, self.values = before, after, reach, values
        self.activity = _ChangedActivity(self)
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
        changed, built = self._is_changed(unit)
        if old is not None and not changed:
            return old
        records = unit_records(unit, self.activity) if built else self.before.records(unit.name)
        made = finished(unit, records, self.activity)
        if old is not None and made == old:
            return old
        self.fresh.add(unit.name)
        return made

    def _is_changed(self, unit: CheckedUnit) -> tuple[bool, bool]:
        """Say whether a unit must be finished anew, and whether even its rows must be built anew."""
        name = unit.name
        built = name in self.reach.units - self.reach.finish or not self.fresh.isdisjoint(_drawn_on(unit))
        built = built or self.activity.demands[name] != self.before.activity.demands[name]
        built = built or bool(self.values and _reads(unit_nodes(unit), self.values))
        return built or name in self.reach.units or bool(self.values and _reads(pounds_on(self.after, name), self.values)), built

    def cell(self, name: str) -> Mapping[CellKey, CellValue]:
        cell = self.after.cells[name]
        windows = self.activity.windows_of_cells[cell.id]
        old = self.before.run.results.cells.get(cell.id)
        if old is not None and cell.id not in self.reach.cells and cell.unit not in self.fresh:
            nodes = (cell.aggregate, *(() if cell.where is None else (cell.where,)))
            if windows == self.before.activity.windows_of_cells[cell.id] and not (self.values and _reads(nodes, self.values)):
                return old
        return cell_values(cell, self.after.units[cell.unit], self.unit_rows(cell.unit), self.activity)


def pounds_on(checked: CheckedScheme, unit: str) -> tuple[Node, ...]:
    """Return the formulas of the savings worked out on each of a unit."""
    return tuple(saving.each for saving in checked.savings if saving.each is not None and saving.saving.of == unit)


def _drawn_on(unit: CheckedUnit) -> tuple[str, ...]:
    facts = [column.how for column in (*unit.row_columns, *unit.columns) if isinstance(column.how, CheckedFacts)]
    return (*((unit.source,) if unit.source_is_unit else ()), *(fact.source for fact in facts if fact.source_is_unit))


def _reads(nodes: Iterable[Node], names: frozenset[str]) -> bool:
    return any(isinstance(part, Name) and part.kind == "parameter" and part.name in names for node in nodes for part in walk(node))
