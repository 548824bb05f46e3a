"""Term admissions to neonatal units, worked out again from the catalogue's thirteenth scheme and the readings of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd

from schemes.twins.plain import (
    LONDON,
    OUTCOME,
    SPAN,
    YEAR_BEFORE,
    Figures,
    Frame,
    Place,
    Row,
    add_months,
    between,
    by_date,
    day,
    moment,
    name,
    number,
    organisation,
    parameters,
    pence,
    placed,
    table,
    three_all,
    three_and,
    three_any,
    value_on,
    windows,
    yes,
)

SCHEME = "atain_term_admissions"
LOCAL = parameters(SCHEME)
NEONATAL, TRANSITIONAL = ("nicu", "lnu", "scbu"), "tc"
TERM = 37 * 7
AREAS = {
    "hypoglycaemia": "hypoglycaemia", "jaundice": "jaundice", "respiratory": "respiratory", "respiratory condition": "respiratory",
    "respiratory distress": "respiratory", "asphyxia": "asphyxia", "hypoxic-ischaemic encephalopathy": "asphyxia", "hie": "asphyxia",
    None: "not_recorded",
}  # fmt: skip
AVOIDABLE: dict[str, Decimal | None] = {"hypoglycaemia": Decimal("0.30"), "jaundice": None, "respiratory": None, "asphyxia": None}
OF_ENGLAND = Fraction(48000, 80251)
weeks, odd_days = between(20, 45), between(0, 6)


def figures() -> Figures:
    stays = [read(row) for row in table("neonatal_admissions").to_dict("records")]
    admissions = all_admissions([row for row in stays if row["level"] is None or row["level"] in NEONATAL])
    dated = by_date(admissions, "quarter")
    born = by_date([maternity(row, admissions) for row in table("births").to_dict("records")], "quarter")
    babies = by_date(transitional([row for row in stays if row["level"] in (None, TRANSITIONAL)]), "quarter")
    found = Figures()
    found.count("admission", dated)
    found.count("maternity", born)
    found.count("transitional_baby", babies)
    _transfers(found, stays)
    places = sorted({(who, period) for _, who, period in found.counts})
    _rates(found, born)
    _of_admissions(found, dated, babies, places)
    _opportunities(found, dated)
    _realised(found, dated, born, admissions)
    found.add_up()
    return found


def read(row: Row) -> Row:
    began, left = moment(row["admit_at"]), moment(row["discharge_at"])
    assert began is not None
    on, until = began.astimezone(LONDON).date(), None if left is None else left.astimezone(LONDON).date()
    age, rest, level = weeks(row["gestation_weeks"]), odd_days(row["gestation_days"]), name(row["unit_level"])
    days = None if until is None else (until - on).days
    paid = cot_price(row["provider_code"], level, on)
    instead = value_on(LOCAL["tc_day_cost"], on, "provider_code", row["provider_code"])
    return {
        "provider_code": row["provider_code"], "patient": row["patient_id"], "spell": row["spell_id"], "key": row["admission_id"],
        "began": began, "date": on, "moved": until or on, "level": level, "days": days, "reason": name(row["reason"]),
        "gestation": None if age is None or rest is None else 7 * age + rest, "anomaly": yes(row["anomaly_known"]),
        "why": name(row["transfer_reason"]), "gap": None if days is None or paid is None or instead is None else days * (paid - instead),
    }  # fmt: skip


def cot_price(provider: str, level: str | None, on: date) -> Decimal | None:
    """Return the price of a day for this provider and level, or the one for all that have none."""
    rows = LOCAL["nnu_day_cost"]
    own = [row for row in rows if row.get("provider_code") == provider and name(row["unit_level"]) == level]
    held = [row for row in own if row.get("from", date.min) <= on < row.get("until", date.max)]
    general = [row for row in rows if "provider_code" not in row]
    return next((Decimal(str(row["value"])) for row in (*held, *general)), None)


def all_admissions(stays: list[Row]) -> list[Row]:
    """Return the spells in neonatal units, all their stays together."""
    first: dict[str, Any] = {}
    spells: dict[tuple[str, str], list[Row]] = {}
    for row in sorted(stays, key=lambda row: (row["began"], row["key"])):
        first.setdefault(row["patient"], row["began"])
        spells.setdefault((row["patient"], row["spell"]), []).append(row)
    return [admission(rows, first[patient]) for (patient, _), rows in spells.items()]


def admission(rows: list[Row], first_ever: Any) -> Row:
    def first(column: str) -> Any:
        return next((row[column] for row in rows if row[column] is not None), None)

    gestation, reason = first("gestation"), first("reason")
    term = None if gestation is None else gestation >= TERM
    is_first = rows[0]["began"] == first_ever
    told = three_and(three_all(None if row["level"] is None else True for row in rows), is_first, term)
    days, gaps = [row["days"] for row in rows], [row["gap"] for row in rows]
    return {
        "provider_code": rows[0]["provider_code"], "date": rows[0]["date"], "term": term, "first": is_first,
        "outcome": OUTCOME[told], "area": AREAS.get(reason, "other"),
        "unexpected": three_any(row["anomaly"] for row in rows) is False,
        "days": None if None in days else sum(days), "gap": None if None in gaps else sum(gaps),
    }  # fmt: skip


def transitional(stays: list[Row]) -> list[Row]:
    found: dict[str, list[Row]] = {}
    for row in sorted(stays, key=lambda row: (row["began"], row["key"])):
        found.setdefault(row["patient"], []).append(row)
    return [{**rows[0], "outcome": _if_term(rows)} for rows in found.values()]


def _if_term(rows: list[Row]) -> str:
    gestation = next((row["gestation"] for row in rows if row["gestation"] is not None), None)
    if gestation is not None and gestation < TERM:
        return "not_eligible"
    return "undetermined" if gestation is None or any(row["level"] is None for row in rows) else "eligible"


def maternity(row: Row, admissions: list[Row]) -> Row:
    start = day(row["counted_from"])
    assert start is not None
    here = [
        one
        for one in admissions
        if one["provider_code"] == row["provider_code"] and one["outcome"] == "eligible" and start <= one["date"] < add_months(start, 3)
    ]
    return {
        "provider_code": row["provider_code"], "date": start, "outcome": "eligible", "live": number(row["live_births"]),
        "at_term": number(row["term_live_births"]), "admitted": len(here), "unexpected": sum(one["unexpected"] for one in here),
        "apart": sum(one["days"] for one in here if one["days"] is not None),
    }  # fmt: skip


def _transfers(found: Figures, stays: list[Row]) -> None:
    moved = [
        {**row, "date": row["moved"], "outcome": "eligible"} for row in stays if row["why"] in ("no cot", "no_cot", "lack of cot capacity")
    ]
    transfers = by_date(moved, "quarter")
    found.count("capacity_transfer", transfers)
    for place, rows in placed(transfers):
        found.values["capacity_transfers", "", *place] = len(rows)


def _rates(found: Figures, born: Frame) -> None:
    wanted = (
        ("term_adm_pct_live", "admitted", "live"),
        ("term_adm_pct_term", "admitted", "at_term"),
        ("separation_days", "apart", "at_term"),
        ("unexpected_term_rate", "unexpected", "live"),
    )
    for place, rows in placed(born):
        for kpi, over, under in wanted:
            counted = rows[[value is not None for value in rows[under]]]
            found.ratios[kpi, "", *place] = (sum(counted[over]), sum(counted[under]))


def _of_admissions(found: Figures, dated: Frame, babies: Frame, places: list[Place]) -> None:
    eligible = dated[dated["outcome"] == "eligible"]
    areas = {period: sorted(set(rows["area"])) for period, rows in eligible.groupby("period")}
    here, there, everybody = dict(placed(eligible)), dict(placed(babies[babies["outcome"] == "eligible"])), dict(placed(dated))
    for place in places:
        of_term = [] if place not in here else list(here[place]["area"])
        cared_for = 0 if place not in there else len(there[place])
        for area in areas[place[1]]:
            found.ratios["term_adm_by_area", area, *place] = (of_term.count(area), len(of_term))
        found.ratios["transitional_care_share", "", *place] = (cared_for, cared_for + len(of_term))
        found.values["avoidable_estimate", "", *place] = Fraction(3, 10) * len(of_term)
        rows = everybody.get(place)
        known = (
            [] if rows is None else [term for term, first in zip(rows["term"], rows["first"], strict=True) if first and term is not None]
        )
        share = Fraction(sum(known), len(known)) if known else None
        found.values["term_share_against_england", "", *place] = None if share is None else 100 * (share - OF_ENGLAND)


def avoidable(area: str) -> Decimal | None:
    """Return the avoidable share of an area: the guide's for hypoglycaemia, a local one for the others."""
    return AVOIDABLE[area] or value_on(LOCAL.get(f"avoidable_{area}", []), YEAR_BEFORE[1], "provider_code", None)


