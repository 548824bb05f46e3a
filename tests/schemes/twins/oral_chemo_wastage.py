"""Waste of oral chemotherapy, worked out again from the catalogue's ninth scheme and the readings of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd

from schemes.twins.plain import (
    SPAN,
    Figures,
    Frame,
    Row,
    by_date,
    day,
    millionths,
    name,
    number,
    organisation,
    parameters,
    pence,
    placed,
    table,
    windows,
    yes,
)

SCHEME = "oral_chemo_wastage"
DRUGS = ("sunitinib", "everolimus", "axitinib")
REDUCTION = Fraction(str(parameters(SCHEME)["waste_reduction"][0]["value"]))
ADHERENT = Fraction(str(parameters(SCHEME)["adherent_from"][0]["value"]))
Treatment = tuple[str, str, str]


def figures() -> Figures:
    found = Figures()
    issues = read_issues()
    treatments = [treatment(key, rows) for key, rows in of_treatments(issues).items()]
    dated, ended, periods = by_date(issues, "quarter"), by_date(treatments, "quarter"), on_treatment(treatments)
    calls, cycles, visits = (
        by_date(read_calls(issues), "quarter"),
        by_date(read_cycles(), "quarter"),
        by_date(read_visits(issues), "quarter"),
    )
    units = {"issue": dated, "patient_drug": ended, "treatment_period": periods, "call": calls, "cycle_given": cycles, "visit": visits}
    for unit, frame in units.items():
        found.count(unit, frame)
    issued = _eligible(dated)
    found.share("one_month_supply", issued, "one_pack")
    for label in ("up to one month", "more than one month"):
        found.share("one_month_supply", issued[[length == label for length in issued["length"]]], "one_pack", label)
    found.share("reviewed_before_issue", issued[[flag is not None for flag in issued["reviewed"]]], "reviewed")
    found.share("adherence", _eligible(periods), "adherent")
    _waste(found, _eligible(ended))
    _cycles(found, issued, _eligible(cycles))
    for place, rows in placed(_eligible(visits)):
        codes = known(rows["code"])
        found.ratios["fu_ratio", "", *place] = (sum(code in ("2", "4") for code in codes), sum(code in ("1", "3") for code in codes))
    _forecast(found, issued)
    found.each("measured_waste", "default", _eligible(ended), "pence")
    found.add_up()
    return found


def _eligible(frame: Frame) -> Frame:
    return frame[frame["outcome"] == "eligible"] if len(frame) else frame


def known(values: Iterable[Any]) -> list[Any]:
    return [value for value in values if value is not None]


def above_zero(text: str | None) -> Decimal | None:
    found = number(text)
    return found if found is not None and found > 0 else None


def read_issues() -> list[Row]:
    """Issues of the listed drugs by mouth; one whose drug or route is not known may be one of them."""
    calls = [(row["provider_code"], row["patient_id"], day(row["call_date"])) for row in table("review_calls").to_dict("records")]
    found: list[Row] = []
    for row in table("oral_dispensings").sort_values("issue_id").to_dict("records"):
        drug, route, on = name(row["drug"]), name(row["route"]), day(row["dispense_date"])
        if drug not in (None, *DRUGS) or route not in (None, "oral") or on is None:
            continue
        packs, days, price = above_zero(row["packs"]), above_zero(row["pack_days"]), number(row["pack_price"])
        script = number(row["script_days"])
        found.append(
            {
                "provider_code": row["provider_code"],
                "patient_id": row["patient_id"],
                "drug": drug,
                "date": on,
                "pack_days": days,
                "price": price,
                "supplied": None if packs is None or days is None else packs * days,
                "cost": None if packs is None or price is None else packs * price,
                "one_pack": None if packs is None or days is None else packs * days <= days,
                "length": None if script is None else "up to one month" if script <= 31 else "more than one month",
                "home": yes(row["delivered_home"]),
                "outcome": "undetermined" if drug is None or route is None else "eligible",
            }
        )
    for rows in of_treatments(found).values():
        for before, row in zip([None, *rows], rows, strict=False):
            who = row["provider_code"], row["patient_id"]
            between = before and any(call[:2] == who and call[2] and before["date"] <= call[2] < row["date"] for call in calls)
            row["reviewed"] = None if before is None else bool(between)
    return found


def of_treatments(issues: list[Row]) -> dict[Treatment, list[Row]]:
    """Return each treatment's issues in order of date."""
    found: dict[Treatment, list[Row]] = {}
    for row in sorted(issues, key=lambda one: one["date"]):
        found.setdefault((row["provider_code"], row["patient_id"], row["drug"]), []).append(row)
    return found


