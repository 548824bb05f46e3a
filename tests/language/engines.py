"""One scheme over one set of rows, on the row engine and in columns."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import duckdb

from improving_value.check import scheme as check_room
from improving_value.check.demand import REPORTED
from improving_value.check.model import CellValue, CheckedScheme
from improving_value.check.scheme import check_scheme
from improving_value.compile.plan import compile_scheme
from improving_value.datasets import intake
from improving_value.datasets.clock import LocalTime
from improving_value.kernel.calendar import Calendar
from improving_value.kernel.periods import read_period
from improving_value.run.calendar import make_calendar
from improving_value.run.engines.duckdb import DuckDBEngine
from improving_value.run.results import CellKey
from improving_value.run.rows import run_rows
from improving_value.spec.dictionary import Dataset
from improving_value.spec.load import load_scheme
from language.drawing import Drawing

NAME = "drawn"
_HEAD = f"""\
scheme: {NAME}
title: Drawn for a test
theme: medicines
sub_themes: [reduce_waste]
status: draft
authored_by: Nobody in particular
period: PERIOD
sources:
  here: {{title: A test}}
chapter: {{summary: None, who_should_consider: [Nobody], aim: [None]}}
"""


@dataclass(frozen=True)
class Ran:
    """What an engine made of a scheme: each unit's rows in the order of their keys, and the cells.

    `placed` holds the keys of the units that lie in a period the run reports, where the engine says so.
    """

    checked: CheckedScheme
    calendar: Calendar
    units: Mapping[str, list[dict[str, Any]]]
    cells: Mapping[str, Mapping[CellKey, CellValue]]
    placed: Mapping[str, Sequence[str]]


Engine = Callable[[CheckedScheme, Mapping[str, Drawing], Calendar], Ran]


def scheme_text(body: str, parameters: Mapping[str, Any], period: str = "year") -> str:
    """Return a whole scheme around its units and figures.

    A parameter is a value, or what a scheme file says of it; one that is None is local, with no value.
    """
    written = [f"  {name}: {json.dumps(_parameter(value))}" for name, value in parameters.items()]
    return "\n".join([_HEAD.replace("PERIOD", period), *(["parameters:", *written] if written else []), body])


def _parameter(value: Any) -> dict[str, Any]:
    if value is None:
        return {"unit": "GBP", "basis": "local"}
    said = value if isinstance(value, dict) else {"value": value}
    return {"unit": said.get("unit") or _unit_of(said), "basis": "assumption", "source": "here", **said}


def _unit_of(said: Mapping[str, Any]) -> str:
    value = said["value"] if "value" in said else said["values"][0]["value"]
    if isinstance(value, list):
        return "list" if isinstance(value[0], str) else "GBP"
    if isinstance(value, bool):
        return "yes/no"
    if not isinstance(value, str):
        return "GBP"
    shapes = {(5, ":"): "time", (10, "-"): "date"}
    return shapes.get((len(value), value[2:3] if ":" in value else value[4:5]), "text")


def checked(text: str, datasets: Mapping[str, Dataset]) -> CheckedScheme:
    """Return a scheme checked, but for the rules that a formula holds no numbers and that they have units: here they are what is tested."""
    with TemporaryDirectory() as folder, patch.object(check_room, "check_evidence", lambda _: None):
        path = Path(folder) / f"{NAME}.yaml"
        path.write_text(text, encoding="utf-8")
        return check_scheme(load_scheme(path), datasets, {}, units_known=True)


def calendar_of(scheme: CheckedScheme, span: str, baseline: str | None, providers: list[str]) -> Calendar:
    """Return the windows of a run in which every provider is its own, in one hub and one region."""
    before = None if baseline is None else read_period(baseline)
    return make_calendar(read_period(span), scheme.scheme.period, before, providers, [], lambda code, _: (code, "hub", "region"))


def on_rows(scheme: CheckedScheme, drawings: Mapping[str, Drawing], calendar: Calendar) -> Ran:
    """Run a scheme row by row."""
    run = run_rows(scheme, {name: drawing.typed() for name, drawing in drawings.items()}, calendar)
    units = {
        name: [
            {
                "unit_key": row.unit_key, "source_keys": list(row.source_keys), **row.values, **row.pence, "outcome": row.outcome,
                "deciding_rule": row.deciding_rule, "missing_field": row.missing_field, "at_stake_pence": row.at_stake_pence,
            }
            for row in rows
        ]
        for name, rows in run.units.items()
    }  # fmt: skip
    reported = {window.id for window in calendar.windows_in(REPORTED)}
    placed = {name: [row.unit_key for row in rows if reported.intersection(row.windows)] for name, rows in run.units.items()}
    return Ran(scheme, calendar, {name: [_plain(row) for row in rows] for name, rows in units.items()}, run.results.cells, placed)


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    """Return one database for all tests: opening one takes longer than most of them."""
    return duckdb.connect()


def on_columns(scheme: CheckedScheme, drawings: Mapping[str, Drawing], calendar: Calendar) -> Ran:
    """Run a scheme in DuckDB, over files read as a run reads them."""
    connection = _connection()
    with TemporaryDirectory() as folder:
        for drawing in drawings.values():
            drawing.write(Path(folder))
        wanted = {name: (drawing.dataset, frozenset(drawing.dataset.columns)) for name, drawing in drawings.items()}
        intake.read_folder(connection, Path(folder), wanted, Path(folder))
    try:
        plan = compile_scheme(scheme, calendar, "duckdb")
        engine = DuckDBEngine(connection)
        cells = engine.run(plan).cells
        units = {name: [_plain(row) for row in engine.unit_rows(plan, name, {})] for name in plan.units}
    finally:
        connection.execute("RESET search_path")
        for name in drawings:
            connection.execute(f'DROP TABLE "{name}"')
    return Ran(scheme, calendar, units, cells, {})


ENGINES: Mapping[str, Engine] = {"rows": on_rows, "columns": on_columns}


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.local if isinstance(value, LocalTime) else value for name, value in row.items()}
