"""The rows that units are made from: activity tables, and units already finished."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from improving_value.check.demand import wanted
from improving_value.check.model import CheckedScheme, CheckedUnit
from improving_value.expression.evaluate_values import RowValue
from improving_value.kernel.calendar import Calendar
from improving_value.kernel.periods import Window
from improving_value.kernel.places import Place
from improving_value.run.rows_model import Record, UnitRow
from improving_value.run.rows_parameters import parameter_book
from improving_value.run.rows_sight import Sight, as_day

Tables = Mapping[str, Sequence[Mapping[str, RowValue]]]
"""Typed rows by dataset; every row has a `row_key`."""


class Activity:
    """Gives rows as records, in the order of their keys, and what is seen from each."""

    def __init__(self, checked: CheckedScheme, tables: Tables, calendar: Calendar, unit_rows: Callable[[str], list[UnitRow]]) -> None:
        self.checked = checked
        self.calendar = calendar
        self.demands, roles = wanted(checked)
        self.windows_of_cells = {
            cell: frozenset(window.id for window in calendar.windows if window.role in held) for cell, held in roles.items()
        }
        self.book = parameter_book(checked)
        self.places: dict[tuple[int | None, str | None], Place] = {(place.slice, place.provider): place for place in calendar.places}
        self._tables = tables
        self._unit_rows = unit_rows
        self._datasets: dict[str, list[Record]] = {}

    def records(self, source: str, is_unit: bool) -> list[Record]:
        """Return the rows of a dataset, or the units in scope of another unit whatever their outcome."""
        if is_unit:
            found = [_unit_record(row) for row in self._unit_rows(source)]
            return sorted(found, key=lambda record: record.key)
        if source not in self._datasets:
            rows = self._tables.get(source, ())
            self._datasets[source] = sorted((self._row_record(source, row) for row in rows), key=lambda record: record.key)
        return self._datasets[source]

    def _row_record(self, source: str, row: Mapping[str, RowValue]) -> Record:
        key = str(row["row_key"])
        dataset = self.checked.datasets[source]
        columns = {name: row.get(name) for name in dataset.columns}
        dated_by = dataset.date
        return Record(key, (key,), columns, None if dated_by is None else as_day(columns.get(dated_by)))

    def windows_of(self, unit: CheckedUnit) -> tuple[Window, ...]:
        """Return the windows in which a unit is wanted."""
        return self.calendar.windows_in(self.demands[unit.name].roles)

    def from_row(self, unit: CheckedUnit, record: Record) -> Sight:
        """Return what is seen from a row of a unit before it is grouped (for an ungrouped unit: from the unit)."""
        return Sight(self.book, record.columns, self._row_day(unit, record), record.window)

    def _row_day(self, unit: CheckedUnit, record: Record) -> date | None:
        if unit.group is None:
            if record.window is not None:
                return record.window.period.last_day
            if unit.date is not None and unit.date in record.columns:
                return as_day(record.columns[unit.date])
        if unit.row_date is not None and unit.row_date in record.columns:
            return as_day(record.columns[unit.row_date])
        return record.day

    def from_unit(self, unit: CheckedUnit, record: Record) -> Sight:
        """Return what is seen from a unit, finished or with the columns it has so far."""
        return Sight(self.book, record.columns, unit_day(unit, record), record.window)

    def from_nowhere(self, window: Window | None = None) -> Sight:
        """Return what is seen from no row at all: parameters, and the window."""
        return Sight(self.book, {}, None if window is None else window.period.last_day, window)


def unit_day(unit: CheckedUnit, record: Record) -> date | None:
    """Return a unit's date: the last day of the window it is tied to, otherwise its own."""
    if record.window is not None:
        return record.window.period.last_day
    return None if unit.date is None else as_day(record.columns.get(unit.date))


def _unit_record(row: UnitRow) -> Record:
    return Record(row.unit_key, row.source_keys, row.seen, row.day, row.window)
