"""Columns agree with rows: every cell and every unit of every scheme, to the last bit."""

from __future__ import annotations

import random
from pathlib import Path

import duckdb
import pytest

from compile.agreement import Tables, differences, fill, invented
from compile.schemes import SCHEMES, calendar, checked, words
from improving_value.compile.plan import Plan, compile_scheme
from improving_value.run.engines.duckdb import DuckDBEngine
from improving_value.run.rows import run_rows


def _inputs(name: str, seed: int, rows: int = 40) -> tuple[Plan, Tables]:
    scheme = checked(name)
    return compile_scheme(scheme, calendar(scheme), "duckdb"), invented(scheme.datasets, rows, seed, words(name, scheme))


@pytest.mark.parametrize("name", SCHEMES)
def test_columns_agree_with_rows(name: str) -> None:
    scheme = checked(name)
    plan, tables = _inputs(name, seed=7)
    connection = duckdb.connect()
    fill(connection, plan, tables)
    engine = DuckDBEngine(connection)
    fast = engine.run(plan)
    units = {unit: engine.unit_rows(plan, unit, {}) for unit in plan.units}
    assert differences(scheme, run_rows(scheme, tables, calendar(scheme)), fast, units) == []


def test_shuffled_rows_leave_the_same_bytes(tmp_path: Path) -> None:
    plan, tables = _inputs("itp_immunoglobulin_dosing", seed=3, rows=400)
    written = []
    for number in range(2):
        for rows in tables.values():
            random.Random(number).shuffle(rows)
        connection = duckdb.connect()
        fill(connection, plan, tables)
        engine = DuckDBEngine(connection)
        folder = tmp_path / str(number)
        folder.mkdir()
        results = engine.run(plan, folder)
        written.append((results.cells, {path.name: path.read_bytes() for path in folder.iterdir()}))
    assert written[0] == written[1]


@pytest.mark.parametrize("dialect", ["duckdb", "spark"])
@pytest.mark.parametrize("name", SCHEMES)
def test_a_masked_plan_prints_no_confidential_value(name: str, dialect: str) -> None:
    scheme = checked(name)
    printed = compile_scheme(scheme, calendar(scheme), dialect).sql(masked=True)
    secret = [parameter for parameter, written in scheme.parameters.items() if written.sensitive and parameter in scheme.values]
    for parameter in secret:
        for row in scheme.values[parameter].rows:
            assert f"'{row.value}'" not in printed
