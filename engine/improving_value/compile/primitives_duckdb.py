"""What DuckDB says its own way."""

from __future__ import annotations

from sqlglot import exp

from improving_value.expression import sql_pieces as sql
from improving_value.expression.sql_numbers import magnitude, number
from improving_value.expression.sql_pieces import Sql, call, cast


def _lambda(names: tuple[str, ...], body: Sql) -> Sql:
    return exp.Lambda(this=body, expressions=[exp.to_identifier(name) for name in names])


_BETWEEN_KEYS = call("chr", sql.whole(31))
"""The unit separator, which no identifier holds."""


class DuckDBPrimitives:
    """DuckDB 1.4 and later: lambdas are written `lambda x: …`, lists count from 1."""

    dialect = "duckdb"

    def quantise(self, value: Sql) -> Sql:
        millionths = exp.Floor(this=sql.plus(sql.times(value, number("1e6")), number("5e-1")))
        return sql.case((sql.below(magnitude(value), number("1e24")), cast(millionths, "HUGEINT")))

    def whole_down(self, value: Sql) -> Sql:
        return cast(exp.Floor(this=value), "BIGINT")

    def days(self, start: Sql, end: Sql) -> Sql:
        return call("date_diff", sql.text("day"), start, end)

    def hours(self, start: Sql, end: Sql) -> Sql:
        return sql.over(cast(sql.minus(call("epoch_us", end), call("epoch_us", start)), "DOUBLE"), number("36e8"))

    def add_days(self, day: Sql, count: Sql) -> Sql:
        return sql.plus(day, cast(count, "INTEGER"))

    def add_months(self, day: Sql, count: Sql) -> Sql:
        return cast(sql.plus(day, call("to_months", cast(count, "INTEGER"))), "DATE")

    def month_start(self, day: Sql) -> Sql:
        return cast(call("date_trunc", sql.text("month"), day), "DATE")

    def date_part(self, part: str, value: Sql) -> Sql:
        return call(part, value)

    def starts_with(self, whole_text: Sql, prefix: Sql) -> Sql:
        return call("starts_with", whole_text, prefix)

    def first_by(self, value: Sql, order: tuple[Sql, ...], where: Sql, last: bool) -> Sql:
        return sql.filtered(call("arg_max" if last else "arg_min", value, order[0] if len(order) == 1 else call("row", *order)), where)

    def true_for_any(self, value: Sql, where: Sql | None) -> Sql:
        return sql.filtered(call("bool_or", value), where)

    def true_for_all(self, value: Sql, where: Sql | None) -> Sql:
        return sql.filtered(call("bool_and", value), where)

    def sorted_list(self, value: Sql, where: Sql | None) -> Sql:
        return call("list_sort", sql.filtered(call("list", value), where))

    def sorted_keys(self, key: Sql) -> Sql:
        return call("list_sort", call("list", key))

    def sorted_keys_of_lists(self, keys: Sql, disjoint: bool) -> Sql:
        # Joined as one text and split again: a list of lists takes twice the time and far more memory. Keys are shown, not computed with.
        joined = call("string_agg", call("array_to_string", keys, _BETWEEN_KEYS), _BETWEEN_KEYS)
        flat = call("string_split", joined, _BETWEEN_KEYS)
        return call("list_sort", flat if disjoint else call("list_distinct", flat))

    def least_few(self, value: Sql, most: int) -> Sql:
        return call("min", value, sql.whole(most))

    def single(self, value: Sql) -> Sql:
        return call("list_value", value)

    def listed(self, *values: Sql) -> Sql:
        return call("list_value", *values)

    def sum_of_slice(self, values: Sql, first: Sql, last: Sql) -> Sql:
        # A place that is missing means an end of the list to DuckDB.
        total = call("list_sum", call("list_slice", values, first, last))
        return sql.case((sql.all_of(sql.is_known(first), sql.is_known(last)), total))

    def element(self, values: Sql, index: Sql) -> Sql:
        return call("list_extract", values, index)

    def length(self, values: Sql) -> Sql:
        return call("len", values)

    def squared_distances(self, values: Sql, centre: Sql) -> Sql:
        away = sql.minus(sql.over(cast(exp.column("x"), "DOUBLE"), number("1e6")), centre)
        squares = call("list_transform", values, _lambda(("x",), sql.times(away, away)))
        return call("list_reduce", squares, _lambda(("a", "x"), sql.plus(exp.column("a"), exp.column("x"))), number("0e0"))

    def fixed_span_starts(self, days: Sql, span: Sql) -> Sql:
        a, x = exp.column("a"), exp.column("x")
        opens = sql.binary(exp.GTE, sql.minus(x, call("list_extract", a, sql.whole(-1))), span)
        body = sql.case((opens, call("list_append", a, x)), otherwise=a)
        folded = call("list_reduce", days, _lambda(("a", "x"), body), self.single(self.element(days, sql.whole(1))))
        return sql.case((sql.equal(self.length(days), sql.whole(1)), days), otherwise=folded)

    def gap_starts(self, days: Sql, gap: Sql) -> Sql:
        x, i = exp.column("x"), exp.column("i")
        before = self.element(days, sql.minus(i, sql.whole(1)))
        opens = sql.any_of(sql.equal(i, sql.whole(1)), sql.binary(exp.GTE, sql.minus(x, before), gap))
        return call("list_filter", days, _lambda(("x", "i"), opens))

    def lone_starts(self, days: Sql, starts: Sql) -> Sql:
        x, i = exp.column("x"), exp.column("i")
        closes = sql.any_of(sql.equal(i, self.length(days)), self.contains(starts, self.element(days, sql.plus(i, sql.whole(1)))))
        lone = call("list_filter", days, _lambda(("x", "i"), sql.all_of(self.contains(starts, x), closes)))
        return sql.case((sql.equal(self.length(days), self.length(starts)), days), otherwise=lone)

    def has_repeats(self, values: Sql) -> Sql:
        x, i = exp.column("x"), exp.column("i")
        same = sql.equal(x, self.element(values, sql.minus(i, sql.whole(1))))
        found = sql.below(sql.whole(0), self.length(call("list_filter", values, _lambda(("x", "i"), same))))
        return sql.all_of(sql.below(sql.whole(1), self.length(values)), found)

    def contains(self, values: Sql, value: Sql) -> Sql:
        return call("list_contains", values, value)

    def last_at_most(self, values: Sql, limit: Sql) -> Sql:
        x = exp.column("x")
        found = call("list_extract", call("list_filter", values, _lambda(("x",), sql.at_most(x, limit))), sql.whole(-1))
        only = sql.equal(self.length(values), sql.whole(1))
        return sql.case((only, self.element(values, sql.whole(1))), otherwise=found)

    def day_number(self, day: Sql) -> Sql:
        return cast(sql.minus(day, cast(sql.text("1970-01-01"), "DATE")), "INTEGER")

    def day_of_number(self, days: Sql) -> Sql:
        return sql.plus(cast(sql.text("1970-01-01"), "DATE"), days)
