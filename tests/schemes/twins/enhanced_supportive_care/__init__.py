"""Enhanced supportive care, worked out again from the catalogue's eleventh scheme and the readings of it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd

from schemes.twins import plain
from schemes.twins.enhanced_supportive_care import care


def figures() -> plain.Figures:
    people = {row["patient_id"]: row for row in care.register()}
    admissions = care.admissions(people)
    courses = care.courses(people)
    visits = [
        {**care.event(person, plain.day(row["arrival_date"])), "wrong": plain.yes(row["inappropriate"])}
        for row, person in care.of_register(people, "ecds")
    ]
    appointments = [care.event(person, plain.day(row["appointment_date"])) for row, person in care.of_register(people, "gp_appointments")]
    stays = care.critical_care(people)
    found = plain.Figures()
    units = {"admission": admissions, "emergency_visit": visits, "gp_visit": appointments, "critical_care_stay": stays, "course": courses}
    for unit, rows in units.items():
        found.count(unit, plain.by_date(rows, "quarter"))
    groups = care.groups(units)
    _of_groups(found, groups)
    _of_people(found, list(people.values()))
    _of_scores(found, people)
    _of_admissions(found, admissions)
    _of_courses(found, courses)
    _savings(found, groups, courses)
    for kpi in ("ipos_change", "los_mean", "unplanned_growth_gap"):
        for _, who, period in found.counts:
            found.values.setdefault((kpi, "", who, period), None)
    return found


def _rate(groups: list[plain.Row], who: str, period: str, esc: bool) -> Fraction | None:
    held = [
        row
        for row in groups
        if (row["outcome"], row["period"], row["esc"]) == ("eligible", period, esc) and who in ("all", row["organisation"])
    ]
    people = sum(row["people"] for row in held)
    return Fraction(sum(row["admissions"] for row in held), people) if people else None


def _of_groups(found: plain.Figures, groups: list[plain.Row]) -> None:
    frame = pd.DataFrame([row for row in groups if row["period"] != "before"], dtype=object)
    found.count("group_period", frame)
    for place, rows in plain.placed(frame):
        esc = rows[(rows["outcome"] == "eligible") & (rows["esc"] == True)]  # noqa: E712
        years = Fraction(int(sum(esc["people"])) * 3, 12)
        found.ratios["ae_visits_pp", "", *place] = (sum(esc["visits"]), years)
        found.ratios["gp_appts_pp", "", *place] = (sum(esc["appointments"]), years)
        found.ratios["icu_days_pp", "", *place] = (sum(esc["icu"]), sum(esc["people"]))
        now, before, other, other_before = (
            _rate(groups, place[0], period, esc) for esc in (True, False) for period in (place[1], "before")
        )
        known = now is not None and other is not None and before and other_before
        found.values["unplanned_growth_gap", "", *place] = 100 * (now / before - other / other_before) if known else None  # type: ignore[operator]


def _of_people(found: plain.Figures, people: list[plain.Row]) -> None:
    newly = [
        {**person, "date": person["found"], "offered": person["offer"] is not None and 0 <= (person["offer"] - person["found"]).days <= 28}
        for person in people
        if care.incurable(person) is not False and person["found"] is not None
    ]
    for person in newly:
        person["outcome"] = care.outcome(care.incurable(person), care.in_group(person["group"]))
    given: dict[str, list[date]] = {}
    for row in care.rows("sact_admin"):
        given.setdefault(row["patient_id"], []).append(date.fromisoformat(row["administration_date"]))
    died = [
        {
            **person,
            "date": person["died"],
            "outcome": care.outcome(care.incurable(person), care.in_group(person["group"])),
            "late": any(0 <= (person["died"] - on).days <= 30 for on in given.get(person["patient_id"], [])),
        }
        for person in people
        if person["died"] is not None and care.incurable(person) is not False
    ]
    for unit, kpi, flag, rows in (("diagnosis", "esc_offered", "offered", newly), ("death", "chemo_last_30d", "late", died)):
        dated = plain.by_date(rows, "quarter")
        found.count(unit, dated)
        found.share(kpi, dated[dated["outcome"] == "eligible"], flag)


def _of_scores(found: plain.Figures, people: dict[str, plain.Row]) -> None:
    rows = [
        {**row, "date": plain.day(row["ipos_date"]), "total": plain.number(row["total"]), "outcome": "eligible"}
        for row in care.rows("ipos")
    ]
    by_patient: dict[tuple[str, str], list[plain.Row]] = {}
    for row in sorted(rows, key=lambda row: row["date"]):
        by_patient.setdefault((row["provider_code"], row["patient_id"]), []).append(row)
    patients = []
    for (who, patient), scores in by_patient.items():
        later = [row["total"] for row in scores[1:] if row["total"] is not None]
        first = scores[0]["total"]
        person = people.get(patient)
        patients.append({
            "provider_code": who, "date": scores[-1]["date"], "outcome": care.outcome(False if person is None else care.in_group(person["group"])),
            "change": later[-1] - first if later and first is not None else None,
        })  # fmt: skip
    dated = plain.by_date(patients, "quarter")
    found.count("scored_patient", dated)
    _mean(found, "ipos_change", dated, "change")


def _mean(found: plain.Figures, kpi: str, dated: Any, column: str) -> None:
    for place, rows in plain.placed(dated):
        known = [Fraction(value) for value in rows[rows["outcome"] == "eligible"][column] if value is not None]
        found.values[kpi, "", *place] = sum(known) / len(known) if known else None


def _of_admissions(found: plain.Figures, admissions: list[plain.Row]) -> None:
    dated = plain.by_date(admissions, "quarter")
    of_service = dated.assign(stay=pd.Series([stay if care.in_group(group) else None for stay, group in zip(dated["stay"], dated["group"], strict=True)], index=dated.index, dtype=object))  # fmt: skip
    _mean(found, "los_mean", of_service, "stay")


def _of_courses(found: plain.Figures, courses: list[plain.Row]) -> None:
    dated = plain.by_date(courses, "quarter")
    found.share("partial_courses", dated[dated["outcome"] == "eligible"], "stopped")


def _savings(found: plain.Figures, groups: list[plain.Row], courses: list[plain.Row]) -> None:
    for label, (start, end) in plain.windows("quarter").items():
        for who in sorted({key[-2] for key in found.counts if key[-1] == label and label != plain.SPAN} - {"all"}):
            for scenario in ("default", "additive"):
                found.pence["gross", scenario, who, label] = _gross(groups, who, label, scenario)
            mine = [row for row in courses if row["outcome"] == "eligible" and plain.organisation(row["provider_code"], row["date"]) == who]
            before, now = (
                [row["stopped"] for row in mine if first <= row["date"] < last] for first, last in (plain.YEAR_BEFORE, (start, end))
            )
            fewer = Fraction(sum(before), len(before)) * len(now) - sum(now) if before else None
            price = Fraction(str(care.LOCAL["stopped_course_cost"][0]["value"]))
            found.pence["chemotherapy", "default", who, label] = None if fewer is None else plain.pence(fewer * price)
    found.add_up()


def _gross(groups: list[plain.Row], who: str, period: str, scenario: str) -> int | None:
    price = plain.value_on(care.LOCAL["admission_cost"], date(2017, 4, 1), "provider_code", who)
    before, now, other, other_before = (
        _rate(groups, who, *of) for of in (("before", True), (period, True), (period, False), ("before", False))
    )
    if (
        price is None
        or before is None
        or now is None
        or other is None
        or other_before is None
        or not (other_before or scenario == "additive")
    ):
        return None
    expected = before * other / other_before if scenario == "default" else before + other - other_before
    people = sum(
        row["people"]
        for row in groups
        if (row["outcome"], row["period"], row["esc"], row["organisation"]) == ("eligible", period, True, who)
    )
    return plain.pence((expected - now) * people * Fraction(str(price)))
