"""An expression over many rows, worked out once for all that are alike in what it reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from improving_value.expression.evaluate_values import RowValue
from improving_value.expression.nodes import Aggregate, Name, Namespaced, Node, Window, walk
from improving_value.kernel.remembering import once_each
from improving_value.run.rows_sight import Sight

_MANY = 12
"""Rows from which on it is worth telling which are alike."""

_TELLING = ("boolean", "text", "date", "datetime", "integer", "time")
"""Types whose values are one when they are equal; a double nought may be minus nought, and 0 and 0.00 are equal decimals."""

Picked = Callable[[Mapping[str, RowValue]], Any]


class _Reads(NamedTuple):
    """All that an expression may look at, from where it stands."""

    mine: Picked
    theirs: Picked
    parameters: frozenset[str]
    bounds: bool


def values_over(node: Node, sights: Sequence[Sight]) -> list[RowValue]:
    """Return an expression's value as seen from each of many rows of one sort."""
    reads = _reads(node) if len(sights) >= _MANY else None
    if reads is None or not all(sights[0].book.is_constant(name) for name in reads.parameters):
        return [sight.value(node) for sight in sights]
    found: dict[Any, RowValue] = {}
    values = []
    for sight in sights:
        window = sight.window.id if reads.bounds and sight.window is not None else None
        key = reads.mine(sight.columns), reads.theirs(sight.theirs), window
        if key not in found:
            found[key] = sight.value(node)
        values.append(found[key])
    return values


@once_each(most=8192)
def _reads(node: Node) -> _Reads | None:
    """Return what an expression reads; None when that does not tell its value."""
    mine: dict[str, None] = {}
    theirs: dict[str, None] = {}
    parameters: set[str] = set()
    bounds = False
    for part in walk(node):
        if isinstance(part, (Aggregate, Window, Namespaced)):
            return None
        if not isinstance(part, Name):
            continue
        if part.kind == "boundary":
            bounds = True
        elif part.kind == "parameter":
            parameters.add(part.name)
        elif part.type is None or part.type.kind not in _TELLING or part.kind not in ("column", "theirs"):
            return None
        else:
            (mine if part.kind == "column" else theirs)[part.name] = None
    return _Reads(_pick(mine), _pick(theirs), frozenset(parameters), bounds)


def _pick(names: Mapping[str, None]) -> Picked:
    return itemgetter(*names) if names else _nothing


def _nothing(columns: Mapping[str, RowValue]) -> None:
    """Return what an expression that names no column reads of a row."""
