"""Virtual biologics clinics, worked out again from the catalogue's fourth scheme and the readings of it."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from schemes.twins.plain import (
    Figures,
    Frame,
    Place,
    Row,
    add_months,
    by_date,
    column,
    day,
    last_day,
    name,
    number,
    organisation,
    parameters,
    pence,
    placed,
    table,
    three_and,
    three_any,
    value_on,
    windows,
    yes,
)

SCHEME = "virtual_biologics_clinics"
LOCAL = parameters(SCHEME)
SCOPE: tuple[str, ...] = tuple(LOCAL["scope_list"][0]["value"])
RATE_BEFORE = Fraction(str(LOCAL["baseline.prescribing_rate"][0]["value"]))
LOOKBACK = 6


def figures() -> Figures:
    log, supplies = read_log(), read_supplies()
    reviews, waits = reviews_of(log, supplies), waits_of(log)
    people = reviewed(log, supplies)
    dated = by_date([{**supply, "outcome": _scope(supply["molecule"])} for supply in supplies if supply["outcome"]], "quarter")
    found = Figures()
    units = {"review": reviews, "wait": waits, "supply": dated, "reviewed_patient": people}
    for unit, frame in units.items():
        found.count(unit, frame)
    places = sorted({place for frame in units.values() for place, _ in placed(frame)})
    eligible = reviews[reviews["outcome"] == "eligible"]
    _shares(found, reviews[[biologic is not None for biologic in reviews["biologic"]]], eligible)
    _waits(found, eligible, places)
    for place, rows in placed(waits):
        found.values["still_waiting", "", *place] = int((rows["outcome"] == "eligible").sum())
    for place, rows in placed(people[people["outcome"] == "eligible"]):
        known = [spend for spend in rows["spend"] if spend is not None]
        found.ratios["biologic_cost", "", *place] = (sum(known, Decimal(0)), len(known))
    _starts(found, eligible)
    _savings(found, eligible)
    return found


def _scope(biologic: str | None) -> str:
    """Return the outcome of a row that is in scope, or whose biologic nobody wrote down."""
    return "undetermined" if biologic is None else "eligible"


def read_log() -> list[Row]:
    found = []
    for row in table("vbc_reviews").to_dict("records"):
        biologic = name(row["biologic"])
        if biologic is not None and biologic not in SCOPE:
            continue
        days = {key: day(row[key]) for key in ("decision_date", "first_dose_date", "suitable_date", "ceased_date", "taper_date")}
        found.append({
            "provider_code": row["provider_code"], "patient_id": row["patient_id"], "reviewed": day(row["review_date"]), "biologic": biologic,
            "decision": name(row["decision"]), **days, "before": number(row["monthly_cost_before"]), "after": number(row["monthly_cost_after"]),
            "valid": three_and(yes(row["consultant_present"]), yes(row["nurse_present"]), yes(row["pharmacist_present"])),
            "compliant": yes(row["compliant"]), "self_managing": yes(row["self_managing"]), "trial": yes(row["trial"]),
        })  # fmt: skip
    return found


def read_supplies() -> list[Row]:
    """Return every supply; `outcome` is empty for one of another molecule."""
    found = []
    for row in table("dispensings").to_dict("records"):
        molecule, units, price = name(row["molecule"]), number(row["units"]), number(row["unit_price"])
        found.append({
            "provider_code": row["provider_code"], "patient_id": row["patient_id"], "date": day(row["dispensed_date"]), "molecule": molecule,
            "spend": None if units is None or price is None else units * price,
            "outcome": "" if molecule is not None and molecule not in SCOPE else _scope(molecule),
        })  # fmt: skip
    return found


def had_biologic(supplies: Iterable[Row], since: date, until: date) -> bool | None:
    return three_any(None if row["molecule"] is None else row["molecule"] in SCOPE for row in supplies if since <= row["date"] < until)


def reviews_of(log: list[Row], supplies: list[Row]) -> Frame:
    found = []
    for label, (start, end) in windows("quarter").items():
        for row in log:
            if not start <= row["reviewed"] < end:
                continue
            own = [supply for supply in supplies if supply["patient_id"] == row["patient_id"]]
            before = had_biologic(own, date.min, row["reviewed"])
            existing = had_biologic(own, add_months(row["reviewed"], -LOOKBACK), row["reviewed"])
            unknown = row["biologic"] is None or row["decision"] is None or before is None or existing is None
            found.append({
                **row, "period": label, "organisation": organisation(row["provider_code"], last_day(end)), "is_new": None if before is None else not before,
                "is_existing": existing, "outcome": "undetermined" if unknown else "eligible", **as_at(row, start, end), **money(row, end),
            })  # fmt: skip
    return pd.DataFrame(found, dtype=object)


def as_at(row: Row, start: date, end: date) -> Row:
    """Return what had come of a decision by the end of the period."""
    decided, dose, ceased = row["decision_date"], row["first_dose_date"], row["ceased_date"]
    prescribed = row["decision"] == "prescribe" and (decided is None or decided < end)
    started = prescribed and dose is not None and dose < end
    suitable = row["suitable_date"]
    return {
        "prescribed": prescribed,
        "started": started,
        "waiting": prescribed and not started,
        "wait": (dose - decided).days if started and decided is not None else None,
        "from_suitability": (dose - suitable).days if started and suitable is not None else None,
        "waited": (end - decided).days if prescribed and not started and decided is not None else None,
        "ceased": ceased is not None and start <= ceased < end,
    }


def months_left(since: date) -> int:
    """Return the whole months from a day to the end of its financial year, the day's own only when it is the first."""
    first = since.month if since.day == 1 else since.month + 1
    return (3 - first) % 12 + 1 if first != 4 or since.day == 1 else 0


