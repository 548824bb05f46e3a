"""Therapies for multiple sclerosis, worked out again from the catalogue's tenth scheme and the readings of it."""

from __future__ import annotations

import statistics
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
    parameters,
    pence,
    placed,
    table,
    three_all,
    three_any,
    windows,
)

SCHEME = "ms_dmt"
THERAPIES = ("natalizumab", "teriflunomide", "fingolimod", "dimethyl fumarate", "glatiramer acetate", "interferon beta-1a")
MANDATE, GRACE_ENDS = date(2017, 2, 1), date(2018, 2, 1)
REASONS = ("no_form", "drug_mismatch", "rejected", "form_after_supply", "expired")
BASELINE_SHARE = Fraction(str(parameters(SCHEME)["baseline.unmatched_share"][0]["value"]))


def figures() -> Figures:
    forms = forms_by_patient()
    dated = by_date(lines(forms), "quarter")
    patients = patients_of(dated, forms)
    found = Figures()
    found.count("line", dated)
    found.count("patient", patients)
    _of_lines(found, dated)
    _of_patients(found, patients[patients["outcome"] == "eligible"])
    _of_providers(found, dated)
    _savings(found, dated)
    return found


def forms_by_patient() -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for form in table("blueteq").to_dict("records"):
        read = {
            "drug": name(form["drug"]),
            "status": name(form["status"]),
            "type": name(form["type"]),
            "approved": day(form["approval_date"]),
        }
        found.setdefault(form["patient_id"], []).append(read)
    return found


def lines(forms: dict[str, list[Row]]) -> list[Row]:
    first = {row["patient_id"]: day(row["first_supply"]) for row in table("dmt_history").to_dict("records")}
    found = []
    for row in table("invoices").sort_values("line_id").to_dict("records"):
        on, drug, patient = day(row["supply_date"]), name(row["drug"]), row["patient_id"]
        if on is None or patient is None or drug not in THERAPIES:
            continue
        reason = why_not(forms.get(patient, []), drug, on)
        started = first.get(patient)
        new = None if started is None else started >= MANDATE
        coverage = coverage_of(reason, new, on)
        found.append({
            "provider_code": row["provider_code"], "patient_id": patient, "date": on, "amount": number(row["amount"]), "reason": reason, "new": new,
            "started": started, "coverage": coverage, "outcome": "undetermined" if coverage is None else "eligible",
        })  # fmt: skip
    return found


def why_not(forms: list[Row], drug: str, on: date) -> str | None:
    """Return the first rung of the ladder on which every form has failed, `covered`, or None when nobody can tell."""
    left = forms
    if not left:
        return "no_form"
    if not (left := [form for form in left if form["drug"] == drug]):
        return "drug_mismatch"
    if not (left := [form for form in left if form["status"] == "approved"]):
        return "rejected"
    dates = [form["approved"] for form in left]
    if any(approved is not None and approved <= on < add_months(approved, 12) for approved in dates):
        return "covered"
    if None in dates:
        return None
    return "form_after_supply" if all(approved > on for approved in dates) else "expired"


def coverage_of(reason: str | None, new: bool | None, on: date) -> str | None:
    if reason in (None, "covered"):
        return reason
    if on >= GRACE_ENDS or new is True:
        return "unmatched"
    return None if new is None else "grace"


def _pounds(rows: Frame) -> Decimal:
    return sum((amount for amount in rows["amount"] if amount is not None), Decimal(0))


def _of_lines(found: Figures, dated: Frame) -> None:
    for place, rows in placed(dated):
        supplied = rows[
            [
                outcome == "eligible" and amount is not None and amount > 0
                for outcome, amount in zip(rows["outcome"], rows["amount"], strict=True)
            ]
        ]
        covered, counted = _pounds(supplied[supplied["coverage"] == "covered"]), _pounds(supplied[supplied["coverage"] != "grace"])
        found.ratios["spend_mapped", "", *place] = (covered, counted)
        unmatched = rows[rows["coverage"] == "unmatched"]
        found.values["inappropriate_spend", "", *place] = _pounds(unmatched)
        for reason in REASONS:
            found.values["inappropriate_spend", reason, *place] = _pounds(unmatched[unmatched["reason"] == reason])
        # A line without an amount leaves both parts.
        found.ratios["spend_per_patient", "", *place] = (
            _pounds(rows),
            rows[[amount is not None for amount in rows["amount"]]]["patient_id"].nunique(),
        )


