"""How many people are behind a figure: columns agree with rows, and with people counted by hand."""

from __future__ import annotations

import duckdb
import pytest

from compile.agreement import fill, invented
from compile.schemes import SCHEMES, calendar, checked, words
from improving_value.check.model import CheckedScheme
from improving_value.check.people import peopled
from improving_value.compile.plan import compile_scheme
from improving_value.kernel.places import TOLD_APART
from improving_value.run.engines.duckdb import DuckDBEngine
from improving_value.run.results import CellKey, Results
from improving_value.run.rows import run_rows


def both(scheme: CheckedScheme, name: str, rows: int, seed: int) -> tuple[Results, Results]:
    """Return what columns and rows say over the same invented rows."""
    tables = invented(scheme.datasets, rows, seed, words(name, scheme))
    plan = compile_scheme(scheme, calendar(scheme), "duckdb")
    with duckdb.connect() as connection:
        fill(connection, plan, tables)
        fast = DuckDBEngine(connection).run(plan)
    return fast, run_rows(scheme, tables, calendar(scheme)).results


@pytest.mark.parametrize("name", SCHEMES)
def test_columns_agree_with_rows(name: str) -> None:
    fast, slow = both(peopled(checked(name)), name, rows=40, seed=11)
    differ = []
    for cell in slow.people:
        theirs = {key: number for key, number in slow.people[cell].items() if number}
        mine = {key: number for key, number in fast.people.get(cell, {}).items() if number}
        differ += [(cell, key, mine.get(key), theirs.get(key)) for key in sorted({*mine, *theirs}) if mine.get(key) != theirs.get(key)]
    assert differ == []
    assert {cell for cell, found in fast.people.items() if any(found.values())} <= set(slow.people)


def test_people_are_told_apart_and_never_counted_twice() -> None:
    """Twelve patients have a hundred infusions between them: everywhere together they are told apart up to eleven."""
    name = "itp_immunoglobulin_dosing"
    scheme = peopled(checked(name))
    fast, _ = both(scheme, name, rows=200, seed=5)
    cell = next(name for name, cell in scheme.cells.items() if cell.unit == "course" and cell.category == "outcome")
    counts, people = fast.cells[cell], fast.people[cell]
    everywhere = [key for key in counts if key.level == "all" and key.category == ""]
    assert everywhere
    assert all(people[key] <= min(12, TOLD_APART) for key in everywhere)
    assert any(counts[key] != people[key] for key in counts)  # type: ignore[comparison-overlap]
    for key in everywhere:  # the people of the whole are no fewer than those of any part, and no more than of all parts together
        parts = [people.get(CellKey("provider", place, key.window, ""), 0) for place in ("R1", "R2", "R3")]
        assert max(parts) <= people[key] <= sum(parts) or people[key] == TOLD_APART


def test_a_unit_that_gathers_several_people_stands_for_several() -> None:
    """A provider's month is one unit, and rests on as many people as it gathers."""
    name = "ms_dmt"
    scheme = peopled(checked(name))
    unit = scheme.units["provider"]
    assert (unit.person, unit.people) == ("person__", "people__")
    fast, _ = both(scheme, name, rows=400, seed=5)
    cell = next(name for name, cell in scheme.cells.items() if cell.unit == "provider" and cell.category == "outcome")
    assert min(number for key, number in fast.people[cell].items() if key.level == "provider") > 1
    assert all(number == 1 for key, number in fast.cells[cell].items() if key.level == "provider" and key.category == "")


def test_nothing_is_said_of_data_without_people() -> None:
    scheme = peopled(checked("acc_delayed_discharges"))
    assert (scheme.units["capacity"].person, scheme.units["capacity"].of_people) == (None, False)


def test_without_disclosure_control_a_scheme_is_as_it_was() -> None:
    """The columns are there for a run's disclosure control alone: nobody else pays for them, and no file holds them."""
    scheme = checked("itp_immunoglobulin_dosing")
    assert compile_scheme(scheme, calendar(scheme), "duckdb").people == ()
    plan = compile_scheme(peopled(scheme), calendar(scheme), "duckdb")
    assert not [name for unit in plan.units.values() for name in unit.shown if name.endswith("__") and name not in ("slice__", "window__")]
