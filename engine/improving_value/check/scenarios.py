"""Scenarios: whatever depends on an overridden parameter stands a second time, beside the default.

Only columns, measures and savings may depend on one: what is kept, matched, grouped or eligible stays the same, so that
every scenario is about the same units and one pass over the activity serves them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from improving_value.check.cells import Cells
from improving_value.check.figures import FigureReader
from improving_value.check.model import CheckedColumn, CheckedFacts, CheckedMeasure, CheckedSaving, CheckedUnit
from improving_value.check.reading import Reading
from improving_value.check.savings import priced
from improving_value.expression.nodes import Aggregate, Name, Namespaced, Node, walk
from improving_value.expression.rewrite import rewrite
from improving_value.kernel.issues import Rejected
from improving_value.kernel.parameters import ParameterValues
from improving_value.spec.models import Parameter, Scenario
from improving_value.spec.parameter_values import values_in_force


@dataclass(frozen=True)
class Names:
    """New names: of parameters, of the columns at hand, of columns inside an aggregate, of the other rows' columns."""

    parameters: Mapping[str, str]
    columns: Mapping[str, str]
    inside: Mapping[str, str]
    theirs: Mapping[str, str]

    def of(self, node: Node) -> Node:
        """Return the tree with the new names; the same tree when none applies."""

        def exchange(part: Node) -> Node | None:
            if isinstance(part, Aggregate):
                inner = replace(self, columns=self.inside)
                return replace(
                    part,
                    operand=None if part.operand is None else inner.of(part.operand),
                    where=None if part.where is None else inner.of(part.where),
                    by=None if part.by is None else inner.of(part.by),
                )
            if not isinstance(part, Name):
                return None
            known = {"parameter": self.parameters, "column": self.columns, "theirs": self.theirs}.get(part.kind or "", {})
            return replace(part, name=known[part.name]) if part.name in known else None

        return rewrite(node, exchange)


class ScenarioWriter:
    """Adds the scenarios of a scheme to its units, measures and savings."""

    def __init__(
        self, reading: Reading, units: dict[str, CheckedUnit], cells: Cells, figures: FigureReader, values: dict[str, ParameterValues]
    ) -> None:
        self.reading = reading
        self.units = units
        self.cells = cells
        self.figures = figures
        self.values = values
        self.stated = dict(figures.measures)

    def write_all(self, savings: tuple[CheckedSaving, ...]) -> tuple[CheckedSaving, ...]:
        """Return the savings with those of every scenario behind their default."""
        found = list(savings)
        for index, scenario in enumerate(self.reading.scheme.scenarios):
            found += self._write(scenario, index, savings)
        order = {saving.saving.saving: place for place, saving in enumerate(savings)}
        return tuple(sorted(found, key=lambda saving: order[saving.saving.saving]))

    def _write(self, scenario: Scenario, index: int, savings: tuple[CheckedSaving, ...]) -> list[CheckedSaving]:
        renamed = self._parameters(scenario, index)
        columns: dict[str, dict[str, str]] = {}
        for name in list(self.units):
            self.units[name] = self._unit(self.units[name], scenario.scenario, renamed, columns, index)
        measures = self._measures(scenario.scenario, renamed, columns)
        found = []
        for saving in savings:
            if scenario.savings is not None and saving.saving.saving not in scenario.savings:
                continue
            changed = self._saving(saving, scenario.scenario, renamed, columns, measures)
            if changed is not None:
                found.append(changed)
        if not found:
            self.reading.note(
                "scenario-without-effect",
                ("scenarios", index),
                f"`{scenario.scenario}`, on which no saving depends",
                "a saving that uses one of its parameters",
                "take the scenario out, or use the parameter",
            )
        return found

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

    def _unit(
        self, unit: CheckedUnit, scenario: str, parameters: dict[str, str], columns: dict[str, dict[str, str]], index: int
    ) -> CheckedUnit:
        inherited = dict(columns.get(unit.source, {})) if unit.source_is_unit else {}
        source_types = dict(unit.source_types)
        if unit.source_is_unit:
            source_types |= {name: kind for name, kind in self.units[unit.source].types.items() if name not in source_types}
        row_names = dict(inherited)
        row_columns = self._columns(unit.row_columns, scenario, parameters, row_names, row_names, columns)
        own = {} if unit.group else row_names
        group_columns = self._columns(unit.columns, scenario, parameters, own, row_names, columns)
        types = dict(unit.types)
        if unit.group is None:
            types |= {new: source_types[new] for new in inherited.values() if new in source_types}
        types |= {column.name: column.type for column in (*row_columns, *group_columns)}
        columns[unit.name] = own
        self._forbid(unit, Names(parameters, own, row_names, {}), index)
        return replace(unit, row_columns=row_columns, columns=group_columns, types=types, source_types=source_types)

    def _columns(
        self,
        written: tuple[CheckedColumn, ...],
        scenario: str,
        parameters: dict[str, str],
        own: dict[str, str],
        inside: Mapping[str, str],
        units: Mapping[str, Mapping[str, str]],
    ) -> tuple[CheckedColumn, ...]:
        found = list(written)
        for column in (one for one in written if "__" not in one.name):  # the author's own, not another scenario's
            new = self._how(column, Names(parameters, own, inside, {}), units)
            if new is not None:
                name = f"{column.name}__{scenario}"
                found.append(replace(column, name=name, how=new))
                own[column.name] = name
        return tuple(found)

    def _how(self, column: CheckedColumn, names: Names, units: Mapping[str, Mapping[str, str]]) -> Node | CheckedFacts | None:
        how = column.how
        if not isinstance(how, CheckedFacts):
            new = names.of(how)
            return None if new == how else new
        fact_names = replace(names, theirs=units.get(how.source, {}) if how.source_is_unit else {}, inside=names.columns)
        where = None if how.where is None else fact_names.of(how.where)
        aggregate = fact_names.of(how.aggregate)
        assert isinstance(aggregate, Aggregate)
        return None if (where, aggregate) == (how.where, how.aggregate) else replace(how, where=where, aggregate=aggregate)

    def _forbid(self, unit: CheckedUnit, names: Names, index: int) -> None:
        fixed = [("keep", unit.keep), *((f"rule `{rule.rule}`", rule.when) for rule in unit.rules)]
        fixed += [("match", test.when) for match in unit.matches for test in match.tests]
        if unit.group is not None:
            fixed += [("group", unit.group.within), ("group", unit.group.gap_under)]
        for what, node in fixed:
            if node is not None and names.of(node) != node:
                self.reading.note(
                    "scenario-changes-units",
                    ("scenarios", index),
                    f"a parameter on which the {what} of `{unit.name}` depends",
                    "a scenario about the same units",
                    "use the parameter in columns and savings only; or compare two runs with two parameter files",
                )

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
            return self.cells.ask(cell.unit, cell.over, aggregate, where, cell.category)

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
            return None if each == saving.each else priced(self.cells, saving.saving, scenario, saving.saving.of, each, saving.gates)
        assert saving.total is not None

        def exchange(part: Node) -> Node | None:
            if isinstance(part, Namespaced) and part.name in measures:
                return replace(part, name=measures[part.name])
            if isinstance(part, Name):
                known = measures if part.kind == "measure" else parameters if part.kind == "parameter" else {}
                return replace(part, name=known[part.name]) if part.name in known else None
            return None

        total = rewrite(saving.total, exchange)
        return None if total == saving.total else replace(saving, scenario=scenario, total=total)
