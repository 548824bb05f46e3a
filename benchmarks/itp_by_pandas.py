"""The ITP scheme in idiomatic pandas: the same data in, the same counts, KPIs, savings and units out."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
import yaml
from itp_by_pandas_figures import pence, write_figures

SPAN = (pd.Timestamp("2017-04-01"), pd.Timestamp("2018-04-01"))
BASELINE = (pd.Timestamp("2016-04-01"), pd.Timestamp("2017-04-01"))
WINDOW = pd.Timedelta(days=7)
NAMES = ("indication", "product_class", "product", "panel_decision")
COLUMNS = (
    "unit_key", "period", "source_keys", "provider_code", "patient_id", "start_date", "product", "dose", "weight", "dose_per_kg", "band", "compliant",
    "compliant__vial_5g", "excess", "panel_decision", "eligibility_met", "outcome_recorded", "reactions", "outcome", "deciding_rule",
    "at_stake_pence", "opportunity_all_pence",
)  # fmt: skip


def at_most(a: pd.Series, b: pd.Series | float) -> pd.Series:
    """Return a <= b within the tolerance, for numbers that are not negative; false where either is missing."""
    return a - b <= 1e-9 * (1.0 + a + b)


def read_infusions(path: Path) -> pd.DataFrame:
    """Return usable infusions; grams and kilograms as whole thousandths in doubles, which add exactly."""
    infusions = pd.read_parquet(path, dtype_backend="pyarrow")
    for name in ("grams", "weight_kg"):
        infusions[name] = (infusions[name].astype("float64") * 1000).round()
    infusions["grams"] = infusions["grams"].where(infusions["grams"] > 0)
    infusions["weight_kg"] = infusions["weight_kg"].where((infusions["weight_kg"] > 0) & (infusions["weight_kg"] <= 400_000))
    reactions = infusions["adverse_reactions"].astype("float64")
    infusions["adverse_reactions"] = reactions.where(reactions.between(0, 50))
    for name in NAMES:
        infusions[name] = infusions[name].astype("category").cat.rename_categories(lambda word: word.strip().lower())
    infusions["infusion_date"] = infusions["infusion_date"].astype("datetime64[s]")
    infusions = infusions.dropna(subset=["provider_code", "patient_id", "infusion_date"])
    shared = infusions[infusions["infusion_id"].duplicated(keep=False)]
    copies = shared[shared.duplicated()]
    different = shared.drop(copies.index)
    different = different[different["infusion_id"].duplicated(keep=False)]
    return infusions.drop(copies.index).drop(different.index)


def in_scope(infusions: pd.DataFrame) -> pd.DataFrame:
    """Return infusions for ITP, and those that may be; sorted by patient, day and identifier."""
    indication, product_class = infusions["indication"], infusions["product_class"]
    kept = infusions[(indication.isna() | (indication == "itp")) & (product_class.isna() | (product_class == "immunoglobulin"))].copy()
    kept["is_unsure"] = kept["indication"].isna() | kept["product_class"].isna()
    kept["patient"] = kept.groupby(["provider_code", "patient_id"], sort=False).ngroup()
    return kept.drop(columns=["indication", "product_class"]).sort_values(["patient", "infusion_date", "infusion_id"], ignore_index=True)


def course_starts(infusions: pd.DataFrame) -> pd.Series:
    """Return the first day of each infusion's course: every round settles the earliest course that is left of each patient."""
    starts = pd.Series(pd.NaT, index=infusions.index, dtype="datetime64[s]")
    remaining = infusions[["patient", "infusion_date"]]
    while len(remaining):
        first = remaining.groupby("patient")["infusion_date"].transform("min")
        inside = remaining["infusion_date"] < first + WINDOW
        starts[inside.index[inside]] = first[inside]
        remaining = remaining[~inside]
    return starts


