"""Turns of phrase that authors use, recognised so that they can be said as they are meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from improving_value.expression.nodes import AllOf, AnyOf, Arithmetic, Call, Choice, Comparison, Name, Namespaced, Node, Not, walk
from improving_value.expression.words_verbs import OPPOSITE, TURNED


def _flat(node: Node) -> Node:
    """Return the tree without its places in the text, so that equal trees are equal."""
    parts = {
        name: tuple(_flat(part) for part in value) if isinstance(value, tuple) and name != "span" else _flat(value)
        for name, value in vars(node).items()
        if (isinstance(value, tuple) and name != "span") or hasattr(value, "span")
    }
    return replace(node, span=(0, 0), **parts)  # type: ignore[arg-type]


def same(left: Node, right: Node) -> bool:
    """Say whether two trees say the same."""
    return _flat(left) == _flat(right)


def guarded(node: Node) -> tuple[Node, tuple[Node, ...]]:
    """Return an expression without its guards, and what must be recorded for it to be known.

    A guard is a part that changes nothing but makes the whole missing when something is missing: `or x != x`, `and x == x`,
    `… if x == x else …`, `number_of(x == x) * …`.
    """
    match node:
        case AnyOf(operands):
            return _split(node, operands, "!=")
        case AllOf(operands):
            return _split(node, operands, "==")
        case Choice(condition, then, _):
            guard = _guard(condition, "==")
            return (then, (guard,)) if guard is not None else (node, ())
        case Arithmetic("*", Call("number_of", (condition,)), right):
            guard = _guard(condition, "==")
            return (right, (guard,)) if guard is not None else (node, ())
        case Comparison(_, left, _):
            kernel, guards = guarded(left)
            return (replace(node, left=kernel), guards) if guards else (node, ())
        case _:
            return node, ()


def _guard(node: Node, operator: str) -> Node | None:
    if isinstance(node, Comparison) and node.operator == operator and same(node.left, node.right):
        return node.left
    return None


def _split(node: AnyOf | AllOf, operands: tuple[Node, ...], operator: str) -> tuple[Node, tuple[Node, ...]]:
    guards = tuple(guard for part in operands if (guard := _guard(part, operator)) is not None)
    rest = tuple(part for part in operands if _guard(part, operator) is None)
    if not guards or not rest:
        return node, ()
    return rest[0] if len(rest) == 1 else replace(node, operands=rest), guards


def complementary(operands: tuple[Node, ...]) -> Node | None:
    """Return what `x or not x` (or `x >= 0 or x < 0`) asks to be known; None for any other `or`."""
    if len(operands) != 2:
        return None
    first, second = operands
    if isinstance(second, Not) and same(first, second.operand):
        return first
    if isinstance(first, Comparison) and isinstance(second, Comparison):
        turned = replace(first, operator=OPPOSITE[first.operator])
        return first.left if same(turned, second) else None
    return None


def is_background(node: Node) -> bool:
    """Say whether a value is the same for everybody: made of limits of the period, parameters and written values alone."""
    return all(
        not isinstance(part, Name | Namespaced) or (isinstance(part, Name) and part.kind in ("boundary", "parameter"))
        for part in walk(node)
    )


def merged(operands: tuple[Node, ...]) -> Iterator[tuple[Node | None, tuple[Node, ...]]]:
    """Yield the parts of an `and`, those that compare one thing with several limits together, turned to begin with it."""
    operands = tuple(flat(operands))
    place = 0
    while place < len(operands):
        first, second = operands[place], operands[place + 1] if place + 1 < len(operands) else None
        pair = _about_one_thing(first, second) if second is not None else None
        if pair is None:
            yield None, (first,)
            place += 1
        else:
            yield pair[0].left, pair
            place += 2


def flat(operands: tuple[Node, ...]) -> Iterator[Node]:
    """Yield the parts of an `and`, those of an `and` within it among them."""
    for part in operands:
        if isinstance(part, AllOf) and not guarded(part)[1]:
            yield from flat(part.operands)
        else:
            yield part


def _about_one_thing(first: Node, second: Node) -> tuple[Comparison, Comparison] | None:
    if not (isinstance(first, Comparison) and isinstance(second, Comparison)):
        return None
    for one in (first, turned(first)):
        for other in (second, turned(second)):
            if same(one.left, other.left) and one.operator[0] + other.operator[0] in ("><", "<>"):
                return one, other
    return None


def turned(node: Comparison) -> Comparison:
    """Return the same comparison, said of its other side."""
    return replace(node, operator=TURNED[node.operator], left=node.right, right=node.left)
