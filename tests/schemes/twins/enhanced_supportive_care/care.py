"""The register of people with incurable cancer, what befell them, and the groups they are counted in."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from schemes.twins import plain

SCHEME = "enhanced_supportive_care"
LOCAL = plain.parameters(SCHEME)
WITH_SERVICE = tuple(LOCAL["esc_groups"][0]["value"])


def rows(name_: str) -> list[plain.Row]:
    rows: list[plain.Row] = plain.table(name_).to_dict("records")
    return rows


def in_group(group: str | None) -> bool | None:
    return None if group is None else group in WITH_SERVICE


def outcome(*rules: bool | None) -> str:
    verdict = plain.three_and(*rules)
    return "undetermined" if verdict is None else "eligible" if verdict else "not_eligible"


def register() -> list[plain.Row]:
    dates = {"found": "incurable_date", "offer": "esc_offer_date", "died": "death_date"}
    return [
        {**row, "group": plain.name(row["tumour_group"]), **{ours: plain.day(row[theirs]) for ours, theirs in dates.items()}}
        for row in rows("patient_cohort")
    ]


def after(earlier: date | None, later: date | None) -> bool | None:
    return None if earlier is None or later is None else earlier <= later


def incurable(person: plain.Row) -> bool | None:
    return None if person["cancer_status"] is None else plain.name(person["cancer_status"]) == "incurable"


def event(person: plain.Row, on: date | None) -> plain.Row:
    """Return what befell somebody on the register, with whether it counts: of incurable cancer, and not before the diagnosis."""
    verdict = outcome(incurable(person), after(person["found"], on))
    return {"provider_code": person["provider_code"], "group": person["group"], "date": on, "outcome": verdict}


def of_register(people: dict[str, plain.Row], feed: str) -> list[tuple[plain.Row, plain.Row]]:
    """Return the rows of a feed that are of people on the register, with the person."""
    return [(row, people[row["patient_id"]]) for row in rows(feed) if row["patient_id"] in people]


def admissions(people: dict[str, plain.Row]) -> list[plain.Row]:
    found = []
    for row, person in of_register(people, "unplanned_admissions"):
        method, left = row["admission_method"], plain.day(row["discharge_date"])
        if method is not None and method not in plain.EMERGENCY:
            continue
        of = event(person, plain.day(row["admit_date"]))
        if method is None and of["outcome"] == "eligible":
            of["outcome"] = "undetermined"
        found.append({**of, "stay": None if left is None else (left - of["date"]).days})
    return found


def critical_care(people: dict[str, plain.Row]) -> list[plain.Row]:
    found = []
    for row, person in of_register(people, "cc_periods"):
        start, end = plain.moment(row["start_at"]), plain.moment(row["discharge_at"])
        if start is None:
            continue
        known = end is not None and end >= start
        length = Fraction((end - start).total_seconds()) / 3600 / 24 if known and end is not None else None
        of = event(person, plain.day(row["start_at"][:10]))
        found.append({**of, "icu": None if length is None else plain.millionths(length)})
    return found


def courses(people: dict[str, plain.Row]) -> list[plain.Row]:
    found = []
    for row, person in of_register(people, "sact_courses"):
        start, end = plain.day(row["start_date"]), plain.day(row["end_date"])
        planned, given = plain.number(row["planned_cycles"]), plain.number(row["given_cycles"])
        known = planned is not None and given is not None
        verdict = outcome(in_group(person["group"]), after(start, end), known or None)
        stopped = given < planned if planned is not None and given is not None else None
        found.append({**event(person, start), "outcome": verdict, "stopped": stopped})
    return found


def groups(events: dict[str, list[plain.Row]]) -> list[plain.Row]:
    """Return each group of a provider in each period: the people counted, and what befell them."""
    counts = [
        (row["provider_code"], plain.name(row["tumour_group"]), plain.day(row["counted_from"]), row["patients"])
        for row in rows("group_counts")
    ]
    found = []
    for label, (start, end) in {**plain.windows("quarter"), "before": plain.YEAR_BEFORE}.items():
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
