"""Aggregates of many rows as trees: inside a unit a missing operand spoils them, over units it is left out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlglot import exp

from improving_value.expression import sql_pieces as sql
from improving_value.expression.sql_numbers import compare, number
from improving_value.expression.sql_pieces import Sql
from improving_value.expression.sql_primitives import Primitives
from improving_value.expression.types import Type

_OF_SORTED = ("median", "percentile", "mean_of_least", "mean_of_greatest", "deviation")
_OF_EXACT = ("sum", "mean", "count_distinct")


def is_quantised(function: str, kind: Type) -> bool:
    """Say whether an aggregate takes its operand in whole millionths."""
    return kind.is_number and (function in _OF_SORTED or (function in _OF_EXACT and kind.kind == "double"))


@dataclass(frozen=True)
class Operands:
    """The parts of an aggregate, as columns of its rows; `value` is in whole millionths where the aggregate takes it so.

    `condition` restricts the rows; `ordered` says that a row needs a known place in `order`. `spoils` says that a missing value or condition makes the result missing;
    it is False for known(…), for figures over units, and where nothing can be missing.
    """

    value: Sql | None
    type: Type | None
    condition: Sql | None
    order: tuple[Sql, ...]
    argument: Sql | None
    value_can_miss: bool
    condition_can_miss: bool
    spoils: bool
    ordered: bool = False


def aggregate_to_sql(function: str, parts: Operands, primitives: Primitives) -> Sql:
    """Return one aggregate; its result has the representation of the node's type."""
    if function == "any":
        return _any(parts, primitives)
    if function == "all":
        return _all(parts, primitives)
    result = _result(function, parts, primitives)
    unsure = _unsure(function, parts)
    if unsure is None:
        return result
    return sql.case((sql.equal(sql.count_rows(unsure), sql.whole(0)), result))


def _unsure(function: str, parts: Operands) -> Sql | None:
    """Return the condition on a row that makes the result missing, or None when no row can."""
    if not parts.spoils:
        return None
    found: list[Sql] = []
    if parts.condition is not None and parts.condition_can_miss:
        found.append(sql.is_null(parts.condition))
    if parts.value is not None and parts.value_can_miss and function not in ("first", "last", "only"):
        missing = sql.is_null(parts.value)
        found.append(missing if parts.condition is None else sql.all_of(parts.condition, missing))
    return sql.any_of(*found) if found else None


def _missing_when(unsure: Sql | None) -> tuple[tuple[Sql, Sql], ...]:
    return () if unsure is None else ((sql.binary(exp.GT, sql.count_rows(unsure), sql.whole(0)), sql.null("BOOLEAN")),)


def _any(parts: Operands, primitives: Primitives) -> Sql:
    assert parts.value is not None
    found = sql.is_true(primitives.true_for_any(parts.value, parts.condition))
    return sql.case((found, sql.boolean(True)), *_missing_when(_unsure("any", parts)), otherwise=sql.boolean(False))


def _all(parts: Operands, primitives: Primitives) -> Sql:
    """Return whether every row holds; a row that may not count makes it missing, whatever the others say."""
    assert parts.value is not None
    broken = sql.is_true(sql.negated(primitives.true_for_all(parts.value, parts.condition)))
    may_not_count = _unsure("all", replace(parts, value_can_miss=False))
    may_not_hold = _unsure("all", replace(parts, condition_can_miss=False))
    return sql.case(*_missing_when(may_not_count), (broken, sql.boolean(False)), *_missing_when(may_not_hold), otherwise=sql.boolean(True))


def _result(function: str, parts: Operands, primitives: Primitives) -> Sql:
    value, where = parts.value, parts.condition
    if value is None:
        return sql.count_rows(where)
    match function:
        case "count":
            return sql.count_rows(value if where is None else sql.all_of(where, value))
        case "count_distinct":
            return sql.filtered(exp.Count(this=exp.Distinct(expressions=[value])), where)
        case "sum":
            return _sum(parts)
        case "mean":
            return _mean(parts)
        case "min" | "max":
            kind = exp.Min if function == "min" else exp.Max
            return sql.filtered(kind(this=value), where)
        case "first" | "last":
            known = sql.all_of(*([where] if where is not None else []), sql.is_known(value))
            if parts.ordered:
                known = sql.all_of(known, sql.is_known(parts.order[0]))
            return primitives.first_by(value, parts.order, known, last=function == "last")
        case "only":
            counted = where
            if not parts.spoils and parts.value_can_miss:
                counted = sql.is_known(value) if where is None else sql.all_of(where, sql.is_known(value))
            kept = sql.filtered(exp.Min(this=value), where)
            return sql.case((sql.equal(sql.count_rows(counted), sql.whole(1)), kept))
        case _:
            return _of_sorted(function, parts, primitives)


def summed(value: Sql, where: Sql | None) -> Sql:
    """Return the exact sum; missing when there is nothing to add."""
    return sql.filtered(exp.Sum(this=value), where)


