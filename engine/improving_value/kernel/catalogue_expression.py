"""Codes for the little language: how an expression is written, and what it means."""

from __future__ import annotations

from improving_value.kernel.code import Code, by_code

EXPRESSION_CODES = by_code(
    Code(
        "aggregate-not-allowed",
        "An aggregate where there is only one row",
        "`sum`, `count`, `first` and the like look at many rows. Here there is one row, or the aggregate stands inside another.",
        "columns:\n  dose: sum(dose_g)",
    ),
    Code(
        "attribute-not-allowed",
        "A dot where none may be",
        "The only names with a dot are `baseline.` and `before_baseline.`, followed by a measure.",
        "baseline.mean_dose - mean_dose",
    ),
    Code(
        "baseline-outside-total",
        "A baseline outside a total",
        "`baseline.` and `before_baseline.` give a measure in another period, and stand only in a `total` or in a KPI made of measures.",
        "total: baseline.mean_dose - mean_dose",
    ),
    Code(
        "changes-inside-period",
        "A value that changes inside the period",
        "A `total` is worked out once for a period, so it cannot use a value that changes inside it. Use `each`, which takes the value of the day.",
        "each: dose * price",
    ),
    Code(
        "expression-not-allowed",
        "Something the little language does not have",
        "Expressions are arithmetic, comparisons, `and`, `or`, `not`, `x if c else y`, `in [..]` and the functions of the catalogue; nothing else.",
        "when: age >= 18 and indication == 'ITP'",
    ),
    Code(
        "expression-syntax",
        "An expression that cannot be read",
        "A bracket or a quote is not closed, an operator stands where a value should, or `=` is written for `==`.",
        "when: indication == 'ITP'",
    ),
    Code(
        "expression-too-deep",
        "An expression with too many brackets in brackets",
        "An expression this deep cannot be followed by a reader. Give its parts names under `columns`.",
        "excess: dose - recommended_dose * weight",
    ),
    Code(
        "expression-too-long",
        "An expression that is too long",
        "An expression this long cannot be checked by a reader. Give its parts names under `columns`.",
        "excess: dose - recommended_dose * weight",
    ),
    Code(
        "no-period-here",
        "A period where there is none",
        "`period_start` and `period_end` mean something only in a unit that belongs to one period: `each_period: true`, or grouped by `period`.",
        "each_period: true",
    ),
    Code(
        "not-true-or-false",
        "A condition that is not true or false",
        "A rule, a condition or an operand of `and`, `or` and `not` must be true or false. A number or a text is neither: compare it with something.",
        "when: dose > 0",
    ),
    Code(
        "number-too-large",
        "A number too large to calculate with",
        "The number has more digits than a calculation can hold.",
        "1000000",
    ),
    Code(
        "rows-outside-aggregate",
        "A column of rows outside an aggregate",
        "The unit is made of several rows, so a column of those rows has no single value. Say which: the sum, the first, the greatest.",
        "weight: first(weight_kg, by=infusion_date)",
    ),
    Code(
        "types-differ",
        "Two kinds of value that do not go together",
        "A number is compared with a text, a date with a number, and so on. Codes are text and are written in quotes.",
        "specialty == '010'",
    ),
    Code(
        "unknown-function",
        "A function that does not exist",
        "The catalogue of functions is a closed list. The name may be misspelt.",
        "max(0, dose)",
    ),
    Code(
        "unknown-name",
        "A name that is not defined",
        "A name is a column of the dataset or unit, a parameter, or a measure. It may be misspelt, or defined further down.",
        "dose_per_kg <= recommended_dose",
    ),
    Code(
        "wrong-arguments",
        "A function with the wrong arguments",
        "The function takes other arguments than it was given: another number of them, or of another kind.",
        "days(start_date, end_date)",
    ),
)
