"""What a rule comes to when one field is not recorded, worked out from the rule itself."""

from __future__ import annotations

from improving_value.expression.nodes import AllOf, AnyOf, Call, Choice, Comparison, Literal, Name, Node, Not, children
from improving_value.expression.words_idioms import same

TRUE, FALSE, MISSING = "true", "false", "missing"
Outcomes = frozenset[str]
EITHER: Outcomes = frozenset({TRUE, FALSE})


def without(node: Node, field: str) -> Outcomes:
    """Return what a condition can come to when `field` is missing and everything else it reads is there."""
    match node:
        case Literal(value) if isinstance(value, bool):
            return frozenset({TRUE if value else FALSE})
        case Not(inner):
            turned = {TRUE: FALSE, FALSE: TRUE, MISSING: MISSING}
            return frozenset(turned[one] for one in without(inner, field))
        case AllOf(operands):
            return _joined(operands, field, FALSE)
        case AnyOf(operands):
            return _joined(operands, field, TRUE)
        case Choice(condition, then, otherwise):
            return _chosen(condition, then, otherwise, field)
        case Call("is_missing", (value,)):
            return frozenset({TRUE}) if is_missing(value, field) else EITHER
        case Call("if_missing", (value, instead)):
            return without(instead, field) if is_missing(value, field) else without(value, field)
        case Comparison(operator, left, right) if same(left, right) and not is_missing(left, field):
            return frozenset({TRUE if operator in ("==", "<=", ">=") else FALSE})
        case _:
            return frozenset({MISSING}) if is_missing(node, field) else EITHER


def _chosen(condition: Node, then: Node, otherwise: Node, field: str) -> Outcomes:
    found: Outcomes = frozenset()
    for one in without(condition, field):
        found |= {TRUE: without(then, field), FALSE: without(otherwise, field), MISSING: frozenset({MISSING})}[one]
    return found


def _joined(operands: tuple[Node, ...], field: str, decisive: str) -> Outcomes:
    """Return the outcomes of an `and` (decided by one false) or an `or` (decided by one true)."""
    other = TRUE if decisive == FALSE else FALSE
    found: Outcomes = frozenset({other})
    for operand in operands:
        found = frozenset(_both(one, two, decisive) for one in found for two in without(operand, field))
    return found


def _both(one: str, two: str, decisive: str) -> str:
    if decisive in (one, two):
        return decisive
    return MISSING if MISSING in (one, two) else one


def is_missing(node: Node, field: str) -> bool:
    """Say whether a value must be missing when `field` is."""
    match node:
        case Name(name):
            return name == field
        case Literal(None):
            return True
        case Call("is_missing"):
            return False
        case Call("if_missing", (value, instead)):
            return is_missing(value, field) and is_missing(instead, field)
        case Choice(condition, then, otherwise):
            return is_missing(condition, field) or (is_missing(then, field) and is_missing(otherwise, field))
        case AllOf() | AnyOf():
            return without(node, field) == frozenset({MISSING})
        case _:
            return any(is_missing(part, field) for part in children(node))


def consequence(outcomes: Outcomes, unit: str) -> str:
    """Return what becomes of a unit, in words."""
    if outcomes == {MISSING}:
        return f"the {unit} is undetermined"
    if MISSING not in outcomes:
        return {frozenset({TRUE}): "the rule holds", frozenset({FALSE}): f"the {unit} is not eligible"}.get(
            outcomes, "the rest of the rule decides"
        )
    settled = "holds anyway" if TRUE in outcomes else "is false anyway"
    settled = settled if len(outcomes) == 2 else "is decided by what is recorded"
    return f"the {unit} is undetermined, unless the rule {settled}"
