"""Antifungal stewardship, worked out again from the catalogue's second scheme and the readings of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Any

import pandas as pd

from schemes.twins.plain import (
    OUTCOME,
    SPAN,
    YEAR_BEFORE,
    Figures,
    Frame,
    Place,
    Row,
    add_months,
    by_date,
    day,
    last_day,
    millionths,
    moment,
    name,
    number,
    organisation,
    parameters,
    pence,
    placed,
    table,
    three_and,
    three_any,
    windows,
    yes,
)

SCHEME = "antifungal_stewardship"
ON_BLUETEQ = parameters(SCHEME)["blueteq_antifungal"][0]["value"]
GROUP, ROUTES, KNOWN = "J02A", ("O", "P"), Fraction(98, 100)


def figures() -> Figures:
    raw = read_issues()
    issues = [row for row in raw if row["scope"] is not False]
    months = [_month(row) for row in table("bed_days").to_dict("records")]
    dated, beds = by_date(issues, "quarter"), by_date(months, "quarter")
    tests = [_test(row) for row in table("fungal_diagnostics").to_dict("records")]
    units = {
        "issue": dated,
        "test": by_date(tests, "quarter"),
        "treatment_start": by_date(starts(tests), "quarter"),
        "blueteq_issue": by_date(
            forms_of([one for one in issues if one["outcome"] == "eligible" and one["drug"] == ON_BLUETEQ]), "quarter"
        ),
        "bed_month": beds,
        "provider_period": _providers(beds),
        "drug_period": drugs(raw, dated[dated["outcome"] == "eligible"]),
        "reported_figure": by_date(_reported(), "quarter"),
    }
    found = Figures()
    for unit, frame in units.items():
        found.count(unit, frame)
    places = {place for frame in units.values() for place, _ in placed(frame)}
    _of_issues(found, dated[dated["outcome"] == "eligible"])
    _for_bed_days(found, places, dated[dated["outcome"] == "eligible"], beds)
    _of_tests(found, places, units)
    _savings(found, [one for one in issues if one["outcome"] == "eligible"], months, places)
    return found


def read_issues() -> list[Row]:
    doses = [{**row, "since": day(row["version_from"]), "drug": name(row["drug"])} for row in table("ddd_table").to_dict("records")]
    found = []
    for row in table("antifungal_issues").to_dict("records"):
        on, drug, route = day(row["issue_date"]) or date.min, name(row["drug"]), row["route"]
        held = [one for one in doses if (one["drug"], one["route"]) == (drug, route) and one["since"] <= on]
        dose = number(max(held, key=lambda one: one["since"])["ddd_g"]) if held else None
        amount = number(row["grams"])
        ddd = None if amount is None or dose is None else Fraction(amount) / Fraction(dose)
        scope = three_and(
            None if row["atc_code"] is None else row["atc_code"].startswith(GROUP), None if route is None else route in ROUTES
        )
        child, cancer, transplant = yes(row["paediatric"]), yes(row["cancer"]), yes(row["solid_organ_transplant"])
        group = {True: "cancer", False: {True: "solid organ transplant", False: "other", None: None}[transplant], None: None}[cancer]
        found.append(
            {
                "provider_code": row["provider_code"], "patient_id": row["patient_id"], "date": on, "drug": drug, "route": route,
                "grams": amount, "spend": number(row["spend"]), "excluded": yes(row["tariff_excluded"]), "group": group, "ddd": ddd,
                "adult": {True: Fraction(0), False: ddd, None: None}[child], "scope": scope,
                "outcome": "undetermined" if scope is None else "eligible",
            }
        )  # fmt: skip
    return found


def _month(row: Row) -> Row:
    days = number(row["occupied_bed_days"])
    return {
        "provider_code": row["provider_code"],
        "date": day(row["month"]),
        "days": days,
        "outcome": OUTCOME[None if days is None else True],
    }


def _test(row: Row) -> Row:
    asked, result = moment(row["requested_at"]), moment(row["result_at"])
    hours = None if asked is None or result is None else millionths(Fraction((result - asked) / timedelta(minutes=1)) / 60)
    known = None if hours is None else hours >= 0
    return {**row, "date": day(row["requested_at"][:10]), "clock": row["requested_at"], "hours": hours, "outcome": OUTCOME[known]}


def starts(tests: list[Row]) -> list[Row]:
    found = []
    for row in table("treatment_starts").to_dict("records"):
        on, indication = day(row["start_date"]) or date.min, name(row["indication"])
        first, last = (f"{on + timedelta(days=days)}T00:00" for days in (-2, 2))
        near = any(test["patient_id"] == row["patient_id"] and first <= test["clock"] <= last for test in tests)
        treated = None if indication is None else indication == "treatment"
        prevented = None if indication is None else indication == "prophylaxis"
        found.append({**row, "date": on, "near": near, "prevented": prevented, "outcome": OUTCOME[treated]})
    return found


def forms_of(issues: list[Row]) -> list[Row]:
    """Issues of the drug that forms apply to, and whether an approved form of the patient's for it came in time."""
    forms = table("blueteq").to_dict("records")
    found = []
    for issue in issues:
        theirs = [form for form in forms if form["patient_id"] is not None and form["patient_id"] == issue["patient_id"]]
        fits = []
        for form in theirs:
            approved = day(form["approval_date"])
            right_drug = None if form["drug"] is None else name(form["drug"]) == issue["drug"]
            granted = None if form["status"] is None else name(form["status"]) == "approved"
            fits.append(three_and(right_drug, granted, None if approved is None else approved <= issue["date"]))
        found.append({**issue, "form": three_any(fits)})
    return found


