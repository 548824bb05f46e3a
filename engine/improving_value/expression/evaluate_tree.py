"""A typed tree rewritten as Python's own syntax tree, for simpleeval to walk. Nothing of it is ever compiled or run."""

from __future__ import annotations

import ast
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

from improving_value.datasets.values import fold
from improving_value.expression.evaluate_values import RowValue, held_as
from improving_value.expression.functions import SCALAR_FUNCTIONS
from improving_value.expression.nodes import (
    Aggregate,
    AllOf,
    AnyOf,
    Arithmetic,
    Call,
    Choice,
    Comparison,
    Literal,
    Membership,
    Name,
    Namespaced,
    Negate,
    Node,
    Not,
    Window,
)
from improving_value.expression.types import DOUBLE, INTEGER, Type
from improving_value.kernel.remembering import once_each

Reference = Name | Namespaced | Aggregate | Window
"""A leaf whose value comes from outside the expression."""

_ARITHMETIC: dict[str, type[ast.operator]] = {"+": ast.Add, "-": ast.Sub, "*": ast.Mult, "/": ast.Div}
_COMPARISON: dict[str, type[ast.cmpop]] = {
    "<": ast.Lt,
    "<=": ast.LtE,
    "==": ast.Eq,
    "!=": ast.NotEq,
    ">=": ast.GtE,
    ">": ast.Gt,
}


class NotEvaluable(ValueError):
    """A tree that no checked scheme can hold; a bug, not an author's fault."""


class Referred(ast.Name):
    """A name that carries what it refers to, and how its value is held."""

    reference: Reference
    hold: Callable[[RowValue], RowValue] | None


class Held(ast.expr):
    """A value cast to its declared type, where it could be held otherwise."""

    value: ast.expr
    hold: Callable[[RowValue], RowValue]


def python_tree(node: Node) -> ast.expr:
    """Return one expression as a Python tree."""
    match node:
        case Literal(value):
            return ast.Constant(_plain(value, node.type))
        case Name() | Namespaced() | Aggregate() | Window():
            leaf = Referred("reference", ast.Load())
            leaf.reference, leaf.hold = node, holder(node.type)
            return leaf
        case Negate(operand):
            return ast.UnaryOp(ast.USub(), python_tree(operand))
        case Not(operand):
            return ast.UnaryOp(ast.Not(), python_tree(operand))
        case Arithmetic(operator, left, right):
            return ast.BinOp(python_tree(left), _ARITHMETIC[operator](), python_tree(right))
        case Comparison(operator, left, right):
            return ast.Compare(python_tree(left), [_COMPARISON[operator]()], [python_tree(right)])
        case AllOf(operands):
            return ast.BoolOp(ast.And(), [python_tree(operand) for operand in operands])
        case AnyOf(operands):
            return ast.BoolOp(ast.Or(), [python_tree(operand) for operand in operands])
        case Choice(condition, then, otherwise):
            return _held(ast.IfExp(python_tree(condition), python_tree(then), python_tree(otherwise)), node.type)
        case Membership(item, options, negated):
            return ast.Compare(python_tree(item), [ast.NotIn() if negated else ast.In()], [_listed(options)])
        case Call(function, arguments):
            if function not in SCALAR_FUNCTIONS:
                raise NotEvaluable(f"`{function}` is not a function of one row's values")
            called = ast.Call(ast.Name(function, ast.Load()), [python_tree(argument) for argument in arguments], [])
            return _held(called, node.type)


def _listed(options: tuple[Node, ...]) -> ast.expr:
    """Return a list; one of literals alone is the same for every row."""
    if all(isinstance(option, Literal) for option in options):
        values: Any = tuple(_plain(option.value, option.type) for option in options if isinstance(option, Literal))
        return ast.Constant(values)
    return ast.Tuple([python_tree(option) for option in options], ast.Load())


def _held(expression: ast.expr, kind: Type | None) -> ast.expr:
    hold = holder(kind)
    if hold is None:
        return expression
    held = Held()
    held.value, held.hold = expression, hold
    return held


def holder(kind: Type | None) -> Callable[[RowValue], RowValue] | None:
    """Return what makes a value be held as its type holds it; None where it is held so anyway."""
    if kind is None or kind.kind in ("boolean", "date", "decimal") or (kind.kind == "text" and not kind.folded):
        return None
    return partial(held_as, kind=kind)


@once_each(most=8192)
def tree_of(node: Node) -> ast.expr:
    """Return the Python tree of a node, made once however many rows it is read over."""
    return python_tree(node)


def _plain(value: Decimal | str | bool | None, kind: Type | None) -> int | float | str | bool | None:
    """Return a literal as an int when it is written whole, otherwise as the double its text means."""
    if isinstance(value, Decimal):
        exponent = value.as_tuple().exponent
        is_whole = kind == INTEGER if kind in (INTEGER, DOUBLE) else isinstance(exponent, int) and exponent >= 0
        return int(value) if is_whole else float(value)
    if isinstance(value, str) and kind is not None and kind.folded:
        return fold(value)
    return value
