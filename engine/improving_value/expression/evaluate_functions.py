"""The catalogued functions of one row's values, each in a few lines."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from improving_value.datasets.clock import LocalTime
from improving_value.expression.evaluate_dates import (
    SECONDS_IN_HOUR,
    add_days,
    add_months,
    age,
    days,
    moment,
    month_start,
    months,
    time_between,
    year,
)
from improving_value.expression.evaluate_intervals import interval_high, interval_low
from improving_value.expression.evaluate_values import Number, RowValue, instant, is_number
from improving_value.kernel import numbers

MICROSECONDS_IN_HOUR = 3_600_000_000

Function = Callable[..., Any]


def _unless_missing(function: Function) -> Function:
    """Return the function, made missing when any argument is."""

    def of(*arguments: RowValue) -> Any:
        return None if any(argument is None for argument in arguments) else function(*arguments)

    return of


def _comparable(values: tuple[RowValue, ...]) -> list[Any]:
    """Return values of one kind: numbers stay ints only when all are."""
    if any(isinstance(value, (float, Decimal)) for value in values):
        return [float(value) if is_number(value) else value for value in values]  # type: ignore[arg-type]
    return [instant(value) for value in values]


def _max(*values: RowValue) -> Any:
    return max(_comparable(values))


def _min(*values: RowValue) -> Any:
    return min(_comparable(values))


def _abs(x: Number) -> int | float:
    return abs(x) if isinstance(x, int) else abs(float(x))


def _in_steps(x: Number, step: Number, towards: Callable[[float], int]) -> float | None:
    """Return x as a whole number of steps.

    q = x / step and n = floor(q + 0.5), both doubles. Where q equals n within the tolerance the result is n * step;
    otherwise it is ceil(q) * step or floor(q) * step. Missing: step is 0, or q is not finite.
    """
    if float(step) == 0.0:
        return None
    q = float(x) / float(step)
    if not math.isfinite(q):
        return None
    n = math.floor(q + 0.5)
    steps = n if numbers.is_equal(q, float(n)) else towards(q)
    return float(steps) * float(step)


def round_up(x: Number, step: Number) -> float | None:
    """Return x rounded up to a whole number of steps: see `_in_steps`."""
    return _in_steps(x, step, math.ceil)


def round_down(x: Number, step: Number) -> float | None:
    """Return x rounded down to a whole number of steps: see `_in_steps`."""
    return _in_steps(x, step, math.floor)


def round_to(x: Number, step: Number) -> float | None:
    """Return x rounded to the nearest whole number of steps, halves away from zero; a half within the tolerance is one."""
    if float(step) == 0.0:
        return None
    q = float(x) / float(step)
    if not math.isfinite(q):
        return None
    padded = abs(q) + 0.5
    n = math.floor(padded + 0.5)
    steps = n if numbers.is_equal(padded, float(n)) else math.floor(padded)
    return float(steps if q >= 0.0 else -steps) * float(step)


def _square_root(x: Number) -> float | None:
    return math.sqrt(float(x)) if float(x) >= 0.0 else None


def _hours(a: RowValue, b: RowValue) -> float:
    start, end = instant(a), instant(b)
    assert isinstance(start, datetime)
    assert isinstance(end, datetime)
    return (end - start) // timedelta(microseconds=1) / MICROSECONDS_IN_HOUR  # divided once, as every engine does


def _date_of(t: LocalTime) -> date:
    return t.local.date()


def _time_of_day(t: LocalTime) -> int:
    return t.local.hour * SECONDS_IN_HOUR + t.local.minute * 60 + t.local.second


def _starts_with(text: str, prefix: str) -> bool:
    return text.startswith(prefix)


def _is_missing(x: RowValue) -> bool:
    return x is None


def _if_missing(x: RowValue, instead: RowValue) -> RowValue:
    return instead if x is None else x


def _number_of(condition: bool) -> int:
    return 1 if condition else 0


ROW_FUNCTIONS: dict[str, Function] = {
    "is_missing": _is_missing,
    "if_missing": _if_missing,
    **{
        name: _unless_missing(function)
        for name, function in (
            ("max", _max),
            ("min", _min),
            ("abs", _abs),
            ("round_up", round_up),
            ("round_down", round_down),
            ("round_to", round_to),
            ("square_root", _square_root),
            ("days", days),
            ("hours", _hours),
            ("months", months),
            ("age", age),
            ("add_days", add_days),
            ("add_months", add_months),
            ("month_start", month_start),
            ("date_of", _date_of),
            ("time_of_day", _time_of_day),
            ("time_between", time_between),
            ("starts_with", _starts_with),
            ("number_of", _number_of),
            ("year", year),
            ("moment", moment),
            ("interval_low", interval_low),
            ("interval_high", interval_high),
        )
    },
}
"""By name; the same names as the catalogue's SCALAR_FUNCTIONS."""
