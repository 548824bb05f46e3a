"""What a checked scheme uses: datasets and their columns, parameters, and which of them stand beside names."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from improving_value.check.model import CheckedCost, CheckedFacts, CheckedKpi, CheckedSaving, CheckedScheme, CheckedUnit
from improving_value.check.named import named_in, parameters_in
from improving_value.expression.nodes import Name, Node


@dataclass
class Uses:
    """Names used anywhere, in the order met."""

    parameters: dict[str, None] = field(default_factory=dict)
    columns: dict[str, dict[str, None]] = field(default_factory=dict)

    def column(self, dataset: str, name: str) -> None:
        self.columns.setdefault(dataset, {})[name] = None


def unit_nodes(unit: CheckedUnit) -> Iterator[Node]:
    """Yield every expression of a unit."""
    if unit.keep is not None:
        yield unit.keep
    for match in unit.matches:
        yield from (node for node in (match.keep, *(test.when for test in match.tests)) if node is not None)
    for column in (*unit.row_columns, *unit.columns):
        if isinstance(column.how, CheckedFacts):
            yield from (node for node in (column.how.where, column.how.aggregate) if node is not None)
        else:
            yield column.how
    if unit.group is not None:
        yield from (node for node in (unit.group.within, unit.group.gap_under) if node is not None)
    yield from (rule.when for rule in unit.rules)
    if unit.at_stake is not None:
        yield unit.at_stake


def figure_nodes(checked: CheckedScheme) -> Iterator[Node]:
    """Yield every expression of the cells, KPIs, savings and costs."""
    for cell in checked.cells.values():
        yield from (node for node in (cell.aggregate, cell.where) if node is not None)
    for measure in checked.measures.values():
        yield measure.value
    yield from money_and_kpis(checked.kpis, checked.savings, checked.costs)


def money_and_kpis(kpis: Iterable[CheckedKpi], savings: Iterable[CheckedSaving], costs: Iterable[CheckedCost]) -> Iterator[Node]:
    """Yield every expression of what a report shows."""
    for kpi in kpis:
        yield from (node for node in (kpi.value, kpi.target) if node is not None)
    for saving in savings:
        yield from (node for node in (saving.each, saving.total, *(gate for gate, _ in saving.gates)) if node is not None)
    for cost in costs:
        if cost.total is not None:
            yield cost.total


def nodes_of(checked: CheckedScheme) -> Uses:
    """Return the parameters the scheme uses, and the columns of each dataset it needs."""
    uses = Uses()
    for unit in checked.units.values():
        for node in unit_nodes(unit):
            _note_parameters(node, uses)
    for node in figure_nodes(checked):
        _note_parameters(node, uses)
    _note_columns(checked, uses)
    return uses


def _note_parameters(node: Node, uses: Uses) -> None:
    for part in parameters_in(node):
        uses.parameters[part.name] = None


def _note_columns(checked: CheckedScheme, uses: Uses) -> None:
    """A column is needed when any expression, key, date or pairing names it; pass-through columns of a unit are not."""
    wanted: dict[str, None] = {}
    for unit in checked.units.values():
        for node in unit_nodes(unit):
            wanted.update({part.name: None for part in named_in(node) if isinstance(part, Name)})
        wanted.update({name: None for name in (unit.provider, unit.date, unit.row_date) if name})
        if unit.group is not None:
            wanted.update({name: None for name in (*unit.group.by, unit.group.on) if name})
        for match in unit.matches:
            wanted.update({test.same: None for test in match.tests if test.same})
        for column in (*unit.row_columns, *unit.columns):
            if isinstance(column.how, CheckedFacts):
                wanted.update({name: None for pair in column.how.same for name in pair})
    for node in figure_nodes(checked):
        wanted.update({part.name: None for part in named_in(node) if isinstance(part, Name)})
    for kpi in checked.kpis:
        if kpi.category:
            wanted[kpi.category] = None
    for name in uses.parameters:
        parameter = checked.parameters.get(name)
        wanted.update({key: None for key in (parameter.by if parameter else ())})
    for name in datasets_of(checked.units):
        dataset = checked.datasets.get(name)
        for column_name in dataset.columns if dataset else ():
            roles = (dataset.provider, dataset.patient, dataset.date) if dataset else ()
            if column_name in wanted or column_name in roles:
                uses.column(name, column_name)


def datasets_of(units: Mapping[str, CheckedUnit]) -> tuple[str, ...]:
    """Return the names units, matches and facts draw on that are not units."""
    found: dict[str, None] = {}
    for unit in units.values():
        if not unit.source_is_unit:
            found[unit.source] = None
        found.update({match.dataset: None for match in unit.matches})
        for column in (*unit.row_columns, *unit.columns):
            if isinstance(column.how, CheckedFacts) and not column.how.source_is_unit:
                found[column.how.source] = None
    return tuple(found)


def folded_parameters(checked: CheckedScheme) -> frozenset[str]:
    """Return the parameters that are compared with names, and so must be held in lower case."""
    every = [*(node for unit in checked.units.values() for node in unit_nodes(unit)), *figure_nodes(checked)]
    return frozenset(part.name for node in every for part in parameters_in(node) if part.type is not None and part.type.folded)


def pruned(checked: CheckedScheme, needed: Mapping[str, Container[str]]) -> CheckedScheme:
    """Return the scheme with the columns of datasets that it needs, so that no others are read and carried."""
    datasets = {
        name: dataset.model_copy(
            update={"columns": {column: entry for column, entry in dataset.columns.items() if column in needed.get(name, {})}}
        )
        for name, dataset in checked.datasets.items()
    }
    units: dict[str, CheckedUnit] = {}
    for unit in sources_first(checked.units):
        kept = (
            datasets[unit.source].columns
            if not unit.source_is_unit
            else {**units[unit.source].types, "outcome": None, "deciding_rule": None}
        )
        gone = set(unit.source_types) - set(kept)
        own = {column.name for column in (*unit.row_columns, *unit.columns)}
        units[unit.name] = replace(
            unit,
            source_types={column: kind for column, kind in unit.source_types.items() if column not in gone},
            types={column: kind for column, kind in unit.types.items() if column not in gone or column in own},
        )
    return replace(checked, datasets=datasets, units={name: units[name] for name in checked.units})


def units_drawn_on(unit: CheckedUnit) -> tuple[str, ...]:
    """Return the unit that one is made from, and those it takes facts from."""
    facts = [column.how for column in (*unit.row_columns, *unit.columns) if isinstance(column.how, CheckedFacts)]
    return (*((unit.source,) if unit.source_is_unit else ()), *(fact.source for fact in facts if fact.source_is_unit))


def sources_first(units: Mapping[str, CheckedUnit]) -> list[CheckedUnit]:
    """Return units so that each comes after those it is made from or takes facts from."""
    found: dict[str, CheckedUnit] = {}

    def place(unit: CheckedUnit) -> None:
        for name in units_drawn_on(unit):
            if name not in found:
                place(units[name])
        found.setdefault(unit.name, unit)

    for unit in units.values():
        place(unit)
    return list(found.values())
