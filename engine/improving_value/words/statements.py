"""Conditions and values as lines of a list: what is long is taken apart, one part to a line."""

from __future__ import annotations

from dataclasses import replace

from improving_value.expression.english import lower_first
from improving_value.expression.nodes import Aggregate, AllOf, AnyOf, Arithmetic, Choice, Literal, Name, Node, Not, walk
from improving_value.expression.rewrite import rewrite
from improving_value.expression.speaker import Speaker
from improving_value.expression.words import clause, condition_part, in_words, is_condition, phrase
from improving_value.expression.words_clauses import asked_to_be_known
from improving_value.expression.words_idioms import guarded, merged
from improving_value.words.document import Item, sentence

LONGEST = 130
"""Characters that a line may hold before its parts get lines of their own."""


def condition(intro: str, node: Node, speaker: Speaker, lead: str = "", ref: str = "") -> Item:
    """Return a condition behind its introduction; a long one as a list of its parts."""
    words = clause(node, speaker)
    if isinstance(node, Aggregate) and node.function in ("any", "all") and node.operand is not None and len(words) > LONGEST:
        return _of_rows(intro, node, node.operand, speaker, lead, ref)
    if intro.endswith((" when", " if")) and words.startswith(("for ", "on ")):
        intro = f"{intro},"
    parts = _parts(node)
    if parts is None or (len(words) <= LONGEST and len(parts[1]) < 3):
        return Item(sentence(f"{intro} {words}"), lead, ref)
    together, nodes = parts
    return Item(sentence(f"{intro} {together}:"), lead, ref, tuple(_below(one, speaker) for one in nodes))


def _of_rows(intro: str, node: Aggregate, operand: Node, speaker: Speaker, lead: str, ref: str) -> Item:
    """Return what holds for some rows, or for all, with the parts of the condition as a list."""
    rows = speaker.inside.rows
    which = f"for at least one of the {rows}" if node.function == "any" else f"for every one of the {rows}"
    among = f" where {clause(node.where, speaker.inside)}" if node.where is not None else ""
    found = condition(f"{intro} {which}{among},".strip(), operand, speaker.inside, lead, ref)
    left_out = (Item(f"{rows} for which this is not known are left out"),) if node.known else ()
    return replace(found, parts=(*found.parts, *left_out))


def _parts(node: Node) -> tuple[str, tuple[Node, ...]] | None:
    """Return what is said of several conditions, and the conditions; None for one that is not made of several."""
    if guarded(node)[1] or asked_to_be_known(node) is not None:
        return None
    match node:
        case AllOf(operands):
            groups = tuple(
                comparisons[0] if subject is None else AllOf(comparisons, node.span, node.type) for subject, comparisons in merged(operands)
            )
            return None if len(groups) == 1 else ("all of these hold", groups)
        case AnyOf(operands):
            return "at least one of these holds", operands
        case Not(AnyOf(operands)):
            return "none of these holds", operands
        case Not(AllOf(operands)):
            return "not all of these hold", operands
    return None


def _below(node: Node, speaker: Speaker) -> Item:
    found = condition("", node, speaker)
    return Item(lower_first(found.text).rstrip("."), parts=found.parts)


def value(node: Node, speaker: Speaker, lead: str = "", ref: str = "", intro: str = "") -> Item:
    """Return a value; a choice between several as a list of cases, read from the top."""
    if is_condition(node) and not isinstance(node, Choice):
        return condition(intro, node, speaker, lead, ref)
    if not isinstance(node, Choice) and (inner := _choice_in(node)) is not None and len(phrase(node, speaker)) > LONGEST:
        return _with_amount(node, inner, speaker, lead, ref, intro)
    if guarded(node)[1] or not isinstance(node, Choice):
        return Item(sentence(f"{intro} {in_words(node, speaker)}".strip()), lead, ref)
    said = clause if is_condition(node) else phrase
    cases: list[Item] = []
    rest: Node = node
    while isinstance(rest, Choice) and not guarded(rest)[1]:
        cases.append(Item(f"{_case(rest.then, speaker, said)} – if {condition_part(rest.condition, speaker)}"))
        rest = rest.otherwise
    cases.append(Item(f"otherwise: {_case(rest, speaker, said)}"))
    if len(cases) == 2 and not is_condition(node) and len(phrase(node, speaker)) <= LONGEST:
        return Item(sentence(f"{intro} {phrase(node, speaker)}".strip()), lead, ref)
    return Item(sentence(f"{intro} the first of these that applies:".strip()), lead, ref, tuple(cases))


def _choice_in(node: Node) -> Choice | None:
    """Return a choice within a calculation, which is easier read by itself."""
    return (
        next((part for part in walk(node) if isinstance(part, Choice) and not guarded(part)[1]), None)
        if isinstance(node, Arithmetic)
        else None
    )


def _with_amount(node: Node, inner: Choice, speaker: Speaker, lead: str, ref: str, intro: str) -> Item:
    """Return a calculation with its choice under a name, and the choice below it."""
    amount = Name("amount", (0, 1))
    whole = rewrite(node, lambda part: amount if part is inner else None)
    named = replace(speaker, noun=lambda name: "the amount below" if name is amount else speaker.noun(name))
    found = value(whole, named, lead, ref, intro)
    below = value(inner, speaker)
    return replace(found, parts=(*found.parts, Item(f"the amount is {below.text[:1].lower()}{below.text[1:]}", parts=below.parts)))


def _case(node: Node, speaker: Speaker, said: object) -> str:
    if isinstance(node, Literal) and isinstance(node.value, bool):
        return "yes" if node.value else "no"
    return f"yes when {clause(node, speaker)}" if said is clause else phrase(node, speaker)
