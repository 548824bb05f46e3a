"""Antiretroviral prescribing, worked out again from the catalogue's third scheme and the readings of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache

import pandas as pd

from schemes.twins.plain import (
    OUTCOME,
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
    pence,
    placed,
    table,
    windows,
    yes,
)

SCHEME = "art_prescribing"
SWITCHING = date(2017, 4, 1)


def figures() -> Figures:
    found = Figures()
    supplies = read_supplies()
    people = patients(supplies)
    frames = {
        "supply": by_date(supplies, "quarter"),
        "candidate": candidates(supplies),
        "switch_supply": by_date(switches(supplies), "quarter"),
        "patient": people,
        "starter": people[[flag is True for flag in people["new"]]],
        "service": services(people),
        "briefing_report": briefings(),
    }
    for unit, frame in frames.items():
        found.count(unit, frame)
    _uptake(found, _eligible(frames["candidate"]))
    _spend(found, frames["supply"], _eligible(frames["switch_supply"]))
    on_basket = people[[bool(row["generic"] or row["branded"]) for row in people.to_dict("records")]]
    found.share("generic_patient_share", on_basket, "generic")
    served = dict(placed(frames["service"]))
    for place, _ in placed(frames["supply"]):
        needed = served[place]["needed"] if place in served else []
        found.values["regimen_variability", "", *place] = Fraction(sum(needed), len(needed)) if len(needed) else None
    for place, rows in placed(frames["briefing_report"]):
        found.ratios["knowledge_transfer", "", *place] = (sum(rows["briefed"]), sum(rows["pharmacists"]))
    found.each("saving_switch", "default", _eligible(frames["switch_supply"]), "pence")
    found.each("saving_new", "default", frames["starter"], "pence")
    found.add_up()
    return found


def _eligible(frame: Frame) -> Frame:
    return frame[frame["outcome"] == "eligible"]


@cache
def basket() -> list[Row]:
    return [
        {
            "branded": name(row["branded_regimen"]),
            "generic": name(row["generic_regimen"]),
            "difference": (number(row["branded_price_month"]) or Decimal(0)) - (number(row["generic_price_month"]) or Decimal(0)),
            "starts": day(row["valid_from"]),
            "ends": day(row["valid_until"]) or date.max,
        }
        for row in table("basket").to_dict("records")
    ]


def pair(on: date, column: str, regimen: str | None) -> Row | None:
    """Return the row of the basket that holds on a day and has a regimen on one side."""
    return next((row for row in basket() if row["starts"] <= on < row["ends"] and row[column] == regimen), None)


def read_supplies() -> list[Row]:
    found = []
    for row in table("art_dispensings").sort_values("dispensing_id").to_dict("records"):
        on, months = day(row["dispensed_date"]), number(row["months_supplied"])
        if on is None:
            continue
        regimen = name(row["regimen"])
        as_generic = pair(on, "generic", regimen)
        found.append(
            {
                "provider_code": row["provider_code"],
                "patient_id": row["patient_id"],
                "date": on,
                "regimen": regimen,
                "months": months,
                "cost": number(row["cost"]),
                "generic": None if regimen is None else as_generic is not None,
                "branded": None if regimen is None else pair(on, "branded", regimen) is not None,
                "avoided": months * as_generic["difference"] if months is not None and as_generic else None,
                "outcome": "eligible",
            }
        )
    return sorted(found, key=lambda one: one["date"])


def baseline(supplies: list[Row]) -> dict[str, Row]:
    """Return each patient's last supply of the quarter before switching, its regimen the last one known."""
    found: dict[str, Row] = {}
    for row in supplies:
        if add_months(SWITCHING, -3) <= row["date"] < SWITCHING:
            before = found.get(row["patient_id"])
            found[row["patient_id"]] = {**row, "regimen": row["regimen"] or (before and before["regimen"])}
    return found


@cache
def suitability() -> dict[str, bool | None]:
    return {row["patient_id"]: yes(row["clinically_suitable"]) for row in table("suitability").to_dict("records")}


def _paired(row: Row, regimen: str | None) -> bool | None:
    """Say whether a supply is of the generic that pairs with a regimen on the day."""
    held = pair(row["date"], "branded", regimen) if regimen else None
    return False if held is None else None if row["regimen"] is None else bool(row["regimen"] == held["generic"])


