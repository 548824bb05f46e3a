"""A tree in plain English, for reports, sign-off and messages."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from improving_value.expression.nodes import (
    Aggregate,
    AllOf,
    AnyOf,
    Arithmetic,
    Call,
    Choice,
    Comparison,
    Literal,
    Membership,
    Name,
    Namespaced,
    Negate,
    Node,
    Not,
    Window,
)

Say = Callable[[Name | Namespaced], str]
"""What a reader calls a name."""

_COMPARED = {
    "<": "is below",
    "<=": "is at most",
    "==": "is",
    "!=": "is not",
    ">=": "is at least",
    ">": "is above",
}
_COMBINED = {"+": "plus", "-": "less", "*": "times", "/": "divided by"}
_CALLED = {
    "max": "the greater of {}",
    "min": "the lesser of {}",
    "abs": "{} without its sign",
    "is_missing": "{} is not recorded",
    "if_missing": "{0} (where not recorded, {1})",
    "round_up": "{0} rounded up to a whole {1}",
    "round_down": "{0} rounded down to a whole {1}",
    "round_to": "{0} rounded to the nearest whole {1}",
    "square_root": "the square root of {}",
    "days": "the days from {0} to {1}",
    "hours": "the hours from {0} to {1}",
    "months": "the completed months from {0} to {1}",
    "age": "the age in years on {1}, born {0}",
    "add_days": "{1} days after {0}",
    "add_months": "{1} months after {0}",
    "month_start": "the first of the month of {0}",
    "date_of": "the date of {0}",
    "time_of_day": "the time of {0}",
    "time_between": "{0} is from {1} and before {2}",
    "starts_with": "{0} begins with {1}",
    "number_of": "1 where {0}, otherwise 0",
    "year": "the year of {0}",
    "moment": "the midnight at which {0} begins",
    "interval_low": "the low end of the interval around {0} of {1}",
    "interval_high": "the high end of the interval around {0} of {1}",
}
_GATHERED = {
    "sum": "the total of {}",
    "count": "the number where {}",
    "count_distinct": "the number of different values of {}",
    "mean": "the mean of {}",
    "median": "the median of {}",
    "percentile": "the percentile of {0} at {1}",
    "mean_of_least": "the mean of the least {0}, as many as {1}",
    "mean_of_greatest": "the mean of the greatest {0}, as many as {1}",
    "deviation": "the standard deviation of {}",
    "min": "the least {}",
    "max": "the greatest {}",
    "first": "the first known {}",
    "last": "the last known {}",
    "any": "any row where {}",
    "all": "every row where {}",
    "only": "the one {}",
}


def plain_name(node: Name | Namespaced) -> str:
    """Return a name as words; a baseline measure says so."""
    words = node.name.split("__")[0].replace("_", " ")
    if isinstance(node, Namespaced):
        return f"{words} in the {'baseline' if node.namespace == 'baseline' else 'period before the baseline'}"
    return words


def in_words(node: Node, say: Say = plain_name) -> str:
    """Return an expression as a phrase."""

    def of(part: Node) -> str:
        words = in_words(part, say)
        return f"({words})" if isinstance(part, (Arithmetic, Choice, AllOf, AnyOf)) else words

    match node:
        case Literal(value):
            return _literal(value)
        case Name() | Namespaced():
            return say(node)
        case Negate(operand):
            return f"minus {of(operand)}"
        case Not(Call("is_missing", (operand,))):
            return f"{of(operand)} is recorded"
        case Not(operand):
            return f"not {of(operand)}"
        case Arithmetic(operator, left, right):
            loose = in_words(left, say) if _level(left) >= _level(node) else of(left)
            return f"{loose} {_COMBINED[operator]} {of(right)}"
        case Comparison(operator, left, right):
            return f"{of(left)} {_COMPARED[operator]} {of(right)}"
        case AllOf(operands):
            return " and ".join(of(part) for part in operands)
        case AnyOf(operands):
            return " or ".join(of(part) for part in operands)
        case Choice(condition, then, otherwise):
            return f"{of(then)} where {of(condition)}, otherwise {of(otherwise)}"
        case Membership(item, options, negated):
            listed = ", ".join(of(option) for option in options)
            return f"{of(item)} is {'not ' if negated else ''}one of {listed}"
        case Call(function, arguments):
            return _call(function, [in_words(argument, say) for argument in arguments])
        case Aggregate():
            return _aggregate(node, say)
        case Window(function, operand):
            return f"the {function} {of(operand)}"


def _level(node: Node) -> int:
    if isinstance(node, Arithmetic):
        return 1 if node.operator in "+-" else 2
    return 0


def _literal(value: Decimal | str | bool | None) -> str:
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:f}" if isinstance(value, Decimal) else f"“{value}”"


def _call(function: str, words: list[str]) -> str:
    form = _CALLED[function]
    if "{}" in form:
        listed = words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]
        return form.format(listed)
    return form.format(*words)


def _aggregate(node: Aggregate, say: Say) -> str:
    parts = [in_words(part, say) for part in (node.operand, node.argument) if part is not None]
    words = _GATHERED[node.function].format(*parts) if parts else "the number"
    return words if node.where is None else f"{words}, where {in_words(node.where, say)}"
