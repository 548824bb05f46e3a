"""Spark agrees with rows, cell by cell, on invented activity."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import duckdb
import pytest

from compile.agreement import differences, fill, invented
from compile.schemes import calendar, checked, words
from improving_value.compile.plan import compile_scheme
from improving_value.run.engines.duckdb import DuckDBEngine
from improving_value.run.rows import run_rows

EVERY = os.environ.get("IMPROVING_VALUE_EVERY_SCHEME") == "1"
"""With `make test-spark`: this one takes a minute."""


@pytest.mark.parametrize("name", ["itp_immunoglobulin_dosing", *(["acc_delayed_discharges"] if EVERY else [])])
def test_spark_agrees_with_rows(spark: Any, name: str, tmp_path: Path) -> None:
    from improving_value.run.engines.spark import SparkEngine

    scheme = checked(name)
    plan = compile_scheme(scheme, calendar(scheme), "duckdb")
    tables = invented(scheme.datasets, 30, 7, words(name, scheme))
    connection = duckdb.connect()
    fill(connection, plan, tables)
    DuckDBEngine(connection).export_sources(plan, tmp_path)
    engine = SparkEngine(spark, tmp_path)
    spark_plan = compile_scheme(scheme, calendar(scheme), "spark")
    fast = engine.run(spark_plan)
    units = {unit: engine.unit_rows(spark_plan, unit, {}) for unit in plan.units}
    assert differences(scheme, run_rows(scheme, tables, calendar(scheme)), fast, units) == []
