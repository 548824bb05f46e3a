"""Evaluating expressions of cells, measures and parameters for one organisation and window."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from improving_value.assess.cells import CellTable, Where
from improving_value.assess.needs import parameters_of
from improving_value.assess.scope import eligible_units_of, rules_of, scope_parameters
from improving_value.check.model import CheckedScheme
from improving_value.datasets.values import fold
from improving_value.expression.evaluate import RowValue, evaluate
from improving_value.expression.nodes import AllOf, AnyOf, Call, Choice, Name, Namespaced, Node, children
from improving_value.kernel.parameters import ParameterValues
from improving_value.kernel.periods import Window
from improving_value.kernel.remembering import once_each


@dataclass(frozen=True)
class _Known:
    """What was found out about a scheme's figures, whatever the results: its hundred examples may share it."""

    rests_on: dict[tuple[int, str | None], tuple[Node, tuple[str, ...]]] = field(default_factory=dict)
    decided_by: dict[tuple[int, str | None], tuple[Node, dict[str, tuple[str, ...]]]] = field(default_factory=dict)


@once_each(most=64)
def _known_of(checked: CheckedScheme) -> _Known:
    """Return what is known of a scheme, to begin with nothing."""
    return _Known()


@dataclass(frozen=True)
class Evaluation:
    """What the figures of one scheme are worked out from."""

    checked: CheckedScheme
    cells: CellTable

    def rests_on(self, node: Node, unit: str | None = None) -> tuple[str, ...]:
        """Return the parameters that an expression rests on; worked out once, for it is asked at every place."""
        # Remembered by identity, since comparing trees costs more than the answer. The node is held with it: the identity of
        # one that is gone may be given to another.
        key = (id(node), unit)
        known = _known_of(self.checked).rests_on
        if key not in known:
            known[key] = node, parameters_of(self.checked, node, unit)
        return known[key][1]

    def undecided(self, node: Node, unit: str | None, where: Where) -> tuple[str, ...]:
        """Return the parameters and records for want of which no unit behind a figure could be counted at this place.

        A sum over none of them would be nought for want of a number.
        """
        return _as_written(
            wanted
            for name, lacking in self._deciding(node, unit).items()
            if self.cells.count(name, where, "undetermined") and not self.cells.count(name, where, "eligible")
            for wanted in lacking or self._unrecorded(name, where)
        )

    def _unrecorded(self, unit: str, where: Where) -> list[str]:
        """Say which fields have to be on record for the units of a place that could not be decided about."""
        cell = self.cells.decided(unit, "undetermined")
        asked = [fields for rule, _, fields in rules_of(self.checked.units[unit]) if self.cells.value(cell, where, rule)]
        return [f"a record of {fields.replace('_', ' ')}" for fields in asked if fields] or ["a recorded value"]

    def waiting(self, node: Node, unit: str | None, where: Where) -> dict[str, tuple[int, int]]:
        """Return the parameters for want of which units behind a figure could not be decided about, and how many of how many."""
        found: dict[str, tuple[int, int]] = {}
        for name, lacking in self._deciding(node, unit).items():
            undecided = self.cells.count(name, where, "undetermined") if lacking else 0
            if undecided:
                found |= dict.fromkeys(_as_written(lacking), (undecided, self.cells.count(name, where)))
        return found

    def _deciding(self, node: Node, unit: str | None) -> dict[str, tuple[str, ...]]:
        """Return the units of which only the eligible ones make a figure, and what nobody supplied of what decides about them."""
        key = (id(node), unit)
        known = _known_of(self.checked).decided_by
        if key not in known:
            known[key] = node, self._lacking_of(node, unit)
        return known[key][1]

    def _lacking_of(self, node: Node, unit: str | None) -> dict[str, tuple[str, ...]]:
        units = [name for name in eligible_units_of(self.checked, node, unit) if not self.checked.units[name].step]
        return {name: tuple(one for one in scope_parameters(self.checked, name) if one not in self.checked.values) for name in units}

    def lacks(self, node: Node, unit: str | None = None) -> tuple[str, ...]:
        """Return the parameters that an expression needs and that have no value at all, as the author calls them."""
        return _as_written(name for name in self.rests_on(node, unit) if name not in self.checked.values)

    def taken(self, node: Node, where: Where) -> tuple[Node, ...]:
        """Return the parts of an expression that its value at one place rests on: of a choice its condition and the branch taken.

        A condition is kept, and a choice that cannot be told keeps both branches: what they lack may be all that is wanting.
        """
        match node:
            case Choice():
                chosen = self.value(node.condition, where)
                branches = (node.then, node.otherwise) if chosen is None else (node.then if chosen is True else node.otherwise,)
                return tuple(part for kept in (node.condition, *branches) for part in self.taken(kept, where))
            case AllOf() | AnyOf():
                decided = isinstance(node, AnyOf)
                settled = (part for part in children(node) if self.value(part, where) is decided and not self.lacks(part))
                parts = next(((part,) for part in settled), children(node))
                return tuple(found for part in parts for found in self.taken(part, where))
            case Name() | Namespaced():
                return (node,)
            case Call() if node.function in ("if_missing", "is_missing"):
                return (node,)
            case _:
                return tuple(found for part in children(node) for found in self.taken(part, where))

    def window_of(self, role: str) -> Window | None:
        return next((window for window in self.cells.windows.values() if window.role == role), None)

    def value(self, node: Node, where: Where, category: str = "") -> RowValue:
        """Return what an expression gives at one place."""

        def name(part: Name | Namespaced) -> RowValue:
            if isinstance(part, Namespaced):
                return self.before(part, where)
            if part.kind == "cell":
                return self.cells.value(part.name, where, category)
            if part.kind == "measure":
                return self.value(self.checked.measures[part.name].value, where)
            return self.parameter(part.name, where)

        return name(node) if isinstance(node, Name) else evaluate(node, name)

    def before(self, part: Namespaced, where: Where) -> RowValue:
        """Return a measure in the baseline: as supplied, or as worked out from the activity."""
        supplied = self.checked.values.get(f"{part.namespace}.{part.name}")
        if supplied is not None:
            return self.supplied(supplied, where)
        window = self.window_of(part.namespace)
        if window is None:
            return None
        measure, then = self.checked.measures[part.name], Where(where.level, where.organisation, window.id)
        if measure.there is not None and not self.cells.value(measure.there.name, then):
            return None  # nothing is known of this organisation then: a sum over no units would make all of now a difference
        return self.value(measure.value, then)

    def supplied(self, values: ParameterValues, where: Where) -> RowValue:
        keys: tuple[str | None, ...] = tuple(where.organisation for _ in values.by)
        found = values.at(keys, self.cells.windows[where.window].period.last_day)
        return found

    def parameter(self, name: str, where: Where) -> RowValue:
        values = self.checked.values.get(name)
        return None if values is None else self.supplied(values, where)

    def target(self, node: Node | None, where: Where, column: str | None, category: str) -> float | None:
        """Return a target, for a category its own: a value `by` the column that makes the categories. The whole has the general one."""

        def name(part: Name | Namespaced) -> RowValue:
            values = self.checked.values.get(part.name) if isinstance(part, Name) and part.kind == "parameter" else None
            if values is None or column not in values.by:
                return self.value(part, where)
            keys = tuple(_key(values, place, category) if by == column else where.organisation for place, by in enumerate(values.by))
            return values.at(keys, self.cells.windows[where.window].period.last_day)

        found = None if node is None else name(node) if isinstance(node, Name) else evaluate(node, name)
        return None if found is None else float(found) + 0.0  # type: ignore[arg-type]

    def number(self, node: Node | None, where: Where, category: str = "") -> float | None:
        """Return an expression's value as a double; None when missing."""
        if node is None:
            return None
        found = self.value(node, where, category)
        return None if found is None else float(found) + 0.0  # type: ignore[arg-type]  # never minus nought


def _key(values: ParameterValues, place: int, category: str) -> str:
    """Return a category as it is written among the keys; names compare without case."""
    keys = (row.keys[place] for row in values.specific)
    return next((key for key in keys if key is not None and fold(key) == fold(category)), category)


def _as_written(names: Iterable[str]) -> tuple[str, ...]:
    """Return names without what a scenario adds to them, each once."""
    return tuple(dict.fromkeys(name.split("__")[0] for name in names))
