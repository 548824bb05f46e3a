"""Fractions of prostate radiotherapy, worked out again from the catalogue's nineteenth scheme and the readings of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd

from schemes.twins.plain import (
    SPAN,
    Figures,
    Frame,
    Place,
    Row,
    add_months,
    between,
    by_date,
    name,
    number,
    organisation,
    parameters,
    pence,
    placed,
    rows_of,
    three_and,
    three_any,
    value_on,
    windows,
)

SCHEME = "prostate_fractionation"
LOCAL = parameters(SCHEME)
BENCHMARK = Fraction(7, 10)
SAVED = 37 - 20


def figures() -> Figures:
    phases = all_phases()
    courses = all_courses(phases)
    dated = by_date(courses, "quarter")
    scores = by_date(reported(), "quarter")
    found = Figures()
    for unit, frame in (("phase", by_date(phases, "quarter")), ("course", dated), ("experience_report", scores)):
        found.count(unit, frame)
    radical = dated[dated["outcome"] == "eligible"]
    found.share("hypo_rate", radical, "hypo")
    found.share("hypo_rate_eligible", radical[[flag is True for flag in radical["within_policy"]]], "hypo")
    found.share("completion", radical, "complete")
    _schedules(found, dated, radical[radical["schedule"].notna()])
    places = sorted({place for frame in (dated, scores, by_date(phases, "quarter")) for place, _ in placed(frame)})
    _numbers(found, radical, scores, places)
    _slots(found, radical, courses, places)
    found.add_up()
    return found


def _schedules(found: Figures, dated: Frame, known: Frame) -> None:
    """Share out the courses of each period over the schedules that anybody gave in it, to whomever."""
    for schedule in sorted({text for text in dated["schedule"] if text is not None}):
        periods = set(dated[dated["schedule"] == schedule]["period"])
        some = known[[period in periods for period in known["period"]]]
        given = pd.Series([text == schedule for text in some["schedule"]], some.index, object)
        found.share("schedules", some.assign(given=given), "given", schedule)


def first(rows: list[Row], field: str) -> Any:
    return next((row[field] for row in rows if row[field] is not None), None)


def total(values: list[Any]) -> Any:
    return None if None in values else sum(values)


def is_one(text: str | None, *wanted: str) -> bool | None:
    return None if text is None else name(text) in wanted


def gathered(rows: list[Row], keys: tuple[str, ...], in_order: Callable[[Row], Any]) -> list[list[Row]]:
    """Return rows that agree on some keys, each set in order."""
    sets: dict[tuple[Any, ...], list[Row]] = {}
    for row in sorted(rows, key=in_order):
        sets.setdefault(tuple(row[key] for key in keys), []).append(row)
    return list(sets.values())


def all_phases() -> list[Row]:
    """Return the prescriptions of men with prostate cancer; where the diagnosis is not on record it may be."""
    kept = [
        row for row in rows_of("rtds_prescriptions", "appointment_date") if row["diagnosis"] is None or row["diagnosis"].startswith("C61")
    ]
    found = []
    for rows in gathered(kept, ("patient_id", "episode_id", "prescription_id"), lambda row: (row["date"], row["attendance_id"])):
        found.append({
            "patient_id": rows[0]["patient_id"], "episode_id": rows[0]["episode_id"], "prescription_id": rows[0]["prescription_id"],
            "provider_code": rows[0]["provider_code"], "date": rows[0]["date"],
            "outcome": "eligible" if all(row["diagnosis"] for row in rows) else "undetermined",
            **{field: first(rows, field) for field in ("diagnosis", "intent", "modality", "target")},
            "dose": between(0, 200, open_low=True)(first(rows, "dose_gy")), "fractions": number(first(rows, "fractions_prescribed")),
            "delivered": len({row["attendance_id"] for row in rows}),
        })  # fmt: skip
    return found


def all_courses(phases: list[Row]) -> list[Row]:
    """Return the courses: phases of one man and episode together, wherever and whenever the later ones were given."""
    risks = rows_of("risk_group", "staged_on")
    found = []
    for rows in gathered(phases, ("patient_id", "episode_id"), lambda row: (row["date"], row["prescription_id"])):
        known = sorted(
            (row for row in risks if row["patient_id"] == rows[0]["patient_id"] and row["date"] <= rows[0]["date"]),
            key=lambda row: row["date"],
        )
        found.append(_course(rows, first(known[::-1], "risk")))
    return found


def _course(rows: list[Row], risk: str | None) -> Row:
    target = first(rows, "target")
    dose, fractions, delivered = (total([row[field] for row in rows]) for field in ("dose", "fractions", "delivered"))
    hypo = three_and(None if fractions is None else fractions == 20, None if dose is None else dose == 60)
    usual = three_and(None if fractions is None else fractions == 37, None if dose is None else dose == 74)
    rules = (
        None if first(rows, "diagnosis") is None else True, is_one(first(rows, "intent"), "radical"),
        is_one(first(rows, "modality"), "ebrt", "teletherapy"), is_one(target, "prostate", "prostate+sv", "prostate+nodes"),
        None if hypo is None else True,
    )  # fmt: skip
    high = three_and(is_one(risk, "high"), is_one(target, "prostate", "prostate+sv"))
    return {
        "provider_code": rows[0]["provider_code"], "date": rows[0]["date"], "fractions": fractions, "delivered": delivered, "hypo": hypo,
        "outcome": "not_eligible" if False in rules else "undetermined" if None in rules else "eligible",
        "within_policy": three_any((is_one(risk, "low", "intermediate"), high)),
        "schedule": "60 Gy in 20" if hypo else None if hypo is None or usual is None else "74 Gy in 37" if usual else "other",
        "complete": None if fractions is None else delivered == fractions,
    }  # fmt: skip


def reported() -> list[Row]:
    return [
        {**row, "outcome": "eligible"}
        for row in rows_of("reported", "period_start")
        if row["scheme"] == SCHEME and row["kpi"] in ("proms", "satisfaction")
    ]


def at(frame: Frame, place: Place) -> Frame:
    return frame[(frame["period"] == place[1]) & ((frame["organisation"] == place[0]) | (place[0] == "all"))]


def _numbers(found: Figures, radical: Frame, scores: Frame, places: list[Place]) -> None:
    for place in places:
        rows = at(radical, place)
        for kpi, column in (("mean_fractions", "fractions"), ("mean_delivered", "delivered")):
            known = [value for value in rows[column] if value is not None]
            found.values[kpi, "", *place] = Fraction(sum(known)) / len(known) if known else None
        found.values["courses_at_benchmark", "", *place] = BENCHMARK * len(rows)
        found.values["slots_at_benchmark", "", *place] = BENCHMARK * len(rows) * SAVED
        told = at(scores, place)
        for kpi in ("proms", "satisfaction"):
            own = told[told["kpi"] == kpi].to_dict("records")
            found.ratios[kpi, "", *place] = (
                sum(number(row["numerator"]) or 0 for row in own),
                sum(number(row["denominator"]) or 1 for row in own),
            )


def shares_before(courses: list[Row]) -> dict[str, Fraction]:
    """Return the share at 60 Gy in 20 in 2016/17, of each organisation and of all."""
    start = add_months(windows("year")[SPAN][0], -12)
    flags: dict[str, list[bool]] = {}
    for course in courses:
        if course["outcome"] == "eligible" and start <= course["date"] < add_months(start, 12):
            for who in (organisation(course["provider_code"], course["date"]), "all"):
                flags.setdefault(who, []).append(course["hypo"])
    return {who: Fraction(sum(held), len(held)) for who, held in flags.items()}


def _slots(found: Figures, radical: Frame, courses: list[Row], places: list[Place]) -> None:
    before = shares_before(courses)
    for place in places:
        who, period = place
        rows = at(radical, place)
        short = sum(rows["hypo"])
        extra = short - before[who] * len(rows) if who in before else None
        found.values["extra_courses", "", *place] = extra
        found.values["slots_released", "", *place] = None if extra is None else extra * SAVED
        if who == "all" or period == SPAN:
            continue
        gap = max(Fraction(0), BENCHMARK * len(rows) - short)
        on: date = windows("quarter")[period][0]
        tariff = value_on(LOCAL["fraction_tariff"], on, "provider_code", who)
        by_fraction = next((row["value"] for row in LOCAL["paid_by_fraction"] if row.get("provider_code") == who), True)
        for cash, capacity, courses_ in (("gross", "capacity", extra), ("opportunity_to_70", "capacity_to_70", gap)):
            amount = None if courses_ is None or tariff is None else pence(courses_ * SAVED * Fraction(tariff))
            for scenario, paid in (("default", by_fraction), ("block_contract", False)):
                found.pence[cash, scenario, *place] = amount if paid else 0
                found.pence[capacity, scenario, *place] = 0 if paid else amount