def _providers(beds: Frame) -> Frame:
    return _at_the_end(beds.drop_duplicates(["provider_code", "period"]).to_dict("records"))


def _at_the_end(rows: list[Row]) -> Frame:
    """Return units of a period, which are whoever's answers for the provider on its last day."""
    end = windows("quarter")
    answers = [organisation(row["provider_code"], last_day(end[row["period"]][1])) for row in rows]
    return pd.DataFrame([{**row, "organisation": who} for row, who in zip(rows, answers, strict=True)], dtype=object)


def _total(amounts: Iterable[Any]) -> Any:
    """The sum, missing when a part of it is."""
    found = list(amounts)
    return None if any(amount is None for amount in found) else sum(found, Decimal(0))


def drugs(raw: list[Row], dated: Frame) -> Frame:
    """One for each provider, drug, route and period, with what it would have cost at the prices of a year before."""
    found = []
    for (provider, drug, route, period), rows in dated.groupby(["provider_code", "drug", "route", "period"]):
        start, end = (add_months(limit, -12) for limit in windows("quarter")[period])
        then = [
            one
            for one in raw
            if (one["provider_code"], one["drug"], one["route"]) == (provider, drug, route) and start <= one["date"] < end
        ]
        amount, spent = _total(rows["grams"]), _total(rows["spend"])
        before, paid = _total(one["grams"] for one in then), _total(one["spend"] for one in then)
        known = None not in (amount, before, paid) and before
        old = millionths(Fraction(amount) * Fraction(paid) / Fraction(before)) if known else None
        found.append({"provider_code": provider, "period": period, "outcome": "eligible", "spent": spent, "old": old})
    return _at_the_end(found)


def _reported() -> list[Row]:
    rows = table("reported").to_dict("records")
    return [{**row, "date": day(row["period_start"]), "outcome": "eligible"} for row in rows if row["scheme"] == SCHEME]


def _of_issues(found: Figures, issues: Frame) -> None:
    for place, rows in placed(issues):
        spent = rows[[value is not None for value in rows["spend"]]]
        found.values["antifungal_spend", "", *place] = sum(spent["spend"], Decimal(0))
        for group in ("cancer", "solid organ transplant", "other"):
            found.values["antifungal_spend", group, *place] = sum(spent[spent["group"] == group]["spend"], Decimal(0))
        without = spent[[ddd is None for ddd in spent["ddd"]]]
        found.ratios["spend_share_no_ddd", "", *place] = (sum(without["spend"], Decimal(0)), sum(spent["spend"], Decimal(0)))
        known = rows[[ddd is not None for ddd in rows["adult"]]]
        for drug in ("", *sorted(set(rows["drug"]))):
            of_drug = known if drug == "" else known[known["drug"] == drug]
            oral, parenteral = (sum(of_drug[of_drug["route"] == route]["adult"], Fraction(0)) for route in ROUTES)
            found.ratios["oral_iv_ratio", drug, *place] = (oral, parenteral)


