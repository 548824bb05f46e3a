"""Clinical utilisation reviews, worked out again from the catalogue's fourteenth scheme and the readings of it."""

from __future__ import annotations

import statistics
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pandas as pd

from schemes.twins.plain import (
    SPAN,
    YEAR_BEFORE,
    Figures,
    Frame,
    Place,
    Row,
    by_date,
    day,
    last_day,
    millionths,
    moment,
    name,
    number,
    organisation,
    parameters,
    pence,
    placed,
    table,
    value_on,
    windows,
)

SCHEME = "clinical_utilisation_review"
LOCAL = parameters(SCHEME)
LONG, STRANDED, TOP = 21, 7, 5


def figures() -> Figures:
    days = patient_days()
    now, before = by_date(days, "month"), in_baseline(days, "date")
    found = Figures()
    found.count("review", now)
    _of_reviews(found, now)
    _reasons(found, now)
    _wards(found, now)
    _stays(found)
    _reported(found)
    places = sorted({(who, period) for _, who, period in found.counts})
    _improvement(found, now, before, places)
    _gross(found, now, before, places)
    for kpi, place in product(("ward_variation", "mean_los", "safety_incidents"), places):
        found.values.setdefault((kpi, "", *place), None)
    found.add_up()
    return found


def patient_days() -> list[Row]:
    """Return one row for each spell and day of review: what the latest review says that says anything."""
    grouped: dict[tuple[str, str, date], list[Row]] = {}
    for row in table("cur_reviews").to_dict("records"):
        at = moment(row["review_at"])
        assert at is not None
        key = (row["provider_code"], row["spell_id"], date.fromisoformat(row["review_at"][:10]))
        grouped.setdefault(key, []).append({**row, "at": at})
    return [_day(*key, sorted(rows, key=lambda row: (row["at"], row["review_id"]))) for key, rows in grouped.items()]


def _day(provider: str, spell: str, on: date, rows: list[Row]) -> Row:
    def last(column: str) -> str | None:
        return next((row[column] for row in reversed(rows) if row[column] is not None), None)

    finding = name(last("review_outcome"))
    return {
        "provider_code": provider, "date": on, "sort": name(last("type")), "ward": last("ward"), "finding": finding,
        "reason": name(last("reason")), "side": name(last("reason_side")), "done": finding is not None,
        "outcome": "undetermined" if finding is None else "eligible", "failed": None if finding is None else finding == "not_met",
    }  # fmt: skip


def in_baseline(rows: list[Row], on: str) -> list[Row]:
    """Return the rows of 2016/17 with who answered for them then."""
    return [
        {**row, "organisation": organisation(row["provider_code"], row[on])} for row in rows if YEAR_BEFORE[0] <= row[on] < YEAR_BEFORE[1]
    ]


def of_sort(frame: Frame, sort: str) -> Frame:
    return frame[[row == sort and finding is not None for row, finding in zip(frame["sort"], frame["finding"], strict=True)]]


def _of_reviews(found: Figures, now: Frame) -> None:
    found.share("not_met_continued", of_sort(now, "continued"), "failed")
    found.share("not_met_admission", of_sort(now, "admission"), "failed")
    found.share("review_coverage", now, "done")


def rate_before(before: list[Row], who: str) -> Fraction | None:
    """Return the share of continued-stay days of 2016/17 that failed, of one organisation or of all."""
    days = [
        row["failed"] for row in before if row["sort"] == "continued" and row["failed"] is not None and who in (row["organisation"], "all")
    ]
    return Fraction(sum(days), len(days)) if days else None


def _improvement(found: Figures, now: Frame, before: list[Row], places: list[Place]) -> None:
    for place in places:
        failed = failures(now, place)
        earlier = rate_before(before, place[0])
        fall = None if not failed or earlier is None else earlier - Fraction(sum(failed), len(failed))
        found.values["relative_improvement", "", *place] = fall / earlier if fall is not None and earlier else None
        found.values["pp_improvement", "", *place] = None if fall is None else 100 * fall
        found.values["bed_days_released", "", *place] = None if earlier is None else earlier * len(failed) - sum(failed)


def failures(now: Frame, place: Place) -> list[bool]:
    """Return whether each reviewed day of continued stay failed, at one place."""
    rows = dict(placed(of_sort(now, "continued"))).get(place)
    return [] if rows is None else [bool(value) for value in rows["failed"]]


def _reasons(found: Figures, now: Frame) -> None:
    """The commonest reasons, those with as many days sharing a rank; and the two sides, wherever anyone has them."""
    failing = now[[value is True for value in now["failed"]]]
    found.count("not_met_day", failing)
    sides = {period: {side for side in rows["side"] if side is not None} for period, rows in failing.groupby("period")}
    for place, _ in placed(now):
        rows = dict(placed(failing)).get(place)
        reasons = [] if rows is None else [reason for reason in rows["reason"] if reason is not None]
        sizes = {reason: reasons.count(reason) for reason in reasons}
        for reason, size in sizes.items():
            if 1 + sum(other > size for other in sizes.values()) <= TOP:
                found.ratios["top5_reasons", reason, *place] = (size, len(reasons))
        known = [] if rows is None else [side for side in rows["side"] if side is not None]
        for side in sides.get(place[1], set()):
            found.ratios["reasons_by_side", side, *place] = (known.count(side), len(known))


