"""Names found and types worked out: a parsed tree becomes a typed one, or a located fault."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from improving_value.expression.folding import fold, fold_pair
from improving_value.expression.functions import BOUNDARIES, SCALAR_FUNCTIONS
from improving_value.expression.misfits import a_word, compared, condition, fault_at, typed, unknown_name
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
    NameKind,
    Namespaced,
    Negate,
    Node,
    Not,
    Window,
)
from improving_value.expression.resolve_calls import resolve_aggregate, resolve_call, resolve_window
from improving_value.expression.scope import KnownParameter, Scope
from improving_value.expression.types import BOOLEAN, DOUBLE, INTEGER, TEXT, Type, unify
from improving_value.kernel.names import nearest


def resolve(node: Node, scope: Scope) -> Node:
    """Return the tree with every name found and every node typed. Raises ExpressionError at the first fault."""
    match node:
        case Literal(None):
            raise fault_at(
                "types-differ",
                node,
                "`missing` where a value is wanted",
                "`missing` on one side of `a if c else b`",
                "write `is_missing(x)` to ask whether something is",
            )
        case Literal(value):
            assert value is not None
            return replace(node, type=_literaltyped(value))
        case Name():
            return _name(node, scope)
        case Namespaced():
            return _namespaced(node, scope)
        case Negate(operand):
            inner = _number(resolve(operand, scope), "a minus sign")
            return replace(node, operand=inner, type=INTEGER if typed(inner).kind == "integer" else DOUBLE)
        case Not(operand):
            return replace(node, operand=condition(resolve(operand, scope), "`not`"), type=BOOLEAN)
        case Arithmetic(operator, left, right):
            sign = f"`{operator}`"
            return replace(node, left=_number(resolve(left, scope), sign), right=_number(resolve(right, scope), sign), type=DOUBLE)
        case Comparison():
            return _comparison(node, scope)
        case AllOf(operands):
            return replace(node, operands=tuple(condition(resolve(part, scope), "`and`") for part in operands), type=BOOLEAN)
        case AnyOf(operands):
            return replace(node, operands=tuple(condition(resolve(part, scope), "`or`") for part in operands), type=BOOLEAN)
        case Choice():
            return _choice(node, scope)
        case Membership():
            return _membership(node, scope)
        case Call(function, arguments):
            return resolve_call(node, SCALAR_FUNCTIONS[function], tuple(resolve(part, scope) for part in arguments))
        case Aggregate():
            return resolve_aggregate(node, scope, resolve)
        case Window():
            return resolve_window(node, scope, resolve)


def _literaltyped(value: Decimal | str | bool) -> Type:
    if isinstance(value, bool):
        return BOOLEAN
    if isinstance(value, str):
        return TEXT
    exponent = value.as_tuple().exponent
    return INTEGER if isinstance(exponent, int) and exponent >= 0 else DOUBLE


def _name(node: Name, scope: Scope) -> Name:
    name = node.name
    found: tuple[Type, NameKind] | None = None
    if scope.theirs is not None and name in scope.theirs:
        found = scope.theirs[name], "theirs"
    elif name in scope.columns:
        found = scope.columns[name], "column"
    elif name in scope.parameters:
        _keys_in_sight(node, scope.parameters[name], scope)
        found = scope.parameters[name].type, "parameter"
    elif scope.measures is not None and name in scope.measures:
        found = scope.measures[name], "measure"
    elif name in BOUNDARIES and scope.boundaries:
        found = BOUNDARIES[name], "boundary"
    if found is not None:
        return replace(node, type=found[0], kind=found[1])
    if name in BOUNDARIES:
        raise fault_at(
            "no-period-here",
            node,
            f"`{name}` where no period is at hand",
            "a unit tied to a period",
            "give the unit `each_period: true`, or group it by `period`",
        )
    raise unknown_name(node, name, scope)


def _keys_in_sight(node: Name, parameter: KnownParameter, scope: Scope) -> None:
    for column in parameter.by:
        if column not in scope.visible and not (scope.measures is not None or scope.inside is not None):
            raise fault_at(
                "unknown-name",
                node,
                f"`{node.name}`, which depends on `{column}`, a column that is not here",
                f"rows that have `{column}`",
                f"bring `{column}` into the unit, or use `{node.name}` inside an aggregate of rows that have it",
            )


def _namespaced(node: Namespaced, scope: Scope) -> Namespaced:
    if scope.measures is None:
        raise fault_at(
            "baseline-outside-total",
            node,
            f"`{node.namespace}.{node.name}` on a single unit",
            "a measure of the baseline, in a `total` or a KPI made of measures",
            "use it in a `total`",
        )
    if node.name not in scope.measures:
        close = nearest(node.name, sorted(scope.measures))
        raise fault_at(
            "unknown-name",
            node,
            f"`{node.name}`, which is not a measure",
            "the name of a measure",
            f"write `{node.namespace}.{close}`" if close else "define it under `measures`",
        )
    return replace(node, type=scope.measures[node.name])


def _number(node: Node, what: str) -> Node:
    kind = typed(node)
    if kind.is_number and not kind.many:
        return node
    fix = "use `days(a, b)` for dates, `hours(a, b)` for date-times" if kind.kind in ("date", "datetime") else "use numbers on both sides"
    raise fault_at("types-differ", node, f"{a_word(kind)} with {what}", "a number", fix)


def _comparison(node: Comparison, scope: Scope) -> Comparison:
    left, right = fold_pair(resolve(node.left, scope), compared(node.right, resolve(node.left, scope), scope, resolve))
    kind = _common(node, left, right)
    if kind.kind in ("text", "boolean") and node.operator not in ("==", "!="):
        raise fault_at(
            "types-differ", node, f"`{node.operator}` between {kind.word} values", "`==` or `!=`", "compare numbers, dates or times with it"
        )
    return replace(node, left=left, right=right, type=BOOLEAN)


def _common(node: Node, left: Node, right: Node) -> Type:
    kind = unify(typed(left), typed(right))
    if kind is None:
        raise fault_at(
            "types-differ",
            node,
            f"{a_word(typed(left))} and {a_word(typed(right))}",
            "two values of the same kind",
            "put text in quotes and leave numbers bare; `date_of(x)` gives the date of a date-time",
        )
    return kind


def _choice(node: Choice, scope: Scope) -> Choice:
    asked = condition(resolve(node.condition, scope), "`if`")
    then, otherwise = fold_pair(*_sides(node.then, node.otherwise, scope))
    kind = _common(node, then, otherwise)
    return replace(node, condition=asked, then=then, otherwise=otherwise, type=kind)


def _sides(then: Node, otherwise: Node, scope: Scope) -> tuple[Node, Node]:
    """Return both sides of a choice; `missing` is of the type of the other."""
    if _is_missing(then) and not _is_missing(otherwise):
        there = resolve(otherwise, scope)
        return replace(then, type=replace(typed(there), local=False)), there
    if _is_missing(otherwise) and not _is_missing(then):
        there = resolve(then, scope)
        return there, replace(otherwise, type=replace(typed(there), local=False))
    return resolve(then, scope), resolve(otherwise, scope)


def _is_missing(node: Node) -> bool:
    return isinstance(node, Literal) and node.value is None


def _membership(node: Membership, scope: Scope) -> Membership:
    item = resolve(node.item, scope)
    options = []
    for written in node.options:
        option = resolve(written, scope)
        if typed(item).folded:
            option = fold(option)
        single = replace(typed(option), many=False)
        listed = len(node.options) == 1 and isinstance(option, Name) and option.kind == "parameter" and typed(option).many
        if (typed(option).many and not listed) or unify(typed(item), single) is None:
            raise fault_at(
                "types-differ",
                written,
                f"{a_word(typed(option))} in a list for {a_word(typed(item))}",
                "values of the same kind",
                "put text in quotes and leave numbers bare",
            )
        if not listed and not isinstance(option, (Literal, Name)):
            raise fault_at("expression-not-allowed", written, "a calculation in a list", "plain values", "list the values themselves")
        if len(node.options) == 1 and isinstance(option, Name) and not listed and option.kind != "parameter":
            raise fault_at(
                "types-differ",
                written,
                f"`{option.name}`, which is not a list",
                "a list in square brackets, or a list parameter",
                f"write `== {option.name}`",
            )
        options.append(option)
    return replace(node, item=item, options=tuple(options), type=BOOLEAN)
