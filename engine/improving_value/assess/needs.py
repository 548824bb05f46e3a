"""What a figure rests on, and which of it nobody has supplied."""

from __future__ import annotations

from collections.abc import Iterator

from improving_value.check.model import CheckedFacts, CheckedScheme, CheckedUnit
from improving_value.expression.nodes import Aggregate, Call, Name, Namespaced, Node, children

Seen = set[tuple[str, str]]


def parameters_of(checked: CheckedScheme, node: Node, unit: str | None) -> tuple[str, ...]:
    """Return the parameters a figure rests on, through columns, measures and cells, in the order met.

    `unit` is the unit whose columns the expression names; None for an expression of measures. What stands inside
    `if_missing(…)` or `is_missing(…)` is not needed.
    """
    return tuple(dict.fromkeys(of_node(checked, node, unit, unit, set())))


def of_node(checked: CheckedScheme, node: Node, unit: str | None, inside: str | None, seen: Seen) -> Iterator[str]:
    """Yield the parameters a node rests on. `inside` is the unit whose columns the names within an aggregate are."""
    if isinstance(node, Call) and node.function in ("if_missing", "is_missing"):
        return
    if isinstance(node, Name):
        yield from _of_name(checked, node, unit, seen)
        return
    if isinstance(node, Namespaced):
        if f"baseline.{node.name}" not in checked.values and node.name in checked.measures:
            yield from of_node(checked, checked.measures[node.name].value, None, None, seen)
        return
    for child in children(node):
        yield from of_node(checked, child, inside if isinstance(node, Aggregate) else unit, inside, seen)


def _of_name(checked: CheckedScheme, node: Name, unit: str | None, seen: Seen) -> Iterator[str]:
    if node.kind == "parameter":
        yield node.name
    elif node.kind == "measure" and node.name in checked.measures:
        yield from of_node(checked, checked.measures[node.name].value, None, None, seen)
    elif node.kind == "cell":
        cell = checked.cells[node.name]
        yield from of_node(checked, cell.aggregate, cell.unit, cell.unit, seen)
        if cell.where is not None:
            yield from of_node(checked, cell.where, cell.unit, cell.unit, seen)
    elif node.kind == "column" and unit is not None and unit in checked.units:
        yield from _of_column(checked, checked.units[unit], node.name, seen)


def _of_column(checked: CheckedScheme, unit: CheckedUnit, name: str, seen: Seen) -> Iterator[str]:
    if (unit.name, name) in seen:
        return
    seen.add((unit.name, name))
    for saving in checked.savings:
        if saving.column == name and saving.each is not None and saving.saving.of == unit.name:
            yield from of_node(checked, saving.each, unit.name, unit.name, seen)
    for match in unit.matches:
        if name in (f"{match.name}_found", f"{match.name}_reason"):
            for node in (match.keep, *(test.when for test in match.tests)):
                if node is not None:
                    yield from of_node(checked, node, unit.name, unit.name, seen)
            return
    columns = {column.name: column for column in (*unit.row_columns, *unit.columns)}
    if name not in columns:
        if unit.source_is_unit:
            yield from _of_column(checked, checked.units[unit.source], name, seen)
        return
    how = columns[name].how
    parts = [how] if not isinstance(how, CheckedFacts) else [part for part in (how.where, how.aggregate) if part is not None]
    for part in parts:
        # Inside an aggregate of a group the names are of the rows: the unit's own row columns, or its source's.
        yield from of_node(checked, part, unit.name, unit.name, seen)
