"""Which columns of the layer below a piece of SQL reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlglot import exp

from improving_value.expression import sql_pieces as sql
from improving_value.expression.sql_pieces import Sql

OWN = "u"
"""The alias of the table below, in every layer."""


def own(name: str) -> Sql:
    """Return a column of the layer below."""
    return sql.column(name, OWN)


def read_columns(tree: Sql, alias: str = OWN) -> tuple[str, ...]:
    """Return the columns of the layer below that a tree reads, each once, in order."""
    return tuple(dict.fromkeys(part.name for part in parts_of(tree) if isinstance(part, exp.Column) and part.table == alias))


def parts_of(tree: Sql) -> Iterator[exp.Expression]:
    """Yield a tree and what is in it, in the order written; not what is in a column. The library's own walk takes three times as long, and this is half of compiling."""
    waiting: list[Any] = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, exp.Expression):
            yield part
            if not isinstance(part, exp.Column):
                waiting.extend(reversed([*part.args.values()]))
        elif isinstance(part, list):
            waiting.extend(reversed(part))
