"""What was read of a scheme that was found sound, so that what a change to it does not reach need not be read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from improving_value.check.model import CheckedCost, CheckedKpi, CheckedMeasure, CheckedSaving, CheckedUnit
from improving_value.expression.scope import KnownParameter, Scope
from improving_value.spec.models import Scheme

if TYPE_CHECKING:
    from improving_value.check.cells import Cells
    from improving_value.check.reading import Path, Read


@dataclass(frozen=True)
class Figures:
    """Measures, KPIs, savings and costs as they were read, before any scenario, and the cells they are made of."""

    cells: Cells
    measures: Mapping[str, CheckedMeasure]
    kpis: tuple[CheckedKpi, ...]
    savings: tuple[CheckedSaving, ...]
    costs: tuple[CheckedCost, ...]


@dataclass(frozen=True)
class Memory:
    """One sound scheme, as it was read: reading the same again would note nothing. `units` are those before any scenario."""

    scheme: Scheme
    parameters: Mapping[str, KnownParameter]
    trees: Mapping[Path, Read]
    units: Mapping[str, CheckedUnit]
    figures: Figures

    def tree(self, path: Path, text: str, scope: Scope) -> Read | None:
        """Return what stands at a place, when its text and all that it may name are what they were."""
        read = self.trees.get(path)
        return read if read is not None and read.text == text and read.scope == scope else None

    def unit(self, name: str, scheme: Scheme, parameters: Mapping[str, KnownParameter]) -> CheckedUnit | None:
        """Return a unit that is written as it was. Whether the units that it draws on look as they did is for the caller to ask."""
        same = scheme.units.get(name) is self.scheme.units.get(name) and parameters == self.parameters
        return self.units.get(name) if same else None

    def figures_of(self, scheme: Scheme, units: Mapping[str, CheckedUnit]) -> Figures | None:
        """Return the figures, when they are written as they were, of units that look as they did."""
        parts = ("parameters", "measures", "kpis", "savings", "costs")
        written = all(getattr(scheme, part) is getattr(self.scheme, part) for part in parts)
        return self.figures if written and list(units) == list(self.units) and all(map(self.looks_alike, units.values())) else None

    def looks_alike(self, unit: CheckedUnit) -> bool:
        """Say whether nothing that other units and figures can see of a unit is other than it was: its columns, and how it is dated."""
        known = self.units.get(unit.name)
        return known is not None and (known is unit or _seen_of(known) == _seen_of(unit))


def _seen_of(unit: CheckedUnit) -> tuple[object, ...]:
    return list(unit.types.items()), unit.per_period, unit.date, unit.home, unit.step
