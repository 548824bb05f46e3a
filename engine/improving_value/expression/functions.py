"""The catalogue of functions of one row: what they take, what they give, what missing does."""

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


def fixed(result: Type, *wanted: str) -> Signature:
    """Return the signature that takes just these: kinds of type, `number`, `any` or `column date-time`."""

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
        Function("is_missing", "(x)", "true when x is missing; itself never missing", fixed(BOOLEAN, "any"), "is_missing(weight_kg)"),
        Function("if_missing", "(x, y)", "x, or y when x is missing: said aloud", _instead, "if_missing(weight_kg, assumed_weight)"),
        Function("max", "(a, b, …)", "the greatest; missing when any is missing", _extreme, "max(0, excess)"),
        Function("min", "(a, b, …)", "the least; missing when any is missing", _extreme, "min(end_date, period_end)"),
        Function("abs", "(x)", "x without its sign", _absolute, "abs(difference)"),
        Function(
            "round_up", "(x, step)", "x rounded up to a whole number of steps", fixed(DOUBLE, "number", "number"), "round_up(grams, vial)"
        ),
        Function(
            "round_down",
            "(x, step)",
            "x rounded down to a whole number of steps",
            fixed(DOUBLE, "number", "number"),
            "round_down(hours, day)",
        ),
        Function(
            "round_to",
            "(x, step)",
            "x rounded to the nearest whole number of steps; halves away from zero, as pence are",
            fixed(DOUBLE, "number", "number"),
            "round_to(limit, hundredth)",
        ),
        Function(
            "square_root", "(x)", "the square root; of less than 0, missing", fixed(DOUBLE, "number"), "square_root(dose * next_dose)"
        ),
        Function("days", "(a, b)", "days from date a to date b", fixed(INTEGER, "date", "date"), "days(start_date, end_date)"),
        Function(
            "hours",
            "(a, b)",
            "true hours from date-time a to b, clock changes allowed for",
            fixed(DOUBLE, "datetime", "datetime"),
            "hours(ready_at, discharge_at)",
        ),
        Function(
            "months", "(a, b)", "completed months from date a to date b", fixed(INTEGER, "date", "date"), "months(switch_date, period_end)"
        ),
        Function("age", "(born, on)", "completed years of age on a date", fixed(INTEGER, "date", "date"), "age(birth_date, switch_date)"),
        Function("add_days", "(d, n)", "the date n days later", fixed(DATE, "date", "number"), "add_days(start_date, 28)"),
        Function(
            "add_months",
            "(d, n)",
            "the same day n months later, or that month's last day",
            fixed(DATE, "date", "number"),
            "add_months(approval_date, validity)",
        ),
        Function("month_start", "(d)", "the first day of the date's month", fixed(DATE, "date"), "month_start(ceased_date)"),
        Function("year", "(d)", "the calendar year of a date, as a number", fixed(INTEGER, "date"), "year(birth_date)"),
        Function(
            "moment",
            "(d)",
            "the midnight, in London, at which a date begins",
            fixed(DATETIME, "date"),
            "hours(moment(admission_date), discharge_at)",
        ),
        Function("date_of", "(t)", "the local date of a date-time column", fixed(DATE, "column date-time"), "date_of(discharge_at)"),
        Function(
            "time_of_day",
            "(t)",
            "the local clock time of a date-time column",
            fixed(TIME, "column date-time"),
            "time_of_day(discharge_at)",
        ),
        Function(
            "time_between",
            "(t, from, until)",
            "whether a time of day is in [from, until), which may cross midnight",
            fixed(BOOLEAN, "time", "time", "time"),
            "time_between(time_of_day(discharge_at), day_from, day_until)",
        ),
        Function(
            "starts_with",
            "(text, prefix)",
            "whether a text begins with another",
            fixed(BOOLEAN, "text", "text"),
            "starts_with(atc_code, 'J02A')",
        ),
        Function("number_of", "(condition)", "1 when true, 0 when false", fixed(INTEGER, "boolean"), "number_of(weighed)"),
        Function(
            "interval_low",
            "(k, n, z)",
            "the low end of Wilson's interval, z standard errors wide, around the share k of n",
            fixed(DOUBLE, "number", "number", "number"),
            "interval_low(readmitted, spells, z)",
        ),
        Function(
            "interval_high",
            "(k, n, z)",
            "the high end of the same",
            fixed(DOUBLE, "number", "number", "number"),
            "interval_high(readmitted, spells, z)",
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
