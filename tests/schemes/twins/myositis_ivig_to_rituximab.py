"""Myositis, from immunoglobulin to rituximab, worked out again from the catalogue's fifth scheme and the readings of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from schemes.twins.plain import (
    OUTCOME,
    SPAN,
    Figures,
    Frame,
    Row,
    add_months,
    by_date,
    completed_months,
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
    three_any,
    windows,
    yes,
)

SCHEME = "myositis_ivig_to_rituximab"
MYOSITIS = (
    "dermatomyositis",
    "polymyositis",
    "inclusion_body_myositis",
    "inclusion body myositis",
    "juvenile dermatomyositis",
    "juvenile_dermatomyositis",
    "inflammatory myositis",
)
POLICY = ("dermatomyositis", "polymyositis")
START, END = windows("year")[SPAN]
TARIFF = Decimal(str(parameters(SCHEME)["day_case_tariff"][0]["value"]))
GRAM, RITUXIMAB_YEAR, INFUSION, ASSUMED_KG = 34, 3780, 450, 80


def figures() -> Figures:
    infusions, rituximab = read_infusions(), read_rituximab()
    ivig_courses, rituximab_courses = courses(infusions, 7), courses(rituximab, 28)
    people = patients(infusions, ivig_courses, rituximab, rituximab_courses)
    found = Figures()
    doses = by_date([row for row in rituximab if row["indication"] in MYOSITIS], "year")
    dated = by_date(infusions, "year")
    for unit, frame in (
        ("patient", people),
        ("ivig_infusion", dated),
        ("ivig_course", by_date(ivig_courses, "year")),
        ("rituximab_course", by_date(rituximab_courses, "year")),
        ("rituximab_dose", doses),
    ):
        found.count(unit, frame)
    for place, rows in placed(dated):
        found.values["ivig_infusions_im", "", *place] = len(rows)
        found.values["im_ig_spend", "", *place] = sum((amount * GRAM for amount in rows["grams"] if amount is not None), Decimal(0))
    _volumes(found, rituximab, doses)
    _kpis(found, people)
    _savings(found, people[people["outcome"] == "eligible"])
    return found


def read_infusions() -> list[Row]:
    """Immunoglobulin for any inflammatory myositis, of every year."""
    found = []
    for row in table("ig_infusions").sort_values("infusion_id").to_dict("records"):
        on = day(row["infusion_date"])
        if on and row["patient_id"] and name(row["indication"]) in MYOSITIS and name(row["product_class"]) == "immunoglobulin":
            found.append(
                {
                    "provider_code": row["provider_code"],
                    "patient_id": row["patient_id"],
                    "date": on,
                    "grams": grams(row["grams"]),
                    "outcome": "eligible",
                }
            )
    return found


def read_rituximab() -> list[Row]:
    rows = table("rituximab_admin").sort_values("admin_id").to_dict("records")
    return [
        {
            "provider_code": row["provider_code"],
            "patient_id": row["patient_id"],
            "date": day(row["admin_date"]),
            "mg": number(row["mg"]),
            "indication": name(row["indication"]),
            "outcome": "eligible",
        }
        for row in rows
    ]


def courses(rows: list[Row], days: int) -> list[Row]:
    """Group one provider's rows of one patient: a row opens a course unless it is fewer than so many days after a course's first."""
    found: list[Row] = []
    open_: dict[tuple[str, str], date] = {}
    for row in sorted(rows, key=lambda one: one["date"]):
        who = row["provider_code"], row["patient_id"]
        if who not in open_ or row["date"] - open_[who] >= timedelta(days=days):
            open_[who] = row["date"]
            found.append({"provider_code": who[0], "patient_id": who[1], "date": row["date"], "outcome": "eligible"})
    return found


def _of(rows: Iterable[Row], patient: str, since: date, until: date) -> list[Row]:
    return [row for row in rows if row["patient_id"] == patient and since <= row["date"] < until]


def patients(infusions: list[Row], ivig_courses: list[Row], rituximab: list[Row], rituximab_courses: list[Row]) -> Frame:
    plans = [{**row, "date": day(row["plan_date"])} for row in table("switch_plans").to_dict("records")]
    scores = [
        {**row, "date": day(row["score_date"]), "score": number(row["score"])}
        for row in table("myoact").sort_values("score_id").to_dict("records")
    ]
    found = []
    for row in table("patients").to_dict("records"):
        indication, patient = name(row["indication"]), row["patient_id"]
        if indication is not None and indication not in MYOSITIS:
            continue
        switch, back = day(row["switch_date"]), day(row["revert_date"])
        given = [one["date"] for one in rituximab if one["patient_id"] == patient]
        switched = switch is not None and switch < END and any(on < END for on in given)
        until = min(back or END, END)
        weaning = _of(infusions, patient, max(switch, START), until) if switch else []
        person = {
            "provider_code": row["provider_code"], "organisation": organisation(row["provider_code"], last_day(END)), "period": SPAN,
            "outcome": outcome(row, indication, switch, ivig_courses), "switched": switched, "weight": kilograms(row["weight_kg"]),
            "months": _months(switch, until) if switched else 0, "courses": len(_of(rituximab_courses, patient, START, END)),
            "rituximab_days": len({one["date"] for one in _of(rituximab, patient, START, END)}), "ivig_days": len({one["date"] for one in _of(infusions, patient, START, END)}),
            "weaning_grams": None if any(one["grams"] is None for one in weaning) else sum((one["grams"] for one in weaning), Decimal(0)),
            "weaning_days": len({one["date"] for one in weaning}), "tariff": TARIFF,
            "has_plan": three_any(three_and(yes(plan["weaning"]), plan["date"] < END) for plan in plans if plan["patient_id"] == patient),
            "on_myoact": any(score["date"] < END for score in scores if score["patient_id"] == patient),
            "not_worse": _not_worse([score for score in scores if score["patient_id"] == patient], switch),
        }  # fmt: skip
        maintained = on_maintenance(row, _of(ivig_courses, patient, add_months(END, -6), END))
        off = switched and (back is None or back >= END)
        found.append({**person, "on_ivig": three_and(maintained, not off)})
    return pd.DataFrame(found, dtype=object)


def on_maintenance(row: Row, recent: list[Row]) -> bool | None:
    """Flagged by the clinic, or three courses in six months; nobody knows where there is neither flag nor courses."""
    return three_any((yes(row["maintenance_ivig"]), len(recent) >= 3))


def outcome(row: Row, indication: str | None, switch: date | None, ivig_courses: list[Row]) -> str:
    """Age and maintenance are those of the switch, when it was in the year, and otherwise of the year's end."""
    now = switch is not None and START <= switch < END
    on, before = (switch, switch) if now and switch else (last_day(END), END)
    born = day(row["birth_date"])
    tests = three_and(
        None if indication is None else True,
        None if born is None else add_months(born, 18 * 12) <= on,
        None if indication is None else indication in POLICY,
        on_maintenance(row, _of(ivig_courses, row["patient_id"], add_months(before, -6), before)),
        yes(row["cdmard_failed"]),
        {True: False, False: True, None: None}[yes(row["prior_rituximab"])],
        yes(row["autoantibody"]),
    )
    return OUTCOME[tests]


