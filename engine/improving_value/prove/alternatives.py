"""What might have been written in place of one part of an expression by mistake.

After the operators that the literature found sufficient (Offutt and others 1996: relational, logical, arithmetic, absolute
value, unary), without those that are always caught with another (Just, Kapfhammer and Schweiggert 2012), and for queries
those of Tuya, Suárez-Cabal and de la Riva 2007 (aggregates, groups, missing values).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from improving_value.expression.nodes import (
    Aggregate,
    AllOf,
    AnyOf,
    Arithmetic,
    ArithmeticOperator,
    Call,
    Choice,
    Comparison,
    ComparisonOperator,
    Literal,
    Membership,
    Name,
    Namespaced,
    Negate,
    Node,
    Not,
    Window,
)
from improving_value.expression.types import BOOLEAN, INTEGER

_LIMIT: Mapping[ComparisonOperator, ComparisonOperator] = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
_OPPOSITE: Mapping[ComparisonOperator, ComparisonOperator] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_OTHER_SIGN: Mapping[ArithmeticOperator, ArithmeticOperator] = {"+": "-", "-": "+", "*": "/", "/": "*"}
_OTHER_CALL = {
    "max": "min",
    "min": "max",
    "round_up": "round_down",
    "round_down": "round_up",
    "interval_low": "interval_high",
    "interval_high": "interval_low",
}
_LEFT_OUT = ("if_missing", "round_up", "round_down", "round_to", "abs", "month_start")
"""Functions whose first argument could stand without them."""
_OTHER_AGGREGATE = {
    "sum": "mean",
    "mean": "sum",
    "median": "mean",
    "deviation": "mean",
    "min": "max",
    "max": "min",
    "first": "last",
    "last": "first",
    "any": "all",
    "all": "any",
    "mean_of_least": "mean_of_greatest",
    "mean_of_greatest": "mean_of_least",
}
_OTHER_BOUNDARY = {
    "period_start": "period_end",
    "period_end": "period_start",
    "period_start_at": "period_end_at",
    "period_end_at": "period_start_at",
}
_OTHER_NUMBER = {Decimal(0): Decimal(1), Decimal(1): Decimal(0), Decimal(12): Decimal(1), Decimal(100): Decimal(1)}


def alternatives(node: Node) -> Iterator[Node]:
    """Yield what may stand in place of a node, without looking below it."""
    match node:
        case Comparison(operator):
            yield from (replace(node, operator=other[operator]) for other in (_LIMIT, _OPPOSITE) if operator in other)
        case AllOf(operands) | AnyOf(operands):
            yield (AnyOf if isinstance(node, AllOf) else AllOf)(operands, node.span, BOOLEAN)
            yield from _without_one(node, operands)
        case Not(operand) | Negate(operand):
            yield operand
        case Choice(_, then, otherwise):
            yield from (then, otherwise)
        case Membership(_, options, negated):
            yield replace(node, negated=not negated)
            if len(options) > 1:
                yield from (replace(node, options=(*options[:at], *options[at + 1 :])) for at in range(len(options)))
        case Arithmetic(operator):
            yield replace(node, operator=_OTHER_SIGN[operator])
        case Call():
            yield from _of_call(node)
        case Aggregate():
            yield from _of_aggregate(node)
        case Window(function):
            if function == "running":
                yield node.operand
            else:
                yield replace(node, function="next" if function == "previous" else "previous")
            if len(node.per) > 1:
                yield from (replace(node, per=(*node.per[:at], *node.per[at + 1 :])) for at in range(len(node.per)))
        case Literal(value):
            if isinstance(value, Decimal) and value in _OTHER_NUMBER:
                yield replace(node, value=_OTHER_NUMBER[value])
        case Name():
            yield from _of_name(node)
        case Namespaced(_, name):
            yield Name(name, node.span, node.type, "measure")


def _without_one(node: AllOf | AnyOf, operands: tuple[Node, ...]) -> Iterator[Node]:
    for at in range(len(operands)):
        rest = (*operands[:at], *operands[at + 1 :])
        yield rest[0] if len(rest) == 1 else replace(node, operands=rest)


def _of_call(node: Call) -> Iterator[Node]:
    if node.function in _OTHER_CALL:
        yield replace(node, function=_OTHER_CALL[node.function])
    if node.function in ("max", "min"):
        for at in range(len(node.arguments)):
            rest = (*node.arguments[:at], *node.arguments[at + 1 :])
            yield rest[0] if len(rest) == 1 else replace(node, arguments=rest)
    if node.function in _LEFT_OUT:
        yield node.arguments[0]
    if node.type == BOOLEAN:
        yield Not(node, node.span, BOOLEAN)


def _of_aggregate(node: Aggregate) -> Iterator[Node]:
    if node.function in _OTHER_AGGREGATE:
        yield replace(node, function=_OTHER_AGGREGATE[node.function])
    if node.function == "percentile":
        yield replace(node, function="mean", argument=None)
    if node.function == "count" and node.operand is not None:
        yield replace(node, operand=None)
    if node.function == "count_distinct" and node.operand is not None:
        known = Not(Call("is_missing", (node.operand,), node.span, BOOLEAN), node.span, BOOLEAN)
        yield replace(node, function="count", operand=known, type=INTEGER)
    if node.known:
        yield replace(node, known=False)
    if node.where is not None:
        yield replace(node, where=None)


def _of_name(node: Name) -> Iterator[Node]:
    if node.kind == "boundary":
        yield replace(node, name=_OTHER_BOUNDARY[node.name])
    elif node.type is not None and node.type.kind == "boolean" and not node.type.many:
        yield Not(node, node.span, BOOLEAN)
