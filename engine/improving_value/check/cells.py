"""Aggregates over a unit's table, each worked out once however many figures use it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from improving_value.check.model import Cell, Over
from improving_value.expression.nodes import (
    Aggregate,
    AllOf,
    AnyOf,
    Call,
    Comparison,
    Literal,
    Name,
    Node,
    Not,
    walk,
)
from improving_value.expression.rewrite import rewrite
from improving_value.expression.text import to_text
from improving_value.expression.types import BOOLEAN, INTEGER, TEXT

HERE = (0, 1)
"""The span of what the checker itself adds."""


@dataclass
class Cells:
    """The cells of a scheme, by id, in the order they were asked for."""

    found: dict[str, Cell] = field(default_factory=dict)
    _known: dict[tuple[str, ...], str] = field(default_factory=dict)

    def copied(self) -> Cells:
        """Return these cells, to which others may be added."""
        return Cells(dict(self.found), dict(self._known))

    def ask(self, unit: str, over: Over, aggregate: Aggregate, where: Node | None, category: str | None = None) -> Name:
        """Return the name of the cell for an aggregate, making it when it is new."""
        condition = both(where, aggregate.where)
        plain = replace(aggregate, where=None, known=False)
        key = (unit, over, to_text(plain), "" if condition is None else to_text(condition), category or "")
        if key not in self._known:
            name = f"{unit}.{len(self.found) + 1}"
            self._known[key] = name
            self.found[name] = Cell(name, unit, over, plain, condition, category)
        return Name(self._known[key], aggregate.span, aggregate.type, "cell")

    def count_units(self, unit: str) -> None:
        """Ask for what every report shows of a unit: how many by outcome and by deciding rule, and the pounds at stake."""
        self.ask(unit, "in_scope", count_of(None), None, "outcome")
        for outcome in ("not_eligible", "undetermined"):
            self.ask(unit, "in_scope", count_of(None), has_outcome(outcome), "deciding_rule")
        stake = Name("at_stake_pence", HERE, INTEGER, "column")
        self.ask(unit, "in_scope", Aggregate("sum", stake, HERE, type=INTEGER), has_outcome("undetermined"))

    def spread(self, node: Node, unit: str, over: Over, where: Node | None, category: str | None = None) -> Node:
        """Return an expression of aggregates as an expression of cells."""
        return rewrite(node, lambda part: self.ask(unit, over, part, where, category) if isinstance(part, Aggregate) else None)


def has_outcome(outcome: str) -> Node:
    """Return the condition that a unit came out so."""
    return Comparison("==", Name("outcome", HERE, TEXT, "column"), Literal(outcome, HERE, TEXT), HERE, BOOLEAN)


def both(left: Node | None, right: Node | None) -> Node | None:
    """Return the condition that both hold; None stands for no condition."""
    if left is None or right is None:
        return left if right is None else right
    return AllOf((left, right), HERE, BOOLEAN)


def missing(node: Node) -> Node:
    """Return the condition that a value is missing."""
    return Call("is_missing", (node,), HERE, BOOLEAN)


def present(node: Node) -> Node:
    """Return the condition that a value is known."""
    return Not(missing(node), HERE, BOOLEAN)


def count_of(condition: Node | None) -> Aggregate:
    """Return the aggregate that counts units, or those for which a condition is true."""
    return Aggregate("count", condition, HERE, type=INTEGER)


def aggregates_in(node: Node) -> list[Aggregate]:
    """Return the aggregates of an expression, in the order written."""
    return [part for part in walk(node) if isinstance(part, Aggregate)]


def left_out(aggregates: Sequence[Aggregate]) -> Node | None:
    """Return the condition that some operand is missing, so that a unit leaves the figure; None when none can be."""
    tests: dict[str, Node] = {}
    for aggregate in aggregates:
        for test in _tests_of(aggregate):
            tests.setdefault(to_text(test), test)
    if not tests:
        return None
    parts = tuple(tests.values())
    return parts[0] if len(parts) == 1 else AnyOf(parts, HERE, BOOLEAN)


def _tests_of(aggregate: Aggregate) -> list[Node]:
    operand = None if aggregate.operand is None else missing(aggregate.operand)
    if aggregate.where is None:
        return [] if operand is None else [operand]
    unknown = missing(aggregate.where)
    return [unknown] if operand is None else [unknown, AllOf((aggregate.where, operand), HERE, BOOLEAN)]
