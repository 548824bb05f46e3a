"""The charts of a scheme in words: what is drawn, and how it is judged."""

from __future__ import annotations

from collections.abc import Iterator

from improving_value.spec.charts import DeclaredChart
from improving_value.words.document import Item, sentence
from improving_value.words.speech import Speech

_KINDS = {
    "scatter": "Two indicators against each other",
    "quadrants": "Two indicators against each other, cut at zero into four",
    "pathway": "One indicator as bars, in the order of the pathway",
}
_DRAWN = {"across": "From left to right", "up": "From the foot up", "bars": "As bars", "judged_by": "Better or worse by"}


def chart_items(speech: Speech) -> Iterator[Item]:
    """Yield each chart that the scheme asks for."""
    for chart in speech.checked.scheme.charts:
        ref = speech.number("charts", chart.chart)
        point = "A point is one organisation." if chart.points == "organisations" else "A point or bar is one category at one organisation."
        yield Item(f"{_KINDS[chart.kind]}. {point}", f"{chart.title}:", ref, tuple(_parts(speech, chart)))


def _parts(speech: Speech, chart: DeclaredChart) -> Iterator[Item]:
    scheme = speech.checked.scheme
    titles = {saving.saving: saving.title for saving in scheme.savings} | {kpi.kpi: kpi.title for kpi in scheme.kpis}
    for key, name in chart.drawn:
        words = getattr(chart.labels, key, None)
        yield Item(sentence(f"“{titles[name]}”{f' ({words})' if words else ''}"), f"{_DRAWN[key]}:")
    quadrants = {key: words for key in _CORNERS if (words := getattr(chart.labels, key)) is not None}
    for key, words in quadrants.items():
        first = ", to be looked at first" if chart.look_first == key else ""
        yield Item(sentence(f"{words}{first}"), f"{_CORNERS[key]}:")
    if chart.in_line is not None:
        yield Item(sentence(f"in line up to {speech.parameter(chart.in_line, False)} from zero"))
    if chart.largest_by is not None:
        yield Item(sentence(f"drawn for the organisations where “{titles[chart.largest_by]}” is largest"))
    if chart.note:
        yield Item(chart.note, "Note:")


_CORNERS = {"top_left": "Top left", "top_right": "Top right", "bottom_left": "Bottom left", "bottom_right": "Bottom right"}
