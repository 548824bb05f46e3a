"""The limits of a scheme that its examples should stand on either side of: those of its rules, KPIs, measures and savings."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from improving_value.check.boundaries import Conditions
from improving_value.check.limits import Knowledge
from improving_value.check.lines import Limit, ProvedLimit
from improving_value.check.reading import Path
from improving_value.expression.nodes import AllOf, AnyOf, Choice, Comparison, Name, Node, Not, children, walk

_TOUCHED = {"<": "<", ">=": "<", "<=": "<=", ">": "<=", "==": "==", "!=": "=="}
"""Comparisons that are proved by the same pair of examples."""


def limits_to_prove(conditions: Conditions) -> tuple[ProvedLimit, ...]:
    """Return each limit once, where it is first relied on. Numbers that are no parameters are structure, and no limits."""
    found: dict[tuple[str, str, Decimal, str], ProvedLimit] = {}
    for path, unit in _places(conditions):
        node, known = conditions.node(*path), conditions.knowledge(unit)
        if node is None or unit not in conditions.units:
            continue
        for comparison in comparisons(known, node):
            limit = known.limit(comparison)
            if limit is not None and _is_parameter(limit):
                key = (unit, limit.axis.text, limit.value, _TOUCHED[limit.operator])
                found.setdefault(key, ProvedLimit(path, unit, comparison))
    return tuple(found.values())


def _is_parameter(limit: Limit) -> bool:
    return any(isinstance(part, Name) and part.kind == "parameter" for part in walk(limit.against)) and not any(
        isinstance(part, Name) and part.kind != "parameter" for part in walk(limit.against)
    )


def _places(conditions: Conditions) -> Iterator[tuple[Path, str]]:
    scheme = conditions.reading.scheme
    for name, unit in scheme.units.items():
        yield from (((("units", name, "eligible", index, "when")), name) for index in range(len(unit.eligible)))
    for index, kpi in enumerate(scheme.kpis):
        yield from ((("kpis", index, key), kpi.of or "") for key in ("share", "among"))
    for index, measure in enumerate(scheme.measures):
        yield ("measures", index, "where"), measure.of
    for index, saving in enumerate(scheme.savings):
        yield from ((("savings", index, key), saving.of or "") for key in ("where", "each"))


def comparisons(known: Knowledge, node: Node) -> Iterator[Comparison]:
    """Yield the comparisons on which an expression turns, those of the yes-or-no columns it names included."""
    node = known.spelt_out(node)
    if isinstance(node, Comparison):
        yield node
    elif isinstance(node, (AllOf, AnyOf, Not, Choice)):
        for part in children(node):
            yield from comparisons(known, part)


def step_of(limit: Limit) -> Decimal:
    """Return how far from a limit an example may stand: one day, one thing, or one in the last place of the limit as written."""
    exponent = limit.value.as_tuple().exponent
    return Decimal(1) if limit.axis.whole or not isinstance(exponent, int) else Decimal(1).scaleb(min(exponent, 0))
