"""Functions of one row's values in plain English."""

from __future__ import annotations

from decimal import Decimal

from improving_value.expression.english import be, listed
from improving_value.expression.nodes import Call, Literal, Name, Namespaced, Negate, Node
from improving_value.expression.speaker import Speaker, Ways

_CALLED = {
    "abs": "the size of {0}, whether above or below 0",
    "round_up": "{0} rounded up to a whole multiple of {1}",
    "round_down": "{0} rounded down to a whole multiple of {1}",
    "round_to": "{0} rounded to the nearest whole multiple of {1}",
    "square_root": "the square root of {0}",
    "year": "the calendar year of {0}",
    "moment": "the midnight at which {0} begins",
    "interval_low": "the low end of the interval that chance allows around {0} of {1}, {2} wide",
    "interval_high": "the high end of the interval that chance allows around {0} of {1}, {2} wide",
    "days": "the number of days from {0} to {1}",
    "hours": "the number of hours from {0} to {1}",
    "months": "the number of completed months from {0} to {1}",
    "age": "the age in completed years on {1} (from {0})",
    "month_start": "the first day of the month of {0}",
    "date_of": "the day of {0}",
    "time_of_day": "the time of day of {0}",
}
"""What becomes of plain arguments; the others are worded one by one below."""

WORDED = frozenset(
    {*_CALLED, "max", "min", "add_days", "add_months", "number_of", "is_missing", "starts_with", "time_between", "if_missing"}
)
"""Every function that has words; a test holds it to the catalogue."""


def call_phrase(node: Call, speaker: Speaker, say: Ways) -> str:
    """Return a function's value as a phrase."""
    match node:
        case Call("max" | "min"):
            return _extreme(node, speaker, say)
        case Call("add_days" | "add_months", (start, number)):
            return _shifted(node.function, start, number, speaker, say)
        case Call("if_missing"):
            return _instead(node, speaker, say)
        case Call("number_of", (condition,)):
            return f"1 if {say.clause(condition, speaker)}, otherwise 0"
        case Call(function, arguments):
            return _CALLED[function].format(*(say.operand(argument, speaker) for argument in arguments))


def _instead(node: Call, speaker: Speaker, say: Ways) -> str:
    """Return the first of several values that is known."""
    values: list[Node] = []
    rest: Node = node
    while isinstance(rest, Call) and rest.function == "if_missing":
        values.append(rest.arguments[0])
        rest = rest.arguments[1]
    words = [say.operand(part, speaker) for part in (*values, rest)]
    return f"{words[0]} or, if that is not known, {words[1]}" if len(words) == 2 else f"the first that is known of {listed(words)}"


def _extreme(node: Call, speaker: Speaker, say: Ways) -> str:
    arguments = list(node.arguments)
    zeros = [part for part in arguments if isinstance(part, Literal) and part.value == Decimal(0)]
    if node.function == "max" and len(arguments) == 2 and zeros:
        return f"{say.phrase(next(part for part in arguments if part is not zeros[0]), speaker)}, but never less than 0"
    words = [say.operand(part, speaker) for part in arguments]
    dated = any(part.type is not None and part.type.kind in ("date", "datetime", "time") for part in arguments)
    degrees = {("max", True): "later", ("min", True): "earlier", ("max", False): "greater", ("min", False): "smaller"}
    degree = degrees[node.function, dated]
    if len(words) > 2:
        degree = {"later": "latest", "earlier": "earliest", "greater": "greatest", "smaller": "smallest"}[degree]
    return f"the {degree} of {listed(words)}"


def _shifted(function: str, start: Node, number: Node, speaker: Speaker, say: Ways) -> str:
    """Return a day so many days or months after another, or before it."""
    back = isinstance(number, Negate)
    amount = number.operand if isinstance(number, Negate) else number
    unit = function.removeprefix("add_")
    if isinstance(amount, Literal):
        words = f"{say.phrase(amount, speaker)} {unit.removesuffix('s') if amount.value == Decimal(1) else unit}"
    else:
        words = say.operand(amount, speaker)
    if words[:1].isdigit():
        return f"the day {words} {'before' if back else 'after'} {say.operand(start, speaker)}"
    return f"{say.operand(start, speaker)} {'minus' if back else 'plus'} {words}"


def call_clause(node: Call, speaker: Speaker, say: Ways, negated: bool) -> str:
    """Return a function that is true or false as a clause, or as its opposite."""
    match node:
        case Call("is_missing", (value,)):
            return missing_clause(value, speaker, say, negated)
        case Call("starts_with", (text, prefix)):
            return f"{say.phrase(text, speaker)} {'does not begin' if negated else 'begins'} with {say.operand(prefix, speaker)}"
        case Call("time_between", (time, start, end)):
            limits = f"at or after {say.operand(start, speaker)} and before {say.operand(end, speaker)}"
            return f"{say.phrase(time, speaker)} is {'not ' if negated else ''}{limits}"
        case Call("if_missing", (value, instead)):
            words = say.clause(value, speaker)
            held = instead.value if isinstance(instead, Literal) else None
            rest = {True: "or this is not known", False: "and this is known"}.get(held is True, "")
            known = f"{words}, {rest}" if isinstance(held, bool) else f"{words} (or, if that is not known, {say.clause(instead, speaker)})"
            if negated and held is True:
                return f"{say.denial(value, speaker)}, and this is known"
            return f"it is not the case that ({known})" if negated else f"({known})"
        case _:
            return f"{'it is not the case that ' if negated else ''}{call_phrase(node, speaker, say)}"


def missing_clause(value: Node, speaker: Speaker, say: Ways, negated: bool) -> str:
    """Return that something is, or is not, on record."""
    if value.type is not None and value.type.kind == "boolean":
        return f"it is {'' if negated else 'not '}known whether {say.clause(value, speaker)}"
    words = say.phrase(value, speaker)
    word = "recorded" if isinstance(value, Name | Namespaced) and speaker.recorded(value) else "known"
    return f"{words} {be(words)} {'' if negated else 'not '}{word}"
