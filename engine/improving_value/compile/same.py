"""Whether two expressions say the same."""

from __future__ import annotations

from improving_value.expression.nodes import Node, children


def without_spans(node: Node) -> str:
    """Return a text equal for two nodes that say the same, wherever they were written."""
    parts = ", ".join(without_spans(child) for child in children(node))
    own = [
        f"{name}={getattr(node, name)!r}"
        for name in ("name", "kind", "value", "operator", "function", "known", "negated", "namespace")
        if hasattr(node, name)
    ]
    places = [name for name in ("operand", "argument", "by", "where") if getattr(node, name, None) is not None]
    return f"{type(node).__name__}({' '.join(own)} {places})[{parts}]"
