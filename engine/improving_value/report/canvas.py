"""A sheet to draw on: places in pixels from the top left, lines, boxes, marks and real text; it ends as SVG fit for the page.

Matplotlib draws it, without axes: those take longer than all that a chart of ours has on it. What it writes is then made fit
to stand in a page: no style sheet of its own, no ids that could meet those of another chart, no fonts that are not there.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from functools import cache
from importlib import import_module
from threading import Thread
from typing import Any, Literal
from xml.etree import ElementTree

from markupsafe import Markup

from improving_value.report.content.model import Chart, plain

BLUE, ORANGE, INK, WHITE, GREY, PALE, MONEY = "#12436d", "#f46a25", "#212b32", "#ffffff", "#4c6272", "#aeb7bd", "#005eb8"
TICK = "tick"
"""Class of the numbers along an axis: they belong to the line and to no figure."""

MARKERS = {
    "better": ("^", BLUE, BLUE), "worse": ("v", ORANGE, INK), "interpret": ("D", WHITE, INK), "none": ("o", WHITE, GREY),
    "mixed": ("s", PALE, INK), "plain": ("o", BLUE, BLUE),
}  # fmt: skip
"""Mark to matplotlib's marker, its fill and its edge."""

_LONG_FRACTION = re.compile(r"(\d+\.\d\d)\d+")
_SETTINGS: Any = {
    "svg.fonttype": "none", "svg.hashsalt": "improving-value", "text.parse_math": False, "font.family": "DejaVu Sans", "font.size": 13,
    "axes.unicode_minus": True, "path.simplify": False, "hatch.linewidth": 1.0,
}  # fmt: skip

Anchor = Literal["left", "center", "right"]
Spot = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right and foot."""


def load_in_background() -> None:
    """Load the drawing library while the database works: it takes half a second, and is not needed until the end."""
    Thread(target=import_module, args=("matplotlib.figure",), daemon=True).start()


class Canvas:
    """One sheet of so many pixels; what is drawn later lies above."""

    def __init__(self, width: float, height: float) -> None:
        from matplotlib.figure import Figure
        from matplotlib.transforms import Affine2D

        self.height = height
        self._figure = Figure(figsize=(width / 72, height / 72), dpi=72)
        self._figure.patch.set_visible(False)
        self._place = Affine2D().scale(1, -1).translate(0, height)

    def _add(self, artist: Any) -> None:
        artist.set_transform(self._place)
        self._figure.add_artist(artist)

    def lines(self, parts: Sequence[tuple[Spot, Spot]], colour: str, width: float = 1, dashes: tuple[float, ...] = ()) -> None:
        """Draw straight lines of one sort."""
        from matplotlib.lines import Line2D

        gap = float("nan")
        xs = [x for (x1, _), (x2, _) in parts for x in (x1, x2, gap)]
        ys = [y for (_, y1), (_, y2) in parts for y in (y1, y2, gap)]
        style: Any = (0, dashes) if dashes else "-"
        if parts:
            self._add(Line2D(xs, ys, color=colour, linewidth=width, linestyle=style, solid_capstyle="butt"))

    def marks(self, mark: str, spots: Sequence[Spot], size: float = 9) -> None:
        """Draw marks of one sort."""
        from matplotlib.lines import Line2D

        marker, fill, edge = MARKERS.get(mark, MARKERS["none"])
        if spots:
            self._add(
                Line2D(*zip(*spots, strict=True), linestyle="", marker=marker, markersize=size, markerfacecolor=fill, markeredgecolor=edge)
            )

    def boxes(self, parts: Sequence[Box], fill: str, edge: str = INK, hatch: str | None = None) -> None:
        """Draw boxes of one sort, as one shape: each shape by itself takes as long as all of them."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        corners = [
            spot for left, top, right, foot in parts for spot in ((left, top), (right, top), (right, foot), (left, foot), (left, top))
        ]
        codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * len(parts)
        if parts:
            self._add(PathPatch(Path(corners, codes), facecolor=fill, edgecolor=edge, linewidth=0.7, hatch=hatch))

    def text(self, spot: Spot, words: str, anchor: Anchor = "left", colour: str = INK, *, size: float = 13, bold: bool = False,
             kind: str = "") -> None:  # fmt: skip
        """Write words, their middle at the spot's height; `kind` becomes their class."""
        weight = "bold" if bold else "normal"
        x, y = spot
        self._add(_words()(x, y + 0.36 * size, words, color=colour, ha=anchor, fontsize=size, fontweight=weight, gid=kind or None))

    def finished(self, chart_id: str, title: str, description: str) -> Chart:
        """Return what was drawn, named and described for those who cannot see it."""
        written = io.StringIO()
        self._figure.savefig(
            written, format="svg", transparent=True, metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
        )
        # Matplotlib writes a document of its own; the page needs the element only.
        root = ElementTree.fromstring(written.getvalue().encode())
        _stripped(root, chart_id)
        root.attrib = {"viewBox": root.attrib["viewBox"], **naming(chart_id), "class": "chart"}
        named = [ElementTree.Element("title", id=f"{chart_id}-title"), ElementTree.Element("desc", id=f"{chart_id}-desc")]
        named[0].text, named[1].text = plain(title), plain(description)
        root[:0] = named
        return Chart(Markup(re.sub(r">\s+<", "><", ElementTree.tostring(root, encoding="unicode"))), title, description)


@cache
def _words() -> Any:
    """Return matplotlib's text without its layout: one line needs none, and measuring it would take most of a chart's time."""
    from matplotlib.text import Text

    class Words(Text):
        def draw(self, renderer: Any) -> None:
            context = renderer.new_gc()
            context.set_foreground(self.get_color())
            renderer.open_group("text", self.get_gid())
            x, y = self.get_transform().transform(self.get_unitless_position())
            renderer.draw_text(context, x, renderer.height - y, self.get_text(), self.get_fontproperties(), 0, ismath=False, mtext=self)
            renderer.close_group("text")
            context.restore()

    return Words


_held: ContextVar[bool] = ContextVar("matplotlib has our settings", default=False)


@contextmanager
def drawing() -> Iterator[None]:
    """Hold our settings, and nobody else's, for as long as charts are drawn: setting them takes as long as a chart."""
    import matplotlib

    with warnings.catch_warnings(), matplotlib.rc_context():
        # A name may hold letters that matplotlib's own font lacks. The text stays text, and the reader's font has them.
        warnings.filterwarnings("ignore", message="Glyph")
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_SETTINGS)
        before = _held.set(True)
        try:
            yield
        finally:
            _held.reset(before)


@contextmanager
def canvas(width: float, height: float) -> Iterator[Canvas]:
    """Give a sheet, for as long as it is drawn and written."""
    with nullcontext() if _held.get() else drawing():
        yield Canvas(width, height)


def naming(chart_id: str) -> dict[str, str]:
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
                if value == TICK:
                    attributes["class"] = TICK
                continue
            value = f"{chart_id}-{value}"
        elif name == "href":
            value = f"#{chart_id}-{value.removeprefix('#')}"
        elif name == "style":
            value = re.sub(r"font-family:[^;]*;?\s*", "", value).replace(": ", ":").replace("; ", ";")
            value = value.replace("url(#", f"url(#{chart_id}-")
        elif name == "transform" and value.startswith(("rotate(-0 ", "rotate(0 ")):
            continue
        attributes[name] = _LONG_FRACTION.sub(r"\1", value).replace(" \n", " ").strip()
    element.attrib = attributes
