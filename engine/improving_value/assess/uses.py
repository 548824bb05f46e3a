"""Which figures rest on a parameter: by their formula, by who is counted, by their gates, or for comparison only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from improving_value.assess.needs import parameters_of
from improving_value.check.model import CheckedScheme, CheckedUnit
from improving_value.expression.nodes import Name, Namespaced, Node, walk


def uses_of(checked: CheckedScheme) -> Mapping[str, tuple[str, ...]]:
    """Return the figures that use each parameter (and each `baseline.<measure>`): savings, then costs, then KPIs."""
    used: dict[str, dict[str, None]] = {}
    for figure, name in _pairs(checked):
        used.setdefault(name, {})[figure] = None
    return {name: tuple(figures) for name, figures in used.items()}


def _pairs(checked: CheckedScheme) -> Iterator[tuple[str, str]]:
    for saving in checked.savings:
        node = saving.each if saving.each is not None else saving.total
        assert node is not None
        unit = saving.saving.of if saving.each is not None else None
        for name in _names(checked, (node,), unit):
            yield saving.saving.saving, name
        for name in _names(checked, (gate for gate, _ in saving.gates), None):
            yield saving.saving.saving, name
    for cost in checked.costs:
        for name in _names(checked, (cost.total,), None):
            yield cost.cost.cost, name
    for kpi in checked.kpis:
        for name in (*_names(checked, (kpi.value, kpi.target), None), *kpi.kpi.references):
            yield kpi.kpi.kpi, name


def _names(checked: CheckedScheme, nodes: Iterable[Node | None], unit: str | None) -> Iterator[str]:
    for node in nodes:
        if node is None:
            continue
        for part in walk(node):
            if isinstance(part, Namespaced):
                yield f"{part.namespace}.{_as_written(part.name)}"
        yield from map(_as_written, parameters_of(checked, node, unit))
        counted = [unit] if unit is not None else _units(checked, node)
        for name in dict.fromkeys(counted):
            yield from map(_as_written, _scope(checked, checked.units[name]))


def _units(checked: CheckedScheme, node: Node) -> Iterator[str]:
    """Yield the units that a figure's cells are drawn from."""
    for part in walk(node):
        if isinstance(part, Name) and part.kind == "cell":
            yield checked.cells[part.name].unit
        elif isinstance(part, (Name, Namespaced)) and part.name in checked.measures:
            yield from _units(checked, checked.measures[part.name].value)


def _scope(checked: CheckedScheme, unit: CheckedUnit) -> Iterator[str]:
    """Yield the parameters that decide which units there are and who is eligible, of a unit and of those it is made from."""
    group = (unit.group.within, unit.group.gap_under) if unit.group else ()
    for node in (unit.keep, *group, *(rule.when for rule in unit.rules)):
        if node is not None:
            yield from parameters_of(checked, node, unit.name)
    if unit.source_is_unit:
        yield from _scope(checked, checked.units[unit.source])


def _as_written(name: str) -> str:
    return name.split("__")[0]
