"""What a unit is made from: its source's rows, repeated for windows where it is tied to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlglot import exp

from improving_value.check.model import CheckedUnit
from improving_value.compile.job import Job, unit_is_windowed
from improving_value.compile.parameters import date_to_sql
from improving_value.compile.reading import own
from improving_value.compile.scope import LAST_DAY, StageScope
from improving_value.compile.stage import Base, Stage
from improving_value.expression import sql_pieces as sql
from improving_value.expression.nodes import Name, walk
from improving_value.expression.sql_pieces import Sql
from improving_value.kernel.calendar import Slice

_OF_WINDOW = ("window", "period_start", "period_end", "period_start_at", "period_end_at", "last_day", "label")
"""Columns of the small table `windows`, by which rows have them as `window__` and so on; the instants are UTC."""


def row_scope(unit: CheckedUnit, job: Job) -> StageScope:
    """Return the stage of a unit's rows, `keep` applied; repeated for windows, unless `is_placed_later`."""
    types = {**unit.source_types}
    sure = job.sure_of(unit.source, unit.source_is_unit) | {"row_key"}
    stage = Stage("rows", _base(unit, job))
    scope = StageScope(
        stage,
        job.book,
        job.primitives,
        types,
        _row_days(unit, job),
        sure=sure,
        per_window=unit.per_period and not is_placed_later(unit, job),
    )
    if unit.keep is not None:
        _keep(unit, scope)
    return scope


def is_placed_later(unit: CheckedUnit, job: Job) -> bool:
    """Say whether rows are repeated for windows only when they are grouped, what is worked out on them being of the rows alone."""
    tied = unit.each_period or job.is_tied(unit.source, unit.source_is_unit)
    return unit_is_windowed(unit) and not tied and bool(unit.row_columns or unit.matches)


def placed_in_windows(unit: CheckedUnit, rows: StageScope, job: Job) -> StageScope:
    """Return the stage of rows already worked out, each once for every window its date falls in."""
    held = [*(name for name, kind in rows.types.items() if kind.local), *sorted(rows.gaps)]
    names = [name if name.endswith("__") else f"{name}__utc" for name in held]
    by_slice = ["slice__"] if unit.source_is_unit else []
    keys = ["source_keys"] if unit.source_is_unit and job.is_traced else []
    kept = dict.fromkeys(["row_key", *rows.types, *names, *by_slice, *keys])
    query = rows.stage.select([(name, own(name)) for name in kept], inline=True)
    source = exp.Subquery(this=query, alias=exp.TableAlias(this=sql.identifier("s")))
    base = Base(source, _by_date(unit, job), resolve=lambda name: of_window(name) or sql.column(name, "s"))
    stage = Stage(f"{unit.name}_dated", base)
    return replace(rows, stage=stage, per_window=True)


def _row_days(unit: CheckedUnit, job: Job) -> tuple[str, ...]:
    """Return the columns that may date a row, the best first: of an ungrouped unit, its own date; the source's at the least."""
    if unit.group is None and unit.per_period:
        return (LAST_DAY,)
    last = LAST_DAY if job.is_tied(unit.source, unit.source_is_unit) else job.date_of(unit.source, unit.source_is_unit)
    found = (unit.date if unit.group is None else None, unit.row_date, last)
    return tuple(name for name in found if name is not None)


def _keep(unit: CheckedUnit, scope: StageScope) -> None:
    """Turn away rows for which `keep` is false; where it is missing, note which field was."""
    assert unit.keep is not None
    keep = scope.stage.add_once("keep", scope.sql_of(unit.keep))
    if not scope.can_miss(unit.keep):
        scope.stage.keep_where(keep)
        return
    scope.stage.keep_where(sql.coalesce(keep.copy(), sql.boolean(True)))
    fields = fields_of(unit)
    gaps = [(scope.gap_of(name), sql.whole(position)) for position, name in enumerate(fields, start=1)]
    scope.gaps.add("keep_gap__")
    scope.stage.add(
        "keep_gap__", sql.case((sql.is_null(keep), sql.case(*gaps, otherwise=sql.whole(len(fields) + 1)) if gaps else sql.whole(1)))
    )


def fields_of(unit: CheckedUnit) -> tuple[Name, ...]:
    """Return the columns and parameters that `keep` reads, in the order written."""
    assert unit.keep is not None
    names = [part for part in walk(unit.keep) if isinstance(part, Name) and part.kind in ("column", "parameter", None)]
    return tuple({name.name: name for name in reversed(names)}[name] for name in dict.fromkeys(name.name for name in names))


def _base(unit: CheckedUnit, job: Job) -> Base:
    tied_source = job.is_tied(unit.source, unit.source_is_unit)
    if not (unit_is_windowed(unit) or tied_source) or is_placed_later(unit, job):
        if not unit.source_is_unit:
            return Base(sql.table(unit.source))
        return Base(sql.table(unit.source, "s"), resolve=lambda name: _of_source(name, unit))
    joins: tuple[exp.Join, ...]
    if tied_source:
        joins = (_windows(unit, job, sql.equal(sql.column("window", "w"), sql.column("window__", "s"))),)
    else:
        joins = (_windows(unit, job),) if unit.each_period else _by_date(unit, job)
    return Base(sql.table(unit.source, "s"), joins, resolve=lambda name: of_window(name) or _of_source(name, unit))


def _windows(unit: CheckedUnit, job: Job, *same: Sql) -> exp.Join:
    roles = [sql.text(role) for role in sorted(job.demands[unit.name].roles)]
    return _inner(sql.table("windows", "w"), sql.all_of(*same, sql.within_list(sql.column("role", "w"), roles)))


def _by_date(unit: CheckedUnit, job: Job) -> tuple[exp.Join, ...]:
    """Return the joins that place a row in the windows its date falls in; a unit's own date has been placed already."""
    assert unit.row_date is not None
    day = sql.column(unit.row_date, "s")
    if unit.source_is_unit and unit.row_date == job.date_of(unit.source, True):
        place = sql.column("slice__", "s")
    else:
        place = slice_on(sql.cast(day, "DATE"), job.slices_of(unit))
    slices = _inner(sql.table("slice_windows", "sw"), sql.equal(sql.column("slice", "sw"), place))
    return (slices, _windows(unit, job, sql.equal(sql.column("window", "w"), sql.column("window", "sw"))))


def slice_on(day: Sql, slices: Sequence[Slice]) -> Sql:
    """Return the slice that holds a day; missing outside them all.

    Slices do not overlap, so each is asked for its end alone, after those before it: every unit asks, and a year of months is long.
    """
    outside, branches = sql.null("BIGINT"), []
    reached: date | None = None
    for piece in sorted(slices, key=lambda piece: piece.start):
        if piece.start != reached:
            branches.append((sql.below(day.copy(), date_to_sql(piece.start)), outside.copy()))
        branches.append((sql.below(day.copy(), date_to_sql(piece.end)), sql.whole(piece.id)))
        reached = piece.end
    return sql.case(*branches) if branches else outside


def _inner(relation: exp.Expression, on: Sql) -> exp.Join:
    return exp.Join(this=relation, on=on)


def _of_source(name: str, unit: CheckedUnit) -> Sql:
    return sql.column("unit_key" if unit.source_is_unit and name == "row_key" else name, "s")


def of_window(name: str) -> Sql | None:
    """Return the column of the table `windows` that a name stands for, if it is one."""
    plain = name.removesuffix("__")
    return sql.column(plain, "w") if plain != name and plain in _OF_WINDOW else None
