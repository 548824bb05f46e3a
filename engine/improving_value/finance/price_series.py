"""A price agreed late: the same activity, and one ratio of ledger to engine from one period on, or up to one."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

Figures = tuple[int, int, int]
"""Pence of the ledger, pence of the engine, lines."""


def late_price(series: Sequence[Figures | None], at: int, tolerance: int) -> tuple[int, int, float] | None:
    """Return the first and last period of the run of periods round `at` with one ratio, and the ratio; None where there is none.

    There must be two such periods or more, none of them without a claim, and a neighbouring period that agrees. The ratio is
    that of the largest period; each other may differ from it by a penny, and by a penny for each of its lines.
    """
    if series[at] is None or _agrees(series[at], tolerance):
        return None
    first = last = at
    while first > 0 and series[first - 1] is not None and not _agrees(series[first - 1], tolerance):
        first -= 1
    while last + 1 < len(series) and series[last + 1] is not None and not _agrees(series[last + 1], tolerance):
        last += 1
    stretch = [one for one in series[first : last + 1] if one is not None]
    largest = max(stretch, key=lambda one: abs(one[1]))
    neighbours = [one for one in (*series[max(first - 1, 0) : first], *series[last + 1 : last + 2]) if one is not None]
    if len(stretch) < 2 or len(stretch) < last - first + 1 or not largest[1] or not neighbours:
        return None
    ratio = Fraction(largest[0], largest[1])
    if ratio <= 0 or any(abs(ledger - ratio * engine) > 1 + lines for ledger, engine, lines in stretch):
        return None
    return first, last, float(ratio)


def _agrees(one: Figures | None, tolerance: int) -> bool:
    return one is not None and abs(one[0] - one[1]) <= tolerance
