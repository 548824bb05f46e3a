"""What the two parts of a ratio are numbers of."""

from __future__ import annotations

from improving_value.check.model import CheckedKpi, CheckedScheme, CheckedUnit
from improving_value.expression.nodes import Aggregate, Arithmetic, Name, Node

Parts = tuple[str, str]


def parts_of(checked: CheckedScheme, kpi: CheckedKpi) -> Parts | None:
    """Return the units of a KPI's numerator and denominator, empty for mere counts; None when a part is itself scaled.

    Of `10000 * errors / administrations` the numerator is no number of anything.
    """
    found = tuple(None if part is None else _unit_of(checked, part, None) for part in (kpi.numerator, kpi.denominator))
    return None if found[0] is None or found[1] is None else (found[0], found[1])


def _unit_of(checked: CheckedScheme, node: Node, unit: CheckedUnit | None) -> str | None:
    if isinstance(node, Arithmetic):
        sides = [_unit_of(checked, side, unit) for side in (node.left, node.right)]
        return sides[0] if node.operator in ("+", "-") and sides[0] == sides[1] else None
    if isinstance(node, Aggregate):
        of = node.operand if node.function in ("sum", "min", "max") else None
        return "" if of is None else _unit_of(checked, of, unit)
    if not isinstance(node, Name):
        return ""
    if node.kind == "measure":
        return checked.measures[node.name].measure.unit
    if node.kind == "cell":
        cell = checked.cells[node.name]
        return _unit_of(checked, cell.aggregate, checked.units[cell.unit])
    return _unit_of_column(checked, unit, node.name) if unit is not None else ""


def _unit_of_column(checked: CheckedScheme, unit: CheckedUnit, name: str) -> str | None:
    """Return the unit of a column as it was recorded; one that is worked out has none that is known."""
    columns = {column.name: column.how for column in (*unit.row_columns, *unit.columns)}
    if name in columns:
        how = columns[name]
        return _unit_of(checked, how, unit) if isinstance(how, (Name, Aggregate)) else ""
    if unit.source_is_unit:
        return _unit_of_column(checked, checked.units[unit.source], name)
    column = checked.datasets[unit.source].columns.get(name)
    return (column.unit or "") if column is not None else ""
