"""Cells: one aggregate over a unit's table for every organisation, window and category."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar, cast

from improving_value.check.model import Cell, CellValue, CheckedUnit
from improving_value.expression.evaluate_values import is_number
from improving_value.expression.nodes import Aggregate
from improving_value.kernel.places import TOLD_APART, whose
from improving_value.kernel.remembering import once_each
from improving_value.run.results import CellKey
from improving_value.run.rows_activity import Activity
from improving_value.run.rows_aggregate import is_derived, millionths
from improving_value.run.rows_gather import Member, Seat, seats_of, settled
from improving_value.run.rows_model import UnitRow
from improving_value.run.rows_parameters import ParameterBook, key_text
from improving_value.run.rows_sight import Sight

Value = TypeVar("Value", covariant=True)


class OnDemand(Mapping[str, Mapping[CellKey, Value]]):
    """The cells of a run, or the people behind them, each worked out when somebody asks for it."""

    def __init__(self, names: Collection[str], work_out: Callable[[str], Mapping[CellKey, Value]]) -> None:
        self._names = names
        self._work_out = work_out
        self._found: dict[str, Mapping[CellKey, Value]] = {}

    def __getitem__(self, name: str) -> Mapping[CellKey, Value]:
        if name not in self._found:
            self._found[name] = self._work_out(name)
        return self._found[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


CellsOnDemand = OnDemand[CellValue]


class CellValues(Mapping[CellKey, CellValue]):
    """One cell at every place that has a unit in scope; each value is worked out when it is looked up."""

    def __init__(self, placed: Mapping[CellKey, list[_Alike]], work_out: Callable[[CellKey, list[_Alike]], CellValue]) -> None:
        self._placed = placed
        self._work_out = work_out
        self._found: dict[CellKey, CellValue] = {}

    def __getitem__(self, key: CellKey) -> CellValue:
        if key not in self._found:
            self._found[key] = self._work_out(key, self._placed[key])
        return self._found[key]

    def __contains__(self, key: object) -> bool:
        return key in self._placed

    def __iter__(self) -> Iterator[CellKey]:
        return iter(sorted(self._placed))

    def __len__(self) -> int:
        return len(self._placed)


class _Alike:
    """The units of one cell that count for the same organisations, windows and category, and those of them that have a say."""

    def __init__(self, aggregate: Aggregate) -> None:
        self.aggregate = aggregate
        self.rows: list[UnitRow] = []
        self._seats: list[Seat] | None = None

    def seats(self, book: ParameterBook) -> list[Seat]:
        if self._seats is None:
            members = [Member(row.unit_key, Sight(book, row.seen, row.day, row.window)) for row in self.rows]
            self._seats = seats_of(self.aggregate, members) or []
        return self._seats


def cell_values(cell: Cell, unit: CheckedUnit, rows: list[UnitRow], activity: Activity) -> Mapping[CellKey, CellValue]:
    """Return a cell for each key that has a unit in scope. Missing operands, and units for which `where` is missing, are left out."""
    aggregate = _aggregate(cell)
    placed = _placed(cell, unit, rows, activity)

    def work_out(key: CellKey, behind: list[_Alike]) -> CellValue:
        window = next(window for window in activity.calendar.windows if window.id == key.window)
        seats = [seat for alike in behind for seat in alike.seats(activity.book)]
        value = cast(CellValue, settled(aggregate, seats, activity.from_nowhere(window)))
        # A nought of pounds and a sum of nothing are one number, and in columns are written as one.
        return Decimal(0) if aggregate.function == "sum" and isinstance(value, Decimal) and not value else value

    return CellValues(placed, work_out)


def _placed(cell: Cell, unit: CheckedUnit, rows: list[UnitRow], activity: Activity) -> dict[CellKey, list[_Alike]]:
    """Return the units of each key, those that count for the same keys together."""
    aggregate = _aggregate(cell)
    together: dict[tuple[int | None, tuple[int, ...], str | None, str | None], _Alike] = {}
    for row in rows:
        category = None if cell.category is None else key_text(row.seen[cell.category])
        shared = row.slice, row.windows, key_text(row.values[unit.provider]), category
        alike = together.get(shared) or together.setdefault(shared, _Alike(aggregate))
        if cell.over == "in_scope" or row.outcome == "eligible":
            alike.rows.append(row)
    placed: dict[CellKey, list[_Alike]] = {}
    for (part, windows, provider, category), alike in together.items():
        organisations = whose(unit.home, provider, activity.places.get((part, provider)))
        for window in activity.windows_of_cells[cell.id].intersection(windows):
            for level, organisation in organisations:
                for name in ("",) if category is None else ("", category):
                    placed.setdefault(CellKey(level, organisation, window, name), []).append(alike)
    return placed


def people_behind(cell: Cell, unit: CheckedUnit, rows: list[UnitRow], activity: Activity) -> dict[CellKey, int]:
    """Return how many people are behind a cell, told apart up to a few: those whose units make it. None are, where nobody asked."""
    if unit.person is None:
        return {}
    by_key = {row.unit_key: row for row in rows}
    found: dict[CellKey, int] = {}
    for key, behind in _placed(cell, unit, rows, activity).items():
        made_from = [by_key[seat.key] for alike in behind for seat in alike.seats(activity.book) if _contributes(cell, seat)]
        people = {row.values[unit.person] for row in made_from} - {None}
        many = [row.values[unit.people] for row in made_from if row.values[unit.person] is not None] if unit.people else []
        found[key] = min(TOLD_APART, max([len(people), *(int(number) for number in many if isinstance(number, int))]))
    return found


def _contributes(cell: Cell, seat: Seat) -> bool:
    """Say whether a cell is made from a unit: of a sum, by other than nought."""
    if cell.aggregate.operand is None:
        return True
    if cell.aggregate.function in ("count", "any"):
        return seat.operand is True
    if cell.aggregate.function == "sum" and is_number(seat.operand):
        number: Any = seat.operand
        return bool(millionths(number) if is_derived([number], cell.aggregate.operand.type) else number)
    return seat.operand is not None


@once_each(most=4096)
def _aggregate(cell: Cell) -> Aggregate:
    """Return what a cell adds up: of the units for which its `where` is true."""
    return replace(cell.aggregate, where=cell.where, known=True)
