"""Which figures rest on a parameter: by their formulas, their targets and gates, and by who is counted for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from improving_value.assess.needs import parameters_of
from improving_value.assess.scope import scope_parameters, units_of
from improving_value.check.model import CheckedKpi, CheckedSaving, CheckedScheme
from improving_value.expression.nodes import Name, Namespaced, Node, walk


def figures_resting_on(checked: CheckedScheme) -> Mapping[str, tuple[str, ...]]:
    """Return the figures that rest on each parameter (and on each `baseline.<measure>`): savings, costs, then KPIs."""
    used: dict[str, dict[str, None]] = {}
    for figure, name in _uses(checked):
        used.setdefault(name.split("__")[0], {})[figure] = None
    return {name: tuple(figures) for name, figures in used.items()}


def _uses(checked: CheckedScheme) -> Iterator[tuple[str, str]]:
    for saving in checked.savings:
        for name in _of_saving(checked, saving):
            yield saving.saving.saving, name
    for cost in checked.costs:
        for name in _of_figure(checked, cost.total, None) if cost.total is not None else ():
            yield cost.cost.cost, name
    for kpi in checked.kpis:
        for name in _of_kpi(checked, kpi):
            yield kpi.kpi.kpi, name


def _of_saving(checked: CheckedScheme, saving: CheckedSaving) -> Iterator[str]:
    node = saving.each if saving.each is not None else saving.total
    assert node is not None
    yield from (f"{part.namespace}.{part.name.split('__')[0]}" for part in walk(node) if isinstance(part, Namespaced))
    yield from _of_figure(checked, node, saving.saving.of if saving.each is not None else None)
    for gate, _ in saving.gates:
        yield from _of_figure(checked, gate, None)


def _of_kpi(checked: CheckedScheme, kpi: CheckedKpi) -> Iterator[str]:
    for node in (kpi.value, kpi.target):
        yield from _of_figure(checked, node, None) if node is not None else ()
    yield from (name for name in (kpi.kpi.minimum, kpi.kpi.top) if name is not None)
    if kpi.category is not None and kpi.kpi.of is not None:
        yield from parameters_of(checked, Name(kpi.category, (0, 0), kind="column"), kpi.kpi.of)


def _of_figure(checked: CheckedScheme, node: Node, unit: str | None) -> Iterator[str]:
    yield from parameters_of(checked, node, unit)
    for name in units_of(checked, node, unit):
        yield from scope_parameters(checked, name)
