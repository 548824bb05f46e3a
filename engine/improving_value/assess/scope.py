"""What decides whether units are counted at all, and which records a figure reads."""

from __future__ import annotations

from collections.abc import Iterator

from improving_value.assess.needs import Seen, of_node
from improving_value.check.model import Cell, CheckedFacts, CheckedScheme, CheckedUnit
from improving_value.expression.nodes import Aggregate, Call, Name, Namespaced, Node, children, walk

MOST_RECORDS = 4
"""More names than this tell a reader no more than none."""


def units_of(checked: CheckedScheme, node: Node, unit: str | None) -> tuple[str, ...]:
    """Return the units that a figure is worked out from, each once. `unit` is the one an `each` is worked out on."""
    return tuple(dict.fromkeys([unit] if unit is not None else [cell.unit for cell in _cells(checked, node)]))


def eligible_units_of(checked: CheckedScheme, node: Node, unit: str | None) -> tuple[str, ...]:
    """Return the units of which only the eligible ones make a figure."""
    cells = _cells(checked, node) if unit is None else ()
    return (unit,) if unit is not None else tuple(dict.fromkeys(cell.unit for cell in cells if cell.over == "eligible"))


def _cells(checked: CheckedScheme, node: Node) -> Iterator[Cell]:
    for part in walk(node):
        if isinstance(part, Namespaced) or (isinstance(part, Name) and part.kind == "measure"):
            yield from _cells(checked, checked.measures[part.name].value)
        elif isinstance(part, Name) and part.kind == "cell":
            yield checked.cells[part.name]


def rules_of(unit: CheckedUnit) -> list[tuple[str, str, str]]:
    """Return what decides about a unit: the id of each rule, what it says, and the fields it asks, in the order they are asked."""
    kept = [] if unit.keep is None else [part.name for part in walk(unit.keep) if isinstance(part, Name) and part.kind == "column"]
    return [
        ("keep", "Known to be in scope", " or ".join(dict.fromkeys(kept))),
        ("group", "Known to belong to one unit", " or ".join(unit.group.by) if unit.group else ""),
        *((rule.rule, rule.say, " or ".join(rule.fields)) for rule in unit.rules),
    ]


def scope_parameters(checked: CheckedScheme, unit: str) -> tuple[str, ...]:
    """Return the parameters on which it rests whether a unit is counted: those of its rows, its group, its matches and its rules."""
    return tuple(dict.fromkeys(_of_scope(checked, checked.units[unit], set())))


def _of_scope(checked: CheckedScheme, unit: CheckedUnit, seen: Seen) -> Iterator[str]:
    for node in (unit.keep, *_of_group(unit), *(rule.when for rule in unit.rules)):
        if node is not None:
            yield from of_node(checked, node, unit.name, unit.name, seen)
    if unit.source_is_unit:
        yield from _of_scope(checked, checked.units[unit.source], seen)


def _of_group(unit: CheckedUnit) -> tuple[Node | None, ...]:
    return (unit.group.within, unit.group.gap_under) if unit.group else ()


def records_of(checked: CheckedScheme, node: Node, unit: str | None) -> tuple[str, ...]:
    """Return the numbers, as they are recorded, that a figure is worked out from; nothing when they are too many to tell by."""
    found = tuple(dict.fromkeys(_records(checked, node, unit, set())))
    return found if len(found) <= MOST_RECORDS else ()


def _records(checked: CheckedScheme, node: Node, unit: str | None, seen: Seen) -> Iterator[str]:
    if isinstance(node, Call) and node.function in ("if_missing", "is_missing"):
        return
    if isinstance(node, Aggregate) and node.known:
        return
    if isinstance(node, Name):
        yield from _named_records(checked, node, unit, seen)
        return
    for child in children(node):
        yield from _records(checked, child, unit, seen)


def _named_records(checked: CheckedScheme, node: Name, unit: str | None, seen: Seen) -> Iterator[str]:
    if node.kind == "measure":
        yield from _records(checked, checked.measures[node.name].value, None, seen)
    elif node.kind == "cell":
        cell = checked.cells[node.name]
        yield from _records(checked, cell.aggregate, cell.unit, seen)
    elif node.kind == "column" and unit is not None and node.type is not None and node.type.is_number:
        yield from _of_column(checked, checked.units[unit], node.name, seen)


def _of_column(checked: CheckedScheme, unit: CheckedUnit, name: str, seen: Seen) -> Iterator[str]:
    if (unit.name, name) in seen:
        return
    seen.add((unit.name, name))
    for saving in checked.savings:
        if saving.column == name and saving.each is not None and saving.saving.of == unit.name:
            yield from _records(checked, saving.each, unit.name, seen)
            return
    columns = {column.name: column for column in (*unit.row_columns, *unit.columns)}
    if name not in columns:
        if unit.source_is_unit:
            yield from _of_column(checked, checked.units[unit.source], name, seen)
        else:
            yield name
        return
    how = columns[name].how
    if isinstance(how, CheckedFacts):
        if not how.aggregate.function.startswith("count"):  # there is always a count
            yield name
    else:
        yield from _records(checked, how, unit.name, seen)
