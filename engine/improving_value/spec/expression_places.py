"""Which values of a scheme file are expressions, told by where they stand."""

from __future__ import annotations

from improving_value.spec.positions import KeyPath

EXPRESSION_KEYS = frozenset(
    {
        "when",
        "is",
        "share",
        "each",
        "total",
        "keep",
        "where",
        "numerator",
        "denominator",
        "among",
        "at_stake",
        "bands",
        "gap_under",
        "target",
        "formula",
    }
)
"""Keys whose value is an expression, wherever a scheme has them."""

_PARTS = ("units", "measures", "kpis", "savings", "costs", "reproduces")


def is_expression(path: KeyPath) -> bool:
    """Say whether the single value at a path of a scheme file is an expression."""
    if len(path) < 3 or path[0] not in _PARTS:
        return False
    if path[0] == "units" and len(path) == 4 and path[2] in ("columns", "rows", "labels"):
        return path[2] != "labels"
    if path[-2] == "cuts" or (len(path) > 5 and path[-3] == "tests"):
        return True
    return path[-1] in EXPRESSION_KEYS


def never(_path: KeyPath) -> bool:
    """Say that no value is an expression: for files that hold none."""
    return False
