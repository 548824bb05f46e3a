"""One KPI across and another up: a scatter, or quadrants cut at zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from improving_value.report.canvas import GREY, INK, MARKERS, PALE, TICK, Box, Canvas, Spot, canvas
from improving_value.report.charts import scale
from improving_value.report.content.model import Chart, shortened
from improving_value.report.numbers import spread_ticks, tick_text
from improving_value.spec.charts import Corner

WIDTH, HEIGHT = 520, 470
LEFT, RIGHT, TOP, FOOT = 62.0, 512.0, 30.0, 410.0
ROOM = 26.0
"""Kept free inside the frame: for the names of quadrants, and so that no mark lies on an edge."""
_LETTER, _LINE = 7.4, 13.0
"""Width of a letter and height of a line of the small type on the sheet."""


@dataclass(frozen=True)
class Dot:
    """One point: its short name, where it lies, its mark."""

    label: str
    across: float
    up: float
    mark: str = "plain"


@dataclass(frozen=True)
class Axis:
    """What a direction means, and the unit of its numbers."""

    words: str
    unit: str


@dataclass(frozen=True)
class Quadrant:
    """The name of a quadrant and the mark of what lies in it."""

    name: str
    mark: str


@dataclass(frozen=True)
class Plane:
    """What is drawn. `quadrants` are named by their corners; `in_line` is how far from zero is still in line."""

    across: Axis
    up: Axis
    dots: tuple[Dot, ...]
    quadrants: Mapping[Corner, Quadrant] = field(default_factory=dict)
    in_line: float = 0.0


def plane_chart(chart_id: str, title: str, description: str, plane: Plane) -> Chart:
    """Return the drawing; every point carries its short name, which the table beside it explains."""
    x_ticks, y_ticks = (_ticks(plane, [getattr(dot, way) for dot in plane.dots]) for way in ("across", "up"))
    across = scale(x_ticks[0], x_ticks[-1], LEFT + ROOM, RIGHT - ROOM)
    up = scale(y_ticks[0], y_ticks[-1], FOOT - ROOM, TOP + ROOM)
    with canvas(WIDTH, HEIGHT) as sheet:
        _frame(sheet, plane, [(tick, across(tick)) for tick in x_ticks], [(tick, up(tick)) for tick in y_ticks])
        if plane.quadrants:
            _cross(sheet, (across(0), up(0)), plane.in_line and (across(plane.in_line) - across(0), up(0) - up(plane.in_line)))
        spots = [(across(dot.across), up(dot.up)) for dot in plane.dots]
        taken = [_box_of(spot, 12, 12) for spot in spots]
        if plane.quadrants:
            taken += [(across(0) - 1, TOP, across(0) + 1, FOOT), (LEFT, up(0) - 1, RIGHT, up(0) + 1)]
            taken += _name_quadrants(sheet, plane.quadrants)
        for mark in MARKERS:
            sheet.marks(mark, [spot for spot, dot in zip(spots, plane.dots, strict=True) if dot.mark == mark], 9.5)
        for spot, dot in zip(spots, plane.dots, strict=True):
            _name_dot(sheet, spot, dot.label, taken)
        return sheet.finished(chart_id, title, description)


def _ticks(plane: Plane, values: Sequence[float]) -> list[float]:
    """Return whole steps around the values; of quadrants, as far on both sides of zero, so that the cut is in the middle."""
    if not plane.quadrants:
        return spread_ticks(min(values, default=0.0), max(values, default=1.0))
    reach = max([abs(value) for value in values] + [2 * plane.in_line], default=0.0) or 1.0
    ticks = spread_ticks(0.0, reach)
    return [-tick for tick in reversed(ticks) if tick > 0] + [tick for tick in ticks if tick >= 0]


def _frame(sheet: Canvas, plane: Plane, across: Sequence[tuple[float, float]], up: Sequence[tuple[float, float]]) -> None:
    """Draw the faint net, the numbers along it and what the two directions mean."""
    net = [((x, TOP), (x, FOOT)) for _, x in across] + [((LEFT, y), (RIGHT, y)) for _, y in up]
    sheet.lines(net, "#e4e8ea")
    sheet.lines([((LEFT, TOP), (LEFT, FOOT)), ((LEFT, FOOT), (RIGHT, FOOT))], GREY)
    for ticks, axis, is_across in ((across, plane.across, True), (up, plane.up, False)):
        step = ticks[1][0] - ticks[0][0]
        for value, at in ticks:
            spot = (at, FOOT + 14) if is_across else (LEFT - 7, at)
            sheet.text(spot, tick_text(value, axis.unit, step), "center" if is_across else "right", GREY, size=12, kind=TICK)
    sheet.text((0, 10), f"\u2191 {shortened(plane.up.words, 70)}", size=13)
    sheet.text((RIGHT, FOOT + 44), f"{shortened(plane.across.words, 70)} \u2192", "right", size=13)


def _cross(sheet: Canvas, zero: Spot, band: tuple[float, float] | float) -> None:
    """Draw the two lines at zero and, where some difference counts as none, how far it reaches."""
    x, y = zero
    sheet.lines([((x, TOP), (x, FOOT)), ((LEFT, y), (RIGHT, y))], INK, 1.2)
    if isinstance(band, tuple):
        wide, high = band
        edges = [((at, TOP), (at, FOOT)) for at in (x - wide, x + wide)] + [((LEFT, at), (RIGHT, at)) for at in (y - high, y + high)]
        sheet.lines(edges, PALE, 1, (4, 3))


def _name_quadrants(sheet: Canvas, quadrants: Mapping[Corner, Quadrant]) -> list[Box]:
    """Write the names of quadrants into their corners, each after its mark, and return where they stand."""
    taken = []
    for corner, quadrant in quadrants.items():
        y = TOP + 13 if corner.startswith("top") else FOOT - 13
        words = shortened(quadrant.name, 30)
        if corner.endswith("left"):
            sheet.marks(quadrant.mark, [(LEFT + 12, y)], 8)
            sheet.text((LEFT + 21, y), words, size=12, bold=True)
            taken.append((LEFT, y - 9, LEFT + 21 + _LETTER * len(words), y + 9))
        else:
            sheet.marks(quadrant.mark, [(RIGHT - 12, y)], 8)
            sheet.text((RIGHT - 21, y), words, "right", size=12, bold=True)
            taken.append((RIGHT - 21 - _LETTER * len(words), y - 9, RIGHT, y + 9))
    return taken


def _box_of(spot: Spot, width: float, height: float) -> Box:
    x, y = spot
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _name_dot(sheet: Canvas, spot: Spot, label: str, taken: list[Box]) -> None:
    """Write a short name beside its mark, on the side where it covers least."""
    wide = _LETTER * len(label)
    sides = [(wide / 2 + 7, 0), (-wide / 2 - 7, 0), (0, -13), (0, 13), (wide / 2 + 5, -10), (wide / 2 + 5, 10), (-wide / 2 - 5, -10),
             (-wide / 2 - 5, 10), (wide / 2 + 16, 0), (-wide / 2 - 16, 0), (0, -22), (0, 22)]  # fmt: skip
    boxes = [_box_of((spot[0] + right, spot[1] + down), wide, _LINE) for right, down in sides]
    inside = [box for box in boxes if box[0] > LEFT and box[2] < RIGHT + 8 and box[1] > TOP and box[3] < FOOT] or boxes
    best = min(inside, key=lambda box: sum(_overlap(box, other) for other in taken))
    taken.append(best)
    sheet.text(((best[0] + best[2]) / 2, (best[1] + best[3]) / 2), label, "center", size=12)


def _overlap(one: Box, other: Box) -> float:
    wide, high = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    return wide * high if wide > 0 and high > 0 else 0.0
