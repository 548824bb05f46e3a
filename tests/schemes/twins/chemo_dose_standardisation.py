"""Dose standardisation in chemotherapy, worked out again from the catalogue's eighth scheme and the readings of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from statistics import median
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
    completed_months,
    day,
    last_day,
    moment,
    name,
    number,
    organisation,
    parameters,
    pence,
    placed,
    rows_of,
    table,
    three_all,
    three_and,
    windows,
    yes,
)

SCHEME = "chemo_dose_standardisation"
LISTS = parameters(SCHEME)["listed_drugs"]
milligrams = between(0, math.inf, open_low=True)
SIZE = ("lower", "upper", "banded_dose")
Totals = tuple[Fraction, Fraction, Fraction]


def figures() -> Figures:
    given, purchases = [administration(row) for row in rows_of("sact_admin", "administration_date")], bought()
    found = Figures()
    administrations = by_date([row for row in given if row["in_scope"] is not False], "quarter")
    intravenous = by_date([{**row, "outcome": row["iv_outcome"]} for row in given if row["iv_adult"] is not False], "quarter")
    errors = reports("incidents", "incident_date", ("dosage error", "wrong dose"), lambda row: listed(row["drug"], row["date"]))
    complaints = reports("complaints", "received_date", ("delay", "delays"), lambda row: is_one(row["service"], ("chemotherapy",)))
    units = {
        "administration": administrations, "iv_administration": intravenous, "purchase": by_date(purchases, "quarter"),
        "prescription": by_date(prescribed(), "quarter"), "error_report": errors, "delay_complaint": complaints, **contracts(),
    }  # fmt: skip
    for unit, frame in units.items():
        found.count(unit, frame)
    _shares(found, units)
    _counts(found, units)
    _money(found, units, given, purchases)
    return found


def is_one(text: str | None, wanted: tuple[str, ...]) -> bool | None:
    return None if text is None else name(text) in wanted


def listed(drug: str | None, on: date) -> bool | None:
    """Say whether a drug is on the list of a day."""
    (held,) = [row["value"] for row in LISTS if row.get("from", date.min) <= on < row.get("until", date.max)]
    return is_one(drug, tuple(held))


@cache
def bands() -> list[Row]:
    return [
        {
            **row,
            "from": day(row["valid_from"]),
            "until": day(row["valid_until"]) or date.max,
            "size": [number(row[field]) for field in SIZE],
        }
        for row in table("band_table").to_dict("records")
    ]


def bands_on(drug: str | None, on: date) -> list[list[Decimal]]:
    return [row["size"] for row in bands() if name(row["drug"]) == name(drug) and row["from"] <= on < row["until"]]


@cache
def calculated_doses() -> dict[tuple[Any, ...], list[Decimal | None]]:
    found: dict[tuple[Any, ...], list[Decimal | None]] = {}
    for row in rows_of("eprescribing", "due_date"):
        found.setdefault(prescription_of(row), []).append(milligrams(row["calculated_dose"]))
    return found


def prescription_of(row: Row) -> tuple[Any, ...]:
    return row["provider_code"], row["patient_id"], name(row["drug"]), row["date"]


def administration(row: Row) -> Row:
    """Return one administration, with whether its dose is a band's, and whether it is the band of what was calculated."""
    on, dose = row["date"], milligrams(row["actual_dose"])
    born = day(row["birth_date"])
    adult = None if born is None or on < born else completed_months(born, on) >= 18 * 12
    iv_adult = three_and(is_one(row["route"], ("iv",)), adult)
    in_list = listed(row["drug"], on)
    in_scope = three_and(iv_adult, in_list)
    asked = calculated_doses().get(prescription_of(row), [])
    calculated, held = asked[0] if len(asked) == 1 else None, bands_on(row["drug"], on)
    fits = [band for band in held if calculated is not None and band[0] <= calculated < band[1]]
    return {
        "provider_code": row["provider_code"], "date": on, "drug": name(row["drug"]), "dose": dose, "iv_adult": iv_adult, "is_listed": in_list,
        "in_scope": in_scope, "iv_outcome": "eligible" if iv_adult else "undetermined", "outcome": "eligible" if in_scope and dose is not None else "undetermined",
        "standard": dose in [banded for _, _, banded in held], "banded": fits[0][2] == dose if len(fits) == 1 else None,
        "sound": sound(*fits[0]) if len(fits) == 1 else None,
    }  # fmt: skip


def sound(lower: Decimal, upper: Decimal, dose: Decimal) -> bool:
    """Say whether a band's dose lies in it, within 6 % of either end."""
    return lower <= dose < upper and 100 * (dose - lower) <= 6 * lower and 100 * (upper - dose) <= 6 * upper


def bought() -> list[Row]:
    found = []
    for row in rows_of("mds_purchases", "month"):
        mg, cost, in_list = between(0, math.inf)(row["mg"]), number(row["cost"]), listed(row["drug"], row["date"])
        if in_list is not False:
            fits = (None if mg is None else mg > 0, None if cost is None else cost >= 0)
            wrong, unknown = False in fits, None in (in_list, *fits)
            outcome = "not_eligible" if wrong else "undetermined" if unknown else "eligible"
            found.append({**row, "mg": mg, "cost": cost, "presentation": name(row["presentation"]), "outcome": outcome})
    return found


