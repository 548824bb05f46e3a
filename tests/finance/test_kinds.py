"""Each test that explains a difference: met when what it asks is so, and not met by something near it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from finance.small_run import AGREEING, HEAD, UNITS, make_run, write_ledger
from improving_value.finance.ledger import read_ledger
from improving_value.finance.positions import positions
from improving_value.finance.reconcile import Earlier, reconcile
from improving_value.finance.run_folder import piece_of, read_run
from improving_value.kernel.issues import Rejected
from improving_value.kernel.periods import read_period

Found = dict[tuple[str, str, str], list[tuple[str, str, int]]]
"""Scheme, organisation, month: class, kind, pence of each part."""


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return make_run(tmp_path / "run")


def found(run: Path, rows: list[str], head: str = HEAD, earlier: Earlier | None = None, tolerance: int = 100) -> Found:
    """Return every part that is not plain agreement."""
    result = reconcile(read_ledger(write_ledger(run.parent, rows, head)), read_run(run), tolerance, earlier)
    parts: Found = {}
    for item in result.items:
        assert sum(part.pence for part in item.parts) == item.difference
        for part in item.parts:
            if part.kind.kind != "agrees":
                place = (item.cell.claim.scheme, item.cell.organisation, item.cell.period.label[-3:])
                parts.setdefault(place, []).append((part.class_, part.kind.kind, part.pence))
    return parts


def changed(old: str, new: str) -> list[str]:
    assert old in AGREEING
    return [row for row in (new if row == old else row for row in AGREEING) if row]


def test_a_claim_within_the_tolerance_matches_nothing_where_the_run_has_no_such_scheme(run: Path) -> None:
    rows = [*AGREEING, "gamma,RX1,2017/18 M01,0.40", "gamma,RX1,2017/18 M02,0.00"]
    assert found(run, rows) == {("gamma", "RX1", "M01"): [("claimed_no_activity", "scheme_not_in_run", 40)]}


MERGED = {("alpha", "RX1", "M02"): [("matched", "provider_merger", 0)]}


def test_a_ledger_that_agrees(run: Path) -> None:
    assert found(run, list(AGREEING)) == {}


def test_the_successor_s_figure_is_compared(run: Path) -> None:
    rows = [*changed(AGREEING[1], "alpha,RX1,2017/18 M02,200.00"), "alpha,RX3,2017/18 M02,77.00"]
    assert found(run, rows) == MERGED


CASES = {
    "a missing month": (changed(AGREEING[1], ""), ("alpha", "RX1", "M02"), ("eligible_not_claimed", "missing_month", -27700)),
    "never claimed": (changed(AGREEING[3], ""), ("alpha", "RX2", "M01"), ("eligible_not_claimed", "not_in_ledger", -4500)),
    "another sign": (
        changed(AGREEING[0], "alpha,RX1,2017/18 M01,-100.00"),
        ("alpha", "RX1", "M01"),
        ("under_claimed", "sign_error", -20000),
    ),
    "not quite another sign": (
        changed(AGREEING[0], "alpha,RX1,2017/18 M01,-98.00"),
        ("alpha", "RX1", "M01"),
        ("under_claimed", "unexplained", -19800),
    ),
    "a credit note": ([*AGREEING, "alpha,RX1,2017/18 M01,-30.00"], ("alpha", "RX1", "M01"), ("under_claimed", "credit_note", -3000)),
    "a second copy": ([*AGREEING, AGREEING[0]], ("alpha", "RX1", "M01"), ("duplicated", "exact_copy", 10000)),
    "the same amount": (
        [*AGREEING, "alpha,RX1,1 ,100.00".replace("1 ,", "2017-04-01,")],
        ("alpha", "RX1", "M01"),
        ("duplicated", "same_amount", 10000),
    ),
    "pence": (changed(AGREEING[2], "alpha,RX1,2017/18 M03,301.00"), ("alpha", "RX1", "M03"), ("matched", "pence_rounding", 50)),
    "more than the tolerance": (
        changed(AGREEING[2], "alpha,RX1,2017/18 M03,301.51"),
        ("alpha", "RX1", "M03"),
        ("over_claimed", "unexplained", 101),
    ),
    "no activity": ([*AGREEING, "beta,RX2,2017/18 M01,12.00"], ("beta", "RX2", "M01"), ("claimed_no_activity", "unexplained", 1200)),
    "no such scheme": (
        [*AGREEING, "gamma,RX2,2017/18 M01,12.00"],
        ("gamma", "RX2", "M01"),
        ("claimed_no_activity", "scheme_not_in_run", 1200),
    ),
    "a double claim, on shared rows": (
        changed(AGREEING[0], "alpha,RX1,2017/18 M01,600.00"),
        ("alpha", "RX1", "M01"),
        ("over_claimed", "double_claim", 50000),
    ),
    "as much as another scheme's, on other rows": (
        changed(AGREEING[1], "alpha,RX1,2017/18 M02,877.00"),
        ("alpha", "RX1", "M02"),
        ("over_claimed", "unexplained", 60000),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_one_difference_and_no_other(run: Path, name: str) -> None:
    rows, place, part = CASES[name]
    assert found(run, rows) == {place: [part]}


def test_what_is_claimed_under_another_scheme_is_seen_on_both_sides(run: Path) -> None:
    rows = changed(AGREEING[5], "")
    rows[1] = "alpha,RX1,2017/18 M02,877.00"
    parts = found(run, rows)
    assert parts[("alpha", "RX1", "M02")] == [("over_claimed", "other_scheme", 60000)]
    assert parts[("beta", "RX1", "M02")] == [("eligible_not_claimed", "other_scheme", -60000)]


def test_one_ratio_from_a_month_on_is_a_price(run: Path) -> None:
    rows = [row for row in AGREEING if not row.startswith("alpha,RX1,2017/18 M0")]
    parts = found(run, ["alpha,RX1,2017/18 M01,100.00", "alpha,RX1,2017/18 M02,332.40", "alpha,RX1,2017/18 M03,360.60", *rows])
    assert [part[:2] for some in parts.values() for part in some] == [("over_claimed", "late_price")] * 2
    apart = found(run, ["alpha,RX1,2017/18 M01,100.00", "alpha,RX1,2017/18 M02,332.40", "alpha,RX1,2017/18 M03,370.60", *rows])
    assert [part[1] for some in apart.values() for part in some] == ["unexplained"] * 2


def test_a_block_contract_releases_no_cash(run: Path) -> None:
    rows = [f"{row},cost_and_volume" for row in AGREEING]
    rows[3] = "alpha,RX2,2017/18 M01,0.00,block"
    assert found(run, rows, f"{HEAD},payment_mechanism") == {("alpha", "RX2", "M01"): [("under_claimed", "block_contract", -4500)]}


BLOCK = ("alpha", "saved", "RX2", "2017/18 Q1", "alone", "block", "0.00", "0.00")


def test_the_run_s_payment_terms_say_block_as_well(tmp_path: Path) -> None:
    """A claim of nothing is explained by them; a claim of cash stands, and the position says that none of it comes back."""
    run = make_run(tmp_path / "run", terms=[BLOCK])
    assert found(run, changed(AGREEING[3], "alpha,RX2,2017/18 M01,0.00")) == {
        ("alpha", "RX2", "M01"): [("under_claimed", "block_contract", -4500)]
    }
    claimed = reconcile(read_ledger(write_ledger(tmp_path, list(AGREEING))), read_run(run), 100)
    assert claimed.is_matched()
    stand = {(one.scheme, one.organisation): one for one in positions(claimed)}
    there, elsewhere = stand["alpha", "RX2"], stand["alpha", "RX1"]
    assert (there.block_claimed, there.mechanisms, there.released_to_date) == (4500, "block", 0)
    assert (elsewhere.block_claimed, elsewhere.mechanisms, elsewhere.released_to_date) == (0, "", None)


def test_flex_beside_freeze_counts_once(run: Path) -> None:
    rows = [f"{row},freeze" for row in AGREEING] + ["alpha,RX2,2017/18 M01,40.00,flex"]
    assert found(run, rows, f"{HEAD},data_status") == {("alpha", "RX2", "M01"): [("duplicated", "superseded_flex", 4000)]}


def test_a_figure_of_the_earlier_submission(run: Path, tmp_path: Path) -> None:
    then = make_run(tmp_path / "then", [*UNITS[:3], ("alpha", "A4", "RX2", "2017-04-20", 4000, "d4"), *UNITS[4:]])
    rows = changed(AGREEING[3], "alpha,RX2,2017/18 M01,40.00")
    parts = found(run, rows, earlier=Earlier(run=read_run(then)))
    assert parts == {("alpha", "RX2", "M01"): [("under_claimed", "restated_activity", -500)]}
    assert found(run, rows) == {("alpha", "RX2", "M01"): [("under_claimed", "unexplained", -500)]}


def test_a_ledger_restated_since_it_agreed(run: Path, tmp_path: Path) -> None:
    before = read_ledger(write_ledger(tmp_path, AGREEING, name="before.csv"))
    parts = found(run, changed(AGREEING[3], "alpha,RX2,2017/18 M01,40.00"), earlier=Earlier(ledger=before))
    assert parts == {("alpha", "RX2", "M01"): [("under_claimed", "restated_ledger", -500)]}


def test_a_code_of_the_merger_too_early(run: Path, tmp_path: Path) -> None:
    early = make_run(tmp_path / "early", [*UNITS, ("alpha", "A6", "RX3", "2017-04-21", 900, "d6")])
    parts = found(early, changed(AGREEING[0], "alpha,RX1,2017/18 M01,109.00"))
    assert parts == {
        ("alpha", "RX1", "M01"): [("over_claimed", "provider_merger", 900)],
        ("alpha", "RX3", "M01"): [("eligible_not_claimed", "provider_merger", -900)],
    }


def test_a_figure_that_is_not_known_is_no_nought(tmp_path: Path) -> None:
    lacking = make_run(tmp_path / "lacking", needs=[("alpha", "RX2")])
    rows = ["alpha,RX1,2017/18 Q1,677.50", "alpha,RX2,2017/18 Q1,45.00", *AGREEING[4:]]
    assert found(lacking, rows) == {("alpha", "RX2", " Q1"): [("not_calculable", "no_amount", 4500)]}


def test_rows_of_quarters_are_compared_by_quarter(run: Path) -> None:
    rows = ["alpha,RX1,2017/18 Q1,700.00", "alpha,RX2,2017/18 Q1,45.00", *AGREEING[4:]]
    assert found(run, rows) == {("alpha", "RX1", " Q1"): [("over_claimed", "unexplained", 2250)]}


def test_one_ratio_all_the_way_is_no_late_price(run: Path) -> None:
    """Without a month that agrees nobody can say from when on."""
    rows = [row for row in AGREEING if not row.startswith("alpha,RX1,2017/18 M0")]
    parts = found(run, ["alpha,RX1,2017/18 M01,120.00", "alpha,RX1,2017/18 M02,332.40", "alpha,RX1,2017/18 M03,360.60", *rows])
    assert [part[1] for some in parts.values() for part in some] == ["unexplained"] * 3


def test_lines_that_do_not_make_up_the_figure_are_not_cut_by_month(run: Path) -> None:
    savings = run / "internal" / "savings.csv"
    savings.write_text(savings.read_text(encoding="utf-8").replace("677.50", "680.00"), encoding="utf-8")
    rows = ["alpha,RX1,2017/18 M01,180.00", "alpha,RX1,2017/18 M02,200.00", "alpha,RX1,2017/18 M03,300.00", *AGREEING[3:]]
    assert found(run, rows) == {}


def test_a_row_partly_outside_the_run_is_a_fault_and_one_wholly_outside_is_not_compared(run: Path) -> None:
    with pytest.raises(Rejected) as rejected:
        found(run, [*AGREEING, "alpha,RX1,2017/18,9.00"])
    assert [(issue.code, issue.where.line) for issue in rejected.value.issues] == [("ledger-period", len(AGREEING) + 2)]
    assert found(run, [*AGREEING, "alpha,RX1,2017/18 M04,9.00"]) == {}


def test_a_part_of_a_quarter_is_what_the_run_leaves_of_it() -> None:
    span = read_period("2017/18 M01..2017/18 M05")
    part = piece_of("2017/18 Q2 (part)", span)
    assert (part.start, part.end) == (date(2017, 7, 1), date(2017, 9, 1))
    assert piece_of("2017/18 Q1", span).end == date(2017, 7, 1)
