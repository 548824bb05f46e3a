"""One aggregate over rows: which rows count, what missing does, in what order they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from improving_value.expression.evaluate_values import RowValue, held_as, instant, is_number
from improving_value.expression.nodes import Aggregate
from improving_value.run.rows_aggregate import combine, is_derived, millionths
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
    seats = []
    for member in members:
        counts = True if aggregate.where is None else member.sight.truth(aggregate.where)
        if counts is False or (counts is None and aggregate.known):
            continue
        if counts is None and aggregate.function != "any":
            return None
        operand = _operand(aggregate, member.sight) if counts else None
        by = None if aggregate.by is None else member.sight.value(aggregate.by)
        seats.append(Seat(by, member.key, operand))
    return seats


def _operand(aggregate: Aggregate, sight: Sight) -> RowValue:
    """Return a row's operand; a derived value too large to be summed exactly is missing."""
    if aggregate.operand is None:
        return True
    value = sight.value(aggregate.operand)
    if not is_number(value) or aggregate.function in ("min", "max", *_ORDERED, "only"):
        return value
    exactly = aggregate.function not in _IN_MILLIONTHS and not is_derived([value], aggregate.operand.type)
    number: Any = value
    return value if exactly or millionths(number) is not None else None


def _in_order(seats: Sequence[Seat]) -> list[Seat]:
    """Return rows in order, ties by key; a row without a place in the order has none."""
    placed = [seat for seat in seats if seat.by is not None]

    def place(seat: Seat) -> tuple[Any, str]:
        return instant(seat.by), seat.key

    return sorted(placed, key=place)
