"""A tree with some of its parts exchanged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

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

Exchange = Callable[[Node], Node | None]
"""Given a node, what stands in its place; None to keep it and look at its parts."""


def rewrite(node: Node, exchange: Exchange) -> Node:
    """Return the tree with every node exchanged that `exchange` answers for, from the top down."""
    new = exchange(node)
    if new is not None:
        return new

    def of(part: Node) -> Node:
        return rewrite(part, exchange)

    def maybe(part: Node | None) -> Node | None:
        return None if part is None else of(part)

    match node:
        case Literal() | Name() | Namespaced():
            return node
        case Negate() | Not():
            return replace(node, operand=of(node.operand))
        case Arithmetic() | Comparison():
            return replace(node, left=of(node.left), right=of(node.right))
        case AllOf() | AnyOf():
            return replace(node, operands=tuple(of(part) for part in node.operands))
        case Choice():
            return replace(node, condition=of(node.condition), then=of(node.then), otherwise=of(node.otherwise))
        case Membership():
            return replace(node, item=of(node.item), options=tuple(of(part) for part in node.options))
        case Call():
            return replace(node, arguments=tuple(of(part) for part in node.arguments))
        case Aggregate():
            return replace(node, operand=maybe(node.operand), where=maybe(node.where), by=maybe(node.by), argument=maybe(node.argument))
        case Window():
            return replace(node, operand=of(node.operand), by=of(node.by))
