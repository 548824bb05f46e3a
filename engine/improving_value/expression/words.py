"""A tree in plain English, for reports, sign-off and messages: a phrase for a value, a clause for a condition."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from improving_value.expression.english import be, denied, listed, the
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
from improving_value.expression.types import BOOLEAN
from improving_value.expression.words_aggregates import aggregate_clause, aggregate_phrase, window_phrase
from improving_value.expression.words_calls import call_clause, call_phrase
from improving_value.expression.words_idioms import complementary, guarded, is_background, merged, turned
from improving_value.expression.words_verbs import OPPOSITE, verb

OPEN, SUM, PRODUCT, ATOM = 0, 1, 2, 3
"""How tightly a phrase holds together: an open one (the total of …) is bracketed wherever something follows it."""

_CALCULATED = re.compile(r" (?:plus|less|minus|times|divided by) ")
"""Words in a name that could be taken for a calculation."""

_COMBINED = {"+": "plus", "-": "minus", "*": "times", "/": "divided by"}
BOOLEAN_CALLS = frozenset({"is_missing", "starts_with", "time_between"})
BOOLEAN_AGGREGATES = frozenset({"any", "all"})


def plain_name(node: Name | Namespaced) -> str:
    """Return a name as words; a baseline measure says so."""
    words = node.name.split("__")[0].replace("_", " ")
    if isinstance(node, Namespaced):
        return f"{words} in the {'baseline' if node.namespace == 'baseline' else 'period before the baseline'}"
    return words


def plain_clause(node: Name) -> str:
    """Return what is so when a yes-or-no name is yes."""
    return f"“{plain_name(node)}” is yes"


@dataclass(frozen=True)
class Speaker:
    """What a reader calls things here: names of values, names of yes-or-no values as clauses, the rows that an aggregate runs over.

    `within` speaks inside an aggregate's brackets, where the names are those of the rows; None where it makes no difference.
    """

    noun: Callable[[Name | Namespaced], str] = plain_name
    clause: Callable[[Name], str] = plain_clause
    row: str = "row"
    rows: str = "rows"
    within: Speaker | None = field(default=None)
    subject: Callable[[Name | Namespaced], str] | None = None
    """What a name is called as the subject of a comparison, where that differs."""

    @property
    def inside(self) -> Speaker:
        return self.within or self


_WITHIN = "on or after the first day of the period and before the end of the period"
PLAIN = Speaker()


def is_condition(node: Node) -> bool:
    """Say whether a tree is true or false; one that has not been checked is judged by its form."""
    if node.type is not None:
        return node.type == BOOLEAN
    return (
        isinstance(node, Not | AllOf | AnyOf | Comparison | Membership)
        or (isinstance(node, Call) and node.function in BOOLEAN_CALLS)
        or (isinstance(node, Aggregate) and node.function in BOOLEAN_AGGREGATES)
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


def _phrase(node: Node, speaker: Speaker) -> tuple[str, int]:
    if is_condition(node) and not isinstance(node, Literal):
        return f"whether {clause(node, speaker)}", OPEN
    kernel, guards = guarded(node)
    if guards:
        return f"{phrase(kernel, speaker)} {_unless_missing(guards, speaker)}", OPEN
    match node:
        case Literal(value):
            return literal(value), ATOM
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
            return call_phrase(node, speaker, _hold), OPEN
        case Aggregate():
            return aggregate_phrase(node, speaker, _hold)
        case Window():
            return window_phrase(node, speaker, _hold), OPEN
    raise AssertionError(node)


def _arithmetic(node: Arithmetic, speaker: Speaker) -> tuple[str, int]:
    """Return a sum or product. People read from left to right: only a chain of sums, or one of products, goes without brackets."""
    if isinstance(node.right, Call) and node.operator == "/" and node.right.function == "number_of":
        return f"{phrase(node.left, speaker)}, known only if {clause(node.right.arguments[0], speaker)}", OPEN
    if node.operator == "/" and isinstance(node.right, Literal) and node.right.value == Decimal(0):
        return "not known", ATOM
    level = SUM if node.operator in "+-" else PRODUCT
    chained = isinstance(node.left, Arithmetic) and (node.left.operator == node.operator or (node.left.operator, node.operator) == ("*", "/"))
    chained = chained or (isinstance(node.left, Arithmetic) and level == SUM and node.left.operator in "+-")
    left = phrase(node.left, speaker) if chained and not guarded(node.left)[1] else operand(node.left, speaker)
    return f"{left} {_COMBINED[node.operator]} {operand(node.right, speaker)}", level


def _choice(node: Choice, speaker: Speaker) -> str:
    then = operand(node.then, speaker, SUM)
    if isinstance(node.otherwise, Choice):
        return f"{then} if {part(node.condition, speaker)}; otherwise {phrase(node.otherwise, speaker)}"
    return f"{then} if {part(node.condition, speaker)}, otherwise {operand(node.otherwise, speaker, SUM)}"


def literal(value: Decimal | str | bool) -> str:
    """Return a written value as a reader sees it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:f}" if isinstance(value, Decimal) else f"“{value.replace('_', ' ')}”"


