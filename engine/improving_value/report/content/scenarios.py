"""KPIs under other assumptions, beside those of the scheme as it is written."""

from __future__ import annotations

from improving_value.assess.assessment import KpiRow
from improving_value.report.content.categories import categories
from improving_value.report.content.cells import NOTHING, kpi_cell
from improving_value.report.content.index import Figures
from improving_value.report.content.kpis import category_words
from improving_value.report.content.model import Cell, Column, Row, RowGroup, Table, shortened
from improving_value.report.content.targets import target_text
from improving_value.spec.models import Kpi, Scenario

_UNCHANGED = Cell("not affected", quiet=True)


def kpis(figures: Figures) -> Table | None:
    """Return the KPIs that a scenario works out again, for everyone and the span; none when there is none."""
    scenarios = [item for item in figures.scheme.scheme.scenarios if item.kpis]
    touched = [kpi for kpi in figures.scheme.scheme.kpis if any(kpi.kpi in item.kpis for item in scenarios)]
    found = {
        (row.kpi, row.scenario, row.category): row
        for row in (*figures.scheme.kpis, *figures.scheme.scenario_kpis)
        if row.level == "all" and row.period == figures.span
    }
    if figures.together is None or not touched:
        return None
    columns = (Column("As the scheme is written"), *(Column(shortened(item.say)) for item in scenarios))
    rows = tuple(row for kpi in touched for row in _rows(figures, kpi, scenarios, found))
    caption = f"KPIs under other assumptions, all organisations, {figures.span}"
    return Table(f"{figures.anchor}-kpi-scenarios", caption, "KPI", columns, (RowGroup("", rows),))


def _rows(figures: Figures, kpi: Kpi, scenarios: list[Scenario], found: dict[tuple[str, str, str], KpiRow]) -> tuple[Row, ...]:
    """Return a row for a KPI, and one for each of its categories."""
    rows = []
    for category in ("", *categories(figures, kpi)):
        if (kpi.kpi, "default", category) not in found:
            continue
        cells = [_cell(found.get((kpi.kpi, "default", category)))]
        cells += [_cell(found.get((kpi.kpi, item.scenario, category))) if kpi.kpi in item.kpis else _UNCHANGED for item in scenarios]
        heading = shortened(kpi.title) + (f" – {category_words(category)}" if category else "")
        rows.append(Row(heading, tuple(cells), note=target_text(figures, kpi), illustrative=kpi.kpi in figures.illustrative))
    return tuple(rows)


def _cell(row: KpiRow | None) -> Cell:
    return NOTHING if row is None else kpi_cell(row)
