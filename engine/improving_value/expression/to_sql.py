"""A typed node to a SQL tree: one of the five readings."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol, assert_never

from sqlglot import exp

from improving_value.expression import sql_pieces as sql
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
from improving_value.expression.sql_functions import call_to_sql
from improving_value.expression.sql_numbers import arithmetic, as_kind, compare
from improving_value.expression.sql_pieces import Sql
from improving_value.expression.sql_primitives import Primitives
from improving_value.expression.types import DOUBLE, Type


class Scope(Protocol):
    """What names stand for where an expression is read."""

    primitives: Primitives

    def value_of(self, name: Name) -> Sql:
        """The column, parameter or boundary a name stands for; of a date-time, the UTC instant."""
        ...

    def local_of(self, name: Name) -> Sql:
        """The local wall-clock time of a date-time column."""
        ...

    def options_of(self, name: Name) -> tuple[tuple[Sql | None, tuple[Sql, ...]], ...]:
        """The values of a list parameter, each with when they hold; None: always."""
        ...

    def once(self, value: Sql) -> Sql:
        """The value, or a column that holds it when it is long."""
        ...

    def aggregate(self, node: Aggregate) -> Sql:
        """The column that holds an aggregate already worked out."""
        ...

    def window(self, node: Window) -> Sql: ...


def type_of(node: Node) -> Type:
    """Return the type a checked node has; a node without one has not been checked."""
    if node.type is None:
        raise ValueError(f"not checked: {type(node).__name__} at {node.span}")
    return node.type


def to_sql(node: Node, scope: Scope) -> Sql:
    """Return the tree of a checked expression. Unit shorthands (cells, baselines) have no SQL and are faults of ours."""
    match node:
        case Literal():
            return literal(node)
        case Name():
            return scope.value_of(node)
        case Namespaced():
            raise ValueError(f"`{node.namespace}.{node.name}` is worked out after the columns, not in them")
        case Negate(operand):
            return exp.Neg(this=sql.wrapped(as_wanted(operand, type_of(node), scope)))
        case Not(operand):
            return sql.negated(to_sql(operand, scope))
        case Arithmetic(operator, left, right):
            return arithmetic(operator, as_wanted(left, DOUBLE, scope), as_wanted(right, DOUBLE, scope))
        case Comparison(operator, left, right):
            return _comparison(operator, left, right, scope)
        case AllOf(operands):
            return sql.all_of(*(to_sql(operand, scope) for operand in operands))
        case AnyOf(operands):
            return sql.any_of(*(to_sql(operand, scope) for operand in operands))
        case Choice(condition, then, otherwise):
            return _choice(scope.once(to_sql(condition, scope)), then, otherwise, type_of(node), scope)
        case Membership():
            return _membership(node, scope)
        case Call():
            return _call(node, scope)
        case Aggregate():
            return scope.aggregate(node)
        case Window():
            return scope.window(node)
        case _:
            assert_never(node)


def literal(node: Literal) -> Sql:
    """Return a literal; a number that is not whole stays a double read from its own text."""
    match node.value:
        case None:
            return sql.null(sql.sql_kind(type_of(node)))
        case bool():
            return sql.boolean(node.value)
        case Decimal():
            is_whole = node.type is not None and node.type.kind == "integer"
            return sql.whole(int(node.value)) if is_whole else sql.double(node.value)
        case str():
            return sql.text(node.value)


def as_wanted(node: Node, wanted: Type, scope: Scope) -> Sql:
    """Return an expression in the representation of another type of the same kind of thing."""
    if isinstance(node, Literal) and isinstance(node.value, Decimal) and wanted.kind == "double":
        return sql.double(node.value)
    return as_kind(to_sql(node, scope), type_of(node), wanted)


def _comparison(operator: str, left: Node, right: Node, scope: Scope) -> Sql:
    exact = not type_of(left).is_number or type_of(left).kind == type_of(right).kind == "integer"
    if exact:
        return compare(operator, to_sql(left, scope), to_sql(right, scope), exact=True)
    return compare(operator, scope.once(as_wanted(left, DOUBLE, scope)), scope.once(as_wanted(right, DOUBLE, scope)), exact=False)


def _choice(condition: Sql, then: Node, otherwise: Node, wanted: Type, scope: Scope) -> Sql:
    return sql.case(
        (condition, as_wanted(then, wanted, scope)),
        (sql.negated(condition), as_wanted(otherwise, wanted, scope)),
    )


def _membership(node: Membership, scope: Scope) -> Sql:
    (first, *_) = node.options or (None,)
    if isinstance(first, Name) and type_of(first).many:
        found = _in_list(node, first, scope)
    else:
        found = _is_one_of(node, tuple((to_sql(option, scope), type_of(option)) for option in node.options), scope)
    return sql.negated(found) if node.negated else found


def _in_list(node: Membership, listed: Name, scope: Scope) -> Sql:
    """Return whether a value is in a list parameter; missing on a day for which there is no list."""
    each = type_of(listed)
    one = Type(each.kind, places=each.places, folded=each.folded)
    branches = [(holds, _is_one_of(node, tuple((value, one) for value in values), scope)) for holds, values in scope.options_of(listed)]
    always = next((found for holds, found in branches if holds is None), None)
    dated = [(holds, found) for holds, found in branches if holds is not None]
    if dated:
        return sql.case(*dated, otherwise=always)
    return sql.null("BOOLEAN") if always is None else always


def _is_one_of(node: Membership, options: tuple[tuple[Sql, Type], ...], scope: Scope) -> Sql:
    kind = type_of(node.item)
    if not options:
        return sql.case((sql.is_known(to_sql(node.item, scope)), sql.boolean(False)))
    return sql.any_of(*(_equals(to_sql(node.item, scope), kind, value, other) for value, other in options))


def _equals(item: Sql, kind: Type, value: Sql, other: Type) -> Sql:
    if not kind.is_number or kind.kind == other.kind == "integer":
        return compare("==", item, value, exact=True)
    return compare("==", as_kind(item, kind, DOUBLE), as_kind(value, other, DOUBLE), exact=False)


def _call(node: Call, scope: Scope) -> Sql:
    if node.function in ("date_of", "time_of_day"):
        column = node.arguments[0]
        if not isinstance(column, Name):
            raise ValueError(f"{node.function} reads a column")
        return call_to_sql(node.function, (scope.local_of(column),), scope.primitives)
    wanted = _wanted_types(node)
    arguments = tuple(scope.once(as_wanted(part, kind, scope)) for part, kind in zip(node.arguments, wanted, strict=True))
    return call_to_sql(node.function, arguments, scope.primitives)


def _wanted_types(node: Call) -> tuple[Type, ...]:
    """Return the representation each argument of a call must have."""
    kinds = tuple(type_of(part) for part in node.arguments)
    if node.function in ("max", "min", "if_missing", "abs"):
        return tuple(type_of(node) if kind.is_number else kind for kind in kinds)
    if node.function in ("round_up", "round_down", "round_to", "square_root", "interval_low", "interval_high"):
        return tuple(DOUBLE for _ in kinds)
    if node.function in ("add_days", "add_months"):
        return (kinds[0], kinds[1] if kinds[1].kind == "integer" else DOUBLE)
    return kinds
