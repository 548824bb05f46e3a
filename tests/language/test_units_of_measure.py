"""Units of measure: what a formula comes to, worked out from the units of what stands in it; `check` does this before any data are seen."""

from __future__ import annotations

import pytest

from improving_value.dimensions.expressions import Sight, quantity_of
from improving_value.dimensions.quantity import of
from improving_value.dimensions.words import UnknownWord, Words
from improving_value.expression.faults import ExpressionError
from improving_value.expression.parse import parse
from improving_value.expression.resolve import resolve
from improving_value.expression.scope import KnownParameter, Scope
from improving_value.expression.types import BOOLEAN, DATE, DATETIME, DOUBLE, TEXT

WORDS = Words(frozenset({"infusion", "course", "patient", "attendance", "session"}))
COLUMNS = {
    "grams": "g", "milligrams": "mg", "weight_kg": "kg", "stay": "day", "wait": "hour", "visits": "attendance", "months_on": "month",
    "uptake": "share", "spend": "GBP",
}  # fmt: skip
PARAMETERS = {
    "dose": "g/kg", "price": "GBP/g", "day_rate": "GBP/day", "each_patient": "GBP/patient", "monthly": "GBP/month", "mg_per_g": "mg/g",
    "hours_per_day": "hour/day", "validity": "month", "patients": "patient", "tariff": "GBP/attendance", "limit": "day", "most": "share",
}  # fmt: skip
"""The columns of an infusion and the parameters that the formulas below use, each with its unit."""

OTHERS = {"patient_id": TEXT, "given_on": DATE, "left_on": DATE, "asked_at": DATETIME, "answered_at": DATETIME, "reacted": BOOLEAN}

ROWS = (
    ("grams / weight_kg", "g/kg"),
    ("weight_kg * dose", "g"),
    ("grams * price", "GBP"),
    ("max(0, grams - dose * weight_kg) * price", "GBP"),
    ("milligrams / mg_per_g + grams", "g"),
    ("wait / hours_per_day * day_rate", "GBP"),
    ("1 - uptake", "share"),
    ("stay + 1", "day"),
    ("visits - 1", "attendance"),
    ("100 * uptake", "percent"),
    ("monthly * 12", "GBP/year"),
    ("months_on / 12", "year"),
    ("months_on - 12", "month"),
    ("days(given_on, left_on)", "day"),
    ("hours(asked_at, answered_at)", "hour"),
    ("round_up(grams, weight_kg * dose)", "g"),
    ("square_root(grams * grams)", "g"),
    ("1 + 1 / visits", "share"),
    ("spend if reacted else 0", "GBP"),
    ("spend + each_patient", "GBP"),
    ("number_of(reacted) * spend", "GBP"),
)
"""On the row of one patient, a price for a patient is pounds."""

AGGREGATES = (
    ("sum(grams)", "g"),
    ("sum(grams) / sum(weight_kg)", "g/kg"),
    ("count()", "infusion"),
    ("count(reacted) / count()", "share"),
    ("count_distinct(patient_id)", "patient"),
    ("count_distinct(given_on)", "day"),
    ("sum(spend) / count_distinct(patient_id)", "GBP/patient"),
    ("mean(stay)", "day/infusion"),
    ("mean(stay)", "day"),
    ("median(stay)", "day"),
    ("percentile(stay, most)", "day"),
    ("count() * mean(stay)", "day"),
    ("sum(stay)", "day-infusion"),
)
"""A mean is said in days or in days for each infusion, a sum in days or in infusion-days: the declared unit says which."""