def prescribed() -> list[Row]:
    found = []
    for row in rows_of("eprescribing", "due_date"):
        in_list = listed(row["drug"], row["date"])
        start, ready = moment(row["prescribed_at"]), moment(row["ready_at"])
        minutes = None if start is None or ready is None or ready < start else Fraction(int((ready - start).total_seconds()), 60)
        if in_list is not False:
            found.append({**row, "minutes": minutes, "outcome": "eligible" if in_list else "undetermined"})
    return found


def reports(feed: str, dated: str, categories: tuple[str, ...], other: Callable[[Row], bool | None]) -> Frame:
    kept = [(row, three_and(is_one(row["category"], categories), other(row))) for row in rows_of(feed, dated)]
    return by_date([{**row, "outcome": "eligible" if flag else "undetermined"} for row, flag in kept if flag is not False], "quarter")


def contracts() -> dict[str, Frame]:
    """Return the contracts in force in each period, and the providers that hold them."""
    rows: list[Row] = []
    for label, (start, end) in windows("quarter").items():
        for row in rows_of("contracts", "starts"):
            until = day(row["ends"])
            if row["date"] < end and (until is None or until > start):
                rows.append({
                    "provider_code": row["provider_code"], "organisation": organisation(row["provider_code"], last_day(end)), "period": label,
                    "outcome": "eligible", "standard": yes(row["standard_products"]),
                })  # fmt: skip
    held = pd.DataFrame(rows, dtype=object)
    holders = [
        {
            "organisation": rows_["organisation"].iloc[0],
            "period": period,
            "outcome": "eligible",
            "all_standard": three_all(rows_["standard"]),
        }
        for (_, period), rows_ in held.groupby(["provider_code", "period"])
    ]
    return {"contract": held, "provider": pd.DataFrame(holders, dtype=object)}


def eligible(frame: Frame) -> Frame:
    return frame[frame["outcome"] == "eligible"]


def _shares(found: Figures, units: dict[str, Frame]) -> None:
    given = eligible(units["administration"])
    for drug, rows in [("", given), *given.groupby("drug")]:
        found.share("std_dose_rate", rows, "standard", drug)
        found.share("banded_rate", rows, "banded", drug)
        found.share("band_table_sound", rows, "sound", drug)
        for place, some in placed(rows):
            found.values["distinct_doses", drug, *place] = len(set(some["dose"]))
    found.share("listed_share", eligible(units["iv_administration"]), "is_listed")
    found.share("contracts_std", units["contract"], "standard")
    found.share("providers_std", units["provider"], "all_standard")


def _counts(found: Figures, units: dict[str, Frame]) -> None:
    for place, rows in placed(eligible(units["purchase"])):
        found.values["presentations", "", *place] = len({text for text in rows["presentation"] if text is not None})
    for place in everywhere(units):
        rows = at(eligible(units["prescription"]), place)
        known = [minutes for minutes in rows["minutes"] if minutes is not None]
        found.values["prep_time", "", *place] = median(known) if known else None
        given = len(at(eligible(units["administration"]), place))
        for kpi, unit in (("dose_errors", "error_report"), ("delay_complaints", "delay_complaint")):
            found.ratios[kpi, "", *place] = (10000 * len(at(eligible(units[unit]), place)), given)


def everywhere(units: dict[str, Frame]) -> list[Place]:
    """Return every organisation and period with any activity."""
    return sorted({place for frame in units.values() for place, _ in placed(frame)})


def at(frame: Frame, place: Place) -> Frame:
    return frame[(frame["period"] == place[1]) & ((frame["organisation"] == place[0]) | (place[0] == "all"))]


def _money(found: Figures, units: dict[str, Frame], given: list[Row], purchases: list[Row]) -> None:
    start = add_months(windows("year")[SPAN][0], -12)
    before = [
        {**row, "organisation": organisation(row["provider_code"], row["date"]), "period": SPAN}
        for row in (*given, *purchases)
        if start <= row["date"] < add_months(start, 12)
    ]
    base = pd.DataFrame(before, dtype=object)
    for place in everywhere(units):
        now = totals(at(units["administration"], place), at(units["purchase"], place))
        then = totals(*(at(base[base[column].notna()], (place[0], SPAN)) for column in ("iv_adult", "month")))
        found.ratios["waste_in_process", "", *place] = (now[1] - now[0], now[1])
        found.ratios["cost_per_mg", "", *place] = (now[2], now[0])
        found.ratios["expected_purchase", "", *place] = (now[0] * then[1], then[0])
        if place[0] != "all" and place[1] != SPAN:
            # What would have been bought at the old waste: less what was, at the new price; and all of it, at the fall in price.
            known = all((*now[:2], *then[:2]))
            expected, price, old = (now[0] * then[1] / then[0], now[2] / now[1], then[2] / then[1]) if known else (Fraction(0),) * 3
            for saving, amount in (("waste_saving", (expected - now[1]) * price), ("price_saving", expected * (old - price))):
                found.pence[saving, "default", *place] = pence(amount) if known else None
    found.add_up()


def totals(administrations: Frame, purchases: Frame) -> Totals:
    """Return milligrams given, milligrams bought and what they cost."""
    given, held = eligible(administrations), eligible(purchases)
    return Fraction(sum(given["dose"], Decimal(0))), Fraction(sum(held["mg"], Decimal(0))), Fraction(sum(held["cost"], Decimal(0)))
