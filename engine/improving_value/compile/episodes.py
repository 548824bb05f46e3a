"""Rows cut into episodes: the days that open one, and each row placed in its own.

Most episodes are one row, and most keys have no two rows on one day. Such rows are picked out first, because an
aggregate of text, of lists or in an order with ties is many times dearer than a plain copy.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlglot import exp

from improving_value.check.demand import opens_on_its_date
from improving_value.check.model import CheckedGroup, CheckedUnit
from improving_value.compile.job import Job
from improving_value.compile.operands import operands_of
from improving_value.compile.reading import own, read_columns
from improving_value.compile.same import without_spans
from improving_value.compile.scope import StageScope
from improving_value.compile.stage import Base, Stage
from improving_value.expression import sql_pieces as sql
from improving_value.expression.nodes import Aggregate, Node
from improving_value.expression.sql_aggregates import aggregate_to_sql, of_one_row
from improving_value.expression.sql_numbers import number
from improving_value.expression.sql_pieces import Sql
from improving_value.expression.to_sql import as_wanted
from improving_value.expression.types import DOUBLE

Outputs = list[tuple[str, Sql]]
Stretch = tuple[date, date]
Wanted = Callable[[Sql, Sql], Sql] | None
_LONE, _DAILY, _CROWDED = 0, 1, 2
"""Rows that are an episode by themselves; rows of a key with no two on one day; the others."""


@dataclass(frozen=True)
class UnitColumns:
    """What every grouped unit has: worked out of many rows, copied from one, and what rows are grouped by."""

    exact: Outputs
    lone: Outputs
    by: list[Sql]


class Seats:
    """Aggregates worked out in the grouping step, each once, and the columns they sit in.

    `exact` breaks ties by the row's key; `quick` leaves that out where no two rows of a key share a day;
    `lone` is for a unit of one row, None when some aggregate has no such form.
    """

    def __init__(self, rows: StageScope, job: Job, on: str | None) -> None:
        self._rows, self._job, self._on = rows, job, on
        self._names: dict[str, str] = {}
        self.exact: Outputs = []
        self.quick: Outputs = []
        self.lone: Outputs | None = []

    def add(self, node: Aggregate) -> None:
        said = without_spans(node)
        if said in self._names:
            return
        name = self._names[said] = f"{node.function}__{len(self._names) + 1}"
        parts = operands_of(node, self._rows)
        self.exact.append((name, aggregate_to_sql(node.function, parts, self._job.primitives)))
        is_daily = self._on is not None and len(parts.order) > 1 and parts.order[0] == own(self._on)
        daily = replace(parts, order=parts.order[:1]) if is_daily else parts
        self.quick.append((name, aggregate_to_sql(node.function, daily, self._job.primitives)))
        alone = of_one_row(node.function, parts)
        if alone is None:
            self.lone = None
        elif self.lone is not None:
            self.lone.append((name, alone))

    def seat(self, node: Aggregate) -> Sql:
        return own(self._names[without_spans(node)])


def episodes(
    unit: CheckedUnit, group: CheckedGroup, keys: list[str], rows: StageScope, made: UnitColumns, seats: Seats, job: Job
) -> exp.Query:
    """Add the rows and the days that open an episode for each key, and return the grouping of rows by episode."""
    assert group.on is not None
    kind = rows.types[group.on]
    on = sql.cast(own(group.on), "DATE") if kind.kind == "datetime" else own(group.on)
    rows.stage.add("day_number__", job.primitives.day_number(on))
    read = [tree for _, tree in (*made.exact, *seats.exact)] + made.by
    needed = [name for tree in read for name in read_columns(tree) if name != "first_day__"]
    kept = list(dict.fromkeys([*keys, "day_number__", "row_key", *needed]))
    has_gaps = "group_gap__" in rows.gaps
    rows_table, placed_table = f"{unit.name}__rows", f"{unit.name}__placed"
    rows_said = f"rows of {unit.name} in scope, with what it needs of them"
    listed = rows.stage.select([(name, own(name)) for name in kept])
    job.add(rows_table, rows_said, listed, is_view=rows.stage.is_plain)
    days_kept = [*keys, "day_number__", *(["own_row__"] if has_gaps else [])]
    dated: exp.Expression = sql.table(rows_table)
    if rows.stage.is_plain:  # spelt out, so that two units with the same days are seen to have them
        dated = exp.Subquery(this=rows.stage.select([(name, own(name)) for name in days_kept], inline=True))
    shared = unit.name.partition("__")[0]  # whether it is wanted for itself or only compared with, the days are the same
    starts_table = job.share(
        f"{shared}__starts",
        f"for each key, the days on which an episode of {shared} opens, and which of them stand alone",
        _starts(group, keys, rows, dated, job, has_gaps),
    )
    on_day = sql.column(group.on, "r") if kind.kind == "date" else None
    reach = None if group.within is None else _whole_days(group.within, rows)
    where = _wanted(_in_time(unit, job), on_day, reach)
    placed = _placed(rows_table, starts_table, keys, has_gaps, where, seats.lone is not None, job)
    outputs = [(name, own(name)) for name in dict.fromkeys([*keys, *needed, "first_day__", "sort__"])]
    job.add(
        placed_table, f"each row of {unit.name} with the day that opened its episode, and the sort of episode it is", placed.select(outputs)
    )
    parts = [
        _of_sort(placed_table, _DAILY).select([*made.exact, *seats.quick], made.by, inline=True),
        _of_sort(placed_table, _CROWDED).select([*made.exact, *seats.exact], made.by, inline=True),
    ]
    if seats.lone is not None:
        parts.insert(0, _of_sort(placed_table, _LONE).select([*made.lone, *seats.lone], inline=True))
    return _one_after_another(parts)


def _of_sort(placed_table: str, sort: int) -> Stage:
    return Stage("placed", Base(sql.table(placed_table), where=sql.equal(own("sort__"), sql.whole(sort))))


def _one_after_another(queries: Sequence[exp.Query]) -> exp.Query:
    found: exp.Query | None = None
    for query in queries:
        part = exp.Select(expressions=[exp.Star()]).from_(exp.Subquery(this=query, alias=exp.TableAlias(this=sql.identifier("u"))))
        found = part if found is None else exp.Union(this=found, expression=part, distinct=False)
    assert found is not None
    return found


def _starts(group: CheckedGroup, keys: list[str], rows: StageScope, dated: exp.Expression, job: Job, has_gaps: bool) -> exp.Query:
    primitives = job.primitives
    days = Stage("days", Base(dated, where=sql.is_null(own("own_row__")) if has_gaps else None))
    listed = days.select(
        [*((name, own(name)) for name in keys), ("days__", primitives.sorted_list(own("day_number__"), None))],
        [own(name) for name in keys],
    )
    starts = Stage("starts", Base(exp.Subquery(this=listed)))
    limit = group.within if group.within is not None else group.gap_under
    assert limit is not None
    opens = primitives.fixed_span_starts if group.within is not None else primitives.gap_starts
    starts.add("starts__", opens(own("days__"), _whole_days(limit, rows)))
    starts.add("spaced__", sql.negated(primitives.has_repeats(own("days__"))))
    lone = sql.case((own("spaced__"), primitives.lone_starts(own("days__"), own("starts__"))))
    return starts.select(
        [*((name, own(name)) for name in keys), ("starts__", own("starts__")), ("spaced__", own("spaced__")), ("lone__", lone)]
    )


def _in_time(unit: CheckedUnit, job: Job) -> list[Stretch]:
    """Return the stretches of days in which an episode must open to be wanted; none when any may be.

    Every row helps to find where episodes open; only those of wanted episodes are worked out any further.
    """
    if job.demands[unit.name].whole or not opens_on_its_date(unit):
        return []
    merged: list[Stretch] = []
    for part in sorted(job.slices_of(unit), key=lambda part: part.start):
        if merged and merged[-1][1] == part.start:
            merged[-1] = (merged[-1][0], part.end)
        else:
            merged.append((part.start, part.end))
    return merged


def _wanted(in_time: Sequence[Stretch], on_day: Sql | None, reach: Sql | None) -> Wanted:
    """Return the test of a row's day and of the day that opened its episode; no row lies `reach` days or more from that day.

    A date is compared as the file holds it, so that the rows of other years need not be read in full.
    """

    def test(day: Sql, opened: Sql) -> Sql:
        first, last = in_time[0][0], in_time[-1][1]
        is_date = on_day is not None
        seen = day if on_day is None else on_day
        bounds = [sql.at_most(_limit(first, is_date), seen.copy())]
        if reach is not None:
            bounds.append(sql.below(seen.copy(), sql.plus(_limit(last, is_date), reach.copy())))
        held = [sql.all_of(sql.at_most(_number(start), opened.copy()), sql.below(opened.copy(), _number(end))) for start, end in in_time]
        return sql.all_of(*bounds, sql.any_of(*held))

    return test if in_time else None


def _limit(day: date, is_date: bool) -> Sql:
    return sql.cast(sql.text(day.isoformat()), "DATE") if is_date else _number(day)


def _number(day: date) -> Sql:
    return sql.whole((day - date(1970, 1, 1)).days)


def _whole_days(node: Node, rows: StageScope) -> Sql:
    """Return whole days: a gap of so many or more opens an episode."""
    days = sql.minus(as_wanted(node, DOUBLE, rows), number("1e-9"))
    return sql.cast(exp.Ceil(this=days), "INTEGER")


def _placed(
    rows_table: str,
    starts_table: str,
    keys: list[str],
    has_gaps: bool,
    wanted: Wanted,
    has_lone: bool,
    job: Job,
) -> Stage:
    """Return each row with the day that opened its episode, and whether it stands alone or shares a day with another."""
    same = sql.all_of(*(sql.equal(sql.column(name, "r"), sql.column(name, "s")) for name in keys))
    join = exp.Join(this=sql.table(starts_table, "s"), side="LEFT" if has_gaps else None, on=same)
    day = sql.column("day_number__", "r")
    opened = job.primitives.last_at_most(sql.column("starts__", "s"), day)
    if has_gaps:  # a row without its key or its day opens no episode: it is a unit of its own
        opened = sql.case((sql.is_null(sql.column("own_row__", "r")), opened))
    crowded = (sql.negated(sql.is_true(sql.column("spaced__", "s"))), sql.whole(_CROWDED))
    lone = [(job.primitives.contains(sql.column("lone__", "s"), day), sql.whole(_LONE))] if has_lone else []
    given = {"first_day__": opened, "sort__": sql.case(crowded, *lone, otherwise=sql.whole(_DAILY))}
    where = None if wanted is None else wanted(day, opened)
    if where is not None and has_gaps:
        where = sql.any_of(sql.is_known(sql.column("own_row__", "r")), where)
    base = Base(sql.table(rows_table, "r"), (join,), where=where, resolve=lambda name: given.get(name, sql.column(name, "r")))
    return Stage("placed", base)
