"""Immunoglobulin for ITP, worked out again from the catalogue's first scheme and the readings of it."""

from __future__ import annotations

import math
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd

from schemes.twins.plain import (
    SPAN,
    Figures,
    Frame,
    add_months,
    by_date,
    column,
    day,
    grams,
    kilograms,
    last_day,
    name,
    number,
    organisation,
    parameters,
    pence,
    placed,
    table,
    three_and,
    value_on,
    windows,
    yes,
)

SCHEME = "itp_immunoglobulin_dosing"
TARGET = Fraction(8, 10)
PRICES = parameters(SCHEME)["price"]


def figures() -> Figures:
    courses = all_courses()
    dated = by_date(courses, "quarter")
    patients = patients_of(dated)
    found = Figures()
    found.count("course", dated)
    found.count("patient", patients)
    weighed = dated[dated["outcome"] == "eligible"]
    found.share("pct_courses_le_1", weighed, "within")
    found.share("pct_patients_le_1", patients[patients["outcome"] == "eligible"], "all_within")
    found.share("weight_recorded", patients, "has_weight")
    for band in ("<=1", "(1,2]", ">2"):
        found.share("band_share", weighed.assign(in_band=column(weighed, (is_in == band for is_in in weighed["band"]))), "in_band", band)
    for kpi in ("panel_review_rate", "eligibility_adherence", "outcome_recorded"):
        found.share(kpi, dated, kpi)
    for place, rows in placed(dated):
        reactions = [value for value in rows["reactions"] if value is not None]
        found.ratios["side_effects", "", *place] = (sum(reactions), len(reactions))
        found.values["itp_ig_spend", "", *place] = sum(
            dose * price for dose, price in zip(rows["dose"], rows["price"], strict=True) if dose is not None
        )
    found.each("opportunity_all", "default", weighed, "excess_pence")
    _totals(found, dated, _mean_doses(courses))
    found.add_up()
    return found


def all_courses() -> list[dict[str, Any]]:
    """Return the courses of every year: an infusion opens one unless it is fewer than 7 days after the first of another."""
    rows = table("ig_infusions")
    rows["on"] = column(rows, map(day, rows["infusion_date"]))
    rows = rows[rows["on"].notna() & rows["patient_id"].notna() & rows["provider_code"].notna()]
    rows["known_itp"] = column(
        rows, (three_and(_is(row["indication"], "itp"), _is(row["product_class"], "immunoglobulin")) for _, row in rows.iterrows())
    )
    rows = rows[[flag is not False for flag in rows["known_itp"]]].sort_values(["on", "infusion_id"])
    found = []
    for (provider, patient), given in rows.groupby(["provider_code", "patient_id"]):
        opened: list[list[Any]] = []
        for _, row in given.iterrows():
            if not opened or row["on"] - opened[-1][0]["on"] >= timedelta(days=7):
                opened.append([])
            opened[-1].append(row)
        found += [_course(str(provider), str(patient), rows_) for rows_ in opened]
    return found


def _is(text: str | None, wanted: str) -> bool | None:
    return None if text is None else name(text) == wanted


def _first(rows: list[Any], column: str) -> Any:
    return next((row[column] for row in rows if row[column] is not None), None)


def _course(provider: str, patient: str, rows: list[Any]) -> dict[str, Any]:
    on: date = rows[0]["on"]
    weights = [kilograms(row["weight_kg"]) for row in rows]
    weight = next((value for value in weights if value is not None), None)
    given = [grams(row["grams"]) for row in rows]
    dose = None if None in given else sum((value for value in given if value is not None), Decimal(0))
    reactions = [number(row["adverse_reactions"]) for row in rows]
    course: dict[str, Any] = {
        "provider_code": provider, "patient_id": patient, "date": on, "weight": weight, "dose": dose,
        "price": value_on(PRICES, on, "product", _first(rows, "product")),
        "panel_review_rate": _first(rows, "panel_decision") is not None,
        "eligibility_adherence": yes(_first(rows, "eligibility_met")),
        "outcome_recorded": yes(_first(rows, "outcome_recorded")),
        "reactions": None if None in reactions else int(sum(value for value in reactions if value is not None)),
        "outcome": "undetermined", "within": None, "within_vials": None, "band": None, "excess": None, "excess_pence": None,
    }  # fmt: skip
    if weight is None or dose is None or not all(row["known_itp"] for row in rows):
        return course
    excess = max(Decimal(0), dose - weight)
    return {
        **course, "outcome": "eligible", "within": dose <= weight, "within_vials": dose <= 5 * math.ceil(weight / 5),
        "band": "<=1" if dose <= weight else "(1,2]" if dose <= 2 * weight else ">2",
        "excess": excess, "excess_pence": pence(excess * course["price"]),
    }  # fmt: skip


def patients_of(dated: Frame) -> Frame:
    found = []
    for (provider, _, period), rows in dated.groupby(["provider_code", "patient_id", "period"]):
        weighed = rows[rows["outcome"] == "eligible"]
        found.append({
            "organisation": organisation(provider, last_day(windows("quarter")[period][1])), "period": period,
            "outcome": "eligible" if len(weighed) else "undetermined",
            "has_weight": any(weight is not None for weight in rows["weight"]), "all_within": all(weighed["within"]),
        })  # fmt: skip
    return pd.DataFrame(found, dtype=object)


def _mean_doses(courses: list[dict[str, Any]]) -> dict[str, Fraction]:
    """Return grams over kilograms of each organisation in 2016/17."""
    start = add_months(windows("year")[SPAN][0], -12)
    sums: dict[str, list[Decimal]] = {}
    for course in courses:
        if course["outcome"] == "eligible" and start <= course["date"] < add_months(start, 12):
            held = sums.setdefault(organisation(course["provider_code"], course["date"]), [Decimal(0), Decimal(0)])
            held[0] += course["dose"]
            held[1] += course["weight"]
    return {who: Fraction(dose) / Fraction(weight) for who, (dose, weight) in sums.items()}


def _totals(found: Figures, dated: Frame, before: dict[str, Fraction]) -> None:
    for (who, period), rows in placed(dated):
        if who == "all" or period == SPAN:
            continue
        weighed = rows[rows["outcome"] == "eligible"]
        for scenario, within in (("default", "within"), ("vial_5g", "within_vials")):
            over = weighed[[not flag for flag in weighed[within]]]
            gap = max(Fraction(0), TARGET * len(weighed) - (len(weighed) - len(over)))
            cost = sum(Fraction(excess * price) for excess, price in zip(over["excess"], over["price"], strict=True))
            found.pence["opportunity_to_target", scenario, who, period] = pence(gap * cost / len(over)) if len(over) else 0
        dose, weight = (Fraction(sum(weighed[column], Decimal(0))) for column in ("dose", "weight"))
        paid = sum(Fraction(grams_ * price) for grams_, price in zip(weighed["dose"], weighed["price"], strict=True))
        known = who in before and weight
        found.pence["realised", "default", who, period] = pence((before[who] - dose / weight) * weight * paid / dose) if known else None
