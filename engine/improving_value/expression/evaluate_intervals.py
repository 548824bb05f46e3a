"""Wilson's interval around a share: arithmetic and one square root, so that every engine gives the same bits."""

from __future__ import annotations

import math
from decimal import Decimal

Number = int | Decimal | float


def interval_low(k: Number, n: Number, z: Number) -> float | None:
    """Return the low end of the interval around k of n, z standard errors wide.

    Exactly 0 for k = 0. Missing: n is not above 0, k is not from 0 to n, or z is below 0.
    """
    return _low(float(k), float(n), float(z))


def interval_high(k: Number, n: Number, z: Number) -> float | None:
    """Return the high end: what is left of 1 above those who are not among the k. Exactly 1 for k = n."""
    low = _low(float(n) - float(k), float(n), float(z))
    return None if low is None else 1.0 - low


def _low(k: float, n: float, z: float) -> float | None:
    if not (n > 0.0 and 0.0 <= k <= n and z >= 0.0):
        return None
    spread = math.sqrt(z * z + 4.0 * k * (n - k) / n)
    return (2.0 * k + z * z - z * spread) / (2.0 * (n + z * z))
