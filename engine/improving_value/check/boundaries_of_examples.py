"""The limits of a scheme that its examples should stand on either side of: those of its rules, KPIs, measures and savings."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from improving_value.check.boundaries import Conditions
from improving_value.check.limits import Knowledge
from improving_value.check.lines import Limit, ProvedLimit
from improving_value.check.model import CheckedFacts
from improving_value.check.reading import Path
from improving_value.expression.nodes import Aggregate, Comparison, Name, Node, Window, children, walk

_TOUCHED = {"<": "<", ">=": "<", "<=": "<=", ">": "<=", "==": "==", "!=": "=="}
"""Comparisons that are proved by the same pair of examples."""


def limits_to_prove(conditions: Conditions) -> tuple[ProvedLimit, ...]:
    """Return each limit once, where it is first relied on. Numbers that are no parameters are structure, and no limits."""
    found: dict[tuple[str, str, Decimal, str], ProvedLimit] = {}
    for path, unit, node in _places(conditions):
        known = conditions.knowledge(unit)
        for comparison in comparisons(known, node):
            limit = known.limit(comparison)
            if limit is not None and given_side(limit) is not None:
                key = (unit, limit.axis.text, limit.value, _TOUCHED[limit.operator])
                found.setdefault(key, ProvedLimit(path, unit, comparison))
    return tuple(found.values())


def given_side(limit: Limit) -> Node | None:
    """Return the side of a comparison that parameters alone give, and that is the limit; None where neither is."""
    for side in (limit.against, limit.measured):
        if {part.kind for part in walk(side) if isinstance(part, Name)} == {"parameter"}:
            return side
    return None


def _places(conditions: Conditions) -> Iterator[tuple[Path, str, Node]]:
    """Yield what finished units turn on: their columns, their rules, and what is asked of them. What is asked of rows cannot be seen on them."""
    scheme = conditions.reading.scheme
    for name, unit in conditions.units.items():
        part = "columns" if unit.group is not None else "rows"
        for column in unit.columns if unit.group is not None else unit.row_columns:
            if not isinstance(column.how, CheckedFacts):
                where = part if column.name in getattr(scheme.units[name], part) else "columns"
                yield ("units", name, where, column.name), name, column.how
        yield from ((("units", name, "eligible", index, "when"), name, rule.when) for index, rule in enumerate(unit.rules))
    asked: list[tuple[Path, str | None]] = []
    for index, kpi in enumerate(scheme.kpis):
        asked += [(("kpis", index, key), kpi.of) for key in ("share", "among")]
    asked += [(("measures", index, "where"), measure.of) for index, measure in enumerate(scheme.measures)]
    for index, saving in enumerate(scheme.savings):
        asked += [(("savings", index, key), saving.of) for key in ("where", "each")]
    for path, of in asked:
        node = conditions.node(*path)
        if node is not None and of in conditions.units:
            yield path, str(of), node


def comparisons(known: Knowledge, node: Node) -> Iterator[Comparison]:
    """Yield the comparisons on which an expression of one unit turns, those of the yes-or-no columns it names included."""
    node = known.spelt_out(node)
    if isinstance(node, Comparison):
        yield node
    elif not isinstance(node, (Aggregate, Window)):
        for part in children(node):
            yield from comparisons(known, part)


def step_of(limit: Limit, value: Decimal) -> Decimal:
    """Return how far from a limit an example may stand: one day, one thing, or one in the last place of the limit as written."""
    exponent = value.as_tuple().exponent
    return Decimal(1) if limit.axis.whole or not isinstance(exponent, int) else Decimal(1).scaleb(min(exponent, 0))
