"""One KPI along a pathway: a bar for each step in its order, above and below zero."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from improving_value.report.canvas import BLUE, GREY, INK, ORANGE, PALE, WHITE, Canvas, canvas
from improving_value.report.charts import scale
from improving_value.report.content.model import Chart, shortened
from improving_value.report.numbers import axis_ticks

WIDTH = 520
NAMES, LEFT, RIGHT, EDGE = 216.0, 238.0, 440.0, 518.0
"""Where names end, where bars may begin and end, and where their values end."""
ROW_HEIGHT, HEADING, HEAD = 21.0, 27.0, 48.0
_LETTER = 6.4
"""Width of a letter of the small type."""
MOST_STEPS = 60
"""A chart longer than this is no chart; the table has the rest."""

FILLS: dict[str, tuple[str, str, str | None]] = {
    "better": (BLUE, BLUE, None),
    "worse": (ORANGE, INK, None),
    "interpret": (WHITE, INK, "////"),
    "none": (PALE, GREY, None),
}
"""Mark to the fill, the edge and the hatch of its bar; shapes and words say the same."""


@dataclass(frozen=True)
class Step:
    """One step. `text` is its value as the table prints it; without a value, the words instead."""

    label: str
    value: float | None
    text: str
    mark: str


@dataclass(frozen=True)
class Pathway:
    """Steps under one heading; without a heading, just steps."""

    heading: str
    steps: tuple[Step, ...]


def pathway_chart(
    chart_id: str, title: str, description: str, axis: str, pathways: Sequence[Pathway], key: Sequence[tuple[str, str]]
) -> Chart:
    """Return the drawing; `key` gives the word for each mark that occurs."""
    rows = _rows(pathways)
    values = [step.value for _, step in rows if isinstance(step, Step) and step.value is not None]
    ticks = axis_ticks(min(values, default=0.0), max(values, default=1.0))
    across = scale(ticks[0], ticks[-1], LEFT, RIGHT)
    foot = max((top + ROW_HEIGHT for top, _ in rows), default=HEAD)
    with canvas(WIDTH, foot + 4) as sheet:
        _key(sheet, key)
        words = f"{shortened(axis, 48)} \u2192"
        sheet.text((min(across(0) + 4, EDGE - _LETTER * len(words)), 34), words, colour=GREY, size=12)
        for top, row in rows:
            if isinstance(row, str):
                sheet.text((0, top + HEADING - 11), shortened(row, 60), bold=True)
                sheet.lines([((0, top + HEADING - 1), (EDGE, top + HEADING - 1))], PALE)
        _bars(sheet, across, [(top + ROW_HEIGHT / 2, row) for top, row in rows if isinstance(row, Step)])
        first = rows[0][0] + HEADING if rows and isinstance(rows[0][1], str) else HEAD
        sheet.lines([((across(0), first), (across(0), foot))], INK, 1.2)
        return sheet.finished(chart_id, title, description)


def _rows(pathways: Sequence[Pathway]) -> list[tuple[float, Step | str]]:
    """Return headings and steps, each with the height at which it begins."""
    rows: list[tuple[float, Step | str]] = []
    top = HEAD
    for pathway in pathways:
        if pathway.heading:
            rows.append((top, pathway.heading))
            top += HEADING
        for step in pathway.steps:
            if sum(isinstance(row, Step) for _, row in rows) < MOST_STEPS:
                rows.append((top, step))
                top += ROW_HEIGHT
    return rows


def _key(sheet: Canvas, key: Sequence[tuple[str, str]]) -> None:
    x = 6.0
    for mark, word in key:
        sheet.marks(mark, [(x, 10)], 8)
        sheet.text((x + 9, 10), word, size=12)
        x += 9 + _LETTER * len(word) + 20


def _bars(sheet: Canvas, across: Callable[[float], float], rows: Sequence[tuple[float, Step]]) -> None:
    """Draw the bars of each mark together, with the mark at the end of each, and the names and values beside them."""
    zero = across(0)
    for mark, (fill, edge, hatch) in FILLS.items():
        ends = [(middle, across(step.value)) for middle, step in rows if step.value is not None and step.mark == mark]
        sheet.boxes([(min(zero, end), middle - 6, max(zero, end), middle + 6) for middle, end in ends], fill, edge, hatch)
        sheet.marks(mark, [(end + (8 if end >= zero else -8), middle) for middle, end in ends], 7.5)
    for middle, step in rows:
        sheet.text((NAMES, middle), shortened(step.label, 32), "right", size=12.5)
        sheet.text((EDGE, middle), shortened(step.text, 12), "right", GREY if step.value is None else INK, size=12.5)
