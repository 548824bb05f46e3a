"""Conditions in plain English: a clause that is true or false, and its opposite."""

from __future__ import annotations

from dataclasses import replace

from improving_value.expression.english import be, denied, listed, the
from improving_value.expression.nodes import (
    Aggregate,
    AllOf,
    AnyOf,
    Call,
    Choice,
    Comparison,
    Literal,
    Membership,
    Name,
    Namespaced,
    Node,
    Not,
)
from improving_value.expression.speaker import UNLABELLED, Speaker, Ways
from improving_value.expression.words_aggregates import aggregate_clause
from improving_value.expression.words_calls import call_clause
from improving_value.expression.words_idioms import complementary, is_background, merged, turned
from improving_value.expression.words_verbs import OPPOSITE, verb

_WITHIN = "on or after the first day of the period and before the end of the period"
_LONG_LIST = 3


def assertion(node: Node, speaker: Speaker, say: Ways) -> str:
    """Return a condition as a clause."""
    match node:
        case Literal(value):
            return "always" if value is True else "never"
        case Name():
            return speaker.clause(node)
        case Not(inner):
            return denial(inner, speaker, say)
        case Comparison():
            return _comparison(node, speaker, say)
        case AllOf(operands):
            parts = _conjuncts(operands, speaker, say)
            return (" and " if len(parts) < 3 else ", and ").join(parts)
        case AnyOf(operands):
            known = complementary(operands)
            if known is not None:
                return _known(known, speaker, say)
            return "either " + ", or ".join(part(one, speaker, say) for one in operands)
        case Choice(condition, then, otherwise):
            return f"(where {say.clause(condition, speaker)}: {say.clause(then, speaker)}; otherwise: {say.clause(otherwise, speaker)})"
        case Membership():
            return _membership(node, speaker, say, node.negated)
        case Call():
            return call_clause(node, speaker, say, negated=False)
        case Aggregate():
            return aggregate_clause(node, speaker, say, negated=False)
        case _:
            return say.phrase(node, speaker)


def denial(node: Node, speaker: Speaker, say: Ways) -> str:
    """Return the opposite of a condition."""
    match node:
        case Name():
            words = speaker.clause(node)
            return f"{words.removesuffix(UNLABELLED)}” is no" if words.endswith(UNLABELLED) else denied(words)
        case Not(inner):
            return say.clause(inner, speaker)
        case Comparison():
            return _comparison(replace(node, operator=OPPOSITE[node.operator]), speaker, say)
        case Membership():
            return _membership(node, speaker, say, not node.negated)
        case AnyOf(operands):
            return "none of these holds: " + "; ".join(say.clause(one, speaker) for one in operands)
        case AllOf(operands):
            return "not all of these hold: " + "; ".join(say.clause(one, speaker) for one in operands)
        case Call():
            return call_clause(node, speaker, say, negated=True)
        case Aggregate():
            return aggregate_clause(node, speaker, say, negated=True)
        case _:
            return f"it is not the case that {say.clause(node, speaker)}"


def part(node: Node, speaker: Speaker, say: Ways) -> str:
    """Return a condition as part of another: in brackets when it has parts of its own."""
    words = say.clause(node, speaker)
    if not isinstance(node, AllOf | AnyOf) or asked_to_be_known(node) is not None:
        return words
    one = isinstance(node, AllOf) and len(_conjuncts(node.operands, speaker, say)) == 1
    return words if one else f"({words})"


def asked_to_be_known(node: Node) -> Node | None:
    """Return what an `or` asks to be known: it holds whichever way, so long as it can be told."""
    return complementary(node.operands) if isinstance(node, AnyOf) else None


def _comparison(node: Comparison, speaker: Speaker, say: Ways) -> str:
    """Return a comparison, said of what is measured rather than of the limit it is held against."""
    if is_background(node.left) and not is_background(node.right):
        node = turned(node)
    subject = _subject(node.left, speaker, say)
    compared = verb(node.operator, node.left, node.right).removeprefix("is")
    return f"{subject} {be(subject)}{compared} {say.loosely(node.right, speaker)}"


def _subject(node: Node, speaker: Speaker, say: Ways) -> str:
    if isinstance(node, Name | Namespaced) and speaker.subject is not None:
        return speaker.subject(node)
    return say.phrase(node, speaker)


def _conjuncts(operands: tuple[Node, ...], speaker: Speaker, say: Ways) -> list[str]:
    """Return the parts of an `and`; what is said twice of one thing is said once: x is at least a and below b."""
    found = []
    for subject, comparisons in merged(operands):
        if subject is None:
            found.append(part(comparisons[0], speaker, say))
            continue
        said = [
            f"{verb(one.operator, one.left, one.right)} {say.loosely(one.right, speaker)}"
            for one in comparisons
            if isinstance(one, Comparison)
        ]
        words = say.phrase(subject, speaker)
        limits = " and ".join(one.removeprefix("is ") for one in said).replace(_WITHIN, "in the period")
        found.append(f"{words} {be(words)} {limits}")
    return found


def _membership(node: Membership, speaker: Speaker, say: Ways, negated: bool) -> str:
    options = _without_repeats([say.operand(option, speaker) for option in node.options])
    if len(options) == 1:
        among = f"one of {the(options[0])}"
    else:
        among = f"one of {listed(options)}" if len(options) > _LONG_LIST else listed(options, "or")
    item = _subject(node.item, speaker, say)
    return f"{item} {be(item)} {'not ' if negated else ''}{among}"


def _without_repeats(words: list[str]) -> list[str]:
    """Return a list in which whose it is stands once: this area’s first peer, second peer."""
    owner = words[0].partition("’s ")[0] + "’s "
    shared = words[0].startswith("this ") and all(one.startswith(owner) for one in words)
    return [words[0], *(one.removeprefix(owner) for one in words[1:])] if shared else words


def _known(node: Node, speaker: Speaker, say: Ways) -> str:
    if say.is_condition(node):
        return f"it is known whether {say.clause(node, speaker)}"
    words = say.phrase(node, speaker)
    return f"{words} {be(words)} known"
