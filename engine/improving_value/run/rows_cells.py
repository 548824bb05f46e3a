"""Cells: one aggregate over a unit's table for every organisation, window and category."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from typing import cast

from improving_value.check.model import Cell, CellValue, CheckedUnit
from improving_value.kernel.places import Level, whose
from improving_value.run.results import CellKey
from improving_value.run.rows_activity import Activity
from improving_value.run.rows_gather import Member, Seat, seats_of, settled
from improving_value.run.rows_model import UnitRow
from improving_value.run.rows_parameters import key_text
from improving_value.run.rows_sight import Sight


class CellsOnDemand(Mapping[str, Mapping[CellKey, CellValue]]):
    """The cells of a run, each worked out when somebody asks for it."""

    def __init__(self, names: Collection[str], work_out: Callable[[str], Mapping[CellKey, CellValue]]) -> None:
        self._names = names
        self._work_out = work_out
        self._found: dict[str, Mapping[CellKey, CellValue]] = {}

    def __getitem__(self, name: str) -> Mapping[CellKey, CellValue]:
        if name not in self._found:
            self._found[name] = self._work_out(name)
        return self._found[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def cell_values(cell: Cell, unit: CheckedUnit, rows: list[UnitRow], activity: Activity) -> dict[CellKey, CellValue]:
    """Return a cell for each key that has a unit in scope. Missing operands, and units for which `where` is missing, are left out."""
    aggregate = replace(cell.aggregate, where=cell.where, known=True)
    placed: dict[CellKey, list[Seat]] = {}
    for row in rows:
        counts = cell.over == "in_scope" or row.outcome == "eligible"
        member = Member(row.unit_key, Sight(activity.book, row.seen, row.day, row.window))
        seats = seats_of(aggregate, [member] if counts else [])
        for key in _keys(cell, unit, row, activity):
            placed.setdefault(key, []).extend(seats or [])
    outside = {window.id: activity.from_nowhere(window) for window in activity.calendar.windows}
    return {key: cast(CellValue, settled(aggregate, placed[key], outside[key.window])) for key in sorted(placed)}


def _keys(cell: Cell, unit: CheckedUnit, row: UnitRow, activity: Activity) -> Iterator[CellKey]:
    categories = [""]
    if cell.category is not None:
        category = key_text(row.seen[cell.category])
        categories += [] if category is None else [category]
    for window in activity.windows_of_cells[cell.id].intersection(row.windows):
        for level, organisation in _places(unit, row, activity):
            for category in categories:
                yield CellKey(level, organisation, window, category)


def _places(unit: CheckedUnit, row: UnitRow, activity: Activity) -> list[tuple[Level, str]]:
    """Return whom a unit counts for, at each level; a provider with no place is its own, in no listed hub or region."""
    provider = key_text(row.values[unit.provider])
    return whose(unit.home, provider, activity.places.get((row.slice, provider)))
