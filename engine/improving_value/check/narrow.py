"""A scheme cut down to what some of its cells need: a year that is only compared with is worked out no further."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from improving_value.check.model import Cell, CheckedColumn, CheckedFacts, CheckedMatch, CheckedScheme, CheckedUnit
from improving_value.check.uses import sources_first
from improving_value.expression.nodes import Name, Node, walk


def can_narrow(checked: CheckedScheme) -> bool:
    """Say whether a compared period can be worked out apart: not where a unit of no period looks at units of every period."""
    for unit in checked.units.values():
        for column in (*unit.row_columns, *unit.columns):
            how = column.how
            if isinstance(how, CheckedFacts) and how.source_is_unit and checked.units[how.source].per_period and not unit.per_period:
                return False
    return True


def narrowed(checked: CheckedScheme, cells: Collection[str], suffix: str) -> CheckedScheme:
    """Return the scheme with these cells alone, and of its units what they rest on, their names ending in `suffix`.

    It has no measures, KPIs, savings or costs; its cells keep their ids.
    """
    kept = {name: cell for name, cell in checked.cells.items() if name in cells}
    needs: dict[str, set[str]] = {}
    for cell in kept.values():
        nodes = [node for node in (cell.aggregate, cell.where) if node is not None]
        needs.setdefault(cell.unit, set()).update(_names(checked, nodes), [cell.category] if cell.category else [])
    units: dict[str, CheckedUnit] = {}
    for unit in reversed(sources_first(checked.units)):
        if unit.name in needs:
            units[unit.name] = _unit(checked, unit, needs)
    renamed = {f"{name}{suffix}": _renamed(unit, suffix) for name, unit in reversed(units.items())}
    moved: dict[str, Cell] = {name: replace(cell, unit=f"{cell.unit}{suffix}") for name, cell in kept.items()}
    return replace(checked, units=renamed, cells=moved, measures={}, kpis=(), savings=(), costs=())


def _unit(checked: CheckedScheme, unit: CheckedUnit, needs: dict[str, set[str]]) -> CheckedUnit:
    """Return a unit without the columns nobody needs, adding what it needs of other units."""
    wanted = {*needs[unit.name], unit.provider, unit.date, unit.row_date, unit.person, unit.people}
    group = unit.group
    always = [unit.keep, *(rule.when for rule in unit.rules)]
    if group is not None:
        wanted |= {*group.by, group.on}
        always += [group.within, group.gap_under]
    wanted |= _names(checked, always)
    columns = _needed(checked, unit.columns, wanted, needs)
    row_columns = _needed(checked, unit.row_columns, wanted, needs)
    matches: list[CheckedMatch] = []
    for match in reversed(unit.matches):  # a match may read those before it
        if {f"{match.name}_found", f"{match.name}_reason"} & wanted:
            matches.insert(0, match)
            wanted |= _names(checked, [match.keep, *(test.when for test in match.tests)]) | {test.same for test in match.tests}
    if unit.source_is_unit:
        needs.setdefault(unit.source, set()).update(name for name in wanted if name is not None)
    return replace(
        unit,
        matches=tuple(matches),
        row_columns=row_columns,
        columns=columns,
        at_stake=None,
        source_types={name: kind for name, kind in unit.source_types.items() if name in wanted},
        types={name: kind for name, kind in unit.types.items() if name in wanted},
    )


def _needed(
    checked: CheckedScheme, columns: tuple[CheckedColumn, ...], wanted: set[str | None], needs: dict[str, set[str]]
) -> tuple[CheckedColumn, ...]:
    """Return the columns that are wanted, adding to `wanted` what they read: a column reads only those before it."""
    found = []
    for column in reversed(columns):
        if column.name not in wanted:
            continue
        found.append(column)
        how = column.how
        if isinstance(how, CheckedFacts):
            nodes = [node for node in (how.where, how.aggregate) if node is not None]
            wanted |= {mine for mine, _ in how.same} | _names(checked, nodes)
            if how.source_is_unit:
                needs.setdefault(how.source, set()).update({theirs for _, theirs in how.same}, _names(checked, nodes))
        else:
            wanted |= _names(checked, [how])
    return tuple(reversed(found))


def _names(checked: CheckedScheme, nodes: Iterable[Node | None]) -> set[str]:
    """Return every name some expressions read, and the columns by which their parameters are looked up."""
    found: set[str] = set()
    for part in (part for node in nodes if node is not None for part in walk(node)):
        if isinstance(part, Name):
            found.add(part.name)
            if part.kind == "parameter" and part.name in checked.values:
                found.update(checked.values[part.name].by)
    return found


def _renamed(unit: CheckedUnit, suffix: str) -> CheckedUnit:
    def column(one: CheckedColumn) -> CheckedColumn:
        if isinstance(one.how, CheckedFacts) and one.how.source_is_unit:
            return replace(one, how=replace(one.how, source=f"{one.how.source}{suffix}"))
        return one

    return replace(
        unit,
        name=f"{unit.name}{suffix}",
        source=f"{unit.source}{suffix}" if unit.source_is_unit else unit.source,
        row_columns=tuple(map(column, unit.row_columns)),
        columns=tuple(map(column, unit.columns)),
    )
