"""What Spark says in its own way of dates, shares and sorted values is what rows say, to the last bit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from compile.agreement import differences
from improving_value.compile.plan import compile_scheme
from improving_value.datasets import intake
from improving_value.run.engines.duckdb import DuckDBEngine
from improving_value.run.rows import run_rows
from language.drawing import Drawing
from language.engines import calendar_of, checked, scheme_text

BODY = """\
units:
  stay:
    from: stays
    columns:
      born_in: year(began)
      begins: moment(began)
      hours_in: hours(moment(began), left)
      low: interval_low(k, n, z)
      high: interval_high(k, n, z)
      rate: k / n if n > 2 else missing
      rounded: round_to(score - 12, half)
      root: square_root(score - 12)
    date: began
  place:
    from: stays
    group: {by: [provider_code, ward]}
    columns:
      best: mean_of_least(known(score), 2)
      worst: mean_of_greatest(known(score), 2)
      all_of_them: mean_of_least(score, 3)
      began: min(known(began))
    date: began
"""
ROWS = """
ward:code  began:date  left:datetime     k:integer  n:integer  score:decimal2
A          2017-04-02  2017-04-02T10:30  3          7          12.10
A          2017-10-29  2017-10-29T23:00  0          5          11.61
A          2017-12-30  2017-12-31T01:00  5          5          14.33
B          2017-06-01  2017-06-01T03:00  3          2          9.99
B          2017-06-02  -                 -          0          -
B          -           2017-06-01T03:00  1          1          8.07
"""


def test_spark_says_what_rows_say(spark: Any, tmp_path: Path) -> None:
    from improving_value.run.engines.spark import SparkEngine

    drawing = Drawing("stays", ROWS)
    scheme = checked(scheme_text(BODY, {"z": 1.96, "half": 0.5}), {"stays": drawing.dataset})
    calendar = calendar_of(scheme, "2017/18", None, ["P1"])
    drawing.write(tmp_path)
    connection = duckdb.connect()
    intake.read_folder(connection, tmp_path, {"stays": (drawing.dataset, frozenset(drawing.dataset.columns))}, tmp_path)
    DuckDBEngine(connection).export_sources(compile_scheme(scheme, calendar, "duckdb"), tmp_path)
    plan = compile_scheme(scheme, calendar, "spark")
    engine = SparkEngine(spark, tmp_path)
    fast = engine.run(plan)
    units = {unit: engine.unit_rows(plan, unit, {}) for unit in plan.units}
    assert differences(scheme, run_rows(scheme, {"stays": drawing.typed()}, calendar), fast, units) == []
    assert [row["rate"] for row in sorted(units["stay"], key=lambda row: str(row["unit_key"]))] == [3 / 7, 0.0, 1.0, None, None, None]
