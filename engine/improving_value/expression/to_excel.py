"""A typed node to formulas of a spreadsheet: the fifth reading, one short formula to a working column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TypeGuard

from improving_value.expression.excel_functions import call_to_excel, is_exact
from improving_value.expression.excel_pieces import (
    ATOM,
    PRODUCT,
    SUM,
    NotSayable,
    Place,
    Said,
    bracketed,
    decided,
    guarded,
    quoted,
    together,
    unless_missing,
)
from improving_value.expression.nodes import (
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
)
from improving_value.expression.types import BOOLEAN, DOUBLE, INTEGER

WRITTEN_OUT = (Decimal(0), Decimal(1), Decimal(12), Decimal(100))
"""The only numbers that may stand in a formula; any other is a constant with a name."""

_WRITTEN = frozenset(str(int(number)) for number in WRITTEN_OUT)
_SIGNS = {"<": ">", "<=": "<=", "==": "<=", "!=": ">", ">=": "<=", ">": ">"}


def to_excel(node: Node, place: Place) -> Said:
    """Return the cell, name or literal that holds what an expression gives, its working columns made on the way.

    A missing value is the word `missing`; a formula never shows an error. Raises NotSayable for what a sheet cannot work out
    as the engine does: then the engine's own value has to stand there.
    """
    said = _said(node, place)
    return said if said.binding == ATOM else _held(said, node, place)


def _said(node: Node, place: Place) -> Said:
    match node:
        case Literal():
            return _literal(node, place)
        case Name() | Namespaced():
            return _leaf(node, place)
        case Negate(operand):
            inner = _said(operand, place)
            return replace(inner, text=f"-{bracketed(inner, PRODUCT)}", node=replace(node, operand=inner.node), binding=SUM)
        case Arithmetic():
            return _arithmetic(node, place)
        case Comparison():
            return _comparison(node, place)
        case Not(operand):
            inner = to_excel(operand, place)
            return place.hold(unless_missing((inner,), f"NOT({inner.text})"), replace(node, operand=inner.node), node)
        case AllOf(operands):
            return _logic(node, operands, place, decides=False)
        case AnyOf(operands):
            return _logic(node, operands, place, decides=True)
        case Choice():
            return _choice(node, place)
        case Membership():
            return _membership(node, place)
        case Call():
            return _call(node, place)
        case _:
            raise NotSayable(f"{type(node).__name__.lower()} of many rows")


def _call(node: Call, place: Place) -> Said:
    if node.function in ("round_up", "round_down") and not _is_one(node.arguments[1]):
        x, step = node.arguments
        whole = replace(node, arguments=(Arithmetic("/", x, step, node.span, DOUBLE), Literal(Decimal(1), node.span, INTEGER)))
        return _said(Arithmetic("*", whole, step, node.span, DOUBLE), place)
    parts = tuple(to_excel(part, place) for part in node.arguments)
    held = place.hold(call_to_excel(node, parts), replace(node, arguments=tuple(part.node for part in parts)), node)
    return replace(held, maybe_missing=node.function != "is_missing")


def _is_one(node: Node) -> bool:
    return isinstance(node, Literal) and node.value == 1 and not isinstance(node.value, bool)


def _held(said: Said, origin: Node, place: Place) -> Said:
    return place.hold(guarded(said.text, said.needs), said.node, origin)


def _literal(node: Literal, place: Place) -> Said:
    match node.value:
        case None:
            return Said(quoted("missing"), node, maybe_missing=True)
        case bool():
            return Said("TRUE" if node.value else "FALSE", node, maybe_missing=False)
        case str():
            return Said(quoted(node.value), node, maybe_missing=False)
    text = str(int(node.value)) if node.value in WRITTEN_OUT else place.constant(node.value)
    return Said(text, node, maybe_missing=False)


def _leaf(node: Name | Namespaced, place: Place) -> Said:
    if node.type is not None and (node.type.many or node.type.kind == "datetime"):
        raise NotSayable("a list, or a date with a time")
    said = place.of(node)
    is_number = node.type is None or node.type.kind not in ("text", "boolean")
    return replace(said, needs=(said.text,) if is_number and said.text not in _WRITTEN else ())


def _arithmetic(node: Arithmetic, place: Place) -> Said:
    left, right = _said(node.left, place), _said(node.right, place)
    if node.operator == "/" and right.binding != ATOM:
        right = _held(right, node.right, place)
    said = _combined(node, left, right)
    while len(guarded(said.text, said.needs)) > place.longest and (left.binding, right.binding) != (ATOM, ATOM):
        if left.binding != ATOM and (right.binding == ATOM or len(left.text) >= len(right.text)):
            left = _held(left, node.left, place)
        else:
            right = _held(right, node.right, place)
        said = _combined(node, left, right)
    return said


def _combined(node: Arithmetic, left: Said, right: Said) -> Said:
    binding = SUM if node.operator in "+-" else PRODUCT
    # Doubles are added and multiplied in the tree's order: what stands on the right keeps its brackets.
    text = f"{bracketed(left, binding)}{node.operator}{bracketed(right, binding + 1)}"
    divides = (f"1/{right.text}",) if node.operator == "/" else ()
    return Said(text, replace(node, left=left.node, right=right.node), together(left.needs, right.needs, divides), binding)


def _comparison(node: Comparison, place: Place) -> Said:
    left, right = to_excel(node.left, place), to_excel(node.right, place)
    a, b = left.text, right.text
    checked = replace(node, left=left.node, right=right.node)
    if not _is_measured(node.left):
        if node.operator not in ("==", "!="):
            raise NotSayable("text in order")
        place.same_case(node.left, node.right)
        return place.hold(unless_missing((left, right), f"{a}{'=' if node.operator == '==' else '<>'}{b}"), checked, node)
    if is_exact(node.left, node.right):
        sign = {"==": "=", "!=": "<>"}.get(node.operator, node.operator)
        return place.hold(guarded(f"{a}{sign}{b}", together(left.needs, right.needs)), checked, node)
    difference = f"ABS({a}-{b})" if node.operator in ("==", "!=") else f"{a}-{b}" if node.operator in ("<=", ">") else f"{b}-{a}"
    text = f"{difference}{_SIGNS[node.operator]}tol*(1+ABS({a})+ABS({b}))"
    return place.hold(guarded(text, together(left.needs, right.needs)), checked, node)


def _is_measured(node: Node) -> bool:
    return node.type is not None and (node.type.is_number or node.type.kind in ("date", "time"))


def _logic(node: AllOf | AnyOf, operands: Sequence[Node], place: Place, *, decides: bool) -> Said:
    """Hold `and` or `or`, two operands to a column."""
    done = to_excel(operands[0], place)
    for operand in operands[1:]:
        next_one = to_excel(operand, place)
        pair = replace(node, operands=(done.node, next_one.node), type=BOOLEAN)
        unsure = done.maybe_missing or next_one.maybe_missing
        done = replace(place.hold(decided(done, next_one, decides=decides), pair, node), maybe_missing=unsure)
    return done


def _choice(node: Choice, place: Place) -> Said:
    if _asks_a_parameter(node.condition):
        return _choice_by_parameter(node, node.condition, place)
    condition, then, otherwise = (to_excel(part, place) for part in (node.condition, node.then, node.otherwise))
    chosen = replace(node, condition=condition.node, then=then.node, otherwise=otherwise.node)
    return place.hold(unless_missing((condition,), f"IF({condition.text},{then.text},{otherwise.text})"), chosen, node)


def _asks_a_parameter(node: Node) -> TypeGuard[Comparison]:
    """Say whether a condition asks which of some words a parameter is: the same for every row, it needs no column."""
    if not (
        isinstance(node, Comparison) and node.operator == "==" and isinstance(node.right, Literal) and isinstance(node.right.value, str)
    ):
        return False
    return isinstance(node.left, Name) and node.left.kind == "parameter"


def _choice_by_parameter(node: Choice, condition: Comparison, place: Place) -> Said:
    asked, word, then, otherwise = (to_excel(part, place) for part in (condition.left, condition.right, node.then, node.otherwise))
    place.same_case(condition.left, condition.right)
    chosen = replace(node, condition=replace(condition, left=asked.node), then=then.node, otherwise=otherwise.node)
    return place.hold(unless_missing((asked,), f"IF({asked.text}={word.text},{then.text},{otherwise.text})"), chosen, node)


def _membership(node: Membership, place: Place) -> Said:
    item = to_excel(node.item, place)
    if not node.options or not all(isinstance(option, Literal) and isinstance(option.value, str) for option in node.options):
        raise NotSayable("one of a list")
    place.same_case(node.item, *node.options)
    options = [f"{item.text}={_literal(option, place).text}" for option in node.options if isinstance(option, Literal)]
    listed = f"OR({','.join(options)})"
    return place.hold(unless_missing((item,), f"NOT({listed})" if node.negated else listed), replace(node, item=item.node), node)
