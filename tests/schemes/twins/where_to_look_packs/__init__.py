"""Commissioners beside their peers, worked out again from the catalogue's twentieth scheme, its §21.4 and the readings of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from schemes.twins.plain import Figures, Frame, Row, by_date, column, day, millionths, name, parameters, pence, placed, table
from schemes.twins.where_to_look_packs.beside import Value, best_five, beyond, fraction, judged, less, mean, over, quadrant, towards

SCHEME = "where_to_look_packs"
VERSION = str(parameters(SCHEME)["peer_version"][0]["value"])
RANKED_YEAR = date(2016, 4, 1)


def figures() -> Figures:
    similar = peers()
    areas = [area(row) for row in table("indicator_values").to_dict("records")]
    steps = [step(row) for row in table("pathway_values").to_dict("records")]
    found = Figures()
    compared = by_date(compare(areas, similar), "year")
    found.count("compared", compared)
    _of_areas(found, compared)
    beside = by_date(compare_steps(steps, similar), "year")
    found.count("pathway_step", beside)
    _of_steps(found, beside)
    return found


def peers() -> dict[str, list[str]]:
    """Return each commissioner's peers: ranks one to ten of the version in force, itself left out."""
    found: dict[str, list[str]] = {}
    for row in table("peer_list").to_dict("records"):
        if row["version"] == VERSION and int(row["rank"]) <= 10 and row["peer_ccg"] != row["ccg"]:
            found.setdefault(row["ccg"], []).append(row["peer_ccg"])
    return found


def area(row: Row) -> Row:
    spend, activity, patients, people = (fraction(row[column_]) for column_ in ("spend", "activity", "patients", "population"))
    return {
        "provider_code": row["ccg"], "date": day(row["year_start"]), "area": name(row["service_area"]), "spend": spend, "activity": activity,
        "patients": patients, "thousands": None if people is None else people / 1000, "outcome_value": fraction(row["outcome_value"]),
        "polarity": name(row["outcome_polarity"]), "rate": over(spend, over(people, Fraction(1000))),
        "activity_rate": over(activity, over(people, Fraction(1000))), "cost": over(spend, activity), "per_patient": over(spend, patients),
    }  # fmt: skip


def compare(areas: list[Row], similar: dict[str, list[str]]) -> list[Row]:
    sizes: dict[str, Fraction] = {}
    for row in areas:
        sizes[row["area"]] = sizes.get(row["area"], Fraction(0)) + (row["spend"] or 0 if row["date"] == RANKED_YEAR else 0)
    largest = {name_ for name_ in sizes if sum(1 for other in sizes.values() if other > sizes[name_]) < 20}
    found = []
    for row in areas:
        names = similar.get(row["provider_code"], [])
        theirs = [
            other for other in areas if other["provider_code"] in names and (other["area"], other["date"]) == (row["area"], row["date"])
        ]
        found.append({**row, **beside(row, theirs), "outcome": outcome(row, row["area"] in largest, theirs)})
    return found


def outcome(row: Row, large: bool, theirs: list[Row]) -> str:
    if not large or all(other["rate"] is None for other in theirs):
        return "not_eligible"
    return "undetermined" if row["rate"] is None else "eligible"


def beside(row: Row, theirs: list[Row]) -> Row:
    means = {item: mean(other[item] for other in theirs) for item in ("rate", "activity_rate", "cost", "per_patient", "outcome_value")}
    best = best_five((other["rate"] for other in theirs), "lower")
    best_outcome = best_five((other["outcome_value"] for other in theirs), row["polarity"])
    found: Row = {f"relative_{item}": over(less(row[item], value), value) for item, value in means.items()}
    found["better_outcome"] = (
        None
        if row["polarity"] == "interpret"
        else towards(less(row["outcome_value"], means["outcome_value"]), means["outcome_value"], row["polarity"])
    )
    found |= {"gap_best5": less(row["rate"], best), "gap_best5_outcome": less(row["outcome_value"], best_outcome)}
    gap = less(row["rate"], means["rate"])
    found["spend_beyond"] = beyond(gap, [other["rate"] for other in theirs])
    found["outcome_beyond"] = beyond(less(row["outcome_value"], means["outcome_value"]), [other["outcome_value"] for other in theirs])
    found |= effects(row, means, gap)
    spends = None if gap is None else "in line" if gap == 0 else "yes" if gap > 0 else "no"
    quality = judged(less(row["outcome_value"], means["outcome_value"]), row["polarity"])
    found |= {"spends": spends, "quality": quality, "quadrant": quadrant(spends, quality)}
    for scenario, benchmark in (("default", means["rate"]), ("best_five", best)):
        above = less(row["rate"], benchmark)
        found[scenario] = None if above is None else pence(max(Fraction(0), above) * row["thousands"])
    return found


def effects(row: Row, means: Row, gap: Value) -> Row:
    """Split what is spent more into more activity and dearer activity, so that the two make up the whole."""
    if None in (row["cost"], gap, means["activity_rate"]):
        return {"activity_effect": None, "cost_effect": None, "reason": None}
    theirs = means["rate"] / means["activity_rate"]
    activity = (row["activity_rate"] - means["activity_rate"]) * (row["cost"] + theirs) / 2 * row["thousands"]
    cost = (row["cost"] - theirs) * (row["activity_rate"] + means["activity_rate"]) / 2 * row["thousands"]
    reason = ("both" if cost > 0 else "activity") if activity > 0 else "cost" if cost > 0 else "neither"
    return {"activity_effect": activity, "cost_effect": cost, "reason": reason}


