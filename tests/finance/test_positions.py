"""Where a claim stands part of the way through its year, each number worked out by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from finance.small_run import HEAD, make_run, write_ledger
from improving_value.finance.ledger import read_ledger
from improving_value.finance.positions import Position, forecast, positions
from improving_value.finance.reconcile import Reconciliation, reconcile
from improving_value.finance.run_folder import read_run
from improving_value.kernel.periods import read_period, year_end

HEADINGS = f"{HEAD},plan_gross,investment,actual_net,fot,fye,recurrent_flag,start_month,data_status"
YEAR = tuple(f"alpha,RX1,2017/18 M{month:02d},,200.00,,,,,,," for month in range(4, 13))
QUARTER = (
    "alpha,RX1,2017/18 M01,100.00,200.00,10.00,90.00,2500.00,2600.00,R,,freeze",
    "alpha,RX1,2017/18 M02,277.00,200.00,0.00,277.00,2700.00,2650.00,R,,freeze",
    "alpha,RX1,2017/18 M03,300.50,200.00,0.00,300.50,2750.00,2650.00,R,,flex",
    "beta,RX1,2017/18 M01,500.00,600.00,,,,,NR,2017/18 M01,freeze",
    "beta,RX1,2017/18 M02,600.00,600.00,,,,,NR,2017/18 M01,flex",
)


def reconciled(folder: Path, rows: tuple[str, ...]) -> Reconciliation:
    return reconcile(read_ledger(write_ledger(folder, rows, HEADINGS)), read_run(make_run(folder / "run")), 100)


def at(found: Reconciliation, scheme: str, organisation: str) -> Position:
    return next(one for one in positions(found) if (one.scheme, one.organisation) == (scheme, organisation))


def test_a_quarter_of_a_year_that_is_planned_to_its_end(tmp_path: Path) -> None:
    """The run ends in June; the plan of July to March stands in rows that it is compared with nothing in."""
    found = reconciled(tmp_path, (*QUARTER, *YEAR))
    assert len(found.outside) == 9
    one = at(found, "alpha", "RX1")
    assert (one.to_date, one.months_to_date, one.months_live) == (date(2017, 7, 1), 3, 12)
    assert (one.plan_to_date, one.plan_year) == (600_00, 2400_00)
    assert (one.ledger_to_date, one.engine_to_date, one.variance) == (677_50, 677_50, 77_50)
    assert one.forecast_by_rule == 677_50 + 1800_00 * 677_50 // 600_00 == 2710_00
    assert one.full_year_by_rule == 677_50 * 12 // 3
    assert (one.forecast_ledger, one.full_year_ledger) == (2750_00, 2650_00), "what the latest month says"
    assert (one.investment_to_date, one.cost_to_date) == (10_00, 50_00)
    assert (one.ledger_net_to_date, one.engine_net_to_date) == (667_50, 627_50)
    assert (one.flex_to_date, one.recurrent_ledger, one.recurrent_engine, one.rag_by_rule) == (300_50, "yes", "yes", "green")


def test_what_starts_later_in_the_year_has_a_plan_and_nothing_to_date(tmp_path: Path) -> None:
    rows = (*QUARTER, *(f"beta,RX2,2017/18 M{month:02d},,50.00,,,,,,2017/18 M10," for month in (10, 11, 12)))
    one = at(reconciled(tmp_path, rows), "beta", "RX2")
    assert (one.plan_year, one.plan_to_date, one.ledger_to_date, one.forecast_by_rule) == (150_00, None, None, None)
    assert (one.months_live, one.months_to_date, one.rag_by_rule) == (3, 0, "not rated")


def test_part_of_the_year_live(tmp_path: Path) -> None:
    """Live from May: eleven months of the year, two of them by the end of June; not recurrent by the ledger's own word."""
    rows = tuple(row.replace("NR,2017/18 M01", "NR,2017/18 M02") for row in QUARTER[1:] if "beta,RX1,2017/18 M01" not in row)
    one = at(reconciled(tmp_path, rows), "beta", "RX1")
    assert (one.months_live, one.months_to_date, one.recurrent_ledger) == (11, 2, "no")
    assert one.full_year_by_rule == (500_00 + 600_00) * 12 // 2
    assert one.plan_year == 600_00
    assert one.forecast_by_rule == 600_00


@pytest.mark.parametrize(
    ("claimed", "plan", "plan_year", "live_to_date", "live", "expected"),
    [
        (None, 100, 400, 3, 12, None),
        (90, 100, 400, 3, 12, 90 + 270),
        (90, 0, 400, 3, 12, 360),
        (90, None, None, 3, 12, 360),
        (90, None, None, 0, 12, None),
        (-90, 100, 400, 3, 12, -90 - 270),
    ],
)
def test_the_forecast_rule(
    claimed: int | None, plan: int | None, plan_year: int | None, live_to_date: int, live: int, expected: int | None
) -> None:
    assert forecast(claimed, plan, plan_year, live_to_date, live) == expected


@pytest.mark.parametrize(("claimed", "rating"), [("190.00", "green"), ("189.99", "amber"), ("150.00", "amber"), ("149.99", "red")])
def test_delivery_is_rated_by_the_share_of_the_plan(tmp_path: Path, claimed: str, rating: str) -> None:
    rows = (f"alpha,RX2,2017/18 M01,{claimed},200.00,,,,,,,", QUARTER[2])
    assert at(reconciled(tmp_path, rows), "alpha", "RX2").rag_by_rule == rating


@pytest.mark.parametrize(
    ("span", "end"),
    [
        ("2017/18", date(2018, 4, 1)),
        ("2017/18 M01", date(2018, 4, 1)),
        ("2017/18 M12", date(2018, 4, 1)),
        ("2016/17 M11..2017/18 M01", date(2018, 4, 1)),
    ],
)
def test_the_year_in_which_a_span_ends(span: str, end: date) -> None:
    assert year_end(read_period(span)) == end
