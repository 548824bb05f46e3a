"""What each function and each aggregate does to units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from improving_value.dimensions.agreement import alike, expect
from improving_value.dimensions.quantity import ANY, Quantity, averaged, bare, of, summed
from improving_value.dimensions.words import Dimension, Words, plain, rooted
from improving_value.expression.faults import ExpressionError, Fault
from improving_value.expression.nodes import Aggregate, Call, Name

SPANS = {"days": "day", "hours": "hour", "months": "month", "age": "year", "year": "year"}
"""What the time between two dates is in, and the number of a year."""

STEPS = {"add_days": "day", "add_months": "month"}
"""What a date is moved by."""

ALIKE = frozenset({"max", "min", "if_missing", "round_up", "round_down", "round_to", "abs"})
"""Functions whose arguments and result are all in one unit."""


def call(node: Call, given: Sequence[Quantity], words: Words) -> Quantity:
    """Return what a function's result is in. Raises ExpressionError."""
    if node.function in STEPS:
        expect(node.arguments[1], given[1], words.read(STEPS[node.function]), "a number")
        return ANY
    if node.function in ALIKE:
        return alike(list(zip(node.arguments, given, strict=True)))
    if node.function in SPANS:
        return of(words.read(SPANS[node.function]))
    match node.function:
        case "number_of":
            return bare()
        case "square_root":
            return _root(node, given[0])
        case "interval_low" | "interval_high":
            alike(list(zip(node.arguments[:2], given[:2], strict=True)))
            expect(node.arguments[2], given[2], plain(), "a number of standard errors")
            return of(plain())
    return ANY


def _root(node: Call, given: Quantity) -> Quantity:
    found = [root for root in map(rooted, given.readings) if root is not None]
    if given.takes_any or found:
        return of(*found)
    written = f"`{given.text}`, which is not the square of a unit"
    raise ExpressionError(Fault("units-differ", node.span, written, "the square of a unit", "correct the formula inside the brackets"))


def aggregate(node: Aggregate, operand: Quantity, argument: Quantity, thing: Dimension | None, noun: Dimension | None) -> Quantity:
    """Return what an aggregate over so many things is in; `noun` is what the operand's different values are. Raises ExpressionError."""
    if node.argument is not None and node.function == "percentile":
        expect(node.argument, argument, plain(), "a share")
    elif node.argument is not None and thing is not None:
        expect(node.argument, argument, thing, "how many")
    match node.function:
        case "count":
            return ANY if thing is None else of(thing)
        case "count_distinct":
            return bare() if noun is None else of(noun)
        case "sum":
            return operand if thing is None else summed(operand, thing)
        case "mean":
            return operand if thing is None else averaged(operand, thing)
        case "any" | "all":
            return ANY
        case "mean_of_least" | "mean_of_greatest" if thing is not None:
            return of(*operand.readings, *averaged(operand, thing).readings)
    return operand


def noun_of(node: Aggregate, nouns: Mapping[str, str]) -> str | None:
    """Return what the different values of a column are: days of a date, patients of a patient's id."""
    operand = node.operand
    if not isinstance(operand, Name) or operand.type is None:
        return None
    return "day" if operand.type.kind == "date" else nouns.get(operand.name)
