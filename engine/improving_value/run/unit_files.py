"""The units that a scheme left in a file, read again in the order of their keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def finished_units(connection: DuckDBPyConnection, path: Path) -> list[dict[str, Any]]:
    """Return every unit of a file, a column each."""
    found = connection.execute("SELECT * FROM read_parquet(?) ORDER BY unit_key", [str(path)])
    names = [part[0] for part in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@contextmanager
def open_reader() -> Iterator[DuckDBPyConnection]:
    """Open a database in memory, to read files with."""
    import duckdb

    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        connection.execute("SET GLOBAL TimeZone = 'UTC'")
        yield connection
