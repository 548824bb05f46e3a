"""The unit of every expression, worked out from the units of its names; or a located fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from improving_value.dimensions.agreement import alike
from improving_value.dimensions.functions import aggregate, call, noun_of
from improving_value.dimensions.quantity import ANY, Quantity, bare, divided, multiplied, of, without
from improving_value.dimensions.words import Dimension, Words, plain
from improving_value.expression.faults import ExpressionError, Fault
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
    children,
)


@dataclass(frozen=True)
class Sight:
    """What is known where an expression stands.

    `columns`, `theirs` and `inside` are the units of the names at hand; a name that is not there has none. `thing` is what an aggregate
    here goes over, `own` what the row itself is one of, and `inside_own` what each row inside an aggregate is: on the row of one
    patient, GBP per patient is GBP. `nouns` says what different values of a column are, when they are counted.
    """

    words: Words
    parameters: Mapping[str, Quantity]
    columns: Mapping[str, Quantity] = field(default_factory=dict)
    theirs: Mapping[str, Quantity] = field(default_factory=dict)
    inside: Mapping[str, Quantity] = field(default_factory=dict)
    measures: Mapping[str, Quantity] = field(default_factory=dict)
    nouns: Mapping[str, str] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    inside_own: frozenset[str] = frozenset()
    thing: Dimension | None = None


def quantity_of(node: Node, sight: Sight) -> Quantity:
    """Return what a value is in; what is no number takes any unit. Raises ExpressionError at the first fault."""
    match node:
        case Literal():
            return _literal(node)
        case Name():
            return _name(node, sight)
        case Namespaced():
            return sight.measures.get(node.name, ANY)
        case Negate(operand) | Window(_, operand):
            return quantity_of(operand, sight)
        case Arithmetic(operator, left, right):
            if operator in ("+", "-"):
                return _alike((left, right), sight)
            found = quantity_of(left, sight), quantity_of(right, sight)
            return multiplied(*found) if operator == "*" else divided(*found)
        case Comparison(_, left, right):
            _alike((left, right), sight)
        case Choice(condition, then, otherwise):
            quantity_of(condition, sight)
            return _alike((then, otherwise), sight)
        case Membership(item, options):
            for option in options:
                _alike((item, option), sight)
        case Call(_, arguments):
            return call(node, [quantity_of(part, sight) for part in arguments], sight.words)
        case Aggregate():
            return _aggregate(node, sight)
        case Not() | AllOf() | AnyOf():
            for part in children(node):
                quantity_of(part, sight)
    return ANY


def _alike(nodes: tuple[Node, ...], sight: Sight) -> Quantity:
    return alike([(node, quantity_of(node, sight)) for node in nodes])


def _literal(node: Literal) -> Quantity:
    """0 takes any unit; 1 is one of whatever it is added to; 12 is months a year, 100 per cent."""
    words = Words(frozenset())
    if not isinstance(node.value, Decimal) or node.value == 0:
        return ANY
    if node.value == 12:
        return Quantity((words.read("month/year"),), (words.read("month"),))
    if node.value == 100:
        return of(words.read("%"))
    return bare() if node.value == 1 else of(plain())


def _name(node: Name, sight: Sight) -> Quantity:
    if node.type is None or not node.type.is_number:
        return ANY
    match node.kind:
        case "parameter":
            return without(sight.parameters.get(node.name, ANY), sight.own)
        case "measure":
            return sight.measures.get(node.name, ANY)
        case "theirs" | "column":
            known = sight.theirs if node.kind == "theirs" else sight.columns
            if node.name not in known:
                raise ExpressionError(
                    Fault(
                        "number-without-unit",
                        node.span,
                        f"`{node.name}`, a number whose unit the data dictionary does not give",
                        "a number in a unit",
                        f"add `unit:` to `{node.name}` in `schemas/datasets`",
                    )
                )
            return without(known[node.name], sight.own)
    return ANY


def _aggregate(node: Aggregate, sight: Sight) -> Quantity:
    inner = replace(sight, columns=sight.inside, own=sight.inside_own)
    for part in (node.where, node.by):
        if part is not None:
            quantity_of(part, inner)
    operand = ANY if node.operand is None else quantity_of(node.operand, inner)
    argument = ANY if node.argument is None else quantity_of(node.argument, sight)
    noun = noun_of(node, sight.nouns)
    return aggregate(node, operand, argument, sight.thing, None if noun is None else sight.words.of(noun))
