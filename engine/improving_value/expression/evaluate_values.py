"""One value at a time: how it is held, compared, reckoned with, and what becomes of a missing one (None)."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from improving_value.datasets.clock import LocalTime
from improving_value.datasets.values import fold
from improving_value.expression.types import Type
from improving_value.kernel import numbers

Number = int | Decimal | float
RowValue = Number | str | bool | date | datetime | LocalTime | tuple["RowValue", ...] | None
"""A time of day is an int (seconds since midnight), a list a tuple, a missing value None."""


def instant(value: RowValue) -> RowValue:
    """Return a date-time column's instant; any other value as it is."""
    return value.utc if isinstance(value, LocalTime) else value


def held_as(value: RowValue, kind: Type | None) -> RowValue:
    """Return a value as its type holds it, so that the type known to `check` decides how it compares.

    An int met where a double was declared would otherwise compare exactly here and within the tolerance in SQL.
    """
    if value is None or kind is None:
        return value
    if isinstance(value, tuple):
        return tuple(held_as(part, kind) for part in value)
    if kind.kind == "datetime" and not kind.local:
        return instant(value)
    if kind.kind == "text" and kind.folded and isinstance(value, str):
        return fold(value)
    if kind.kind in ("integer", "time") and isinstance(value, Decimal):
        return int(value)
    if kind.kind == "double" and isinstance(value, (int, Decimal)):
        return float(value)
    return value


def is_number(value: RowValue) -> bool:
    return isinstance(value, (int, Decimal, float)) and not isinstance(value, bool)


def reckoned(rule: Callable[[float, float], float]) -> Callable[[Any, Any], float | None]:
    """Return an operator of two numbers as IEEE doubles; missing when either is."""

    def reckon(left: Number | None, right: Number | None) -> float | None:
        if left is None or right is None:
            return None
        return rule(float(left), float(right))

    return reckon


def divided(left: Number | None, right: Number | None) -> float | None:
    """Return left / right; by zero, missing."""
    if left is None or right is None or float(right) == 0.0:
        return None
    return float(left) / float(right)


def negated(value: Number | None) -> int | float | None:
    if value is None:
        return None
    return -value if isinstance(value, int) else -float(value)


def _compared(exact: Callable[[Any, Any], bool], near: Callable[[float, float], bool]) -> Callable[[Any, Any], bool | None]:
    def compare(left: RowValue, right: RowValue) -> bool | None:
        if left is None or right is None:
            return None
        if isinstance(left, str):
            return exact(left, right)
        a: Any = left.utc if isinstance(left, LocalTime) else left
        b: Any = right.utc if isinstance(right, LocalTime) else right
        if not is_number(a) or (isinstance(a, int) and isinstance(b, int)):
            return exact(a, b)
        return near(float(a), float(b))

    return compare


is_below = _compared(operator.lt, numbers.is_below)
is_at_most = _compared(operator.le, numbers.is_at_most)
is_equal = _compared(operator.eq, numbers.is_equal)
is_above = _compared(operator.gt, lambda a, b: numbers.is_below(b, a))
is_at_least = _compared(operator.ge, lambda a, b: numbers.is_at_most(b, a))


def opposite(truth: bool | None) -> bool | None:
    """Return three-valued not."""
    return None if truth is None else not truth


def is_unequal(left: RowValue, right: RowValue) -> bool | None:
    return opposite(is_equal(left, right))


def all_of(truths: Iterable[bool | None]) -> bool | None:
    """Return three-valued and."""
    return _decided(truths, by=False)


def any_of(truths: Iterable[bool | None]) -> bool | None:
    """Return three-valued or."""
    return _decided(truths, by=True)


def _decided(truths: Iterable[bool | None], by: bool) -> bool | None:
    """Return the truth that decides when it is there; failing that, missing when something is; failing that, the other one."""
    found: bool | None = not by
    for truth in truths:
        if truth is by:
            return by
        if truth is None:
            found = None
    return found


def is_among(item: RowValue, options: tuple[RowValue, ...]) -> bool | None:
    """Return whether an item equals some option; a list parameter stands for its values."""
    if item is None:
        return None
    found: bool | None = False
    for option in options:
        equal = is_among(item, option) if isinstance(option, tuple) else is_equal(item, option)
        if equal:
            return True
        if equal is None:
            found = None
    return found


def is_not_among(item: RowValue, options: tuple[RowValue, ...]) -> bool | None:
    return opposite(is_among(item, options))
