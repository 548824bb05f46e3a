"""What is done about rows once they are in a table: faults listed, rows set aside, duplicates settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from improving_value.datasets.columns_sql import literal, quoted
from improving_value.datasets.intake_sql import PART, ROW, TableSql

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ISSUES = "data_issues"
DUPLICATE, DIFFERENT, REQUIRED, RAGGED = "duplicate-row", "duplicate-key-different-row", "missing-required-value", "ragged-row"


@dataclass(frozen=True)
class Settled:
    """How many rows came, how many were set aside, and how many were second copies."""

    arrived: int
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
    rows = _TableRows(connection, made, file, quoted(made.table))
    found, _ = rows.count()
    rows.list_found(found)
    different, copies = rows.settle_keys()
    rows.delete(found.incomplete > 0, different + copies > 0)
    for name in made.passing:
        connection.execute(f"ALTER TABLE {quoted(made.table)} DROP COLUMN {quoted(name)}")
    return Settled(found.rows, found.incomplete + different, copies)


@dataclass(frozen=True)
class Found:
    """How many rows there are, and how many have what wrong with them; `unkeyed` rows could be used and lack their key."""

    faults: Mapping[str, int]
    lacking: Mapping[str, int]
    rows: int
    incomplete: int
    unkeyed: int


@dataclass(frozen=True)
class Rows:
    """The rows of a dataset as read, in `relation`: a table, or a view of the file."""

    connection: DuckDBPyConnection
    made: TableSql
    file: str
    relation: str

    @property
    def incomplete(self) -> str:
        """SQL for a row in which a required value is missing or could not be read."""
        return " OR ".join(f"{quoted(name)} IS NULL" for name in self.made.required) or "false"

    def numbers(self, select: str) -> tuple[int, ...]:
        """Return the one row of a query of counts."""
        found = self.connection.execute(select).fetchone()
        assert found is not None, "an aggregate without GROUP BY has one row"
        return tuple(int(value or 0) for value in found)

    def count(self, also: Sequence[str] = ()) -> tuple[Found, tuple[bool, ...]]:
        """Count everything in one pass, and return the answers to `also`, aggregates that say yes or no."""
        made = self.made
        faults = [f"count({made.fault_of(name)})" for name in made.faulty]
        lacking = [f"count(*) FILTER (WHERE {quoted(name)} IS NULL)" for name in made.required]
        unkeyed = f"NOT ({made.keyed}) AND NOT ({self.incomplete})"
        whole = ["count(*)", f"count(*) FILTER (WHERE {self.incomplete})", f"count(*) FILTER (WHERE {unkeyed})"]
        answers = iter(self.numbers(f"SELECT {', '.join([*faults, *lacking, *whole, *also])} FROM {self.relation}"))
        found = Found({name: next(answers) for name in made.faulty}, {name: next(answers) for name in made.required}, *islice(answers, 3))
        return found, tuple(bool(answer) for answer in answers)

    def list_found(self, found: Found) -> None:
        """List every value that could not be used as it stood, and every row without a required value."""
        for name, count in found.faults.items():
            if count:
                fault = self.made.fault_of(name)
                self.list_rows(name, fault, f"{fault} IS NOT NULL")
        for name, count in found.lacking.items():
            if count:
                self.list_rows(name, literal(REQUIRED), f"{quoted(name)} IS NULL")

    def list_rows(self, column: str, code: str, which: str) -> None:
        """List rows. Without a row column the relation is a table in the file's order, below one row of headings."""
        row = ROW if ROW in self.made.working else "rowid + 2"
        part = PART if PART in self.made.working else literal(self.file)
        self.connection.execute(
            f"INSERT INTO {ISSUES} SELECT {literal(self.made.table)}, {part}, {row}, {literal(column)}, {code} FROM {self.relation} WHERE {which}"
        )


@dataclass(frozen=True)
class _TableRows(Rows):
    def settle_keys(self) -> tuple[int, int]:
        """Return how many rows are to go because their key is not theirs alone, and how many because they are copies.

        Of rows that are the same in every column one stays. Of different rows with one key none can be chosen by rule.
        Rows without a key are told apart by an ordinal; which of them has which makes no difference.
        """
        usable = f"{self.relation} WHERE NOT ({self.incomplete})"
        shared = f"SELECT row_key FROM {usable} GROUP BY row_key HAVING count(*) > 1"
        if self.numbers(f"SELECT count(*) FROM ({shared})") == (0,):
            return 0, 0
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE shared_keys AS {shared}")
        content = ", ".join(quoted(name) for name in self.made.content)
        self.connection.execute(
            "CREATE OR REPLACE TEMP TABLE sharing AS SELECT id, copy, keyed, max(variant) OVER (PARTITION BY row_key) > 1 AS differ FROM ("
            f"SELECT row_key, rowid AS id, {self.made.keyed} AS keyed, row_number() OVER (PARTITION BY row_key ORDER BY rowid) AS copy,"
            f" dense_rank() OVER (PARTITION BY row_key ORDER BY {content}) AS variant"
            f" FROM {usable} AND row_key IN (FROM shared_keys))"
        )
        self.connection.execute(
            f"UPDATE {self.relation} SET row_key = left({self.relation}.row_key, -1) || copy FROM sharing"
            f" WHERE {self.relation}.rowid = sharing.id AND NOT keyed AND copy > 1"
        )
        return self._list_shared(DIFFERENT, "keyed AND differ"), self._list_shared(DUPLICATE, "keyed AND NOT differ AND copy > 1")

    def _list_shared(self, code: str, which: str) -> int:
        (count,) = self.numbers(f"SELECT count(*) FROM sharing WHERE {which}")
        if count:
            self.list_rows("", literal(code), f"rowid IN (SELECT id FROM sharing WHERE {which})")
        return count

    def delete(self, incomplete: bool, shared: bool) -> None:
        """Delete the rows that were listed as unusable, and the temporary tables."""
        tests = [self.incomplete] if incomplete else []
        if shared:
            tests.append("rowid IN (SELECT id FROM sharing WHERE keyed AND (differ OR copy > 1))")
        if tests:
            self.connection.execute(f"DELETE FROM {self.relation} WHERE {' OR '.join(f'({test})' for test in tests)}")
        for table in ("sharing", "shared_keys") if shared else ():
            self.connection.execute(f"DROP TABLE IF EXISTS {table}")
