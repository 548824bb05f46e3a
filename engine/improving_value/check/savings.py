"""Savings and costs: pounds on each unit, made into a column of pence and the cells that add it up, or pounds from measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from improving_value.check.cells import HERE, both, count_of, missing
from improving_value.check.figures import FigureReader
from improving_value.check.model import CheckedCost, CheckedSaving
from improving_value.check.reading import Path
from improving_value.expression.nodes import Aggregate, AnyOf, Call, Choice, Literal, Name, Node, Not, children, walk
from improving_value.expression.types import BOOLEAN, DOUBLE, INTEGER
from improving_value.spec.models import Cost, Parameter, Saving

_ZERO = Decimal(0)

Gates = tuple[tuple[Node, str], ...]


def read_saving(figures: FigureReader, saving: Saving, path: Path) -> CheckedSaving | None:
    """Return a checked saving, or None after noting what is wrong."""
    gates = _gates(figures, saving, path)
    if (saving.each is None) == (saving.total is None) or (saving.each is not None and saving.of is None):
        figures.reading.note(
            "saving-form",
            path,
            "a saving that is not said in just one way",
            "`of` with `each` (GBP on one unit), or `total` (GBP per provider and period)",
            "keep one",
        )
        return None
    if saving.total is not None:
        total = figures.of_measures(saving.total, (*path, "total"))
        figures.count_gaps(total)
        return None if total is None else CheckedSaving(saving, "default", None, None, None, None, None, total, gates)
    return _each(figures, saving, path, gates)


def _gates(figures: FigureReader, saving: Saving, path: Path) -> Gates:
    scope = figures.total_scope()
    read = [figures.reading.condition(gate.when, (*path, "requires", index, "when"), scope) for index, gate in enumerate(saving.requires)]
    return tuple((node, gate.say) for node, gate in zip(read, saving.requires, strict=True) if node is not None)


def _each(figures: FigureReader, saving: Saving, path: Path, gates: Gates) -> CheckedSaving | None:
    assert saving.of is not None
    assert saving.each is not None
    unit = figures.unit(saving.of, (*path, "of"))
    if unit is None:
        return None
    scope = figures.each_scope(unit)
    each = figures.reading.number(saving.each, (*path, "each"), scope)
    where = None if saving.where is None else figures.reading.condition(saving.where, (*path, "where"), scope)
    if each is None or (saving.where is not None and where is None):
        return None
    if where is not None:
        each = Choice(where, each, Literal(_ZERO, HERE, INTEGER), HERE, DOUBLE)
    return priced(figures, saving, "default", unit.name, each, gates)


def priced(figures: FigureReader, saving: Saving, scenario: str, unit: str, each: Node, gates: Gates) -> CheckedSaving:
    """Return a saving on each unit: its column of pence, and the cells that add it up."""
    column = f"{saving.saving}_pence" if scenario == "default" else f"{saving.saving}__{scenario}_pence"
    name = Name(column, HERE, INTEGER, "column")
    cells = figures.cells
    pence = cells.ask(unit, "eligible", Aggregate("sum", name, HERE, type=INTEGER), None)
    unknown = cells.ask(unit, "eligible", count_of(missing(name)), None)
    units = cells.ask(unit, "eligible", count_of(None), None)
    lacking = tuple(
        (parameter, cells.ask(unit, "eligible", count_of(lacks), missing(name)).name)
        for parameter, lacks in _lacking(figures.reading.scheme.parameters, each)
    )
    return CheckedSaving(saving, scenario, column, each, pence.name, unknown.name, units.name, None, gates, lacking)


def _lacking(parameters: Mapping[str, Parameter], each: Node) -> list[tuple[str, Node]]:
    """Return the conditions that a unit lacks a value that may be wanting, on the branch it takes; last, that it lacks none of them."""
    found: dict[str, Node] = {}
    for name, reached in _reached(each, None):
        written = parameters.get(name.name)
        if written is not None and (written.by or written.basis == "local"):
            lacks = both(reached, missing(name))
            assert lacks is not None
            found[name.name] = AnyOf((found[name.name], lacks), HERE, BOOLEAN) if name.name in found else lacks
    if not found:
        return []
    # Missing when it cannot be told which branch is taken: then it is not the value that is wanting.
    told = tuple(Call("if_missing", (lacks, Literal(value=False, span=HERE, type=BOOLEAN)), HERE, BOOLEAN) for lacks in found.values())
    other = Not(told[0] if len(told) == 1 else AnyOf(told, HERE, BOOLEAN), HERE, BOOLEAN)
    return [*found.items(), ("", other)]


def _reached(node: Node, when: Node | None) -> Iterator[tuple[Name, Node | None]]:
    """Yield the parameters of an expression, each with the condition under which its value is asked for."""
    match node:
        case Name():
            if node.kind == "parameter":
                yield node, when
        case Choice(condition, then, otherwise):
            yield from _reached(condition, when)
            plain = all(part.kind in ("column", "parameter") for part in walk(condition) if isinstance(part, Name))
            yield from _reached(then, both(when, condition) if plain else when)
            yield from _reached(otherwise, both(when, Not(condition, HERE, BOOLEAN)) if plain else when)
        case Call("if_missing" | "is_missing"):
            return
        case _:
            for part in children(node):
                yield from _reached(part, when)


def read_cost(figures: FigureReader, cost: Cost, path: Path) -> CheckedCost | None:
    """Return a checked cost, or None after noting what is wrong."""
    if (cost.value is None) == (cost.total is None):
        figures.reading.note(
            "cost-form", path, "a cost that is not said in just one way", "`value` (a stated amount, 0 for none) or `total`", "keep one"
        )
        return None
    if cost.total is None:
        return CheckedCost(cost, None)
    total = figures.reading.number(cost.total, (*path, "total"), figures.total_scope())
    figures.count_gaps(total)
    return None if total is None else CheckedCost(cost, total)
