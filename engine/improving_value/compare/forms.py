"""Expressions as texts that are equal when they mean the same, whatever things are called and however they are laid out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

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

Tokens = Mapping[str, str]
"""What a name stands for; a name that is not there (a column of a dataset) stands for itself."""

_TURNED = {">": "<", ">=": "<="}
_EITHER_WAY = ("==", "!=", "+", "*")
"""Operators whose sides may change places: of two numbers only, so that the result is the same to the last bit."""
_ANY_ORDER = ("max", "min")


@dataclass(frozen=True)
class Sight:
    """What the names of an expression stand for: outside aggregates, inside them, on other rows; and the scheme's own figures."""

    parameters: Tokens
    outside: Tokens = field(default_factory=dict)
    inside: Tokens = field(default_factory=dict)
    theirs: Tokens = field(default_factory=dict)
    measures: Tokens = field(default_factory=dict)
    cells: Tokens = field(default_factory=dict)


def form(node: Node | None, sight: Sight) -> str:
    """Return a text equal for two expressions that mean the same."""
    if node is None:
        return "nothing"

    def of(part: Node | None) -> str:
        return form(part, sight)

    match node:
        case Literal(value):
            return _literal(value)
        case Name():
            return _name(node, sight)
        case Namespaced(namespace, name):
            return f"{namespace}.{sight.measures.get(name, name)}"
        case Negate(operand):
            return f"minus({of(operand)})"
        case Not(operand):
            return f"not({of(operand)})"
        case Arithmetic(operator, left, right) | Comparison(operator, left, right):
            return _two_sided(operator, of(left), of(right))
        case AllOf() | AnyOf():
            return f"{type(node).__name__}({_unordered(_flat(node, sight))})"
        case Choice(condition, then, otherwise):
            return f"if({of(condition)}; {of(then)}; {of(otherwise)})"
        case Membership(item, options, negated):
            return f"{'not ' if negated else ''}in({of(item)}; {_unordered(of(option) for option in options)})"
        case Call(function, arguments):
            parts = [of(argument) for argument in arguments]
            return f"{function}({'; '.join(sorted(parts) if function in _ANY_ORDER else parts)})"
        case Aggregate():
            return _aggregate(node, replace(sight, outside=sight.inside))
        case Window(function, operand, by, per):
            return f"{function}({of(operand)}; by {of(by)}; per {_unordered(of(part) for part in per)})"


def _literal(value: Decimal | str | bool | None) -> str:
    if isinstance(value, Decimal):
        return f"number {value.normalize():f}"
    return f"{type(value).__name__} {value}"


def _name(name: Name, sight: Sight) -> str:
    known: Mapping[str, Tokens] = {
        "parameter": sight.parameters,
        "column": sight.outside,
        "theirs": sight.theirs,
        "measure": sight.measures,
        "cell": sight.cells,
    }
    return f"{name.kind} {known.get(name.kind or '', {}).get(name.name, name.name)}"


def _two_sided(operator: str, left: str, right: str) -> str:
    if operator in _TURNED:
        operator, left, right = _TURNED[operator], right, left
    sides = sorted((left, right)) if operator in _EITHER_WAY else [left, right]
    return f"({sides[0]} {operator} {sides[1]})"


def _flat(node: AllOf | AnyOf, sight: Sight) -> list[str]:
    """Return the parts of a condition, those of the same kind inside it laid out beside them."""
    found: list[str] = []
    for part in node.operands:
        if isinstance(part, AllOf | AnyOf) and type(part) is type(node):
            found += _flat(part, sight)
        else:
            found.append(form(part, sight))
    return found


def _unordered(parts: Iterable[str]) -> str:
    return "; ".join(sorted(dict.fromkeys(parts)))


def _aggregate(node: Aggregate, sight: Sight) -> str:
    parts = [form(part, sight) for part in (node.operand, node.argument, node.by, node.where)]
    return f"{node.function}({'known ' if node.known else ''}{'; '.join(parts)})"
