"""Arithmetic and comparison as trees: doubles, the stated tolerance, pence."""

from __future__ import annotations

from sqlglot import exp

from improving_value.expression import sql_pieces as sql
from improving_value.expression.sql_pieces import Sql
from improving_value.expression.types import Type

_ARITHMETIC: dict[str, type[exp.Binary]] = {"+": exp.Add, "-": exp.Sub, "*": exp.Mul}
_EXACT: dict[str, type[exp.Binary]] = {
    "<": exp.LT,
    "<=": exp.LTE,
    "==": exp.EQ,
    "!=": exp.NEQ,
    ">=": exp.GTE,
    ">": exp.GT,
}


def number(written: str) -> Sql:
    """Return a number in scientific form, which both engines read as a double."""
    return exp.Literal.number(written)


def as_kind(value: Sql, kind: Type, wanted: Type) -> Sql:
    """Return a number in another representation; anything else as it is."""
    if not kind.is_number or kind.kind == wanted.kind:
        return value
    if wanted.kind == "integer":
        return sql.cast(exp.Floor(this=sql.cast(value, "DOUBLE")), "BIGINT")
    return sql.cast(value, sql.sql_kind(wanted))


def arithmetic(operator: str, left: Sql, right: Sql) -> Sql:
    """Return two doubles combined; division by zero is missing."""
    if operator == "/":
        return sql.case((sql.binary(exp.NEQ, right, number("0e0")), sql.over(left, right)))
    return sql.binary(_ARITHMETIC[operator], left, right)


def compare(operator: str, left: Sql, right: Sql, exact: bool) -> Sql:
    """Return a comparison; of doubles, by the rule of kernel/numbers written out."""
    if exact:
        return sql.binary(_EXACT[operator], left, right)
    margin = sql.times(number("1e-9"), sql.plus(sql.plus(number("1e0"), magnitude(left)), magnitude(right)))
    difference = sql.minus(left, right)
    match operator:
        case "<=":
            return sql.at_most(difference, margin)
        case ">":
            return sql.binary(exp.GT, difference, margin)
        case ">=":
            return sql.at_most(sql.minus(right, left), margin)
        case "<":
            return sql.binary(exp.GT, sql.minus(right, left), margin)
        case "==":
            return sql.at_most(magnitude(difference), margin)
        case _:
            return sql.binary(exp.GT, magnitude(difference), margin)


def magnitude(value: Sql) -> Sql:
    return exp.Abs(this=value)


def pence(pounds: Sql) -> Sql:
    """Return whole pence of pounds, halves away from zero, forgiving the last bits of a double."""
    p = sql.times(number("1e2"), magnitude(pounds))
    padded = sql.plus(sql.plus(sql.plus(p, number("5e-1")), number("1e-6")), sql.times(number("1e-15"), p))
    rounded = sql.cast(exp.Floor(this=padded), "BIGINT")
    signed = sql.case((sql.below(pounds, number("0e0")), exp.Neg(this=rounded)), otherwise=rounded)
    return sql.case((sql.below(magnitude(pounds), number("1e15")), signed))


def extreme(values: tuple[Sql, ...], greatest: bool) -> Sql:
    """Return the greatest or least of some values; missing when any is."""
    kind = exp.GTE if greatest else exp.LTE
    found = values[0]
    for value in values[1:]:
        first_wins = sql.binary(kind, found, value)
        found = sql.case((first_wins, found), (sql.negated(first_wins), value))
    return found
