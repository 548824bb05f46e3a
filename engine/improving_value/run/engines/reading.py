"""What every engine reads from a finished plan in the same way: cells from rows, and the units to write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Context, localcontext
from typing import Any, TypeVar

from sqlglot import exp

from improving_value.check.model import CellValue
from improving_value.compile.figures import FigureTable, Parts, PeopleTable, Together
from improving_value.compile.plan import Plan
from improving_value.compile.units import FinishedUnit
from improving_value.expression.sql_pieces import column, identifier, text
from improving_value.kernel.calendar import Calendar
from improving_value.kernel.places import TOLD_APART, Level, whose
from improving_value.run.results import CellKey

Cells = dict[str, dict[CellKey, CellValue]]
People = dict[str, dict[CellKey, int]]
Value = TypeVar("Value")
_INTERNAL = ("slice__", "window__")


def read_cells(figures: FigureTable, calendar: Calendar, rows: Iterable[Mapping[str, Any]], cells: Cells) -> None:
    """Put the cells of a table's rows where they belong, adding up what is in parts."""
    if figures.parts is None:
        placed = {_key(figures, row, row["level"], row["organisation"], row["window"]): row for row in rows}
    else:
        placed = _added_up(figures, figures.parts, calendar, rows)
    for key, row in placed.items():
        for readout in figures.readouts:
            cells.setdefault(readout.cell, {})[key] = readout.value(row)


def read_people(table: PeopleTable, calendar: Calendar, rows: Iterable[Mapping[str, Any]], people: People) -> None:
    """Put how many people are behind each cell where it belongs, those of several parts told apart."""
    windows_of = {piece.id: piece.windows for piece in calendar.slices}
    places = {(place.slice, place.provider): place for place in calendar.places}
    found: dict[CellKey, list[tuple[int, list[str], int]]] = {}
    for row in rows:
        window = row["window__"] if table.tied else None
        piece = calendar.window_slice[window] if window is not None else row["slice__"]
        combined = sum(row[f"m{number}"] << (number * table.bits) for number in range(-(-len(table.cells) // table.bits)))
        category = row["category"] if table.has_category else ""
        part = (combined, row["few"], row["many"])
        for level, organisation in whose(table.home, row["provider"], places.get((piece, row["provider"]))):
            for one in (window,) if window is not None else windows_of[piece]:
                found.setdefault(CellKey(level, organisation, int(one), category), []).append(part)
    for key, parts in found.items():
        numbers: dict[tuple[int, ...], int] = {}
        for bit, cells in enumerate(table.cells):
            holding = tuple(index for index, part in enumerate(parts) if part[0] >> bit & 1)
            if holding and holding not in numbers:
                numbers[holding] = _told_apart([parts[index] for index in holding])
            for cell, category in cells if holding else ():
                people.setdefault(cell, {})[key if category is None else key._replace(category=category)] = numbers[holding]


def _told_apart(parts: Sequence[tuple[int, list[str], int]]) -> int:
    """Return how many people are in some parts together: no fewer than stand behind any one unit of theirs."""
    ids: set[str] = set()
    for _, few, _ in parts:
        ids.update(few)
    return min(TOLD_APART, max(len(ids), *(many for _, _, many in parts)))


def in_windows(plan: Plan, cells: Mapping[str, Mapping[CellKey, Value]]) -> dict[str, dict[CellKey, Value]]:
    """Return cells, or the people behind them, in order, in the windows in which they are wanted."""
    return {
        cell: {key: value for key, value in sorted(found.items()) if key.window in plan.windows_of_cells[cell]}
        for cell, found in cells.items()
    }


def _key(figures: FigureTable, row: Mapping[str, Any], level: Level, organisation: str, window: int) -> CellKey:
    return CellKey(level, organisation, int(window), row["category"] if figures.has_category else "")


def _added_up(
    figures: FigureTable, parts: Parts, calendar: Calendar, rows: Iterable[Mapping[str, Any]]
) -> dict[CellKey, Mapping[str, Any]]:
    """Return the parts of every organisation and window together. Sums are exact: of whole numbers, and of decimals without rounding."""
    windows_of = {piece.id: piece.windows for piece in calendar.slices}
    places = {(place.slice, place.provider): place for place in calendar.places}
    found: dict[CellKey, dict[str, Any]] = {}
    with localcontext(Context(prec=76)):
        for row in rows:
            window = row["window__"] if parts.tied else None
            piece = calendar.window_slice[window] if window is not None else row["slice__"]
            place = places.get((piece, row["provider"]))
            for level, organisation in whose(parts.home, row["provider"], place):
                for one in (window,) if window is not None else windows_of[piece]:
                    total = found.setdefault(_key(figures, row, level, organisation, one), dict.fromkeys(parts.together))
                    for name, together in parts.together.items():
                        total[name] = _together(together, total[name], row[name])
    return {**found}


def _together(how: Together, total: Any, part: Any) -> Any:
    if total is None or part is None:
        return part if total is None else total
    return total + part if how == "sum" else min(total, part) if how == "min" else max(total, part)


def unit_rows_query(unit: FinishedUnit) -> exp.Select:
    """Return the units that lie in the run's periods, labelled, in the order of their keys, without what is confidential."""
    held = "window__" if unit.tied else "slice__"
    source = exp.Table(this=identifier(unit.name), alias=exp.TableAlias(this=identifier("u")))
    seen = [column(name, "u") for name in unit.shown if name not in _INTERNAL]
    named = exp.Alias(this=column("label", "w"), alias=identifier("period"))
    query = exp.Select(expressions=[seen[0], named, *seen[1:]]).from_(source, copy=False)
    windows = exp.Table(this=identifier("windows"), alias=exp.TableAlias(this=identifier("w")))
    if unit.tied:
        on: exp.Expression = exp.EQ(this=column("window", "w"), expression=column(held, "u"))
    else:
        counted = exp.Table(this=identifier("slice_windows"), alias=exp.TableAlias(this=identifier("sw")))
        query = query.join(counted, on=exp.EQ(this=column("slice", "sw"), expression=column(held, "u")), copy=False)
        on = exp.EQ(this=column("window", "w"), expression=column("window", "sw"))
    roles = ("piece", "span") if unit.tied else ("piece",)
    query = query.join(windows, on=on, copy=False)
    query = query.where(exp.In(this=column("role", "w"), expressions=[text(role) for role in roles]), copy=False)
    return query.order_by(column("unit_key", "u"), copy=False)
