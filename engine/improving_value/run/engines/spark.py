"""The same plans on Spark, for when one machine is not enough: a small adapter over typed Parquet."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from improving_value.check.model import CellValue
from improving_value.compile.parameters import SmallTable
from improving_value.compile.plan import Plan
from improving_value.expression.sql_pieces import identifier
from improving_value.run.engines.reading import People, in_windows, read_cells, read_people, unit_rows_query
from improving_value.run.results import CellKey, Results

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.ansi.enabled": "true",
}


class SparkEngine:
    """Runs plans made for the `spark` dialect over a folder that holds one typed Parquet file for each dataset."""

    def __init__(self, session: SparkSession, folder: Path) -> None:
        self._session = session
        self._folder = folder
        self._held: dict[str, SparkSession] = {}

    def run(self, plan: Plan, units_folder: Path | None = None) -> Results:
        """Return every cell of a scheme, and write its units when a folder is given.

        Its tables stay, as views of a session of its own, until it is run again.
        """
        session = self._fresh(plan)
        for source in plan.sources:
            path = self._folder / f"{source.name}.parquet"
            found = session.read.parquet(str(path)) if path.exists() else session.createDataFrame([], _schema(source))
            found.createOrReplaceTempView(source.name)
        for table in plan.tables:
            session.createDataFrame([tuple(row) for row in table.rows], _schema(table)).createOrReplaceTempView(table.name)
        for step in plan.steps:
            made = session.sql(plan.query(step))
            # A checkpoint cuts the plan behind it: a hundred steps upon each other would otherwise be analysed anew at every one.
            made = made if step.is_view else made.localCheckpoint(eager=True)
            made.createOrReplaceTempView(step.name)
            if units_folder is not None and step.name in plan.units and plan.units[step.name].shown:
                self._write(plan, step.name, units_folder)
        cells: dict[str, dict[CellKey, CellValue]] = {}
        for figures in plan.figures:
            read_cells(figures, plan.calendar, (row.asDict() for row in session.table(figures.table).collect()), cells)
        people: People = {}
        for told in plan.people:
            read_people(told, plan.calendar, (row.asDict() for row in session.table(told.table).collect()), people)
        units = {name: name for name in plan.units}
        return Results(plan.scheme, plan.calendar, in_windows(plan, cells), units, in_windows(plan, people))

    def _write(self, plan: Plan, unit: str, folder: Path) -> None:
        """Write a unit of the run's periods to SCHEME.UNIT.parquet, in the order of its key."""
        path = folder / f"{plan.scheme}.{unit}.parquet"
        parts = folder / f"{path.name}.parts"
        ordered = self._held[plan.scheme].sql(unit_rows_query(plan.units[unit]).sql("spark"))
        ordered.coalesce(1).sortWithinPartitions("unit_key", "period").write.mode("overwrite").parquet(str(parts))
        shutil.move(str(next(iter(sorted(parts.glob("part-*.parquet"))))), path)
        shutil.rmtree(parts)

    def unit_rows(self, plan: Plan, unit: str, where: Mapping[str, str]) -> list[dict[str, Any]]:
        """Return the finished units whose columns have these values, as text, in the order of their keys."""
        found = self._held[plan.scheme].table(unit)
        for name, value in where.items():
            found = found.filter(found[name].cast("string") == value)
        return [row.asDict() for row in found.orderBy("unit_key").collect()]

    def _fresh(self, plan: Plan) -> SparkSession:
        session = self._session.newSession()
        for name, value in _SETTINGS.items():
            session.conf.set(name, value)
        self._held[plan.scheme] = session
        return session


def _schema(table: SmallTable) -> str:
    return ", ".join(
        f"{identifier(name).sql('spark')} {exp.DataType.build(kind, dialect='duckdb').sql('spark')}" for name, kind in table.columns
    )
