"""Charts of one figure by organisation, as small SVG with real text; the numbers stand in a table beside each.

The strip of the menu is written by hand: it is a line and a few marks, and matplotlib's would be ten times as long in every
row of the menu.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from improving_value.report.canvas import GREY, INK, MARKERS, MONEY, PALE, Canvas, canvas, naming
from improving_value.report.content.model import Chart, plain, shortened
from improving_value.report.numbers import axis_ticks

WIDTH = 448
LEFT, RIGHT = 212.0, 350.0
"""Where the axis begins and ends; names stand before it and values after it."""
ROW_HEIGHT, HEAD = 25, 26
LONGEST_VALUE = 16
"""Characters of a value beside the axis."""
MOST_ROWS = 40
"""A chart longer than this is no chart; the table has the rest."""

_SHAPES = {"better": "M-5 4L0 -5L5 4z", "worse": "M-5 -4L0 5L5 -4z", "interpret": "M-5 0L0 -5L5 0L0 5z",
           "none": "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z"}  # fmt: skip


@dataclass(frozen=True)
class Point:
    """One organisation on a chart. `text` is its value as the table prints it; without a value, the words instead."""

    label: str
    value: float | None
    text: str
    mark: str = "none"


def scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    """Return what places a value between two edges."""
    return lambda value: start + (end - start) * (value - low) / (high - low)


def _middle(row: int) -> float:
    return HEAD + ROW_HEIGHT * (row + 0.5)


def dots(
    chart_id: str, title: str, description: str, points: Sequence[Point], target: tuple[float, str] | None, top: float | None
) -> Chart:
    """Return providers as marks on a line each, with the target across them; `top` fixes the end of the axis."""
    shown = points[:MOST_ROWS]
    values = [point.value for point in shown if point.value is not None] + ([target[0]] if target else []) + ([top] if top else [])
    across = _axis(values)
    foot = HEAD + ROW_HEIGHT * max(len(shown), 1)
    with canvas(WIDTH, foot + 4) as sheet:
        known = [(row, point, across(point.value)) for row, point in enumerate(shown) if point.value is not None]
        sheet.lines([((across(0), _middle(row)), (x, _middle(row))) for row, _, x in known], PALE, 2)
        _labels(sheet, across(0), shown)
        if target:
            sheet.lines([((across(target[0]), HEAD - 2), (across(target[0]), foot))], INK, 1.5, (4, 3))
            sheet.text((across(target[0]), HEAD - 12), target[1], "center")
        for mark in MARKERS:
            sheet.marks(mark, [(x, _middle(row)) for row, point, x in known if (point.mark or "none") == mark])
        return sheet.finished(chart_id, title, description)


def bars(chart_id: str, title: str, description: str, points: Sequence[Point]) -> Chart:
    """Return amounts by provider as bars of one colour: more money is neither better nor worse."""
    shown = points[:MOST_ROWS]
    across = _axis([point.value for point in shown if point.value is not None])
    with canvas(WIDTH, HEAD + ROW_HEIGHT * max(len(shown), 1) + 4) as sheet:
        zero = across(0)
        ends = [(_middle(row), across(point.value)) for row, point in enumerate(shown) if point.value is not None]
        sheet.boxes([(min(zero, end), middle - 7, max(zero, end), middle + 7) for middle, end in ends], MONEY)
        _labels(sheet, zero, shown)
        return sheet.finished(chart_id, title, description)


def _axis(values: Sequence[float]) -> Callable[[float], float]:
    ticks = axis_ticks(min(values, default=0.0), max(values, default=1.0))
    return scale(ticks[0], ticks[-1], LEFT, RIGHT)


def _labels(sheet: Canvas, zero: float, shown: Sequence[Point]) -> None:
    """Write the names in a column on the left and the values in one on the right, and draw the line at zero."""
    sheet.lines([((zero, HEAD), (zero, HEAD + ROW_HEIGHT * max(len(shown), 1)))], GREY)
    for row, point in enumerate(shown):
        sheet.text((LEFT - 6, _middle(row)), shortened(point.label, 32), "right")
        sheet.text((WIDTH - 2, _middle(row)), shortened(point.text, LONGEST_VALUE), "right", GREY if point.value is None else INK)


def strip(chart_id: str, title: str, description: str, points: Sequence[Point], target: float | None, top: float | None) -> Chart:
    """Return providers as marks along one line, with the target as a stroke across it."""
    values = [point.value for point in points if point.value is not None]
    ticks = axis_ticks(
        min(values, default=0.0), max([*values, *([target] if target is not None else []), *([top] if top else [])], default=1.0)
    )
    place = scale(ticks[0], ticks[-1], 8, 192)

    def across(value: float) -> str:
        return f"{place(value):.1f}"

    parts = ['<path d="M8 24H192" stroke="#4c6272"/>']
    if target is not None:
        parts.append(f'<path d="M{across(target)} 4V44" stroke="{INK}" stroke-width="1.5" stroke-dasharray="4 3"/>')
    known = [point for point in sorted(points, key=lambda point: (point.value or 0.0, point.label)) if point.value is not None]
    for number, point in enumerate(known):
        _, fill, edge = MARKERS.get(point.mark, MARKERS["none"])
        # Three heights in turn keep neighbours apart; height means nothing else.
        height = (24, 14, 34)[number % 3]
        shape = _SHAPES.get(point.mark, _SHAPES["none"])
        parts.append(f'<path transform="translate({across(point.value or 0.0)} {height})" d="{shape}" fill="{fill}" stroke="{edge}"/>')
    naming_ = " ".join(f'{name}="{escape(value)}"' for name, value in naming(chart_id).items())
    words = f'<title id="{chart_id}-title">{escape(plain(title))}</title><desc id="{chart_id}-desc">{escape(plain(description))}</desc>'
    return Chart(Markup(f'<svg class="strip" viewBox="0 0 200 48" {naming_}>{words}{"".join(parts)}</svg>'), title, description)
