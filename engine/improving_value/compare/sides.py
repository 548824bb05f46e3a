"""One version of a scheme, with a token for every name: paired names have the same token on both sides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from improving_value.check.model import CheckedColumn, CheckedFacts, CheckedMatch, CheckedScheme, CheckedUnit
from improving_value.compare.forms import Sight, Tokens, form
from improving_value.kernel.parameters import ParameterValues, Value
from improving_value.spec.models import Parameter

Key = tuple[str, str, str]
"""Kind, the unit it belongs to (or nothing), and the name."""


def is_own(name: str) -> bool:
    """Say whether a name is the author's, not one that a scenario's copy has."""
    return "__" not in name


@dataclass
class Side:
    """A version of a scheme. `tokens` fills up while names are paired."""

    label: str
    checked: CheckedScheme
    tokens: dict[Key, str] = field(default_factory=dict)

    def token(self, kind: str, owner: str, name: str) -> str:
        """Return a name's token; one without a partner has a token that the other side cannot have."""
        return self.tokens.get((kind, owner, name), f"{self.label} {kind} {owner} {name}")

    def named(self, kind: str, token: str) -> str | None:
        """Return the name that has a token on this side."""
        return next((key[2] for key, held in self.tokens.items() if held == token and key[0] == kind), None)

    @property
    def parameters(self) -> Tokens:
        return {name: self.token("parameter", "", name) for name in self.checked.parameters}

    def rows(self, unit: CheckedUnit) -> Tokens:
        """Return what the columns of a unit's rows stand for."""
        found: dict[str, str] = dict(self.columns(self.checked.units[unit.source])) if unit.source_is_unit else {}
        for match in unit.matches:
            token = self.token("match", unit.name, match.name)
            found |= {f"{match.name}_found": f"{token} found", f"{match.name}_reason": f"{token} reason"}
        return found | {column.name: self.token("column", unit.name, column.name) for column in unit.row_columns}

    def columns(self, unit: CheckedUnit) -> Tokens:
        """Return what the columns of a finished unit stand for."""
        rows = self.rows(unit)
        if unit.group is None:
            return rows
        keys = {name: rows.get(name, name) for name in unit.group.by}
        return keys | {column.name: self.token("column", unit.name, column.name) for column in unit.columns}

    def sight(self, unit: CheckedUnit, on_rows: bool = False) -> Sight:
        """Return what names mean in an expression of a unit: on its rows, or once they are gathered."""
        rows = self.rows(unit)
        return Sight(self.parameters, rows if on_rows else self.columns(unit), rows)

    @property
    def figures(self) -> Sight:
        """Return what names mean in an expression of measures, cells and parameters."""
        measures = {name: self.token("measure", "", name) for name in self.checked.measures}
        return Sight(self.parameters, measures=measures, cells=self._cells())

    def _cells(self) -> Tokens:
        found = {}
        for name, cell in self.checked.cells.items():
            seen = self.columns(self.checked.units[cell.unit])
            sight = Sight(self.parameters, seen, seen)
            category = "" if cell.category is None else seen.get(cell.category, cell.category)
            unit = self.token("unit", "", cell.unit)
            found[name] = f"{unit}; {cell.over}; {form(cell.aggregate, sight)}; {form(cell.where, sight)}; {category}"
        return found

    def parameter(self, name: str) -> str:
        """Return what a parameter is worth, as a text equal for equal values."""
        spec: Parameter = self.checked.parameters[name]
        values = self.checked.values.get(name)
        rows = "not supplied" if values is None else written_rows(values)
        return f"{spec.unit}; {sorted(spec.by)}; {rows}"

    def column(self, unit: CheckedUnit, column: CheckedColumn, on_rows: bool) -> str:
        """Return what a column is, as a text equal for columns that mean the same."""
        sight = self.sight(unit, on_rows)
        how = column.how
        if not isinstance(how, CheckedFacts):
            return form(how, sight)
        source = self.source(how.source, how.source_is_unit)
        theirs = self.columns(self.checked.units[how.source]) if how.source_is_unit else {}
        seen = Sight(sight.parameters, sight.outside, sight.outside, theirs)
        same = sorted((sight.outside.get(mine, mine), theirs.get(other, other)) for mine, other in how.same)
        return f"facts of {source}; {same}; {form(how.where, seen)}; {form(how.aggregate, seen)}"

    def match(self, unit: CheckedUnit, match: CheckedMatch) -> str:
        """Return what a match is: its rungs in order, for the order decides the reason."""
        rows = self.rows(unit)
        sight = Sight(self.parameters, rows, rows)
        rungs = [f"{test.reason}: {rows.get(test.same or '', test.same)}; {form(test.when, sight)}" for test in match.tests]
        return f"in {match.dataset}; {form(match.keep, sight)}; {'; '.join(rungs)}"

    def source(self, name: str, is_unit: bool) -> str:
        return self.token("unit", "", name) if is_unit else f"dataset {name}"


def written_rows(values: ParameterValues) -> str:
    """Return values in force as one text, without their sources."""
    rows = [f"{row.keys} from {row.starts} until {row.ends}: {_plain(row.value)}" for row in values.rows]
    return f"{values.by}; {'; '.join(sorted(rows))}"


def _plain(value: Value) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(sorted(_plain(part) for part in value))}]"
    return f"{value.normalize():f}" if isinstance(value, Decimal) else f"{value}"


def own_columns(unit: CheckedUnit) -> Mapping[str, tuple[CheckedColumn, bool]]:
    """Return the author's columns of a unit, by name, and whether each is worked out on rows."""
    found = {column.name: (column, True) for column in unit.row_columns if is_own(column.name)}
    return found | {column.name: (column, False) for column in unit.columns if is_own(column.name)}
