"""Measures, KPIs, savings and costs, made into cells and expressions of cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from improving_value.check.cells import Cells, aggregates_in, both, count_of, left_out, missing, present
from improving_value.check.model import CheckedCost, CheckedKpi, CheckedMeasure, CheckedSaving, CheckedUnit, Over
from improving_value.check.reading import Path, Reading
from improving_value.check.units import BUILT_IN
from improving_value.expression.nodes import Aggregate, AllOf, AnyOf, Arithmetic, Choice, Literal, Name, Namespaced, Node, Not, walk
from improving_value.expression.scope import Scope
from improving_value.expression.types import BOOLEAN, DOUBLE, INTEGER, Type
from improving_value.kernel.names import nearest
from improving_value.spec.models import Cost, Kpi, Measure, Saving

HERE = (0, 1)
_ZERO = Decimal(0)


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
        spread = self._without_missing(value, unit.name, measure.over, where, None)[0]
        names = tuple(dict.fromkeys(_cell_names(spread)))
        self.measures[measure.measure] = CheckedMeasure(measure, spread, names)
        gone = left_out(aggregates_in(value))
        if gone is not None:
            self._gaps[measure.measure] = (unit.name, measure.over, where, gone)

    def _count_gaps(self, node: Node | None) -> None:
        """Ask how many units drop out of the measures that pounds rest on."""
        for part in () if node is None else walk(node):
            if isinstance(part, Name) and part.kind == "measure" and part.name in self._gaps:
                unit, over, where, gone = self._gaps[part.name]
                skipped = self.cells.ask(unit, over, count_of(gone), where)
                counted = self.cells.ask(unit, over, count_of(Not(gone, HERE, BOOLEAN)), where)
                self.measures[part.name] = replace(self.measures[part.name], skipped=skipped, counted=counted)

    def _without_missing(self, node: Node, unit: str, over: str, where: Node | None, category: str | None) -> tuple[Node, Node | None]:
        """Return an expression of cells from which units with a missing operand are gone, and the condition that they are."""
        return self._spread_all((node,), unit, over, where, category)[0][0], left_out(aggregates_in(node))

    def _spread_all(
        self, nodes: tuple[Node, ...], unit: str, over: str, where: Node | None, category: str | None
    ) -> tuple[tuple[Node, ...], Node | None]:
        parts: list[Aggregate] = [part for node in nodes for part in aggregates_in(node)]
        gone = left_out(parts)
        # One aggregate leaves its own missing operands out; several must all lose the same units.
        condition = both(where, Not(gone, HERE, BOOLEAN)) if gone is not None and len(parts) > 1 else where
        over_ = "eligible" if over == "eligible" else "in_scope"
        return tuple(self.cells.spread(node, unit, over_, condition, category) for node in nodes), gone  # type: ignore[arg-type]

    def kpi(self, kpi: Kpi, path: Path) -> CheckedKpi | None:
        target = None if kpi.target is None else self.reading.number(kpi.target, (*path, "target"), self.total_scope())
        forms = [key for key in ("share", "numerator", "is_", "distribution") if getattr(kpi, key) is not None]
        if len(forms) != 1 or (kpi.numerator is None) != (kpi.denominator is None):
            self.reading.note(
                "kpi-form",
                path,
                "a KPI that is not said in just one way",
                "one of `share`, `numerator` with `denominator`, `is`, `distribution`",
                "keep one",
            )
            return None
        for name in (*kpi.references, *(name for name in (kpi.minimum, kpi.top) if name)):
            if name not in self.reading.parameters:
                self.reading.note(
                    "unknown-name", path, f"`{name}`, which is not a parameter", "the name of a parameter", "define it under `parameters`"
                )
        if kpi.of is None:
            if kpi.is_ is None:
                self.reading.note("kpi-form", path, "no `of`", "the unit that is counted", "add `of:`")
                return None
            value = self._of_measures(kpi.is_, (*path, "is"))
            return None if value is None else CheckedKpi(kpi, *_parts(value), value, None, None, None, target)
        unit = self.unit(kpi.of, (*path, "of"))
        if unit is None:
            return None
        category = kpi.breakdown or kpi.distribution
        if kpi.top and category is None:
            self.reading.note(
                "kpi-form", (*path, "top"), "`top` without categories", "a `distribution` or a `breakdown`", "add one, or take `top` out"
            )
        if category is not None and unit.types.get(category, BUILT_IN.get(category, DOUBLE)).kind != "text":
            self.reading.note(
                "unknown-name",
                (*path, "breakdown" if kpi.breakdown else "distribution"),
                f"`{category}`, which is not a text column of `{unit.name}`",
                "a column of labels",
                "make one with `bands` or `classify`",
            )
            return None
        if kpi.share is not None:
            return self._share(kpi, unit, path, target)
        return self._distribution(kpi, unit, target) if kpi.distribution else self._ratio(kpi, unit, path, target)

    def _of_measures(self, text: str, path: Path) -> Node | None:
        """Return an expression of measures; one made of parameters alone would be the same wherever there is any activity."""
        node = self.reading.number(text, path, self.total_scope())
        if node is None or any(isinstance(part, Namespaced) or (isinstance(part, Name) and part.kind == "measure") for part in walk(node)):
            return node
        self._without_inputs(path, "at least one measure")
        return None

    def _without_inputs(self, path: Path, expected: str) -> None:
        self.reading.note(
            "figure-without-inputs",
            path,
            "a figure that no activity enters",
            expected,
            "define a measure and use it here, or take the figure out",
        )

    def _units(self, kpi: Kpi, unit: CheckedUnit) -> str:
        return self.cells.ask(unit.name, kpi.over, count_of(None), None).name

    def _share(self, kpi: Kpi, unit: CheckedUnit, path: Path, target: Node | None) -> CheckedKpi | None:
        scope = self.row_scope(unit)
        assert kpi.share is not None
        share = self.reading.condition(kpi.share, (*path, "share"), scope)
        among = None if kpi.among is None else self.reading.condition(kpi.among, (*path, "among"), scope)
        if share is None or (kpi.among is not None and among is None):
            return None
        unknown = missing(share) if among is None else AnyOf((missing(among), AllOf((among, missing(share)), HERE, BOOLEAN)), HERE, BOOLEAN)
        category = kpi.breakdown
        numerator = self.cells.ask(unit.name, kpi.over, count_of(share), among, category)
        denominator = self.cells.ask(unit.name, kpi.over, count_of(present(share)), among, category)
        skipped = self.cells.ask(unit.name, kpi.over, count_of(unknown), None, category)
        value = Arithmetic("/", numerator, denominator, HERE, DOUBLE)
        return CheckedKpi(kpi, numerator, denominator, value, skipped.name, self._units(kpi, unit), category, target)

    def _distribution(self, kpi: Kpi, unit: CheckedUnit, target: Node | None) -> CheckedKpi:
        assert kpi.distribution is not None
        label = Name(kpi.distribution, HERE, {**unit.types, **BUILT_IN}[kpi.distribution], "column")
        numerator = self.cells.ask(unit.name, kpi.over, count_of(present(label)), None, kpi.distribution)
        denominator = self.cells.ask(unit.name, kpi.over, count_of(present(label)), None)
        skipped = self.cells.ask(unit.name, kpi.over, count_of(missing(label)), None)
        value = Arithmetic("/", numerator, denominator, HERE, DOUBLE)
        return CheckedKpi(kpi, numerator, denominator, value, skipped.name, self._units(kpi, unit), kpi.distribution, target)

    def _ratio(self, kpi: Kpi, unit: CheckedUnit, path: Path, target: Node | None) -> CheckedKpi | None:
        scope = self.aggregate_scope(unit)
        keys = ("is",) if kpi.is_ is not None else ("numerator", "denominator")
        texts = (kpi.is_,) if kpi.is_ is not None else (kpi.numerator, kpi.denominator)
        nodes = [self.reading.number(text, (*path, key), scope) for key, text in zip(keys, texts, strict=True) if text is not None]
        known = tuple(node for node in nodes if node is not None)
        if len(known) != len(keys):
            return None
        if not any(aggregates_in(node) for node in known):
            self._without_inputs((*path, keys[0]), "an aggregate of the units, such as `sum(amount)`")
            return None
        spread, gone = self._spread_all(known, unit.name, kpi.over, None, kpi.breakdown)
        skipped = None if gone is None else self.cells.ask(unit.name, kpi.over, count_of(gone), None, kpi.breakdown).name
        if kpi.is_ is not None:
            return CheckedKpi(kpi, *_parts(spread[0]), spread[0], skipped, self._units(kpi, unit), kpi.breakdown, target)
        value: Node = Arithmetic("/", spread[0], spread[1], HERE, DOUBLE)
        if kpi.per is not None:
            value = Arithmetic("*", value, Literal(kpi.per, HERE, INTEGER), HERE, DOUBLE)
        return CheckedKpi(kpi, spread[0], spread[1], value, skipped, self._units(kpi, unit), kpi.breakdown, target)

    def saving(self, saving: Saving, path: Path) -> CheckedSaving | None:
        gates = tuple(
            (node, gate.say)
            for node, gate in (
                (self.reading.condition(gate.when, (*path, "requires", index, "when"), self.total_scope()), gate)
                for index, gate in enumerate(saving.requires)
            )
            if node is not None
        )
        if (saving.each is None) == (saving.total is None) or (saving.each is not None and saving.of is None):
            self.reading.note(
                "saving-form",
                path,
                "a saving that is not said in just one way",
                "`of` with `each` (GBP on one unit), or `total` (GBP per provider and period)",
                "keep one",
            )
            return None
        if saving.total is not None:
            total = self._of_measures(saving.total, (*path, "total"))
            self._count_gaps(total)
            return None if total is None else CheckedSaving(saving, "default", None, None, None, None, None, total, gates)
        assert saving.of is not None
        assert saving.each is not None
        unit = self.unit(saving.of, (*path, "of"))
        if unit is None:
            return None
        each = self.reading.number(saving.each, (*path, "each"), self.each_scope(unit))
        where = None if saving.where is None else self.reading.condition(saving.where, (*path, "where"), self.each_scope(unit))
        if each is None or (saving.where is not None and where is None):
            return None
        if where is not None:
            each = Choice(where, each, Literal(_ZERO, HERE, INTEGER), HERE, DOUBLE)
        return self.priced(saving, "default", unit.name, each, gates)

    def priced(self, saving: Saving, scenario: str, unit: str, each: Node, gates: tuple[tuple[Node, str], ...]) -> CheckedSaving:
        """Return a saving on each unit: its column of pence, and the cells that add it up."""
        column = f"{saving.saving}_pence" if scenario == "default" else f"{saving.saving}__{scenario}_pence"
        name = Name(column, HERE, INTEGER, "column")
        pence = self.cells.ask(unit, "eligible", Aggregate("sum", name, HERE, type=INTEGER), None)
        unknown = self.cells.ask(unit, "eligible", count_of(missing(name)), None)
        units = self.cells.ask(unit, "eligible", count_of(None), None)
        return CheckedSaving(saving, scenario, column, each, pence.name, unknown.name, units.name, None, gates)

    def cost(self, cost: Cost, path: Path) -> CheckedCost | None:
        if (cost.value is None) == (cost.total is None):
            self.reading.note(
                "cost-form", path, "a cost that is not said in just one way", "`value` (a stated amount, 0 for none) or `total`", "keep one"
            )
            return None
        if cost.total is None:
            return CheckedCost(cost, None)
        total = self.reading.number(cost.total, (*path, "total"), self.total_scope())
        self._count_gaps(total)
        return None if total is None else CheckedCost(cost, total)


def _parts(value: Node) -> tuple[Node | None, Node | None]:
    """The numerator and denominator of a figure that is a plain division."""
    if isinstance(value, Arithmetic) and value.operator == "/":
        return value.left, value.right
    return None, None


def _cell_names(node: Node) -> list[str]:
    return [part.name for part in walk(node) if isinstance(part, Name) and part.kind == "cell"]
