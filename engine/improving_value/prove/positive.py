"""Which values cannot be 0, by the ranges of the data dictionary: `weight > 0` and `weight >= 0` are then the same."""

from __future__ import annotations

from dataclasses import dataclass, replace

from improving_value.check.model import CheckedFacts, CheckedScheme, CheckedUnit
from improving_value.check.reading import Path
from improving_value.expression.nodes import Aggregate, Arithmetic, Call, Comparison, Literal, Name, Node
from improving_value.prove.edit import part_at

_OF_KNOWN_ROWS = ("min", "max", "mean", "median", "percentile", "first", "last", "only")
"""Aggregates that are missing when there is nothing, and otherwise lie among their operands."""


@dataclass(frozen=True)
class Sign:
    """What is known of the signs of one unit's values; `rows` when they are asked of its rows rather than of the finished unit."""

    checked: CheckedScheme
    unit: CheckedUnit
    rows: bool = False

    def is_positive(self, node: Node) -> bool:
        """Say whether a value, when it is known, is above 0."""
        match node:
            case Name(name, _, _, "column"):
                return self._column(name)
            case Arithmetic(operator, left, right):
                return operator != "-" and self.is_positive(left) and self.is_positive(right)
            case Call("max", arguments):
                return any(map(self.is_positive, arguments))
            case Call("min", arguments):
                return all(map(self.is_positive, arguments))
            case Aggregate(function, operand) if operand is not None:
                # A group has a row, so that its sum is of something, unless rows are left out of it.
                whole = function == "sum" and node.where is None and not node.known
                return (whole or function in _OF_KNOWN_ROWS) and replace(self, rows=True).is_positive(operand)
        return False

    def _column(self, name: str) -> bool:
        grouped = self.unit.group is not None
        made = self.unit.row_columns if self.rows or not grouped else self.unit.columns
        for column in made:
            if column.name == name:
                return not isinstance(column.how, CheckedFacts) and self.is_positive(column.how)
        if grouped and not self.rows:
            return replace(self, rows=True)._column(name)
        if self.unit.source_is_unit:
            return Sign(self.checked, self.checked.units[self.unit.source])._column(name)
        held = self.checked.datasets[self.unit.source].columns.get(name)
        return held is not None and ((held.above is not None and held.above >= 0) or (held.minimum is not None and held.minimum > 0))


def never_false(condition: Node, sign: Sign) -> bool:
    """Say whether a condition only asks whether a value that cannot be 0 is known."""
    return (
        isinstance(condition, Comparison)
        and condition.operator in (">", ">=")
        and isinstance(condition.right, Literal)
        and condition.right.value == 0
        and sign.is_positive(condition.left)
    )


def is_the_same(part: Node, new: Node, checked: CheckedScheme, path: Path) -> bool:
    """Say whether a limit moved by one is no change at all, since no value lies on it."""
    if not (isinstance(part, Comparison) and isinstance(new, Comparison) and isinstance(part.right, Literal) and part.right.value == 0):
        return False
    if {part.operator, new.operator} not in ({">", ">="}, {"<", "<="}):
        return False
    name = path[1] if path[0] == "units" else getattr(part_at(checked.scheme, path[:2]), "of", None)
    return name in checked.units and Sign(checked, checked.units[str(name)]).is_positive(part.left)
