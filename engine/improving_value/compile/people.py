"""The people behind each cell, told apart up to a few: the least ids of those whose units count, by provider and stretch of days.

Every condition by which a cell counts is a bit of a number; a person's bits are put together, and of each combination the least
few ids are kept. The least few of a union are among the least few of its parts, so that parts can be put together exactly for any
organisation and window.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from improving_value.check.model import Cell, CheckedUnit
from improving_value.compile.cells import category_of, counted_by, figures_scope
from improving_value.compile.figures import PeopleTable
from improving_value.compile.job import Job
from improving_value.compile.operands import operands_of
from improving_value.compile.reading import own
from improving_value.compile.scope import StageScope
from improving_value.compile.units import FinishedUnit
from improving_value.expression import sql_pieces as sql
from improving_value.expression.nodes import Aggregate
from improving_value.expression.sql_pieces import Sql
from improving_value.kernel.places import TOLD_APART

_BITS = 60
"""Conditions that one whole number holds."""


def add_people(unit: FinishedUnit, job: Job) -> tuple[PeopleTable, ...]:
    """Add the steps that tell the people behind the cells of a unit apart; none where nothing says whose they are."""
    made = job.checked.units[unit.name]
    if made.person is None:
        return ()
    cells = [cell for cell in job.checked.cells.values() if cell.unit == unit.name]
    known = _known_categories(made)
    categories = (None, *dict.fromkeys(cell.category for cell in cells if cell.category is not None and cell.category not in known))
    return tuple(
        _by_category(unit, made, category, [cell for cell in cells if category is None or cell.category == category], job)
        for category in categories
        if cells
    )


def _known_categories(made: CheckedUnit) -> dict[str, tuple[str, ...]]:
    """Return the categories that are known before any data is seen: they are conditions of their own, and need no table."""
    rules = tuple(rule.rule for rule in made.rules)
    return {"outcome": ("eligible", "not_eligible", "undetermined"), "deciding_rule": ("keep", "group", *rules)}


def _by_category(unit: FinishedUnit, made: CheckedUnit, category: str | None, cells: Sequence[Cell], job: Job) -> PeopleTable:
    scope = figures_scope(unit, job)
    known = _known_categories(made) if category is None else {}
    conditions: dict[Sql | None, list[tuple[str, str | None]]] = {}
    for cell in cells:
        counted = _contributes(cell, scope)
        conditions.setdefault(counted, []).append((cell.id, None))
        for one in known.get(cell.category or "", ()):
            among = sql.equal(own(cell.category or ""), sql.text(one))
            conditions.setdefault(among if counted is None else sql.all_of(counted, among), []).append((cell.id, one))
    held = "window__" if unit.tied else "slice__"
    keys: list[tuple[str, Sql]] = [("provider", own(unit.provider)), (held, own(held))]
    if category is not None:
        keys.append(("category", category_of(category, scope)))
    person = own(made.person or "")
    for name, tree in (*keys[1:], ("person", person)):
        scope.stage.keep_where(sql.is_known(own(held) if name == held else tree))
    bits = [*conditions]
    masks = [(f"m{start // _BITS}", _mask(bits[start : start + _BITS])) for start in range(0, len(bits), _BITS)]
    each = scope.stage.select(
        [*keys, ("person", person), *masks, *([("many", exp.Max(this=own(made.people)))] if made.people else [])],
        [*(tree for _, tree in keys), person],
    )
    name = f"{unit.name}__people" + ("" if category is None else f"_by_{category}")
    names = [name for name, _ in (*keys, *masks)]
    job.add(name, f"whose activity {unit.name} is, by provider and stretch of days", _least_few(each, names, made, job))
    return PeopleTable(name, category is not None, tuple(tuple(conditions[one]) for one in bits), _BITS, unit.tied, unit.home)


def _least_few(each: exp.Query, names: Sequence[str], made: CheckedUnit, job: Job) -> exp.Select:
    """Return the least few people of every combination of bits, and how many one unit of theirs stands for at most."""
    found = [sql.column(name) for name in names]
    few = sql.aliased(job.primitives.least_few(sql.column("person"), TOLD_APART), "few")
    many = sql.aliased(exp.Max(this=sql.column("many")) if made.people else sql.whole(1), "many")
    query = exp.Select(expressions=[*found, few, many]).from_(
        exp.Subquery(this=each, alias=exp.TableAlias(this=sql.identifier("each_person")))
    )
    return query.group_by(*(sql.column(name) for name in names), copy=False)


def _contributes(cell: Cell, scope: StageScope) -> Sql | None:
    """Return which units a cell is made from: those it counts, with a known operand, of a sum other than nought."""
    where = counted_by(cell, scope)
    node = cell.aggregate
    value = operands_of(Aggregate(node.function, node.operand, node.span, known=True, type=node.type), scope).value
    if value is None:
        return where
    if node.function in ("count", "any"):
        condition = value
    elif node.function == "sum":
        condition = sql.negated(sql.equal(value, sql.whole(0)))
    else:
        condition = sql.is_known(value)
    return scope.stage.add_once("contributes", condition if where is None else sql.all_of(where, condition))


def _mask(conditions: Sequence[Sql | None]) -> Sql:
    """Return the bits of one person's units together."""
    bits = [
        sql.whole(1 << bit) if one is None else sql.case((one, sql.whole(1 << bit)), otherwise=sql.whole(0))
        for bit, one in enumerate(conditions)
    ]
    total = bits[0]
    for bit in bits[1:]:
        total = sql.plus(total, bit)
    return sql.call("bit_or", sql.cast(total, "BIGINT"))