def money(row: Row, end: date) -> Row:
    """Return the price of a month, and the pence that a change saves."""
    price = None if row["biologic"] is None else value_on(LOCAL["monthly_cost"], last_day(end), "biologic", row["biologic"])
    month = price if row["before"] is None else row["before"]
    stops = row["decision"] == "cease" or row["ceased_date"] is not None
    tapers = not stops and (row["decision"] == "taper" or row["taper_date"] is not None)
    saved = None if month is None or row["after"] is None else month - row["after"]
    return {
        "price": price,
        "stops": stops,
        "tapers": tapers,
        "stop": _times(row["ceased_date"], month),
        "taper": _times(row["taper_date"], saved),
    }


def _times(since: date | None, each: Decimal | None) -> int | None:
    return None if since is None or each is None else pence(months_left(since) * each)


def waits_of(log: list[Row]) -> Frame:
    found = []
    for label, (_, end) in windows("quarter").items():
        for row in log:
            decided, dose = row["decision_date"], row["first_dose_date"]
            known = row["reviewed"] < end and (decided is None or decided < end) and (dose is None or dose >= end)
            if known and row["decision"] in (None, "prescribe"):
                outcome = "undetermined" if row["decision"] is None else _scope(row["biologic"])
                found.append({"period": label, "organisation": organisation(row["provider_code"], last_day(end)), "outcome": outcome})
    return pd.DataFrame(found, dtype=object)


def reviewed(log: list[Row], supplies: list[Row]) -> Frame:
    """Return the patients reviewed by the end of each period, with what was spent on them since."""
    people = []
    for label, (start, end) in windows("quarter").items():
        by_patient: dict[tuple[str, str], list[Row]] = {}
        for row in log:
            if row["reviewed"] < end:
                place = {"period": label, "organisation": organisation(row["provider_code"], last_day(end))}
                by_patient.setdefault((row["provider_code"], row["patient_id"]), []).append({**row, **place})
        for who, held in by_patient.items():
            since = max(start, min(row["reviewed"] for row in held))
            given = [
                supply for supply in supplies if (supply["provider_code"], supply["patient_id"]) == who and since <= supply["date"] < end
            ]
            given = [supply for supply in given if supply["outcome"]]
            known = all(supply["spend"] is not None and supply["molecule"] is not None for supply in given)
            doubtful = any(row["biologic"] is None for row in held)
            people.append({
                "period": label, "organisation": held[0]["organisation"], "outcome": "undetermined" if doubtful else "eligible",
                "spend": sum((supply["spend"] for supply in given), Decimal(0)) if known else None,
            })  # fmt: skip
    return pd.DataFrame(people, dtype=object)


def _only(frame: Frame, *flags: str) -> Frame:
    """Return the rows for which one of the flags is true."""
    return frame[[any(row[flag] is True for flag in flags) for row in frame.to_dict("records")]]


def _shares(found: Figures, in_scope: Frame, eligible: Frame) -> None:
    eligible = eligible.assign(prescribe=column(eligible, (decision == "prescribe" for decision in eligible["decision"])))
    found.share("new_prescribed", _only(eligible, "is_new"), "prescribe")
    found.share("existing_ceased", _only(eligible, "is_existing"), "ceased")
    found.share("compliant", _only(eligible, "is_existing", "started"), "compliant")
    found.share("self_management", eligible, "self_managing")
    found.share("trial_recruitment", in_scope, "trial")
    found.share("valid_vbc_rate", in_scope, "valid")
    for place, rows in placed(eligible):
        found.ratios["open_waits", "", *place] = (sum(rows["waiting"]), sum(rows["prescribed"]))


def _waits(found: Figures, eligible: Frame, places: list[Place]) -> None:
    pairs = (("wait_days_median", "wait"), ("wait_from_suitability", "from_suitability"), ("open_wait_days", "waited"))
    for kpi, held in pairs:
        for place in places:
            found.values[kpi, "", *place] = None
        for place, rows in placed(eligible):
            known = [days for days in rows[held] if days is not None]
            found.values[kpi, "", *place] = statistics.median(known) if known else None


def _starts(found: Figures, eligible: Frame) -> None:
    for place, rows in placed(_only(eligible, "is_new")):
        found.values["avoided_starts", "", *place] = RATE_BEFORE * len(rows) - int((rows["decision"] == "prescribe").sum())


def _savings(found: Figures, eligible: Frame) -> None:
    existing = _only(eligible, "is_existing")
    found.each("stop_saving", "default", _only(existing, "stops"), "stop")
    found.each("taper_saving", "default", _only(existing, "tapers"), "taper")
    pieces = [label for label in windows("quarter") if " Q" in label]
    for (who, period), rows in placed(_only(eligible, "is_new")):
        if who == "all" or period not in pieces:
            continue
        prices, starts = list(rows["price"]), list(rows["decision"] == "prescribe")
        total = None
        if None not in prices:
            total = pence(sum((RATE_BEFORE - start) * Fraction(12 * price) for price, start in zip(prices, map(int, starts), strict=True)))
        found.pence["cost_avoidance_fye", "default", who, period] = total
    found.add_up()
