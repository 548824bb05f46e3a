"""running, previous and next: a row's value from the rows before or after it in its partition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from improving_value.expression.evaluate_values import RowValue, instant
from improving_value.expression.nodes import Window
from improving_value.run.rows_aggregate import total
from improving_value.run.rows_gather import Member


class _Place(NamedTuple):
    """One row of a partition: its position among all the rows, and its operand."""

    position: int
    by: Any
    key: str
    operand: RowValue


def window_values(node: Window, members: Sequence[Member]) -> list[RowValue]:
    """Return the value of a window function for each row.

    Rows tied to different windows of the run never meet. Missing: on a row whose place is missing (`by`, or a column of
    `per`), which no other row sees either; a running sum, from its first missing operand on.
    """
    found: list[RowValue] = [None] * len(members)
    for places in _partitions(node, members):
        for index, place in enumerate(places):
            found[place.position] = _value(node, places, index)
    return found


def _partitions(node: Window, members: Sequence[Member]) -> list[list[_Place]]:
    partitions: dict[tuple[RowValue, ...], list[_Place]] = {}
    for position, member in enumerate(members):
        sight = member.sight
        per = tuple(instant(sight(name)) for name in node.per)
        by = instant(sight.value(node.by))
        if by is None or any(part is None for part in per):
            continue
        tie = None if sight.window is None else sight.window.id
        partitions.setdefault((tie, *per), []).append(_Place(position, by, member.key, sight.value(node.operand)))
    return [sorted(places, key=lambda place: (place.by, place.key)) for places in partitions.values()]


def _value(node: Window, places: list[_Place], index: int) -> RowValue:
    if node.function == "running":
        operands = [place.operand for place in places[: index + 1]]
        return None if any(operand is None for operand in operands) else total(operands, node.operand.type)
    neighbour = index - 1 if node.function == "previous" else index + 1
    return instant(places[neighbour].operand) if 0 <= neighbour < len(places) else None