def _wards(found: Figures, now: Frame) -> None:
    """Wards of a provider and period; days without a ward are one that cannot be told."""
    wards = []
    continued = of_sort(now, "continued")
    for (provider, period), rows in continued.groupby(["provider_code", "period"]):
        end = windows("month")[period][1]
        named: dict[str, list[bool]] = {}
        for ward, failed in zip(rows["ward"], rows["failed"], strict=True):
            if ward is None:
                wards.append(
                    {"organisation": organisation(provider, last_day(end)), "period": period, "outcome": "undetermined", "rate": None}
                )
            else:
                named.setdefault(ward, []).append(bool(failed))
        for days in named.values():
            rate = Fraction(100 * sum(days), len(days))
            wards.append({"organisation": organisation(provider, last_day(end)), "period": period, "outcome": "eligible", "rate": rate})
    frame = pd.DataFrame(wards, dtype=object)
    found.count("ward_rate", frame)
    for place, rows in placed(frame[frame["outcome"] == "eligible"]):
        rates = [float(millionths(rate)) for rate in rows["rate"]]
        found.values["ward_variation", "", *place] = statistics.stdev(rates) if len(rates) > 1 else None


def _spells() -> list[Row]:
    return [
        {
            "provider_code": row["provider_code"], "admitted": day(row["admit_date"]), "left": day(row["discharge_date"]),
            "delayed": number(row["dtoc_days"]), "outcome": "eligible",
        }
        for row in table("spells").to_dict("records")
    ]  # fmt: skip


def _stays(found: Figures) -> None:
    spells = _spells()
    stays, here = [], []
    for label, (start, end) in windows("month").items():
        for row in spells:
            seen = {
                **row,
                "period": label,
                "organisation": organisation(row["provider_code"], last_day(end)),
                "months": 12 if label == "2017/18" else 1,
            }
            if row["left"] is not None and start <= row["left"] < end:
                stays.append({**seen, "days": (row["left"] - row["admitted"]).days})
            if row["admitted"] < end and (row["left"] is None or row["left"] >= end):
                here.append({**seen, "stranded": (end - row["admitted"]).days >= STRANDED})
    completed, in_patients = pd.DataFrame(stays, dtype=object), pd.DataFrame(here, dtype=object)
    found.count("stay", completed)
    found.count("in_patient", in_patients)
    found.share("stranded", in_patients, "stranded")
    earlier = in_baseline([row for row in spells if row["left"] is not None], "left")
    for place, rows in placed(completed):
        found.values["mean_los", "", *place] = Fraction(sum(rows["days"]), len(rows))
        told = rows[[value is not None for value in rows["delayed"]]]
        found.ratios["dtoc_days", "", *place] = (sum(told["delayed"]), sum(told["days"]))
        before = sum((row["left"] - row["admitted"]).days > LONG for row in earlier if place[0] in (row["organisation"], "all"))
        yearly = Fraction(12 * sum(days > LONG for days in rows["days"]), rows["months"].iloc[0])
        found.ratios["long_stay_reduction", "", *place] = (before - yearly, before)


def _reported(found: Figures) -> None:
    told = [
        {
            "provider_code": row["provider_code"], "date": day(row["period_start"]), "outcome": "eligible", "kpi": row["kpi"],
            "over": number(row["numerator"]), "under": number(row["denominator"]) or Decimal(1),
        }
        for row in table("reported").to_dict("records")
        if row["scheme"] == SCHEME
    ]  # fmt: skip
    reports = by_date(told, "month")
    found.count("reported_figure", reports)
    for kpi in ("experience", "mi_evidence"):
        for place, rows in placed(reports[reports["kpi"] == kpi]):
            found.ratios[kpi, "", *place] = (sum(rows["over"]), sum(rows["under"]))
    for place, rows in placed(reports[reports["kpi"] == "safety_incidents"]):
        found.values["safety_incidents", "", *place] = 1000 * Fraction(sum(rows["over"])) / Fraction(sum(rows["under"]))


def _gross(found: Figures, now: Frame, before: list[Row], places: list[Place]) -> None:
    """Each provider's months: withheld when too few reviews were done, not known without a baseline or a cost."""
    least = value_on(LOCAL["minimum_coverage"], date(2017, 4, 1), "provider_code", None)
    assert least is not None
    reviewed = dict(placed(now))
    for who, period in places:
        if who == "all" or period == SPAN:
            continue
        done = list(reviewed[who, period]["done"]) if (who, period) in reviewed else []
        covered = bool(done) and Fraction(sum(done), len(done)) >= Fraction(least)
        cost = value_on(LOCAL["bed_day_cost"], windows("month")[period][0], "provider_code", who)
        earlier, failed = rate_before(before, who), failures(now, (who, period))
        known = covered and cost is not None and earlier is not None
        found.pence["gross", "default", who, period] = (
            pence((earlier * len(failed) - sum(failed)) * Fraction(cost)) if known and earlier is not None and cost is not None else None
        )
