"""Reading a run's files of units again, for what lists units one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from improving_value.expression.sql_pieces import call, column, equal, identifier, text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def open_reader() -> DuckDBPyConnection:
    """Return a connection that reads files and holds nothing."""
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    return connection


def columns_of(connection: DuckDBPyConnection, file: Path) -> tuple[str, ...]:
    """Return the columns of a file of units; none when nothing of them may be written."""
    if not file.exists():
        return ()
    query = exp.Select(expressions=[exp.Star()]).from_(_file(file)).limit(0)
    return tuple(part[0] for part in connection.execute(query.sql("duckdb")).description or ())


def eligible_units(connection: DuckDBPyConnection, file: Path, columns: Sequence[str], periods: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Yield some columns of the eligible units of some periods, in the order of their keys."""
    shown: list[exp.Expression] = [column(name) for name in columns]
    query = exp.Select(expressions=shown).from_(_file(file))
    query = query.where(
        equal(column("outcome"), text("eligible")), exp.In(this=column("period"), expressions=[text(one) for one in periods])
    )
    query = query.order_by(column("unit_key"), column("period"))
    found = connection.execute(query.sql("duckdb"))
    while some := found.fetchmany(2000):
        yield from some


def finished_units(connection: DuckDBPyConnection, file: Path) -> Iterator[dict[str, Any]]:
    """Yield every unit of a file, a column each, in the order of their keys."""
    yield from _named(connection, "SELECT * FROM read_parquet(?) ORDER BY unit_key", file)


def open_units(connection: DuckDBPyConnection, file: Path) -> Iterator[dict[str, Any]]:
    """Yield the units that are eligible or undetermined, a column each, in the order of their keys."""
    yield from _named(connection, "SELECT * FROM read_parquet(?) WHERE outcome <> 'not_eligible' ORDER BY unit_key", file)


def units_by_period(connection: DuckDBPyConnection, file: Path) -> dict[str, int]:
    """Return how many units each period has."""
    found = connection.execute("SELECT period, count(*) FROM read_parquet(?) GROUP BY period ORDER BY period", [file.as_posix()])
    return {str(period): int(number) for period, number in found.fetchall()}


def _named(connection: DuckDBPyConnection, query: str, file: Path) -> Iterator[dict[str, Any]]:
    found = connection.execute(query, [file.as_posix()])
    names = [part[0] for part in found.description or ()]
    while some := found.fetchmany(2000):
        yield from (dict(zip(names, row, strict=True)) for row in some)


def _file(path: Path) -> exp.Table:
    return exp.Table(this=call("READ_PARQUET", text(str(path))), alias=exp.TableAlias(this=identifier("units")))
