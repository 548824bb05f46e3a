"""Whose figures are: the levels a KPI is shown at, and the lines that a saving or a cost is the sum of."""

from __future__ import annotations

from typing import Literal

from improving_value.check.model import CheckedCost, CheckedKpi, CheckedSaving, CheckedScheme
from improving_value.expression.nodes import Name, Namespaced, Node, walk
from improving_value.kernel.places import LEVELS, Home, Level

Line = Literal["provider", "commissioner", "all"]


def kpi_levels(checked: CheckedScheme, kpi: CheckedKpi) -> tuple[Level, ...]:
    """Return the levels at which every unit that a KPI draws on is counted, or those of them that the scheme names."""
    homes = [checked.units[kpi.kpi.of].home] if kpi.kpi.of else _homes(checked, kpi.value) or ["provider"]
    levels = [level for level in LEVELS[homes[0]] if all(level in LEVELS[home] for home in homes)]
    return tuple(level for level in levels if kpi.kpi.levels is None or level in kpi.kpi.levels)


def line_of(checked: CheckedScheme, figure: CheckedSaving | CheckedCost) -> Line:
    """Return whose lines a saving or a cost is worked out for; what draws on units of both sorts has one line for everybody."""
    spec = figure.saving if isinstance(figure, CheckedSaving) else figure.cost
    if spec.by is not None:
        return spec.by
    if isinstance(figure, CheckedSaving) and figure.saving.of:
        return checked.units[figure.saving.of].home
    homes = _homes(checked, figure.total) if figure.total is not None else []
    homes = homes or sorted({unit.home for unit in checked.units.values()}, reverse=True)[:1]
    return homes[0] if len(homes) == 1 else "all"


def _homes(checked: CheckedScheme, node: Node) -> list[Home]:
    """Return the sorts of unit that an expression of cells and measures draws on, each once."""
    found: dict[Home, None] = {}
    for part in walk(node):
        if isinstance(part, Namespaced) or (isinstance(part, Name) and part.kind == "measure"):
            found.update(dict.fromkeys(checked.units[checked.cells[cell].unit].home for cell in checked.measures[part.name].cells))
        elif isinstance(part, Name) and part.kind == "cell":
            found[checked.units[checked.cells[part.name].unit].home] = None
    return list(found)
