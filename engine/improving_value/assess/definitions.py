"""What the names in a formula stand for, down to what is recorded."""

from __future__ import annotations

from collections.abc import Iterator

from improving_value.check.model import CheckedFacts, CheckedScheme, CheckedUnit
from improving_value.expression.nodes import Name, Namespaced, Node, walk
from improving_value.expression.text import to_text

MOST = 12
"""More lines than this are the scheme file itself."""

Place = tuple[Node, str | None]
"""A node, and the unit whose columns its names are."""


def definitions(checked: CheckedScheme, node: Node, unit: str | None) -> tuple[str, ...]:
    """Return `name = how it is worked out`, one line for each column and measure behind a formula, nearest first."""
    waiting: list[Place] = [(node, unit)]
    found: dict[str, None] = {}
    seen: set[tuple[str | None, str]] = set()
    while waiting and len(found) < MOST:
        part, of = waiting.pop(0)
        for name in (inner for inner in walk(part) if isinstance(inner, (Name, Namespaced))):
            key = (of, name.name)
            if key in seen:
                continue
            seen.add(key)
            for line, places in _defined(checked, name, of):
                found[line] = None
                waiting += places
    return tuple(found)[:MOST]


def _defined(checked: CheckedScheme, name: Name | Namespaced, of: str | None) -> Iterator[tuple[str, list[Place]]]:
    if isinstance(name, Namespaced) or name.kind == "measure":
        yield from _measure(checked, name.name)
    elif name.kind == "column" and of is not None:
        yield from _column(checked, checked.units[of], name.name)


def _measure(checked: CheckedScheme, name: str) -> Iterator[tuple[str, list[Place]]]:
    measure = checked.measures.get(name)
    if measure is None:
        return
    spec = measure.measure
    where = f" where {spec.where.strip()}" if spec.where else ""
    cells = [checked.cells[cell] for cell in measure.cells]
    parts = [(part, cell.unit) for cell in cells for part in (cell.aggregate, cell.where) if part is not None]
    yield f"{spec.measure} = {spec.is_.strip()} of each {spec.of}{where}", list(parts)


def _column(checked: CheckedScheme, unit: CheckedUnit, name: str) -> Iterator[tuple[str, list[Place]]]:
    columns = {column.name: column for column in (*unit.row_columns, *unit.columns)}
    if name not in columns:
        if unit.source_is_unit:
            yield from _column(checked, checked.units[unit.source], name)
        return
    how = columns[name].how
    if not isinstance(how, CheckedFacts):
        yield f"{name} = {to_text(how)}", [(how, unit.name)]
        return
    same = " and ".join(theirs for _, theirs in how.same)
    where = f" where {to_text(how.where)}" if how.where is not None else ""
    yield f"{name} = {to_text(how.aggregate)} of {how.source}, same {same}{where}", []
