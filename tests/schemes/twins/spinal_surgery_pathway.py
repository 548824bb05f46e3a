"""The spinal surgery pathway, worked out again from the catalogue's seventeenth scheme and the readings of it."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

import pandas as pd

from schemes.twins.plain import (
    SPAN,
    YEAR_BEFORE,
    Figures,
    Frame,
    Row,
    ages,
    by_date,
    day,
    name,
    number,
    parameters,
    pence,
    placed,
    table,
    three_and,
    three_any,
    windows,
    yes,
)

SCHEME = "spinal_surgery_pathway"
LOCAL = parameters(SCHEME)
TARIFF = Fraction(str(LOCAL["spinal_tariff"][0]["value"]))
LOW_VALUE = tuple(LOCAL["low_value_codes"][0]["value"])
COMPLAINTS = ("low back pain", "radicular pain")
YEAR, BEFORE = windows("year")[SPAN], YEAR_BEFORE


def figures() -> Figures:
    found = Figures()
    referrals = by_date(pathway_referrals(), "year")
    found.count("referral", referrals)
    _waits(found, referrals)
    _routes(found, referrals)
    people = {start: registered(start) for start, _ in (BEFORE, YEAR)}
    now = pd.DataFrame([{**row, "period": SPAN} for row in people[YEAR[0]]], dtype=object)
    found.count("registered", now)
    spells = {start: spinal_spells(start, end) for start, end in (BEFORE, YEAR)}
    found.count("spinal_spell", pd.DataFrame(spells[YEAR[0]], dtype=object))
    procedures = low_value_procedures()
    found.count("low_value_procedure", pd.DataFrame(procedures, dtype=object))
    counted = {start: by_commissioner(rows) for start, rows in people.items()}
    _rates(found, counted[YEAR[0]], {"spec_spinal_rate": spells[YEAR[0]], "low_value_procs": procedures})
    _savings(found, counted, spells)
    return found


def pathway_referrals() -> list[Row]:
    visits, stays = _by_referral("op_attendances"), _by_referral("spells")
    found = []
    for row in table("referrals").to_dict("records"):
        complaint, flag, age = name(row["complaint"]), yes(row["red_flag"]), ages(row["age"])
        belongs = three_and(
            None if complaint is None else complaint in COMPLAINTS,
            None if flag is None else not flag,
            None if age is None else age >= 18,
        )
        if belongs is False:
            continue
        source, on, key = name(row["source"]), day(row["referral_date"]), (row["provider_code"], row["referral_id"])
        assert on is not None
        found.append({
            "provider_code": row["provider_code"], "date": on, "source": source,
            "outcome": "eligible" if belongs and source is not None else "undetermined",
            "by_pathway": None if source is None else source == "triage_and_treat",
            "assessment": _days(on, day(row["tt_assessment_date"])),
            **_seen(on, visits.get(key, [])), **_admitted(stays.get(key, [])),
        })  # fmt: skip
    return [{**row, "converted": three_and(row["seen"], row["admitted"])} for row in found]


def _by_referral(feed: str) -> dict[tuple[str, str], list[Row]]:
    found: dict[tuple[str, str], list[Row]] = {}
    for row in table(feed).to_dict("records"):
        if row["referral_id"] is not None:
            found.setdefault((row["provider_code"], row["referral_id"]), []).append(row)
    return found


def _seen(on: date, visits: list[Row]) -> Row:
    """Say whether a first attendance was kept, and how long it took."""
    kept = [
        three_and(
            None if visit["first_attendance"] is None else visit["first_attendance"] in ("1", "3"),
            None if visit["attended"] is None else visit["attended"] in ("5", "6"),
        )
        for visit in visits
    ]
    days = [day(visit["attendance_date"]) for visit, flag in zip(visits, kept, strict=True) if flag]
    return {"seen": three_any(kept), "op_wait": _days(on, min((one for one in days if one is not None), default=None))}


def _admitted(stays: list[Row]) -> Row:
    in_order = sorted(stays, key=lambda stay: (stay["admit_date"], stay["spell_id"]))
    decided = next((day(stay["decision_date"]) for stay in in_order if stay["decision_date"] is not None), None)
    return {"admitted": bool(stays), "ip_wait": _days(decided, day(in_order[0]["admit_date"])) if stays else None}


def _days(first: date | None, last: date | None) -> int | None:
    return None if first is None or last is None else (last - first).days


def _waits(found: Figures, referrals: Frame) -> None:
    sources = sorted({source for source in referrals["source"] if source is not None})
    for place, everything in placed(referrals):
        rows = everything[everything["outcome"] == "eligible"]
        for kpi, wait in (("op_wait_median", "op_wait"), ("ip_wait_median", "ip_wait"), ("assess_days", "assessment")):
            found.values[kpi, "", *place] = middle(rows[wait])
        for source in sources:
            found.values["op_wait_median", source, *place] = middle(rows[rows["source"] == source]["op_wait"])


def middle(waits: Iterable[int | None]) -> float | None:
    """Return the median; a negative wait is none."""
    known = [wait for wait in waits if wait is not None and wait >= 0]
    return statistics.median(known) if known else None


def _routes(found: Figures, referrals: Frame) -> None:
    known = referrals[referrals["outcome"] == "eligible"]
    found.share("tt_route_rate", known, "by_pathway")
    seen = known[[flag is True for flag in known["seen"]]]
    found.share("op_ip_conversion", seen, "converted")
    for source in sorted({source for source in referrals["source"] if source is not None}):
        found.share("op_ip_conversion", seen[seen["source"] == source], "converted", source)


def registered(start: date) -> list[Row]:
    """Return the commissioners of a year with their people; nobody is no catchment, no number is not none."""
    found = []
    for row in table("ccg_population").to_dict("records"):
        if day(row["year_start"]) == start:
            count = number(row["population"])
            outcome = "undetermined" if count is None else "eligible" if count > 0 else "not_eligible"
            found.append({"organisation": row["ccg"], "people": count, "outcome": outcome})
    return found


def by_commissioner(rows: list[Row]) -> dict[str, int]:
    return {row["organisation"]: int(row["people"]) for row in rows if row["outcome"] == "eligible"}


def spinal_spells(start: date, end: date) -> list[Row]:
    found = []
    for row in table("spells").to_dict("records"):
        left, age = day(row["discharge_date"]), ages(row["age"])
        adult = three_and(row["treatment_function"] == "108", yes(row["specialised"]), None if age is None else age >= 18)
        if left is not None and start <= left < end and adult is not False:
            outcome = "eligible" if adult else "undetermined"
            found.append({"organisation": row["ccg"] or "not listed", "period": SPAN, "outcome": outcome})
    return found


def low_value_procedures() -> list[Row]:
    found = []
    for row in table("procedures").to_dict("records"):
        on, code = day(row["procedure_date"]), row["opcs_code"]
        if on is not None and YEAR[0] <= on < YEAR[1] and (code is None or code in LOW_VALUE):
            outcome = "undetermined" if code is None else "eligible"
            found.append({"organisation": row["ccg"] or "not listed", "period": SPAN, "outcome": outcome})
    return found


def how_many(rows: list[Row], commissioner: str) -> int:
    return sum(1 for row in rows if row["organisation"] == commissioner and row["outcome"] == "eligible")


def _rates(found: Figures, people: dict[str, int], events: dict[str, list[Row]]) -> None:
    """Rates of commissioners whose people are counted, and of all of them together."""
    for kpi, rows in events.items():
        for who, count in people.items():
            found.ratios[kpi, "", who, SPAN] = (100000 * how_many(rows, who), count)
        found.ratios[kpi, "", "all", SPAN] = (100000 * sum(how_many(rows, who) for who in people), sum(people.values()))
    for who, count in (*people.items(), ("all", sum(people.values()))):
        found.values["catchment", "", who, SPAN] = count
    for who in {who for who, _ in {(row["organisation"], 0) for rows in events.values() for row in rows}} | {*people, "all"}:
        found.values["saving_to_ccgs", "", who, SPAN] = None


def _savings(found: Figures, people: dict[date, dict[str, int]], spells: dict[date, list[Row]]) -> None:
    before, now = BEFORE[0], YEAR[0]
    everybody = {row["organisation"] for rows in spells.values() for row in rows} | {*people[before]} | {*people[now]}
    for who in everybody:
        then, here = people[before].get(who, 0), people[now].get(who, 0)
        found.pence["gross", "default", who, SPAN] = pence(Fraction(here))
        if then and here:
            fewer = Fraction(how_many(spells[before], who), then) - Fraction(how_many(spells[now], who), here)
            found.pence["activity_based", "default", who, SPAN] = pence(fewer * here * TARIFF)
        else:
            found.pence["activity_based", "default", who, SPAN] = None
    found.add_up()
