"""Rows into units: equal on their keys, and by episode among them."""

from __future__ import annotations

from sqlglot import exp

from improving_value.check.model import CheckedFacts, CheckedGroup, CheckedUnit
from improving_value.compile.episodes import Outputs, Seats, UnitColumns, episodes
from improving_value.compile.job import Job
from improving_value.compile.reading import own
from improving_value.compile.same import without_spans
from improving_value.compile.scope import LAST_DAY, StageScope
from improving_value.compile.sources import of_window
from improving_value.compile.stage import Base, Stage
from improving_value.expression import sql_pieces as sql
from improving_value.expression.nodes import Aggregate, walk
from improving_value.expression.sql_pieces import Sql
from improving_value.expression.to_sql import type_of
from improving_value.expression.types import DATE, Type


def grouped_scope(unit: CheckedUnit, rows: StageScope, job: Job) -> StageScope:
    """Add the steps that group a unit's rows, and return the stage of the units."""
    group = unit.group
    assert group is not None
    seats = Seats(rows, job, group.on)
    for column in unit.columns:
        if not isinstance(column.how, CheckedFacts):
            for part in walk(column.how):
                if isinstance(part, Aggregate):
                    seats.add(part)
    keys = _keys(group, unit, rows)
    _mark_rows_without_keys(group, keys, rows)
    made = _unit_columns(unit, group, keys, rows, job)
    grouped: exp.Query
    if group.on is None:
        grouped = rows.stage.select([*made.exact, *seats.exact], made.by)
    else:
        grouped = episodes(unit, group, keys, rows, made, seats, job)
    return _units(unit, group, grouped, keys, rows, seats, job)


def _keys(group: CheckedGroup, unit: CheckedUnit, rows: StageScope) -> list[str]:
    return [*group.by, *(["window__"] if unit.per_period else [])]


def _mark_rows_without_keys(group: CheckedGroup, keys: list[str], rows: StageScope) -> None:
    """A row whose key is missing is a unit of its own: note which key it was."""
    named = [*group.by, *([group.on] if group.on else [])]
    gaps = [(sql.is_null(own(name)), sql.whole(index)) for index, name in enumerate(named, start=1) if name not in rows.sure]
    if gaps:
        rows.gaps.add("group_gap__")
        gap = rows.stage.add("group_gap__", sql.case(*gaps))
        rows.stage.add("own_row__", sql.case((sql.is_known(gap), own("row_key"))))


def _unit_columns(unit: CheckedUnit, group: CheckedGroup, keys: list[str], rows: StageScope, job: Job) -> UnitColumns:
    """Return the columns every grouped unit has, and what its rows are grouped by."""
    by: list[Sql] = [own(name) for name in keys]
    exact: Outputs = [(name, own(name)) for name in keys]
    if "group_gap__" in rows.gaps:
        by.append(own("own_row__"))
        exact += [("own_row__", own("own_row__")), ("group_gap__", exp.Min(this=own("group_gap__")))]
    if group.on is not None:
        by.append(own("first_day__"))
        exact.append(("first_day__", own("first_day__")))
    lone: Outputs = [(name, own(name)) for name, _ in exact]
    if "keep_gap__" in rows.gaps:
        first_gap = job.primitives.first_by(own("keep_gap__"), (own("row_key"),), sql.is_known(own("keep_gap__")), last=False)
        exact.append(("keep_gap__", first_gap))
        lone.append(("keep_gap__", own("keep_gap__")))
    if not job.is_traced:
        pass
    elif unit.source_is_unit:
        exact.append(("source_keys", job.primitives.sorted_keys_of_lists(own("source_keys"), job.are_disjoint(unit.source))))
        lone.append(("source_keys", own("source_keys")))
    else:
        exact.append(("source_keys", job.primitives.sorted_keys(own("row_key"))))
        lone.append(("source_keys", job.primitives.single(own("row_key"))))
    return UnitColumns(exact, lone, by)


def _units(
    unit: CheckedUnit, group: CheckedGroup, grouped: exp.Query, keys: list[str], rows: StageScope, seats: Seats, job: Job
) -> StageScope:
    base = Base(exp.Subquery(this=grouped))
    if unit.per_period:
        source = exp.Subquery(this=grouped, alias=exp.TableAlias(this=sql.identifier("g")))
        on = sql.equal(sql.column("window", "w"), sql.column("window__", "g"))
        join = exp.Join(this=sql.table("windows", "w"), on=on)
        base = Base(source, (join,), resolve=lambda name: of_window(name) or sql.column(name, "g"))
    stage = Stage(f"{unit.name}_unit", base)
    types: dict[str, Type] = {name: rows.types[name] for name in group.by}
    sure = {name for name in group.by if name in rows.sure} | {"unit_key", "source_keys"}
    days = (LAST_DAY,) if unit.per_period else () if unit.date is None else (unit.date,)
    scope = StageScope(stage, job.book, job.primitives, types, days, sure=sure, order_key="unit_key", per_window=unit.per_period)
    scope.seat = seats.seat
    scope.gaps = rows.gaps
    scope.sure_seats = {without_spans(node) for node in _sure_aggregates(unit, rows)}
    parts = [sql.as_text(own(name), rows.types[name]) for name in group.by]
    if group.on is not None:
        parts.append(sql.as_text(job.primitives.day_of_number(own("first_day__")), DATE))
    parts += [own("label__")] if unit.per_period else []
    key = sql.joined(*parts) if parts else sql.text(unit.name)
    if "group_gap__" in rows.gaps:
        row_key = own("own_row__")
        if unit.per_period and not job.is_tied(unit.source, unit.source_is_unit):  # where they are, it says so already
            row_key = sql.joined(row_key, own("label__"))
        key = sql.case((sql.is_known(own("own_row__")), row_key), otherwise=key)
    stage.add("unit_key", key)
    return scope


def _sure_aggregates(unit: CheckedUnit, rows: StageScope) -> list[Aggregate]:
    """Return the aggregates that cannot be missing, their rows being at least one and their operand required."""
    found = []
    for column in unit.columns:
        if isinstance(column.how, CheckedFacts):
            continue
        for part in walk(column.how):
            if isinstance(part, Aggregate) and part.where is None and part.function in ("sum", "count", "min", "max", "any", "all"):
                if part.operand is None or (not rows.can_miss(part.operand) and type_of(part.operand).kind != "double"):
                    found.append(part)
    return found
