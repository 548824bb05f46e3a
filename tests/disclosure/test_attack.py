"""An attack on the shareable product of the built-in data: no count of 1 to 7 people can be had back from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from disclosure.everything import attack
from disclosure.product import RUN, SCHEME, WHAT, Product
from disclosure.runs import SCHEMES, made
from improving_value.assess import disclosure_kpis, disclosure_rows, rounding
from improving_value.assess.crowd import Crowd


def test_no_count_of_few_people_is_recovered(year: Product) -> None:
    attacked = attack(SCHEMES, year)
    assert len(attacked.suppressed) > 1000
    assert attacked.recovered() == {}


def test_two_runs_that_differ_by_a_month_give_none_away(year: Product, tmp_path: Path) -> None:
    """Told which of the hidden months are small it gets one back, so that here it is not told what no file says."""
    shorter = made(tmp_path, "2017/18 M01..2017/18 M11", ("acc_delayed_discharges",), "shorter")
    attacked = attack(("acc_delayed_discharges",), year.only("acc_delayed_discharges"), shorter, told=False)
    assert any(key[WHAT].startswith("stay.") and key[RUN] == "shorter" for key in attacked.suppressed)
    assert attacked.recovered() == {}


def test_the_attack_wins_where_totals_are_exact(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The weakness, planted once: counts of eight and more as they are."""
    monkeypatch.setattr(rounding.Rounding, "to_nearest", lambda _, number: number)
    weak = made(tmp_path, "2017/18", ("itp_immunoglobulin_dosing",), "weak", nearest=1)
    assert attack(("itp_immunoglobulin_dosing",), weak).recovered()


def test_the_attack_wins_where_pounds_are_exact(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of pounds that are so much for each call, exact ones of others tell how many calls the suppressed ones are of."""
    monkeypatch.setattr(disclosure_rows, "_pounds", lambda pence, people, step: pence)
    weak = made(tmp_path, "2017/18", ("oral_chemo_wastage",), "weak")
    assert any(key[WHAT].startswith("call.") for key in attack(("oral_chemo_wastage",), weak).recovered())


def test_the_attack_wins_where_a_mean_is_exact(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """4.571 days over about twenty is 96 days over 21."""
    monkeypatch.setattr(disclosure_kpis, "_value", lambda row, *_: row.value)
    weak = made(tmp_path, "2017/18", ("obeticholic_acid_pbc",), "weak")
    assert attack(("obeticholic_acid_pbc",), weak).recovered()


def test_the_attack_wins_where_a_number_from_a_formula_is_taken_for_a_rate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many referrals times a known rate, less so many starts: to three figures that is exact."""
    sort = Crowd._sort
    monkeypatch.setattr(Crowd, "_sort", lambda crowd, node: "rate" if sort(crowd, node) == "total" else sort(crowd, node))
    weak = made(tmp_path, "2017/18", ("virtual_biologics_clinics",), "weak")
    assert {key[SCHEME] for key in attack(("virtual_biologics_clinics",), weak).recovered()}
