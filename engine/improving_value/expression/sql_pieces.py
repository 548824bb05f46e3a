"""The few pieces every SQL tree is put together from; nothing here knows a scheme."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeAlias

from sqlglot import exp
from sqlglot.dialects.dialect import Dialect

from improving_value.expression.types import Type

Sql: TypeAlias = exp.Expression

_KEYWORDS = frozenset(word for name in ("duckdb", "spark") for word in Dialect.get_or_raise(name).tokenizer_class.KEYWORDS) | frozenset(
    {"END", "START", "POSITION", "PIVOT", "SUMMARIZE", "VARIADIC", "LATERAL"}
)

_LOOSE = (exp.Binary, exp.Not, exp.Neg, exp.Between, exp.In)
"""Trees that need brackets when they become part of a larger one: the printer adds none."""


def identifier(name: str) -> exp.Identifier:
    """Return a name, quoted only where a dialect would take it for a word of its own."""
    return exp.to_identifier(name, quoted=name.upper() in _KEYWORDS)


def column(name: str, table: str | None = None) -> Sql:
    return exp.Column(this=identifier(name), table=identifier(table) if table else None)


def table(name: str, alias: str | None = None) -> exp.Table:
    return exp.Table(this=identifier(name), alias=exp.TableAlias(this=identifier(alias)) if alias else None)


def call(function: str, *arguments: Sql) -> Sql:
    """Return a call printed as it stands: sqlglot does not translate it."""
    return exp.Anonymous(this=function, expressions=list(arguments))


def cast(value: Sql, kind: str) -> Sql:
    return exp.Cast(this=value, to=exp.DataType.build(kind, dialect="duckdb"))


def whole(number: int) -> Sql:
    return exp.Literal.number(str(number)) if number >= 0 else exp.Neg(this=exp.Literal.number(str(-number)))


def double(text: str | Decimal) -> Sql:
    """Return a double read from decimal text, so that both engines and Python hold the same bits."""
    return cast(exp.Literal.string(str(text)), "DOUBLE")


def text(value: str) -> Sql:
    return exp.Literal.string(value)


def boolean(value: bool) -> Sql:
    return exp.Boolean(this=value)


def null(kind: str) -> Sql:
    return cast(exp.Null(), kind)


def case(*branches: tuple[Sql, Sql], otherwise: Sql | None = None) -> Sql:
    return exp.Case(ifs=[exp.If(this=when, true=then) for when, then in branches], default=otherwise)


def wrapped(value: Sql) -> Sql:
    return exp.Paren(this=value) if isinstance(value, _LOOSE) else value


def binary(kind: type[exp.Binary], left: Sql, right: Sql) -> Sql:
    found: Sql = kind(this=wrapped(left), expression=wrapped(right))  # type: ignore[assignment]
    return found


def plus(left: Sql, right: Sql) -> Sql:
    return binary(exp.Add, left, right)


def minus(left: Sql, right: Sql) -> Sql:
    return binary(exp.Sub, left, right)


def times(left: Sql, right: Sql) -> Sql:
    return binary(exp.Mul, left, right)


def over(left: Sql, right: Sql) -> Sql:
    """Return a bare division: only for a divisor that cannot be zero."""
    return binary(exp.Div, left, right)


def equal(left: Sql, right: Sql) -> Sql:
    return binary(exp.EQ, left, right)


def at_most(left: Sql, right: Sql) -> Sql:
    return binary(exp.LTE, left, right)


def below(left: Sql, right: Sql) -> Sql:
    return binary(exp.LT, left, right)


def negated(value: Sql) -> Sql:
    return exp.Not(this=wrapped(value))


def negative(value: Sql) -> Sql:
    return exp.Neg(this=wrapped(value))


def is_null(value: Sql) -> Sql:
    return exp.Is(this=wrapped(value), expression=exp.Null())


def is_known(value: Sql) -> Sql:
    return exp.Not(this=is_null(value))


def is_true(value: Sql) -> Sql:
    """Return true or false, never missing."""
    return exp.Coalesce(this=value, expressions=[boolean(False)])


def coalesce(value: Sql, *others: Sql) -> Sql:
    return exp.Coalesce(this=value, expressions=list(others))


def all_of(*parts: Sql) -> Sql:
    """Return the and of some parts; of none, true."""
    return _joined(exp.And, parts, empty=True)


def any_of(*parts: Sql) -> Sql:
    """Return the or of some parts; of none, false."""
    return _joined(exp.Or, parts, empty=False)


def _joined(kind: type[exp.Connector], parts: tuple[Sql, ...], empty: bool) -> Sql:
    if not parts:
        return boolean(empty)
    found = parts[0]
    for part in parts[1:]:
        left = found if isinstance(found, kind) else wrapped(found)
        found = kind(this=left, expression=wrapped(part))  # type: ignore[assignment]
    return found


def filtered(aggregate: Sql, where: Sql | None) -> Sql:
    """Return an aggregate of only the rows for which a condition is true."""
    return aggregate if where is None else exp.Filter(this=aggregate, expression=exp.Where(this=where))


def count_rows(where: Sql | None = None) -> Sql:
    return filtered(exp.Count(this=exp.Star()), where)


def aliased(value: Sql, name: str) -> Sql:
    return exp.Alias(this=value, alias=identifier(name))


def sql_kind(kind: Type) -> str:
    """Return the column type that holds a value, in DuckDB's words."""
    if kind.kind == "decimal":
        return f"DECIMAL(38, {kind.places or 0})"
    kinds = {"integer": "BIGINT", "double": "DOUBLE", "text": "VARCHAR", "boolean": "BOOLEAN"}
    return kinds.get(kind.kind) or {"date": "DATE", "datetime": "TIMESTAMP", "time": "BIGINT"}[kind.kind]


def joined(*parts: Sql) -> Sql:
    """Return texts joined by a bar; missing when any is."""
    found = parts[0]
    for part in parts[1:]:
        found = exp.DPipe(this=exp.DPipe(this=found, expression=text("|")), expression=part)
    return found


def as_text(value: Sql, kind: Type) -> Sql:
    """Return a value as text: dates as ISO, numbers in full."""
    return value if kind.kind == "text" else cast(value, "VARCHAR")


def within_list(value: Sql, options: list[Sql]) -> Sql:
    """Return whether an exact value is one of some; of none, false."""
    return exp.In(this=value, expressions=options) if options else boolean(False)