def step(row: Row) -> Row:
    (found,) = [
        one
        for one in table("pathway_indicators").to_dict("records")
        if (one["pathway"], one["indicator"]) == (row["pathway"], row["indicator"])
    ] or [{"step": None, "polarity": None}]
    return {
        "provider_code": row["ccg"], "date": day(row["year_start"]), "indicator": (row["pathway"], row["indicator"]),
        "step": name(found["step"]), "polarity": name(found["polarity"]), "value": fraction(row["indicator_value"]),
    }  # fmt: skip


def compare_steps(steps: list[Row], similar: dict[str, list[str]]) -> list[Row]:
    found = []
    for row in steps:
        names = similar.get(row["provider_code"], [])
        theirs = [other["value"] for other in steps if other["provider_code"] in names and other["indicator"] == row["indicator"]]
        average = mean(theirs)
        state = "not_eligible" if row["step"] is None or average is None else "undetermined" if row["value"] is None else "eligible"
        difference = less(row["value"], average)
        found.append({
            **row, "outcome": state, "pathway_pct_better": None if row["polarity"] == "interpret" else towards(difference, average, row["polarity"]),
            "beyond": beyond(difference, theirs), "pathway_pct_diff": over(difference, average), "colour": judged(difference, row["polarity"]),
            "pathway_gap_best5": less(row["value"], best_five(theirs, row["polarity"])),
        })  # fmt: skip
    return found


def _of_areas(found: Figures, compared: Frame) -> None:
    for kpi, above, below in (
        ("spend_per_1000", "spend", "thousands"), ("activity_per_1000", "activity", "thousands"),
        ("unit_cost", "spend", "activity"), ("spend_per_patient_treated", "spend", "patients"),
    ):  # fmt: skip
        _by_category(found.ratios, kpi, compared, "area", pooled, above, below)
    for kpi, item in (
        ("outcome", "outcome_value"), ("pct_diff", "relative_rate"), ("pct_diff_activity", "relative_activity_rate"),
        ("pct_diff_unit_cost", "relative_cost"), ("pct_diff_patient", "relative_per_patient"), ("pct_diff_outcome", "relative_outcome_value"),
        ("pct_better_outcome", "better_outcome"), ("gap_best5", "gap_best5"), ("gap_best5_outcome", "gap_best5_outcome"),
    ):  # fmt: skip
        _by_category(found.values, kpi, compared, "area", mean, item)
    for kpi in ("activity_effect", "cost_effect"):
        _by_category(found.values, kpi, compared, "area", added, kpi)
    for kpi, item in (("answer_q1", "spends"), ("answer_q2", "reason"), ("answer_q3", "quality"), ("quadrants", "quadrant")):
        _distribution(found, compared, kpi, item)
    _lists(found, compared)
    for kpi, item in (("spend_beyond_spread", "spend_beyond"), ("outcome_beyond_spread", "outcome_beyond")):
        _by_category(found.ratios, kpi, compared, "area", counted, item)
    for scenario in ("default", "best_five"):
        found.each("opportunity", scenario, eligible(compared), scenario)
    found.add_up()


def _lists(found: Figures, compared: Frame) -> None:
    more = [spends == "yes" for spends in compared["spends"]]
    worse = [None if quality is None else quality == "worse" for quality in compared["quality"]]
    both = [False if not spends else flag for spends, flag in zip(more, worse, strict=True)]
    for kpi, flags in (("spend_list", more), ("outcomes_list", worse), ("spend_and_outcomes_list", both)):
        flagged = compared.assign(flag=column(compared, flags))
        _by_category(found.ratios, kpi, flagged, "area", counted, "flag")


def _of_steps(found: Figures, beside_: Frame) -> None:
    for kpi in ("pathway_pct_diff", "pathway_pct_better", "pathway_gap_best5"):
        _by_category(found.values, kpi, beside_, "step", mean, kpi)
    _by_category(found.ratios, "pathway_beyond_spread", beside_, "step", counted, "beyond")
    _distribution(found, beside_, "pathway_colours", "colour")


def _by_category(into: dict[Any, Any], kpi: str, frame: Frame, by: str, read: Callable[..., Any], *columns: str) -> None:
    """Read a figure of everything at a place, and of each category that some place has."""
    categories = sorted({category for category in frame[by] if category is not None})
    for place, everything in placed(frame):
        rows = eligible(everything)
        into[kpi, "", *place] = read(*(rows[column_] for column_ in columns))
        for category in categories:
            into[kpi, category, *place] = read(*(rows[rows[by] == category][column_] for column_ in columns))


def _distribution(found: Figures, frame: Frame, kpi: str, item: str) -> None:
    for place, rows in placed(frame):
        known = [value for value in eligible(rows)[item] if value is not None]
        for category in {value for value in frame[item] if value is not None}:
            found.ratios[kpi, category, *place] = (known.count(category), len(known))


def eligible(rows: Frame) -> Frame:
    return rows[rows["outcome"] == "eligible"]


def pooled(above: Iterable[Value], below: Iterable[Value]) -> tuple[Fraction, Fraction]:
    pairs = [(left, right) for left, right in zip(above, below, strict=True) if left is not None and right is not None]
    return sum((left for left, _ in pairs), Fraction(0)), sum((millionths(right) for _, right in pairs), Fraction(0))


def added(values: Iterable[Value]) -> Fraction:
    return sum((millionths(value) for value in values if value is not None), Fraction(0))


def counted(flags: Iterable[bool | None]) -> tuple[int, int]:
    known = [flag for flag in flags if flag is not None]
    return sum(known), len(known)
