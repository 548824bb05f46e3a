"""The units of a scenario: a second copy of just those columns that depend on its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from improving_value.check.model import CheckedColumn, CheckedFacts, CheckedUnit
from improving_value.check.reading import Reading
from improving_value.check.scenario_names import Names
from improving_value.expression.nodes import Aggregate, Node


@dataclass(frozen=True)
class ScenarioUnits:
    """Adds a scenario's columns to units; what is kept, matched, grouped or eligible may not depend on it."""

    reading: Reading
    units: Mapping[str, CheckedUnit]

    def write(
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
        types |= {column.name: column.type for column in (group_columns if unit.group else row_columns)}
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
