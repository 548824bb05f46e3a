"""How people read numbers: pounds with their pence, shares as per cent, counts with commas, and words where there is no number."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from itertools import pairwise

from improving_value.kernel.numbers import is_equal

MINUS = "\u2212"
NOT_RECORDED = "not recorded"
NO_ACTIVITY = "no activity"
NOT_CALCULABLE = "not calculable"
NOT_SUPPLIED = "not supplied"

_MOST_PLACES = 6
_PLAIN_NUMBER = re.compile(r"-?\d{1,20}(\.\d{1,12})?")
_PLURALS = {"person": "people"}
_WITHOUT_PLURAL = ("g", "kg", "mg", "ml", "h", "Gy", "DDD", "WTE", "%", "percent", "score")
_NO_UNIT = ("", "1", "count", "number", "ratio", "text", "date", "time", "yes/no")
_PER = re.compile(r"/| per | an? ")


def as_decimal(value: float | Decimal) -> Decimal:
    """Return the number as it would be written, not as the double behind it."""
    return value if isinstance(value, Decimal) else Decimal(repr(float(value)))


def fixed(value: Decimal, places: int) -> str:
    """Return a number with commas and a fixed number of places, halves away from zero, with a true minus sign."""
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{MINUS if rounded < 0 else ''}{abs(rounded):,}"


def count(number: int) -> str:
    return fixed(Decimal(number), 0)


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a count and its noun, in the singular for one."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def pounds(pence: int | None) -> str:
    """Return whole pence as pounds and pence; a missing amount is never £0."""
    return NOT_RECORDED if pence is None else money(Decimal(pence).scaleb(-2))


def money(amount: Decimal, places: int = 2) -> str:
    shown = fixed(amount, places)
    return f"{MINUS}£{shown[1:]}" if shown.startswith(MINUS) else f"£{shown}"


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


def quantity(value: float | Decimal | None, unit: str, apart_from: float | None = None) -> str:
    """Return a KPI's value in its unit; `apart_from` is a target that it must not be mistaken for."""
    if value is None or not math.isfinite(value):
        return NOT_RECORDED
    if unit == "share":
        return per_cent(value, apart_from)
    exact = as_decimal(value)
    if _is_money(unit):
        return money(exact) + _per(unit)
    return _with_unit(fixed(exact, _places(exact, apart_from)), unit, exact)


def _is_money(unit: str) -> bool:
    return _PER.split(unit)[0] == "GBP"


def _per(unit: str) -> str:
    """Return what a unit is for each of: ` per patient per year`."""
    return "".join(f" per {part}" for part in _PER.split(unit.replace("_", " "))[1:])


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


def _with_unit(shown: str, unit: str, exact: Decimal) -> str:
    if unit in _NO_UNIT:
        return shown
    noun, *each = _PER.split(unit.replace("_", " "))
    if each and all(part in _WITHOUT_PLURAL for part in (noun, *each)):
        return f"{shown} {unit}"
    return f"{shown} {noun if exact == 1 else _plural(noun)}{_per(unit)}"


def _plural(noun: str) -> str:
    if noun in _WITHOUT_PLURAL or noun.endswith("s") or " of " in noun:
        return noun
    return _PLURALS.get(noun, f"{noun[:-1]}ies" if re.search("[^aeiou]y$", noun) else f"{noun}s")


def stated(value: str | None, unit: str) -> str:
    """Return a parameter's value as it was stated: nothing is rounded away."""
    if value is None:
        return NOT_SUPPLIED
    number = _number_of(value)
    if number is None:
        return value
    if unit == "share":
        return fixed(number * 100, max(1, _stated_places(number * 100))) + "%"
    if _is_money(unit):
        return money(number, max(2, _stated_places(number))) + _per(unit)
    return _with_unit(fixed(number, _stated_places(number)), unit, number)


def _number_of(text: str) -> Decimal | None:
    if not _PLAIN_NUMBER.fullmatch(text.strip()):
        return None
    try:
        return Decimal(text.strip())
    except InvalidOperation:
        return None


def _stated_places(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


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
