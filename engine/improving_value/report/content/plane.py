"""Scatter and quadrants: where each point lies, what that is called, and the table of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import cast

from improving_value.assess.assessment import KpiRow
from improving_value.kernel.numbers import is_at_most
from improving_value.report.chart_plane import Axis, Dot, Plane, Quadrant, plane_chart
from improving_value.report.content.cells import kpi_text
from improving_value.report.content.index import Figures, Place
from improving_value.report.content.model import Cell, Column, Panel, Row, RowGroup, Table, shortened
from improving_value.report.content.words import JUDGED, NO_VALUE, sentence_case
from improving_value.report.numbers import counted, listed
from improving_value.spec.charts import Corner, DeclaredChart
from improving_value.spec.models import Kpi

_OPPOSITE = {"top_left": "bottom_right", "top_right": "bottom_left", "bottom_left": "top_right", "bottom_right": "top_left"}
_CORNERS: tuple[Corner, ...] = ("bottom_right", "bottom_left", "top_right", "top_left")
_NO_QUADRANT = ("none", "interpret", "")
"""What stands in no quadrant, in the order in which the table ends: in line, not to be judged, without a value."""
_LONGEST_LABEL = 5
"""Names no longer than this stand beside their points themselves; longer ones are numbered."""


@dataclass(frozen=True)
class Spot:
    """One point: its figures, and the quadrant or the mark that says where it lies. Without a value it lies nowhere."""

    name: str
    code: str
    across: KpiRow | None
    up: KpiRow | None
    lies: str

    @property
    def is_drawn(self) -> bool:
        return self.across is not None and self.across.value is not None and self.up is not None and self.up.value is not None

    @property
    def has_value(self) -> bool:
        return any(row is not None and row.value is not None for row in (self.across, self.up))

    @property
    def rank(self) -> tuple[float, str]:
        """Return what orders points of one quadrant: the furthest from zero first; of a scatter, from right to left."""
        value = (self.across.value if self.across else None) or 0.0
        return (-value if self.lies == "plain" else -abs(value)), self.name


def plane_panel(figures: Figures, chart: DeclaredChart, place: Place, identity: str) -> Panel | None:
    """Return the categories at one organisation."""
    across = _kpi(figures, chart.across)
    categories = dict.fromkeys(row.category for row in figures.scheme.kpis if row.kpi == across.kpi and row.category)
    spots = [_spot(figures, chart, sentence_case(name), "", place, name) for name in categories]
    # What has neither value here was not compared here; the tables by category say so of every organisation.
    spots = [spot for spot in spots if spot.has_value]
    what = (across.breakdown or "category").replace("_", " ")
    return _panel(figures, chart, identity, place.name, what, spots)


def organisations_panel(figures: Figures, chart: DeclaredChart, identity: str) -> Panel | None:
    """Return the organisations, each one point."""
    places = figures.drawn(_kpi(figures, chart.across).kpi)
    spots = [_spot(figures, chart, place.name, place.code, place, "") for place in places]
    what = places[0].level if places else ""
    return _panel(figures, chart, identity, "", what, spots)


def _kpi(figures: Figures, name: str | None) -> Kpi:
    return next(kpi for kpi in figures.scheme.scheme.kpis if kpi.kpi == name)


def _spot(figures: Figures, chart: DeclaredChart, name: str, code: str, place: Place, category: str) -> Spot:
    across, up = (figures.kpi(_kpi(figures, kpi), place, figures.span, category) for kpi in (chart.across, chart.up))
    placed = up if chart.judged_by is None else figures.kpi(_kpi(figures, chart.judged_by), place, figures.span, category)
    spot = Spot(name, code, across, placed, "plain")
    if chart.kind == "scatter":
        return spot if spot.is_drawn else Spot(name, code, across, placed, "")
    return Spot(name, code, across, placed, _where(figures.threshold(chart.in_line), across, up, placed))


def _where(in_line: float, across: KpiRow | None, up: KpiRow | None, placed: KpiRow | None) -> str:
    """Return the quadrant; a difference that counts as none on either axis is in line, and what nobody calls better or worse is neither."""
    if across is None or across.value is None:
        return ""
    if is_at_most(abs(across.value), in_line):
        return "none"
    if placed is None or placed.value is None:
        return "" if up is None or up.value is None else "interpret"
    if is_at_most(abs(placed.value), in_line):
        return "none"
    return f"{'top' if placed.value > 0 else 'bottom'}_{'right' if across.value > 0 else 'left'}"


def _panel(figures: Figures, chart: DeclaredChart, identity: str, heading: str, what: str, spots: list[Spot]) -> Panel | None:
    drawn = [spot for spot in spots if spot.is_drawn]
    if not drawn:
        return None
    spots.sort(key=lambda spot: (_order(chart).index(spot.lies), *spot.rank))
    numbered = any(len(spot.name) > _LONGEST_LABEL for spot in drawn)
    labels = {spot: str(number) if numbered else spot.name for number, spot in enumerate((spot for spot in spots if spot.is_drawn), 1)}
    title = f"{shortened(chart.title)}{f': {heading}' if heading else f', by {what}'}, {figures.span}"
    drawing = plane_chart(identity, title, _described(figures, chart, spots, what), _plane(figures, chart, labels))
    return Panel(heading, drawing, _table(figures, chart, f"{identity}-table", title, what, spots, labels if numbered else {}))


def _order(chart: DeclaredChart) -> list[str]:
    """Return where points may lie, in the order of the table: first the quadrant to look at first."""
    corners = sorted(_CORNERS, key=lambda corner: corner != chart.look_first)
    return ["plain", *corners, *_NO_QUADRANT]


def _mark(chart: DeclaredChart, lies: str) -> str:
    """Return the mark of a place: the quadrant to look at first is worse, the one across from it better, the other two are neither."""
    if lies not in _CORNERS:
        return lies
    if chart.look_first is None:
        return "plain"
    return "worse" if lies == chart.look_first else "better" if lies == _OPPOSITE[chart.look_first] else "mixed"


def _word(chart: DeclaredChart, lies: str) -> str:
    return sentence_case(str(getattr(chart.labels, lies))) if lies in _CORNERS else JUDGED.get(lies, "")


def _plane(figures: Figures, chart: DeclaredChart, labels: Mapping[Spot, str]) -> Plane:
    dots = tuple(
        Dot(label, cast(float, spot.across.value), cast(float, spot.up.value), _mark(chart, spot.lies))
        for spot, label in labels.items()
        if spot.across is not None and spot.up is not None
    )
    first = next(iter(labels))
    words = [chart.labels.across or _kpi(figures, chart.across).title, chart.labels.up or _kpi(figures, chart.judged_by or chart.up).title]
    axes = [Axis(word, row.unit if row else "") for word, row in zip(words, (first.across, first.up), strict=True)]
    named = {corner: Quadrant(_word(chart, corner), _mark(chart, corner)) for corner in _CORNERS} if chart.kind == "quadrants" else {}
    return Plane(axes[0], axes[1], dots, named, figures.threshold(chart.in_line))


def _described(figures: Figures, chart: DeclaredChart, spots: Sequence[Spot], what: str) -> str:
    """Say in words what the drawing shows: who lies where, or how far the values reach."""
    drawn = [spot for spot in spots if spot.is_drawn]
    if chart.kind == "quadrants":
        parts = []
        for lies in _order(chart):
            names = [spot.name for spot in spots if spot.lies == lies]
            if names:
                parts.append(f"{_word(chart, lies)}: {listed(names)}.")
        return " ".join([f"{counted(len(spots), what)}.", *parts])
    ends = []
    for way, name in (("across", chart.across), ("up", chart.up)):
        ranked = sorted(drawn, key=lambda spot: cast(KpiRow, getattr(spot, way)).value or 0.0)
        low, high = (f"{spot.name}, {kpi_text(getattr(spot, way))}" for spot in (ranked[0], ranked[-1]))
        ends.append(f"{shortened(_kpi(figures, name).title)}: from {low}, to {high}.")
    return " ".join([f"{counted(len(drawn), what)}.", *ends])


def _table(
    figures: Figures, chart: DeclaredChart, identity: str, title: str, what: str, spots: Sequence[Spot], numbers: Mapping[Spot, str]
) -> Table:
    """Return the points, quadrant by quadrant; with numbers, where points carry those instead of their names."""
    kpis = (_kpi(figures, chart.across), _kpi(figures, chart.judged_by or chart.up))
    columns = [Column("No.")] if numbers else []
    columns += [Column(shortened(kpi.title), illustrative=kpi.kpi in figures.illustrative) for kpi in kpis]
    groups = []
    for lies, found in groupby(spots, key=lambda spot: spot.lies):
        rows = []
        for spot in found:
            up = _value(spot.up, "not judged" if lies == "interpret" else NO_VALUE)
            cells = ([Cell(numbers.get(spot, ""))] if numbers else []) + [_value(spot.across, NO_VALUE), up]
            rows.append(Row(spot.name, tuple(cells), note=spot.code))
        groups.append(RowGroup(_word(chart, lies), tuple(rows)))
    return Table(identity, title, sentence_case(what), tuple(columns), tuple(groups), wide=False)


def _value(row: KpiRow | None, without: str) -> Cell:
    return Cell(without, quiet=True) if row is None or row.value is None else Cell(kpi_text(row))
