"""Units built step by step, as the engine's README says: from, each_period, keep, match, rows, group, columns, eligible."""

from __future__ import annotations

from dataclasses import dataclass

from improving_value.check.model import CheckedColumn, CheckedFacts, CheckedGroup, CheckedMatch, CheckedUnit
from improving_value.expression.evaluate_values import RowValue
from improving_value.expression.nodes import Aggregate, Name, Node, Window, walk
from improving_value.run.rows_activity import Activity
from improving_value.run.rows_alike import values_over
from improving_value.run.rows_facts import FactFinder
from improving_value.run.rows_gather import Member, gather
from improving_value.run.rows_group import Gathered, gathered, tied_key
from improving_value.run.rows_match import candidates, matched
from improving_value.run.rows_model import Doubt, Record
from improving_value.run.rows_sight import Sight, first_missing
from improving_value.run.rows_windows import window_values


@dataclass(frozen=True)
class Built:
    """A unit's rows with all their columns, and, when they are grouped, the units that they make, with all of theirs."""

    rows: list[Record]
    made: list[Gathered] | None

    @property
    def records(self) -> list[Record]:
        return self.rows if self.made is None else [one.record for one in self.made]


def built(unit: CheckedUnit, activity: Activity) -> Built:
    """Return the units in scope before any rule is asked, and the rows that they are made of."""
    rows = _with_row_columns(unit, _rows_in_scope(unit, activity), activity)
    return Built(rows, None if unit.group is None else grouped(unit, unit.group, rows, activity))


def grouped(unit: CheckedUnit, group: CheckedGroup, rows: list[Record], activity: Activity) -> list[Gathered]:
    """Return the units that finished rows make, with their columns, each worked out on every unit before the next."""
    made = gathered(unit, group, rows, activity)
    columns = [dict(one.record.columns) for one in made]
    records = [one.record._replace(columns=filled) for one, filled in zip(made, columns, strict=True)]
    members = [_members(unit, one, activity) for one in made]
    for column in unit.columns:
        outsides = [activity.from_unit(unit, record) for record in records]
        for filled, value in zip(columns, _on_units(column, members, outsides, activity), strict=True):
            filled[column.name] = value
    return [Gathered(one.members, record) for one, record in zip(made, records, strict=True)]


def _rows_in_scope(unit: CheckedUnit, activity: Activity) -> list[Record]:
    records = activity.records(unit.source, unit.source_is_unit)
    if unit.each_period:
        # Before `keep`, which may ask about the window: `start <= period_end` …
        records = [
            record._replace(window=window, key=tied_key(record.key, window), untied=record.key)
            for record in records
            for window in activity.windows_of(unit)
        ]
    wanted = {None, *(window.id for window in activity.windows_of(unit))}
    records = [record for record in records if (None if record.window is None else record.window.id) in wanted]
    records = _kept(unit, records, activity)
    for match in unit.matches:
        records = _with_match(unit, match, records, activity)
    return records


def _kept(unit: CheckedUnit, records: list[Record], activity: Activity) -> list[Record]:
    """Return the rows in scope: false leaves a row out, missing keeps it in doubt."""
    if unit.keep is None:
        return records
    sights = [activity.from_row(unit, record) for record in records]
    found = []
    for record, sight, kept in zip(records, sights, values_over(unit.keep, sights), strict=True):
        if kept is None:
            found.append(record._replace(doubts=(Doubt("keep", first_missing(_fields(unit.keep), sight)),)))
        elif kept:
            found.append(record)
    return found


def _fields(node: Node) -> tuple[str, ...]:
    """Return the columns and parameters an expression reads, in the order written."""
    return tuple(part.name for part in walk(node) if isinstance(part, Name) and part.kind in (None, "column", "parameter"))


def _with_match(unit: CheckedUnit, match: CheckedMatch, records: list[Record], activity: Activity) -> list[Record]:
    among = candidates(match, activity)
    found = []
    for record in records:
        passed, reason = matched(match, activity.from_row(unit, record), among)
        found.append(record.with_column(f"{match.name}_found", passed).with_column(f"{match.name}_reason", reason))
    return found


def _with_row_columns(unit: CheckedUnit, records: list[Record], activity: Activity) -> list[Record]:
    """Return rows with their columns, each worked out on every row before the next."""
    if not unit.row_columns:
        return records
    rows = [dict(record.columns) for record in records]
    made = [record._replace(columns=row) for record, row in zip(records, rows, strict=True)]
    sights: list[Sight] = []
    for column in unit.row_columns:
        # What is seen from a row is its columns as they fill; a new one may date it.
        sights = sights or [activity.from_row(unit, record) for record in made]
        for row, value in zip(rows, _on_rows(column, made, sights, activity), strict=True):
            row[column.name] = value
        if column.name in (unit.date, unit.row_date):
            sights = []
    return made


def row_values(unit: CheckedUnit, column: CheckedColumn, records: list[Record], activity: Activity) -> list[RowValue]:
    """Return a column's value on each row, before rows are grouped."""
    return _on_rows(column, records, [activity.from_row(unit, record) for record in records], activity)


def _on_rows(column: CheckedColumn, records: list[Record], sights: list[Sight], activity: Activity) -> list[RowValue]:
    if isinstance(column.how, CheckedFacts):
        finder = FactFinder(column.how, activity)
        return [finder.value(sight) for sight in sights]
    return _expression_values(column.how, [Member(record.order_key, sight) for record, sight in zip(records, sights, strict=True)])


def _expression_values(node: Node, members: list[Member]) -> list[RowValue]:
    """Return an expression's value on each row, windows over the rows first."""
    windows = {part: window_values(part, members) for part in walk(node) if isinstance(part, Window)}
    if not windows:
        return values_over(node, [member.sight for member in members])

    def value(position: int, sight: Sight) -> RowValue:
        def of_window(part: Aggregate | Window) -> RowValue:
            assert isinstance(part, Window), "rows are not gathered before they are grouped"
            return windows[part][position]

        return sight.value_with(node, of_window)

    return [value(position, member.sight) for position, member in enumerate(members)]


def group_values(unit: CheckedUnit, column: CheckedColumn, made: list[Gathered], activity: Activity) -> list[RowValue]:
    """Return a column's value on each unit that rows make."""
    members = [_members(unit, one, activity) for one in made]
    return _on_units(column, members, [activity.from_unit(unit, one.record) for one in made], activity)


def _members(unit: CheckedUnit, one: Gathered, activity: Activity) -> list[Member]:
    return [Member(row.order_key, activity.from_row(unit, row)) for row in one.members]


def _on_units(column: CheckedColumn, members: list[list[Member]], outsides: list[Sight], activity: Activity) -> list[RowValue]:
    if isinstance(column.how, CheckedFacts):
        finder = FactFinder(column.how, activity)
        return [finder.value(outside) for outside in outsides]
    return [_over_rows(column.how, inside, outside) for inside, outside in zip(members, outsides, strict=True)]


def _over_rows(node: Node, members: list[Member], outside: Sight) -> RowValue:
    """Return an expression's value on one unit, whose aggregates are of its rows."""

    def of_rows(part: Aggregate | Window) -> RowValue:
        assert isinstance(part, Aggregate), "a group's rows are no longer in order"
        return gather(part, members, outside)

    return outside.value_with(node, of_rows)
