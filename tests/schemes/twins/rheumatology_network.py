"""The rheumatology network, worked out again from the catalogue's eighteenth scheme and the readings of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from schemes.twins.plain import (
    SPAN,
    Figures,
    Frame,
    Row,
    add_months,
    by_date,
    day,
    last_day,
    name,
    number,
    organisation,
    pence,
    table,
    windows,
    yes,
)

SCHEME = "rheumatology_network"
DISEASES = ("systemic vasculitis", "sle", "scleroderma", "myositis", "sjogrens")
RENAL = ("sle", "systemic vasculitis")
DRUGS = ("rituximab", "sildenafil", "bosentan")
REPORTED = ("satisfaction", "support_offered", "adherence", "economic_activity", "organ_screening")
START, END = windows("year")[SPAN]
BEFORE = add_months(START, -12)


def figures() -> Figures:
    every = _dated("hcd_patients", "supply_date")
    supplies = [_supply(row) for row in every if name(row["disease"]) in (*DISEASES, None) and name(row["drug"]) in (*DRUGS, None)]
    cases = [row for row in _dated("rrt_starts", "rrt_date") if name(row["primary_disease"]) in (*RENAL, None)]
    for case in cases:
        case["outcome"] = "eligible" if name(case["primary_disease"]) else "undetermined"
    people = _patients([row for row in supplies if START <= row["date"] < END])
    begun = by_date(_starts(supplies, every), "year")
    costs = [{**row, "outcome": "eligible", "cost": number(row["cost"])} for row in _dated("ltc_costs", "month") if _long_term(row)]
    places = _units()
    found = Figures()
    frames = {"supply": by_date(supplies, "year"), "renal_case": by_date(cases, "year"), "long_term_cost": by_date(costs, "year")}
    for unit, frame in (*frames.items(), ("patient", people), ("start", begun), ("network_unit", places)):
        found.count(unit, frame)
    _kpis(found, people, begun, places)
    _spend(found, frames["supply"])
    _reported(found)
    _savings(found, people, supplies, costs, cases)
    return found


def _dated(feed: str, column: str) -> list[Row]:
    return [{**row, "date": day(row[column])} for row in table(feed).to_dict("records")]


def _supply(row: Row) -> Row:
    known = row["disease"] is not None and row["drug"] is not None
    return {
        **row,
        "disease": name(row["disease"]),
        "drug": name(row["drug"]),
        "spend": number(row["spend"]),
        "mdt": day(row["mdt_date"]),
        "outcome": "eligible" if known else "undetermined",
    }


def _long_term(row: Row) -> bool:
    return name(row["disease"]) in DISEASES and name(row["care"]) not in ("renal replacement", "renal_replacement")


def _patients(supplies: list[Row]) -> Frame:
    """One row for each patient at a provider in the year."""
    registry = {(row["patient_id"], name(row["disease"])) for row in table("registry").to_dict("records")}
    renal = {
        row["patient_id"]
        for row in _dated("rrt_starts", "rrt_date")
        if name(row["primary_disease"]) in RENAL and START <= row["date"] < END
    }
    visits = [row for row in _dated("attendances", "attendance_date") if START <= row["date"] < END]
    found = []
    for who in sorted({(row["provider_code"], row["patient_id"]) for row in supplies}):
        own = [row for row in supplies if (row["provider_code"], row["patient_id"]) == who]
        found.append(
            {
                "provider_code": who[0],
                "organisation": organisation(who[0], last_day(END)),
                "period": SPAN,
                "outcome": "eligible" if all(row["outcome"] == "eligible" for row in own) else "undetermined",
                "registered": all((row["patient_id"], row["disease"]) in registry for row in own),
                "at_risk": any(row["disease"] in RENAL for row in own),
                "renal": who[1] in renal,
                "visits": sum((row["provider_code"], row["patient_id"]) == who for row in visits),
            }
        )
    return pd.DataFrame(found, dtype=object)


def _starts(supplies: list[Row], every: list[Row]) -> list[Row]:
    """One row for each patient and drug at a provider, eligible when nobody supplied the drug to the patient before."""
    found = []
    for who in sorted({(row["provider_code"], row["patient_id"], row["drug"]) for row in supplies}):
        own = [row for row in supplies if (row["provider_code"], row["patient_id"], row["drug"]) == who]
        first = min(row["date"] for row in own)
        anywhere = min(row["date"] for row in every if row["patient_id"] == who[1] and name(row["drug"]) == who[2])
        talks = [row["mdt"] for row in own if row["mdt"]]
        known = all(row["outcome"] == "eligible" for row in own)
        outcome = "not_eligible" if first != anywhere else "eligible" if known else "undetermined"
        found.append({"provider_code": who[0], "date": first, "outcome": outcome, "discussed": bool(talks) and min(talks) <= first})
    return found


def _units() -> Frame:
    found = [
        {
            "provider_code": row["provider_code"],
            "organisation": organisation(row["provider_code"], last_day(END)),
            "period": SPAN,
            "outcome": "eligible",
            "embedded": yes(row["guidelines_embedded"]),
        }
        for row in _dated("units", "opened")
        if row["date"] < END
    ]
    return pd.DataFrame(found, dtype=object)


def _kpis(found: Figures, people: Frame, begun: Frame, places: Frame) -> None:
    eligible = people[people["outcome"] == "eligible"]
    found.share("registry_coverage", eligible, "registered")
    found.share("esrd_progression", eligible[[bool(flag) for flag in eligible["at_risk"]]], "renal")
    found.share("mdt_discussed", begun[begun["outcome"] == "eligible"], "discussed")
    found.share("guideline_units", places, "embedded")
    for who in sorted({*eligible["organisation"]}):
        visits = list(eligible[eligible["organisation"] == who]["visits"])
        found.ratios["attendances_pp", "", who, SPAN] = (sum(visits), len(visits))
    found.ratios["attendances_pp", "", "all", SPAN] = (sum(eligible["visits"]), len(eligible))


def _spend(found: Figures, supplies: Frame) -> None:
    eligible = supplies[supplies["outcome"] == "eligible"]
    for who in sorted({*eligible["organisation"]}):
        found.values["hcd_spend", "", who, SPAN] = _sum(eligible[eligible["organisation"] == who]["spend"])
    found.values["hcd_spend", "", "all", SPAN] = _sum(eligible["spend"])


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), Decimal(0))


def _reported(found: Figures) -> None:
    rows = [row for row in _dated("reported", "period_start") if row["scheme"] == SCHEME]
    found.count("reported_figure", by_date([{**row, "outcome": "eligible"} for row in rows], "year"))
    for kpi in REPORTED:
        own = [row for row in rows if row["kpi"] == kpi and START <= row["date"] < END]
        for who in ("all", *sorted({row["provider_code"] for row in own})):
            told = [row for row in own if who in ("all", row["provider_code"])]
            found.ratios[kpi, "", who, SPAN] = (
                _sum(number(row["numerator"]) for row in told),
                _sum(number(row["denominator"]) for row in told),
            )


def _savings(found: Figures, people: Frame, supplies: list[Row], costs: list[Row], cases: list[Row]) -> None:
    """A share of the year before, where nine in ten of the year's patients are registered."""
    cases = [row for row in cases if row["outcome"] == "eligible" and _before(row["date"])]
    for who in sorted({row["provider_code"] for row in (*supplies, *costs)}):
        eligible = people[(people["organisation"] == who) & (people["outcome"] == "eligible")]
        passed = len(eligible) > 0 and 10 * sum(eligible["registered"]) >= 9 * len(eligible)
        drugs = _sum(
            row["spend"] for row in supplies if row["provider_code"] == who and row["outcome"] == "eligible" and _before(row["date"])
        )
        care = _sum(row["cost"] for row in costs if row["provider_code"] == who and _before(row["date"]))
        own = sum(row["provider_code"] == who for row in cases)
        amounts = {("rrt", "twelve_cases"): Fraction(12 * own * 30000, len(cases))}
        for scenario, share in (("default", Fraction(35, 200)), ("low", Fraction(15, 100)), ("high", Fraction(20, 100))):
            for saving, base in (("hcd", Fraction(drugs)), ("ltc", Fraction(care)), ("rrt", Fraction(own * 30000))):
                amounts[saving, scenario] = share * base
        for (saving, scenario), amount in amounts.items():
            found.pence[saving, scenario, who, SPAN] = pence(amount) if passed else None
    found.add_up()


def _before(on: date) -> bool:
    return BEFORE <= on < START
