"""Runs with a shareable product, for the attack."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from disclosure.everything import ROOT, read
from disclosure.product import Product
from improving_value.kernel.periods import read_period
from improving_value.pipeline import Request, run

SCHEMES = (
    "chemo_dose_standardisation",
    "itp_immunoglobulin_dosing",
    "obeticholic_acid_pbc",
    "clinical_utilisation_review",
    "acc_delayed_discharges",
    "oral_chemo_wastage",
    "virtual_biologics_clinics",
)
"""Quarters and months, shares, categories, few people and many, what is left out for want of a record, pounds beside known prices."""


def made(folder: Path, span: str, schemes: tuple[str, ...], name: str, nearest: int = 5) -> Product:
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
    return read(folder / name, name, nearest)
