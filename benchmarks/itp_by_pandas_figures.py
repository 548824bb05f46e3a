"""Counts, KPIs and savings of the pandas twin, from its courses and patients."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

YEAR = "2017/18"
BANDS = ("<=1", "(1,2]", ">2")
PLACE = ["level", "organisation", "period"]


def write_figures(courses: pd.DataFrame, patients: pd.DataFrame, baseline: pd.DataFrame, organisations: pd.DataFrame, out: Path) -> None:
    """Write `counts.csv`, `kpis.csv` and `savings.csv`."""
    lines = course_lines(courses)
    savings = saving_lines(lines, baseline)
    of_courses = at_every_place(pd.concat([lines, lines.assign(period=YEAR)]), organisations)
    of_patients = at_every_place(patient_lines(patients), organisations)
    savings = at_every_place(pd.concat([savings, savings.assign(period=YEAR)]), organisations, ["saving", "scenario"])
    savings["gross_gbp"] = savings.pop("pence").map(lambda pence: f"{int(pence) / 100:.2f}")
    counts = pd.concat([of_courses.assign(unit="course"), of_patients.assign(unit="patient")])
    counts["not_eligible"], counts["undetermined"] = 0, counts["in_scope"] - counts["eligible"]
    counts[["unit", *PLACE, "in_scope", "eligible", "not_eligible", "undetermined"]].to_csv(out / "counts.csv", index=False)
    kpis(of_courses, of_patients).to_csv(out / "kpis.csv", index=False)
    savings.to_csv(out / "savings.csv", index=False)


def course_lines(courses: pd.DataFrame) -> pd.DataFrame:
    """Return sums by provider and quarter; grams and kilograms in whole thousandths, money in whole millionths."""
    eligible = courses["outcome"] == "eligible"
    dose, weight = (courses["dose"] * 1000).round(), (courses["weight"] * 1000).round()
    above, above_5g = eligible & ~courses["compliant"].fillna(True), eligible & ~courses["compliant__vial_5g"].fillna(True)
    parts = {
        "in_scope": 1, "eligible": eligible, "compliant": eligible & courses["compliant"].fillna(False),
        "compliant_5g": eligible & courses["compliant__vial_5g"].fillna(False),
        **{f"band {band}": eligible & (courses["band"] == band) for band in BANDS},
        "dose": dose.where(eligible), "weight": weight.where(eligible), "spent": courses["spent"].where(eligible),
        "dose_priced": dose.where(eligible & courses["spent"].notna()),
        "excess_cost": courses["excess_cost"].where(above), "excess_courses": above & courses["excess_cost"].notna(),
        "excess_cost_5g": courses["excess_cost"].where(above_5g), "excess_courses_5g": above_5g & courses["excess_cost"].notna(),
        "spent_in_scope": courses["spent"], "spent_known": courses["spent"].notna(), "panel": courses["panel_decision"].notna(),
        "criteria_known": courses["eligibility_met"].notna(), "criteria_met": courses["eligibility_met"].fillna(False),
        "outcome_known": courses["outcome_recorded"].notna(), "outcome_yes": courses["outcome_recorded"].fillna(False),
        "reactions": courses["reactions"], "reactions_known": courses["reactions"].notna(), "opportunity_pence": courses["opportunity_all_pence"],
    }  # fmt: skip
    # Sums of millionths pass 2**53, beyond which doubles are no longer exact.
    table = pd.DataFrame(parts, index=courses.index).fillna(0).astype("int64")
    return table.groupby([courses["provider_code"].astype("str"), courses["period"].astype("str")]).sum().reset_index()


def patient_lines(patients: pd.DataFrame) -> pd.DataFrame:
    eligible = patients["outcome"] == "eligible"
    parts = {"in_scope": 1, "eligible": eligible, "weighed": patients["has_weight"], "within": eligible & patients["all_within"]}
    table = pd.DataFrame(parts, index=patients.index).astype("int64")
    return table.groupby([patients["provider_code"].astype("str"), patients["period"].astype("str")]).sum().reset_index()


def at_every_place(lines: pd.DataFrame, organisations: pd.DataFrame, by: list[str] | None = None) -> pd.DataFrame:
    """Return sums of lines for each provider, hub and region, and for all."""
    placed = lines.merge(organisations[["provider_code", "hub", "region"]], on="provider_code", how="left")
    placed = placed.fillna({"hub": "not listed", "region": "not listed"}).assign(provider=placed["provider_code"], all="all")
    levels = pd.concat([placed.assign(level=level, organisation=placed[level]) for level in ("provider", "hub", "region", "all")])
    return levels.drop(columns=["provider_code", "provider", "hub", "region", "all"]).groupby([*(by or []), *PLACE]).sum().reset_index()


def kpi(
    places: pd.DataFrame, name: str, numerator: str, denominator: str, category: str = "", factor: float = 1.0, of: str | None = None
) -> pd.DataFrame:
    """Return one KPI at every place; `of` is the count from which those not known are skipped."""
    above, below = places[numerator].astype("float64"), places[denominator].astype("float64")
    skipped = 0 if of is None else places[of] - places[denominator]
    return places[PLACE].assign(
        kpi=name, category=category, numerator=above, denominator=below, value=above / below * factor, skipped=skipped
    )


def kpis(of_courses: pd.DataFrame, of_patients: pd.DataFrame) -> pd.DataFrame:
    """Return every KPI of the scheme."""
    spend = of_courses[PLACE].assign(
        kpi="itp_ig_spend",
        category="",
        value=of_courses["spent_in_scope"] / 1e6,
        skipped=of_courses["in_scope"] - of_courses["spent_known"],
    )
    return pd.concat(
        [
            kpi(of_courses, "pct_courses_le_1", "compliant", "eligible"),
            kpi(of_patients, "pct_patients_le_1", "within", "eligible"),
            *(kpi(of_courses, "band_share", f"band {band}", "eligible", band) for band in BANDS),
            kpi(of_patients, "weight_recorded", "weighed", "in_scope"),
            kpi(of_courses, "panel_review_rate", "panel", "in_scope"),
            kpi(of_courses, "eligibility_adherence", "criteria_met", "criteria_known", of="in_scope"),
            kpi(of_courses, "side_effects", "reactions", "reactions_known", factor=100.0, of="in_scope"),
            kpi(of_courses, "outcome_recorded", "outcome_yes", "outcome_known", of="in_scope"),
            spend,
        ]
    )


def saving_lines(lines: pd.DataFrame, baseline: pd.DataFrame) -> pd.DataFrame:
    """Return pence of each saving by provider and quarter."""
    eligible = baseline[baseline["outcome"] == "eligible"].groupby("provider_code")[["dose", "weight"]].sum().round(3)
    before = lines["provider_code"].map((eligible["dose"] / eligible["weight"]).rename(index=str))
    mean_dose = (lines["dose"] / 1000) / (lines["weight"] / 1000)
    mean_price = (lines["spent"] / 1e6) / (lines["dose_priced"] / 1000)
    amounts = {
        ("opportunity_all", "default"): lines["opportunity_pence"],
        ("opportunity_to_target", "default"): pence(to_target(lines, "")),
        ("opportunity_to_target", "vial_5g"): pence(to_target(lines, "_5g")),
        ("realised", "default"): pence((before - mean_dose) * (lines["weight"] / 1000) * mean_price),
    }
    place = lines[["provider_code", "period"]]
    return pd.concat(
        [place.assign(saving=saving, scenario=scenario, pence=amount.astype("int64")) for (saving, scenario), amount in amounts.items()]
    )


def to_target(lines: pd.DataFrame, scenario: str) -> pd.Series:
    short = (0.80 * lines["eligible"] - lines[f"compliant{scenario}"]).clip(lower=0)
    mean_cost = lines[f"excess_cost{scenario}"] / 1e6 / lines[f"excess_courses{scenario}"]
    return (short * mean_cost).where(lines[f"compliant{scenario}"] != lines["eligible"], 0.0)


def pence(pounds: pd.Series) -> pd.Series:
    """Return whole pence, halves away from zero."""
    p = 100.0 * pounds.abs()
    whole: pd.Series = np.sign(pounds) * np.floor(p + 0.5 + 1e-6 + 1e-15 * p)
    return whole
