"""Units that differ between two files of one sort of unit, found by the engine: no more rows are read than differ."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from improving_value.expression.sql_pieces import aliased, call, coalesce, column, equal, identifier, is_known, text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Columns = Sequence[tuple[str, str, str]]
"""Name of a respect, and the column that holds it in the old and in the new file."""


def differing_rows(connection: DuckDBPyConnection, old: Path, new: Path, columns: Columns) -> list[dict[str, Any]]:
    """Return the units of two files that differ in some column, or that only one file has, in the order of their keys.

    A key is one unit's alone: that of a unit tied to a period says which. The `period` is the new file's where that has the unit.
    Each has `unit_key`, `period`, `old there`, `new there`, and of each respect `old NAME` and `new NAME`.
    """
    found = connection.execute(_query(old, new, columns).sql("duckdb"))
    names = ["unit_key", "period", "old there", "new there", *(f"{side} {name}" for name, _, _ in columns for side in ("old", "new"))]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def columns_of(connection: DuckDBPyConnection, file: Path) -> tuple[str, ...]:
    """Return the columns of a file of units; none when nothing of them may be written."""
    if not file.exists():
        return ()
    query = exp.Select(expressions=[exp.Star()]).from_(_file(file, "f")).limit(0)
    return tuple(part[0] for part in connection.execute(query.sql("duckdb")).description or ())


def _file(path: Path, alias: str) -> exp.Table:
    return exp.Table(this=call("READ_PARQUET", text(str(path))), alias=exp.TableAlias(this=identifier(alias)))


def _query(old: Path, new: Path, columns: Columns) -> exp.Select:
    shown = [aliased(coalesce(column(key, "b"), column(key, "a")), key) for key in ("unit_key", "period")]
    there = [is_known(column("unit_key", side)) for side in ("a", "b")]
    sides = [(column(before, "a"), column(after, "b")) for _, before, after in columns]
    held = [value for pair in sides for value in pair]
    differ: exp.Expression = exp.Or(
        this=exp.Not(this=exp.Paren(this=is_known(column("unit_key", "a")))),
        expression=exp.Not(this=exp.Paren(this=is_known(column("unit_key", "b")))),
    )
    for before, after in sides:
        differ = exp.Or(this=differ, expression=exp.NullSafeNEQ(this=before, expression=after))
    on = equal(column("unit_key", "a"), column("unit_key", "b"))
    query = exp.Select(expressions=[*shown, *there, *held]).from_(_file(old, "a"))
    query = query.join(_file(new, "b"), on=on, join_type="full outer").where(differ)
    return query.order_by(column("unit_key"))
