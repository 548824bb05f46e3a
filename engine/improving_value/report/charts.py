"""Charts as small SVG with real text, each with a title and a description; the numbers stand in a table beside it.

Two charts are drawn by matplotlib and then made fit to stand in a page: no style sheet of their own, no ids that could
meet those of another chart, no fonts that are not there. The strip of the menu is written by hand: it is a line and a
few marks, and matplotlib's would be ten times as long in every row of the menu.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from threading import Thread
from typing import Any
from xml.etree import ElementTree

from markupsafe import Markup, escape

from improving_value.report.content import Chart, plain, shortened
from improving_value.report.numbers import axis_ticks

BLUE, ORANGE, INK, WHITE, GREY, PALE = "#12436d", "#f46a25", "#212b32", "#ffffff", "#4c6272", "#aeb7bd"
WIDTH = 380
LEFT, ACROSS = 0.43, 0.32
"""Where the axis begins and how far it runs, as shares of the width."""
ROW_HEIGHT = 25
MOST_ROWS = 40
"""A chart longer than this is no chart; the table has the rest."""

MARKERS = {"better": ("^", BLUE, BLUE), "worse": ("v", ORANGE, INK), "interpret": ("D", WHITE, INK), "none": ("o", WHITE, GREY)}
"""Mark to matplotlib's marker, its fill and its edge."""

_SHAPES = {"better": "M-5 4L0 -5L5 4z", "worse": "M-5 -4L0 5L5 -4z", "interpret": "M-5 0L0 -5L5 0L0 5z",
           "none": "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z"}  # fmt: skip
_LONG_FRACTION = re.compile(r"(\d+\.\d\d)\d+")
_SETTINGS: Any = {
    "svg.fonttype": "none", "svg.hashsalt": "improving-value", "text.parse_math": False, "font.family": "DejaVu Sans", "font.size": 13,
    "axes.unicode_minus": True, "path.simplify": False, "hatch.linewidth": 1.0,
}  # fmt: skip


@dataclass(frozen=True)
class Point:
    """One organisation on a chart. `text` is its value as the table prints it; without a value, the words instead."""

    label: str
    value: float | None
    text: str
    mark: str = "none"


def dots(
    chart_id: str, title: str, description: str, points: Sequence[Point], target: tuple[float, str] | None, top: float | None
) -> Chart:
    """Return providers as marks on a line each, with the target across them; `top` fixes the end of the axis."""
    shown = points[:MOST_ROWS]
    values = [point.value for point in shown if point.value is not None] + ([target[0]] if target else []) + ([top] if top else [])
    with _drawing(len(shown), values) as (figure, axes):
        for row, point in enumerate(shown):
            if point.value is None:
                continue
            marker, fill, edge = MARKERS.get(point.mark, MARKERS["none"])
            axes.plot([0, point.value], [row, row], color=PALE, linewidth=2, zorder=1, clip_on=False)
            axes.plot(
                [point.value], [row], marker=marker, markersize=9, markerfacecolor=fill, markeredgecolor=edge, zorder=3, clip_on=False
            )
        if target:
            axes.plot([target[0]] * 2, [-0.6, len(shown) - 0.4], color=INK, linewidth=1.5, linestyle=(0, (4, 3)), zorder=2, clip_on=False)
            axes.annotate(
                target[1], (target[0], -0.6), (0, 4), textcoords="offset points", ha="center", va="bottom", color=INK, annotation_clip=False
            )
        _labels(figure, axes, shown)
        return Chart(_finished(figure, chart_id, title, description), title, description)


def bars(chart_id: str, title: str, description: str, points: Sequence[Point]) -> Chart:
    """Return amounts by provider as bars of one colour: more money is neither better nor worse."""
    shown = points[:MOST_ROWS]
    values = [point.value for point in shown if point.value is not None]
    with _drawing(len(shown), values) as (figure, axes):
        for row, point in enumerate(shown):
            if point.value is None:
                continue
            axes.barh([row], [point.value], height=0.56, color="#005eb8", edgecolor=INK, linewidth=0.5, clip_on=False)
        _labels(figure, axes, shown)
        return Chart(_finished(figure, chart_id, title, description), title, description)


def load_in_background() -> None:
    """Load the drawing library while the database works: it takes half a second, and is not needed until the end."""
    Thread(target=import_module, args=("matplotlib.figure",), daemon=True).start()


