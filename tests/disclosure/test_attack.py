"""An attack on the shareable product of the built-in data: no count of 1 to 7 people can be had back from it."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from disclosure.attack import WHAT, Attack, Product
from improving_value.assess import rounding
from improving_value.kernel.periods import read_period
from improving_value.pipeline import Request, run
from improving_value.spec.load import load_scheme

ROOT = Path(__file__).parents[2]
SCHEMES = (
    "chemo_dose_standardisation",
    "itp_immunoglobulin_dosing",
    "obeticholic_acid_pbc",
    "clinical_utilisation_review",
    "acc_delayed_discharges",
)
"""Quarters and months, shares, categories, few people and many, and what is left out for want of a record."""


def made(folder: Path, span: str, schemes: tuple[str, ...], name: str) -> Product:
    fixtures = ROOT / "fixtures"
    request = Request(
        fixtures / "activity",
        read_period(span),
        folder / name,
        read_period("2016/17"),
        schemes,
        fixtures / "parameters.yaml",
        today=date(2018, 5, 14),
        shareable=True,
    )
    run(request)
    product = Product(name, folder / name / "shareable", folder / name / "internal")
    product.read()
    return product


def attack(*products: Product, nearest: int = 5) -> Attack:
    with (ROOT / "fixtures" / "activity" / "organisations.csv").open(encoding="utf-8", newline="") as file:
        above = {row["provider_code"]: (row["hub"], row["region"]) for row in csv.DictReader(file)}
    counted = {}
    for scheme in SCHEMES:
        found = load_scheme(ROOT / "schemes" / f"{scheme}.yaml").scheme
        counted |= {(scheme, kpi.kpi): f"{kpi.of}.{kpi.over}" for kpi in found.kpis}
    return Attack(products, above, counted, nearest=nearest)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Product:
    return made(tmp_path_factory.mktemp("attack"), "2017/18", SCHEMES, "year")


def test_no_count_of_few_people_is_recovered(year: Product) -> None:
    attacked = attack(year)
    assert len(attacked.suppressed) > 1000
    assert attacked.recovered() == {}


def test_two_runs_that_differ_by_a_month_give_none_away(year: Product, tmp_path: Path) -> None:
    shorter = made(tmp_path, "2017/18 M01..2017/18 M11", ("acc_delayed_discharges",), "shorter")
    attacked = attack(year, shorter)
    assert any(key[WHAT].startswith("stay.") and key[0] == "shorter" for key in attacked.suppressed)
    assert attacked.recovered() == {}


def test_the_attack_wins_where_totals_are_exact(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The weakness, planted once: counts of eight and more as they are."""
    monkeypatch.setattr(rounding.Rounding, "to_nearest", lambda _, number: number)
    weak = made(tmp_path, "2017/18", ("itp_immunoglobulin_dosing",), "weak")
    assert attack(weak, nearest=1).recovered()