def _for_bed_days(found: Figures, places: set[Place], issues: Frame, beds: Frame) -> None:
    doses: dict[Place, Any] = {place: sum((ddd for ddd in rows["adult"] if ddd is not None), Fraction(0)) for place, rows in placed(issues)}
    spent: dict[Place, Any] = {
        place: sum((paid for paid in rows["spend"] if paid is not None), Decimal(0)) for place, rows in placed(issues)
    }
    days = {place: sum((known for known in rows["days"] if known is not None), Decimal(0)) for place, rows in placed(beds)}
    for place in places:
        thousands = days.get(place, Decimal(0)) / 1000
        found.ratios["ddd_per_1000_obd", "", *place] = (doses.get(place, 0), thousands)
        found.ratios["spend_per_1000_obd", "", *place] = (spent.get(place, 0), thousands)


def _of_tests(found: Figures, places: set[Place], units: dict[str, Frame]) -> None:
    hours = {place: [one for one in rows["hours"] if one is not None] for place, rows in placed(units["test"])}
    for place in places:
        found.values["diagnostic_tat_median", "", *place] = median(hours[place]) if hours.get(place) else None
    begun = units["treatment_start"]
    found.share("diagnostic_use", begun[begun["outcome"] == "eligible"], "near")
    found.share("prophylaxis_share", begun, "prevented")
    found.share("blueteq_coverage", units["blueteq_issue"], "form")
    for place, rows in placed(units["reported_figure"]):
        found.ratios["guideline_review", "", *place] = (sum(map(Decimal, rows["numerator"])), sum(map(Decimal, rows["denominator"])))
    for place, rows in placed(units["drug_period"]):
        known = rows[[None not in pair for pair in zip(rows["spent"], rows["old"], strict=True)]]
        found.ratios["price_index", "", *place] = (sum(known["spent"], Decimal(0)), sum(known["old"], Fraction(0)))


def _within(rows: list[Row], who: str, start: date, end: date) -> list[Row]:
    return [row for row in rows if start <= row["date"] < end and organisation(row["provider_code"], row["date"]) == who]


def _spent(rows: list[Row], excluded: bool) -> Fraction:
    return Fraction(sum((row["spend"] for row in rows if row["spend"] is not None and row["excluded"] is excluded), Decimal(0)))


def _savings(found: Figures, issues: list[Row], months: list[Row], places: set[Place]) -> None:
    """Spend for each bed day as in 2016/17, or for each week; withheld where too little is known."""
    for who, period in sorted(place for place in places if place[0] != "all" and place[1] != SPAN):
        start, end = windows("quarter")[period]
        now, before = _within(issues, who, start, end), _within(issues, who, *YEAR_BEFORE)
        beds = [row["days"] for row in _within(months, who, start, end) if row["days"] is not None]
        beds_before = sum((row["days"] or 0 for row in _within(months, who, *YEAR_BEFORE)), Decimal(0))
        known = sum(row["spend"] is not None and row["excluded"] is not None for row in now) >= KNOWN * len(now) and len(beds) >= 3
        weeks = Fraction((end - start).days, (YEAR_BEFORE[1] - YEAR_BEFORE[0]).days)
        for saving, excluded in (("gross", True), ("gross_in_tariff", False)):
            expected = {"default": Fraction(sum(beds)) / Fraction(beds_before) if beds_before else None, "unadjusted": weeks}
            for scenario, share in expected.items():
                amount = None if share is None or not known else pence(_spent(before, excluded) * share - _spent(now, excluded))
                found.pence[saving, scenario, who, period] = amount
    found.add_up()