REFUSED = (
    ("spend + stay", "`spend` in GBP, and `stay` in day"),
    ("grams + milligrams", "`grams` in g, and `milligrams` in mg"),
    ("wait > stay", "`wait` in hour, and `stay` in day"),
    ("visits + patients", "`visits` in attendance, and `patients` in patient"),
    ("grams / weight_kg > uptake", "`grams / weight_kg` in g/kg, and `uptake` in share"),
    ("grams > 1", "`grams` in g, and `1` without a unit"),
    ("spend + 1", "`spend` in GBP, and `1` without a unit"),
    ("max(spend, stay)", "`spend` in GBP, and `stay` in day"),
    ("if_missing(grams, weight_kg)", "`grams` in g, and `weight_kg` in kg"),
    ("add_months(given_on, limit) > left_on", "`limit` in day"),
    ("add_days(given_on, validity) > left_on", "`validity` in month"),
    ("uptake - 100 * uptake", "`uptake` in share, and `100 * uptake` in percent"),
    ("stay in [limit, validity]", "`stay` in day, and `validity` in month"),
    ("square_root(grams)", "`g`, which is not the square of a unit"),
)

WRITTEN = (
    ("g/kg", "mg/g"), ("GBP per 1,000 bed days", "GBP per 1000 days"), ("days per patient-year", "day/patient/year"), ("%", "percentage points"),
    ("courses a year", "course/year"), ("h/session", "hours per session"), ("share", "ratio"), ("year", "12 months"),
)  # fmt: skip
"""One unit, written in two ways."""


def _sight(gathered: bool) -> Sight:
    columns = {name: of(WORDS.read(unit)) for name, unit in COLUMNS.items()}
    parameters = {name: of(WORDS.read(unit)) for name, unit in PARAMETERS.items()}
    nouns = {"patient_id": "patient"}
    if gathered:
        return Sight(WORDS, parameters, inside=columns, nouns=nouns, thing=WORDS.read("infusion"), inside_own=frozenset({"infusion"}))
    return Sight(WORDS, parameters, columns=columns, nouns=nouns, own=frozenset({"patient"}))


def _scope(gathered: bool) -> Scope:
    types = {**dict.fromkeys(COLUMNS, DOUBLE), **OTHERS}
    parameters = {name: KnownParameter(DOUBLE, ()) for name in PARAMETERS}
    return Scope(columns={}, parameters=parameters, inside=types) if gathered else Scope(columns=types, parameters=parameters)


@pytest.mark.parametrize(("formula", "unit"), ROWS)
def test_the_unit_of_a_row_s_formula_follows(formula: str, unit: str) -> None:
    assert quantity_of(resolve(parse(formula), _scope(False)), _sight(False)).readings[0] == WORDS.read(unit)


@pytest.mark.parametrize(("formula", "unit"), AGGREGATES)
def test_the_unit_of_an_aggregate_follows(formula: str, unit: str) -> None:
    found = quantity_of(resolve(parse(formula), _scope(True)), _sight(True))
    assert found.fits(WORDS.read(unit))
    assert not found.fits(WORDS.read("GBP/kg"))


@pytest.mark.parametrize(("formula", "found"), REFUSED)
def test_unlike_units_are_refused(formula: str, found: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        quantity_of(resolve(parse(formula), _scope(False)), _sight(False))
    assert refused.value.fault.code == "units-differ"
    assert refused.value.fault.found == found


def test_a_column_without_a_unit_is_reported_where_it_is_used() -> None:
    with pytest.raises(ExpressionError) as refused:
        quantity_of(resolve(parse("grams * 1"), _scope(False)), Sight(WORDS, {}))
    assert refused.value.fault.code == "number-without-unit"


@pytest.mark.parametrize(("one", "other"), WRITTEN)
def test_a_unit_may_be_written_in_several_ways(one: str, other: str) -> None:
    assert WORDS.read(one) == WORDS.read(other)


@pytest.mark.parametrize(("one", "other"), [("g/kg", "share"), ("mg", "g"), ("month", "day"), ("patient", "course"), ("%", "share")])
def test_units_of_other_sizes_or_things_are_not_one(one: str, other: str) -> None:
    assert WORDS.read(one) != WORDS.read(other)


@pytest.mark.parametrize("text", ["grm", "GBP/visits", "10,000", "mg/", ""])
def test_a_word_that_nobody_knows_is_no_unit(text: str) -> None:
    with pytest.raises(UnknownWord):
        WORDS.read(text)
