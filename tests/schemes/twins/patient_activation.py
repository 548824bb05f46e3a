"""Patient activation, worked out again from the catalogue's sixteenth scheme and the readings of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd

from schemes.twins.plain import (
    EMERGENCY,
    SPAN,
    Figures,
    Row,
    add_months,
    between,
    by_date,
    day,
    last_day,
    millionths,
    number,
    organisation,
    parameters,
    pence,
    placed,
    table,
    three_any,
    value_on,
    windows,
)

SCHEME = "patient_activation"
START, END = windows("year")[SPAN]
LOCAL = parameters(SCHEME)
CODES = [str(code) for code in LOCAL["ltc_codes"][0]["value"]]
ADHERENT = Decimal(str(LOCAL["adherent_pdc"][0]["value"]))
REPORTED = ("satisfaction", "confident_self_manage", "experience", "complaints")


def read(feed: str, column: str) -> list[Row]:
    return [{**row, "on": day(row[column])} for row in table(feed).to_dict("records")]


class Feeds:
    """The files a patient's years are counted from."""

    def __init__(self) -> None:
        self.admissions = read("unplanned_admissions", "admit_date")
        self.attendances = read("ecds", "arrival_date")
        self.register = table("ltc_register").to_dict("records")
        self.supplies = read("dispensings", "dispensed_date")
        self.help = read("interventions", "intervention_date")
        self.adherence = read("adherence", "measured_on")
        points = between(0, 100)
        scores = [{**row, "points": points(row["score"])} for row in read("pam_scores", "score_date")]
        self.scores = sorted((row for row in scores if row["points"] is not None), key=lambda row: (row["on"], row["score_id"]))


def figures() -> Figures:
    feeds = Feeds()
    people = [_participant(feeds, who) for who in sorted({row["patient_id"] for row in feeds.scores})]
    others = [_comparator(feeds, row) for row in read("comparators", "index_date")]
    found = Figures()
    in_year = by_date(people, "year")
    compared = by_date(others, "year")
    told = by_date(
        [{**row, "date": row["on"], "outcome": "eligible"} for row in read("reported", "period_start") if row["scheme"] == SCHEME], "year"
    )
    found.count("participant", in_year)
    found.count("comparator", compared)
    found.count("reported_figure", told)
    _kpis(found, in_year[in_year["outcome"] == "eligible"])
    _changes(found, in_year[in_year["outcome"] == "eligible"], compared[compared["outcome"] == "eligible"])
    _reported(found, told)
    _savings(found, [row for row in people if START <= row["date"] < END], [row for row in others if START <= row["date"] < END])
    return found


def _years(feeds: Feeds, patient: str, middle: date) -> Row:
    """What happened in the year before a day and in the year from it, and how much of the latter the patient lived."""
    early, late = add_months(middle, -12), add_months(middle, 12)
    listed = [row for row in feeds.register if row["patient_id"] == patient]
    deaths = [died for row in listed if (died := day(row["death_date"]))]
    until = min([*deaths, late])
    admissions = [row for row in feeds.admissions if row["patient_id"] == patient and early <= row["on"] < late]
    known = all(row["admission_method"] for row in admissions)
    urgent = [row["on"] for row in admissions if row["admission_method"] in EMERGENCY]
    attended = [row["on"] for row in feeds.attendances if row["patient_id"] == patient]
    return {
        "date": late,
        "lived": millionths(Fraction(max(0, (until - middle).days), (late - middle).days)),
        "condition": three_any(None if row["ltc_code"] is None else row["ltc_code"] in CODES for row in listed),
        "known": known,
        "adm": (sum(on < middle for on in urgent), sum(on >= middle for on in urgent)),
        "ae": (sum(early <= on < middle for on in attended), sum(middle <= on < late for on in attended)),
    }


def _outcome(condition: bool | None, rest: bool, known: bool) -> str:
    """A rule that fails decides before one that cannot be told."""
    if condition is False or not rest:
        return "not_eligible"
    return "eligible" if condition and known else "undetermined"


def _participant(feeds: Feeds, patient: str) -> Row:
    scores = [row for row in feeds.scores if row["patient_id"] == patient]
    first, middle = scores[0], scores[0]["on"]
    years = _years(feeds, patient, middle)
    later = [row["points"] for row in scores if row["on"] > middle]
    drugs = [row for row in feeds.supplies if row["patient_id"] == patient and add_months(middle, -12) <= row["on"] < years["date"]]
    spent = [(row["on"] >= middle, number(row["units"]) * number(row["unit_price"])) for row in drugs]  # type: ignore[operator]
    measured = sorted(
        (row for row in feeds.adherence if row["patient_id"] == patient and middle <= row["on"] < years["date"]),
        key=lambda row: (row["on"], row["measurement_id"]),
    )
    return {
        **years,
        "provider_code": first["provider_code"],
        "outcome": _outcome(years["condition"], True, years["known"]),
        "change": later[-1] - first["points"] if later else None,
        "tailored": any(row["on"] and row["on"] >= middle for row in feeds.help if row["patient_id"] == patient),
        "adherent": number(measured[-1]["pdc"]) >= ADHERENT if measured else None,  # type: ignore[operator]
        "supplies": len(drugs),
        "drugs": sum((amount if after else -amount for after, amount in spent), Decimal(0)),
    }


