"""The categories of a KPI: those that hold a unit, in the order in which the scheme declares them."""

from __future__ import annotations

from improving_value.assess.assessment import KpiRow
from improving_value.report.content.index import Figures
from improving_value.spec.models import Kpi, Scheme
from improving_value.spec.units import Bands, Classify


def categories(figures: Figures, kpi: Kpi) -> tuple[str, ...]:
    """Return the categories to show: declared ones as they are declared, those that the data bring as they come.

    A category of the data that only units have which do not count is left out: it would be a column of nothing.
    """
    rows: dict[str, list[KpiRow]] = {}
    for row in figures.scheme.kpis:
        if row.kpi == kpi.kpi and row.category:
            rows.setdefault(row.category, []).append(row)
    names = declared(figures.scheme.scheme, kpi)
    without = _without_units(figures, kpi)
    shown = [name for name in rows if name in names or (name not in without and any(_says_something(row) for row in rows[name]))]
    return tuple(sorted(shown, key=lambda name: names.index(name) if name in names else len(names)))


def declared(scheme: Scheme, kpi: Kpi) -> tuple[str, ...]:
    """Return the labels of the column that splits a KPI, as the scheme declares them; none when the data bring them, or rank decides."""
    if kpi.top:
        return ()
    unit, name = scheme.units.get(kpi.of or ""), kpi.distribution or kpi.breakdown or ""
    while unit is not None:
        match unit.columns.get(name) or unit.rows.get(name):
            case Bands(labels=labels):
                return tuple(labels)
            case Classify(classify=found, otherwise=otherwise):
                return tuple(dict.fromkeys([*(item.label for item in found), otherwise]))
            case None:
                unit = scheme.units.get(unit.from_)  # a unit of units keeps the columns that it does not make anew
            case _:
                return ()
    return ()


def _says_something(row: KpiRow) -> bool:
    """Say whether a row has a value, or at least something that was left out or stands above the line."""
    return row.value is not None or bool(row.numerator) or bool(row.skipped)


def _without_units(figures: Figures, kpi: Kpi) -> frozenset[str]:
    """Return the categories without a unit that counts, as any share of all units by the same column tells. Only asked, never iterated."""
    column = kpi.distribution or kpi.breakdown
    tellers = {
        other.kpi
        for other in figures.scheme.scheme.kpis
        if other.breakdown == column and (other.of, other.over) == (kpi.of, kpi.over) and other.share is not None and other.among is None
    }
    return frozenset(
        row.category
        for row in figures.scheme.kpis
        if row.kpi in tellers and row.level == "all" and row.period == figures.span and not row.denominator and not row.skipped
    )
