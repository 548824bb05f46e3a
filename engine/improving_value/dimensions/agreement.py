"""Whether values are in one unit, and how it is put to the author when they are not."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from improving_value.dimensions.quantity import Quantity, of, together
from improving_value.dimensions.words import Dimension, over
from improving_value.expression.faults import ExpressionError, Fault
from improving_value.expression.nodes import Node
from improving_value.expression.text import to_text

LONGEST = 40
"""Characters of a formula that a message repeats."""


def alike(values: Sequence[tuple[Node, Quantity]]) -> Quantity:
    """Return the unit that all these values share. Raises ExpressionError when they do not."""
    first, found = values[0]
    for node, quantity in values[1:]:
        shared = together(found, quantity)
        if shared is None:
            raise ExpressionError(_differing(first, found, node, quantity))
        found = shared
    return found


def _differing(first: Node, found: Quantity, node: Node, other: Quantity) -> Fault:
    span = (min(first.span[0], node.span[0]), max(first.span[1], node.span[1]))
    return Fault(
        "units-differ", span, f"{_named(first, found)}, and {_named(node, other)}", "two quantities in one unit", _fix(found, other)
    )


def _named(node: Node, quantity: Quantity) -> str:
    text = to_text(node)
    shown = f"`{text}`" if len(text) <= LONGEST else "a value"
    return f"{shown} without a unit" if quantity.whole else f"{shown} in {quantity.text}"


def _fix(left: Quantity, right: Quantity) -> str:
    if left.whole or right.whole:
        return "give the number a name under `parameters`, with its unit"
    return conversion(left.readings[0], right.readings[0]) or "add and compare like with like, or correct a unit"


def conversion(one: Dimension, other: Dimension) -> str | None:
    """Return the conversion to write between two units that measure the same thing, or None."""
    if one.kind != other.kind:
        return None
    larger, smaller = (one, other) if one.root[0] > other.root[0] else (other, one)
    ratio: Fraction = larger.root[0] / smaller.root[0]
    value = str(ratio) if ratio.denominator == 1 else f"{float(ratio):.6g}"
    return f"write the conversion, a parameter with `value: {value}` and `unit: {over(smaller, larger).text}`"


def remedy(found: Dimension, wanted: Dimension) -> str:
    """Return what brings a value into the unit that is wanted: a conversion, or the price or rate that is missing."""
    lacking, spare = over(wanted, found), over(found, wanted)
    missing = f"divide by something in {spare.text}" if lacking.text.startswith("1") else f"multiply by something in {lacking.text}"
    return conversion(found, wanted) or f"{missing}, or correct the unit of a part"


def expect(node: Node, quantity: Quantity, unit: Dimension, what: str) -> None:
    """Raise ExpressionError when a value is not in the unit that a place asks for."""
    if not quantity.fits(unit):
        fix = _fix(quantity, of(unit)) if quantity.whole else remedy(quantity.nearest(unit), unit)
        raise ExpressionError(Fault("units-differ", node.span, _named(node, quantity), f"{what} in {unit.text}", fix))
