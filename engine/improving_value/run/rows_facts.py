"""Facts: one aggregate of the other activity that belongs to a unit."""

from __future__ import annotations

from dataclasses import replace

from improving_value.check.model import CheckedFacts
from improving_value.expression.evaluate_values import RowValue, instant
from improving_value.expression.nodes import Aggregate, AllOf, Node
from improving_value.expression.types import BOOLEAN
from improving_value.kernel.remembering import once_each
from improving_value.run.rows_activity import Activity
from improving_value.run.rows_gather import Member, gather
from improving_value.run.rows_model import Record
from improving_value.run.rows_sight import Sight

Key = tuple[RowValue, ...]


class FactFinder:
    """The other rows of one fact, found by the columns that must be equal. A missing column equals nothing."""

    def __init__(self, facts: CheckedFacts, activity: Activity) -> None:
        self._facts = facts
        self._aggregate = _restricted(facts)
        self._is_dated = facts.source_is_unit or activity.checked.datasets[facts.source].date is not None
        self._others: dict[Key, list[Record]] = {}
        for record in activity.records(facts.source, facts.source_is_unit):
            key = tuple(instant(record.columns[theirs]) for _, theirs in facts.same)
            self._others.setdefault(key, []).append(record)

    def value(self, sight: Sight) -> RowValue:
        """Return the fact for a unit. Rows and units tied to different windows of the run do not belong together."""
        key = tuple(instant(sight.columns[mine]) for mine, _ in self._facts.same)
        others = [] if any(part is None for part in key) else self._others.get(key, [])
        members = [
            Member(other.key, sight.from_beside(other.columns, other.day, self._is_dated))
            for other in others
            if _in_same_window(sight, other)
        ]
        return gather(self._aggregate, members, sight)


def _in_same_window(sight: Sight, other: Record) -> bool:
    return sight.window is None or other.window is None or sight.window == other.window


@once_each(most=4096)
def _restricted(facts: CheckedFacts) -> Aggregate:
    """Return the aggregate with the fact's own `where` folded into its own."""
    conditions: list[Node] = [node for node in (facts.where, facts.aggregate.where) if node is not None]
    if not conditions:
        return facts.aggregate
    where = conditions[0] if len(conditions) == 1 else AllOf(tuple(conditions), facts.aggregate.span, BOOLEAN)
    return replace(facts.aggregate, where=where)
