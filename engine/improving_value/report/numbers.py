"""How people read numbers: pounds with their pence, shares as per cent, counts with commas, and words where there is no number."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from improving_value.assess.rounding import SUPPRESSED
from improving_value.kernel.numbers import is_equal
from improving_value.kernel.quantities import DIFFERENCE_OF_SHARES, fixed, is_money, money, price, with_unit

NOT_RECORDED = "not recorded"
NO_ACTIVITY = "no activity"
NOT_CALCULABLE = "not calculable"
_ON_A_STEP = 1e-9
"""A value this close to a step lies on it: 0.1 x 3 is no more than 0.3."""

_MOST_PLACES = 6


def as_decimal(value: float | Decimal) -> Decimal:
    """Return the number as it would be written, not as the double behind it."""
    return value if isinstance(value, Decimal) else Decimal(repr(float(value)))


def count(number: int | None) -> str:
    """Return a count; one that disclosure control has suppressed is a star."""
    return SUPPRESSED if number is None else fixed(Decimal(number), 0)


def counted(number: int | None, one: str, many: str | None = None) -> str:
    """Return a count and its noun, in the singular for one."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def pounds(pence: int | None) -> str:
    """Return whole pence as pounds and pence; a missing amount is never £0."""
    return NOT_RECORDED if pence is None else money(Decimal(pence).scaleb(-2))


def per_cent(share: float | Decimal, apart_from: float | None = None) -> str:
    """Return a share as per cent, to one place.

    More places are shown when one would make the share look like none, all or the target and it is not: 79.96% against a
    target of 80% is not met, and must not read 80.0%.
    """
    exact = as_decimal(share) * 100
    landmarks = [Decimal(0), Decimal(100)] + ([] if apart_from is None else [as_decimal(apart_from) * 100])
    others = [mark for mark in landmarks if not is_equal(float(mark), float(exact))]
    for places in range(1, _MOST_PLACES + 1):
        rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
        if rounded not in others:
            break
    return fixed(exact, places) + "%"


def points(share: float | Decimal) -> str:
    """Return the distance between two shares: percentage points, to one place or as many as show that there is one."""
    exact = as_decimal(share) * 100
    places = next((places for places in range(1, _MOST_PLACES) if not exact or fixed(exact, places).strip("0.")), _MOST_PLACES)
    return fixed(exact, places) + (" percentage point" if fixed(abs(exact), places) == "1.0" else " percentage points")


def quantity(value: float | Decimal | None, unit: str, apart_from: float | None = None) -> str:
    """Return a KPI's value in its unit; `apart_from` is a target that it must not be mistaken for."""
    if value is None or not math.isfinite(value):
        return NOT_RECORDED
    if unit == "share":
        return per_cent(value, apart_from)
    if unit == DIFFERENCE_OF_SHARES:
        return points(value)
    exact = as_decimal(value)
    if is_money(unit):
        return price(exact, unit)
    return with_unit(fixed(exact, _places(exact, apart_from)), unit, exact)


def _places(exact: Decimal, apart_from: float | None) -> int:
    """Return how many places show a number fairly: none for whole numbers, two for most, three figures for small ones."""
    if exact == exact.to_integral_value():
        return 0
    places = 2 if abs(exact) >= 1 else min(_MOST_PLACES, 2 - exact.adjusted())
    if apart_from is None or is_equal(float(exact), apart_from):
        return places
    while places < _MOST_PLACES and fixed(exact, places) == fixed(as_decimal(apart_from), places):
        places += 1
    return places


def axis_step(largest: float) -> float:
    """Return a step of 1, 2 or 5 times a power of ten that cuts a line into at most five parts."""
    if not largest > 0 or not math.isfinite(largest):
        return 1.0
    power = 10.0 ** math.floor(math.log10(largest / 5))
    return next(step * power for step in (1, 2, 5, 10) if step * power * 5 >= largest)


def axis_ticks(low: float, high: float) -> list[float]:
    """Return whole steps that cover [low, high], zero among them."""
    step = axis_step(max(abs(low), abs(high)))
    first, last = math.floor(min(low, 0.0) / step), math.ceil(max(high, 0.0) / step)
    ticks = [number * step for number in range(first, last + 1)]
    return ticks if all(after > before for before, after in pairwise(ticks)) and len(ticks) > 1 else [0.0, 1.0]


def listed(words: list[str]) -> str:
    """Return words as an English list: a, b and c."""
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part) if words else ""


def spread_ticks(low: float, high: float) -> list[float]:
    """Return whole steps that cover [low, high], with or without zero."""
    if not low < high or not math.isfinite(high - low):
        low, high = low - (abs(low) or 1.0), high + (abs(high) or 1.0)
    step = axis_step(high - low)
    first, last = math.floor(low / step + _ON_A_STEP), math.ceil(high / step - _ON_A_STEP)
    return [number * step for number in range(first, last + 1)]


def tick_text(value: float, unit: str, step: float) -> str:
    """Return a number on an axis with as many places as the step has."""
    exact, part = as_decimal(value), as_decimal(step)
    if unit in ("share", DIFFERENCE_OF_SHARES):
        exact, part = exact * 100, part * 100
    places = max(0, -part.adjusted())
    if unit == "GBP" or unit.startswith("GBP/"):
        return money(exact, places)
    return fixed(exact, places) + ("%" if unit == "share" else "")
