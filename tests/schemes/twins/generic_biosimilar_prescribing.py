"""Generic and biosimilar products, worked out again from the catalogue's sixth scheme and the readings of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from schemes.twins.plain import (
    OUTCOME,
    Figures,
    Frame,
    Row,
    add_months,
    by_date,
    column,
    day,
    last_day,
    name,
    number,
    organisation,
    pence,
    placed,
    table,
    three_all,
    three_and,
    windows,
)

SCHEME = "generic_biosimilar_prescribing"
QUARTER, YEAR, LOOKBACK, SHORTEST = 3, 12, 6, 6
Dated = list[Row]


def rows_of(file: str) -> Dated:
    """Return a file's rows with names in small letters and validity as days."""
    found = []
    for row in table(file).to_dict("records"):
        row.update({text: name(row[text]) for text in ("molecule", "product", "role") if text in row})
        row["from"] = day(row.get("valid_from")) or date.min
        row["until"] = day(row.get("valid_until")) or date.max
        found.append(row)
    return found


GUIDANCE = {row["molecule"]: (day(row["available_date"]), number(row["standard_course_months"])) for row in rows_of("guidance")}
LISTED, PRICES = rows_of("best_value_list"), rows_of("prices")
EXEMPT = {(row["patient_id"], row["molecule"]) for row in rows_of("exemptions")}
ENDINGS = [{**row, "end_date": day(row["end_date"])} for row in rows_of("patient_status")]


def figures() -> Figures:
    supplies = read_supplies()
    people = patients(supplies)
    found = Figures()
    dated = by_date(supplies, "month")
    new, later, existing = (by_date(kind, "month") for kind in (new_patients(people), later_starters(people), existing_patients(people)))
    priced = by_date(priced_supplies(supplies, existing_patients(people)), "month")
    for unit, frame in (
        ("supply", dated),
        ("patient_on_molecule", by_date(people, "month")),
        ("new_patient", new),
        ("later_starter", later),
        ("existing_patient", existing),
        ("priced_supply", priced),
    ):
        found.count(unit, frame)
    for kpi, frame, flag in (
        ("new_uptake", new, "starts_on"),
        ("later_uptake", later, "starts_on"),
        ("existing_uptake", existing, "is_on"),
    ):
        _uptake(found, kpi, frame[frame["outcome"] == "eligible"], flag)
    _spread(found, "provider_existing", "provider_variability", existing[existing["outcome"] == "eligible"], "is_on")
    _spread(found, "provider_new", "provider_variability_new", new[new["outcome"] == "eligible"], "starts_on")
    _spend(found, dated[dated["outcome"] == "eligible"])
    _policy(found)
    _savings(found, priced[priced["outcome"] == "eligible"])
    return found


def price(molecule: str, on: date, product: str | None, originator: bool = False) -> Decimal | None:
    """Return the only price that holds on a day: of a product, or of the molecule's originator."""
    held = [
        row
        for row in PRICES
        if row["molecule"] == molecule
        and row["from"] <= on < row["until"]
        and (row["role"] == "originator" if originator else row["product"] == product)
    ]
    return number(held[0]["list_unit_price"]) if len(held) == 1 else None


def read_supplies() -> Dated:
    found = []
    for row in rows_of("dispensings"):
        on, molecule, product = day(row["dispensed_date"]) or date.min, row["molecule"], row["product"]
        units, paid = number(row["units"]), number(row["unit_price"])
        best = None
        if product is not None:
            best = any((one["molecule"], one["product"]) == (molecule, product) and one["from"] <= on < one["until"] for one in LISTED)
        roles = [
            one["role"] for one in PRICES if (one["molecule"], one["product"]) == (molecule, product) and one["from"] <= on < one["until"]
        ]
        found.append(
            {
                "provider_code": row["provider_code"], "patient_id": row["patient_id"], "molecule": molecule, "product": product, "date": on,
                "outcome": "undetermined" if molecule is None else "eligible" if molecule in GUIDANCE else "not_eligible",
                "best": best, "units": units, "cost": None if units is None or paid is None else units * paid,
                "role": roles[0] if roles else None,
            }
        )  # fmt: skip
    return found


def patients(supplies: Dated) -> Dated:
    """One for each provider, patient and molecule with guidance; what the patient takes may come from another provider."""
    found: dict[tuple[str, str, str], Row] = {}
    for supply in supplies:
        if supply["outcome"] == "eligible":
            key = (supply["provider_code"], supply["patient_id"], supply["molecule"])
            found.setdefault(key, {"here": []})["here"].append(supply["date"])
    for (provider, patient, molecule), person in found.items():
        theirs = [one for one in supplies if (one["patient_id"], one["molecule"]) == (patient, molecule)]
        since, months = GUIDANCE[molecule]
        assert since is not None
        first, in_time = min(one["date"] for one in theirs), [one["date"] for one in theirs if one["date"] <= add_months(since, YEAR)]
        person.update(
            provider_code=provider, patient_id=patient, molecule=molecule, since=since, months=months, first=first,
            date=min(person["here"]), outcome="eligible",
            starts_on=three_all(one["best"] for one in theirs if one["date"] == first and one["provider_code"] == provider),
            is_on=three_all(one["best"] for one in theirs if one["date"] == max(in_time)) if in_time else None,
        )  # fmt: skip
    return list(found.values())