def _months(switch: date | None, until: date) -> int:
    """Completed months since the switch, less those completed before the year."""
    assert switch is not None
    before = completed_months(switch, START) if switch < START else 0
    return max(0, completed_months(switch, until) - before) if until > switch else 0


def _not_worse(scores: list[Row], switch: date | None) -> bool | None:
    if switch is None:
        return None
    scores = sorted((score for score in scores if score["score"] is not None), key=lambda score: score["date"])
    before = [score["score"] for score in scores if score["date"] <= switch]
    after = [score["score"] for score in scores if switch < score["date"] < END]
    return bool(after[-1] <= before[-1]) if before and after else None


def _volumes(found: Figures, rituximab: list[Row], doses: Frame) -> None:
    earlier = [row for row in rituximab if row["indication"] in MYOSITIS and add_months(START, -12) <= row["date"] < START]
    before: dict[str, Decimal] = {}
    for row in earlier:
        for who in (organisation(row["provider_code"], row["date"]), "all"):
            before[who] = before.get(who, Decimal(0)) + (row["mg"] or 0)
    now = {who: sum((mg for mg in rows["mg"] if mg is not None), Decimal(0)) for (who, _), rows in placed(doses)}
    for who in sorted({*before, *now}):
        found.ratios["rituximab_volume", "", who, SPAN] = (now.get(who, Decimal(0)), before.get(who, Decimal(0)))


def _kpis(found: Figures, people: Frame) -> None:
    eligible = people[people["outcome"] == "eligible"]
    switched = eligible[[bool(flag) for flag in eligible["switched"]]]
    found.share("switch_plan_rate", eligible, "has_plan")
    found.share("myoact_entry", switched, "on_myoact")
    found.share("not_deteriorated", switched, "not_worse")
    for place, rows in placed(eligible):
        found.ratios["attendances_pppa", "", *place] = (sum(rows["ivig_days"]) + sum(rows["rituximab_days"]), len(rows))
    for place, rows in placed(people):
        found.values["maintenance_count", "", *place] = sum(flag is True for flag in rows["on_ivig"])
        for label in ("eligible", "not_eligible", "undetermined"):
            found.values["maintenance_count", label, *place] = sum(flag is True for flag in rows[rows["outcome"] == label]["on_ivig"])


def _savings(found: Figures, eligible: Frame) -> None:
    for scenario, infusion, assumed in (
        ("default", 0, None),
        ("ivig_infusion_cost_included", INFUSION, None),
        ("weight_80_if_missing", 0, ASSUMED_KG),
    ):
        rows = [_priced(row, infusion, assumed) for row in eligible.to_dict("records")]
        for saving, column, wanted in (
            ("in_year", "in_year", True),
            ("opportunity_fye", "full_year", False),
            ("attendance_saving", "attendances", True),
        ):
            if saving != "attendance_saving" or scenario == "default":
                found.each(saving, scenario, pd.DataFrame([row for row in rows if row["switched"] is wanted], dtype=object), column)
    found.add_up()


def _priced(row: Row, infusion: int, assumed: int | None) -> Row:
    weight = row["weight"] if row["weight"] is not None else assumed
    avoided = Fraction(26 * row["months"], 12) - row["rituximab_days"] - row["weaning_days"]
    found = {**row, "in_year": None, "full_year": None, "attendances": pence(avoided * Fraction(row["tariff"]))}
    if weight is None:
        return found
    year = 13 * Fraction(weight) * 2 * GRAM + 26 * infusion
    found["full_year"] = pence(max(Fraction(0), year - RITUXIMAB_YEAR))
    if row["weaning_grams"] is not None:
        weaning = Fraction(row["weaning_grams"]) * GRAM + row["weaning_days"] * infusion
        found["in_year"] = pence(year * row["months"] / 12 - row["courses"] * Fraction(RITUXIMAB_YEAR, 2) - weaning)
    return found
