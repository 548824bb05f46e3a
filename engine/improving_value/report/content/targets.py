"""The target of a KPI in words, whether or not anything could be judged against it."""

from __future__ import annotations

from improving_value.assess.assessment import KpiRow
from improving_value.assess.paper import target_basis
from improving_value.kernel.quantities import stated
from improving_value.report.content.cells import with_basis
from improving_value.report.content.index import Figures
from improving_value.report.content.words import BETTER
from improving_value.report.numbers import NOT_RECORDED, quantity
from improving_value.spec.models import Kpi


def any_row(figures: Figures, kpi: Kpi) -> KpiRow | None:
    return next((row for row in figures.scheme.kpis if row.kpi == kpi.kpi), None)


def target_text(figures: Figures, kpi: Kpi) -> str:
    row = any_row(figures, kpi)
    if kpi.target is None:
        return BETTER[kpi.better] if kpi.better == "interpret" else "No target"
    if kpi.kpi in figures.own_targets:
        return "Target differs by organisation or period"
    if row is not None and row.target is None and any(other.target is not None for other in figures.scheme.kpis if other.kpi == kpi.kpi):
        return "Target by category"
    if row is None:
        return _without_activity(figures, kpi)
    if row.target is None:
        return f"Target {NOT_RECORDED}"
    return with_basis(f"Target {quantity(row.target, row.unit)}", target_basis(kpi, figures.scheme.parameters))


def _without_activity(figures: Figures, kpi: Kpi) -> str:
    """Return a target against which nothing was judged: what its parameter states, if that is one value."""
    lines = [line for line in figures.scheme.parameters if line.name == kpi.target]
    if len(lines) != 1 or lines[0].value is None:
        return f"Target {NOT_RECORDED}"
    return with_basis(f"Target {stated(lines[0].value, lines[0].unit)}", lines[0].basis)
