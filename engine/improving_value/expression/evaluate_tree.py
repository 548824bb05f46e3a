"""A typed tree rewritten as Python's own syntax tree, for simpleeval to walk. Nothing of it is ever compiled or run."""

from __future__ import annotations

import ast
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache, partial
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


class Tree:
    """One expression as a Python tree; `held_k` casts to the k-th type."""

    def __init__(self, node: Node) -> None:
        self.casts: dict[str, Callable[[RowValue], RowValue]] = {}
        self.walkers: dict[int, Any] = {}
        """What walks it, in each thread."""
        self.root = self.of(node)

    def of(self, node: Node) -> ast.expr:
        match node:
            case Literal(value):
                return ast.Constant(_plain(value, node.type))
            case Name() | Namespaced() | Aggregate() | Window():
                leaf = Referred("reference", ast.Load())
                leaf.reference, leaf.hold = node, holder(node.type)
                return leaf
            case Negate(operand):
                return ast.UnaryOp(ast.USub(), self.of(operand))
            case Not(operand):
                return ast.UnaryOp(ast.Not(), self.of(operand))
            case Arithmetic(operator, left, right):
                return ast.BinOp(self.of(left), _ARITHMETIC[operator](), self.of(right))
            case Comparison(operator, left, right):
                return ast.Compare(self.of(left), [_COMPARISON[operator]()], [self.of(right)])
            case AllOf(operands):
                return ast.BoolOp(ast.And(), [self.of(operand) for operand in operands])
            case AnyOf(operands):
                return ast.BoolOp(ast.Or(), [self.of(operand) for operand in operands])
            case Choice(condition, then, otherwise):
                choice = ast.IfExp(self.of(condition), self.of(then), self.of(otherwise))
                return self.held(choice, node.type)
            case Membership(item, options, negated):
                listed = ast.Tuple([self.of(option) for option in options], ast.Load())
                return ast.Compare(self.of(item), [ast.NotIn() if negated else ast.In()], [listed])
            case Call(function, arguments):
                if function not in SCALAR_FUNCTIONS:
                    raise NotEvaluable(f"`{function}` is not a function of one row's values")
                return self.held(_called(function, [self.of(argument) for argument in arguments]), node.type)

    def held(self, expression: ast.expr, kind: Type | None) -> ast.expr:
        """Return the expression, cast to its declared type where values could be held otherwise."""
        hold = holder(kind)
        if hold is None:
            return expression
        name = f"held_{len(self.casts)}"
        self.casts[name] = hold
        return _called(name, [expression])


def holder(kind: Type | None) -> Callable[[RowValue], RowValue] | None:
    """Return what makes a value be held as its type holds it; None where it is held so anyway."""
    if kind is None or kind.kind in ("boolean", "date", "decimal") or (kind.kind == "text" and not kind.folded):
        return None
    return partial(held_as, kind=kind)


class _This:
    """A node known by its identity: nodes that are equal may still differ (`1` and `true` in the same place)."""

    def __init__(self, node: Node) -> None:
        self.node = node

    def __hash__(self) -> int:
        return id(self.node)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _This) and self.node is other.node


@lru_cache(maxsize=4096)
def _tree_of(this: _This) -> Tree:
    return Tree(this.node)


def tree_of(node: Node) -> Tree:
    """Return the Python tree of a node, made once however many rows it is read over."""
    return _tree_of(_This(node))


def _plain(value: Decimal | str | bool | None, kind: Type | None) -> int | float | str | bool | None:
    """Return a literal as an int when it is written whole, otherwise as the double its text means."""
    if isinstance(value, Decimal):
        exponent = value.as_tuple().exponent
        is_whole = kind == INTEGER if kind in (INTEGER, DOUBLE) else isinstance(exponent, int) and exponent >= 0
        return int(value) if is_whole else float(value)
    if isinstance(value, str) and kind is not None and kind.folded:
        return fold(value)
    return value


def _loaded(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


def _called(function: str, arguments: list[ast.expr]) -> ast.Call:
    return ast.Call(_loaded(function), arguments, [])
