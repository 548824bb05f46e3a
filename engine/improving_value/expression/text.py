"""A tree back to text, one way only: the same tree always gives the same text."""

from __future__ import annotations

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

_LEVEL = {"if": 0, "or": 1, "and": 2, "not": 3, "compare": 4, "add": 5, "multiply": 6, "negate": 7, "atom": 8}


def to_text(node: Node) -> str:
    """Return the expression as an author would type it, with no bracket that is not needed."""
    return _write(node)[0]


def _bracketed(node: Node, least: int) -> str:
    text, level = _write(node)
    return text if level >= least else f"({text})"


def _write(node: Node) -> tuple[str, int]:
    match node:
        case Literal(value):
            return _literal(value), _LEVEL["atom"]
        case Name(name):
            return name, _LEVEL["atom"]
        case Namespaced(namespace, name):
            return f"{namespace}.{name}", _LEVEL["atom"]
        case Negate(operand):
            return f"-{_bracketed(operand, _LEVEL['negate'])}", _LEVEL["negate"]
        case Not(operand):
            return f"not {_bracketed(operand, _LEVEL['not'])}", _LEVEL["not"]
        case Arithmetic(operator, left, right):
            level = _LEVEL["add"] if operator in "+-" else _LEVEL["multiply"]
            return f"{_bracketed(left, level)} {operator} {_bracketed(right, level + 1)}", level
        case Comparison(operator, left, right):
            above = _LEVEL["compare"] + 1
            return f"{_bracketed(left, above)} {operator} {_bracketed(right, above)}", _LEVEL["compare"]
        case AllOf(operands):
            return " and ".join(_bracketed(part, _LEVEL["and"] + 1) for part in operands), _LEVEL["and"]
        case AnyOf(operands):
            return " or ".join(_bracketed(part, _LEVEL["or"] + 1) for part in operands), _LEVEL["or"]
        case Choice(condition, then, otherwise):
            parts = [_bracketed(part, 1) for part in (then, condition)]
            return f"{parts[0]} if {parts[1]} else {_bracketed(otherwise, 0)}", _LEVEL["if"]
        case Membership():
            return _membership(node), _LEVEL["compare"]
        case _:
            return _call(node), _LEVEL["atom"]


def _literal(value: Decimal | str | bool | None) -> str:
    if value is None:
        return "missing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return f'"{value}"' if "'" in value else f"'{value}'"


def _membership(node: Membership) -> str:
    word = "not in" if node.negated else "in"
    item = _bracketed(node.item, _LEVEL["compare"] + 1)
    only = node.options[0]
    if len(node.options) == 1 and isinstance(only, Name) and (only.type is None or only.type.many):
        return f"{item} {word} {only.name}"
    return f"{item} {word} [{', '.join(to_text(option) for option in node.options)}]"


def _call(node: Node) -> str:
    if isinstance(node, Window):
        inner = f"sum({to_text(node.operand)})" if node.function == "running" else to_text(node.operand)
        return f"{node.function}({inner}, by={to_text(node.by)}, per=[{', '.join(part.name for part in node.per)}])"
    if isinstance(node, Aggregate):
        parts = [] if node.operand is None else [f"known({to_text(node.operand)})" if node.known else to_text(node.operand)]
        parts += [to_text(node.argument)] if node.argument is not None else []
        parts += [f"by={to_text(node.by)}"] if node.by is not None else []
        parts += [f"where={to_text(node.where)}"] if node.where is not None else []
        return f"{node.function}({', '.join(parts)})"
    assert isinstance(node, Call)
    return f"{node.function}({', '.join(to_text(part) for part in node.arguments)})"
