"""Delayed discharges from critical care, worked out again from the catalogue's fifteenth scheme and the readings of it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from schemes.twins.plain import (
    LONDON,
    Figures,
    Frame,
    Row,
    ages,
    by_date,
    day,
    last_day,
    midnight,
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
    value_on,
    windows,
    yes,
)

SCHEME = "acc_delayed_discharges"
PRICES = parameters(SCHEME)
DESTINATIONS = ("ward", "other_icu", "other_hospital", "home", "mortuary", "other")
NO_BED = ("no critical care bed", "no_critical_care_bed")
SECOND_YEAR = date(2018, 4, 1)


def figures() -> Figures:
    rows = [read(row) for row in table("cc_periods").to_dict("records")]
    found = Figures()
    stays = by_date([stay(row) for row in rows if in_scope(row) is not False], "month")
    found.count("stay", stays)
    _of_stays(found, stays)
    _occupancy(found, rows)
    _operations(found)
    _experience(found)
    known = stays[stays["outcome"] == "eligible"]
    for scenario, (limit, span) in SCENARIOS.items():
        repriced = known[[hours > (limit or limit_on(on)) for hours, on in zip(known["hours"], known["date"], strict=True)]]
        amounts = [amount(row, limit or limit_on(row["date"]), span) for row in repriced.to_dict("records")]
        found.each("saving", scenario, repriced.assign(amount=pd.Series(amounts, index=repriced.index, dtype=object)), "amount")
    found.add_up()
    return found


SCENARIOS: dict[str, tuple[int | None, str]] = {
    "default": (None, "whole delay"),
    "phase_1": (24, "whole delay"),
    "phase_2": (4, "whole delay"),
    "hours_beyond_limit": (None, "beyond"),
    "whole_days": (None, "whole days"),
}


def limit_on(on: date) -> int:
    return 24 if on < SECOND_YEAR else 4


def read(row: Row) -> Row:
    """Return a row's values; a beginning or a decision after the departure is not believed."""
    left = moment(row["discharge_at"])
    began, ready = (
        value if value is None or left is None or value <= left else None for value in (moment(row["start_at"]), moment(row["ready_at"]))
    )
    return {
        "provider_code": row["provider_code"], "began": began, "ready": ready, "left": left, "age": ages(row["age"]),
        "destination": name(row["destination"]) if name(row["destination"]) in DESTINATIONS else None, "status": name(row["status"]),
        "handover": yes(row["handover_documented"]),
    }  # fmt: skip


def in_scope(row: Row) -> bool | None:
    age, destination, status = row["age"], row["destination"], row["status"]
    return three_and(
        None if age is None else age >= 18,
        None if destination is None else destination == "ward",
        None if status is None else status == "alive",
    )


def stay(row: Row) -> Row:
    seen = next(value for value in (row["left"], row["ready"], row["began"]) if value is not None)
    found = {**row, "date": seen.astimezone(LONDON).date(), "outcome": "undetermined", "hours": None}
    if in_scope(row) is None or row["ready"] is None or row["left"] is None:
        return found
    hours = true_hours(row["ready"], row["left"])
    daylight = 7 <= row["left"].astimezone(LONDON).hour < 22
    return {
        **found,
        "outcome": "eligible",
        "hours": hours,
        "delayed": hours > 4,
        "long": hours >= 24,
        "daylight": daylight,
        "standard": hours <= 4 and daylight,
    }


def true_hours(start: datetime, end: datetime) -> Fraction:
    return Fraction(int((end - start).total_seconds()), 3600)


def _of_stays(found: Figures, stays: Frame) -> None:
    known = stays[stays["outcome"] == "eligible"]
    found.share("delayed_rate", known, "delayed")
    found.share("delay_24_share", known[[bool(flag) for flag in known["delayed"]]], "long")
    found.share("standard_rate", known, "standard")
    found.share("daylight_rate", known, "daylight")
    found.share("handover_documented", stays, "handover")
    for place, rows in placed(known):
        found.values["delay_bed_days", "", *place] = sum(millionths(hours / 24) for hours in rows["hours"] if hours > 4)


