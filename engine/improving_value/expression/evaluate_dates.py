"""Dates as people count them: months that keep the day or clamp to the month's end, and completed months."""

from __future__ import annotations

import calendar
import math
from datetime import date, datetime, timedelta
from decimal import Decimal

from improving_value.datasets.clock import FIRST_YEAR, instant_of_midnight
from improving_value.datasets.clock import LAST_YEAR as LAST_CLOCK_YEAR
from improving_value.kernel import numbers

LAST_YEAR = 9999
SECONDS_IN_HOUR = 3600


def whole(n: int | Decimal | float) -> int | None:
    """Return a number that is whole within the tolerance; None when it is not."""
    x = float(n)
    if not math.isfinite(x):
        return None
    nearest = math.floor(x + 0.5)
    return nearest if numbers.is_equal(x, float(nearest)) else None


def add_days(day: date, n: int | Decimal | float) -> date | None:
    """Return the date n days later. Missing: n is not whole, or there is no such year."""
    steps = whole(n)
    if steps is None or not 1 <= day.toordinal() + steps <= date.max.toordinal():
        return None
    return day + timedelta(days=steps)


def add_months(day: date, n: int | Decimal | float) -> date | None:
    """Return the same day n months later, or that month's last day. Missing: as for add_days."""
    steps = whole(n)
    if steps is None:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + steps, 12)
    if not 1 <= year <= LAST_YEAR:
        return None
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def days(a: date, b: date) -> int:
    return (b - a).days


def months(a: date, b: date) -> int:
    """Return the greatest n for which add_months(a, n) is not after b; from a later to an earlier date, its negative."""
    if b < a:
        return -months(b, a)
    n = (b.year - a.year) * 12 + b.month - a.month
    reached = add_months(a, n)
    return n if reached is not None and reached <= b else n - 1


def age(born: date, on: date) -> int | None:
    """Return completed years. A birthday on 29 Feb falls on 28 Feb in other years. Missing: before birth."""
    return None if on < born else months(born, on) // 12


def moment(day: date) -> datetime | None:
    """Return the instant at which a day begins in London. Missing: a year the clock does not cover."""
    return instant_of_midnight(day) if FIRST_YEAR <= day.year <= LAST_CLOCK_YEAR else None


def year(day: date) -> int:
    return day.year


def month_start(day: date) -> date:
    return day.replace(day=1)


def time_between(time: int, start: int, until: int) -> bool:
    """Return whether a time of day is in [start, until), which may cross midnight; equal limits mean all day."""
    if start == until:
        return True
    if start < until:
        return start <= time < until
    return time >= start or time < until
