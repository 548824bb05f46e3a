"""Plans run over a few rows in memory, one set of rows after another: the engine of runs, for a scheme's examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import duckdb

from improving_value.compile.parameters import SmallTable
from improving_value.compile.plan import Plan
from improving_value.datasets.clock import LocalTime
from improving_value.expression.sql_pieces import identifier
from improving_value.run.engines.duckdb import DuckDBEngine
from improving_value.run.results import Results
from improving_value.run.rows_activity import Tables

_AT_ONCE = 200
"""Rows put in with one statement: one at a time would take longer than the run."""


class InMemory:
    """A database in memory. Nothing of one run is there for the next."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def run(self, plan: Plan, tables: Tables) -> Results:
        """Return the cells of a plan over typed rows; a dataset that is not in `tables` has none."""
        self._connection.execute("BEGIN")
        try:
            for source in plan.sources:
                self._put(source, tables.get(source.name, ()))
            return DuckDBEngine(self._connection).run(plan)
        finally:
            self._connection.execute("ROLLBACK")

    def _put(self, source: SmallTable, rows: Sequence[Mapping[str, Any]]) -> None:
        table = f"main.{identifier(source.name).sql('duckdb')}"
        names = [name for name, _ in source.columns]
        columns = ", ".join(f"{identifier(name).sql('duckdb')} {kind}" for name, kind in source.columns)
        self._connection.execute(f"CREATE TABLE {table} ({columns})")
        marks = f"({', '.join('?' for _ in names)})"
        for start in range(0, len(rows), _AT_ONCE):
            some = rows[start : start + _AT_ONCE]
            values = [as_held(name, row) for row in some for name in names]
            self._connection.execute(f"INSERT INTO {table} VALUES {', '.join([marks] * len(some))}", values)


@contextmanager
def in_memory() -> Iterator[InMemory]:
    """Open a database in memory for as long as it is needed."""
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        connection.execute("SET GLOBAL TimeZone = 'UTC'")
        yield InMemory(connection)


def as_held(name: str, row: Mapping[str, Any]) -> Any:
    """Return a value as intake holds it: a date-time as its local time, and beside it its instant."""
    if name.endswith("__utc"):
        moment = row[name.removesuffix("__utc")]
        return None if moment is None else moment.utc
    found = row[name]
    return found.local if isinstance(found, LocalTime) else found
