"""What rests on a confidential parameter: columns of units, outcomes, pounds on a unit, and figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from improving_value.check.model import CheckedFacts, CheckedScheme, CheckedUnit
from improving_value.check.uses import sources_first
from improving_value.expression.nodes import (
    Aggregate,
    AllOf,
    AnyOf,
    Call,
    Choice,
    Comparison,
    Membership,
    Name,
    Namespaced,
    Node,
    Not,
    children,
)

Secrets = frozenset[str]
"""Names of confidential parameters; none for what anybody may see."""
Columns = Mapping[str, Secrets]

OUTCOME = ("outcome", "deciding_rule", "missing_field")
LOOKED_UP = "parameter__"
"""What the names of columns begin with that hold a changing parameter's value for each unit."""
NONE: Secrets = frozenset()


@dataclass(frozen=True)
class ConfidentialUnit:
    """What of a unit rests on confidential parameters.

    `whole` when it does itself: which units there are, what they are called or when they fall tells the value, so nothing of it is shown.
    """

    columns: Columns
    whole: Secrets = NONE

    def hides(self, column: str) -> bool:
        """Say whether a column of the unit's table must not leave the engine."""
        return bool(self.whole or self.columns.get(column) or self.columns.get(column.removesuffix("__utc")))

    @property
    def hidden(self) -> tuple[str, ...]:
        """The columns that are withheld, in order; not those the engine looks parameters up in."""
        return tuple(name for name in self.columns if self.hides(name) and not name.startswith(LOOKED_UP))

    @property
    def because_of(self) -> tuple[str, ...]:
        """The confidential parameters it rests on, in order of name."""
        return tuple(sorted(self.whole.union(*(self.columns[name] for name in self.hidden))))


def secret_parameters(checked: CheckedScheme) -> Secrets:
    """Return the names of a scheme's confidential parameters."""
    return frozenset(name for name, parameter in checked.parameters.items() if parameter.sensitive)


def confidential_units(checked: CheckedScheme) -> dict[str, ConfidentialUnit]:
    """Return what of each unit rests on a confidential parameter: by arithmetic, by a choice or a comparison, or by way of other columns.

    A yes or no counts too: of many units, those that a price lets through and those that it does not close in on it.
    """
    return _Tracing(checked, conditions=True).units()


class FigureTracing:
    """Whether a figure is made of amounts that hold a confidential value.

    Conditions do not count here: how many units a price lets through is a figure like any other.
    """

    def __init__(self, checked: CheckedScheme) -> None:
        self.checked = checked
        self._amounts = _Tracing(checked, conditions=False)
        self.units = self._amounts.units()

    def of(self, node: Node) -> Secrets:
        """Return the confidential parameters whose values are in the amounts of an expression of measures, cells and parameters."""
        if isinstance(node, Namespaced):
            measure = self.checked.measures.get(node.name)
            return NONE if measure is None else self.of(measure.value)
        if isinstance(node, Name) and node.kind == "measure":
            return self.of(self.checked.measures[node.name].value)
        if isinstance(node, Name) and node.kind == "cell":
            return self.of_cell(node.name)
        if isinstance(node, Name):
            return self._amounts.of(node, {})
        return NONE.union(*(self.of(part) for part in children(node)))

    def of_cell(self, name: str) -> Secrets:
        """Return the confidential parameters whose values are in the amounts that a cell adds up, or picks one of."""
        cell = self.checked.cells[name]
        return self._amounts.of(cell.aggregate, self.units[cell.unit].columns)


