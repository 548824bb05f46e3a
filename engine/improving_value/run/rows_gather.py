"""One aggregate over rows: which rows count, what missing does, in what order they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from improving_value.expression.evaluate_values import RowValue, held_as, instant, is_number
from improving_value.expression.nodes import Aggregate, Node
from improving_value.run.rows_aggregate import combine, is_derived, millionths
from improving_value.run.rows_alike import values_over
from improving_value.run.rows_sight import Sight

_IN_MILLIONTHS = ("median", "percentile", "mean_of_least", "mean_of_greatest", "deviation")
_ORDERED = ("first", "last")
_TAKES_MISSING = ("any", "all", "only")


class Member(NamedTuple):
    """A row that an aggregate may count: its key, and what is seen from it."""

    key: str
    sight: Sight


class Seat(NamedTuple):
    """A row that counts: where it stands, and its operand."""

    by: RowValue
    key: str
    operand: RowValue


def gather(aggregate: Aggregate, members: Sequence[Member], outside: Sight) -> RowValue:
    """Return the value of an aggregate; its second argument is seen from `outside`.

    Missing: by the README's table, aggregates in a unit.
    """
    seats = seats_of(aggregate, members)
    return None if seats is None else settled(aggregate, seats, outside)


def settled(aggregate: Aggregate, seats: Sequence[Seat], outside: Sight) -> RowValue:
    """Return what the rows that count come to."""
    function = aggregate.function
    if function in _ORDERED:
        seats = _in_order(seats)
    if function in _ORDERED or aggregate.known:
        seats = [seat for seat in seats if seat.operand is not None]
    operands = [seat.operand for seat in seats]
    if function not in _TAKES_MISSING and any(operand is None for operand in operands):
        return None
    kind = None if aggregate.operand is None else aggregate.operand.type
    argument = None if aggregate.argument is None else outside.value(aggregate.argument)
    return held_as(combine(function, operands, kind, argument), aggregate.type)


def seats_of(aggregate: Aggregate, members: Sequence[Member]) -> list[Seat] | None:
    """Return the rows that count; None when it is missing whether some row does."""
    counted, doubtful = list(members), []
    if aggregate.where is not None:
        truths = values_over(aggregate.where, [member.sight for member in members])
        doubtful = [] if aggregate.known else [member for member, counts in zip(members, truths, strict=True) if counts is None]
        if doubtful and aggregate.function != "any":
            return None
        counted = [member for member, counts in zip(members, truths, strict=True) if counts]
    sights = [member.sight for member in counted]
    operands: Sequence[RowValue] = [True] * len(counted) if aggregate.operand is None else _operands(aggregate, aggregate.operand, sights)
    places: Sequence[RowValue] = [None] * len(counted) if aggregate.by is None else values_over(aggregate.by, sights)
    seats = [Seat(by, member.key, operand) for by, member, operand in zip(places, counted, operands, strict=True)]
    return [*seats, *(Seat(None, member.key, None) for member in doubtful)]


def _operands(aggregate: Aggregate, operand: Node, sights: Sequence[Sight]) -> list[RowValue]:
    """Return the rows' operands; a derived value too large to be summed exactly is missing."""
    return [_summed(aggregate, operand, value) for value in values_over(operand, sights)]


def _summed(aggregate: Aggregate, operand: Node, value: RowValue) -> RowValue:
    if not is_number(value) or aggregate.function in ("min", "max", *_ORDERED, "only"):
        return value
    exactly = aggregate.function not in _IN_MILLIONTHS and not is_derived([value], operand.type)
    number: Any = value
    return value if exactly or millionths(number) is not None else None


def _in_order(seats: Sequence[Seat]) -> list[Seat]:
    """Return rows in order, ties by key; a row without a place in the order has none."""
    placed = [seat for seat in seats if seat.by is not None]

    def place(seat: Seat) -> tuple[Any, str]:
        return instant(seat.by), seat.key

    return sorted(placed, key=place)
