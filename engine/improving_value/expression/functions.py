"""The catalogue of functions: what they take, what they give, what missing does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from improving_value.expression.types import (
    BOOLEAN,
    DATE,
    DATETIME,
    DOUBLE,
    INTEGER,
    TIME,
    Type,
    unify,
)

Signature = Callable[[Sequence[Type]], Type | None]
"""Given the types of the arguments, the type of the result, or None when they do not fit."""


@dataclass(frozen=True)
class Function:
    """One function an author may call."""

    name: str
    takes: str
    says: str
    result: Signature
    example: str


def _fixed(result: Type, *wanted: str) -> Signature:
    def of(types: Sequence[Type]) -> Type | None:
        fits = len(types) == len(wanted) and all(_is(kind, want) for kind, want in zip(types, wanted, strict=True))
        return result if fits else None

    return of


def _is(kind: Type, want: str) -> bool:
    if kind.many:
        return False
    if want == "number":
        return kind.is_number
    if want == "column date-time":
        return kind.kind == "datetime" and kind.local
    return want == "any" or kind.kind == want


def _extreme(types: Sequence[Type]) -> Type | None:
    if len(types) < 2:
        return None
    found: Type | None = types[0]
    for kind in types[1:]:
        found = unify(found, kind) if found else None
    if found is None or found.kind in ("text", "boolean"):
        return None
    return DOUBLE if found.is_number and found.kind != "integer" else found


def _instead(types: Sequence[Type]) -> Type | None:
    if len(types) != 2:
        return None
    found = unify(types[0], types[1])
    return DOUBLE if found and found.is_number and found.kind != "integer" else found


def _absolute(types: Sequence[Type]) -> Type | None:
    if len(types) != 1 or not types[0].is_number:
        return None
    return types[0] if types[0].kind == "integer" else DOUBLE


SCALAR_FUNCTIONS: dict[str, Function] = {
    function.name: function
    for function in (
        Function("is_missing", "(x)", "true when x is missing; itself never missing", _fixed(BOOLEAN, "any"), "is_missing(weight_kg)"),
        Function("if_missing", "(x, y)", "x, or y when x is missing: said aloud", _instead, "if_missing(weight_kg, assumed_weight)"),
        Function("max", "(a, b, …)", "the greatest; missing when any is missing", _extreme, "max(0, excess)"),
        Function("min", "(a, b, …)", "the least; missing when any is missing", _extreme, "min(end_date, period_end)"),
        Function("abs", "(x)", "x without its sign", _absolute, "abs(difference)"),
        Function(
            "round_up", "(x, step)", "x rounded up to a whole number of steps", _fixed(DOUBLE, "number", "number"), "round_up(grams, vial)"
        ),
        Function(
            "round_down",
            "(x, step)",
            "x rounded down to a whole number of steps",
            _fixed(DOUBLE, "number", "number"),
            "round_down(hours, day)",
        ),
        Function("days", "(a, b)", "days from date a to date b", _fixed(INTEGER, "date", "date"), "days(start_date, end_date)"),
        Function(
            "hours",
            "(a, b)",
            "true hours from date-time a to b, clock changes allowed for",
            _fixed(DOUBLE, "datetime", "datetime"),
            "hours(ready_at, discharge_at)",
        ),
        Function(
            "months", "(a, b)", "completed months from date a to date b", _fixed(INTEGER, "date", "date"), "months(switch_date, period_end)"
        ),
        Function("age", "(born, on)", "completed years of age on a date", _fixed(INTEGER, "date", "date"), "age(birth_date, switch_date)"),
        Function("add_days", "(d, n)", "the date n days later", _fixed(DATE, "date", "number"), "add_days(start_date, 28)"),
        Function(
            "add_months",
            "(d, n)",
            "the same day n months later, or that month's last day",
            _fixed(DATE, "date", "number"),
            "add_months(approval_date, validity)",
        ),
        Function("month_start", "(d)", "the first day of the date's month", _fixed(DATE, "date"), "month_start(ceased_date)"),
        Function("date_of", "(t)", "the local date of a date-time column", _fixed(DATE, "column date-time"), "date_of(discharge_at)"),
        Function(
            "time_of_day",
            "(t)",
            "the local clock time of a date-time column",
            _fixed(TIME, "column date-time"),
            "time_of_day(discharge_at)",
        ),
        Function(
            "time_between",
            "(t, from, until)",
            "whether a time of day is in [from, until), which may cross midnight",
            _fixed(BOOLEAN, "time", "time", "time"),
            "time_between(time_of_day(discharge_at), day_from, day_until)",
        ),
        Function(
            "starts_with",
            "(text, prefix)",
            "whether a text begins with another",
            _fixed(BOOLEAN, "text", "text"),
            "starts_with(atc_code, 'J02A')",
        ),
        Function("number_of", "(condition)", "1 when true, 0 when false", _fixed(INTEGER, "boolean"), "number_of(weighed)"),
    )
}


def _keeps_number(types: Sequence[Type]) -> Type | None:
    if len(types) != 1 or types[0].many or not types[0].is_number:
        return None
    return types[0]


def _ordered(types: Sequence[Type]) -> Type | None:
    if len(types) != 1 or types[0].many or types[0].kind in ("text", "boolean"):
        return None
    return Type(types[0].kind, places=types[0].places)


def _any_one(types: Sequence[Type]) -> Type | None:
    if len(types) != 1 or types[0].many:
        return None
    return Type(types[0].kind, places=types[0].places, folded=types[0].folded)


AGGREGATES: dict[str, Function] = {
    function.name: function
    for function in (
        Function("sum", "(x)", "the exact sum; of nothing, 0", _keeps_number, "sum(grams)"),
        Function(
            "count",
            "() or (condition)",
            "how many rows, or how many for which the condition is true",
            lambda types: INTEGER if len(types) == 0 or types[0] == BOOLEAN else None,
            "count(dose_per_kg <= recommended_dose)",
        ),
        Function(
            "count_distinct",
            "(x)",
            "how many different values",
            lambda types: INTEGER if len(types) == 1 else None,
            "count_distinct(patient_id)",
        ),
        Function("mean", "(x)", "the exact sum over the count; of nothing, missing", _fixed(DOUBLE, "number"), "mean(excess)"),
        Function(
            "median", "(x)", "the middle value; of an even count, the mean of the middle two", _fixed(DOUBLE, "number"), "median(wait_days)"
        ),
        Function(
            "percentile",
            "(x, p)",
            "the smallest value with at least a share p of values at or below it",
            _fixed(DOUBLE, "number", "number"),
            "percentile(wait_days, 0.9)",
        ),
        Function("deviation", "(x)", "the sample standard deviation (n - 1)", _fixed(DOUBLE, "number"), "deviation(spend_per_patient)"),
        Function("min", "(x)", "the least; of nothing, missing", _ordered, "min(infusion_date)"),
        Function("max", "(x)", "the greatest; of nothing, missing", _ordered, "max(infusion_date)"),
        Function("first", "(x, by=d)", "the first known value in order of d", _any_one, "first(weight_kg, by=infusion_date)"),
        Function("last", "(x, by=d)", "the last known value in order of d", _any_one, "last(score, by=score_date)"),
        Function("any", "(condition)", "true when some row is true; of nothing, false", _fixed(BOOLEAN, "boolean"), "any(reacted)"),
        Function(
            "all",
            "(condition)",
            "true when every row is true; of nothing, true",
            _fixed(BOOLEAN, "boolean"),
            "all(dose_per_kg <= recommended_dose)",
        ),
        Function("only", "(x)", "the value when there is just one row, otherwise missing", _any_one, "only(band_dose)"),
    )
}

WINDOWS: dict[str, Function] = {
    function.name: function
    for function in (
        Function(
            "running",
            "(sum(x), by=d, per=[…])",
            "the sum of x up to and with this row, in order of d",
            _keeps_number,
            "running(sum(days), by=dispensed_date, per=[patient_id])",
        ),
        Function(
            "previous",
            "(x, by=d, per=[…])",
            "x on the row before, in order of d",
            _any_one,
            "previous(dispensed_date, by=dispensed_date, per=[patient_id])",
        ),
        Function(
            "next",
            "(x, by=d, per=[…])",
            "x on the row after, in order of d",
            _any_one,
            "next(dispensed_date, by=dispensed_date, per=[patient_id])",
        ),
    )
}

BOUNDARIES: dict[str, Type] = {
    "period_start": DATE,
    "period_end": DATE,
    "period_start_at": DATETIME,
    "period_end_at": DATETIME,
}
"""Names for the window at hand; the end is the first moment after it. Only units tied to a window may use them."""
