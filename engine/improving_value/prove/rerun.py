"""An example run again with a change made to its scheme: only what the change reaches, and somebody asks for, is worked out anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from improving_value.check.demand import Demand, wanted
from improving_value.check.model import CellValue, CheckedColumn, CheckedFacts, CheckedScheme, CheckedUnit
from improving_value.check.named import parameters_in
from improving_value.check.uses import unit_nodes, units_drawn_on
from improving_value.expression.nodes import Node
from improving_value.kernel.calendar import Calendar
from improving_value.kernel.periods import Role
from improving_value.prove.rebuilt import Rebuilder, choosing_nodes, column_nodes, same_rows
from improving_value.run.results import CellKey, Results
from improving_value.run.rows import RowRun
from improving_value.run.rows_activity import Activity, Tables
from improving_value.run.rows_cells import CellsOnDemand, cell_values
from improving_value.run.rows_finish import finished
from improving_value.run.rows_model import Record, UnitRow
from improving_value.run.rows_parameters import ParameterBook
from improving_value.run.rows_units import Built, built

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
    finished_alike: frozenset[str] = frozenset()
    """Units whose rows, where they are the same, are finished in the same way."""
    same_datasets: bool = False
    """Whether every column of a dataset that is read now was read before."""
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
    _finished: dict[str, Mapping[int, UnitRow]] = field(default_factory=dict)

    @cached_property
    def activity(self) -> Activity:
        return Activity(self.checked, self.tables, self.calendar, lambda name: self.run.units[name])

    def finished(self, unit: str) -> Mapping[int, UnitRow]:
        """Return what each record of a unit came to, by the record itself."""
        if unit not in self._finished:
            records = sorted(self.run.built[unit].records, key=lambda record: record.key)
            self._finished[unit] = {id(record): row for record, row in zip(records, self.run.units[unit], strict=True)}
        return self._finished[unit]


def reach_of(before: CheckedScheme, after: CheckedScheme) -> Reach:
    """Return what differs between two checked schemes, values of parameters apart."""
    changed = {
        name for name, unit in after.units.items() if before.units.get(name) != unit or pounds_on(before, name) != pounds_on(after, name)
    }
    finish = {name for name in changed if name in before.units and _rows_of(before.units[name]) == _rows_of(after.units[name])}
    cells = {name for name, cell in after.cells.items() if before.cells.get(name) != cell}
    figures = any(getattr(before, part) != getattr(after, part) for part in ("measures", "kpis", "savings", "costs"))
    alike = {
        name
        for name in after.units
        if name not in changed or (name in before.units and _finish_of(before, name) == _finish_of(after, name))
    }
    same_datasets = all(
        name in before.datasets and dataset.columns.keys() <= before.datasets[name].columns.keys()
        for name, dataset in after.datasets.items()
    )
    return Reach(frozenset(changed), frozenset(finish), frozenset(cells), figures, frozenset(alike), same_datasets)


def _finish_of(checked: CheckedScheme, name: str) -> tuple[object, ...]:
    unit = checked.units[name]
    pounds = [(saving.column, saving.each) for saving in checked.savings if saving.each is not None and saving.saving.of == name]
    return unit.rules, unit.at_stake, list(unit.types), unit.date, unit.provider, unit.per_period, pounds


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
        self._read_before = before if again.reach.same_datasets else None
        self._datasets = {}

    def records(self, source: str, is_unit: bool) -> list[Record]:
        return super().records(source, is_unit) if is_unit or self._read_before is None else self._read_before.records(source, is_unit)


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
        for source in units_drawn_on(unit):
            self.unit_rows(source)
        old = self.before.run.units.get(unit.name)
        changed, is_built = self._is_changed(unit)
        if old is not None and not changed:
            return old
        records = (self._built(unit) if is_built else self.before.run.built[unit.name]).records
        known = self.before.finished(unit.name) if self._is_finished_alike(unit) else {}
        others = finished(unit, [one for one in records if id(one) not in known], self.activity)
        made = sorted([*(known[id(one)] for one in records if id(one) in known), *others], key=lambda row: row.unit_key)
        if old is not None and made == old:
            return old
        self.fresh.add(unit.name)
        return made

    def _built(self, unit: CheckedUnit) -> Built:
        before = self.before.checked.units.get(unit.name)
        choosing = _reads(choosing_nodes(unit), self.values) if self.values else False
        if before is None or choosing or not (self.reach.same_datasets and self._has_same_windows(unit) and same_rows(before, unit)):
            return built(unit, self.activity)
        if unit.source_is_unit and unit.source in self.fresh:
            return built(unit, self.activity)
        return Rebuilder(before, self.before.run.built[unit.name], unit, self.activity, self._is_stale).built()

    def _is_stale(self, column: CheckedColumn) -> bool:
        """Say whether a column reads a parameter with other values, or a unit that came out otherwise."""
        fact = column.how if isinstance(column.how, CheckedFacts) else None
        is_fresh = fact is not None and fact.source_is_unit and fact.source in self.fresh
        return is_fresh or bool(self.values and _reads(column_nodes(column), self.values))

    def _is_finished_alike(self, unit: CheckedUnit) -> bool:
        if unit.name not in self.reach.finished_alike or not self._has_same_windows(unit):
            return False
        nodes = [*(rule.when for rule in unit.rules), *((unit.at_stake,) if unit.at_stake is not None else ())]
        return not (self.values and _reads([*nodes, *pounds_on(self.after, unit.name)], self.values))

    def _has_same_windows(self, unit: CheckedUnit) -> bool:
        return self.activity.demands[unit.name] == self.before.activity.demands.get(unit.name)

    def _is_changed(self, unit: CheckedUnit) -> tuple[bool, bool]:
        """Say whether a unit must be finished anew, and whether even its rows must be built anew."""
        name = unit.name
        rebuild = name in self.reach.units - self.reach.finish or not self.fresh.isdisjoint(units_drawn_on(unit))
        rebuild = rebuild or not self._has_same_windows(unit)
        rebuild = rebuild or bool(self.values and _reads(unit_nodes(unit), self.values))
        return rebuild or name in self.reach.units or bool(self.values and _reads(pounds_on(self.after, name), self.values)), rebuild

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


def _reads(nodes: Iterable[Node], names: frozenset[str]) -> bool:
    return any(part.name in names for node in nodes for part in parameters_in(node))
