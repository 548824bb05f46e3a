"""Which figures rest on a parameter: by their formula, by who is counted, by their gates, or for comparison only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from improving_value.assess.needs import parameters_of
from improving_value.assess.scope import scope_parameters, units_of
from improving_value.check.model import CheckedKpi, CheckedScheme
from improving_value.expression.nodes import Name, Namespaced, Node, walk


def uses_of(checked: CheckedScheme) -> Mapping[str, tuple[str, ...]]:
    """Return the figures that use each parameter (and each `baseline.<measure>`): savings, then costs, then KPIs."""
    used: dict[str, dict[str, None]] = {}
    for figure, name in _pairs(checked):
        used.setdefault(name.split("__")[0], {})[figure] = None
    return {name: tuple(figures) for name, figures in used.items()}


def _pairs(checked: CheckedScheme) -> Iterator[tuple[str, str]]:
    for saving in checked.savings:
        node = saving.each if saving.each is not None else saving.total
        for name in _names(checked, (node,), saving.saving.of if saving.each is not None else None):
            yield saving.saving.saving, name
        for name in _names(checked, (gate for gate, _ in saving.gates), None):
            yield saving.saving.saving, name
    for cost in checked.costs:
        for name in _names(checked, (cost.total,), None):
            yield cost.cost.cost, name
    for kpi in checked.kpis:
        for name in (*_names(checked, (kpi.value, kpi.target), None), *_beside(checked, kpi)):
            yield kpi.kpi.kpi, name


def _names(checked: CheckedScheme, nodes: Iterable[Node | None], unit: str | None) -> Iterator[str]:
    for node in nodes:
        if node is None:
            continue
        yield from (f"{part.namespace}.{part.name.split('__')[0]}" for part in walk(node) if isinstance(part, Namespaced))
        yield from parameters_of(checked, node, unit)
        for name in units_of(checked, node, unit):
            yield from scope_parameters(checked, name)


def _beside(checked: CheckedScheme, kpi: CheckedKpi) -> Iterator[str]:
    """Yield what a KPI is compared with, what its categories are made from, and how many units or categories it asks for."""
    yield from kpi.kpi.references
    yield from (name for name in (kpi.kpi.minimum, kpi.kpi.top) if name is not None)
    if kpi.category is not None and kpi.kpi.of is not None:
        yield from parameters_of(checked, Name(kpi.category, (0, 0), kind="column"), kpi.kpi.of)
