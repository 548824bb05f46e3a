"""Names of drugs, diseases and indications are held in lower case; what is compared with them is folded here, once."""

from __future__ import annotations

from dataclasses import replace

from improving_value.datasets.values import fold as folded
from improving_value.expression.misfits import fault_at, typed
from improving_value.expression.nodes import Call, Choice, Literal, Name, Node
from improving_value.expression.types import Type


def fold_pair(left: Node, right: Node) -> tuple[Node, Node]:
    """Names are held in lower case, so text compared with them is folded here, once."""
    if typed(left).folded and not typed(right).folded:
        return left, fold(right)
    if typed(right).folded and not typed(left).folded:
        return fold(left), right
    return left, right


def fold(node: Node) -> Node:
    """Return a literal or parameter as it compares with a name: trimmed and in lower case."""
    if isinstance(node, Literal) and isinstance(node.value, str):
        return replace(node, value=folded(node.value), type=Type("text", folded=True))
    if isinstance(node, Name) and node.kind == "parameter" and node.type is not None:
        return replace(node, type=replace(node.type, folded=True))
    if isinstance(node, (Name, Choice, Call)) and typed(node).kind == "text":
        raise fault_at(
            "types-differ",
            node,
            "a name compared with a code or free text",
            "two names",
            "give both columns the type `name` in the data dictionary",
        )
    return node
