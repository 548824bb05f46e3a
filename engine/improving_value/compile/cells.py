"""Cells in one pass over a unit's table: parts by provider and stretch of days, to be added up for every organisation and window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from improving_value.check.model import Cell
from improving_value.compile.figures import FigureTable, Parts, Readout, Together
from improving_value.compile.job import Job
from improving_value.compile.operands import operands_of
from improving_value.compile.reading import own
from improving_value.compile.scope import StageScope
from improving_value.compile.stage import Base, Stage
from improving_value.compile.units import FinishedUnit
from improving_value.expression import sql_pieces as sql
from improving_value.expression.nodes import Aggregate
from improving_value.expression.sql_aggregates import Operands, aggregate_to_sql
from improving_value.expression.sql_pieces import Sql
from improving_value.expression.to_sql import type_of
from improving_value.expression.types import INTEGER
from improving_value.kernel.places import NOT_LISTED, Home

EVERYWHERE = "all"
PLACE = ("level", "organisation", "window")
_KEYS = {"level": "level__", "organisation": "organisation__", "window": "counted__", "category": "category"}
"""What the keys of a figure are called where a unit's own columns stand beside them."""
_ADDABLE = ("sum", "count", "mean", "any", "all", "min", "max")


@dataclass(frozen=True)
class _Part:
    """One column of a partial figure, and how parts are put together."""

    name: str
    value: Sql
    together: Together


def add_cells(unit: FinishedUnit, job: Job) -> tuple[FigureTable, ...]:
    """Add the steps that work out every cell over a unit."""
    cells = [cell for cell in job.checked.cells.values() if cell.unit == unit.name]
    categories = dict.fromkeys(cell.category for cell in cells if cell.category is not None)
    found: list[FigureTable] = []
    for category in (None, *categories):
        some = [cell for cell in cells if category is None or cell.category == category]
        addable = [cell for cell in some if cell.aggregate.function in _ADDABLE]
        others = [cell for cell in some if cell.aggregate.function not in _ADDABLE]
        if addable:
            found.append(_rolled_up(unit, category, addable, job))
        if others:
            found.append(_straight(unit, category, others, job))
    return tuple(found)


def figures_scope(unit: FinishedUnit, job: Job, base: Base | None = None) -> StageScope:
    """Return what the figures of a unit are worked out in: its finished table, or another base made from it."""
    checked = job.checked.units[unit.name]
    held = frozenset(name.removeprefix("parameter__") for name in unit.columns if name.startswith("parameter__"))
    types = job.types_of(unit.name, True)
    stage = Stage(f"{unit.name}_figures", base or Base(sql.table(unit.name)))
    return StageScope(
        stage,
        job.book,
        job.primitives,
        types,
        days=() if checked.date is None else (checked.date,),
        sure=job.sure_of(unit.name, True),
        order_key="unit_key",
        held=held,
    )


def counted_by(cell: Cell, scope: StageScope) -> Sql | None:
    """Return which units a cell counts, before its operand is looked at; None for all in scope."""
    parts: list[Sql] = []
    if cell.over == "eligible":
        parts.append(sql.equal(own("outcome"), sql.text("eligible")))
    if cell.where is not None:
        parts.append(scope.sql_of(cell.where))
    return scope.stage.add_once("counted", sql.all_of(*parts)) if parts else None


def _parts(cell: Cell, index: int, scope: StageScope) -> tuple[list[_Part], Readout]:
    """Return the columns of an addable cell."""
    node = cell.aggregate
    where = counted_by(cell, scope)
    parts = operands_of(Aggregate(node.function, node.operand, node.span, known=True, type=node.type), scope)
    value = parts.value
    name = f"c{index}"
    kind = "integer" if parts.type is None else parts.type.kind
    if value is None or node.function in ("count", "any"):
        condition = value if where is None or value is None else sql.all_of(where, value)
        found = [_Part(name, sql.count_rows(where if value is None else condition), "sum")]
    elif node.function == "all":
        broken = sql.negated(value)
        found = [_Part(name, sql.count_rows(broken if where is None else sql.all_of(where, broken)), "sum")]
    elif node.function in ("min", "max"):
        least = node.function == "min"
        one: Sql = exp.Min(this=value) if least else exp.Max(this=value)
        found = [_Part(name, sql.filtered(one, where), "min" if least else "max")]
    else:
        found = [_Part(name, sql.filtered(exp.Sum(this=value), where), "sum")]
        if node.function == "mean":
            found.append(_Part(f"{name}_counted", sql.filtered(exp.Count(this=value), where), "sum"))
    return found, Readout(cell.id, node.function, kind, tuple(part.name for part in found))


