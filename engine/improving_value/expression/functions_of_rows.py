"""The catalogue of functions of many rows: aggregates, and what is seen of the rows before and after."""

from __future__ import annotations

from collections.abc import Sequence

from improving_value.expression.functions import Function, fixed
from improving_value.expression.types import BOOLEAN, DOUBLE, INTEGER, Type


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
        Function("mean", "(x)", "the exact sum over the count; of nothing, missing", fixed(DOUBLE, "number"), "mean(excess)"),
        Function(
            "median", "(x)", "the middle value; of an even count, the mean of the middle two", fixed(DOUBLE, "number"), "median(wait_days)"
        ),
        Function(
            "percentile",
            "(x, p)",
            "the smallest value with at least a share p of values at or below it",
            fixed(DOUBLE, "number", "number"),
            "percentile(wait_days, 0.9)",
        ),
        Function(
            "mean_of_least",
            "(x, n)",
            "the mean of the n least values; of fewer than n, missing",
            fixed(DOUBLE, "number", "number"),
            "mean_of_least(known(spend_rate), best_of)",
        ),
        Function(
            "mean_of_greatest",
            "(x, n)",
            "the mean of the n greatest values; of fewer than n, missing",
            fixed(DOUBLE, "number", "number"),
            "mean_of_greatest(known(survival), best_of)",
        ),
        Function("deviation", "(x)", "the sample standard deviation (n - 1)", fixed(DOUBLE, "number"), "deviation(spend_per_patient)"),
        Function("min", "(x)", "the least; of nothing, missing", _ordered, "min(infusion_date)"),
        Function("max", "(x)", "the greatest; of nothing, missing", _ordered, "max(infusion_date)"),
        Function("first", "(x, by=d)", "the first known value in order of d", _any_one, "first(weight_kg, by=infusion_date)"),
        Function("last", "(x, by=d)", "the last known value in order of d", _any_one, "last(score, by=score_date)"),
        Function("any", "(condition)", "true when some row is true; of nothing, false", fixed(BOOLEAN, "boolean"), "any(reacted)"),
        Function(
            "all",
            "(condition)",
            "true when every row is true; of nothing, true",
            fixed(BOOLEAN, "boolean"),
            "all(dose_per_kg <= recommended_dose)",
        ),
        Function("only", "(x)", "the value when there is just one row, otherwise missing", _any_one, "only(band_dose)"),
    )
}

TAKES_TWO = ("percentile", "mean_of_least", "mean_of_greatest")
"""Aggregates with a second argument: one number for all the rows."""

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
