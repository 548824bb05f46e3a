"""How a name or a type that does not fit is put to the author."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from improving_value.expression.faults import Echo, ExpressionError, Fault
from improving_value.expression.functions import Function
from improving_value.expression.nodes import Name, Node
from improving_value.expression.scope import Scope
from improving_value.expression.types import BOOLEAN, Type
from improving_value.kernel.names import nearest


def typed(node: Node) -> Type:
    """Return the type of a resolved node."""
    assert node.type is not None, "only resolved nodes have types"
    return node.type


def fault_at(code: str, node: Node, found: str, expected: str, fix: str) -> ExpressionError:
    return ExpressionError(Fault(code, node.span, found, expected, fix))


def unknown_name(node: Node, name: str, scope: Scope) -> ExpressionError:
    known = sorted({*scope.visible, *scope.parameters, *(scope.measures or {})})
    if scope.inside is not None and name in scope.inside:
        return fault_at(
            "rows-outside-aggregate",
            node,
            f"`{name}`, which has one value for each row, not one for the unit",
            "a column of the unit, or an aggregate",
            f"write what to do with the rows: `sum({name})`, `first({name}, by=…)` …",
        )
    if name in scope.broken:
        raise Echo(Fault("unknown-name", node.span, "", "", ""))
    if scope.later.get(name):
        return fault_at(
            "depends-on-itself",
            node,
            f"`{name}`, which leads back to what is defined here",
            "definitions that rest on what stands above them",
            "break the ring: work one of them out from other columns",
        )
    if name in scope.later:
        return fault_at(
            "unknown-name", node, f"`{name}`, which is defined further down", "a name defined above", f"move `{name}` up, before this line"
        )
    if name in scope.elsewhere:
        return fault_at(
            "unknown-name",
            node,
            f"`{name}`, a column of `{scope.elsewhere[name]}`, in a figure of `{scope.unit}`",
            f"a column of `{scope.unit}`, or a parameter",
            f"say `of: {scope.elsewhere[name]}`, or work it out on `{scope.unit}`",
        )
    close = nearest(name, known)
    fix = f"write `{close}`" if close else "define it under `columns` or `parameters`, or correct the name"
    return fault_at("unknown-name", node, f"`{name}`, which is not defined here", "a column, a parameter or a measure", fix)


def compared(node: Node, other: Node, scope: Scope, resolve: Callable[[Node, Scope], Node]) -> Node:
    """Return what is compared with another; a word that nothing is called, beside a text, is a text without its quotes."""
    try:
        return resolve(node, scope)
    except Echo:
        raise
    except ExpressionError as error:
        alone = error.fault.code == "unknown-name" and "not defined here" in error.fault.found
        if not isinstance(node, Name) or not alone or typed(other).kind != "text" or error.fault.fix.startswith("write"):
            raise
        fault = replace(
            error.fault, expected="a text in quotes, or a name", fix=f"write `'{node.name}'` if it is a text, or correct the name"
        )
        raise ExpressionError(fault) from None


def a_word(kind: Type) -> str:
    word = kind.word
    return word if word.startswith("a ") or word in ("text",) else f"a {word}"


def wrong_arguments(node: Node, function: Function, arguments: tuple[Node, ...]) -> ExpressionError:
    given = ", ".join(a_word(typed(argument)) for argument in arguments) or "nothing"
    return fault_at(
        "wrong-arguments",
        node,
        f"`{function.name}` of {given}",
        f"`{function.name}{function.takes}`: {function.says}",
        f"for example `{function.example}`",
    )


def condition(node: Node, what: str) -> Node:
    """Return a node that is true, false or missing; raise for any other."""
    if typed(node) == BOOLEAN:
        return node
    raise fault_at(
        "not-true-or-false",
        node,
        f"{a_word(typed(node))} with {what}",
        "something true or false",
        "write a comparison, for example `x > 0`",
    )