@dataclass
class _Tracing:
    """Follows confidential parameters through the units of a scheme; without `conditions`, only where their value itself goes."""

    checked: CheckedScheme
    conditions: bool
    secret: Secrets = field(init=False)
    finished: dict[str, ConfidentialUnit] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.secret = secret_parameters(self.checked)

    def units(self) -> dict[str, ConfidentialUnit]:
        for unit in sources_first(self.checked.units):
            self.finished[unit.name] = self._unit(unit)
        return {name: self.finished[name] for name in self.checked.units}

    def of(self, node: Node | None, here: Columns, inside: Columns | None = None, theirs: Columns | None = None) -> Secrets:
        """Return the confidential parameters that a value rests on.

        `here` are the columns at hand, `inside` those inside an aggregate (the same where rows are not gathered), `theirs` those of other rows.
        """
        if node is None:
            return NONE
        if isinstance(node, Name):
            return self._name(node, here, theirs or {})
        within = inside if isinstance(node, Aggregate) and inside is not None else here
        parts = children(node) if self.conditions else _amounts_of(node)
        return NONE.union(*(self.of(part, within, inside, theirs) for part in parts))

    def _name(self, name: Name, here: Columns, theirs: Columns) -> Secrets:
        if name.kind == "theirs":
            return theirs.get(name.name, NONE)
        if name.kind != "parameter":
            return here.get(name.name, NONE)
        written = name.name.split("__")[0]  # a scenario's value stands in for the author's parameter
        found = self.secret & {written}
        parameter = self.checked.parameters.get(written)
        if not self.conditions or parameter is None:
            return found
        # A value looked up by a column tells of the column.
        return found.union(*(theirs.get(column, here.get(column, NONE)) for column in parameter.by))

    def _unit(self, unit: CheckedUnit) -> ConfidentialUnit:
        source = self.finished[unit.source] if unit.source_is_unit else ConfidentialUnit({})
        rows: dict[str, Secrets] = {name: source.columns.get(name, NONE) for name in unit.source_types}
        whole = source.whole | self.of(unit.keep, rows)
        for match in unit.matches:
            tests = (match.keep, *(test.when for test in match.tests))
            told = NONE.union(*(self.of(test, rows) for test in tests), *(rows.get(test.same or "", NONE) for test in match.tests))
            rows |= dict.fromkeys((f"{match.name}_found", f"{match.name}_reason"), told)
        for column in unit.row_columns:
            rows[column.name] = self._column(column.how, rows, None)
        columns = rows
        if unit.group is not None:
            group = unit.group
            whole |= self.of(group.within, rows) | self.of(group.gap_under, rows)
            whole = whole.union(*(rows.get(name, NONE) for name in (*group.by, group.on or "")))
            columns = {name: rows.get(name, NONE) for name in group.by}
            for column in unit.columns:
                columns[column.name] = self._column(column.how, columns, rows)
        # Where and when a unit falls stands on it, and tells as much as its key does.
        whole = whole.union(*(columns.get(name, NONE) for name in (unit.provider, unit.date or "")))
        return self._finished(unit, columns, whole if self.conditions else NONE)

    def _column(self, how: Node | CheckedFacts, here: Columns, inside: Columns | None) -> Secrets:
        if not isinstance(how, CheckedFacts):
            return self.of(how, here, inside)
        other = self.finished[how.source] if how.source_is_unit else ConfidentialUnit({})
        found = self.of(how.aggregate, here, here, other.columns)
        if not self.conditions:
            return found
        found |= other.whole | self.of(how.where, here, here, other.columns)
        return found.union(*(here.get(mine, NONE) | other.columns.get(theirs, NONE) for mine, theirs in how.same))

    def _finished(self, unit: CheckedUnit, columns: Mapping[str, Secrets], whole: Secrets) -> ConfidentialUnit:
        """Add what is said of the unit itself: its outcome, the pounds on it, and the changing parameters that stand on it."""
        outcome = whole.union(*(self.of(rule.when, columns) for rule in unit.rules)) if self.conditions else NONE
        found: dict[str, Secrets] = {name: columns.get(name, NONE) | whole for name in {**unit.types, **columns}}
        found |= dict.fromkeys(OUTCOME, outcome)
        found["at_stake_pence"] = outcome | self.of(unit.at_stake, columns)
        for saving in self.checked.savings:
            if saving.saving.of == unit.name and saving.column is not None:
                found[saving.column] = outcome | self.of(saving.each, columns)
        for name in self.checked.values:
            looked_up = self._name(Name(name, (0, 1), kind="parameter"), columns, {})
            if looked_up and "." not in name:
                found[f"{LOOKED_UP}{name}"] = looked_up
        return ConfidentialUnit(found, whole)


def _amounts_of(node: Node) -> tuple[Node, ...]:
    """Return the parts whose values are in a node's own: of a choice not its condition, of an aggregate not what picks its rows."""
    match node:
        case Comparison() | AllOf() | AnyOf() | Not() | Membership():
            return ()
        case Choice(_, then, otherwise):
            return (then, otherwise)
        case Call(function, arguments):
            return () if function == "is_missing" else arguments
        case Aggregate(function, operand):
            return () if operand is None or function in ("count", "count_distinct", "any", "all") else (operand,)
        case _:
            return children(node)