def new_patients(people: Dated) -> Dated:
    found = []
    for person in people:
        if person["since"] <= person["first"] == person["date"]:
            late = add_months(person["since"], QUARTER)
            outcome = "eligible" if person["first"] < late else "not_eligible"
            found.append({**person, "date": last_day(late), "outcome": outcome})
    return found


def later_starters(people: Dated) -> Dated:
    return [one for one in people if add_months(one["since"], QUARTER) <= one["first"] == one["date"]]


def existing_patients(people: Dated) -> Dated:
    return [
        {**one, "date": add_months(one["since"], YEAR), "outcome": _applicable(one)}
        for one in people
        if any(add_months(one["since"], -LOOKBACK) <= on < one["since"] for on in one["here"])
    ]


def _applicable(person: Row) -> str:
    deadline = add_months(person["since"], YEAR)
    ends = [
        row["end_date"] for row in ENDINGS if row["patient_id"] == person["patient_id"] and row["molecule"] in (None, person["molecule"])
    ]
    tests = three_and(
        None if person["months"] is None else person["months"] >= SHORTEST,
        (person["patient_id"], person["molecule"]) not in EXEMPT,
        all(end > deadline for end in ends),
    )
    return OUTCOME[tests]


def priced_supplies(supplies: Dated, existing: Dated) -> Dated:
    """Supplies of a listed product; one whose product nobody wrote down may be one."""
    applicable = {(one["patient_id"], one["molecule"]) for one in existing if one["outcome"] == "eligible"}
    found = []
    for one in supplies:
        if one["outcome"] != "eligible" or one["best"] is False:
            continue
        key, molecule = (one["patient_id"], one["molecule"]), one["molecule"]
        first = min(other["date"] for other in supplies if (other["patient_id"], other["molecule"]) == key)
        since = GUIDANCE[molecule][0]
        assert since is not None
        paid = price(molecule, one["date"], one["product"])
        row = {
            **one,
            "outcome": "undetermined" if one["best"] is None else "eligible",
            "existing": key in applicable,
            "new": since <= first,
        }
        for scenario, on in (("default", one["date"]), ("originator_price_at_guidance", since)):
            before = price(molecule, on, None, originator=True)
            row[scenario] = None if None in (before, paid, one["units"]) else one["units"] * (before - paid)  # type: ignore[operator]
        found.append(row)
    return found


def _uptake(found: Figures, kpi: str, frame: Frame, flag: str) -> None:
    found.share(kpi, frame, flag)
    for molecule in GUIDANCE:
        found.share(kpi, frame[frame["molecule"] == molecule], flag, molecule)


def _share(flags: Iterable[bool | None]) -> float | None:
    known = [flag for flag in flags if flag is not None]
    return sum(known) / len(known) if known else None


def _spread(found: Figures, unit: str, kpi: str, frame: Frame, flag: str) -> None:
    """The greatest share less the least, over the codes under which providers filed."""
    providers = frame.drop_duplicates(["provider_code", "period"])
    ends = (last_day(windows("month")[period][1]) for period in providers["period"])
    answers = [organisation(provider, end) for provider, end in zip(providers["provider_code"], ends, strict=True)]
    found.count(unit, providers.assign(organisation=column(providers, answers)))
    for period in windows("month"):
        rows = frame[frame["period"] == period]
        shares = [share for share in (_share(theirs[flag]) for _, theirs in rows.groupby("provider_code")) if share is not None]
        found.values[kpi, "", "all", period] = max(shares) - min(shares) if shares else None


def _spend(found: Figures, dated: Frame) -> None:
    for place, rows in placed(dated):
        known = rows[[cost is not None for cost in rows["cost"]]]
        found.ratios["avg_patient_cost", "", *place] = (sum(known["cost"], Decimal(0)), known["patient_id"].nunique())
        told = known[[role is not None for role in known["role"]]]
        branded = told[told["role"] == "originator"]
        found.ratios["branded_spend", "", *place] = (sum(branded["cost"], Decimal(0)), sum(told["cost"], Decimal(0)))


def _policy(found: Figures) -> None:
    rows = table("reported").to_dict("records")
    told = [{**row, "date": day(row["period_start"]), "outcome": "eligible"} for row in rows if row["scheme"] == SCHEME]
    reports = by_date(told, "month")
    found.count("reported_figure", reports)
    for place, rows in placed(reports):
        found.ratios["policy_switch", "", *place] = (sum(map(Decimal, rows["numerator"])), sum(map(Decimal, rows["denominator"])))


def _savings(found: Figures, priced: Frame) -> None:
    for place, rows in placed(priced):
        known = [amount for amount, existing in zip(rows["default"], rows["existing"], strict=True) if existing and amount is not None]
        found.values["savings", "", *place] = sum(known, Decimal(0))
    for saving, flag in (("switch_saving", "existing"), ("new_avoidance", "new")):
        for scenario in ("default", "originator_price_at_guidance"):
            amounts = (
                (None if amount is None else pence(amount)) if earns else 0
                for amount, earns in zip(priced[scenario], priced[flag], strict=True)
            )
            found.each(saving, scenario, priced.assign(amount=column(priced, amounts)), "amount")
    found.add_up()
