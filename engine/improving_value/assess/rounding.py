"""The arithmetic of disclosure control: counts to the nearest few, amounts to a step that hides as many people."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

SUPPRESSED = "*"
"""What stands in the place of a number that is not shown."""


@dataclass(frozen=True)
class Rounding:
    """Numbers from 1 to `fewest` - 1 are suppressed, others go to the nearest `nearest`; rates keep so many `figures`."""

    fewest: int
    nearest: int
    figures: int

    def is_few(self, people: int) -> bool:
        return 0 < people < self.fewest

    def count(self, number: int, people: int) -> int | None:
        """Return a count as it may be shown: nought as it is, None when it or the people behind it are few."""
        if self.is_few(abs(number)) or (number and self.is_few(people)):
            return None
        return self.to_nearest(number)

    def to_nearest(self, number: int) -> int:
        return int(math.copysign((abs(number) + self.nearest // 2) // self.nearest * self.nearest, number))

    def step(self, amounts: Iterable[tuple[float, int]]) -> float:
        """Return the step for a sum and everything it is a sum of, from each amount and the people behind it.

        It is as much as `nearest` people have where they are fewest, so that a rounded amount tells no more of how many they are
        than a rounded count does: 1, 2 or 5 times a power of ten.
        """
        known = [(abs(amount), people) for amount, people in amounts if amount]
        each = [amount / people for amount, people in known if self.is_few(people)]
        if not each:  # nobody is suppressed: what one person has is at most this, where there is least of it
            each = [min((amount for amount, people in known if people), default=0.0) / self.fewest]
        return step_above(self.nearest * max(each))

    def rate(self, value: float, smallest: float = 0.0) -> float:
        """Return a rate with few figures, and to no less than a step that can be told."""
        return to_step(value, max(step_above(smallest), _last_figure(value, self.figures)))


def step_above(least: float) -> float:
    """Return the smallest of 1, 2 and 5 times a power of ten that is no less; 0 for nothing."""
    if not least > 0 or not math.isfinite(least):
        return 0.0
    power = 10.0 ** math.floor(math.log10(least))
    return next(float(f"{step * power:.6g}") for step in (1, 2, 5, 10) if step * power >= least * (1 - 1e-9))


def to_step(value: float, step: float) -> float:
    """Return the nearest whole number of steps, as it would be written."""
    if not step or not math.isfinite(value):
        return value
    exact = Decimal(repr(step))
    steps = (Decimal(repr(value)) / exact).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return float(steps * exact) + 0.0


def _last_figure(value: float, figures: int) -> float:
    return 0.0 if not value or not math.isfinite(value) else 10.0 ** (math.floor(math.log10(abs(value))) - figures + 1)