def treatment(key: Treatment, rows: list[Row]) -> Row:
    """Lay one pack after another from the first issue, and see what lies beyond the stop."""
    first = begun(key)
    stops = [
        day(row["stop_date"]) for row in table("treatment_end").to_dict("records") if (row["patient_id"], name(row["drug"])) == key[1:]
    ]
    stop = max((on for on in stops if on is not None and on >= first), default=None)
    value, ends, used = Fraction(0), Fraction(0), (stop - first).days if stop else 0
    told = stop is not None and all(row["supplied"] is not None and row["price"] is not None for row in rows)
    for row in rows if told else ():
        ends += Fraction(row["supplied"])
        unused = max(Fraction(0), min(Fraction(row["supplied"]), ends - used))
        value += millionths(unused * Fraction(row["price"]) / Fraction(row["pack_days"]))
    return {
        "provider_code": key[0],
        "patient_id": key[1],
        "drug": key[2],
        "date": stop or rows[-1]["date"],
        "first": rows[0]["date"],
        "stop": stop,
        "issues": rows,
        "value": value,
        "cost": sum((row["cost"] for row in rows), Decimal(0)) if told else None,
        "pence": pence(value) if told else None,
        "outcome": "eligible" if told else "undetermined",
    }


def begun(key: Treatment) -> date:
    """The first issue of the drug by whatever route."""
    rows = table("oral_dispensings").to_dict("records")
    return min(
        found
        for row in rows
        if (row["provider_code"], row["patient_id"], name(row["drug"])) == key and (found := day(row["dispense_date"]))
    )


def on_treatment(treatments: list[Row]) -> Frame:
    found = []
    for label, (start, end) in windows("quarter").items():
        for one in treatments:
            here = one["first"] < end and (one["stop"] is None or one["stop"] > start)
            until = min(one["stop"] or end, end)
            found.append(
                {
                    "period": label,
                    "organisation": organisation(one["provider_code"], end - timedelta(days=1)),
                    "outcome": "eligible" if here else "not_eligible",
                    "adherent": covered(one["issues"], one["first"], until) if here else None,
                }
            )
    return pd.DataFrame(found, dtype=object)


def covered(issues: list[Row], first: date, until: date) -> bool | None:
    """Count the days with supply in hand one by one, supply carried forward."""
    before = [row for row in issues if row["date"] < until]
    if until <= first or any(row["supplied"] is None for row in before):
        return None
    in_hand, days, on = Decimal(0), 0, first
    while on < until:
        in_hand += sum((row["supplied"] for row in before if row["date"] == on), Decimal(0))
        if in_hand >= 1:
            in_hand, days = in_hand - 1, days + 1
        on += timedelta(days=1)
    return Fraction(days, (until - first).days) >= ADHERENT


def read_calls(issues: list[Row]) -> list[Row]:
    held = {(row["provider_code"], row["patient_id"]) for row in issues}
    rows = [(row["provider_code"], row["patient_id"], day(row["call_date"])) for row in table("review_calls").to_dict("records")]
    return [
        {"provider_code": who, "date": on, "outcome": "eligible" if (who, patient) in held else "not_eligible"} for who, patient, on in rows
    ]


def read_cycles() -> list[Row]:
    rows = [{**row, "date": day(row["cycle_start"]), "drug": name(row["drug"])} for row in table("cycles").to_dict("records")]
    return [{**row, "outcome": "eligible" if row["drug"] else "undetermined"} for row in rows if row["drug"] in (None, *DRUGS)]


def read_visits(issues: list[Row]) -> list[Row]:
    held = {row["patient_id"] for row in issues}
    found = []
    for row in table("op_attendances").to_dict("records"):
        function, attended = row["treatment_function"], row["attended"]
        if function not in (None, "370", "800") or attended not in (None, "5", "6"):
            continue
        if row["patient_id"] not in held:
            continue
        outcome = "eligible" if function and attended else "undetermined"
        found.append(
            {
                "provider_code": row["provider_code"],
                "date": day(row["attendance_date"]),
                "code": row["first_attendance"],
                "outcome": outcome,
            }
        )
    return found


def _waste(found: Figures, ended: Frame) -> None:
    for label in ("", *DRUGS):
        for place, rows in placed(ended if label == "" else ended[ended["drug"] == label]):
            found.ratios["waste_rate_value", label, *place] = (sum(rows["value"]), sum(rows["cost"]))


def _cycles(found: Figures, issued: Frame, cycles: Frame) -> None:
    given = {place: len(rows) for place, rows in placed(cycles)}
    spent = {place: sum(known(rows["cost"])) for place, rows in placed(issued)}
    for place in sorted({*given, *spent}):
        found.ratios["cost_per_cycle", "", *place] = (spent.get(place, 0), given.get(place, 0))


def _forecast(found: Figures, issued: Frame) -> None:
    """The same spend without the share no longer wasted, rounded for each provider and quarter."""
    for place, rows in placed(issued):
        if place[0] != "all" and place[1] != SPAN:
            found.pence["gross", "default", *place] = pence(Fraction(sum(known(rows["cost"]))) * REDUCTION)