def clause(node: Node, speaker: Speaker = PLAIN) -> str:
    """Return a condition as a clause that is true or false."""
    kernel, guards = guarded(node)
    if guards:
        return f"{clause(kernel, speaker)} {_unless_missing(guards, speaker)}"
    match node:
        case Literal(value):
            return "always" if value is True else "never"
        case Name():
            return speaker.clause(node)
        case Not(inner):
            return denial(inner, speaker)
        case Comparison():
            return _comparison(node, speaker)
        case AllOf(operands):
            parts = _conjuncts(operands, speaker)
            return (" and " if len(parts) < 3 else ", and ").join(parts)
        case AnyOf(operands):
            known = complementary(operands)
            if known is not None:
                return _known(known, speaker)
            return "either " + ", or ".join(part(one, speaker) for one in operands)
        case Choice(condition, then, otherwise):
            return f"(where {clause(condition, speaker)}: {clause(then, speaker)}; otherwise: {clause(otherwise, speaker)})"
        case Membership():
            return _membership(node, speaker, node.negated)
        case Call():
            return call_clause(node, speaker, _hold, negated=False)
        case Aggregate():
            return aggregate_clause(node, speaker, _hold, negated=False)
        case _:
            return phrase(node, speaker)


def _comparison(node: Comparison, speaker: Speaker) -> str:
    """Return a comparison, said of what is measured rather than of the limit it is held against."""
    if is_background(node.left) and not is_background(node.right):
        node = turned(node)
    subject = _subject(node.left, speaker)
    compared = verb(node.operator, node.left, node.right).removeprefix("is")
    return f"{subject} {be(subject)}{compared} {operand(node.right, speaker, SUM)}"


def _conjuncts(operands: tuple[Node, ...], speaker: Speaker) -> list[str]:
    """Return the parts of an `and`; what is said twice of one thing is said once: x is at least a and below b."""
    found = []
    for subject, comparisons in merged(operands):
        if subject is None:
            found.append(part(comparisons[0], speaker))
            continue
        said = [f"{verb(one.operator, one.left, one.right)} {operand(one.right, speaker, SUM)}" for one in comparisons if isinstance(one, Comparison)]
        words = phrase(subject, speaker)
        limits = " and ".join(one.removeprefix("is ") for one in said).replace(_WITHIN, "in the period")
        found.append(f"{words} {be(words)} {limits}")
    return found


def _subject(node: Node, speaker: Speaker) -> str:
    named = isinstance(node, Name | Namespaced) and speaker.subject is not None
    return speaker.subject(node) if named else phrase(node, speaker)  # type: ignore[misc, arg-type]


def part(node: Node, speaker: Speaker) -> str:
    """Return a condition as part of another: in brackets when it has parts of its own."""
    words = clause(node, speaker)
    if not isinstance(node, AllOf | AnyOf) or complementary_of(node) is not None:
        return words
    one = isinstance(node, AllOf) and len(_conjuncts(node.operands, speaker)) == 1
    return words if one else f"({words})"


def complementary_of(node: Node) -> Node | None:
    """Return what an `or` asks to be known: it holds whichever way, so long as it can be told."""
    return complementary(node.operands) if isinstance(node, AnyOf) else None


def denial(node: Node, speaker: Speaker) -> str:
    """Return the opposite of a condition."""
    match node:
        case Name():
            return denied(speaker.clause(node)) if not speaker.clause(node).endswith("” is yes") else speaker.clause(node)[:-3] + "no"
        case Not(inner):
            return clause(inner, speaker)
        case Comparison():
            return _comparison(replace(node, operator=OPPOSITE[node.operator]), speaker)
        case Membership():
            return _membership(node, speaker, not node.negated)
        case AnyOf(operands):
            return "none of these holds: " + "; ".join(clause(one, speaker) for one in operands)
        case AllOf(operands):
            return "not all of these hold: " + "; ".join(clause(one, speaker) for one in operands)
        case Call():
            return call_clause(node, speaker, _hold, negated=True)
        case Aggregate():
            return aggregate_clause(node, speaker, _hold, negated=True)
        case _:
            return f"it is not the case that {clause(node, speaker)}"


def _membership(node: Membership, speaker: Speaker, negated: bool) -> str:
    options = _without_repeats([operand(option, speaker) for option in node.options])
    one_list = len(options) == 1
    among = f"one of {the(options[0]) if one_list else listed(options, 'and')}" if one_list or len(options) > 3 else listed(options, "or")
    item = _subject(node.item, speaker)
    return f"{item} {be(item)} {'not ' if negated else ''}{among}"


def _without_repeats(words: list[str]) -> list[str]:
    """Return a list in which whose it is stands once: this area’s first peer, second peer."""
    owner = words[0].partition("’s ")[0] + "’s "
    shared = words[0].startswith("this ") and all(one.startswith(owner) for one in words)
    return [words[0], *(one.removeprefix(owner) for one in words[1:])] if shared else words


def _known(node: Node, speaker: Speaker) -> str:
    if is_condition(node):
        return f"it is known whether {clause(node, speaker)}"
    words = phrase(node, speaker)
    return f"{words} {be(words)} known"


def _unless_missing(guards: tuple[Node, ...], speaker: Speaker) -> str:
    return f"(not known when {listed([phrase(guard, speaker) for guard in guards], 'or')} is not recorded)"


@dataclass(frozen=True)
class Hold:
    """The ways of saying a part, for the modules that word calls and aggregates."""

    phrase: Callable[[Node, Speaker], str]
    operand: Callable[[Node, Speaker], str]
    clause: Callable[[Node, Speaker], str]
    denial: Callable[[Node, Speaker], str]


_hold = Hold(phrase, operand, clause, denial)
