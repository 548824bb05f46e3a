"""The register of people with incurable cancer, what befell them, and the groups they are counted in."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from schemes.twins import plain

SCHEME = "enhanced_supportive_care"
EMERGENCY = ("21", "22", "23", "24", "25", "2A", "2B", "2C", "2D", "28")
BASELINE = (date(2016, 4, 1), date(2017, 4, 1))
NOBODY = "not listed"
LOCAL = plain.parameters(SCHEME)
WITH_SERVICE = tuple(LOCAL["esc_groups"][0]["value"])
Row = dict[str, Any]


def rows(name_: str) -> list[Row]:
    rows: list[Row] = plain.table(name_).to_dict("records")
    return rows


def in_group(group: str | None) -> bool | None:
    return None if group is None else group in WITH_SERVICE


def outcome(*rules: bool | None) -> str:
    verdict = plain.three_and(*rules)
    return "undetermined" if verdict is None else "eligible" if verdict else "not_eligible"


def register() -> list[Row]:
    dates = {"found": "incurable_date", "offer": "esc_offer_date", "died": "death_date"}
    return [
        {**row, "group": plain.name(row["tumour_group"]), **{ours: plain.day(row[theirs]) for ours, theirs in dates.items()}}
        for row in rows("patient_cohort")
    ]


def after(earlier: date | None, later: date | None) -> bool | None:
    return None if earlier is None or later is None else earlier <= later


def incurable(person: Row) -> bool | None:
    return None if person["cancer_status"] is None else plain.name(person["cancer_status"]) == "incurable"


def event(people: dict[str, Row], row: Row, column: str) -> Row:
    """Return what befell somebody, with whether it counts: on the register as incurable, and not before the diagnosis."""
    person, on = people.get(row["patient_id"]), plain.day(row[column])
    counts = [False] if person is None else [incurable(person), after(person["found"], on)]
    return {
        "provider_code": person["provider_code"] if person else NOBODY,
        "group": person["group"] if person else None,
        "date": on,
        "outcome": outcome(*counts),
    }


def admissions(people: dict[str, Row]) -> list[Row]:
    found = []
    for row in rows("unplanned_admissions"):
        method, left = row["admission_method"], plain.day(row["discharge_date"])
        if method is not None and method not in EMERGENCY:
            continue
        of = event(people, row, "admit_date")
        if method is None and of["outcome"] == "eligible":
            of["outcome"] = "undetermined"
        found.append({**of, "stay": None if left is None else (left - of["date"]).days})
    return found


def critical_care(people: dict[str, Row]) -> list[Row]:
    found = []
    for row in rows("cc_periods"):
        start, end = plain.moment(row["start_at"]), plain.moment(row["discharge_at"])
        if start is None:
            continue
        known = end is not None and end >= start
        length = Fraction((end - start).total_seconds()) / 3600 / 24 if known and end is not None else None
        of = event(people, {**row, "on": row["start_at"][:10]}, "on")
        found.append({**of, "icu": None if length is None else plain.millionths(length)})
    return found


def courses(people: dict[str, Row]) -> list[Row]:
    found = []
    for row in rows("sact_courses"):
        person, start, end = people.get(row["patient_id"]), plain.day(row["start_date"]), plain.day(row["end_date"])
        planned, given = plain.number(row["planned_cycles"]), plain.number(row["given_cycles"])
        counted = None if planned is None or given is None else True
        rules = [False] if person is None else [in_group(person["group"]), after(start, end), counted]
        found.append({
            "provider_code": person["provider_code"] if person else NOBODY, "group": person["group"] if person else None, "date": start, "outcome": outcome(*rules),
            "stopped": given < planned if planned is not None and given is not None else None,
        })  # fmt: skip
    return found


def groups(events: dict[str, list[Row]]) -> list[Row]:
    """Return each group of a provider in each period: the people counted, and what befell them."""
    counts = [
        (row["provider_code"], plain.name(row["tumour_group"]), plain.day(row["counted_from"]), row["patients"])
        for row in rows("group_counts")
    ]
    found = []
    for label, (start, end) in {**plain.windows("quarter"), "before": BASELINE}.items():
        held: dict[tuple[str, str | None], list[Any]] = {}
        for who, group, first, patients in counts:
            if first is not None and start <= first < end:
                held.setdefault((who, group), []).append(patients)
        for (who, group), numbers in held.items():
            people = None if None in numbers else sum(map(int, numbers))
            of = {
                kind: [
                    row
                    for row in rows
                    if row["outcome"] == "eligible" and (row["provider_code"], row["group"]) == (who, group) and start <= row["date"] < end
                ]
                for kind, rows in events.items()
            }
            found.append(
                {
                    "provider_code": who,
                    "organisation": plain.organisation(who, plain.last_day(end)),
                    "period": label,
                    "esc": group in WITH_SERVICE,
                    "outcome": outcome(None if people is None else people > 0),
                    "people": people,
                    "admissions": len(of["admission"]),
                    "visits": sum(1 for row in of["emergency_visit"] if row["wrong"] is True),
                    "appointments": len(of["gp_visit"]),
                    "icu": sum((row["icu"] for row in of["critical_care_stay"] if row["icu"] is not None), Fraction(0)),
                }
            )
    return found  # fmt: skip
