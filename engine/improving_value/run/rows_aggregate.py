"""The aggregates: what many values come to, exactly, whatever the order of the rows."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import Context, Decimal, localcontext
from typing import Any

from improving_value.expression.evaluate_dates import whole
from improving_value.expression.evaluate_values import Number, RowValue, all_of, any_of, instant, is_number
from improving_value.expression.types import Type
from improving_value.kernel import numbers

_EXACT = Context(prec=200)
"""Digits enough that no sum of columns is ever rounded."""


def millionths(value: Number) -> int | None:
    """Return a number in whole millionths; None when it is too large to be exact."""
    return numbers.quantise(float(value))


def is_derived(values: Sequence[RowValue], kind: Type | None) -> bool:
    """Say whether numbers are doubles, which are summed and told apart as whole millionths."""
    if kind is not None and kind.is_number:
        return kind.kind == "double"
    return any(isinstance(value, float) for value in values)


def total(values: Sequence[Any], kind: Type | None) -> Number:
    """Return the exact sum of known values; of nothing, 0."""
    if is_derived(values, kind):
        whole_millionths = sum(numbers.quantise(float(value)) or 0 for value in values)
        return float(whole_millionths) / numbers.QUANTUM
    if all(isinstance(value, int) for value in values) and (kind is None or kind.kind == "integer"):
        whole: int = sum(values)
        return whole
    with localcontext(_EXACT):
        return sum((Decimal(value) for value in values), Decimal(0))


def mean(values: Sequence[Any], kind: Type | None) -> float | None:
    """Return the exact sum over the count; of nothing, missing."""
    return float(total(values, kind)) / len(values) if values else None


def _in_order(values: Sequence[Any]) -> list[int]:
    """Return numbers as whole millionths, rising."""
    return sorted(part for part in map(millionths, values) if part is not None)


def median(values: Sequence[Any]) -> float | None:
    """Return the middle value, or the mean of the middle two; of nothing, missing."""
    ordered = _in_order(values)
    if not ordered:
        return None
    n = len(ordered)
    lower, upper = ordered[(n + 1) // 2 - 1], ordered[n // 2]
    return float(lower + upper) / 2 / numbers.QUANTUM


def percentile(values: Sequence[Any], share: RowValue) -> float | None:
    """Return the smallest value that at least a share of the values do not exceed; of nothing, missing."""
    ordered = _in_order(values)
    if not ordered or not isinstance(share, (int, Decimal, float)) or not 0 <= share <= 1:
        return None
    place = math.ceil(float(share) * len(ordered) - numbers.TOLERANCE)
    return ordered[min(max(place, 1), len(ordered)) - 1] / numbers.QUANTUM


def mean_of_end(values: Sequence[Any], wanted: RowValue, least: bool) -> float | None:
    """Return the mean of the so many least or greatest values; missing when there are fewer, or the number is not whole and at least 1."""
    ordered = _in_order(values)
    size = whole(wanted) if is_number(wanted) else None  # type: ignore[arg-type]
    if size is None or not 1 <= size <= len(ordered):
        return None
    return float(sum(ordered[:size] if least else ordered[-size:])) / numbers.QUANTUM / size


def deviation(values: Sequence[Any]) -> float | None:
    """Return the sample standard deviation; of fewer than two values, missing.

    The squares are added from the least value to the greatest, so that every engine meets the same rounding.
    """
    ordered = _in_order(values)
    n = len(ordered)
    if n < 2:
        return None
    m = (float(sum(ordered)) / numbers.QUANTUM) / n
    squares = 0.0
    for part in ordered:
        x = part / numbers.QUANTUM
        squares += (x - m) * (x - m)
    return math.sqrt(squares / (n - 1))


def count_distinct(values: Sequence[Any], kind: Type | None) -> int:
    derived = is_derived(values, kind)
    return len({millionths(value) if derived and is_number(value) else instant(value) for value in values})


def combine(function: str, values: Sequence[Any], kind: Type | None, argument: RowValue) -> RowValue:
    """Return what an aggregate of known values comes to.

    `first` and `last` take them in order; only `any`, `all` and `only` may be given missing ones.
    """
    match function:
        case "sum":
            return total(values, kind)
        case "count":
            return sum(1 for value in values if value)
        case "count_distinct":
            return count_distinct(values, kind)
        case "mean":
            return mean(values, kind)
        case "median":
            return median(values)
        case "percentile":
            return percentile(values, argument)
        case "mean_of_least" | "mean_of_greatest":
            return mean_of_end(values, argument, least=function == "mean_of_least")
        case "deviation":
            return deviation(values)
        case "any":
            return any_of(values)
        case "all":
            return all_of(values)
        case "only":
            return values[0] if len(values) == 1 else None
        case _:
            return _pick(function, values)


def _pick(function: str, values: Sequence[Any]) -> RowValue:
    """Return the least, greatest, first or last of known values; of nothing, missing."""
    if not values:
        return None
    picks: dict[str, Callable[[list[Any]], RowValue]] = {
        "min": min,
        "max": max,
        "first": lambda ordered: ordered[0],
        "last": lambda ordered: ordered[-1],
    }
    return picks[function]([instant(value) for value in values])
