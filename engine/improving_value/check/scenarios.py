"""Scenarios: whatever depends on an overridden parameter stands a second time, beside the default.

Only columns, measures, savings and KPIs may depend on one: what is kept, matched, grouped or eligible stays the same, so that
every scenario is about the same units and one pass over the activity serves them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from improving_value.check.cells import HERE, Cells
from improving_value.check.figures import FigureReader
from improving_value.check.model import CheckedKpi, CheckedMeasure, CheckedSaving, CheckedUnit
from improving_value.check.reading import Reading
from improving_value.check.savings import priced
from improving_value.check.scenario_names import Names, Renamed
from improving_value.check.scenario_units import ScenarioUnits
from improving_value.expression.nodes import Aggregate, Name, Node, walk
from improving_value.expression.rewrite import rewrite
from improving_value.expression.types import INTEGER
from improving_value.kernel.issues import Rejected
from improving_value.kernel.names import nearest
from improving_value.kernel.parameters import ParameterValues
from improving_value.spec.models import Parameter, Scenario
from improving_value.spec.parameter_values import values_in_force


class ScenarioWriter:
    """Adds the scenarios of a scheme to its units, measures, savings and KPIs."""

    def __init__(
        self, reading: Reading, units: dict[str, CheckedUnit], cells: Cells, figures: FigureReader, values: dict[str, ParameterValues]
    ) -> None:
        self.reading = reading
        self.units = units
        self.cells = cells
        self.figures = figures
        self.values = values
        self.stated = dict(figures.measures)

    def write_all(
        self, savings: tuple[CheckedSaving, ...], kpis: tuple[CheckedKpi, ...]
    ) -> tuple[tuple[CheckedSaving, ...], tuple[CheckedKpi, ...]]:
        """Return the savings and the KPIs, those of every scenario behind their default."""
        found, shown = list(savings), list(kpis)
        for index, scenario in enumerate(self.reading.scheme.scenarios):
            saved, seen = self._write(scenario, index, savings, kpis)
            found += saved
            shown += seen
        order = {saving.saving.saving: place for place, saving in enumerate(savings)}
        places = {kpi.kpi.kpi: place for place, kpi in enumerate(kpis)}
        return (
            tuple(sorted(found, key=lambda saving: order[saving.saving.saving])),
            tuple(sorted(shown, key=lambda kpi: places[kpi.kpi.kpi])),
        )

    def _write(
        self, scenario: Scenario, index: int, savings: tuple[CheckedSaving, ...], kpis: tuple[CheckedKpi, ...]
    ) -> tuple[list[CheckedSaving], list[CheckedKpi]]:
        renamed = self._parameters(scenario, index)
        columns: dict[str, dict[str, str]] = {}
        for name in list(self.units):
            self.units[name] = ScenarioUnits(self.reading, self.units).write(self.units[name], scenario.scenario, renamed, columns, index)
        measures = self._measures(scenario.scenario, renamed, columns)
        found = []
        for saving in savings:
            if scenario.savings is not None and saving.saving.saving not in scenario.savings:
                continue
            changed = self._saving(saving, scenario.scenario, renamed, columns, measures)
            if changed is not None:
                found.append(changed)
        shown = self._kpis(scenario, index, kpis, Renamed(renamed, columns, measures))
        if not found and not shown:
            self.reading.note(
                "scenario-without-effect",
                ("scenarios", index),
                f"`{scenario.scenario}`, on which no saving depends",
                "a saving that uses one of its parameters, or a KPI that does, under `kpis`",
                "take the scenario out, or use the parameter",
            )
        return found, shown

    def _kpis(self, scenario: Scenario, index: int, kpis: tuple[CheckedKpi, ...], names: Renamed) -> list[CheckedKpi]:
        """Return the KPIs that the scenario asks for, worked out again."""
        known = {kpi.kpi.kpi: kpi for kpi in kpis}
        found = []
        for place, name in enumerate(scenario.kpis):
            path = ("scenarios", index, "kpis", place)
            if name not in known:
                close = nearest(name, sorted(known))
                fix = f"write `{close}`" if close else "define it under `kpis`"
                self.reading.note("unknown-name", path, f"`{name}`, which is not a KPI of this scheme", "the id of a KPI", fix)
                continue
            changed = self._kpi(known[name], scenario.scenario, names)
            if changed is None:
                self.reading.note(
                    "scenario-without-effect",
                    path,
                    f"`{name}`, which does not depend on `{scenario.scenario}`",
                    "a KPI that uses one of the scenario's parameters",
                    "take it out of the list",
                )
            else:
                found.append(changed)
        return found

    def _kpi(self, kpi: CheckedKpi, scenario: str, names: Renamed) -> CheckedKpi | None:
        def changed(node: Node) -> Node:
            return names.in_total(self._cells_of(node, names.parameters, names.columns))

        numerator, denominator, target = (None if node is None else changed(node) for node in (kpi.numerator, kpi.denominator, kpi.target))
        skipped = kpi.skipped
        if skipped is not None:
            cell = self._cell_of(Name(skipped, HERE, INTEGER, "cell"), names.parameters, names.columns)
            skipped = None if cell is None else cell.name
        category = kpi.category
        if category is not None and kpi.kpi.of is not None:
            category = names.columns[kpi.kpi.of].get(category, category)
        new = replace(
            kpi, scenario=scenario, numerator=numerator, denominator=denominator, value=changed(kpi.value), skipped=skipped,
            category=category, target=target,
        )  # fmt: skip
        printed = {kpi.kpi.top, kpi.kpi.minimum} & set(names.parameters)
        return new if printed or replace(new, scenario=kpi.scenario) != kpi else None

    def _parameters(self, scenario: Scenario, index: int) -> dict[str, str]:
        renamed = {}
        for name, value in scenario.parameters.items():
            parameter = self.reading.scheme.parameters.get(name)
            path = ("scenarios", index, "parameters", name)
            if parameter is None:
                self.reading.note(
                    "unknown-name", path, f"`{name}`, which is not a parameter", "the name of a parameter", "define it under `parameters`"
                )
                continue
            new = f"{name}__{scenario.scenario}"
            stated = Parameter(value=value, unit=parameter.unit, basis="assumption", source=parameter.source)
            try:
                self.values[new] = values_in_force(new, stated, None, self.reading.loaded.source.locate(path))
            except Rejected as rejected:
                self.reading.issues.extend(rejected.issues)
            renamed[name] = new
        return renamed

    def _measures(self, scenario: str, parameters: dict[str, str], columns: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
        renamed = {}
        for name, measure in self.stated.items():
            new = self._cells_of(measure.value, parameters, columns)
            if new != measure.value:
                renamed[name] = f"{name}__{scenario}"
                cells = tuple(part.name for part in walk(new) if isinstance(part, Name) and part.kind == "cell")
                skipped, counted = (self._cell_of(cell, parameters, columns) for cell in (measure.skipped, measure.counted))
                self.figures.measures[renamed[name]] = CheckedMeasure(measure.measure, new, cells, skipped, counted)
                if f"baseline.{name}" in self.values:
                    self.values[f"baseline.{renamed[name]}"] = self.values[f"baseline.{name}"]
        return renamed

    def _cell_of(self, cell: Name | None, parameters: dict[str, str], columns: Mapping[str, Mapping[str, str]]) -> Name | None:
        found = None if cell is None else self._cells_of(cell, parameters, columns)
        return found if isinstance(found, Name) else None

    def _cells_of(self, value: Node, parameters: dict[str, str], columns: Mapping[str, Mapping[str, str]]) -> Node:
        def exchange(part: Node) -> Node | None:
            if not isinstance(part, Name):
                return None
            if part.kind == "parameter" and part.name in parameters:
                return replace(part, name=parameters[part.name])
            if part.kind != "cell":
                return None
            cell = self.cells.found[part.name]
            names = Names(parameters, columns[cell.unit], columns[cell.unit], {})
            aggregate, where = names.of(cell.aggregate), None if cell.where is None else names.of(cell.where)
            assert isinstance(aggregate, Aggregate)
            category = None if cell.category is None else columns[cell.unit].get(cell.category, cell.category)
            return self.cells.ask(cell.unit, cell.over, aggregate, where, category)

        return rewrite(value, exchange)

    def _saving(
        self,
        saving: CheckedSaving,
        scenario: str,
        parameters: dict[str, str],
        columns: Mapping[str, Mapping[str, str]],
        measures: Mapping[str, str],
    ) -> CheckedSaving | None:
        if saving.each is not None:
            assert saving.saving.of is not None
            names = Names(parameters, columns[saving.saving.of], {}, {})
            each = names.of(saving.each)
            return None if each == saving.each else priced(self.figures, saving.saving, scenario, saving.saving.of, each, saving.gates)
        assert saving.total is not None
        total = Renamed(parameters, columns, measures).in_total(saving.total)
        return None if total == saving.total else replace(saving, scenario=scenario, total=total)
