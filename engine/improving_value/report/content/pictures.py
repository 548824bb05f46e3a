"""The charts a scheme asks for: which organisations are drawn, and what is said beside them."""

from __future__ import annotations

from improving_value.report.content.index import Figures, Place
from improving_value.report.content.model import Panel, Picture, plain, shortened
from improving_value.report.content.pathway import pathway_panel
from improving_value.report.content.plane import organisations_panel, plane_panel
from improving_value.report.content.words import lower_first
from improving_value.report.numbers import count, counted, listed
from improving_value.spec.charts import DeclaredChart

MOST_PANELS = 3
"""A chart for each of many organisations is drawn for so many of them, the ones that matter most; the tables hold them all."""


def pictures(figures: Figures) -> tuple[Picture, ...]:
    """Return the scheme's charts in its order; one without a value anywhere is left out, as its tables say so."""
    drawn = (_picture(figures, chart) for chart in figures.scheme.scheme.charts)
    return tuple(picture for picture in drawn if picture.panels)


def _picture(figures: Figures, chart: DeclaredChart) -> Picture:
    note = (plain(chart.note),) if chart.note else ()
    identity = f"{figures.anchor}-chart-{chart.chart}"
    if chart.points == "organisations":
        panel = organisations_panel(figures, chart, identity)
        return Picture(shortened(chart.title), note, () if panel is None else (panel,))
    draw = pathway_panel if chart.kind == "pathway" else plane_panel
    places = _by_size(figures, chart)
    panels: list[Panel] = []
    shown: list[Place] = []
    for place in places:
        # An organisation is named by its number here: its code is data, and might not do as an id.
        panel = draw(figures, chart, place, f"{identity}-{len(panels) + 1}") if len(panels) < MOST_PANELS else None
        if panel is not None:
            panels.append(panel)
            shown.append(place)
    return Picture(shortened(chart.title), (*note, *_who(figures, chart, places, shown)), tuple(panels))


def _by_size(figures: Figures, chart: DeclaredChart) -> list[Place]:
    """Return the organisations, first the one where the named saving or KPI is largest, last those without it."""

    def rank(place: Place) -> tuple[bool, float, str]:
        size = _size(figures, chart.largest_by or "", place)
        return size is None, -(size or 0.0), place.organisation

    return sorted(figures.drawn(chart.drawn[0][1]), key=rank)


def _size(figures: Figures, figure: str, place: Place) -> float | None:
    saving = figures.saving(figure, place, figures.span)
    if saving is not None:
        return None if saving.gross_pence is None else float(saving.gross_pence)
    kpi = next((kpi for kpi in figures.scheme.scheme.kpis if kpi.kpi == figure), None)
    row = figures.kpi(kpi, place, figures.span) if kpi else None
    return row.value if row else None


def _who(figures: Figures, chart: DeclaredChart, places: list[Place], shown: list[Place]) -> tuple[str, ...]:
    """Say who is drawn when not everybody is."""
    if not shown or len(shown) == len(places):
        return ()
    names = listed([place.name for place in shown])
    size = lower_first(_title(figures, chart.largest_by or ""))
    drawn = counted(len(shown), shown[0].level)
    return (f"Drawn for the {drawn} where “{size}” is largest: {names}. The tables by category hold all {count(len(places))}.",)


def _title(figures: Figures, figure: str) -> str:
    scheme = figures.scheme.scheme
    titles = {saving.saving: saving.title for saving in scheme.savings} | {kpi.kpi: kpi.title for kpi in scheme.kpis}
    return shortened(titles.get(figure, figure))
