"""The midnight at which a date begins in London, as a tree: from the table of clock changes that everything reads."""

from __future__ import annotations

from sqlglot import exp

from improving_value.datasets.clock import FIRST_YEAR, LAST_YEAR, summers
from improving_value.expression import sql_pieces as sql
from improving_value.expression.sql_pieces import Sql
from improving_value.expression.sql_primitives import Primitives


def moment(day: Sql, primitives: Primitives) -> Sql:
    """Return the UTC instant at which a day begins; missing in a year the clock does not cover."""
    year = primitives.date_part("year", day)
    covered = sql.all_of(sql.at_most(sql.whole(FIRST_YEAR), year), sql.at_most(year, sql.whole(LAST_YEAR)))
    place = sql.minus(year, sql.whole(FIRST_YEAR - 1))
    winter_ends, summer_ends = (
        primitives.element(primitives.listed(*(sql.cast(sql.text(f"{days[end]}"), "DATE") for days in summers())), place) for end in (0, 1)
    )
    in_summer = sql.all_of(covered, sql.below(winter_ends, day), sql.at_most(day, summer_ends))
    midnight = sql.cast(day, "TIMESTAMP")
    hour = exp.Interval(this=exp.Literal.string("1"), unit=exp.Var(this="HOUR"))
    return sql.case((in_summer, sql.minus(midnight, hour)), (covered, midnight))
