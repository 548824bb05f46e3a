"""A row of activity at which a number or date has a certain value, written as an example that can be pasted into the scheme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from improving_value.check.boundaries import Conditions
from improving_value.check.lines import Axis, Stretch, axis_of
from improving_value.check.model import CheckedFacts, CheckedUnit
from improving_value.check.reading import Path
from improving_value.expression.misfits import typed
from improving_value.expression.nodes import Aggregate, AllOf, Arithmetic, Call, Comparison, Literal, Membership, Name, Node, walk

FIRST_DAY = date(2017, 4, 3)
"""A day of the period that an example has when it says none."""
MORNING = datetime(2017, 4, 3, 8)
_SIMPLE = {"sum", "min", "max", "mean", "median", "first", "last", "only"}
_OTHER_SIDE = Decimal(10)
Given = date | datetime | Decimal | str | bool | int


@dataclass(frozen=True)
class Sighting:
    """What is to be shown: a unit in which an axis lies in a piece of its line, and what each figure there comes to."""

    conditions: Conditions
    unit: str
    axis: Axis
    piece: Stretch
    figures: Sequence[Path]
    counted: bool


@dataclass
class _Row:
    """A row under construction: values of a dataset's columns."""

    conditions: Conditions
    unit: CheckedUnit
    values: dict[str, Given] = field(default_factory=dict)

    def reach(self, node: Node, value: Decimal, unit: CheckedUnit) -> bool:
        """Choose values of columns at which an expression has a value; False when that is not plain."""
        match node:
            case Name(name) if node.kind == "column":
                return self._column(name, node, value, unit)
            case Aggregate(function, operand) if function in _SIMPLE and operand is not None:
                return self.reach(operand, value, unit)
            case Arithmetic("/", left, right):
                return self._pair(left, value * _OTHER_SIDE, right, _OTHER_SIDE, unit)
            case Arithmetic("+", left, right):
                return self._pair(left, value, right, Decimal(0), unit)
            case Arithmetic("-", left, right):
                return self._pair(left, value + _OTHER_SIDE, right, _OTHER_SIDE, unit)
            case Arithmetic("*", left, right):
                return self._pair(left, value, right, Decimal(1), unit)
            case Call("hours" | "days", (first, second)) if isinstance(first, Name) and isinstance(second, Name):
                return self._span(node, first.name, second.name, value)
            case Call("if_missing" | "max" | "min", parts):
                rest = [part for part in parts if any(isinstance(inner, Name) and inner.kind == "column" for inner in walk(part))]
                return len(rest) == 1 and self.reach(rest[0], value, unit)
        return False

    def _column(self, name: str, node: Name, value: Decimal, unit: CheckedUnit) -> bool:
        for column in (*unit.columns, *unit.row_columns):
            if column.name == name:
                return not isinstance(column.how, CheckedFacts) and self.reach(column.how, value, unit)
        if unit.source_is_unit:
            return self._column(name, node, value, self.conditions.units[unit.source])
        kind = typed(node).kind
        if name not in unit.source_types or kind not in ("integer", "decimal", "double", "date"):
            return False
        self.values[name] = date.fromordinal(int(value)) if kind == "date" else value
        return True

    def _pair(self, left: Node, first: Decimal, right: Node, second: Decimal, unit: CheckedUnit) -> bool:
        known = self.conditions.knowledge(unit.name)
        fixed_left, fixed_right = known.constant(left), known.constant(right)
        if fixed_left is not None or fixed_right is not None:
            return False
        return self.reach(left, first, unit) and self.reach(right, second, unit)

    def _span(self, node: Call, first: str, second: str, value: Decimal) -> bool:
        if node.function == "days":
            self.values |= {first: FIRST_DAY, second: FIRST_DAY + timedelta(days=float(value))}
        else:
            self.values |= {first: MORNING, second: MORNING + timedelta(hours=float(value))}
        return True

    def admit(self, unit: CheckedUnit) -> None:
        """Add the words that `keep` asks for, and a day."""
        if unit.source_is_unit:
            self.admit(self.conditions.units[unit.source])
            return
        dataset = self.conditions.reading.dictionary[unit.source]
        for part in (unit.keep.operands if isinstance(unit.keep, AllOf) else (unit.keep,)) if unit.keep is not None else ():
            match part:
                case Comparison("==", Name(name), Literal(value)) if isinstance(value, (str, bool)):
                    self.values.setdefault(name, value)
                case Membership(Name(name), options, negated) if not negated and isinstance(options[0], Literal):
                    self.values.setdefault(name, str(options[0].value))
                case Name(name) if name in dataset.columns:
                    self.values.setdefault(name, True)
                case Comparison(">" | ">=", Name(name)) if name in dataset.columns:
                    limit = self.conditions.knowledge(unit.name).constant(part.right)
                    if limit is not None and dataset.columns[name].type in ("integer", "decimal"):
                        self.values.setdefault(name, limit + 1)
        if dataset.date is not None:
            column = dataset.columns[dataset.date]
            self.values.setdefault(dataset.date, MORNING if column.type == "datetime" else FIRST_DAY)


def counter_example(seen: Sighting) -> str | None:
    """Return an example that shows one value, on one line of YAML; None when the row cannot be worked out simply."""
    unit = seen.conditions.units[seen.unit]
    node = _measured(seen, unit)
    row = _Row(seen.conditions, unit)
    if node is None or seen.piece.at is None or not row.reach(node, seen.piece.at, unit):
        return None
    row.admit(unit)
    source = unit
    while source.source_is_unit:
        source = seen.conditions.units[source.source]
    given = ", ".join(f"{name}: {_written(value)}" for name, value in row.values.items())
    expected = {f"{unit.name}.eligible": "1"} | {name: value for path in seen.figures for name, value in _figure(seen, path)}
    expect = ", ".join(f"{name}: {value}" for name, value in expected.items())
    title = f"{unit.name.replace('_', ' ')} {'in two' if seen.counted else 'between'} alternatives"
    return f"an example that shows it: `- {{example: {title}, given: {{{source.source}: [{{{given}}}]}}, expect: {{{expect}}}}}`"


def _measured(seen: Sighting, unit: CheckedUnit) -> Node | None:
    """Return the expression that an axis was read from."""
    known = seen.conditions.knowledge(unit.name)
    for node in seen.conditions.reading.nodes.values():
        for limit in known.limits(node):
            if limit.axis == seen.axis and axis_of(limit.measured) == seen.axis:
                return limit.measured
    return None


def _figure(seen: Sighting, path: Path) -> list[tuple[str, str]]:
    """A share is all or nothing of the one unit; a measure or saving needs prices, and is left out."""
    scheme = seen.conditions.reading.scheme
    if path[0] != "kpis" or not isinstance(path[1], int):
        return []
    return [(scheme.kpis[path[1]].kpi, "1" if seen.counted else "0")]


def _written(value: Given) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case datetime():
            return f"{value:%Y-%m-%dT%H:%M}"
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value.normalize():f}"
    return f"'{value}'" if isinstance(value, str) else str(value)
