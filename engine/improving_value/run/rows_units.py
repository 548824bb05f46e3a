"""Units built step by step, as the engine's README says: from, each_period, keep, match, rows, group, columns, eligible."""

from __future__ import annotations

from dataclasses import dataclass, replace

from improving_value.check.model import CheckedColumn, CheckedFacts, CheckedGroup, CheckedMatch, CheckedUnit
from improving_value.expression.evaluate_values import RowValue
from improving_value.expression.nodes import Aggregate, Name, Node, Window, walk
from improving_value.run.rows_activity import Activity
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
    rows = _rows_in_scope(unit, activity)
    for column in unit.row_columns:
        rows = with_column(rows, column.name, row_values(unit, column, rows, activity))
    return Built(rows, None if unit.group is None else grouped(unit, unit.group, rows, activity))


def grouped(unit: CheckedUnit, group: CheckedGroup, rows: list[Record], activity: Activity) -> list[Gathered]:
    """Return the units that finished rows make, with their columns."""
    made = gathered(unit, group, rows, activity)
    for column in unit.columns:
        values = group_values(unit, column, made, activity)
        made = [Gathered(one.members, one.record.with_column(column.name, value)) for one, value in zip(made, values, strict=True)]
    return made


def with_column(rows: list[Record], name: str, values: list[RowValue]) -> list[Record]:
    """Return rows with one column more."""
    return [record.with_column(name, value) for record, value in zip(rows, values, strict=True)]


def _rows_in_scope(unit: CheckedUnit, activity: Activity) -> list[Record]:
    records = activity.records(unit.source, unit.source_is_unit)
    if unit.each_period:
        # Before `keep`, which may ask about the window: `start <= period_end` …
        records = [
            replace(record, window=window, key=tied_key(record.key, window), untied=record.key)
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
    found = []
    for record in records:
        sight = activity.from_row(unit, record)
        kept = True if unit.keep is None else sight.truth(unit.keep)
        if kept is None and unit.keep is not None:
            found.append(replace(record, doubts=(Doubt("keep", first_missing(_fields(unit.keep), sight)),)))
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


def row_values(unit: CheckedUnit, column: CheckedColumn, records: list[Record], activity: Activity) -> list[RowValue]:
    """Return a column's value on each row, before rows are grouped."""
    sights = [activity.from_row(unit, record) for record in records]
    if isinstance(column.how, CheckedFacts):
        finder = FactFinder(column.how, activity)
        return [finder.value(sight) for sight in sights]
    return _expression_values(column.how, [Member(record.order_key, sight) for record, sight in zip(records, sights, strict=True)])


def _expression_values(node: Node, members: list[Member]) -> list[RowValue]:
    """Return an expression's value on each row, windows over the rows first."""
    windows = {part: window_values(part, members) for part in walk(node) if isinstance(part, Window)}

    def value(position: int, sight: Sight) -> RowValue:
        def of_window(part: Aggregate | Window) -> RowValue:
            assert isinstance(part, Window), "rows are not gathered before they are grouped"
            return windows[part][position]

        return sight.value_with(node, of_window)

    return [value(position, member.sight) for position, member in enumerate(members)]


def group_values(unit: CheckedUnit, column: CheckedColumn, made: list[Gathered], activity: Activity) -> list[RowValue]:
    """Return a column's value on each unit that rows make."""
    finder = FactFinder(column.how, activity) if isinstance(column.how, CheckedFacts) else None

    def value(one: Gathered) -> RowValue:
        outside = activity.from_unit(unit, one.record)
        if finder is not None:
            return finder.value(outside)
        assert not isinstance(column.how, CheckedFacts)
        members = [Member(row.order_key, activity.from_row(unit, row)) for row in one.members]

        def over_rows(part: Aggregate | Window) -> RowValue:
            assert isinstance(part, Aggregate), "a group's rows are no longer in order"
            return gather(part, members, outside)

        return outside.value_with(column.how, over_rows)

    return [value(one) for one in made]
