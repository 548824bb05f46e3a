"""The work of compiling one scheme: what is known of it, and the steps so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, count

from sqlglot import exp

from improving_value.check.confidential import ConfidentialUnit, confidential_units
from improving_value.check.demand import Demand
from improving_value.check.model import CheckedScheme, CheckedUnit
from improving_value.check.types import dataset_types
from improving_value.compile.parameters import ParameterBook
from improving_value.expression.sql_primitives import Primitives
from improving_value.expression.types import INTEGER, TEXT, Type
from improving_value.kernel.calendar import Calendar, Slice


@dataclass(frozen=True)
class Step:
    """One named table, or view where making it again is cheaper than keeping it: what it is for, and its query."""

    name: str
    comment: str
    query: exp.Query
    is_view: bool = False


@dataclass
class Job:
    """Steps are added in the order they must run."""

    checked: CheckedScheme
    calendar: Calendar
    primitives: Primitives
    book: ParameterBook
    demands: Mapping[str, Demand]
    confidential: Mapping[str, ConfidentialUnit]
    steps: list[Step] = field(default_factory=list)
    sure: dict[str, set[str]] = field(default_factory=dict)
    """By unit, the columns of its table that cannot be missing."""
    is_traced: bool = True
    """Whether units keep the keys of the rows they are made from."""
    _shared: dict[exp.Query, str] = field(default_factory=dict)

    def add(self, name: str, comment: str, query: exp.Query, is_view: bool = False) -> None:
        self.steps.append(Step(name, comment, query, is_view))

    def share(self, name: str, comment: str, query: exp.Query) -> str:
        """Add a table unless the same one has been made already, and return what it is called."""
        if query not in self._shared:
            taken = {step.name for step in self.steps}
            self._shared[query] = next(free for free in chain([name], (f"{name}_{number}" for number in count(2))) if free not in taken)
            self.add(self._shared[query], comment, query)
        return self._shared[query]

    def beside(self, checked: CheckedScheme, demands: Mapping[str, Demand]) -> Job:
        """Return the job of a scheme whose figures alone are wanted, its steps added to this one's."""
        return replace(self, checked=checked, demands=demands, confidential=confidential_units(checked), is_traced=False)

    def types_of(self, source: str, is_unit: bool) -> Mapping[str, Type]:
        """Return the types of the columns of a dataset or of a finished unit."""
        if is_unit:
            pence = {saving.column: INTEGER for saving in self.checked.savings if saving.column and saving.saving.of == source}
            judged = {"outcome": TEXT, "deciding_rule": TEXT, "at_stake_pence": INTEGER}
            return {**self.checked.units[source].types, **pence, **judged}
        return dataset_types(self.checked.datasets[source])

    def sure_of(self, source: str, is_unit: bool) -> set[str]:
        """Return the columns of a source that cannot be missing; a set, only asked for membership."""
        if is_unit:
            return {"unit_key", "outcome", "source_keys", *self.sure.get(source, ())}
        columns = self.checked.datasets[source].columns
        return {"row_key", *(name for name, column in columns.items() if column.required)}

    def date_of(self, source: str, is_unit: bool) -> str | None:
        """Return the column that dates the rows of a source."""
        return self.checked.units[source].date if is_unit else self.checked.datasets[source].date

    def are_disjoint(self, unit: str) -> bool:
        """Say whether no activity row is in two units of a kind."""
        made = self.checked.units[unit]
        return not made.per_period and (not made.source_is_unit or self.are_disjoint(made.source))

    def slices_of(self, unit: CheckedUnit) -> tuple[Slice, ...]:
        """Return the stretches of days in which a unit is wanted."""
        return self.calendar.slices_in(self.demands[unit.name].roles)

    def is_tied(self, source: str, is_unit: bool) -> bool:
        return is_unit and self.checked.units[source].per_period


def unit_is_windowed(unit: CheckedUnit) -> bool:
    """Say whether a unit is made afresh for each window, its source not being so already."""
    return unit.each_period or (unit.group is not None and unit.group.by_period)
