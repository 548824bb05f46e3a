"""The default engine: a plan over typed tables in DuckDB."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from improving_value.check.model import CellValue
from improving_value.compile.claimed import ClaimStep
from improving_value.compile.parameters import SmallTable
from improving_value.compile.plan import Plan
from improving_value.expression.sql_pieces import column, identifier, text
from improving_value.run.engines.claimed import insertion
from improving_value.run.engines.reading import People, in_windows, read_cells, read_people, unit_rows_query
from improving_value.run.results import CellKey, Results
from improving_value.spec.dictionary import Dataset

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_AS_PARQUET = "FORMAT parquet, PRESERVE_ORDER true, COMPRESSION snappy, ROW_GROUP_SIZE 122880, DICTIONARY_SIZE_LIMIT 1000"
"""A dictionary of thousands of keys, each there once, costs more than it saves."""


class DuckDBEngine:
    """Runs plans over the datasets in a connection's main schema; each scheme's tables live in a schema of its own.

    `workplace` names an attached database for those schemas; the connection's own when it is None.
    """

    def __init__(self, connection: DuckDBPyConnection, workplace: str | None = None) -> None:
        self._connection = connection
        self._workplace = workplace
        # DuckDB 2.0.0 stops with an internal error ("dictionary column changed identity") when the operators that gather
        # small chunks sit above two joins that both pass text through; without them the plans are the same.
        connection.execute("SET enable_caching_operators = false")

    def run(self, plan: Plan, units_folder: Path | None = None, claimable: Mapping[str, Dataset] | None = None) -> Results:
        """Return every cell of a scheme. Its units stay until another plan of the scheme is run.

        With a folder, each unit is written there as soon as it is made, and goes when nothing reads it any more. What the plan's savings
        claim of `claimable` datasets is added to the table of all claims.
        """
        self._enter(plan, fresh=True)
        held = self._held()
        for table in plan.sources:
            if table.name not in held:
                self._create(table)
        for table in plan.tables:
            self._create(table)
            self._fill(table)
        claims: dict[str, list[ClaimStep]] = {}
        for claim in plan.claims:
            claims.setdefault(claim.unit, []).append(claim)
        finished = plan.finished_with(keeps_units=units_folder is None)
        figures = {table.table: table for table in plan.figures}
        people_tables = {table.table: table for table in plan.people}
        cells: dict[str, dict[CellKey, CellValue]] = {}
        people: People = {}
        for step in plan.steps:
            if step.name in figures:  # read at once: nothing else reads them, so they need no tables
                read_cells(figures[step.name], plan.calendar, self._rows(plan.query(step)), cells)
            elif step.name in people_tables:
                read_people(people_tables[step.name], plan.calendar, self._rows(plan.query(step)), people)
            else:
                self._connection.execute(plan.statement(step))
            if step.name in claims:
                with self._joins_as_written():
                    for claim in claims[step.name]:
                        self._connection.execute(insertion(claim, plan.scheme, claimable or {}, self._home))
            if units_folder is not None and step.name in plan.units and plan.units[step.name].shown:
                self._write(plan, step.name, units_folder)
            for name in finished.get(step.name, ()):
                self._connection.execute(f"DROP TABLE {identifier(name).sql('duckdb')}")
        self._leave()
        tables = {name: f"{self._schema(plan)}.{name}" for name in plan.units}
        return Results(plan.scheme, plan.calendar, in_windows(plan, cells), tables, in_windows(plan, people))

    @contextmanager
    def _joins_as_written(self) -> Iterator[None]:
        """Look rows up in the tables that are joined, and never the other way round.

        DuckDB 2.0.0 stops now and then with an internal error ("dict-surviving join") when it takes what two joins give for the side
        that is looked up in, and texts pass through both; with tables on that side it has nothing to mistake.
        """
        (before,) = self._connection.execute("SELECT current_setting('disabled_optimizers')").fetchone() or ("",)
        kept = ",".join([*filter(None, [str(before or "")]), "join_order", "build_side_probe_side"])
        self._connection.execute(f"SET GLOBAL disabled_optimizers = {text(kept).sql('duckdb')}")
        try:
            yield
        finally:
            self._connection.execute(f"SET GLOBAL disabled_optimizers = {text(str(before or '')).sql('duckdb')}")

    def _write(self, plan: Plan, unit: str, folder: Path) -> None:
        """Write a unit of the run's periods to SCHEME.UNIT.parquet, in the order of its key: same units, same bytes."""
        query = unit_rows_query(plan.units[unit]).sql("duckdb")
        target = text(str(folder / f"{plan.scheme}.{unit}.parquet")).sql("duckdb")
        self._connection.execute(f"COPY ({query}) TO {target} ({_AS_PARQUET})")

    def unit_rows(self, plan: Plan, unit: str, where: Mapping[str, str]) -> list[dict[str, Any]]:
        """Return the finished units whose columns have these values, as text, in the order of their keys."""
        self._enter(plan)
        query = exp.Select(expressions=[exp.Star()]).from_(exp.Table(this=identifier(unit)))
        for name in where:
            query = query.where(exp.EQ(this=exp.Cast(this=column(name), to=exp.DataType.build("VARCHAR")), expression=exp.Placeholder()))
        found = self._connection.execute(query.order_by(column("unit_key")).sql("duckdb"), list(where.values()))
        names = [part[0] for part in found.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        self._leave()
        return rows

    def forget(self, plan: Plan) -> None:
        """Drop the tables of a plan, to make room for the next scheme's."""
        self._connection.execute(f"DROP SCHEMA IF EXISTS {self._schema(plan)} CASCADE")

    def export_sources(self, plan: Plan, folder: Path) -> None:
        """Write the datasets a plan reads as typed Parquet, for an engine that cannot see this connection."""
        for source in plan.sources:
            columns = ", ".join(identifier(name).sql("duckdb") for name, _ in source.columns)
            target = text(str(folder / f"{source.name}.parquet")).sql("duckdb")
            self._connection.execute(
                f"COPY (SELECT {columns} FROM main.{identifier(source.name).sql('duckdb')}) TO {target} (FORMAT parquet)"
            )

    def _enter(self, plan: Plan, fresh: bool = False) -> None:
        schema = self._schema(plan)
        if fresh:
            self._connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
            self._connection.execute(f"CREATE SCHEMA {schema}")
        self._leave()  # a step that failed may have left its search path
        self._connection.execute(f"SET search_path = '{schema},{self._home}'")

    @cached_property
    def _home(self) -> str:
        """The schema that holds the datasets."""
        (home,) = self._connection.execute("SELECT current_database()").fetchone() or ("",)
        return f"{identifier(home).sql('duckdb')}.main"

    def _schema(self, plan: Plan) -> str:
        schema = identifier(plan.scheme).sql("duckdb")
        return schema if self._workplace is None else f"{self._workplace}.{schema}"

    def _leave(self) -> None:
        self._connection.execute("RESET search_path")

    def _held(self) -> set[str]:
        """Return the datasets that are there, as tables or as views."""
        found = self._connection.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'main'")
        return {str(name) for (name,) in found.fetchall()}

    def _create(self, table: SmallTable) -> None:
        columns = ", ".join(f"{identifier(name).sql('duckdb')} {kind}" for name, kind in table.columns)
        self._connection.execute(f"CREATE TABLE {identifier(table.name).sql('duckdb')} ({columns})")

    def _fill(self, table: SmallTable) -> None:
        """Insert many rows with each statement: one at a time would take longer than most steps."""
        marks = f"({', '.join('?' for _ in table.columns)})"
        for start in range(0, len(table.rows), 200):
            some = table.rows[start : start + 200]
            values = [value for row in some for value in row]
            self._connection.execute(f"INSERT INTO {identifier(table.name).sql('duckdb')} VALUES {', '.join([marks] * len(some))}", values)

    def _rows(self, query: str) -> Iterator[dict[str, Any]]:
        found = self._connection.execute(query)
        names = [part[0] for part in found.description or ()]
        return (dict(zip(names, row, strict=True)) for row in found.fetchall())
