"""Wilson's interval around a share as a tree: the sums of `evaluate_intervals`, in their order."""

from __future__ import annotations

from sqlglot import exp

from improving_value.expression import sql_pieces as sql
from improving_value.expression.sql_numbers import number
from improving_value.expression.sql_pieces import Sql

_NOUGHT, _TWO, _FOUR = number("0e0"), number("2e0"), number("4e0")


def interval_low(k: Sql, n: Sql, z: Sql) -> Sql:
    """Return the low end of the interval around k of n; missing where there is no such share."""
    is_share = sql.all_of(sql.below(_NOUGHT, n), sql.at_most(_NOUGHT, k), sql.at_most(k, n), sql.at_most(_NOUGHT, z))
    squared = sql.times(z, z)
    inside = sql.plus(squared, sql.over(sql.times(sql.times(_FOUR, k), sql.minus(n, k)), n))
    # Under a root of its own condition: an engine may work a root out before it asks, and refuse a negative one.
    spread = exp.Sqrt(this=sql.case((is_share, inside)))
    above = sql.minus(sql.plus(sql.times(_TWO, k), squared), sql.times(z, spread))
    return sql.case((is_share, sql.over(above, sql.times(_TWO, sql.plus(n, squared)))))


def interval_high(k: Sql, n: Sql, z: Sql) -> Sql:
    """Return the high end: what is left of 1 above the others."""
    return sql.minus(number("1e0"), interval_low(sql.minus(n, k), n, z))
