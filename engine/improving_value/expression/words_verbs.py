"""How two values are compared in words: numbers are above or below, days before or after, text is or is not."""

from __future__ import annotations

from improving_value.expression.nodes import ComparisonOperator, Literal, Name, Node

_OF_NUMBERS = {"<": "is below", "<=": "is at most", "==": "is", "!=": "is not", ">=": "is at least", ">": "is above"}
_OF_DAYS = {"<": "is before", "<=": "is on or before", "==": "is", "!=": "is not", ">=": "is on or after", ">": "is after"}
_OF_MOMENTS = {**_OF_DAYS, "<=": "is at or before", ">=": "is at or after"}
OPPOSITE: dict[ComparisonOperator, ComparisonOperator] = {"<": ">=", "<=": ">", "==": "!=", "!=": "==", ">=": "<", ">": "<="}
TURNED: dict[ComparisonOperator, ComparisonOperator] = {"<": ">", "<=": ">=", "==": "==", "!=": "!=", ">=": "<=", ">": "<"}
"""The same comparison, said of the other side."""


def verb(operator: ComparisonOperator, left: Node, right: Node) -> str:
    """Return the words between two values, by what kind they are."""
    if operator in ("==", "!=") and not _is_value(right):
        return "is the same as" if operator == "==" else "is not the same as"
    kinds = {node.type.kind for node in (left, right) if node.type is not None}
    if kinds & {"datetime", "time"}:
        return _OF_MOMENTS[operator]
    return (_OF_DAYS if "date" in kinds else _OF_NUMBERS)[operator]


def _is_value(node: Node) -> bool:
    return isinstance(node, Literal) or (isinstance(node, Name) and node.kind == "parameter")
