"""Calls in Python's tree: functions, aggregates and windows, each with the arguments it takes."""

from __future__ import annotations

import ast
from collections.abc import Callable

from improving_value.expression.faults import ExpressionError, Fault
from improving_value.expression.functions import SCALAR_FUNCTIONS
from improving_value.expression.functions_of_rows import AGGREGATES, TAKES_TWO, WINDOWS
from improving_value.expression.nodes import Aggregate, Call, Name, Node, Window
from improving_value.expression.written import Written
from improving_value.kernel.names import nearest

Read = Callable[[ast.expr], Node]

_ELSEWHERE = {
    "average": "mean",
    "avg": "mean",
    "total": "sum",
    "countif": "count",
    "sumif": "sum",
    "counta": "count",
    "minimum": "min",
    "maximum": "max",
    "smallest": "min",
    "largest": "max",
    "isblank": "is_missing",
    "is_blank": "is_missing",
    "is_null": "is_missing",
    "isnull": "is_missing",
    "coalesce": "if_missing",
    "datedif": "days",
    "datediff": "days",
    "days_between": "days",
    "edate": "add_months",
    "ceiling": "round_up",
    "roundup": "round_up",
    "mround": "round_to",
}
"""What spreadsheets and databases call a function that the language has."""


def read_call(node: ast.Call, written: Written, read: Read) -> Node:
    """Return what a function's name and brackets stand for."""
    if not isinstance(node.func, ast.Name):
        raise written.refuse(node, "a call of something that is not a function's name", "call a function by its name")
    name = node.func.id
    known = {*SCALAR_FUNCTIONS, *AGGREGATES, *WINDOWS, "known"}
    if name not in known:
        close = _ELSEWHERE.get(name) or nearest(name, sorted(known))
        fix = f"write `{close}`" if close else "see the list of functions in the language reference"
        span = written.span(node.func)
        raise ExpressionError(Fault("unknown-function", span, f"`{name}`, which is not a function", "one of the catalogued functions", fix))
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            raise written.refuse(argument, "a `*` before an argument", "list the arguments")
    keywords: dict[str, ast.expr] = {}
    for keyword in node.keywords:
        if keyword.arg not in ("where", "by", "per") or keyword.arg in keywords:
            raise written.refuse(keyword.value, f"`{keyword.arg}=`", "only `where=`, `by=` and `per=` are used, each once")
        keywords[keyword.arg] = keyword.value
    return _function(node, name, keywords, written, read)


def _function(node: ast.Call, name: str, keywords: dict[str, ast.expr], written: Written, read: Read) -> Node:
    span = written.span(node)
    if name in WINDOWS:
        return _window(node, name, keywords, written, read)
    aggregate = name in AGGREGATES and (name not in SCALAR_FUNCTIONS or len(node.args) < 2)
    if aggregate:
        return _aggregate(node, name, keywords, written, read)
    if name == "known":
        raise written.refuse(node, "`known` outside an aggregate", "write it inside one, as in `sum(known(grams))`", "wrong-arguments")
    if keywords:
        raise written.refuse(node, f"`{next(iter(keywords))}=` in `{name}`", "only aggregates take it", "wrong-arguments")
    return Call(name, tuple(read(argument) for argument in node.args), span)


def _aggregate(node: ast.Call, name: str, keywords: dict[str, ast.expr], written: Written, read: Read) -> Node:
    span = written.span(node)
    limit = 2 if name in TAKES_TWO else 1
    if (
        len(node.args) > limit
        or (name != "count" and not node.args)
        or "per" in keywords
        or (name in ("first", "last")) != ("by" in keywords)
    ):
        takes = AGGREGATES[name].takes
        raise written.refuse(node, f"`{name}` with other arguments than it takes", f"write `{name}{takes}`", "wrong-arguments")
    operand: Node | None = None
    known = False
    if node.args:
        inner = node.args[0]
        if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name) and inner.func.id == "known":
            if len(inner.args) != 1 or inner.keywords:
                raise written.refuse(inner, "`known` with other than one value", "write `known(x)`", "wrong-arguments")
            known, inner = True, inner.args[0]
        operand = read(inner)
    where = read(keywords["where"]) if "where" in keywords else None
    by = read(keywords["by"]) if "by" in keywords else None
    argument = read(node.args[1]) if len(node.args) == 2 else None
    return Aggregate(name, operand, span, known=known, where=where, by=by, argument=argument)


def _window(node: ast.Call, name: str, keywords: dict[str, ast.expr], written: Written, read: Read) -> Node:
    wrong = len(node.args) != 1 or "by" not in keywords or "per" not in keywords or "where" in keywords
    per = keywords.get("per")
    if wrong or not isinstance(per, ast.List) or not all(isinstance(part, ast.Name) for part in per.elts):
        raise written.refuse(
            node, f"`{name}` with other arguments than it takes", f"write `{name}{WINDOWS[name].takes}`", "wrong-arguments"
        )
    inner = node.args[0]
    if name == "running":
        if not (isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name) and inner.func.id == "sum" and len(inner.args) == 1):
            raise written.refuse(
                node, "`running` of something other than a sum", "write `running(sum(x), by=…, per=[…])`", "wrong-arguments"
            )
        inner = inner.args[0]
    names = tuple(read(part) for part in per.elts if isinstance(part, ast.Name))
    partition = tuple(part for part in names if isinstance(part, Name))
    return Window(name, read(inner), read(keywords["by"]), partition, written.span(node))
