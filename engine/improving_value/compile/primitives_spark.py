"""What Spark says its own way."""

from __future__ import annotations

from sqlglot import exp

from improving_value.expression import sql_pieces as sql
from improving_value.expression.sql_numbers import magnitude, number
from improving_value.expression.sql_pieces import Sql, call, cast


def _lambda(names: tuple[str, ...], body: Sql) -> Sql:
    return exp.Lambda(this=body, expressions=[exp.to_identifier(name) for name in names])


class SparkPrimitives:
    """Spark 4: arrays in `get` count from 0, lambdas are written `x -> …`."""

    dialect = "spark"

    def quantise(self, value: Sql) -> Sql:
        """Spark's floor gives BIGINT, too narrow for large values; a double above 2^52 has no fraction to drop."""
        millionths = sql.plus(sql.times(value, number("1e6")), number("5e-1"))
        small = cast(exp.Floor(this=millionths), "DECIMAL(38, 0)")
        exact = sql.case((sql.below(magnitude(millionths), number("4e15")), small), otherwise=cast(millionths, "DECIMAL(38, 0)"))
        return sql.case((sql.below(magnitude(value), number("1e24")), exact))

    def whole_down(self, value: Sql) -> Sql:
        return cast(exp.Floor(this=value), "BIGINT")

    def days(self, start: Sql, end: Sql) -> Sql:
        return cast(call("datediff", end, start), "BIGINT")

    def hours(self, start: Sql, end: Sql) -> Sql:
        apart = call("timestampdiff", exp.Var(this="MICROSECOND"), start, end)
        return sql.over(cast(apart, "DOUBLE"), number("36e8"))

    def add_days(self, day: Sql, count: Sql) -> Sql:
        return call("date_add", day, cast(count, "INTEGER"))

    def add_months(self, day: Sql, count: Sql) -> Sql:
        return call("add_months", day, cast(count, "INTEGER"))

    def month_start(self, day: Sql) -> Sql:
        return call("trunc", day, sql.text("MM"))

    def date_part(self, part: str, value: Sql) -> Sql:
        return cast(call(part, value), "BIGINT")

    def starts_with(self, whole_text: Sql, prefix: Sql) -> Sql:
        return call("startswith", whole_text, prefix)

    def first_by(self, value: Sql, order: tuple[Sql, ...], where: Sql, last: bool) -> Sql:
        return sql.filtered(call("max_by" if last else "min_by", value, order[0] if len(order) == 1 else call("struct", *order)), where)

    def true_for_any(self, value: Sql, where: Sql | None) -> Sql:
        return sql.filtered(call("bool_or", value), where)

    def true_for_all(self, value: Sql, where: Sql | None) -> Sql:
        return sql.filtered(call("bool_and", value), where)

    def sorted_list(self, value: Sql, where: Sql | None) -> Sql:
        return call("array_sort", sql.filtered(call("collect_list", value), where))

    def sorted_keys(self, key: Sql) -> Sql:
        return call("array_sort", call("collect_list", key))

    def sorted_keys_of_lists(self, keys: Sql, disjoint: bool) -> Sql:
        flat = call("flatten", call("collect_list", keys))
        return call("array_sort", flat if disjoint else call("array_distinct", flat))

    def least_few(self, value: Sql, most: int) -> Sql:
        return call("slice", call("array_sort", call("collect_list", value)), sql.whole(1), sql.whole(most))

    def single(self, value: Sql) -> Sql:
        return call("array", value)

    def listed(self, *values: Sql) -> Sql:
        return call("array", *values)

    def sum_of_slice(self, values: Sql, first: Sql, last: Sql) -> Sql:
        size = sql.plus(sql.minus(last, first), sql.whole(1))
        part = call("slice", values, cast(first, "INTEGER"), cast(size, "INTEGER"))
        added = cast(sql.plus(exp.column("a"), exp.column("x")), "DECIMAL(38, 0)")
        return call("aggregate", part, cast(sql.whole(0), "DECIMAL(38, 0)"), _lambda(("a", "x"), added))

    def element(self, values: Sql, index: Sql) -> Sql:
        return call("get", values, cast(sql.minus(index, sql.whole(1)), "INTEGER"))

    def length(self, values: Sql) -> Sql:
        return call("size", values)

    def squared_distances(self, values: Sql, centre: Sql) -> Sql:
        away = sql.minus(sql.over(cast(exp.column("x"), "DOUBLE"), number("1e6")), centre)
        body = sql.plus(exp.column("a"), sql.times(away, away))
        return call("aggregate", values, number("0e0"), _lambda(("a", "x"), body))

    def fixed_span_starts(self, days: Sql, span: Sql) -> Sql:
        a, x = exp.column("a"), exp.column("x")
        opens = sql.binary(exp.GTE, sql.minus(x, call("element_at", a, sql.whole(-1))), span)
        body = sql.case((opens, call("array_append", a, x)), otherwise=a)
        opening = call("slice", days, sql.whole(1), sql.whole(1))
        return call("aggregate", days, opening, _lambda(("a", "x"), body))

    def gap_starts(self, days: Sql, gap: Sql) -> Sql:
        x, i = exp.column("x"), exp.column("i")
        before = call("get", days, sql.minus(i, sql.whole(1)))
        opens = sql.any_of(sql.equal(i, sql.whole(0)), sql.binary(exp.GTE, sql.minus(x, before), gap))
        return call("filter", days, _lambda(("x", "i"), opens))

    def lone_starts(self, days: Sql, starts: Sql) -> Sql:
        x, i = exp.column("x"), exp.column("i")
        following = call("get", days, sql.plus(i, sql.whole(1)))
        closes = sql.any_of(sql.is_null(following), self.contains(starts, following))
        return call("filter", days, _lambda(("x", "i"), sql.all_of(self.contains(starts, x), closes)))

    def has_repeats(self, values: Sql) -> Sql:
        return sql.below(self.length(call("array_distinct", values)), self.length(values))

    def contains(self, values: Sql, value: Sql) -> Sql:
        return call("array_contains", values, value)

    def last_at_most(self, values: Sql, limit: Sql) -> Sql:
        x = exp.column("x")
        return call("array_max", call("filter", values, _lambda(("x",), sql.at_most(x, limit))))

    def day_number(self, day: Sql) -> Sql:
        return call("unix_date", day)

    def day_of_number(self, days: Sql) -> Sql:
        return call("date_from_unix_date", days)