def _rolled_up(unit: FinishedUnit, category: str | None, cells: Sequence[Cell], job: Job) -> FigureTable:
    """Add one pass by provider and stretch of days."""
    scope = figures_scope(unit, job)
    together: list[_Part] = []
    readouts: list[Readout] = []
    for index, cell in enumerate(cells, start=1):
        parts, readout = _parts(cell, index, scope)
        together += parts
        readouts.append(readout)
    held = "window__" if unit.tied else "slice__"
    by: list[tuple[str, Sql]] = [("provider", own(unit.provider)), (held, own(held))]
    if category is not None:
        by.append(("category", category_of(category, scope)))
    for name, _ in by[1:]:
        scope.stage.keep_where(sql.is_known(own(held) if name == held else dict(by)[name]))
    suffix = "" if category is None else f"_by_{category}"
    partials = f"{unit.name}__partials{suffix}"
    outputs = [*by, *((part.name, part.value) for part in together)]
    query = scope.stage.select(outputs, [tree for _, tree in by])
    job.add(partials, f"figures of {unit.name} by provider and stretch of days", query)
    added_up = Parts(unit.tied, unit.home, {part.name: part.together for part in together})
    return FigureTable(partials, category is not None, tuple(readouts), added_up)


def _straight(unit: FinishedUnit, category: str | None, cells: Sequence[Cell], job: Job) -> FigureTable:
    """Add figures that cannot be added up, each from the units themselves."""
    scope = figures_scope(unit, job, _placed(unit))
    outputs: list[tuple[str, Sql]] = [(key, own(_KEYS[key])) for key in PLACE]
    if category is not None:
        outputs.append(("category", category_of(category, scope)))
        scope.stage.keep_where(sql.is_known(own(category)))
    by = [tree for _, tree in outputs]
    readouts = []
    for index, cell in enumerate(cells, start=1):
        where = counted_by(cell, scope)
        node = cell.aggregate
        parts = operands_of(Aggregate(node.function, node.operand, node.span, True, None, node.by, node.argument, node.type), scope)
        value = aggregate_to_sql(node.function, _restricted(parts, where), job.primitives)
        outputs.append((f"c{index}", value))
        kind = "integer" if node.operand is None else type_of(node.operand).kind
        readouts.append(Readout(cell.id, node.function, kind, (f"c{index}",)))
    table = f"{unit.name}__ranked" + ("" if category is None else f"_by_{category}")
    job.add(table, f"medians and the like of {unit.name} for every organisation and period", scope.stage.select(outputs, by))
    return FigureTable(table, category is not None, tuple(readouts))


def _restricted(parts: Operands, where: Sql | None) -> Operands:
    return Operands(parts.value, parts.type, where, parts.order, parts.argument, True, True, False, parts.ordered)


def category_of(category: str, scope: StageScope) -> Sql:
    """Return a unit's category as text."""
    return sql.as_text(own(category), scope.types.get(category, INTEGER))


def _placed(unit: FinishedUnit) -> Base:
    """Return a unit's rows once for each level and window they count in, with whom they count for."""
    provider = sql.column(unit.provider, "r")
    if unit.tied:
        joins = [exp.Join(this=sql.table("windows", "w"), on=sql.equal(sql.column("window", "w"), sql.column("window__", "r")))]
    else:
        joins = [exp.Join(this=sql.table("slice_windows", "w"), on=sql.equal(sql.column("slice", "w"), sql.column("slice__", "r")))]
    same = sql.all_of(
        sql.equal(sql.column("slice", "p"), sql.column("slice", "w")),
        sql.equal(sql.column("provider", "p"), provider),
    )
    joins.append(exp.Join(this=sql.table("places", "p"), side="LEFT", on=same))
    joins.append(exp.Join(this=sql.table("levels", "l"), on=sql.equal(sql.column("home", "l"), sql.text(unit.home))))
    given = {
        "level__": sql.column("level", "l"),
        "counted__": sql.column("window", "w"),
        "organisation__": _organisation(provider, unit.home),
    }
    return Base(sql.table(unit.name, "r"), tuple(joins), resolve=lambda name: given[name] if name in given else sql.column(name, "r"))


def _organisation(provider: Sql, home: Home) -> Sql:
    level = sql.column("level", "l")
    if home == "commissioner":
        mine = (sql.equal(level, sql.text("commissioner")), sql.coalesce(provider, sql.text(NOT_LISTED)))
        return sql.case(mine, otherwise=sql.text(EVERYWHERE))
    names = {
        "provider": sql.coalesce(sql.column("organisation", "p"), provider, sql.text(NOT_LISTED)),
        "hub": sql.coalesce(sql.column("hub", "p"), sql.text(NOT_LISTED)),
        "region": sql.coalesce(sql.column("region", "p"), sql.text(NOT_LISTED)),
    }
    branches = [(sql.equal(level, sql.text(name)), value) for name, value in names.items()]
    return sql.case(*branches, otherwise=sql.text(EVERYWHERE))
