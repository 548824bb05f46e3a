"""The default engine: a plan over typed tables in DuckDB."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from improving_value.compile.figures import FigureTable
from improving_value.compile.parameters import SmallTable
from improving_value.compile.plan import Plan
from improving_value.compile.units import FinishedUnit
from improving_value.expression.sql_pieces import column, identifier, text
from improving_value.run.results import CellKey, CellValue, Results

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_INTERNAL = ("slice", "window")


class DuckDBEngine:
    """Runs plans over the datasets in a connection's main schema; each scheme's tables live in a schema of its own."""

    def __init__(self, connection: DuckDBPyConnection) -> None:
        self._connection = connection
        # DuckDB 2.0.0 stops with an internal error ("dictionary column changed identity") when the operators that gather
        # small chunks sit above two joins that both pass text through; without them the plans are the same.
        connection.execute("SET enable_caching_operators = false")

    def run(self, plan: Plan) -> Results:
        """Return every cell of a scheme. Its tables stay until another plan of the scheme is run."""
        self._enter(plan, fresh=True)
        for table in plan.sources:
            self._create_missing(table)
        for table in plan.tables:
            self._create(table)
            self._fill(table)
        for step in plan.steps:
            self._connection.execute(plan.statement(step))
        cells: dict[str, dict[CellKey, CellValue]] = {}
        for figures in plan.figures:
            self._read(figures, cells)
        self._leave()
        in_order = {cell: dict(sorted(found.items())) for cell, found in cells.items()}
        return Results(plan.scheme, plan.calendar, in_order, {name: f"{plan.scheme}.{name}" for name in plan.units})

    def write_units(self, plan: Plan, folder: Path) -> list[Path]:
        """Write each unit of the run's periods to SCHEME.UNIT.parquet, in the order of its key: same units, same bytes."""
        self._enter(plan)
        written = []
        threads = self._one("SELECT current_setting('threads')")
        for name, unit in plan.units.items():
            path = folder / f"{plan.scheme}.{name}.parquet"
            query = unit_rows_query(unit).sql("duckdb")
            target = text(str(path)).sql("duckdb")
            self._connection.execute("SET threads = 1")
            self._connection.execute(f"COPY ({query}) TO {target} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)")
            self._connection.execute(f"SET threads = {int(threads)}")
            written.append(path)
        self._leave()
        return written

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
        self._connection.execute(f"DROP SCHEMA IF EXISTS {identifier(plan.scheme).sql('duckdb')} CASCADE")

    def _enter(self, plan: Plan, fresh: bool = False) -> None:
        schema = identifier(plan.scheme).sql("duckdb")
        if fresh:
            self._connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
            self._connection.execute(f"CREATE SCHEMA {schema}")
        self._connection.execute(f"SET search_path = '{plan.scheme},main'")

    def _leave(self) -> None:
        self._connection.execute("RESET search_path")

    def _create_missing(self, table: SmallTable) -> None:
        held = self._one("SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'main' AND table_name = ?", table.name)
        held += self._one("SELECT count(*) FROM duckdb_views() WHERE schema_name = 'main' AND view_name = ?", table.name)
        if not held:
            self._create(table)

    def _create(self, table: SmallTable) -> None:
        columns = ", ".join(f"{identifier(name).sql('duckdb')} {kind}" for name, kind in table.columns)
        self._connection.execute(f"CREATE TABLE {identifier(table.name).sql('duckdb')} ({columns})")

    def _fill(self, table: SmallTable) -> None:
        marks = ", ".join("?" for _ in table.columns)
        if table.rows:
            self._connection.executemany(f"INSERT INTO {identifier(table.name).sql('duckdb')} VALUES ({marks})", [list(row) for row in table.rows])

    def _one(self, query: str, *values: str) -> int:
        row = self._connection.execute(query, list(values)).fetchone()
        assert row is not None
        return int(row[0])

    def _read(self, figures: FigureTable, cells: dict[str, dict[CellKey, CellValue]]) -> None:
        found = self._connection.execute(f"SELECT * FROM {identifier(figures.table).sql('duckdb')}")
        names = [part[0] for part in found.description or ()]
        for row in found.fetchall():
            read_cells(figures, dict(zip(names, row, strict=True)), cells)


def read_cells(figures: FigureTable, row: Mapping[str, Any], cells: dict[str, dict[CellKey, CellValue]]) -> None:
    """Put the cells of one row where they belong."""
    category = row["category"] if figures.has_category else ""
    key = CellKey(row["level"], row["organisation"], int(row["window"]), category)
    for readout in figures.readouts:
        cells.setdefault(readout.cell, {})[key] = readout.value(row)


def unit_rows_query(unit: FinishedUnit) -> exp.Select:
    """Return the units that lie in the run's periods, labelled, in the order of their keys."""
    held = "window" if unit.tied else "slice"
    source = exp.Table(this=identifier(unit.name), alias=exp.TableAlias(this=identifier("u")))
    seen = [column(name, "u") for name in unit.columns if name not in _INTERNAL]
    named = exp.Alias(this=column("label", "w"), alias=identifier("period"))
    query = exp.Select(expressions=[seen[0], named, *seen[1:]]).from_(source)
    windows = exp.Table(this=identifier("windows"), alias=exp.TableAlias(this=identifier("w")))
    if unit.tied:
        on: exp.Expression = exp.EQ(this=column("window", "w"), expression=column(held, "u"))
    else:
        counted = exp.Table(this=identifier("slice_windows"), alias=exp.TableAlias(this=identifier("sw")))
        query = query.join(counted, on=exp.EQ(this=column("slice", "sw"), expression=column(held, "u")))
        on = exp.EQ(this=column("window", "w"), expression=column("window", "sw"))
    roles = ("piece", "span") if unit.tied else ("piece",)
    query = query.join(windows, on=on).where(exp.In(this=column("role", "w"), expressions=[text(role) for role in roles]))
    return query.order_by(column("unit_key", "u"))
