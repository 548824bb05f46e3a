"""Which figures rest on a parameter: by their formula, by who is counted, by their gates, or for comparison only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from improving_value.assess.needs import parameters_of
from improving_value.check.model import CheckedFacts, CheckedKpi, CheckedScheme, CheckedUnit
from improving_value.expression.nodes import Name, Namespaced, Node, walk
from improving_value.spec.models import Kpi


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
        for name in (*_names(checked, (kpi.value, kpi.target), None), *_printed(kpi.kpi), *_categories(checked, kpi)):
            yield kpi.kpi.kpi, name


def _names(checked: CheckedScheme, nodes: Iterable[Node | None], unit: str | None) -> Iterator[str]:
    for node in nodes:
        if node is None:
            continue
        for part in walk(node):
            if isinstance(part, Namespaced):
                yield f"{part.namespace}.{_as_written(part.name)}"
        yield from map(_as_written, parameters_of(checked, node, unit))
        drawn_on: dict[tuple[str, str], None] = {}
        for name, wanted in [(unit, node)] if unit is not None else _drawn(checked, node):
            _reach(checked, checked.units[name], wanted, drawn_on)
        for name in dict.fromkeys(name for name, _ in drawn_on):
            yield from map(_as_written, _scope(checked, checked.units[name]))


def _printed(kpi: Kpi) -> tuple[str, ...]:
    return (*kpi.references, *(name for name in (kpi.minimum, kpi.top) if name))


def _categories(checked: CheckedScheme, kpi: CheckedKpi) -> tuple[str, ...]:
    """Return the parameters that a KPI's categories are made from."""
    if kpi.category is None or kpi.kpi.of is None:
        return ()
    return tuple(map(_as_written, parameters_of(checked, Name(kpi.category, (0, 0), kind="column"), kpi.kpi.of)))


def _drawn(checked: CheckedScheme, node: Node) -> Iterator[tuple[str, Node]]:
    """Yield the units that a figure's cells are drawn from, and what each cell asks of them."""
    for part in walk(node):
        if isinstance(part, Name) and part.kind == "cell":
            cell = checked.cells[part.name]
            yield from ((cell.unit, asked) for asked in (cell.aggregate, cell.where) if asked is not None)
        elif isinstance(part, (Name, Namespaced)) and part.name in checked.measures:
            yield from _drawn(checked, checked.measures[part.name].value)


def _reach(checked: CheckedScheme, unit: CheckedUnit, node: Node, found: dict[tuple[str, str], None]) -> None:
    """Note the columns that an expression rests on, by unit, and with them the units that facts draw on."""
    found[unit.name, ""] = None
    columns = {column.name: column for column in (*unit.row_columns, *unit.columns)}
    for part in walk(node):
        if not isinstance(part, Name) or (unit.name, part.name) in found:
            continue
        found[unit.name, part.name] = None
        how = columns[part.name].how if part.name in columns else None
        if isinstance(how, CheckedFacts):
            for asked in (how.where, how.aggregate):
                if asked is not None:
                    _reach(checked, checked.units[how.source] if how.source_is_unit else unit, asked, found)
        elif how is not None:
            _reach(checked, unit, how, found)
        elif unit.source_is_unit:
            _reach(checked, checked.units[unit.source], part, found)


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