def amount(row: Row, limit: int, span: str) -> int | None:
    """Return the pence of one repriced stay; None without a price."""
    critical, excess = (
        value_on(PRICES[price], row["date"], "provider_code", row["provider_code"]) for price in ("icc_bed_day", "excess_bed_day")
    )
    if critical is None or excess is None:
        return None
    hours = {"whole delay": row["hours"], "beyond": row["hours"] - limit, "whole days": Fraction(row["hours"] // 24 * 24)}[span]
    return pence(hours / 24 * Fraction(critical - excess))


def _occupancy(found: Figures, rows: list[Row]) -> None:
    """Bed hours occupied, each stay clipped to the period, over bed hours available."""
    stays, beds = [], []
    for label, (first, end) in windows("month").items():
        opened, closed = midnight(first), midnight(end)
        for row in rows:
            there = three_and(
                None if row["began"] is None else row["began"] < closed, None if row["left"] is None else opened < row["left"]
            )
            if there is not False:
                hours = true_hours(max(row["began"], opened), min(row["left"], closed)) if there else None
                stays.append(
                    {
                        "organisation": organisation(row["provider_code"], last_day(end)),
                        "period": label,
                        "outcome": "eligible" if there else "undetermined",
                        "hours": hours,
                    }
                )
        for row in table("unit_beds").to_dict("records"):
            since, until = day(row["valid_from"]), day(row["valid_until"])
            if since is not None and since < end and (until is None or first < until):
                share = Fraction((min(until or end, end) - max(since, first)).days, (end - first).days)
                available = Fraction(number(row["beds"]) or 0) * share * true_hours(opened, closed)
                beds.append(
                    {
                        "organisation": organisation(row["provider_code"], last_day(end)),
                        "period": label,
                        "outcome": "eligible",
                        "hours": available,
                    }
                )
    occupied, capacity = pd.DataFrame(stays, dtype=object), pd.DataFrame(beds, dtype=object)
    found.count("occupied", occupied)
    found.count("capacity", capacity)
    used, available_ = (dict(_bed_hours(frame)) for frame in (occupied, capacity))
    for place in sorted({*used, *available_}):
        found.ratios["occupancy", "", *place] = (used.get(place, Fraction(0)), available_.get(place, Fraction(0)))


def _bed_hours(frame: Frame) -> list[tuple[tuple[str, str], Fraction]]:
    return [(place, sum((millionths(hours) for hours in rows["hours"] if hours is not None), Fraction(0))) for place, rows in placed(frame)]


def _operations(found: Figures) -> None:
    planned = []
    for row in table("cancellations").to_dict("records"):
        needed, on = yes(row["needed_critical_care"]), day(row["operation_date"])
        if needed is not False and on is not None:
            reason = None if row["reason"] is None else name(row["reason"]) in NO_BED
            planned.append(
                {
                    "provider_code": row["provider_code"],
                    "date": on,
                    "outcome": "eligible" if needed else "undetermined",
                    "lost": three_and(yes(row["cancelled"]), reason),
                }
            )
    operations = by_date(planned, "month")
    found.count("operation", operations)
    found.share("cancelled_electives", operations[operations["outcome"] == "eligible"], "lost")


def _experience(found: Figures) -> None:
    told = [
        {
            "provider_code": row["provider_code"],
            "date": day(row["period_start"]),
            "outcome": "eligible",
            "score": number(row["numerator"]),
            "answers": number(row["denominator"]) or Decimal(1),
        }
        for row in table("reported").to_dict("records")
        if row["scheme"] == SCHEME and row["kpi"] == "experience"
    ]
    reports = by_date(told, "month")
    found.count("experience_report", reports)
    for place, rows in placed(reports):
        found.ratios["experience", "", *place] = (sum(rows["score"]), sum(rows["answers"]))