def _sum(parts: Operands) -> Sql:
    assert parts.value is not None
    assert parts.type is not None
    found = summed(parts.value, parts.condition)
    if parts.condition is not None or (parts.value_can_miss and not parts.spoils):
        found = sql.coalesce(found, sql.whole(0))
    if parts.type.kind == "double":
        return in_units(found)
    return sql.cast(found, sql.sql_kind(parts.type))


def in_units(millionths: Sql) -> Sql:
    """Return whole millionths as a double."""
    return sql.over(sql.cast(millionths, "DOUBLE"), number("1e6"))


def _mean(parts: Operands) -> Sql:
    assert parts.value is not None
    assert parts.type is not None
    total = summed(parts.value, parts.condition)
    exact = in_units(total) if parts.type.kind == "double" else sql.cast(total, "DOUBLE")
    counted = sql.filtered(exp.Count(this=parts.value), parts.condition)
    return sql.case((sql.binary(exp.GT, counted, sql.whole(0)), sql.over(exact, sql.cast(counted, "DOUBLE"))))


def _of_sorted(function: str, parts: Operands, primitives: Primitives) -> Sql:
    """Return a figure of the sorted millionths; bit-identical everywhere because the order is fixed."""
    assert parts.value is not None
    known = sql.is_known(parts.value)
    where = known if parts.condition is None else sql.all_of(parts.condition, known)
    values = primitives.sorted_list(parts.value, where)
    count = primitives.length(values)
    if function == "percentile":
        return in_units(primitives.element(values, _rank(count, parts.argument, primitives)))
    if function == "median":
        return _median(values, count, primitives)
    if function in ("mean_of_least", "mean_of_greatest"):
        return _mean_of_end(
            values, sql.filtered(exp.Count(this=parts.value), where), parts.argument, function == "mean_of_least", primitives
        )
    total = sql.filtered(exp.Sum(this=parts.value), where)
    # The count is an aggregate of its own: a length of the list would carry the whole list to every one of its values.
    count = sql.filtered(exp.Count(this=parts.value), where)
    mean = sql.over(in_units(total), sql.cast(count, "DOUBLE"))
    squares = primitives.squared_distances(values, mean)
    spread = exp.Sqrt(this=sql.over(squares, sql.cast(sql.minus(count, sql.whole(1)), "DOUBLE")))
    return sql.case((sql.binary(exp.GT, count, sql.whole(1)), spread))


def _median(values: Sql, count: Sql, primitives: Primitives) -> Sql:
    half = primitives.whole_down(sql.over(sql.cast(sql.plus(count, sql.whole(1)), "DOUBLE"), number("2e0")))
    other = sql.plus(primitives.whole_down(sql.over(sql.cast(count, "DOUBLE"), number("2e0"))), sql.whole(1))
    both = sql.plus(primitives.element(values, half), primitives.element(values, other))
    return sql.over(sql.over(sql.cast(both, "DOUBLE"), number("2e0")), number("1e6"))


def _mean_of_end(values: Sql, count: Sql, wanted: Sql | None, least: bool, primitives: Primitives) -> Sql:
    """Return the mean of so many values at one end; missing when there are fewer, or the number is not whole and at least 1."""
    assert wanted is not None
    nearest = sql.cast(exp.Floor(this=sql.plus(wanted, number("5e-1"))), "DOUBLE")
    is_whole = compare("==", wanted, nearest, exact=False)
    fits = sql.all_of(is_whole, sql.at_most(number("1e0"), nearest), sql.at_most(nearest, sql.cast(count, "DOUBLE")))
    size = sql.case((fits, sql.cast(nearest, "BIGINT")))
    first, last = (sql.whole(1), size) if least else (sql.plus(sql.minus(count, size), sql.whole(1)), count)
    total = in_units(primitives.sum_of_slice(values, first, last))
    return sql.case((fits, sql.over(total, nearest)))


def _rank(count: Sql, share: Sql | None, primitives: Primitives) -> Sql:
    """Return the place of a share among sorted values; missing when it is no share, less than 0 or more than 1."""
    assert share is not None
    rank = sql.minus(sql.times(share, sql.cast(count, "DOUBLE")), number("1e-9"))
    whole_rank = primitives.whole_down(exp.Ceil(this=rank))
    is_share = sql.all_of(sql.at_most(number("0e0"), share), sql.at_most(share, number("1e0")))
    return sql.case((sql.negated(is_share), sql.null("BIGINT")), (sql.below(whole_rank, sql.whole(1)), sql.whole(1)), otherwise=whole_rank)


def of_one_row(function: str, parts: Operands) -> Sql | None:
    """Return what an aggregate of a single row comes to, or None where there is no shorter way to say it."""
    value, kind = parts.value, parts.type
    if parts.condition is not None or not parts.spoils:
        return None
    if function == "count" and value is None:
        return sql.whole(1)
    if value is None or kind is None or is_quantised(function, kind):
        return None
    match function:
        case "sum":
            return sql.cast(value, sql.sql_kind(kind))
        case "min" | "max" | "only" | "any" | "all":
            return value
        case "first" | "last":
            return sql.case((sql.is_known(parts.order[0]), value)) if parts.ordered else value
        case _:
            return None
