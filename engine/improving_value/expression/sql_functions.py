"""The catalogue's functions of one row, as trees."""

from __future__ import annotations

from sqlglot import exp

from improving_value.expression import sql_pieces as sql
from improving_value.expression.sql_intervals import interval_high, interval_low
from improving_value.expression.sql_moments import moment
from improving_value.expression.sql_numbers import compare, extreme, magnitude, number
from improving_value.expression.sql_pieces import Sql
from improving_value.expression.sql_primitives import Primitives

_CALENDAR = ("0001-01-01", "9999-12-31")
"""The first and the last day there is: a slip in the data must not stop a run."""


def call_to_sql(function: str, parts: tuple[Sql, ...], primitives: Primitives) -> Sql:
    """Return a call of a catalogued function; numbers have come in the representation it takes."""
    match function:
        case "is_missing":
            return sql.is_null(parts[0])
        case "if_missing":
            return sql.coalesce(parts[0], parts[1])
        case "max" | "min":
            return extreme(parts, greatest=function == "max")
        case "abs":
            return magnitude(parts[0])
        case "round_up" | "round_down":
            return _to_steps(parts[0], parts[1], up=function == "round_up")
        case "round_to":
            return _to_nearest(*parts)
        case "square_root":
            # Under a root of its own condition: an engine may work a root out before it asks, and refuse a negative one.
            return exp.Sqrt(this=sql.case((sql.at_most(number("0e0"), parts[0]), parts[0])))
        case "starts_with":
            return primitives.starts_with(parts[0], parts[1])
        case "number_of":
            return sql.case((parts[0], sql.whole(1)), (sql.negated(parts[0]), sql.whole(0)))
        case "time_between":
            return _time_between(*parts)
        case "interval_low":
            return interval_low(*parts)
        case "interval_high":
            return interval_high(*parts)
        case _:
            return _of_dates(function, parts, primitives)


def _of_dates(function: str, parts: tuple[Sql, ...], primitives: Primitives) -> Sql:
    match function:
        case "days":
            return primitives.days(*parts)
        case "hours":
            return primitives.hours(*parts)
        case "months":
            return _completed_months(parts[0], parts[1], primitives)
        case "age":
            return _age(parts[0], parts[1], primitives)
        case "add_days":
            return _days_later(parts[0], _whole(parts[1]), primitives)
        case "add_months":
            return _months_later(parts[0], _whole(parts[1]), primitives)
        case "month_start":
            return primitives.month_start(*parts)
        case "year":
            return primitives.date_part("year", *parts)
        case "moment":
            return moment(parts[0], primitives)
        case "date_of":
            return sql.cast(parts[0], "DATE")
        case "time_of_day":
            hour, minute, second = (primitives.date_part(part, parts[0]) for part in ("hour", "minute", "second"))
            return sql.plus(sql.plus(sql.times(hour, sql.whole(3600)), sql.times(minute, sql.whole(60))), second)
        case _:
            raise ValueError(f"no SQL for `{function}`")


def _days_later(day: Sql, count: Sql, primitives: Primitives) -> Sql:
    first, last = (sql.cast(sql.text(end), "DATE") for end in _CALENDAR)
    inside = sql.all_of(sql.at_most(primitives.days(day, first), count), sql.at_most(count, primitives.days(day, last)))
    return sql.case((inside, primitives.add_days(day, count)))


def _months_later(day: Sql, count: Sql, primitives: Primitives) -> Sql:
    months = sql.plus(sql.times(primitives.date_part("year", day), sql.whole(12)), primitives.date_part("month", day))
    before, after = sql.minus(sql.whole(13), months), sql.minus(sql.whole(9999 * 12 + 12), months)
    inside = sql.all_of(sql.at_most(before, count), sql.at_most(count, after))
    return sql.case((inside, primitives.add_months(day, count)))


def _month_difference(start: Sql, end: Sql, primitives: Primitives) -> Sql:
    years = sql.minus(primitives.date_part("year", end), primitives.date_part("year", start))
    months = sql.minus(primitives.date_part("month", end), primitives.date_part("month", start))
    return sql.plus(sql.times(years, sql.whole(12)), months)


def _forward_months(start: Sql, end: Sql, primitives: Primitives) -> Sql:
    """Return the most months that can be added to a date without passing a later one."""
    difference = _month_difference(start, end, primitives)
    passed = sql.binary(exp.GT, primitives.add_months(start, difference), end)
    return sql.minus(difference, sql.case((passed, sql.whole(1)), otherwise=sql.whole(0)))


def _completed_months(start: Sql, end: Sql, primitives: Primitives) -> Sql:
    backward = sql.negative(_forward_months(end, start, primitives))
    forward = _forward_months(start, end, primitives)
    return sql.case((sql.below(end, start), backward), (sql.at_most(start, end), forward))


def _age(born: Sql, on: Sql, primitives: Primitives) -> Sql:
    """Return completed years; missing before birth."""
    months = sql.cast(_forward_months(born, on, primitives), "DOUBLE")
    return sql.case((sql.at_most(born, on), primitives.whole_down(sql.over(months, number("12e0")))))


def _nearest(value: Sql) -> Sql:
    return sql.cast(exp.Floor(this=sql.plus(value, number("5e-1"))), "DOUBLE")


def _whole(value: Sql) -> Sql:
    """Return a double that is whole within the tolerance as an integer; missing when it is not."""
    if isinstance(value, exp.Literal):
        return value
    nearest = _nearest(value)
    return sql.case((compare("==", value, nearest, exact=False), sql.cast(nearest, "BIGINT")))


def _to_steps(value: Sql, step: Sql, up: bool) -> Sql:
    """Return a value moved to a whole number of steps: to the nearest when it is there within the tolerance; missing for no step."""
    ratio = sql.over(value, step)
    nearest = _nearest(ratio)
    moved = exp.Ceil(this=ratio) if up else exp.Floor(this=ratio)
    steps = sql.case((compare("==", ratio, nearest, exact=False), nearest), otherwise=sql.cast(moved, "DOUBLE"))
    steps = sql.plus(steps, number("0e0"))  # the ceiling of -0.3 is -0.0
    known = sql.all_of(sql.binary(exp.NEQ, step, number("0e0")), sql.is_known(value))
    return sql.case((known, sql.times(steps, step)))


def _to_nearest(value: Sql, step: Sql) -> Sql:
    """Return a value at the nearest whole number of steps, halves away from zero; missing for no step."""
    ratio = sql.over(value, step)
    padded = sql.plus(magnitude(ratio), number("5e-1"))
    nearest = _nearest(padded)
    steps = sql.case((compare("==", padded, nearest, exact=False), nearest), otherwise=sql.cast(exp.Floor(this=padded), "DOUBLE"))
    signed = sql.case((sql.at_most(number("0e0"), ratio), steps), otherwise=sql.negative(steps))
    signed = sql.plus(signed, number("0e0"))  # -0.4 is 0 steps, not -0.0
    known = sql.all_of(sql.binary(exp.NEQ, step, number("0e0")), sql.is_known(value))
    return sql.case((known, sql.times(signed, step)))


def _time_between(moment: Sql, start: Sql, end: Sql) -> Sql:
    inside = sql.all_of(sql.at_most(start, moment), sql.below(moment, end))
    across = sql.any_of(sql.at_most(start, moment), sql.below(moment, end))
    all_day = sql.any_of(sql.is_known(moment), sql.null("BOOLEAN"))
    return sql.case((sql.equal(start, end), all_day), (sql.below(start, end), inside), (sql.below(end, start), across))
