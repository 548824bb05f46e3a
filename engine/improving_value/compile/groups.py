"""Rows into units: equal on their keys, and by episode among them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from improving_value.check.model import CheckedFacts, CheckedGroup, CheckedUnit
from improving_value.compile.job import Job
from improving_value.compile.operands import operands_of
from improving_value.compile.same import without_spans
from improving_value.compile.scope import StageScope
from improving_value.compile.sources import WINDOW_COLUMNS
from improving_value.compile.stage import Base, Stage, own
from improving_value.expression import sql_pieces as sql
from improving_value.expression.nodes import Aggregate, Node, walk
from improving_value.expression.sql_aggregates import aggregate_to_sql
from improving_value.expression.sql_numbers import number
from improving_value.expression.sql_pieces import Sql
from improving_value.expression.to_sql import as_wanted, type_of
from improving_value.expression.types import DATE, DOUBLE, Type

Outputs = list[tuple[str, Sql]]


class Seats:
    """Aggregates worked out in the grouping step, each once, and the columns they sit in."""

    def __init__(self, rows: StageScope, job: Job) -> None:
        self._rows, self._job = rows, job
        self._names: dict[str, str] = {}
        self.outputs: Outputs = []

    def add(self, node: Aggregate) -> None:
        said = without_spans(node)
        if said not in self._names:
            self._names[said] = f"{node.function}__{len(self._names) + 1}"
            parts = operands_of(node, self._rows)
            self.outputs.append((self._names[said], aggregate_to_sql(node.function, parts, self._job.primitives)))

    def seat(self, node: Aggregate) -> Sql:
        return own(self._names[without_spans(node)])


def grouped_scope(unit: CheckedUnit, rows: StageScope, job: Job) -> StageScope:
    """Add the steps that group a unit's rows, and return the stage of the units."""
    group = unit.group
    assert group is not None
    seats = Seats(rows, job)
    for column in unit.columns:
        if not isinstance(column.how, CheckedFacts):
            for part in walk(column.how):
                if isinstance(part, Aggregate):
                    seats.add(part)
    keys = _keys(group, unit, rows)
    _mark_rows_without_keys(group, keys, rows)
    outputs, group_by = _unit_columns(unit, group, keys, rows, job)
    outputs += seats.outputs
    if group.on is None:
        grouped = rows.stage.select(outputs, group_by)
    else:
        grouped = _episodes(unit, group, keys, rows, outputs, group_by, job)
    return _units(unit, group, grouped, keys, rows, seats, job)


def _keys(group: CheckedGroup, unit: CheckedUnit, rows: StageScope) -> list[str]:
    return [*group.by, *(["window"] if unit.per_period else [])]


def _mark_rows_without_keys(group: CheckedGroup, keys: list[str], rows: StageScope) -> None:
    """A row whose key is missing is a unit of its own: note which key it was."""
    named = [*group.by, *([group.on] if group.on else [])]
    gaps = [(sql.is_null(own(name)), sql.whole(index)) for index, name in enumerate(named, start=1) if name not in rows.sure]
    if gaps:
        gap = rows.stage.add("group_gap", sql.case(*gaps))
        rows.stage.add("own_row", sql.case((sql.is_known(gap), own("row_key"))))


def _unit_columns(
    unit: CheckedUnit, group: CheckedGroup, keys: list[str], rows: StageScope, job: Job
) -> tuple[Outputs, list[Sql]]:
    """Return the columns every grouped unit has, and what its rows are grouped by."""
    by: list[Sql] = [own(name) for name in keys]
    outputs: Outputs = [(name, own(name)) for name in keys]
    if rows.stage.has("group_gap"):
        by.append(own("own_row"))
        outputs += [("own_row", own("own_row")), ("group_gap", exp.Min(this=own("group_gap")))]
    if group.on is not None:
        by.append(own("first_day"))
        outputs.append(("first_day", own("first_day")))
    if rows.stage.has("keep_gap"):
        first_gap = job.primitives.first_by(own("keep_gap"), (own("row_key"),), sql.is_known(own("keep_gap")), last=False)
        outputs.append(("keep_gap", first_gap))
    if unit.source_is_unit:
        outputs.append(("source_keys", job.primitives.sorted_keys_of_lists(own("source_keys"))))
    else:
        outputs.append(("source_keys", job.primitives.sorted_keys(own("row_key"))))
    return outputs, by


