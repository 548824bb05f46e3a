"""Intervals: how far chance alone may move a share, by Wilson's method, and to the last bit the same on every engine."""

from __future__ import annotations

import pytest

from language.harness import Evaluate

Z = {"z": 1.96}


def test_around_a_share(evaluate: Evaluate) -> None:
    """`interval_low` and `interval_high` are the ends of the interval around k of n; 81 of 263 at 95 % is 0.2553 to 0.3662."""
    table = """
        k:integer  n:integer
        81         263
        15         148
        """
    assert evaluate("interval_low(k, n, z)", table, parameters=Z) == pytest.approx([0.2553, 0.0624], abs=5e-5)
    assert evaluate("interval_high(k, n, z)", table, parameters=Z) == pytest.approx([0.3662, 0.1605], abs=5e-5)


def test_none_and_all(evaluate: Evaluate) -> None:
    """Of none the low end is exactly 0, of all the high end exactly 1; the other end is still some way off."""
    table = """
        k:integer  n:integer
        0          20
        20         20
        """
    low = evaluate("interval_low(k, n, z)", table, parameters=Z)
    high = evaluate("interval_high(k, n, z)", table, parameters=Z)
    assert [low[0], high[1]] == [0.0, 1.0]
    assert [high[0], low[1]] == pytest.approx([0.1611, 0.8389], abs=5e-5)


def test_no_share(evaluate: Evaluate) -> None:
    """Around nothing there is no interval: of no units, of more than there are, or with something missing, it is missing."""
    assert evaluate(
        "interval_low(k, n, z)",
        """
        k:integer  n:integer
        0          0
        3          2
        -1         5
        -          5
        1          -
        """,
        parameters=Z,
    ) == [None, None, None, None, None]


def test_funnel(evaluate: Evaluate) -> None:
    """Around the share of everybody, at one's own number of units, the same ends are the limits of a funnel: 30 of 100 is within
    that of 20 %, at three standard errors, and 300 of 1,000 is not."""
    assert evaluate(
        "interval_low(everybody * n, n, z) <= k / n <= interval_high(everybody * n, n, z)",
        """
        k:integer  n:integer
        30         100
        300        1000
        """,
        parameters={"everybody": 0.2, "z": 3},
    ) == [True, False]
