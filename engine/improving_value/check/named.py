"""The names that an expression uses, looked for once in each tree: checking and proving ask for them again and again."""

from __future__ import annotations

from improving_value.expression.nodes import Name, Namespaced, Node, walk

Named = tuple[Name | Namespaced, ...]

_MOST_KEPT = 20_000
_kept: dict[int, tuple[Node, Named]] = {}
"""By the tree itself rather than by what it says, for that would take as long as looking; it is kept, so that no other is taken for it."""


def named_in(node: Node) -> Named:
    """Return the names of an expression, in the order they are met."""
    kept = _kept.get(id(node))
    if kept is not None:
        return kept[1]
    found = tuple(part for part in walk(node) if isinstance(part, (Name, Namespaced)))
    if len(_kept) >= _MOST_KEPT:
        _kept.clear()
    _kept[id(node)] = (node, found)
    return found


def parameters_in(node: Node) -> tuple[Name, ...]:
    """Return the parameters of an expression, in the order they are met."""
    return tuple(part for part in named_in(node) if isinstance(part, Name) and part.kind == "parameter")
