"""A tree in plain English, for reports, sign-off and messages: a phrase for a value, a clause for a condition."""

from __future__ import annotations

import re
from decimal import Decimal

from improving_value.expression.english import listed
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
from improving_value.expression.speaker import PLAIN, Speaker, Ways
from improving_value.expression.types import BOOLEAN
from improving_value.expression.words_aggregates import aggregate_phrase, window_phrase
from improving_value.expression.words_calls import call_phrase
from improving_value.expression.words_clauses import assertion, denial, part
from improving_value.expression.words_idioms import guarded

OPEN, SUM, PRODUCT, ATOM = 0, 1, 2, 3
"""How tightly a phrase holds together: an open one (the total of …) is bracketed wherever something follows it."""

_CALCULATED = re.compile(r" (?:plus|less|minus|times|divided by) ")
"""Words in a name that could be taken for a calculation."""

_COMBINED = {"+": "plus", "-": "minus", "*": "times", "/": "divided by"}
_CONDITIONS = frozenset({"is_missing", "starts_with", "time_between"})
_OF_ROWS = frozenset({"any", "all"})


def is_condition(node: Node) -> bool:
    """Say whether a tree is true or false; one that has not been checked is judged by its form."""
    if node.type is not None:
        return node.type == BOOLEAN
    return (
        isinstance(node, Not | AllOf | AnyOf | Comparison | Membership)
        or (isinstance(node, Call) and node.function in _CONDITIONS)
        or (isinstance(node, Aggregate) and node.function in _OF_ROWS)
    )


def in_words(node: Node, speaker: Speaker = PLAIN) -> str:
    """Return an expression as a phrase, or as a clause when it is true or false."""
    return clause(node, speaker) if is_condition(node) else phrase(node, speaker)


def phrase(node: Node, speaker: Speaker = PLAIN) -> str:
    """Return a value as a phrase."""
    return _phrase(node, speaker)[0]


def operand(node: Node, speaker: Speaker, least: int = ATOM) -> str:
    """Return a value as part of another: in brackets unless it holds together at least so tightly."""
    words, level = _phrase(node, speaker)
    return words if level >= least else f"({words})"


def clause(node: Node, speaker: Speaker = PLAIN) -> str:
    """Return a condition as a clause that is true or false."""
    kernel, guards = guarded(node)
    if guards:
        return f"{clause(kernel, speaker)} (this cannot be told when {_missing(guards, speaker)})"
    return assertion(node, speaker, WAYS)


def condition_part(node: Node, speaker: Speaker = PLAIN) -> str:
    """Return a condition as part of a sentence: in brackets when it has parts of its own."""
    return part(node, speaker, WAYS)


def _phrase(node: Node, speaker: Speaker) -> tuple[str, int]:
    if is_condition(node) and not isinstance(node, Literal):
        return f"whether {clause(node, speaker)}", OPEN
    kernel, guards = guarded(node)
    if guards:
        return f"{phrase(kernel, speaker)} (not known when {_missing(guards, speaker)})", OPEN
    match node:
        case Literal(value):
            return _literal(value), ATOM
        case Name() | Namespaced():
            words = speaker.noun(node)
            return words, OPEN if _CALCULATED.search(words) else ATOM
        case Negate(inner):
            return f"minus {operand(inner, speaker)}", PRODUCT
        case Arithmetic("-", Literal(nought), inner) if nought == Decimal(0):
            return f"minus {operand(inner, speaker)}", PRODUCT
        case Arithmetic():
            return _arithmetic(node, speaker)
        case Choice():
            return _choice(node, speaker), OPEN
        case Call():
            return call_phrase(node, speaker, WAYS), OPEN
        case Aggregate():
            return aggregate_phrase(node, speaker, WAYS)
        case Window():
            return window_phrase(node, speaker, WAYS), OPEN
    raise AssertionError(node)


def _arithmetic(node: Arithmetic, speaker: Speaker) -> tuple[str, int]:
    """Return a sum or product. People read from left to right: only a chain of sums, or one of products, goes without brackets."""
    left, right, operator = node.left, node.right, node.operator
    if operator == "/" and isinstance(right, Call) and right.function == "number_of":
        return f"{phrase(left, speaker)}, known only if {clause(right.arguments[0], speaker)}", OPEN
    if operator == "/" and isinstance(right, Literal) and right.value == Decimal(0):
        return "not known", ATOM
    chained = isinstance(left, Arithmetic) and not guarded(left)[1] and _chains(left.operator, operator)
    before = phrase(left, speaker) if chained else operand(left, speaker)
    return f"{before} {_COMBINED[operator]} {operand(right, speaker)}", SUM if operator in "+-" else PRODUCT


def _chains(first: str, second: str) -> bool:
    """Say whether two operators follow one another without brackets: a divided by b times c would be misread."""
    return (first in "+-" and second in "+-") or (first, second) in (("*", "*"), ("*", "/"), ("/", "/"))


def _choice(node: Choice, speaker: Speaker) -> str:
    then = operand(node.then, speaker, SUM)
    if isinstance(node.otherwise, Choice):
        return f"{then} if {condition_part(node.condition, speaker)}; otherwise {phrase(node.otherwise, speaker)}"
    return f"{then} if {condition_part(node.condition, speaker)}, otherwise {operand(node.otherwise, speaker, SUM)}"


def _literal(value: Decimal | str | bool | None) -> str:
    """Return a written value as a reader sees it."""
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:f}" if isinstance(value, Decimal) else f"“{value.replace('_', ' ')}”"


def _missing(guards: tuple[Node, ...], speaker: Speaker) -> str:
    return f"{listed([phrase(guard, speaker) for guard in guards], 'or')} is not recorded"


def _denial(node: Node, speaker: Speaker) -> str:
    return denial(node, speaker, WAYS)


def _loosely(node: Node, speaker: Speaker) -> str:
    return operand(node, speaker, SUM)


WAYS: Ways = Ways(
    phrase=phrase,
    operand=operand,
    loosely=_loosely,
    clause=clause,
    denial=_denial,
    is_condition=is_condition,
)