def _opportunities(found: Figures, dated: Frame) -> None:
    for area in AVOIDABLE:
        rows = dated[
            [
                outcome == "eligible" and of == area and days is not None
                for outcome, of, days in zip(dated["outcome"], dated["area"], dated["days"], strict=True)
            ]
        ]
        share = avoidable(area)
        amounts = [None if share is None or gap is None else pence(max(Decimal(0), share * gap)) for gap in rows["gap"]]
        saving = "opportunity_hypo" if area == "hypoglycaemia" else f"opportunity_{area}"
        found.each(saving, "default", rows.assign(amount=pd.Series(amounts, index=rows.index, dtype=object)), "amount")


def _realised(found: Figures, dated: Frame, born: Frame, admissions: list[Row]) -> None:
    """The fall in the rate, times this quarter's births, mean days and mean gap in price, each provider's own."""
    before: dict[str, list[Row]] = {}
    for row in table("births").to_dict("records"):
        counted = maternity(row, admissions)
        if YEAR_BEFORE[0] <= counted["date"] < YEAR_BEFORE[1] and counted["live"] is not None:
            before.setdefault(organisation(counted["provider_code"], counted["date"]), []).append(counted)
    here, counted_births = dict(placed(dated[dated["outcome"] == "eligible"])), dict(placed(born))
    for who, period in sorted({(who, period) for _, who, period in found.counts}):
        if who != "all" and period != SPAN:
            found.pence["realised", "default", who, period] = _fall(
                before.get(who, []), counted_births.get((who, period)), here.get((who, period))
            )
    assert set(windows("quarter")) >= {period for _, _, period in found.counts}


def _fall(before: list[Row], born: Frame | None, admitted: Frame | None) -> int | None:
    if not before or born is None or admitted is None or not sum(born["live"]):
        return None
    stays = [(days, gap) for days, gap in zip(admitted["days"], admitted["gap"], strict=True) if days is not None]
    priced = [(days, gap) for days, gap in stays if gap is not None]
    if not sum(days for days, _ in priced):
        return None
    rate = Fraction(sum(row["admitted"] for row in before)) / Fraction(sum(row["live"] for row in before))
    now = Fraction(sum(born["admitted"])) / Fraction(sum(born["live"]))
    mean_days = Fraction(sum(days for days, _ in stays), len(stays))
    mean_gap = Fraction(sum(gap for _, gap in priced)) / sum(days for days, _ in priced)
    return pence((rate - now) * Fraction(sum(born["live"])) * mean_days * mean_gap)
