"""The units that a scheme left in a file, read again in the order of their keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


AT_ONCE = 10_000
"""Rows held at a time."""


def unit_columns(connection: DuckDBPyConnection, path: Path) -> tuple[str, ...]:
    """Return the columns of a file of units; none when there is no file, because nothing of them may be written."""
    if not path.is_file():
        return ()
    described = connection.execute("SELECT * FROM read_parquet(?) LIMIT 0", [path.as_posix()]).description
    return tuple(part[0] for part in described or ())


def finished_units(connection: DuckDBPyConnection, path: Path) -> Iterator[dict[str, Any]]:
    """Yield every unit of a file, a column each, in the order of their keys."""
    yield from _rows(connection, "SELECT * FROM read_parquet(?) ORDER BY unit_key", path)


def open_units(connection: DuckDBPyConnection, path: Path) -> Iterator[dict[str, Any]]:
    """Yield the units that are eligible or undetermined, in the order of their keys."""
    yield from _rows(connection, "SELECT * FROM read_parquet(?) WHERE outcome <> 'not_eligible' ORDER BY unit_key", path)


def units_by_period(connection: DuckDBPyConnection, path: Path) -> dict[str, int]:
    """Return how many units each period has."""
    found = connection.execute("SELECT period, count(*) FROM read_parquet(?) GROUP BY period ORDER BY period", [path.as_posix()])
    return {str(period): int(number) for period, number in found.fetchall()}


def _rows(connection: DuckDBPyConnection, query: str, path: Path) -> Iterator[dict[str, Any]]:
    found = connection.execute(query, [path.as_posix()])
    names = [part[0] for part in found.description or ()]
    while rows := found.fetchmany(AT_ONCE):
        yield from (dict(zip(names, row, strict=True)) for row in rows)


@contextmanager
def open_reader() -> Iterator[DuckDBPyConnection]:
    """Open a database in memory, to read files with."""
    import duckdb

    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        connection.execute("SET GLOBAL TimeZone = 'UTC'")
        yield connection