def candidates(supplies: list[Row]) -> Frame:
    found = []
    for label, (start, end) in windows("quarter").items():
        for patient, row in baseline(supplies).items():
            regimen, suits = row["regimen"], suitability().get(patient)
            listed = (
                None
                if regimen is None
                else any(one["branded"] == regimen and one["starts"] < end and start < one["ends"] for one in basket())
            )
            flags = [_paired(one, regimen) for one in supplies if one["patient_id"] == patient and start <= one["date"] < end]
            found.append(
                {
                    "period": label,
                    "organisation": organisation(row["provider_code"], last_day(end)),
                    "regimen": regimen,
                    "switched": True if True in flags else None if None in flags else False,
                    "outcome": OUTCOME[False if listed is False or suits is False else None if listed is None or suits is None else True],
                }
            )
    return pd.DataFrame(found, dtype=object)


def switches(supplies: list[Row]) -> list[Row]:
    """Return the supplies, since switching began, of the generic that pairs with the patient's regimen of before."""
    found, before = [], baseline(supplies)
    for row in supplies:
        regimen = before[row["patient_id"]]["regimen"] if row["patient_id"] in before else None
        paired = _paired(row, regimen)
        if row["date"] < SWITCHING or paired is False:
            continue
        suits = suitability().get(row["patient_id"])
        held = pair(row["date"], "branded", regimen)
        saved = row["months"] * held["difference"] if held and row["months"] is not None else None
        outcome = "undetermined" if suits is not False and paired is None else OUTCOME[suits]
        found.append({**row, "saved": saved, "pence": None if saved is None else pence(saved), "outcome": outcome})
    return found


def patients(supplies: list[Row]) -> Frame:
    first = {row["patient_id"]: row["date"] for row in reversed(supplies)}
    frame = by_date(supplies, "quarter")
    found = []
    for (who, patient, label), rows in frame.groupby(["provider_code", "patient_id", "period"]):
        start, end = windows("quarter")[label]
        avoided = [amount for amount, generic in zip(rows["avoided"], rows["generic"], strict=True) if generic is True]
        told = all(amount is not None for amount in avoided) and None not in list(rows["generic"])
        last = {
            column: next((value for value in reversed(list(rows[column])) if value is not None), None)
            for column in ("regimen", "generic", "branded")
        }
        found.append(
            {
                "provider_code": who,
                "period": label,
                "organisation": organisation(who, last_day(end)),
                "new": first[patient] >= start,
                **last,
                "pence": pence(sum(avoided, Decimal(0))) if told else None,
                "outcome": "eligible",
            }
        )
    return pd.DataFrame(found, dtype=object)


def services(people: Frame) -> Frame:
    """Return each provider's service: as many regimens, the largest first, as it takes to hold nine patients in ten."""
    found = []
    for (_, label), rows in people.groupby(["provider_code", "period"]):
        sizes = sorted((list(rows["regimen"]).count(regimen) for regimen in {*rows["regimen"]} - {None}), reverse=True)
        needed = next((n for n in range(len(sizes) + 1) if 10 * sum(sizes[:n]) >= 9 * sum(sizes)), 0)
        found.append({"period": label, "organisation": rows["organisation"].iloc[0], "needed": needed, "outcome": "eligible"})
    return pd.DataFrame(found, dtype=object)


def briefings() -> Frame:
    rows = [row for row in table("reported").to_dict("records") if (row["scheme"], row["kpi"]) == (SCHEME, "knowledge_transfer")]
    return by_date(
        [
            {
                "provider_code": row["provider_code"],
                "date": day(row["period_start"]),
                "briefed": number(row["numerator"]),
                "pharmacists": number(row["denominator"]),
                "outcome": "eligible",
            }
            for row in rows
        ],
        "quarter",
    )


def _uptake(found: Figures, eligible: Frame) -> None:
    for label in ("", *sorted(set(eligible["regimen"]))):
        found.share("switch_uptake", eligible if label == "" else eligible[eligible["regimen"] == label], "switched", label)


def _spend(found: Figures, supplies: Frame, switched: Frame) -> None:
    saved = {place: sum((amount for amount in rows["saved"] if amount is not None), Decimal(0)) for place, rows in placed(switched)}
    for place, rows in placed(supplies):
        known = [row for row in rows.to_dict("records") if row["cost"] is not None]
        told = [row for row in known if row["generic"] is not None]
        spend, here = sum(row["cost"] for row in known), saved.get(place, Decimal(0))
        found.ratios["avg_cost_per_patient", "", *place] = (spend, len({row["patient_id"] for row in known}))
        generic = sum(row["cost"] for row in told if row["generic"])
        found.ratios["generic_spend_share", "", *place] = (generic, sum(row["cost"] for row in told if row["generic"] or row["branded"]))
        found.values["savings_reported", "", *place] = here
        found.ratios["pct_of_spend", "", *place] = (here, spend + here)
