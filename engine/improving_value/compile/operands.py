"""The parts of an aggregate as columns of the stage its rows are in."""

from __future__ import annotations

from sqlglot import exp

from improving_value.compile.reading import own, read_columns
from improving_value.compile.scope import StageScope
from improving_value.expression import sql_pieces as sql
from improving_value.expression.nodes import Aggregate, Node
from improving_value.expression.sql_aggregates import Operands, is_quantised
from improving_value.expression.sql_numbers import as_kind
from improving_value.expression.sql_pieces import Sql
from improving_value.expression.to_sql import as_wanted, type_of
from improving_value.expression.types import DOUBLE


def operands_of(node: Aggregate, rows: StageScope, where: Node | None = None) -> Operands:
    """Return the parts of an aggregate, anything that is not a plain column being made one first.

    `where` is a condition on the rows besides the aggregate's own.
    """
    value = None if node.operand is None else rows.stage.add_once("operand", rows.sql_of(node.operand))
    kind = None if node.operand is None else type_of(node.operand)
    can_be_missing = node.operand is not None and rows.can_miss(node.operand)
    if value is not None and kind is not None and is_quantised(node.function, kind):
        value = rows.stage.add_once("millionths", rows.primitives.quantise(as_kind(value, kind, DOUBLE)))
        can_be_missing = can_be_missing or kind.kind == "double"
    conditions = [part for part in (where, node.where) if part is not None]
    can_miss = any(rows.can_miss(part) for part in conditions)
    condition: Sql | None = None
    if conditions:
        condition = rows.stage.add_once("where", sql.all_of(*(rows.sql_of(part) for part in conditions)))
    order: tuple[Sql, ...] = (own(rows.order_key),)
    if node.by is not None:
        order = (rows.stage.add_once("by", rows.sql_of(node.by)), *order)
    return Operands(
        value=value,
        type=kind,
        condition=condition,
        order=order,
        argument=_argument(node, rows),
        value_can_miss=can_be_missing,
        condition_can_miss=can_miss,
        spoils=not node.known,
        ordered=node.by is not None and rows.can_miss(node.by),
    )


def _argument(node: Aggregate, rows: StageScope) -> Sql | None:
    """Return the second argument: one value for all the rows of a group."""
    if node.argument is None:
        return None
    value = as_wanted(node.argument, DOUBLE, rows)
    return exp.Min(this=rows.stage.add_once("argument", value)) if read_columns(value) else value