def _comparator(feeds: Feeds, row: Row) -> Row:
    years = _years(feeds, row["patient_id"], row["on"])
    scored = any(score["patient_id"] == row["patient_id"] and score["on"] < years["date"] for score in feeds.scores)
    return {**years, "provider_code": row["provider_code"], "outcome": _outcome(years["condition"], not scored, years["known"])}


def _kpis(found: Figures, people: Any) -> None:
    found.share("tailored_n", people, "tailored")
    found.share("adherence", people, "adherent")
    for place, rows in placed(people):
        pairs = [change for change in rows["change"] if change is not None]
        found.ratios["pam_change", "", *place] = (sum(pairs, Decimal(0)), len(pairs))
        found.values["drug_spend_change", "", *place] = sum(rows["drugs"], Decimal(0)) if sum(rows["supplies"]) else None


def _changes(found: Figures, people: Any, others: Any) -> None:
    """How the years compare, for the time lived, with those of the comparison patients."""
    compared = dict(placed(others))
    for place, rows in placed(people):
        for kpi, feed in (("admissions_change", "adm"), ("ae_change", "ae")):
            own, other = _ratio(rows, feed), _ratio(compared[place], feed) if place in compared else None
            found.values[kpi, "", *place] = None if own is None or not other else own / other


def _ratio(rows: Any, feed: str) -> Fraction | None:
    before, after = (int(sum(pair[side] for pair in rows[feed])) for side in (0, 1))
    lived: Fraction = sum(rows["lived"], Fraction(0)) / len(rows)
    return Fraction(after) / lived / before if before and lived else None


def _reported(found: Figures, told: Any) -> None:
    for kpi in REPORTED:
        for place, rows in placed(told):
            own = rows[rows["kpi"] == kpi]
            above = sum((number(text) or Decimal(0) for text in own["numerator"]), Decimal(0))
            below = sum((number(text) or Decimal(1) for text in own["denominator"]), Decimal(0))
            if kpi == "complaints":
                found.values[kpi, "", *place] = 1000 * Fraction(above) / Fraction(below)
            else:
                found.ratios[kpi, "", *place] = (above, below)
    for who in sorted({code for _, code, *_ in found.counts}):
        found.values.setdefault(("complaints", "", who, SPAN), None)


def _savings(found: Figures, people: list[Row], others: list[Row]) -> None:
    """A line for each provider with a cohort: what was to be expected, less what came, at the provider's prices."""
    cohorts = []
    for who in sorted({row["provider_code"] for row in people}):
        own = [row for row in people if row["provider_code"] == who and row["outcome"] == "eligible"]
        beside = [row for row in others if row["provider_code"] == who and row["outcome"] == "eligible"]
        place = organisation(who, last_day(END))
        cohorts.append({"organisation": place, "period": SPAN, "outcome": "eligible" if own else "not_eligible"})
        for saving, feed, parameter in (("admissions", "adm", "admission_cost"), ("ae", "ae", "ae_cost")):
            avoided, price = _avoided(own, beside, feed), value_on(LOCAL[parameter], START, "provider_code", who)
            known = avoided is not None and price is not None
            found.pence[saving, "default", place, SPAN] = pence(avoided * Fraction(price)) if known else None  # type: ignore[operator, arg-type]
        drugs = -sum((row["drugs"] for row in own), Decimal(0))
        found.pence["drugs", "default", place, SPAN] = pence(drugs) if sum(row["supplies"] for row in own) else None
    found.count("cohort", pd.DataFrame(cohorts, dtype=object))
    found.add_up()


def _avoided(own: list[Row], beside: list[Row], feed: str) -> Fraction | None:
    before, after = (int(sum(row[feed][side] for row in own)) for side in (0, 1))
    others_before, others_after = (int(sum(row[feed][side] for row in beside)) for side in (0, 1))
    if not others_before or not own:
        return None
    time: Fraction = sum((row["lived"] for row in own), Fraction(0)) / len(own)
    others_time: Fraction = sum((row["lived"] for row in beside), Fraction(0)) / len(beside)
    return before * time / others_time * others_after / others_before - after
