"""One figure over time: everyone together as a line with its marks, the organisations as a bar from the lowest to the highest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from improving_value.report.canvas import BLUE, GREY, INK, PALE, TICK, Box, Canvas, Spot, canvas
from improving_value.report.charts import scale
from improving_value.report.content.model import Chart, shortened
from improving_value.report.numbers import axis_ticks

WIDTH, TOP, FOOT, HEIGHT = 560, 42, 210, 240
LEFT, RIGHT = 24.0, 536.0
KEY = 8.0
"""Where the target's line is named: above all that is drawn, so that its words never stand on a bar."""
MOST_WORDS = 6
"""With more periods than this, only every second (or third …) is named, and the values stand in the table alone."""


@dataclass(frozen=True)
class Moment:
    """A period: the value of everyone together, as the table prints it, and the ends of the organisations."""

    label: str
    value: float | None
    text: str
    mark: str = "none"
    ends: tuple[float, float] | None = None


def trend(
    chart_id: str, title: str, description: str, moments: Sequence[Moment], target: tuple[float, str] | None, top: float | None
) -> Chart:
    """Return a line over the periods in their order; a period without a value breaks it. `top` fixes the end of the axis."""
    ends = [end for moment in moments if moment.ends for end in moment.ends]
    values = [moment.value for moment in moments if moment.value is not None] + ends
    ticks = axis_ticks(
        min([*values, *([target[0]] if target else [])], default=0.0), max([*values, *([target[0]] if target else []), top or 0.0])
    )
    up = scale(ticks[0], ticks[-1], FOOT, TOP)
    middles = [LEFT + (RIGHT - LEFT) * (number + 0.5) / len(moments) for number in range(len(moments))]
    with canvas(WIDTH, HEIGHT) as sheet:
        sheet.lines([((LEFT, up(0)), (RIGHT, up(0)))], GREY)
        boxes: list[Box] = [
            (x - 7, up(moment.ends[1]), x + 7, up(moment.ends[0])) for x, moment in zip(middles, moments, strict=True) if moment.ends
        ]
        sheet.boxes(boxes, PALE, GREY)
        if target:
            sheet.lines([((LEFT, up(target[0])), (RIGHT, up(target[0])))], INK, 1.5, (4, 3))
            sheet.lines([((LEFT, KEY), (LEFT + 26, KEY))], INK, 1.5, (4, 3))
            sheet.text((LEFT + 33, KEY), target[1])
        _line(sheet, middles, moments, up)
        _names(sheet, middles, moments, up)
        return sheet.finished(chart_id, title, description)


def _line(sheet: Canvas, middles: Sequence[float], moments: Sequence[Moment], up: Callable[[float], float]) -> None:
    spots: list[tuple[Spot, str] | None] = [
        None if moment.value is None else ((x, up(moment.value)), moment.mark) for x, moment in zip(middles, moments, strict=True)
    ]
    sheet.lines([(one[0], other[0]) for one, other in pairwise(spots) if one and other], BLUE, 2)
    for mark in dict.fromkeys(spot[1] for spot in spots if spot):
        sheet.marks(mark, [spot[0] for spot in spots if spot and spot[1] == mark])


def _names(sheet: Canvas, middles: Sequence[float], moments: Sequence[Moment], up: Callable[[float], float]) -> None:
    step = -(-len(moments) // MOST_WORDS)
    for number, (x, moment) in enumerate(zip(middles, moments, strict=True)):
        if number % step == 0:
            sheet.text((x, FOOT + 16), shortened(moment.label, 16), "center", kind=TICK)
        if moment.value is not None and step == 1:
            sheet.text((x + 9, up(moment.value) - 13), shortened(moment.text, 12), "left", bold=True, size=12)