def _episodes(
    unit: CheckedUnit, group: CheckedGroup, keys: list[str], rows: StageScope, outputs: Outputs, by: list[Sql], job: Job
) -> exp.Query:
    """Add the rows and the days that open an episode for each key, and return the grouping of rows by episode."""
    assert group.on is not None
    primitives = job.primitives
    kind = rows.types[group.on]
    on = sql.cast(own(group.on), "DATE") if kind.kind == "datetime" else own(group.on)
    rows.stage.add("day_number", primitives.day_number(on))
    needed = [name for tree in [*(tree for _, tree in outputs), *by] for name in _reads(tree) if name != "first_day"]
    kept = list(dict.fromkeys([*keys, "day_number", *needed]))
    rows_table, starts_table = f"{unit.name}__rows", f"{unit.name}__starts"
    job.add(rows_table, f"rows of {unit.name} in scope, with what it needs of them", rows.stage.select([(name, own(name)) for name in kept]))
    has_gaps = rows.stage.has("group_gap")
    days = Stage(f"{unit.name}_days", Base(sql.table(rows_table), where=sql.is_null(own("own_row")) if has_gaps else None))
    listed = days.select(
        [*((name, own(name)) for name in keys), ("days", primitives.distinct_list(own("day_number"), None))],
        [own(name) for name in keys],
    )
    starts = Stage(f"{unit.name}_starts", Base(exp.Subquery(this=listed)))
    job.add(
        starts_table,
        f"for each key, the days on which an episode of {unit.name} opens",
        starts.select([*((name, own(name)) for name in keys), ("starts", _starts(group, rows, job))]),
    )
    return _rows_by_episode(rows_table, starts_table, keys, kept, outputs, by, has_gaps, job)


def _reads(tree: Sql) -> list[str]:
    return [part.name for part in tree.find_all(exp.Column) if part.table == "u"]


def _starts(group: CheckedGroup, rows: StageScope, job: Job) -> Sql:
    if group.within is not None:
        return job.primitives.fixed_span_starts(own("days"), _days(group.within, rows))
    assert group.gap_under is not None
    return job.primitives.gap_starts(own("days"), _days(group.gap_under, rows))


def _days(node: Node, rows: StageScope) -> Sql:
    """Return whole days: a gap of so many or more opens an episode."""
    days = sql.minus(as_wanted(node, DOUBLE, rows), number("1e-9"))
    return sql.cast(exp.Ceil(this=days), "INTEGER")


def _rows_by_episode(
    rows_table: str,
    starts_table: str,
    keys: list[str],
    kept: list[str],
    outputs: Outputs,
    by: Sequence[Sql],
    has_gaps: bool,
    job: Job,
) -> exp.Query:
    same = sql.all_of(*(sql.equal(sql.column(name, "r"), sql.column(name, "s")) for name in keys))
    join = exp.Join(this=sql.table(starts_table, "s"), side="LEFT" if has_gaps else None, on=same)
    opened = job.primitives.last_at_most(sql.column("starts", "s"), sql.column("day_number", "r"))
    base = Base(
        sql.table(rows_table, "r"),
        (join,),
        resolve=lambda name: opened if name == "first_day" else sql.column(name, "r"),
    )
    return Stage("placed", base).select(outputs, by)


def _units(
    unit: CheckedUnit, group: CheckedGroup, grouped: exp.Query, keys: list[str], rows: StageScope, seats: Seats, job: Job
) -> StageScope:
    base = Base(exp.Subquery(this=grouped))
    if unit.per_period:
        source = exp.Subquery(this=grouped, alias=exp.TableAlias(this=sql.identifier("g")))
        on = sql.equal(sql.column("window", "w"), sql.column("window", "g"))
        join = exp.Join(this=sql.table("windows", "w"), on=on)
        base = Base(source, (join,), resolve=lambda name: sql.column(name, "w" if name in WINDOW_COLUMNS else "g"))
    stage = Stage(f"{unit.name}_unit", base)
    types: dict[str, Type] = {name: rows.types[name] for name in group.by}
    sure = {name for name in group.by if name in rows.sure} | {"unit_key", "source_keys"}
    day = unit.date if not unit.per_period else "last_day"
    scope = StageScope(stage, job.book, job.primitives, types, day=day, sure=sure, order_key="unit_key", per_window=unit.per_period)
    scope.seat = seats.seat
    scope.gaps = {name for name in ("keep_gap", "group_gap") if rows.stage.has(name)}
    scope.sure_seats = {without_spans(node) for node in _sure_aggregates(unit, rows)}
    parts = [sql.as_text(own(name), rows.types[name]) for name in group.by]
    if group.on is not None:
        parts.append(sql.as_text(job.primitives.day_of_number(own("first_day")), DATE))
    key = sql.joined(*parts) if parts else sql.text(unit.name)
    if rows.stage.has("group_gap"):
        key = sql.case((sql.is_known(own("own_row")), own("own_row")), otherwise=key)
    stage.add("unit_key", sql.joined(key, own("label")) if unit.per_period and "window" in keys else key)
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
