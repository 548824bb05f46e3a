"""Measures, made into cells and expressions of cells; and what KPIs, savings and costs have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from improving_value.check.cells import HERE, Cells, aggregates_in, both, count_of, left_out
from improving_value.check.model import CheckedMeasure, CheckedUnit, Over
from improving_value.check.own_names import BUILT_IN
from improving_value.check.reading import Path, Reading
from improving_value.expression.nodes import Aggregate, Name, Namespaced, Node, Not, walk
from improving_value.expression.scope import Scope
from improving_value.expression.types import BOOLEAN, DOUBLE, Type
from improving_value.kernel.names import nearest
from improving_value.spec.models import Measure


class FigureReader:
    """Reads the figures of a scheme whose units are known."""

    def __init__(self, reading: Reading, units: Mapping[str, CheckedUnit], failed: frozenset[str], cells: Cells) -> None:
        self.reading = reading
        self.units = units
        self.failed = failed
        self.cells = cells
        self.measures: dict[str, CheckedMeasure] = {}
        self._gaps: dict[str, tuple[str, Over, Node | None, Node]] = {}

    @property
    def measure_types(self) -> dict[str, Type]:
        """Measures written so far count even when one failed: a slip is reported once."""
        return {measure.measure: DOUBLE for measure in self.reading.scheme.measures}

    def unit(self, name: str, path: Path) -> CheckedUnit | None:
        if name in self.units:
            return self.units[name]
        if name not in self.failed:
            close = nearest(name, sorted(self.units))
            self.reading.note(
                "unknown-unit",
                path,
                f"`{name}`, which is not a unit of this scheme",
                "the name of a unit",
                f"write `{close}`" if close else "define it under `units`",
            )
        return None

    def row_scope(self, unit: CheckedUnit) -> Scope:
        """Return what a KPI or a measure can say of one finished unit. What rests on the period's limits is a column of the unit."""
        return self.reading.scope({**unit.types, **BUILT_IN}, unit=unit.name, elsewhere=self._elsewhere(unit))

    def each_scope(self, unit: CheckedUnit) -> Scope:
        """Return what a saving can say of one eligible unit, before its outcome is put down."""
        return self.reading.scope(dict(unit.types), boundaries=unit.per_period, unit=unit.name, elsewhere=self._elsewhere(unit))

    def aggregate_scope(self, unit: CheckedUnit) -> Scope:
        """Return what can be said of many units together."""
        return self.reading.scope({}, inside={**unit.types, **BUILT_IN}, unit=unit.name, elsewhere=self._elsewhere(unit))

    def _elsewhere(self, unit: CheckedUnit) -> dict[str, str]:
        """Return the columns that only other units have, and the first unit that has each."""
        found: dict[str, str] = {}
        for other in self.units.values():
            found.update({name: other.name for name in other.types if name not in unit.types and name not in found})
        return found

    def total_scope(self) -> Scope:
        """Return what a total may be made of: measures and parameters."""
        return self.reading.scope({}, measures=self.measure_types)

    def measure(self, measure: Measure, path: Path) -> None:
        unit = self.unit(measure.of, (*path, "of"))
        if unit is None:
            return
        where = None if measure.where is None else self.reading.condition(measure.where, (*path, "where"), self.row_scope(unit))
        value = self.reading.number(measure.is_, (*path, "is"), self.aggregate_scope(unit))
        if value is None or (measure.where is not None and where is None):
            return
        (spread,), gone = self.spread_all((value,), unit.name, measure.over, where, None)
        names = tuple(dict.fromkeys(_cell_names(spread)))
        self.measures[measure.measure] = CheckedMeasure(measure, spread, names)
        if gone is not None:
            self._gaps[measure.measure] = (unit.name, measure.over, where, gone)

    def count_compared(self, nodes: Iterable[Node]) -> None:
        """Ask how many units there are behind each measure that is looked up in another period."""
        for part in (inner for node in nodes for inner in walk(node)):
            found = self.measures.get(part.name) if isinstance(part, Namespaced) else None
            if isinstance(part, Namespaced) and found is not None and found.cells:
                there = self.cells.ask(self.cells.found[found.cells[0]].unit, "in_scope", count_of(None), None)
                self.measures[part.name] = replace(found, there=there, cells=tuple(dict.fromkeys((*found.cells, there.name))))

    def count_gaps(self, node: Node | None) -> None:
        """Ask how many units drop out of the measures that pounds rest on."""
        for part in () if node is None else walk(node):
            if isinstance(part, Name) and part.kind == "measure" and part.name in self._gaps:
                unit, over, where, gone = self._gaps[part.name]
                skipped = self.cells.ask(unit, over, count_of(gone), where)
                counted = self.cells.ask(unit, over, count_of(Not(gone, HERE, BOOLEAN)), where)
                self.measures[part.name] = replace(self.measures[part.name], skipped=skipped, counted=counted)

    def spread_all(
        self, nodes: tuple[Node, ...], unit: str, over: Over, where: Node | None, category: str | None
    ) -> tuple[tuple[Node, ...], Node | None]:
        """Return expressions of cells from which units with a missing operand are gone, and the condition that they are."""
        parts: list[Aggregate] = [part for node in nodes for part in aggregates_in(node)]
        gone = left_out(parts)
        # One aggregate leaves its own missing operands out; several must all lose the same units.
        condition = both(where, Not(gone, HERE, BOOLEAN)) if gone is not None and len(parts) > 1 else where
        return tuple(self.cells.spread(node, unit, over, condition, category) for node in nodes), gone

    def of_measures(self, text: str, path: Path) -> Node | None:
        """Return an expression of measures; one made of parameters alone would be the same wherever there is any activity."""
        node = self.reading.number(text, path, self.total_scope())
        if node is None or any(isinstance(part, Namespaced) or (isinstance(part, Name) and part.kind == "measure") for part in walk(node)):
            return node
        self.without_inputs(path, "at least one measure")
        return None

    def without_inputs(self, path: Path, expected: str) -> None:
        """Note a figure that would be the same whatever was done."""
        self.reading.note(
            "figure-without-inputs",
            path,
            "a figure that no activity enters",
            expected,
            "define a measure and use it here, or take the figure out",
        )


def _cell_names(node: Node) -> list[str]:
    return [part.name for part in walk(node) if isinstance(part, Name) and part.kind == "cell"]
