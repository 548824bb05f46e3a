"""One step across a boundary flips the verdict: pairs of rows of the schemes' own examples, a step apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from improving_value.datasets.clock import LocalTime
from improving_value.examples.values import Shown
from improving_value.run.results import CellKey
from improving_value.run.rows import run_rows
from improving_value.run.rows_model import UnitRow
from schemes.running import dictionary, example_index, in_columns, shown
from schemes.worked import gathered
from schemes.worked.acc_delayed_discharges import BACK, FORWARD
from schemes.worked.case import Boundary, Side

ITP, CARE = "itp_immunoglobulin_dosing", "acc_delayed_discharges"
Row = Mapping[str, Any]
BOUNDARIES: tuple[Boundary, ...] = gathered("BOUNDARIES")


def seen_at(boundary: Boundary, side: Side) -> tuple[Shown, Row]:
    """Return an example and the row of a boundary in it; the pair must be in the scheme."""
    seen = shown(boundary.scheme, example_index(boundary.scheme, side.example))
    return seen, seen.tables[boundary.table][side.row]


def plain(value: object) -> object:
    return value.utc if isinstance(value, LocalTime) else value


def differing(boundary: Boundary) -> dict[str, tuple[object, object]]:
    """Return the columns in which the two rows differ; who the patient is, and the row's name, are no difference."""
    (_, first), (_, second) = seen_at(boundary, boundary.first), seen_at(boundary, boundary.second)
    names = {"row_key", "patient_id", *dictionary()[boundary.table].key}
    return {
        name: (plain(first[name]), plain(second[name])) for name in first if name not in names and plain(first[name]) != plain(second[name])
    }


def verdict(boundary: Boundary, side: Side) -> object:
    seen, row = seen_at(boundary, side)
    units = [unit for unit in seen.run.units[boundary.unit] if unit.windows]
    found = [unit for unit in units if row["row_key"] in unit.source_keys]
    if boundary.table not in _sources(seen, boundary.unit):
        # By patient; a register of something else by its key.
        names = ["patient_id"] if "patient_id" in row else dictionary()[boundary.table].key
        found = [unit for unit in units if all(unit.values[name] == row[name] for name in names)]
    if boundary.verdict == "in_scope":
        return bool(found)
    (unit,) = found
    if boundary.verdict == "rows":
        return len(unit.source_keys)
    if boundary.verdict == "outcome":
        return unit.outcome
    if boundary.verdict == "on_switch_or_later":
        (patient,) = seen.run.units["patient"]
        return _weaning_on(seen, patient, unit)
    return unit.values[boundary.verdict]


def _sources(seen: Shown, unit: str) -> set[str]:
    """Return the unit's source, and the source of that: what its source keys are of."""
    found = seen.checked.units[unit].source
    return {found} | (_sources(seen, found) if seen.checked.units[unit].source_is_unit else set())


def _weaning_on(seen: Shown, patient: UnitRow, unit: UnitRow) -> bool:
    """Say whether an infusion's grams are among the patient's weaning grams, by leaving it out."""
    left = {**seen.tables, "ig_infusions": [row for row in seen.tables["ig_infusions"] if row["row_key"] not in unit.source_keys]}
    (without,) = run_rows(seen.checked, left, seen.results.calendar).units["patient"]
    return bool(patient.values["weaning_grams"] != without.values["weaning_grams"])


@pytest.mark.parametrize("boundary", BOUNDARIES, ids=[f"{one.scheme}-{one.name}" for one in BOUNDARIES])
def test_the_rows_are_one_step_apart(boundary: Boundary) -> None:
    found = differing(boundary)
    assert list(found) == [boundary.column]
    first, second = found[boundary.column]
    assert isinstance(first, (int, Decimal, date, datetime))
    assert first + boundary.step == second  # type: ignore[operator]


@pytest.mark.parametrize("boundary", BOUNDARIES, ids=[f"{one.scheme}-{one.name}" for one in BOUNDARIES])
def test_the_step_flips_the_verdict(boundary: Boundary) -> None:
    assert boundary.before != boundary.after
    assert (verdict(boundary, boundary.first), verdict(boundary, boundary.second)) == (boundary.before, boundary.after)


def test_the_clock_would_say_otherwise() -> None:
    """On both nights the clock's hours are not the true ones, and the examples turn on that."""
    forward, back = (shown(CARE, example_index(CARE, night)) for night in (FORWARD, BACK))
    assert _clock_hours(forward.tables["cc_periods"][0]) == 5
    assert [_clock_hours(back.tables["cc_periods"][number]) for number in (0, 2)] == [3, 23]
    assert [row.values["delay_hours"] for seen, number in ((forward, 0), (back, 0), (back, 2)) for row in _stay_of(seen, number)] == [
        4.0,
        4.0,
        24.0,
    ]


def _clock_hours(row: Row) -> float:
    return float((row["discharge_at"].local - row["ready_at"].local) / timedelta(hours=1))


def _stay_of(seen: Shown, number: int) -> list[UnitRow]:
    key = seen.tables["cc_periods"][number]["row_key"]
    return [row for row in seen.run.units["stay"] if key in row.source_keys]


def test_a_switch_of_contract_years() -> None:
    """Five hours late is repriced from 1 April 2018, and not the day before."""
    seen = shown(CARE, example_index(CARE, "the last day of the first contract year"))
    first, second = (_stay_of(seen, number)[0] for number in (0, 1))
    assert [row.values["delay_hours"] for row in (first, second)] == [5.0, 5.0]
    assert [row.values["repriced"] for row in (first, second)] == [False, True]


def test_five_awkward_doses_make_1_g_per_kg_in_every_order(connection: DuckDBPyConnection) -> None:
    """13.337 + 14.003 + 14.111 + 12.226 + 12.123 = 65.800, in whichever order they are added."""
    seen = shown(ITP, example_index(ITP, "five awkward infusions"))
    rows: list[dict[str, Any]] = [dict(row) for row in seen.tables["ig_infusions"]]
    orders = list(permutations([row["grams"] for row in rows]))
    assert (len(orders), sum(orders[0])) == (120, rows[0]["weight_kg"])
    assert len({sum(map(float, order)) for order in orders}) > 1, "these five are not awkward"
    table = [
        {**row, "grams": grams, "patient_id": f"patient {number}", "row_key": f"{number:03d}-{place}"}
        for number, order in enumerate(orders)
        for place, (row, grams) in enumerate(zip(rows, order, strict=True))
    ]
    run = run_rows(seen.checked, {"ig_infusions": table}, seen.results.calendar)
    assert [(row.values["compliant"], row.values["band"], row.values["excess"]) for row in run.units["course"]] == [
        (True, "<=1", 0.0)
    ] * 120
    many = replace(seen, tables={"ig_infusions": table}, run=run)
    fast = in_columns(connection, many)
    assert {name: dict(cells) for name, cells in fast.items()} == {name: dict(cells) for name, cells in run.results.cells.items() if cells}
    everywhere = CellKey("all", "all", 0, "")
    measure = seen.checked.measures["compliant_courses"]
    assert [fast[cell][everywhere] for cell in measure.cells] == [120]
