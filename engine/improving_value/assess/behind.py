"""Every parameter that may move a figure: by its formula, by the units it is drawn from, or by who is counted."""

from __future__ import annotations

from improving_value.check.model import CheckedFacts, CheckedScheme, CheckedUnit
from improving_value.expression.nodes import Name, Namespaced, Node, walk


class Behind:
    """Collects names from a figure backwards. Rather one too many than one too few: what is found here cannot be worked out in a sheet."""

    def __init__(self, checked: CheckedScheme) -> None:
        self.checked = checked
        self._seen: set[tuple[str, str]] = set()
        self._found: dict[str, None] = {}

    def of(self, node: Node | None, unit: str | None) -> dict[str, None]:
        """Return the parameters behind an expression over a unit's columns, or of measures where there is no unit."""
        self._node(node, unit)
        return self._found

    def of_scope(self, unit: str) -> dict[str, None]:
        """Return the parameters behind which units there are and who is eligible."""
        self._scope(self.checked.units[unit])
        return self._found

    def _node(self, node: Node | None, unit: str | None) -> None:
        for part in walk(node) if node is not None else ():
            if isinstance(part, Namespaced):
                if f"{part.namespace}.{part.name}" in self.checked.values:
                    self._found[f"{part.namespace}.{part.name.split('__')[0]}"] = None
                self._measure(part.name)
            elif isinstance(part, Name):
                self._name(part, unit)

    def _name(self, name: Name, unit: str | None) -> None:
        if name.kind == "parameter":
            self._found[name.name.split("__")[0]] = None
        elif name.kind == "measure":
            self._measure(name.name)
        elif name.kind == "cell":
            cell = self.checked.cells[name.name]
            if self._first("", name.name):
                self._node(cell.aggregate, cell.unit)
                self._node(cell.where, cell.unit)
                self._scope(self.checked.units[cell.unit])
        elif unit is not None:
            self._column(unit, name.name)

    def _measure(self, name: str) -> None:
        if name in self.checked.measures and self._first("measure", name):
            self._node(self.checked.measures[name].value, None)

    def _column(self, unit: str, name: str) -> None:
        if unit not in self.checked.units or not self._first(unit, name):
            return
        made = self.checked.units[unit]
        for match in made.matches:
            if name in (f"{match.name}_found", f"{match.name}_reason"):
                for node in (match.keep, *(test.when for test in match.tests)):
                    self._node(node, unit)
        for column in (*made.row_columns, *made.columns):
            if column.name == name:
                self._how(column.how, unit)
        for saving in self.checked.savings:
            if saving.column == name and saving.saving.of == unit:
                self._node(saving.each, unit)
        if made.source_is_unit:
            self._column(made.source, name)

    def _how(self, how: Node | CheckedFacts, unit: str) -> None:
        if not isinstance(how, CheckedFacts):
            self._node(how, unit)
            return
        for part in (how.where, how.aggregate):
            self._node(part, unit)
            if how.source_is_unit:
                self._node(part, how.source)
        if how.source_is_unit:
            self._scope(self.checked.units[how.source])

    def _scope(self, unit: CheckedUnit) -> None:
        if not self._first(unit.name, ""):
            return
        group = (unit.group.within, unit.group.gap_under) if unit.group else ()
        for node in (unit.keep, *group, *(rule.when for rule in unit.rules)):
            self._node(node, unit.name)
        for name in (unit.provider, unit.date or "", *(unit.group.by if unit.group else ())):
            self._column(unit.name, name)
        if unit.source_is_unit:
            self._scope(self.checked.units[unit.source])

    def _first(self, *key: str) -> bool:
        fresh = key not in self._seen
        self._seen.add((key[0], key[1]))
        return fresh
