"""Shared decision making, worked out again from the catalogue's twelfth scheme and the readings of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd

from schemes.twins import plain

SCHEME = "shared_decision_making"
PATHWAYS = ("oa hip", "oa knee", "back pain", "cardiac devices")
FIRST, FOLLOW_UP, SEEN = ("1", "3"), ("2", "4"), ("5", "6")
ABOUT_DECISIONS = ("decision", "decisions", "communication", "consent")
REPORTS = {"decision_quality": "quality_report", "decision_conflict": "conflict_report", "ahp_uptake": "uptake_report"}
START, END = plain.windows("year")[plain.SPAN]


def figures() -> plain.Figures:
    attendances, procedures, complaints = _attendances(), _procedures(), _complaints()
    pathways = pd.DataFrame(_pathways(attendances, procedures, complaints), dtype=object)
    found = plain.Figures()
    for unit, rows in (("attendance", attendances), ("procedure", procedures), ("complaint", complaints), ("training", _training())):
        found.count(unit, plain.by_date(rows, "year"))
    found.count("pathway", pathways)
    for kpi, unit in REPORTS.items():
        _reported(found, kpi, unit)
    begun = pathways[pathways["outcome"] == "eligible"]
    _of_pathways(found, begun)
    for kpi in ("complaints_rate", "procedure_growth"):
        for _, who, period in found.counts:
            found.values.setdefault((kpi, "", who, period), None)
    for saving in ("op_saving", "proc_saving"):
        found.each(saving, "default", begun, saving)
    found.add_up()
    return found


def _rows(name: str) -> list[plain.Row]:
    rows: list[plain.Row] = plain.table(name).to_dict("records")
    return rows


def _outcome(*rules: bool | None) -> str:
    verdict = plain.three_and(*rules)
    return "undetermined" if verdict is None else "eligible" if verdict else "not_eligible"


def _among(code: str | None, codes: tuple[str, ...]) -> bool | None:
    return None if code is None else code in codes


def _attendances() -> list[plain.Row]:
    return [
        {
            "provider_code": row["provider_code"],
            "pathway": plain.name(row["pathway"]),
            "date": plain.day(row["attendance_date"]),
            "new": row["first_attendance"] in FIRST,
            "outcome": _outcome(_among(row["attended"], SEEN), _among(row["first_attendance"], FIRST + FOLLOW_UP)),
        }
        for row in _rows("op_attendances")
        if plain.name(row["pathway"]) in PATHWAYS
    ]


def _procedures() -> list[plain.Row]:
    listed = {row["opcs_code"]: plain.name(row["pathway"]) for row in _rows("pathway_procedures")}
    return [
        {
            "provider_code": row["provider_code"],
            "pathway": listed.get(row["opcs_code"]),
            "date": plain.day(row["procedure_date"]),
            "outcome": "undetermined" if row["opcs_code"] is None else "eligible",
        }
        for row in _rows("procedures")
        if row["opcs_code"] is None or row["opcs_code"] in listed
    ]


def _complaints() -> list[plain.Row]:
    return [
        {
            "provider_code": row["provider_code"],
            "pathway": plain.name(row["pathway"]),
            "date": plain.day(row["received_date"]),
            "outcome": "undetermined" if row["category"] is None else "eligible",
        }
        for row in _rows("complaints")
        if plain.name(row["pathway"]) in PATHWAYS and (row["category"] is None or plain.name(row["category"]) in ABOUT_DECISIONS)
    ]


def _training() -> list[plain.Row]:
    return [
        {
            "provider_code": row["provider_code"],
            "date": plain.day(row["start_date"]),
            "outcome": "undetermined" if row["training_cost"] is None else "eligible",
        }
        for row in _rows("sdm_implementation")
        if plain.name(row["pathway"]) in PATHWAYS and row["start_date"] is not None
    ]


def _pathways(attendances: list[plain.Row], procedures: list[plain.Row], complaints: list[plain.Row]) -> list[plain.Row]:
    """Return each pathway with shared decisions in 2017/18, counted from the day it began, and the same stretch of the years before."""
    found = []
    for row in _rows("sdm_implementation"):
        if plain.name(row["pathway"]) not in PATHWAYS:
            continue
        who, pathway, begun = row["provider_code"], plain.name(row["pathway"]), plain.day(row["start_date"])
        unit: plain.Row = {
            "organisation": plain.organisation(who, plain.last_day(END)),
            "period": plain.SPAN,
            "outcome": _outcome(None if begun is None else begun < END),
        }
        if begun is not None and begun < END:
            since = max(begun, START)

            def of(rows: list[plain.Row], years: int, key: tuple[str, str | None] = (who, pathway), since: date = since) -> list[plain.Row]:
                first, last = (plain.add_months(on, -12 * years) for on in (since, END))
                mine = [one for one in rows if one["outcome"] == "eligible" and (one["provider_code"], one["pathway"]) == key]
                return [one for one in mine if first <= one["date"] < last]

            unit |= _of_one(pathway, [of(attendances, years) for years in (0, 1)], [len(of(procedures, years)) for years in (0, 1, 2)])
            unit["complaints"] = len(of(complaints, 0))
        found.append(unit)
    return found


def _of_one(pathway: str | None, seen: list[list[plain.Row]], done: list[int]) -> plain.Row:
    """Return the figures of one pathway: of now and the year before, and procedures of the year before that too."""
    (new, follow_ups), (new_before, follow_ups_before) = (
        (sum(row["new"] for row in rows), sum(not row["new"] for row in rows)) for rows in seen
    )
    known = new > 0 and new_before > 0
    slots = Fraction(follow_ups_before, new_before) * new - follow_ups if known else None
    avoided = Fraction(done[1] * done[1], done[2]) - done[0] if done[2] else None
    return {
        "new": new,
        "follow_ups": follow_ups,
        "done": done[0],
        "done_before": done[1],
        "slots": None if slots is None else plain.millionths(slots),
        "op_saving": _pence(slots, "follow_up_tariff", pathway),
        "proc_saving": _pence(avoided, "procedure_tariff", pathway),
    }


def _pence(number: Fraction | None, tariff: str, pathway: str | None) -> int | None:
    price = plain.value_on(plain.parameters(SCHEME)[tariff], plain.last_day(END), "pathway", pathway)
    return None if number is None or price is None else plain.pence(number * Fraction(str(price)))


def _of_pathways(found: plain.Figures, begun: Any) -> None:
    for place, rows in plain.placed(begun):
        new, follow_ups, before = sum(rows["new"]), sum(rows["follow_ups"]), sum(rows["done_before"])
        found.ratios["fu_np_ratio", "", *place] = (follow_ups, new)
        seen = new + follow_ups
        found.values["complaints_rate", "", *place] = Fraction(1000 * int(sum(rows["complaints"])), int(seen)) if seen else None
        found.values["procedure_growth", "", *place] = 100 * (Fraction(int(sum(rows["done"])), int(before)) - 1) if before else None
        found.values["clinic_capacity", "", *place] = sum(slots for slots in rows["slots"] if slots is not None)


def _reported(found: plain.Figures, kpi: str, unit: str) -> None:
    rows = [
        {
            "provider_code": row["provider_code"],
            "date": plain.day(row["period_start"]),
            "outcome": "eligible",
            "numerator": plain.number(row["numerator"]),
            "denominator": plain.number(row["denominator"]),
        }
        for row in _rows("reported")
        if (row["scheme"], row["kpi"]) == (SCHEME, kpi)
    ]
    dated = plain.by_date(rows, "year")
    found.count(unit, dated)
    for place, held in plain.placed(dated):
        found.ratios[kpi, "", *place] = (sum(held["numerator"], Decimal(0)), sum(held["denominator"], Decimal(0)))