def patients_of(dated: Frame, forms: dict[str, list[Row]]) -> Frame:
    follow_ups, emergencies = _attendances()
    found = []
    for (provider, patient, period), rows in dated.groupby(["provider_code", "patient_id", "period"]):
        start, end = windows("quarter")[period]
        debits = [None if amount is None else amount > 0 for amount in rows["amount"]]
        supplied = None if None in debits else sum(bool(debit) for debit in debits)
        started = next((value for value in rows["started"] if value is not None), None)
        of_supplies = [
            None if coverage is None else coverage == "covered" for coverage, debit in zip(rows["coverage"], debits, strict=True) if debit
        ]
        found.append({
            "organisation": organisation(provider, last_day(end)), "period": period,
            "outcome": "undetermined" if supplied is None else "eligible" if supplied else "not_eligible",
            "is_new": next((value for value in rows.sort_values("date")["new"] if value is not None), None), "all_covered": three_all(of_supplies),
            "long_treated": None if started is None else add_months(started, 12) < end,
            "reviewed": three_any(_is_review(form, end) for form in forms.get(patient, [])),
            "follow_ups": sum(1 for on in follow_ups.get(patient, []) if start <= on < end),
            "emergencies": sum(1 for on in emergencies.get(patient, []) if start <= on < end), "years": Fraction(12 if period == SPAN else 3, 12),
        })  # fmt: skip
    return pd.DataFrame(found, dtype=object)


def _is_review(form: Row, end: date) -> bool | None:
    if form["drug"] not in THERAPIES or form["type"] != "continuation" or form["status"] != "approved":
        return False
    return None if form["approved"] is None else form["approved"] < end <= add_months(form["approved"], 12)


def _attendances() -> tuple[dict[str, list[date]], dict[str, list[date]]]:
    """Return the days of follow-ups seen, and of emergency admissions, by patient."""
    visits, admissions = table("op_attendances"), table("unplanned_admissions")
    visits = visits[visits["first_attendance"].isin(["2", "4"]) & visits["attended"].isin(["5", "6"])]
    admissions = admissions[admissions["admission_method"].str.startswith("2", na=False)]
    pairs = ((visits, "attendance_date"), (admissions, "admit_date"))
    by_patient, by_patient_admitted = (
        {patient: [day(text) for text in rows[date_]] for patient, rows in frame.groupby("patient_id")} for frame, date_ in pairs
    )
    return by_patient, by_patient_admitted  # type: ignore[return-value]


def _of_patients(found: Figures, patients: Frame) -> None:
    found.share("new_patients_mapped", patients[[flag is True for flag in patients["is_new"]]], "all_covered")
    found.share("continuation_reviewed", patients[[flag is True for flag in patients["long_treated"]]], "reviewed")
    for place, rows in placed(patients):
        for kpi, column in (("op_followups_pp", "follow_ups"), ("emergency_adm_pp", "emergencies")):
            found.ratios[kpi, "", *place] = (sum(rows[column]), sum(rows["years"]))


def _of_providers(found: Figures, dated: Frame) -> None:
    """Each provider's spend on a patient, and whether it lies outside three standard errors of the mean of all patients."""
    spends = []
    for (provider, _, period), rows in dated.groupby(["provider_code", "patient_id", "period"]):
        amounts = list(rows["amount"])
        spend = None if None in amounts else float(sum(amounts))
        spends.append(
            {
                "provider_code": provider,
                "organisation": organisation(provider, last_day(windows("quarter")[period][1])),
                "period": period,
                "outcome": "eligible",
                "spend": spend,
            }
        )
    frame = pd.DataFrame(spends, dtype=object)
    found.count("patient_spend", frame)
    units = []
    for period, everyone in frame.groupby("period"):
        known = [spend for spend in everyone["spend"] if spend is not None]
        for _, rows in everyone.groupby("provider_code"):
            own = [spend for spend in rows["spend"] if spend is not None]
            error = statistics.stdev(known) / len(own) ** 0.5
            outside = abs(statistics.fmean(own) - statistics.fmean(known)) > 3 * error
            units.append(
                {
                    "organisation": rows["organisation"].iloc[0],
                    "period": period,
                    "outcome": "eligible",
                    "mean": statistics.fmean(own),
                    "outlier": outside,
                }
            )
    providers = pd.DataFrame(units, dtype=object)
    found.count("provider", providers)
    for (who, period), rows in placed(providers):
        found.values["outlier_providers", "", who, period] = sum(rows["outlier"])
        if who == "all":
            found.values["prescribing_variation", "", who, period] = statistics.stdev(rows["mean"]) / statistics.fmean(rows["mean"])


def _savings(found: Figures, dated: Frame) -> None:
    unmatched = dated[dated["coverage"] == "unmatched"]
    unmatched = unmatched.assign(
        amount_pence=pd.Series(
            [None if amount is None else pence(amount) for amount in unmatched["amount"]], index=unmatched.index, dtype=object
        )
    )
    found.each("challenge", "default", unmatched, "amount_pence")
    for (who, period), rows in placed(dated):
        if who != "all" and period != SPAN:
            covered, missed = (Fraction(_pounds(rows[rows["coverage"] == label])) for label in ("covered", "unmatched"))
            found.pence["realised", "default", who, period] = pence(BASELINE_SHARE * (covered + missed) - missed)
    found.add_up()
