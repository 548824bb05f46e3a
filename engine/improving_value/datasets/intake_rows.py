"""What is done about rows once they are in a table: faults listed, rows set aside, duplicates settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from improving_value.datasets.columns_sql import literal, quoted
from improving_value.datasets.intake_sql import PART, ROW, TableSql, fault_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ISSUES = "data_issues"
DUPLICATE, DIFFERENT, REQUIRED, RAGGED = "duplicate-row", "duplicate-key-different-row", "missing-required-value", "ragged-row"


@dataclass(frozen=True)
class Settled:
    """How many rows of a table were set aside, and how many were second copies."""

    set_aside: int
    duplicates: int


def make_issue_table(connection: DuckDBPyConnection) -> None:
    """Make the empty table that lists every fault of the data: where it is and its code, never the value."""
    connection.execute(f"CREATE OR REPLACE TABLE {ISSUES} (dataset VARCHAR, file VARCHAR, row BIGINT, column_name VARCHAR, code VARCHAR)")


def list_ragged(connection: DuckDBPyConnection, table: str, file: str, rows: Sequence[int]) -> None:
    """List rows that never reached the table."""
    if rows:
        connection.execute(f"INSERT INTO {ISSUES} SELECT ?, ?, unnest(?::BIGINT[]), '', '{RAGGED}'", [table, file, list(rows)])


def settle(connection: DuckDBPyConnection, made: TableSql, file: str) -> Settled:
    """List the faults of a table's rows, take out those that cannot be used, and drop the working columns.

    Nothing is deleted before everything is listed: DuckDB may number the rows afresh after a deletion.
    """
    rows = _Rows(connection, made, file)
    rows.list_faults()
    incomplete = rows.list_incomplete()
    different, copies = rows.settle_keys()
    rows.delete(incomplete > 0, different + copies > 0)
    for name in (*(f"{column}__fault" for column in made.faulty), *made.working):
        connection.execute(f"ALTER TABLE {quoted(made.table)} DROP COLUMN {quoted(name)}")
    return Settled(incomplete + different, copies)


@dataclass(frozen=True)
class _Rows:
    connection: DuckDBPyConnection
    made: TableSql
    file: str

    @property
    def table(self) -> str:
        return quoted(self.made.table)

    def _issue(self, column: str, code: str) -> str:
        """Return the SELECT list of an issue. Without a row column the table is in the file's order, below one row of headings."""
        row = ROW if ROW in self.made.working else "rowid + 2"
        part = PART if PART in self.made.working else literal(self.file)
        return f"SELECT {literal(self.made.table)}, {part}, {row}, {literal(column)}, {code}"

    def _count(self, select: str) -> tuple[int, ...]:
        found = self.connection.execute(select).fetchone()
        assert found is not None, "an aggregate without GROUP BY has one row"
        return tuple(int(value) for value in found)

    def list_faults(self) -> None:
        """List every value that could not be read or used as it stood."""
        if not self.made.faulty:
            return
        counts = self._count(f"SELECT {', '.join(f'count({fault_of(name)})' for name in self.made.faulty)} FROM {self.table}")
        for name, count in zip(self.made.faulty, counts, strict=True):
            if count:
                fault = fault_of(name)
                self.connection.execute(f"INSERT INTO {ISSUES} {self._issue(name, fault)} FROM {self.table} WHERE {fault} IS NOT NULL")

    @property
    def _incomplete(self) -> str:
        """SQL for a row in which a required value is missing or could not be read."""
        return " OR ".join(f"{quoted(name)} IS NULL" for name in self.made.required) or "false"

    def list_incomplete(self) -> int:
        """List the rows that lack a required value; return how many they are."""
        if not self.made.required:
            return 0
        tests = {name: f"{quoted(name)} IS NULL" for name in self.made.required}
        counted = ", ".join(f"count(*) FILTER (WHERE {test})" for test in (self._incomplete, *tests.values()))
        total, *counts = self._count(f"SELECT {counted} FROM {self.table}")
        for (name, test), count in zip(tests.items(), counts, strict=True):
            if count:
                self.connection.execute(f"INSERT INTO {ISSUES} {self._issue(name, literal(REQUIRED))} FROM {self.table} WHERE {test}")
        return total

    def settle_keys(self) -> tuple[int, int]:
        """Return how many rows are to go because their key is not theirs alone, and how many because they are copies.

        Of rows that are the same in every column one stays. Of different rows with one key none can be chosen by rule.
        Rows without a key are told apart by an ordinal; which of them has which makes no difference.
        """
        usable = f"{self.table} WHERE NOT ({self._incomplete})"
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE shared_keys AS SELECT row_key FROM {usable} GROUP BY row_key HAVING count(*) > 1")
        if self._count("SELECT count(*) FROM shared_keys") == (0,):
            return 0, 0
        content = ", ".join(quoted(name) for name in self.made.content)
        self.connection.execute(
            "CREATE OR REPLACE TEMP TABLE sharing AS SELECT id, copy, keyed, max(variant) OVER (PARTITION BY row_key) > 1 AS differ FROM ("
            f"SELECT row_key, rowid AS id, {self.made.keyed} AS keyed, row_number() OVER (PARTITION BY row_key ORDER BY rowid) AS copy,"
            f" dense_rank() OVER (PARTITION BY row_key ORDER BY {content}) AS variant"
            f" FROM {usable} AND row_key IN (FROM shared_keys))"
        )
        self.connection.execute(
            f"UPDATE {self.table} SET row_key = left({self.table}.row_key, -1) || copy FROM sharing"
            f" WHERE {self.table}.rowid = sharing.id AND NOT keyed AND copy > 1"
        )
        return self._list_shared(DIFFERENT, "keyed AND differ"), self._list_shared(DUPLICATE, "keyed AND NOT differ AND copy > 1")

    def _list_shared(self, code: str, which: str) -> int:
        (count,) = self._count(f"SELECT count(*) FROM sharing WHERE {which}")
        if count:
            chosen = f"rowid IN (SELECT id FROM sharing WHERE {which})"
            self.connection.execute(f"INSERT INTO {ISSUES} {self._issue('', literal(code))} FROM {self.table} WHERE {chosen}")
        return count

    def delete(self, incomplete: bool, shared: bool) -> None:
        """Delete the rows that were listed as unusable, and the temporary tables."""
        tests = [self._incomplete] if incomplete else []
        if shared:
            tests.append("rowid IN (SELECT id FROM sharing WHERE keyed AND (differ OR copy > 1))")
        if tests:
            self.connection.execute(f"DELETE FROM {self.table} WHERE {' OR '.join(f'({test})' for test in tests)}")
        for table in ("sharing", "shared_keys"):
            self.connection.execute(f"DROP TABLE IF EXISTS {table}")
