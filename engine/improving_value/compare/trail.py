"""From a figure back to what changed: the columns on the way, each in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from improving_value.check.model import CheckedFacts, CheckedScheme, CheckedUnit
from improving_value.compare.model import Change
from improving_value.compare.sides import own_columns
from improving_value.expression.nodes import Name, Node, walk
from improving_value.expression.words import in_words


@dataclass
class Trail:
    """Follows names back through the columns of a scheme to those that changes touched."""

    checked: CheckedScheme
    changes: Sequence[Change]
    _under_way: set[tuple[str, str]] = field(default_factory=set)

    def words(self, unit: CheckedUnit, node: Node) -> str:
        """Return what leads from an expression to a change, the nearest first; nothing when no change is reached."""
        found: dict[str, str] = {}
        return "; ".join(found.values()) if self._reaches(unit, node, found) else ""

    def _reaches(self, unit: CheckedUnit, node: Node, found: dict[str, str]) -> bool:
        reached = False
        for part in walk(node):
            if not isinstance(part, Name):
                continue
            if part.kind == "parameter":
                reached |= self._is_changed(("parameters", part.name.split("__")[0]))
            elif part.kind == "column":
                reached |= self._column(unit, part.name, found)
        return reached

    def _is_changed(self, path: tuple[str, ...]) -> bool:
        return any(path in change.new_paths for change in self.changes)

    def _column(self, unit: CheckedUnit, name: str, found: dict[str, str]) -> bool:
        """Follow a column; it stays on the trail only when it leads somewhere."""
        columns = own_columns(unit)
        if name not in columns or (unit.name, name) in self._under_way:
            # Inside an aggregate a name may be that of the column it makes, meaning the rows' own.
            source = self.checked.units.get(unit.source) if unit.source_is_unit else None
            return source is not None and self._column(source, name, found)
        how = columns[name][0].how
        before = dict(found)
        parts = [how.aggregate, *([] if how.where is None else [how.where])] if isinstance(how, CheckedFacts) else [how]
        found.setdefault(f"{unit.name} {name}", f"{name.replace('_', ' ')}: {in_words(parts[0])}")
        self._under_way.add((unit.name, name))
        reached = self._is_changed(("units", unit.name, "rows", name)) or self._is_changed(("units", unit.name, "columns", name))
        for part in parts:
            reached |= self._reaches(unit, part, found)
            if isinstance(how, CheckedFacts) and how.source_is_unit:
                reached |= self._theirs(self.checked.units[how.source], part, found)
        self._under_way.discard((unit.name, name))
        if not reached:
            found.clear()
            found.update(before)
        return reached

    def _theirs(self, unit: CheckedUnit, node: Node, found: dict[str, str]) -> bool:
        names = [part.name for part in walk(node) if isinstance(part, Name) and part.kind == "theirs"]
        return any([self._column(unit, name, found) for name in names])