def make_courses(infusions: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each course; `first` of a group is its first known value."""
    groups = infusions.groupby(["patient", "start_date"], sort=False)
    courses = groups.agg(
        provider_code=("provider_code", "first"), patient_id=("patient_id", "first"), product=("product", "first"), dose=("grams", "sum"),
        weight=("weight_kg", "first"), panel_decision=("panel_decision", "first"), eligibility_met=("eligibility_met", "first"),
        outcome_recorded=("outcome_recorded", "first"), reactions=("adverse_reactions", "sum"), is_unsure=("is_unsure", "any"),
        doses=("grams", "count"), counted=("adverse_reactions", "count"), infusions=("patient", "size"),
    )  # fmt: skip
    courses["dose"] = courses["dose"].where(courses["doses"] == courses["infusions"])
    courses["reactions"] = courses["reactions"].where(courses["counted"] == courses["infusions"])
    courses["dose"], courses["weight"] = courses["dose"] / 1000, courses["weight"] / 1000
    unsure, unweighed, unknown = courses["is_unsure"], courses["weight"].isna(), courses["dose"].isna()
    courses["deciding_rule"] = np.select([unsure, unweighed, unknown], ["keep", "weighed", "dose_recorded"], default="")
    courses["outcome"] = np.where(courses["deciding_rule"] == "", "eligible", "undetermined")
    return courses.reset_index()


def with_prices(courses: pd.DataFrame, path: Path) -> pd.DataFrame:
    """Return courses with the price of their product on the first day, or the general price."""
    listed = pd.DataFrame(yaml.safe_load(path.read_text(encoding="utf-8"))["itp_immunoglobulin_dosing"]["price"])
    general = listed.loc[listed["product"].isna(), "value"].iloc[0]
    own = listed.dropna(subset=["product"]).assign(product=lambda rows: rows["product"].str.lower())
    own["from"], own["until"] = pd.to_datetime(own["from"]).astype("datetime64[s]"), pd.to_datetime(own["until"])
    own = own.rename(columns={"from": "start_date"})[["product", "start_date", "until", "value"]].sort_values("start_date")
    courses = courses.assign(product=courses["product"].astype("str")).sort_values("start_date")
    priced = pd.merge_asof(courses, own.astype({"product": courses["product"].dtype}), on="start_date", by="product")
    priced["price"] = priced["value"].where(priced["start_date"] < priced["until"]).fillna(general)
    return priced.drop(columns=["value", "until"])


def worked_out(courses: pd.DataFrame) -> pd.DataFrame:
    """Return courses with everything the figures are made of."""
    dose, weight = courses["dose"], courses["weight"]
    known = dose.notna() & weight.notna()
    eligible = courses["outcome"] == "eligible"
    courses["dose_per_kg"] = dose / weight
    low, middle = at_most(courses["dose_per_kg"], 1.0), at_most(courses["dose_per_kg"], 2.0)
    courses["band"] = pd.Series(np.select([low, middle], ["<=1", "(1,2]"], default=">2"), index=courses.index).where(known)
    courses["compliant"] = at_most(dose, weight).astype("boolean").where(known)
    vials = weight / 5.0
    nearest = np.floor(vials + 0.5)
    is_whole = (vials - nearest).abs() <= 1e-9 * (1.0 + vials.abs() + nearest.abs())
    courses["compliant__vial_5g"] = at_most(dose, 5.0 * nearest.where(is_whole, np.ceil(vials))).astype("boolean").where(known)
    courses["excess"] = (dose - weight).clip(lower=0)
    courses["spent"] = np.floor(dose * courses["price"] * 1e6 + 0.5)
    courses["excess_cost"] = np.floor(courses["excess"] * courses["price"] * 1e6 + 0.5).where(eligible)
    courses["at_stake_pence"] = pence(dose * courses["price"]).where(~eligible)
    courses["opportunity_all_pence"] = pence(courses["excess"] * courses["price"]).where(eligible)
    courses["period"] = "2017/18 Q" + ((courses["start_date"].dt.month + 8) % 12 // 3 + 1).astype("str")
    courses["unit_key"] = courses["provider_code"] + "|" + courses["patient_id"] + "|" + courses["start_date"].dt.strftime("%Y-%m-%d")
    return courses


def make_patients(courses: pd.DataFrame, infusions: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each patient and quarter, and for each patient and the year."""
    eligible = courses["outcome"] == "eligible"
    columns = pd.DataFrame(
        {"patient": courses["patient"], "period": courses["period"], "provider_code": courses["provider_code"], "patient_id": courses["patient_id"],
         "has_weight": courses["weight"].notna(), "highest_dose": courses["dose_per_kg"].where(eligible), "is_above": eligible & ~courses["compliant"].fillna(True)}
    )  # fmt: skip
    rows = pd.concat([columns, columns.assign(period="2017/18")], ignore_index=True)
    patients = rows.groupby(["patient", "period"], sort=False).agg(
        provider_code=("provider_code", "first"), patient_id=("patient_id", "first"), has_weight=("has_weight", "any"),
        highest_dose=("highest_dose", "max"), is_above=("is_above", "any"),
    )  # fmt: skip
    keys = infusions.merge(courses[["patient", "start_date", "period"]], on=["patient", "start_date"])[["patient", "period", "infusion_id"]]
    keys = pd.concat([keys, keys.assign(period="2017/18")]).sort_values("infusion_id")
    patients["source_keys"] = keys.groupby(["patient", "period"], sort=False)["infusion_id"].agg(list)
    patients = patients.reset_index()
    patients["all_within"] = ~patients.pop("is_above")
    patients["outcome"] = np.where(patients["highest_dose"].isna(), "undetermined", "eligible")
    patients["deciding_rule"] = pd.Series("weighed_course", index=patients.index).where(patients["highest_dose"].isna())
    patients["unit_key"] = patients["provider_code"] + "|" + patients["patient_id"] + "|" + patients["period"]
    return patients.sort_values("unit_key")


def run(data: Path, out: Path) -> None:
    """Write `counts.csv`, `kpis.csv`, `savings.csv` and `units/*.parquet` for 2017/18 against 2016/17."""
    (out / "units").mkdir(parents=True, exist_ok=True)
    infusions = in_scope(read_infusions(data / "activity" / "ig_infusions.parquet"))
    infusions["start_date"] = course_starts(infusions)
    before = infusions[infusions["start_date"].between(*BASELINE, inclusive="left")]
    infusions = infusions[infusions["start_date"].between(*SPAN, inclusive="left")]
    baseline = make_courses(before)
    courses = make_courses(infusions)
    keys = (
        infusions.sort_values("infusion_id").groupby(["patient", "start_date"], sort=False)["infusion_id"].agg(list).rename("source_keys")
    )
    courses = courses.merge(keys, on=["patient", "start_date"])
    courses = worked_out(with_prices(courses, data / "parameters.yaml")).sort_values("unit_key")
    patients = make_patients(courses, infusions)
    courses[list(COLUMNS)].to_parquet(out / "units" / "course.parquet", index=False)
    patients.drop(columns="patient").to_parquet(out / "units" / "patient.parquet", index=False)
    organisations = pd.read_csv(data / "activity" / "organisations.csv", dtype="str")
    write_figures(courses, patients, baseline, organisations, out)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, required=True, help="folder that make_infusions.py wrote")
    arguments.add_argument("--out", type=Path, required=True, help="folder for the results")
    chosen = arguments.parse_args()
    run(chosen.data, chosen.out)


if __name__ == "__main__":
    main()
