"""A large Parquet file as a view: typed again for every query, which costs less than writing it all out once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from improving_value.datasets.columns_sql import ColumnSql, literal, quoted
from improving_value.datasets.files import DataFile
from improving_value.datasets.intake_parquet import ParquetSource
from improving_value.datasets.intake_rows import DIFFERENT, DUPLICATE, ISSUES, REQUIRED, Found, Rows, Settled
from improving_value.datasets.intake_sql import ROW, table_sql
from improving_value.datasets.parquet_sql import from_tidy, is_direct, untidy
from improving_value.spec.dictionary import DictionaryColumn

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FEWEST_ROWS = 200_000
"""Below this a table is made in no time, and is quicker to ask."""

MOST_LEFT_OUT = 100_000
"""Above this many rows to leave out, or keys that may be shared, looking at them one by one is no longer cheap."""

_TEXTS = ("code", "name", "text")


def make_view(
    connection: DuckDBPyConnection, file: DataFile, columns: Mapping[str, DictionaryColumn], source: ParquetSource
) -> Settled | None:
    """Make a dataset's view, list its faults, and return what was settled; None when it must become a table after all.

    The rows are those the table would have. Nothing is listed before it is sure that there will be a view.
    """
    if not _suits(connection, file, columns, source):
        return None
    texts = {name for name in source.held if columns[name].type in _TEXTS}
    read, found = _counted(connection, file, columns, source, frozenset(texts))
    if found.unkeyed or found.incomplete > MOST_LEFT_OUT:
        return None
    clean = {name: _as_parsed(one) if found.faults.get(name) == 0 else one for name, one in read.columns.items()}
    rows = _view_rows(connection, file, columns, replace(read, columns=clean))
    if rows.find_suspects() > MOST_LEFT_OUT:
        rows.forget()
        return None
    return rows.settle(replace(found, faults={name: found.faults[name] for name in rows.made.faulty}))


def _suits(connection: DuckDBPyConnection, file: DataFile, columns: Mapping[str, DictionaryColumn], source: ParquetSource) -> bool:
    """Say whether a file is one large part, named by a key of its own, that can be read without taking texts apart."""
    key = file.dataset.key
    if source.part is not None or not key or any(part not in source.held for part in key):
        return False
    if not all(is_direct(kind, columns[name]) for name, (_, kind) in source.held.items()):
        return False
    found = connection.execute(f"SELECT count(*) FROM {source.relation}").fetchone()
    return found is not None and int(found[0]) >= FEWEST_ROWS


def _counted(
    connection: DuckDBPyConnection, file: DataFile, columns: Mapping[str, DictionaryColumn], source: ParquetSource, tidy: frozenset[str]
) -> tuple[ParquetSource, Found]:
    """Return the source with its tidy texts read letter by letter, and what is wrong with it.

    All texts are taken for tidy at first. A column that turns out not to be, or whose codes are then unknown, is read in full.
    """
    plain = {name: from_tidy(name, *source.held[name], columns[name]) for name in sorted(tidy)}
    read = replace(source, columns={name: plain.get(name, one) for name, one in source.columns.items()})
    tests = [untidy(quoted(f"{name}__written"), columns[name]) for name in plain]
    # The others are looked at too: a damaged page is to be found now, not in the middle of a scheme.
    watched = [f"max({quoted(name)}) IS NULL" for name, one in read.columns.items() if not one.fault and name not in tidy]
    rows = _view_rows(connection, file, columns, read)
    written = [quoted(f"{name}__written") for name in plain]
    relation = f"(SELECT {', '.join([rows.made.shown, *written])} FROM {rows.made.layers}) AS read"
    found, answers = replace(rows, relation=relation).count([*tests, *watched])
    untidied = {name for name, is_untidy in zip(plain, answers[: len(plain)], strict=True) if is_untidy}
    untidied |= {name for name in plain if found.faults.get(name)}
    return _counted(connection, file, columns, source, tidy - untidied) if untidied else (read, found)


def _as_parsed(one: ColumnSql) -> ColumnSql:
    """Return a column of which no value is at fault."""
    return replace(one, value=quoted(f"{one.name}__parsed"), fault=None)


def _view_rows(connection: DuckDBPyConnection, file: DataFile, columns: Mapping[str, DictionaryColumn], source: ParquetSource) -> _ViewRows:
    made = table_sql(file.dataset, columns, source, all_keyed=True)
    return _ViewRows(connection, made, file.shown, f"({made.select}) AS read")


@dataclass(frozen=True)
class _ViewRows(Rows):
    """Rows that stay in their file; those that cannot be used are in a table of row numbers, which the view leaves out."""

    @property
    def _left_out(self) -> str:
        return f"main.{quoted(f'{self.made.table}__left_out')}"

    def find_suspects(self) -> int:
        """Note the hashes that several keys have; return how many there are. Sorted hashes take half the time and memory of groups."""
        self.connection.execute(
            "CREATE OR REPLACE TEMP TABLE shared_hashes AS SELECT DISTINCT hashed FROM (SELECT hashed, lag(hashed) OVER (ORDER BY hashed) AS before"
            f" FROM (SELECT hash(row_key) AS hashed FROM {self.relation})) WHERE hashed = before"
        )
        return self.numbers("SELECT count(*) FROM shared_hashes")[0]

    def settle(self, found: Found) -> Settled:
        """List faults and make the view. As in a table: of equal rows one stays, of different rows with one key none."""
        self.list_found(found)
        content = ", ".join(quoted(name) for name in self.made.content)
        self.connection.execute(
            "CREATE OR REPLACE TEMP TABLE sharing AS SELECT id, copy, max(variant) OVER (PARTITION BY row_key) > 1 AS differ FROM ("
            f"SELECT row_key, {ROW} AS id, row_number() OVER (PARTITION BY row_key ORDER BY {ROW}) AS copy,"
            f" dense_rank() OVER (PARTITION BY row_key ORDER BY {content}) AS variant"
            f" FROM {self.relation} SEMI JOIN shared_hashes ON hash(row_key) = hashed WHERE NOT ({self.incomplete}))"
        )
        different = self._list_shared(DIFFERENT, "differ")
        copies = self._list_shared(DUPLICATE, "NOT differ AND copy > 1")
        self._make(found.incomplete + different + copies > 0)
        self.forget()
        return Settled(found.rows, found.incomplete + different, copies)

    def _list_shared(self, code: str, which: str) -> int:
        (count,) = self.numbers(f"SELECT count(*) FROM sharing WHERE {which}")
        if count:
            self.connection.execute(
                f"INSERT INTO {ISSUES} SELECT {literal(self.made.table)}, {literal(self.file)}, id, '', {literal(code)} FROM sharing WHERE {which}"
            )
        return count

    def _make(self, leaves_out: bool) -> None:
        """Make the view, and first the table of rows that it leaves out, if there are any: all of them are listed by now."""
        kept = ", ".join(["row_key", *(quoted(name) for name in self.made.content)])
        relation = self.relation
        if leaves_out:
            codes = ", ".join(literal(code) for code in (REQUIRED, DIFFERENT, DUPLICATE))
            self.connection.execute(
                f"CREATE OR REPLACE TABLE {self._left_out} AS SELECT DISTINCT row AS {ROW} FROM {ISSUES}"
                f" WHERE dataset = {literal(self.made.table)} AND code IN ({codes})"
            )
            relation += f" ANTI JOIN {self._left_out} USING ({ROW})"
        self.connection.execute(f"CREATE OR REPLACE VIEW main.{quoted(self.made.table)} AS SELECT {kept} FROM {relation}")

    def forget(self) -> None:
        """Drop the temporary tables."""
        for table in ("sharing", "shared_hashes"):
            self.connection.execute(f"DROP TABLE IF EXISTS {table}")
