"""One value beside those of its peers: differences, the best of them, how far they lie apart, and the words for it."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from schemes.twins.plain import millionths, number

Value = Fraction | None
REACH = Fraction("2.262")


def fraction(text: str | None) -> Value:
    value = number(text)
    return None if value is None else Fraction(value)


def over(above: Value, below: Value) -> Value:
    return None if above is None or not below else above / below


def mean(values: Iterable[Value]) -> Value:
    known = [millionths(value) for value in values if value is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


def best_five(values: Iterable[Value], polarity: str | None) -> Value:
    """Return the mean of the best five; nothing where neither high nor low is good, or fewer than five are known."""
    known = sorted((millionths(value) for value in values if value is not None), reverse=polarity == "higher")
    return None if polarity not in ("higher", "lower") or len(known) < 5 else sum(known[:5], Fraction(0)) / 5


def less(left: Value, right: Value) -> Value:
    return None if left is None or right is None else left - right


def towards(difference: Value, average: Value, polarity: str | None) -> Value:
    """Return a difference from the peers as a share of their mean, positive where it is better."""
    share = over(difference, None if average is None else abs(average))
    return share if share is None or polarity == "higher" else -share


def judged(difference: Value, polarity: str | None) -> str | None:
    if polarity == "interpret":
        return "needs local interpretation"
    if difference is None or polarity is None:
        return None
    return "in line" if difference == 0 else "better" if (difference > 0) == (polarity == "higher") else "worse"


def quadrant(spends: str | None, quality: str | None) -> str | None:
    if spends is None or quality is None or "in line" in (spends, quality):
        return None if spends != "in line" and quality != "in line" else "in line"
    if quality == "needs local interpretation":
        return quality
    return f"{'higher' if spends == 'yes' else 'lower'} spend, {quality} outcome"


def beyond(difference: Value, values: Iterable[Value]) -> bool | None:
    """Say whether a difference lies beyond what is expected of one more like the values; squares need no root."""
    known = [millionths(value) for value in values if value is not None]
    if difference is None or len(known) < 2:
        return None
    middle = sum(known, Fraction(0)) / len(known)
    variance = sum(((value - middle) ** 2 for value in known), Fraction(0)) / (len(known) - 1)
    return difference**2 > REACH**2 * variance * (1 + Fraction(1, len(known)))
