"""Functions of many rows in plain English."""

from __future__ import annotations

from improving_value.expression.english import listed, plural
from improving_value.expression.nodes import Aggregate, Name, Node, Window
from improving_value.expression.speaker import Speaker, Ways

_GATHERED = {
    "sum": "the total of {0}",
    "mean": "the mean of {0}",
    "median": "the median of {0}",
    "deviation": "the standard deviation of {0}",
    "min": "the smallest value of {0}",
    "max": "the greatest value of {0}",
    "count_distinct": "the number of {0}",
    "only": "the one value of {0}",
    "first": "the first recorded value of {0}",
    "last": "the last recorded value of {0}",
    "mean_of_least": "the mean of the smallest values of {0}, as many of them as {1}",
    "mean_of_greatest": "the mean of the greatest values of {0}, as many of them as {1}",
    "percentile": "the smallest value of {0} that has at least this share of them at or below it: {1}",
}
_OF_DAYS = {"min": "the earliest {0}", "max": "the latest {0}"}
_OF_NAMES = {
    "min": "the smallest {0}",
    "max": "the greatest {0}",
    "first": "the first recorded {0}",
    "last": "the last recorded {0}",
    "only": "the only {0}",
}
_SHORT = {"sum": "total", "mean": "mean", "median": "median"}
WORDED = frozenset({*_GATHERED, "count", "any", "all"})
"""Every aggregate that has words; a test holds it to the catalogue."""


def aggregate_phrase(node: Aggregate, speaker: Speaker, say: Ways) -> tuple[str, int]:
    """Return an aggregate as a phrase, and how tightly it holds together."""
    inside = speaker.inside
    if node.function == "count":
        conditions = [say.clause(part, inside) for part in (node.operand, node.where) if part is not None]
        known = f" (leaving out {inside.rows} where this is not known)" if node.known else ""
        return f"the number of {inside.rows}{' where ' + ', and '.join(conditions) if conditions else ''}{known}", 0
    assert node.operand is not None
    words = say.operand(node.operand, inside)
    if node.function == "count_distinct":
        words = f"different {plural(words.removeprefix('the '))}" if words.startswith("the ") else f"different values of {words}"
    among = f", among {inside.rows} where {say.clause(node.where, inside)}" if node.where is not None else ""
    left_out = f", leaving out {inside.rows} where it is not known" if node.known else ""
    order = _order(node.by, inside, say)
    short = _shortly(node, words)
    if short and not (among or left_out or order):
        return short, 3
    form = _OF_DAYS.get(node.function) if _dated(node.operand) else None
    if form is None and words.startswith("the ") and "(" not in words:
        form = _OF_NAMES.get(node.function)
    share = say.phrase(node.argument, speaker) if node.argument is not None else ""
    said = (form or _GATHERED[node.function]).format(words.removeprefix("the ") if form else words, share)
    return f"{said}{order}{among}{left_out}", 0


def _shortly(node: Aggregate, words: str) -> str:
    """Return `the total weight` for the total of the weight, where the name is short enough to be read as one thing."""
    simple = isinstance(node.operand, Name) and words.startswith("the ") and len(words.split()) <= 4 and " of " not in words
    return f"the {_SHORT[node.function]} {words.removeprefix('the ')}" if simple and node.function in _SHORT else ""


def _dated(node: Node) -> bool:
    return node.type is not None and node.type.kind in ("date", "datetime", "time")


def _order(by: Node | None, speaker: Speaker, say: Ways) -> str:
    return "" if by is None else f", in order of {say.operand(by, speaker)}"


def aggregate_clause(node: Aggregate, speaker: Speaker, say: Ways, negated: bool) -> str:
    """Return `any`, `all`, or the one yes-or-no value of many rows as a clause, or as its opposite."""
    inside = speaker.inside
    assert node.operand is not None
    words = say.clause(node.operand, inside)
    among = f" where {say.clause(node.where, inside)}" if node.where is not None else ""
    left_out = f" (leaving out {inside.rows} where it is not known)" if node.known else ""
    if node.function in ("any", "all"):
        before = {
            ("any", False): f"for at least one of the {inside.rows}{among}",
            ("any", True): f"for none of the {inside.rows}{among}",
            ("all", False): f"for every one of the {inside.rows}{among}",
            ("all", True): f"not for every one of the {inside.rows}{among}",
        }[node.function, negated]
        return f"{before}, {words}{left_out}"
    if node.function == "only":
        where = f"on the only {inside.row}{among}"
    else:
        where = f"on the {'last' if node.function == 'last' else 'first'} {inside.row}{among} that records it{_order(node.by, inside, say)}"
    said = f"{where}, {words}{left_out}"
    return f"it is not the case that {said}" if negated else said


def window_phrase(node: Window, speaker: Speaker, say: Ways) -> str:
    """Return a value taken from the rows before or after this one."""
    partition = listed([say.phrase(name, speaker).removeprefix("the ") for name in node.per])
    among = f"among the {speaker.rows} with the same {partition}, in order of {say.operand(node.by, speaker)}"
    words = say.operand(node.operand, speaker)
    if node.function == "running":
        return f"the running total of {words} up to and with this {speaker.row}, {among}"
    return f"{words} on the {speaker.row} {'before' if node.function == 'previous' else 'after'} this one, {among}"
