"""Obeticholic acid, worked out again from the catalogue's seventh scheme and the readings of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pandas as pd

from schemes.twins.plain import (
    Figures,
    Frame,
    Row,
    add_months,
    by_date,
    column,
    day,
    last_day,
    name,
    number,
    organisation,
    parameters,
    pence,
    placed,
    table,
    three_and,
    three_any,
    value_on,
    windows,
    yes,
)

SCHEME = "obeticholic_acid_pbc"
MEDICINE, REGISTRY = "obeticholic acid", "uk-pbc"
LOCAL = parameters(SCHEME)
VALIDITY = int(LOCAL["validity"][0]["value"])
ESTIMATED = int(LOCAL["nice_patients"][0]["value"])
MEETINGS, HEPATOLOGISTS = 1, 2


def figures() -> Figures:
    forms = forms_on_file()
    dated = by_date(lines(forms), "quarter")
    patients = patients_of(dated, forms)
    found = Figures()
    found.count("form", by_date([form for form in forms if form["date"] is not None], "quarter"))
    found.count("line", dated)
    found.count("patient", patients)
    treated = patients[patients["outcome"] == "eligible"]
    found.share("patients_with_form", treated, "with_form")
    found.share("registry_submission", treated, "registered")
    _against_estimate(found, treated)
    _of_lines(found, dated)
    _savings(found, dated)
    return found


def _at_least(text: str | None, least: int) -> bool | None:
    found = number(text)
    return None if found is None else found >= least


def centre_ok(centre: Row | None) -> bool | None:
    if centre is None:
        return None
    return three_and(
        yes(centre["specialised_hpb"]),
        _at_least(centre["mdt_per_month"], MEETINGS),
        yes(centre["hepatology_24_7"]),
        _at_least(centre["hepatologist_wte"], HEPATOLOGISTS),
        yes(centre["registry_agreement"]),
    )


def forms_on_file() -> list[Row]:
    centres = {row["centre"]: row for row in table("centres").to_dict("records")}
    found = []
    for form in table("blueteq").to_dict("records"):
        if name(form["drug"]) != MEDICINE:
            continue
        approved, met = day(form["approval_date"]), day(form["mdt_date"])
        in_order = None if approved is None or met is None else met <= approved
        found.append({
            "provider_code": form["provider_code"], "patient_id": form["patient_id"], "date": approved, "completed": form["submitted"] is not None,
            "valid": three_and(name(form["status"]) == "approved", yes(form["criteria_met"]), in_order, centre_ok(centres.get(form["centre"]))),
            "outcome": "eligible",
        })  # fmt: skip
    return found


def covered_by(forms: Iterable[Row], on: date) -> bool | None:
    """Say whether one of a patient's forms is valid and in date."""
    found = []
    for form in forms:
        approved = form["date"]
        found.append(three_and(form["valid"], None if approved is None else approved <= on < add_months(approved, VALIDITY)))
    return three_any(found)


def lines(forms: list[Row]) -> list[Row]:
    found = []
    for row in table("invoices").to_dict("records"):
        on = day(row["supply_date"])
        if on is None or row["patient_id"] is None or name(row["drug"]) != MEDICINE:
            continue
        covered = covered_by((form for form in forms if form["patient_id"] == row["patient_id"]), on)
        price, agreed = number(row["unit_price"]), value_on(LOCAL["pas_price"], on, "", None)
        found.append({
            "provider_code": row["provider_code"], "patient_id": row["patient_id"], "date": on, "debit": name(row["type"]) == "debit",
            "amount": number(row["amount"]), "packs": number(row["packs"]), "covered": covered,
            "above": None if price is None or agreed is None else price - agreed,
            "at_agreed_price": None if price is None or agreed is None else price <= agreed,
            "outcome": "undetermined" if covered is None else "eligible",
        })  # fmt: skip
    return found


def patients_of(dated: Frame, forms: list[Row]) -> Frame:
    registered = {row["patient_id"] for row in table("registry").to_dict("records") if name(row["registry"]) == REGISTRY}
    completed = {form["patient_id"] for form in forms if form["completed"]}
    found = []
    for (provider, patient, period), rows in dated.groupby(["provider_code", "patient_id", "period"]):
        found.append({
            "organisation": organisation(provider, last_day(windows("quarter")[period][1])), "period": period, "patient_id": patient,
            "outcome": "eligible" if any(rows["debit"]) else "not_eligible",
            "with_form": patient in completed, "registered": patient in registered,
        })  # fmt: skip
    return pd.DataFrame(found, dtype=object)


def _against_estimate(found: Figures, treated: Frame) -> None:
    for place, rows in placed(treated):
        if place[0] == "all":
            found.ratios["patients_vs_nice", "", *place] = (rows["patient_id"].nunique(), ESTIMATED)


def _of_lines(found: Figures, dated: Frame) -> None:
    debits = dated[[debit is True for debit in dated["debit"]]]
    found.share("pas_lines", debits, "at_agreed_price")
    found.share("lines_covered", debits, "covered")
    for place, rows in placed(dated):
        uncovered = [amount for amount, covered in zip(rows["amount"], rows["covered"], strict=True) if covered is False]
        found.values["inappropriate_cost", "", *place] = sum((amount for amount in uncovered if amount is not None), Decimal(0))


def _savings(found: Figures, dated: Frame) -> None:
    uncovered = dated[[covered is False for covered in dated["covered"]]]
    uncovered = uncovered.assign(pounds=column(uncovered, (None if amount is None else pence(amount) for amount in uncovered["amount"])))
    found.each("unapproved", "default", uncovered, "pounds")
    covered = dated[[covered is True and debit for covered, debit in zip(dated["covered"], dated["debit"], strict=True)]]
    above = zip(covered["above"], covered["packs"], strict=True)
    over = [None if each is None or packs is None else pence(max(each, Decimal(0)) * packs) for each, packs in above]
    found.each("pas_overcharge", "default", covered.assign(pounds=column(covered, over)), "pounds")
    found.add_up()
