"""What a condition says of one number or date: where its limits lie, and what it can be on either side of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from improving_value.check.lines import Axis, Limit, Stretch, axis_of, cut, holds, is_of_rows
from improving_value.expression.misfits import typed
from improving_value.expression.nodes import (
    AllOf,
    AnyOf,
    Arithmetic,
    Call,
    Choice,
    Comparison,
    ComparisonOperator,
    Literal,
    Name,
    Negate,
    Node,
    Not,
    children,
)
from improving_value.expression.text import to_text
from improving_value.expression.types import BOOLEAN
from improving_value.kernel.parameters import ParameterValues

Truth = bool | None
Truths = frozenset[Truth]
"""What a condition can be: some of true, false and missing."""

ANYTHING: Truths = frozenset((True, False, None))
TOLD: Truths = frozenset((True, False))
HOLDS: Truths = frozenset((True,))
FAILS: Truths = frozenset((False,))
UNKNOWN: Truths = frozenset((None,))
_SWAPPED: Mapping[ComparisonOperator, ComparisonOperator] = {"<": ">", "<=": ">=", "==": "==", "!=": "!=", ">=": "<=", ">": "<"}
_ORDERED = ("integer", "decimal", "double", "date", "datetime", "time")


@dataclass(frozen=True)
class Knowledge:
    """What is known without data: the values of parameters, and what the columns at hand stand for."""

    values: Mapping[str, ParameterValues]
    confidential: frozenset[str] = frozenset()
    columns: Mapping[str, Node] | None = None

    def constant(self, node: Node) -> Decimal | None:
        """Return the value of an expression of parameters that have one value; dates as days. A confidential one stays unknown."""
        match node:
            case Literal(value) if isinstance(value, Decimal):
                return value
            case Name(name) if node.kind == "parameter" and name not in self.confidential:
                return _single(self.values.get(name))
            case Negate(operand):
                inner = self.constant(operand)
                return None if inner is None else -inner
            case Arithmetic(operator, left, right):
                first, second = self.constant(left), self.constant(right)
                return None if first is None or second is None else _reckoned(operator, first, second)
        return None

    def limit(self, node: Comparison) -> Limit | None:
        """Return a comparison as a limit; None where it is of words, or of parameters alone: that is a switch, and no limit."""
        left, right, operator = node.left, node.right, node.operator
        if typed(left).kind not in _ORDERED or typed(right).kind not in _ORDERED or not (is_of_rows(left) or is_of_rows(right)):
            return None
        low, high = self.constant(left), self.constant(right)
        if high is not None and low is None:
            return Limit(axis_of(left), operator, high, left, right)
        if low is not None and high is None:
            return Limit(axis_of(right), _SWAPPED[operator], low, right, left)
        if to_text(right) < to_text(left):
            left, right, operator = right, left, _SWAPPED[operator]
        whole = all(axis_of(side).whole for side in (left, right))
        return Limit(Axis(f"{to_text(left)} – {to_text(right)}", whole, False), operator, Decimal(0), left, right, apart=True)

    def spelt_out(self, node: Node) -> Node:
        """Return a condition, or what it stands for when it is the name of a yes-or-no column."""
        if isinstance(node, Name) and node.kind == "column" and self.columns is not None and node.type == BOOLEAN:
            return self.columns.get(node.name, node)
        return node

    def limits(self, node: Node) -> Iterator[Limit]:
        """Yield the limits on which a condition turns."""
        node = self.spelt_out(node)
        match node:
            case Comparison():
                limit = self.limit(node)
                if limit is not None:
                    yield limit
            case AllOf() | AnyOf() | Not() | Choice():
                for part in children(node):
                    yield from self.limits(part)

    def can_be(self, node: Node, axis: Axis, at: Decimal | None) -> Truths:
        """Return what a condition can be where the axis has a value, whatever everything else is: at most too much, never too little."""
        node = self.spelt_out(node)
        match node:
            case Literal(bool() as value):
                return frozenset((value,))
            case Comparison():
                limit = self.limit(node)
                if limit is None or limit.axis != axis:
                    return ANYTHING
                return UNKNOWN if at is None else HOLDS if holds(limit, at) else FAILS
            case Call("is_missing", (inner,)):
                return (HOLDS if at is None else FAILS) if axis_of(inner) == axis else TOLD
            case Not(operand):
                return frozenset(None if one is None else not one for one in self.can_be(operand, axis, at))
            case AllOf(operands):
                return _together([self.can_be(part, axis, at) for part in operands], decides=False)
            case AnyOf(operands):
                return _together([self.can_be(part, axis, at) for part in operands], decides=True)
            case Choice(condition, then, otherwise):
                found: Truths = frozenset()
                for one in self.can_be(condition, axis, at):
                    found |= UNKNOWN if one is None else self.can_be(then if one else otherwise, axis, at)
                return found
        return ANYTHING

    def stretches(self, conditions: Iterable[Node], axis: Axis) -> list[Stretch]:
        """Return the axis cut at every limit of these conditions, from low to high; last, where it is missing."""
        limits = sorted({limit.value for node in conditions for limit in self.limits(node) if limit.axis == axis})
        return [*cut(limits, axis.whole), Stretch(None, None, None)]

    def axes(self, conditions: Iterable[Node]) -> list[Axis]:
        """Return the numbers and dates that these conditions hold against limits."""
        return list(dict.fromkeys(limit.axis for node in conditions for limit in self.limits(node)))

    def possible(self, wanted: Sequence[tuple[Node, Truths]]) -> Axis | None:
        """Return None when conditions can all be as wanted at once, or else the axis on which they cannot."""
        nodes = [node for node, _ in wanted]
        for axis in self.axes(nodes):
            if not any(all(self.can_be(node, axis, one.at) & truths for node, truths in wanted) for one in self.stretches(nodes, axis)):
                return axis
        return None


def _single(values: ParameterValues | None) -> Decimal | None:
    if values is None or not values.is_constant:
        return None
    value = values.rows[0].value
    if isinstance(value, date):
        return Decimal(value.toordinal())
    return Decimal(value) if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else None


def _reckoned(operator: str, first: Decimal, second: Decimal) -> Decimal | None:
    match operator:
        case "+":
            return first + second
        case "-":
            return first - second
        case "*":
            return first * second
    return first / second if second else None


def _together(parts: list[Truths], decides: bool) -> Truths:
    """Return what an `and` (which false decides) or an `or` (which true decides) can be."""
    found: set[Truth] = {decides} if any(decides in part for part in parts) else set()
    if all((not decides) in part for part in parts):
        found.add(not decides)
    if all(part - {decides} for part in parts) and any(None in part for part in parts):
        found.add(None)
    return frozenset(found)
