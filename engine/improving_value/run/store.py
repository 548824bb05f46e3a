"""The database that holds a run's activity while it runs, on disk so that memory stays small."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from improving_value.datasets.clock import to_utc
from improving_value.kernel.issues import Issue, Location, Rejected
from improving_value.run.engines.claimed import COLUMNS as CLAIM_COLUMNS
from improving_value.run.engines.claimed import TABLE as CLAIMS
from improving_value.run.engines.duckdb import DuckDBEngine
from improving_value.spec.dictionary import Dataset

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_WORKPLACE = "workplace"
"""Where the schemes' tables are while they are worked out: a file's tables are compressed, which costs more than spilling what does not fit."""

_MEMORY = re.compile(r"^\d+(\.\d+)?\s*(MB|GB|MiB|GiB)$")

_FOR_MANY_ROWS = frozenset(
    [
        "common_subplan",
        "compressed_materialization",
        "common_subexpressions",
        "common_aggregate",
        "projection_pullup",
        "outer_join_simplification",
        "window_rewriter",
        "partitioned_execution",
        "partial_aggregate_pushdown",
        "grouping_sets",
        "type_pushdown",
        "scalar_fn_pushdown",
        "distinct_aggregate_rewrite",
        "aggregate_reuse",
        "projection_placement",
    ]
)
"""Parts of DuckDB's planning that find a quicker way to the same rows. With few rows the search takes longer than the way."""

_NO_ROOM = ("no space left", "failed to offload", "disk")
"""What DuckDB's messages say when a disk is full: Linux and macOS, spilling, Windows. They come in several classes of error."""


def is_amount(text: str) -> bool:
    """Say whether a text is an amount of memory, such as `1.5GB`."""
    return _MEMORY.match(text) is not None


def half_of(memory: str) -> str:
    """Return half an amount of memory."""
    number = re.match(r"[\d.]+", memory)
    assert number is not None, "an amount of memory is written as 1.5GB"
    return f"{float(number.group()) / 2:g}{memory[number.end() :]}"


@contextmanager
def open_store(folder: Path, memory: str) -> Iterator[Store]:
    """Open a database file in a folder, with a limit on the memory it may use; what does not fit goes to the folder.

    Raises Rejected with disk-full when the folder's disk fills up.
    """
    if not is_amount(memory):
        raise ValueError("an amount of memory is written as 1.5GB")
    try:
        connection = duckdb.connect(str(folder / "activity.duckdb"))
        try:
            connection.execute(f"SET memory_limit = '{memory}'")
            spill = str(folder / "spill").replace("'", "''")
            connection.execute(f"SET temp_directory = '{spill}'")
            connection.execute("SET preserve_insertion_order = false")
            # Tables live for minutes: packing them would cost more than reading them back ever does.
            connection.execute("SET force_compression = 'uncompressed'")
            connection.execute("SET GLOBAL TimeZone = 'UTC'")
            connection.execute(f"ATTACH ':memory:' AS {_WORKPLACE}")
            yield Store(connection, _WORKPLACE)
        finally:
            connection.close()
    except duckdb.Error as error:
        if any(sign in str(error).lower() for sign in _NO_ROOM):
            raise OSError(errno.ENOSPC, "no room for the engine's working files") from None
        if isinstance(error, duckdb.OutOfMemoryException):
            raise Rejected([_memory_full(memory)]) from None
        raise


def _memory_full(memory: str) -> Issue:
    fix = "give `--memory` a larger amount, or run fewer schemes at once"
    return Issue("memory-full", Location("--memory"), "more memory needed than the engine may use", f"more than {memory}", fix)


@dataclass(frozen=True)
class Store:
    """What can be asked of the activity in the database."""

    connection: DuckDBPyConnection
    workplace: str | None = None

    @property
    def engine(self) -> DuckDBEngine:
        return DuckDBEngine(self.connection, self.workplace)

    def make_room_for_claims(self) -> None:
        """Make the table that takes what savings claim."""
        self.connection.execute(f"CREATE TABLE {CLAIMS} ({CLAIM_COLUMNS})")

    def write_claims(self, target: Path) -> None:
        """Write what savings claim to a file of Parquet; the rows come in no order."""
        self.connection.execute(f"COPY {CLAIMS} TO '{str(target).replace(chr(39), 2 * chr(39))}' (FORMAT parquet)")

    def plan_plainly(self) -> None:
        """Leave out the planning that only many rows are worth; the answers are the same."""
        known = {str(name) for (name,) in self.connection.execute("SELECT name FROM duckdb_optimizers()").fetchall()}
        self.connection.execute(f"SET GLOBAL disabled_optimizers = '{','.join(sorted(_FOR_MANY_ROWS & known))}'")

    def distinct(self, table: str, column: str) -> list[str]:
        """Return the different values of a column, in order; none when the table does not have it."""
        if column not in self.columns(table):
            return []
        found = self.connection.execute(f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL ORDER BY 1').fetchall()
        return [str(row[0]) for row in found]

    def earliest(self, table: str, column: str) -> date | None:
        """Return the first day on which a table has a row."""
        row = (
            self.connection.execute(f'SELECT min(CAST("{column}" AS DATE)) FROM "{table}"').fetchone()
            if column in self.columns(table)
            else None
        )
        return None if row is None else row[0]

    def columns(self, table: str) -> list[str]:
        try:
            found = self.connection.execute(f'FROM main."{table}" LIMIT 0')
        except duckdb.CatalogException:  # nobody gave it
            return []
        return [str(part[0]) for part in found.description or ()]

    def rows(self, dataset: Dataset, column: str | None, values: Sequence[str] | None) -> list[dict[str, Any]]:
        """Return rows as typed values, those where a column has one of the values, or all."""
        names = [name for name in self.columns(dataset.dataset) if not name.endswith("__utc")]
        listed = ", ".join(f'"{name}"' for name in names)
        query = f'SELECT {listed} FROM "{dataset.dataset}"'
        marks: list[Any] = []
        if column is not None and values is not None:
            query += f' WHERE list_contains(?, "{column}")'
            marks = [list(values)]
        found = self.connection.execute(f"{query} ORDER BY row_key", marks).fetchall()
        clocks = {name for name in names if name in dataset.columns and dataset.columns[name].type == "datetime"}
        return [
            {name: to_utc(value) if name in clocks and value is not None else value for name, value in zip(names, row, strict=True)}
            for row in found
        ]

    def patients_of(self, table: str, column: str, keys: Sequence[str]) -> list[str]:
        """Return whom some rows belong to."""
        found = self.connection.execute(
            f'SELECT DISTINCT "{column}" FROM "{table}" WHERE list_contains(?, row_key) AND "{column}" IS NOT NULL', [list(keys)]
        )
        return [str(row[0]) for row in found.fetchall()]

    def data_issues(self) -> list[tuple[str, str, int, str, str]]:
        """Return every fault of the data: dataset, file, row, column, code; never a value."""
        found = self.connection.execute("SELECT dataset, file, row, column_name, code FROM data_issues ORDER BY ALL").fetchall()
        return [(str(dataset), str(file), int(row or 0), str(column or ""), str(code)) for dataset, file, row, column, code in found]
