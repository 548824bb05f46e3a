"""A unit built again under a change: its rows and groups as they were, and only those columns worked out that the change reaches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from improving_value.check.model import CheckedColumn, CheckedFacts, CheckedUnit
from improving_value.check.named import named_in, parameters_in
from improving_value.expression.evaluate_values import RowValue
from improving_value.expression.nodes import Node
from improving_value.run.rows_activity import Activity
from improving_value.run.rows_group import Gathered, gathered
from improving_value.run.rows_model import Record
from improving_value.run.rows_units import Built, group_values, grouped, row_values

IsStale = Callable[[CheckedColumn], bool]
"""Says whether a column reads something outside its unit that is no longer the same."""


def same_rows(before: CheckedUnit, after: CheckedUnit) -> bool:
    """Say whether a unit is made of the same rows, found and dated in the same way, whatever their columns hold."""
    parts = ("source", "keep", "each_period", "matches", "group", "row_date", "date", "per_period")
    return all(getattr(before, part) == getattr(after, part) for part in parts)


def choosing_nodes(unit: CheckedUnit) -> list[Node]:
    """Return the expressions that settle which rows there are, and which of them go together."""
    group = unit.group
    tests = [node for match in unit.matches for node in (match.keep, *(test.when for test in match.tests))]
    found = [unit.keep, *tests, *(() if group is None else (group.within, group.gap_under))]
    return [node for node in found if node is not None]


def column_nodes(column: CheckedColumn) -> list[Node]:
    """Return the expressions of a column."""
    how = column.how
    return [node for node in (how.where, how.aggregate) if node is not None] if isinstance(how, CheckedFacts) else [how]


class Rebuilder:
    """Builds one unit, of the same rows as before, from what it was."""

    def __init__(self, before: CheckedUnit, known: Built, after: CheckedUnit, activity: Activity, is_stale: IsStale) -> None:
        self._before, self._known, self._after = before, known, after
        self._activity = activity
        self._is_stale = is_stale
        self._changed: set[str] = set()
        """Columns that came out otherwise, of rows and of units."""
        self._other_kind: set[str] = set()
        """Columns that hold another kind of thing than they did."""

    def built(self) -> Built:
        """Return the unit with every column as the change makes it; what is the same as before is the very same thing."""
        unit, rows = self._after, self._known.rows
        for column in self._to_do(self._before.row_columns, unit.row_columns):
            values = row_values(unit, column, _cut(rows, column, unit.row_columns), self._activity)
            rows = [self._with(row, column.name, value) for row, value in zip(rows, values, strict=True)]
        return Built(rows, None if unit.group is None else self._grouped(rows))

    def _grouped(self, rows: list[Record]) -> list[Gathered]:
        unit, made = self._after, self._known.made
        group = unit.group
        assert group is not None, "asked of a unit that is grouped"
        assert made is not None, "and was grouped before"
        if not self._changed.isdisjoint({*group.by, group.on, unit.row_date, *self._reads(choosing_nodes(unit))}):
            return grouped(unit, group, rows, self._activity)
        if self._changed:
            again = gathered(unit, group, rows, self._activity)
            made = [Gathered(new.members, old.record) for new, old in zip(again, made, strict=True)]
        for column in self._to_do(self._before.columns, unit.columns):
            records = _cut([one.record for one in made], column, unit.columns)
            so_far = [Gathered(one.members, record) for one, record in zip(made, records, strict=True)]
            values = group_values(unit, column, so_far, self._activity)
            made = [Gathered(one.members, self._with(one.record, column.name, value)) for one, value in zip(made, values, strict=True)]
        return made

    def _to_do(self, before: Iterable[CheckedColumn], after: Iterable[CheckedColumn]) -> Iterable[CheckedColumn]:
        """Yield the columns to work out, each once those before it are settled."""
        known = {column.name: column for column in before}
        for column in after:
            was = known.get(column.name)
            if was is None or was.type != column.type:
                self._other_kind.add(column.name)
            if was != column or self._is_stale(column) or not self._changed.isdisjoint(self._inputs(column)):
                yield column

    def _with(self, record: Record, name: str, value: RowValue) -> Record:
        if name in record.columns and record.columns[name] == value and name not in self._other_kind:
            return record
        self._changed.add(name)
        return record.with_column(name, value)

    def _inputs(self, column: CheckedColumn) -> set[str | None]:
        mine = {mine for mine, _ in column.how.same} if isinstance(column.how, CheckedFacts) else set()
        return {*mine, *self._reads(column_nodes(column)), self._after.date, self._after.row_date}

    def _reads(self, nodes: Iterable[Node]) -> set[str]:
        """Return the names that expressions read, and the columns by which their parameters are looked up."""
        values = self._activity.checked.values
        found: set[str] = set()
        for node in nodes:
            found.update(part.name for part in named_in(node))
            found.update(key for part in parameters_in(node) if part.name in values for key in values[part.name].by)
        return found


def _cut(records: list[Record], column: CheckedColumn, columns: Sequence[CheckedColumn]) -> list[Record]:
    """Return rows as they stand before a column is worked out: parameters would be looked up by columns that come after it."""
    if not any(parameters_in(node) for node in column_nodes(column)):
        return records
    later = {one.name for one in columns[columns.index(column) :]}
    return [one._replace(columns={name: value for name, value in one.columns.items() if name not in later}) for one in records]
