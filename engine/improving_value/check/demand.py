"""Which windows each unit is wanted in: a baseline year is worked out only for what is compared with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from improving_value.check.model import CheckedFacts, CheckedScheme, CheckedUnit
from improving_value.check.named import named_in
from improving_value.check.uses import figure_nodes, sources_first
from improving_value.expression.nodes import Aggregate, Name, Namespaced
from improving_value.kernel.periods import Role
from improving_value.kernel.remembering import once_each

REPORTED: frozenset[Role] = frozenset({"piece", "span"})


@dataclass(frozen=True)
class Demand:
    """The roles of the windows a unit is wanted in; `whole` when units outside all of them are looked at too."""

    roles: frozenset[Role]
    whole: bool


def demands(checked: CheckedScheme) -> dict[str, Demand]:
    """Return what is wanted of every unit, for the run's periods and for those they are compared with."""
    return _demands(checked, compared_cells(checked))


def _demands(checked: CheckedScheme, compared: Mapping[Role, tuple[str, ...]]) -> dict[str, Demand]:
    roles = {name: set(REPORTED) for name in checked.units}
    for role, cells in compared.items():
        for cell in cells:
            roles[checked.cells[cell].unit].add(role)
    return _with_sources(checked, roles)


def demands_in(checked: CheckedScheme, roles: frozenset[Role]) -> dict[str, Demand]:
    """Return what is wanted of every unit when windows of some roles only are looked at."""
    return _with_sources(checked, {name: set(roles) for name in checked.units})


def _with_sources(checked: CheckedScheme, roles: dict[str, set[Role]]) -> dict[str, Demand]:
    whole = {name: False for name in checked.units}
    for unit in reversed(sources_first(checked.units)):
        for source, is_whole in _draws_on(checked, unit):
            roles[source] |= roles[unit.name]
            whole[source] = whole[source] or is_whole
    return {name: Demand(frozenset(roles[name]), whole[name]) for name in checked.units}


def compared_cells(checked: CheckedScheme) -> dict[Role, tuple[str, ...]]:
    """Return the cells behind measures that are looked up in another period, where nobody supplied the value."""
    found: dict[Role, dict[str, None]] = {}
    for node in figure_nodes(checked):
        for part in named_in(node):
            if isinstance(part, Namespaced) and f"{part.namespace}.{part.name}" not in checked.values:
                found.setdefault(part.namespace, {}).update(dict.fromkeys(checked.measures[part.name].cells))
    return {role: tuple(cells) for role, cells in found.items()}


def roles_of_cells(checked: CheckedScheme) -> dict[str, frozenset[Role]]:
    """Return the roles of the windows in which each cell is worked out."""
    return _roles_of_cells(checked, compared_cells(checked))


def _roles_of_cells(checked: CheckedScheme, compared: Mapping[Role, tuple[str, ...]]) -> dict[str, frozenset[Role]]:
    roles = {name: set(REPORTED) for name in checked.cells}
    for role, cells in compared.items():
        for cell in cells:
            roles[cell].add(role)
    return {name: frozenset(found) for name, found in roles.items()}


@once_each(most=64)
def wanted(checked: CheckedScheme) -> tuple[dict[str, Demand], dict[str, frozenset[Role]]]:
    """Return what is wanted of every unit, and the roles of the windows of each cell."""
    compared = compared_cells(checked)
    return _demands(checked, compared), _roles_of_cells(checked, compared)


def _draws_on(checked: CheckedScheme, unit: CheckedUnit) -> list[tuple[str, bool]]:
    """The units this one is made from or takes facts from, and whether it looks at those outside its own windows."""
    found = []
    if unit.source_is_unit:
        source = checked.units[unit.source]
        by_its_date = unit.group is not None and unit.group.by_period and unit.group.on in (None, source.date)
        found.append((unit.source, not (source.per_period or by_its_date)))
    facts = [column.how for column in (*unit.row_columns, *unit.columns) if isinstance(column.how, CheckedFacts)]
    found += [(fact.source, not checked.units[fact.source].per_period) for fact in facts if fact.source_is_unit]
    return found


def opens_on_its_date(unit: CheckedUnit) -> bool:
    """Say whether an episode is dated by the day that opens it, so that its window is known before it is worked out."""
    if unit.group is None or unit.group.on is None or unit.per_period:
        return False
    for column in unit.columns:
        how = column.how
        if column.name == unit.date and isinstance(how, Aggregate) and how.function == "min" and how.where is None and not how.known:
            return isinstance(how.operand, Name) and how.operand.kind == "column" and how.operand.name == unit.group.on
    return False