@contextmanager
def _drawing(rows: int, values: Sequence[float]) -> Iterator[tuple[Any, Any]]:
    """Give a figure and its axes, under our settings and nobody else's, for as long as it is drawn and written."""
    import matplotlib
    from matplotlib.figure import Figure

    with warnings.catch_warnings(), matplotlib.rc_context():
        # A name may hold letters that matplotlib's own font lacks. The text stays text, and the reader's font has them.
        warnings.filterwarnings("ignore", message="Glyph")
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_SETTINGS)
        ticks = axis_ticks(min(values, default=0.0), max(values, default=1.0))
        height = ROW_HEIGHT * max(rows, 1) + 30
        figure = Figure(figsize=(WIDTH / 72, height / 72))
        axes = figure.add_axes((LEFT, 4 / height, ACROSS, (height - 30) / height))
        axes.set_axis_off()
        axes.set_xlim(ticks[0], ticks[-1])
        axes.set_ylim(rows - 0.5 if rows else 0.5, -0.5)
        yield figure, axes


def _labels(figure: Any, axes: Any, shown: Sequence[Point]) -> None:
    """Write the names in a column on the left and the values in one on the right, and draw the line at zero."""
    from matplotlib.transforms import blended_transform_factory

    beside = blended_transform_factory(figure.transFigure, axes.transData)
    axes.plot([0, 0], [-0.5, len(shown) - 0.5], color=GREY, linewidth=1, zorder=0, clip_on=False)
    for row, point in enumerate(shown):
        colour = GREY if point.value is None else INK
        axes.text(LEFT - 0.015, row, shortened(point.label, 21), transform=beside, ha="right", va="center", color=INK)
        axes.text(0.995, row, shortened(point.text, 16), transform=beside, ha="right", va="center", color=colour)


def _finished(figure: Any, chart_id: str, title: str, description: str) -> Markup:
    written = io.StringIO()
    figure.savefig(written, format="svg", transparent=True, metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    # Matplotlib writes a document of its own; the page needs the element only.
    root = ElementTree.fromstring(written.getvalue().encode())
    _stripped(root, chart_id)
    root.attrib = {"viewBox": root.attrib["viewBox"], **_naming(chart_id), "class": "chart"}
    named = [ElementTree.Element("title", id=f"{chart_id}-title"), ElementTree.Element("desc", id=f"{chart_id}-desc")]
    named[0].text, named[1].text = plain(title), plain(description)
    root[:0] = named
    text = ElementTree.tostring(root, encoding="unicode")
    return Markup(re.sub(r">\s+<", "><", text))


def _naming(chart_id: str) -> dict[str, str]:
    return {"role": "img", "aria-labelledby": f"{chart_id}-title {chart_id}-desc"}


def _stripped(element: ElementTree.Element, chart_id: str) -> None:
    """Take namespaces, styles, needless ids and fonts out of an element and all it holds."""
    element.tag = element.tag.rpartition("}")[2]
    for child in list(element):
        _stripped(child, chart_id)
        if child.tag in ("style", "metadata") or (child.tag in ("defs", "g") and not len(child)):
            element.remove(child)
    attributes = {}
    for name, value in element.attrib.items():
        name = name.rpartition("}")[2]
        if name == "id":
            if element.tag == "g":
                continue
            value = f"{chart_id}-{value}"
        elif name == "href":
            value = f"#{chart_id}-{value.removeprefix('#')}"
        elif name == "style":
            value = re.sub(r"font-family:[^;]*;?\s*", "", value).replace(": ", ":").replace("; ", ";")
        elif name == "transform" and value.startswith("rotate(-0"):
            continue
        attributes[name] = _LONG_FRACTION.sub(r"\1", value).replace(" \n", " ").strip()
    element.attrib = attributes


def strip(chart_id: str, title: str, description: str, points: Sequence[Point], target: float | None, top: float | None) -> Chart:
    """Return providers as marks along one line, with the target as a stroke across it."""
    values = [point.value for point in points if point.value is not None]
    ticks = axis_ticks(
        min(values, default=0.0), max([*values, *([target] if target is not None else []), *([top] if top else [])], default=1.0)
    )

    def across(value: float) -> str:
        return f"{8 + 184 * (value - ticks[0]) / (ticks[-1] - ticks[0]):.1f}"

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
    naming = " ".join(f'{name}="{escape(value)}"' for name, value in _naming(chart_id).items())
    words = f'<title id="{chart_id}-title">{escape(plain(title))}</title><desc id="{chart_id}-desc">{escape(plain(description))}</desc>'
    return Chart(Markup(f'<svg class="strip" viewBox="0 0 200 48" {naming}>{words}{"".join(parts)}</svg>'), title, description)
