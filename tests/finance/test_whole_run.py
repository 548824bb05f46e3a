"""A run over activity in which schemes meet: its tables add up, and its page says what they say."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from finance.planted import ACTIVITY, SCHEMES, plant
from improving_value.kernel.issues import Rejected
from improving_value.kernel.periods import read_period
from improving_value.pipeline import Request, run

Rows = list[dict[str, str]]
PARTS = ("commissioner_cash", "provider_keeps", "capacity_released", "cost_avoided", "transfer_to_commissioner", "not_released")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("planted")
    parameters = ACTIVITY.parent / "parameters.yaml"
    asked = Request(
        plant(made / "activity"), read_period("2017/18"), made / "out", read_period("2016/17"), only=SCHEMES, parameters=parameters
    )
    run(asked)
    return made / "out" / "internal"


def rows(folder: Path, name: str) -> Rows:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def added(found: Rows, column: str, *by: str) -> dict[tuple[str, ...], Decimal]:
    sums: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
    for row in found:
        sums[tuple(row[name] for name in by)] += Decimal(row[column])
    return dict(sums)


def test_the_pairs_that_can_meet_do(folder: Path) -> None:
    pairs = {(row["first_scheme"], row["second_scheme"]) for row in rows(folder, "overlap.csv")}
    assert pairs == {
        ("art_prescribing", "generic_biosimilar_prescribing"),
        ("generic_biosimilar_prescribing", "myositis_ivig_to_rituximab"),
        ("itp_immunoglobulin_dosing", "myositis_ivig_to_rituximab"),
        ("ms_dmt", "generic_biosimilar_prescribing"),
    }
    assert any(row["first_state"] != row["second_state"] for row in rows(folder, "overlap_apart.csv"))


def test_the_tables_add_up(folder: Path) -> None:
    lines = rows(folder, "combined.csv")
    place = ("scheme", "saving", "organisation", "period")
    told = {
        tuple(row[name] for name in place): Decimal(row["gross_gbp"])
        for row in rows(folder, "savings.csv")
        if row["scenario"] == "default" and row["gross_gbp"]
    }
    assert all(told[where] == pounds for where, pounds in added(lines, "alone_gbp", *place).items())
    lost = added(lines, "given_up_gbp", "scheme", "saving", "organisation", "period")
    given = added(rows(folder, "overlap.csv"), "given_up_gbp", "second_scheme", "second_saving", "organisation", "period")
    assert {where: pounds for where, pounds in lost.items() if pounds} == {where: pounds for where, pounds in given.items() if pounds}
    kinds = added([row for row in lines if row["combined"] == "true"], "in_combination_gbp", "class", "state")
    together = [row for row in rows(folder, "combination.csv") if row["scheme"] == "all"]
    assert added(together, "in_combination_gbp", "class", "state") == kinds
    assert sum(lost.values()) > 0


def test_who_keeps_what_adds_up_to_the_lines(folder: Path) -> None:
    kept = rows(folder, "who_keeps.csv")
    told = [row for row in kept if not row["needs"]]
    assert {row["mechanism"] for row in told} == {"pass_through", "block", "gain_share"}
    for row in told:
        assert sum(Decimal(row[f"{part}_gbp"]) for part in PARTS) == Decimal(row["amount_gbp"])
    needs = {row["needs"] for row in kept if row["needs"]}
    assert "payment terms of RZ5 for 2017/18" in needs
    assert any("commissioner's share" in need for need in needs)
    assert any("one way of payment" in need for need in needs)
    alone = [row for row in kept if row["standing"] == "alone"]
    assert added(alone, "amount_gbp", "scheme", "saving") == added(rows(folder, "combined.csv"), "alone_gbp", "scheme", "saving")


def test_the_page_says_so(folder: Path) -> None:
    page = (folder / "menu.html").read_text(encoding="utf-8")
    for row in rows(folder, "combination.csv"):
        if row["scheme"] != "all" and Decimal(row["given_up_gbp"]):
            assert f"£{Decimal(row['given_up_gbp']):,.2f}" in page
    assert "Where two schemes claim the same activity" in page
    assert "the commissioner&#39;s share under the local terms" in page or "the payment terms do not say" in page


def test_a_quarter_of_which_the_run_has_a_part_is_paid_for_as_its_days_are(tmp_path: Path) -> None:
    """November ends a run of eight months: terms that change in October and in December say all there is to say of its last quarter."""
    given = plant(tmp_path / "activity")
    terms = "provider_code,mechanism,valid_from,valid_until\nRZ1,block,,2017-10-01\nRZ1,pass_through,2017-10-01,2017-12-01\nRZ1,block,2017-12-01,\n"
    (given / "payment_terms.csv").write_text(terms, encoding="utf-8")
    span = read_period("2017/18 M01..2017/18 M08")
    parameters = ACTIVITY.parent / "parameters.yaml"
    run(Request(given, span, tmp_path / "out", read_period("2016/17"), only=("itp_immunoglobulin_dosing",), parameters=parameters))
    kept = {row["period"]: row["mechanism"] for row in rows(tmp_path / "out" / "internal", "who_keeps.csv") if row["organisation"] == "RZ1"}
    assert kept == {"2017/18 Q1": "block", "2017/18 Q2": "block", "2017/18 Q3 (part)": "pass_through"}


def test_terms_that_contradict_each_other_stop_the_run(tmp_path: Path) -> None:
    given = plant(tmp_path / "activity")
    (given / "payment_terms.csv").write_text("provider_code,mechanism\nRZ1,block\nRZ1,pass_through\n", encoding="utf-8")
    with pytest.raises(Rejected) as stopped:
        run(Request(given, read_period("2017/18"), tmp_path / "out", only=("obeticholic_acid_pbc",)))
    assert [issue.code for issue in stopped.value.issues] == ["terms-overlap"]
    assert not (tmp_path / "out").exists()
