"""Which figures a chart shows, and how it is described in words."""

from __future__ import annotations

import math
from dataclasses import replace

from improving_value.report.charts import LONGEST_VALUE, MOST_ROWS, Point, bars, dots, strip
from improving_value.report.content.cells import kpi_text, saving_cell
from improving_value.report.content.index import Figures, Place
from improving_value.report.content.kpis import drawn_word, ranked
from improving_value.report.content.model import Chart, shortened
from improving_value.report.content.savings import in_kinds
from improving_value.report.content.targets import any_row, target_text
from improving_value.report.content.words import VERDICTS, lower_first, saving_kind
from improving_value.report.numbers import NO_ACTIVITY, counted, quantity
from improving_value.spec.models import Kpi, Saving

_NO_VALUE = "no value"
_AT_AN_END = 12
"""How many are drawn at either end where all would be no chart; the table beside it holds all."""


def _ends(points: list[Point]) -> tuple[list[Point], str]:
    """Return what is drawn, and what the title says of it."""
    known = [point for point in points if point.value is not None]
    if len(points) <= MOST_ROWS:
        return points, ""
    if len(known) <= 2 * _AT_AN_END:
        return known, f", the {len(known)} of {len(points)} with a value"
    between = Point(f"{len(known) - 2 * _AT_AN_END} between", None, "")
    return [*known[:_AT_AN_END], between, *known[-_AT_AN_END:]], f", the {_AT_AN_END} at either end of {len(known)}"


def kpi_points(figures: Figures, kpi: Kpi) -> list[Point]:
    """Return providers in the order of the table beside the chart."""
    points = []
    for place in ranked(figures, kpi):
        row = figures.kpi(kpi, place, figures.span)
        text = kpi_text(row) if row else NO_ACTIVITY
        points.append(Point(place.name, _finite(row.value) if row else None, text, VERDICTS[row.verdict][0] or "none" if row else ""))
    return points


def _finite(value: float | None) -> float | None:
    """Return a number that can be drawn."""
    return value if value is not None and math.isfinite(value) else None


def _described(points: list[Point], target: str, word: str) -> str:
    known = [point for point in points if point.value is not None]
    if not known:
        return f"No {word} has a value."
    ends = (
        f"{known[0].label}, {known[0].text}"
        if len(known) == 1
        else f"from {known[0].label}, {known[0].text}, to {known[-1].label}, {known[-1].text}"
    )
    return f"{counted(len(known), word)}: {ends}. {target}."


def _target(figures: Figures, kpi: Kpi) -> float | None:
    row = any_row(figures, kpi)
    return _finite(row.target) if row and kpi.kpi not in figures.own_targets else None


def _top(figures: Figures, kpi: Kpi) -> float | None:
    row = any_row(figures, kpi)
    return 1.0 if row and row.unit == "share" else None


def kpi_chart(figures: Figures, kpi: Kpi) -> Chart | None:
    """Return the main KPI by provider, or nothing when there is no provider."""
    points = kpi_points(figures, kpi)
    row, target = any_row(figures, kpi), _target(figures, kpi)
    if not points or row is None:
        return None
    line = None if target is None else (target, f"Target {quantity(target, row.unit)}")
    title = f"{shortened(kpi.title)}, by {drawn_word(figures, kpi.kpi)}, {figures.span}"
    identity, (shown, which) = f"{figures.anchor}-kpi-chart", _ends(points)
    shown, unit = _without_long_units(shown)
    described = _described(points, target_text(figures, kpi), drawn_word(figures, kpi.kpi))
    return dots(identity, title + which + unit, described, shown, line, _top(figures, kpi))


def _without_long_units(points: list[Point]) -> tuple[list[Point], str]:
    """Return points whose texts fit beside them: with units too long for that, the numbers, and the unit for the title."""
    if all(len(point.text) <= LONGEST_VALUE for point in points):
        return points, ""
    units = [" ".join(point.text.split(" ")[1:]) for point in points if point.value is not None]
    bare = [replace(point, text=_NO_VALUE if point.value is None else point.text.partition(" ")[0]) for point in points]
    return bare, f", in {units[-1]}" if any(units) else ""


def kpi_strip(figures: Figures, kpi: Kpi) -> Chart | None:
    """Return the strip of the menu."""
    points = kpi_points(figures, kpi)
    if not any(point.value is not None for point in points):
        return None
    title = f"{shortened(kpi.title)}: {drawn_word(figures, kpi.kpi)}s"
    identity = f"{figures.anchor}-strip"
    return strip(
        identity,
        title,
        _described(points, target_text(figures, kpi), drawn_word(figures, kpi.kpi)),
        points,
        _target(figures, kpi),
        _top(figures, kpi),
    )


def charted_saving(figures: Figures) -> Saving | None:
    """Return the saving to draw: the first opportunity with an amount at a provider, failing that the first saving with one."""
    able = {
        row.saving for row in figures.scheme.savings if row.level != "all" and row.period == figures.span and row.gross_pence is not None
    }
    found = [saving for saving in in_kinds(figures) if saving.saving in able]
    opportunities = [saving for saving in found if saving.state == "opportunity"]
    return next(iter([*opportunities, *found]), None)


def saving_chart(figures: Figures) -> Chart | None:
    """Return one saving by provider, largest first; its numbers are in the table of savings by organisation."""
    saving = charted_saving(figures)
    if saving is None:
        return None
    points = [_saving_point(figures, saving, place) for place in figures.drawn(saving.saving)]
    points.sort(key=lambda point: (point.value is None, -(point.value or 0.0), point.label))
    kind = lower_first(saving_kind(saving.class_, saving.state))
    word = drawn_word(figures, saving.saving)
    title = f"{shortened(saving.title)} ({kind}), by {word}, {figures.span}"
    shown, which = _ends(points)
    return bars(f"{figures.anchor}-saving-chart", title + which, _described(points, "Before costs", word), shown)


def _saving_point(figures: Figures, saving: Saving, place: Place) -> Point:
    row = figures.saving(saving.saving, place, figures.span)
    if row is None or row.gross_pence is None:
        return Point(place.name, None, NO_ACTIVITY if row is None else row.status.replace("_", " "))
    return Point(place.name, row.gross_pence / 100, saving_cell(row).text)
