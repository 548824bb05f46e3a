"""One typed expression over one row, walked by simpleeval with three-valued logic: the slow and obvious reference."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from threading import local
from typing import Any

from simpleeval import SimpleEval

from improving_value.expression.evaluate_functions import ROW_FUNCTIONS
from improving_value.expression.evaluate_tree import Held, NotEvaluable, Referred, tree_of
from improving_value.expression.evaluate_values import (
    RowValue,
    divided,
    is_above,
    is_among,
    is_at_least,
    is_at_most,
    is_below,
    is_equal,
    is_not_among,
    is_unequal,
    negated,
    opposite,
    reckoned,
)
from improving_value.expression.nodes import Aggregate, Name, Namespaced, Node, Window

__all__ = ["Gathered", "Names", "NotEvaluable", "RowValue", "evaluate"]

Names = Callable[[Name | Namespaced], RowValue]
Gathered = Callable[[Aggregate | Window], RowValue]
"""The value of an aggregate or window that has already been worked out over its rows."""

_OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: reckoned(operator.add),
    ast.Sub: reckoned(operator.sub),
    ast.Mult: reckoned(operator.mul),
    ast.Div: divided,
    ast.USub: negated,
    ast.Not: opposite,
    ast.Lt: is_below,
    ast.LtE: is_at_most,
    ast.Eq: is_equal,
    ast.NotEq: is_unequal,
    ast.GtE: is_at_least,
    ast.Gt: is_above,
    ast.In: is_among,
    ast.NotIn: is_not_among,
}


def _nothing_gathered(node: Aggregate | Window) -> RowValue:
    raise NotEvaluable(f"`{node.function}` needs many rows, and there is one")


def _nothing_named(node: Name | Namespaced) -> RowValue:
    raise NotEvaluable(f"`{node.name}` outside any row")


def evaluate(node: Node, names: Names, gathered: Gathered = _nothing_gathered) -> RowValue:
    """Return the value of an expression for one row.

    `names` gives the value of a column, parameter, boundary, measure or cell, and raises for one it does not know;
    `gathered` that of an aggregate or window.
    Missing: None, by the rules of the engine's README.
    """
    walker = _own.walker
    outer = walker.row
    walker.row = (names, gathered)
    try:
        value: RowValue = walker.walk(tree_of(node))
    finally:
        walker.row = outer
    return value


class _RowWalker(SimpleEval):  # type: ignore[misc]  # simpleeval has no types
    """simpleeval with nothing left of its defaults: no functions, no attributes, no subscripts, no text formatting.

    One for each thread: what it may call is the same for every row, and takes longer to say than the row to read.
    """

    def __init__(self) -> None:
        super().__init__(operators=_OPERATORS, functions=ROW_FUNCTIONS, names={})
        self.row: tuple[Names, Gathered] = (_nothing_named, _nothing_gathered)
        self.nodes = {
            ast.Constant: self._eval_constant,
            Referred: self._eval_referred,
            Held: self._eval_held,
            ast.UnaryOp: self._eval_unaryop,
            ast.BinOp: self._eval_binop,
            ast.BoolOp: self._eval_boolop,
            ast.Compare: self._eval_compare,
            ast.IfExp: self._eval_ifexp,
            ast.Call: self._eval_call,
            ast.Tuple: self._eval_tuple,
        }

    def _eval(self, node: ast.AST) -> Any:
        """Return the value of one node. simpleeval's own also looks at each value: a row's are never a module or a function."""
        handler = self.nodes.get(type(node))
        return super()._eval(node) if handler is None else handler(node)

    walk = _eval

    def _eval_referred(self, node: Referred) -> RowValue:
        names, gathered = self.row
        reference = node.reference
        value = gathered(reference) if isinstance(reference, (Aggregate, Window)) else names(reference)
        return value if node.hold is None else node.hold(value)

    def _eval_held(self, node: Held) -> RowValue:
        return node.hold(self._eval(node.value))

    def _eval_compare(self, node: ast.Compare) -> bool | None:
        # Every comparison is between two: simpleeval's own is made for chains of them.
        found: bool | None = self.operators[type(node.ops[0])](self._eval(node.left), self._eval(node.comparators[0]))
        return found

    def _eval_boolop(self, node: ast.BoolOp) -> bool | None:
        # simpleeval's own stops at the first missing operand: `missing and false` must be false.
        deciding = isinstance(node.op, ast.Or)
        found: bool | None = not deciding
        for value in node.values:
            truth: bool | None = self._eval(value)
            if truth is deciding:
                return deciding
            if truth is None:
                found = None
        return found

    def _eval_ifexp(self, node: ast.IfExp) -> RowValue:
        # simpleeval's own takes a missing condition for false.
        condition = self._eval(node.test)
        if condition is None:
            return None
        chosen: RowValue = self._eval(node.body if condition else node.orelse)
        return chosen

    def _eval_tuple(self, node: ast.Tuple) -> tuple[RowValue, ...]:
        return tuple(self._eval(part) for part in node.elts)


class _OfThread(local):
    """What each thread has of its own."""

    def __init__(self) -> None:
        self.walker = _RowWalker()


_own = _OfThread()
