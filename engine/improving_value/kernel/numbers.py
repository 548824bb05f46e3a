"""The three rules of number that every reading follows: tolerance, quantum, pence."""

from __future__ import annotations

import math

TOLERANCE = 1e-9
"""On doubles, a <= b means a - b <= TOLERANCE * (1 + |a| + |b|)."""

QUANTUM = 1_000_000
"""Derived values are summed as whole millionths, so that the order of rows cannot matter."""

LARGEST = 1e24
"""A derived value this large or larger cannot be summed exactly and is missing."""


def margin(a: float, b: float) -> float:
    """Return how far two doubles may lie apart and still be equal."""
    return TOLERANCE * (1.0 + abs(a) + abs(b))


def is_at_most(a: float, b: float) -> bool:
    return a - b <= margin(a, b)


def is_below(a: float, b: float) -> bool:
    return not b - a <= margin(a, b)


def is_equal(a: float, b: float) -> bool:
    return abs(a - b) <= margin(a, b)


def quantise(x: float) -> int | None:
    """Return x in whole millionths, halves up; None when it is too large to be exact."""
    if not math.isfinite(x) or abs(x) >= LARGEST:
        return None
    return math.floor(x * QUANTUM + 0.5)


def pence(pounds: float) -> int | None:
    """Return pounds as whole pence, halves away from zero, forgiving the last bits of a double."""
    if not math.isfinite(pounds) or abs(pounds) >= 1e15:
        return None
    p = 100.0 * abs(pounds)
    whole = math.floor(p + 0.5 + 1e-6 + 1e-15 * p)
    return -whole if pounds < 0 else whole
