"""Calls, aggregates and windows: what they are given, and what they give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from improving_value.expression.folding import fold, fold_pair
from improving_value.expression.functions import Function
from improving_value.expression.functions_of_rows import AGGREGATES, WINDOWS
from improving_value.expression.misfits import a_word, condition, fault_at, typed, wrong_arguments
from improving_value.expression.nodes import Aggregate, Call, Name, Node, Window
from improving_value.expression.scope import Scope

Resolve = Callable[[Node, Scope], Node]


def resolve_call(node: Call, function: Function, arguments: tuple[Node, ...]) -> Call:
    if function.name == "starts_with" and len(arguments) == 2 and typed(arguments[0]).folded:
        arguments = (arguments[0], fold(arguments[1]))
    if function.name == "if_missing" and len(arguments) == 2:
        arguments = fold_pair(*arguments)
    result = function.result([typed(argument) for argument in arguments])
    if result is None:
        raise wrong_arguments(node, function, arguments)
    return replace(node, arguments=arguments, type=result)


def resolve_aggregate(node: Aggregate, scope: Scope, resolve: Resolve) -> Aggregate:
    if scope.inside is None:
        raise fault_at(
            "aggregate-not-allowed",
            node,
            f"`{node.function}` where there is one row",
            "a calculation of one row's values",
            "aggregate where rows are gathered: under a group's `columns`, in a fact, a KPI or a measure",
        )
    inner = scope.within_aggregate()
    operand = None if node.operand is None else resolve(node.operand, inner)
    argument = None if node.argument is None else resolve(node.argument, replace(scope, inside=None))
    where = None if node.where is None else condition(resolve(node.where, inner), "`where=`")
    by = None if node.by is None else resolve(node.by, inner)
    if by is not None and typed(by).kind in ("text", "boolean"):
        raise fault_at(
            "types-differ", by, f"{a_word(typed(by))} to order by", "a date, a date-time or a number", "order by when it happened"
        )
    parts = tuple(part for part in (operand, argument) if part is not None)
    result = AGGREGATES[node.function].result([typed(part) for part in parts])
    if result is None:
        raise wrong_arguments(node, AGGREGATES[node.function], parts)
    return replace(node, operand=operand, argument=argument, where=where, by=by, type=result)


def resolve_window(node: Window, scope: Scope, resolve: Resolve) -> Window:
    if not scope.windows:
        raise fault_at(
            "aggregate-not-allowed",
            node,
            f"`{node.function}` where rows have no order",
            "a column under `rows`, or of a unit that is not grouped",
            "move it to `rows`",
        )
    plain = replace(scope, windows=False)
    operand, by = resolve(node.operand, plain), resolve(node.by, plain)
    per = tuple(part for part in (resolve(name, plain) for name in node.per) if isinstance(part, Name))
    result = WINDOWS[node.function].result([typed(operand)])
    if result is None:
        raise wrong_arguments(node, WINDOWS[node.function], (operand,))
    return replace(node, operand=operand, by=by, per=per, type=result)
