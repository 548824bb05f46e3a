"""Do the charts that a scheme asks for draw KPIs that can be drawn together?"""

from __future__ import annotations

from collections.abc import Mapping

from improving_value.check.model import CheckedUnit
from improving_value.check.reading import Path, Reading
from improving_value.kernel.names import nearest
from improving_value.spec.charts import DeclaredChart
from improving_value.spec.models import Kpi

_PLANE, _BARS = ("across", "up"), ("bars",)
_CORNERS = ("top_left", "top_right", "bottom_left", "bottom_right")
_ONLY_QUADRANTS = ("in_line", "judged_by", "look_first")


def check_charts(reading: Reading, units: Mapping[str, CheckedUnit]) -> None:
    """Note charts of KPIs that do not exist or do not go together."""
    kpis = {kpi.kpi: kpi for kpi in reading.scheme.kpis}
    for index, chart in enumerate(reading.scheme.charts):
        path: Path = ("charts", index)
        drawn = _drawn(reading, chart, path, kpis)
        _check_keys(reading, chart, path)
        _check_organisations(reading, chart, path, kpis)
        if len(drawn) == len(chart.drawn):
            _check_together(reading, chart, path, drawn, units)
        if chart.in_line is not None and chart.in_line not in reading.parameters:
            reading.note(
                "unknown-name",
                (*path, "in_line"),
                f"`{chart.in_line}`, which is not a parameter",
                "the name of a parameter",
                "define it under `parameters`",
            )


def _drawn(reading: Reading, chart: DeclaredChart, path: Path, kpis: Mapping[str, Kpi]) -> list[tuple[str, Kpi]]:
    """Return the KPIs that a chart draws, by the key that names each, after noting those that there are not."""
    found = []
    for key, name in chart.drawn:
        if name in kpis:
            found.append((key, kpis[name]))
        else:
            _note_unknown(reading, (*path, key), name, "the id of a KPI of this scheme", list(kpis), "kpis")
    return found


def _note_unknown(reading: Reading, path: Path, name: str, expected: str, known: list[str], part: str) -> None:
    close = nearest(name, sorted(known))
    reading.note(
        "unknown-kpi", path, f"`{name}`, which is not defined", expected, f"write `{close}`" if close else f"define it under `{part}`"
    )


def _check_keys(reading: Reading, chart: DeclaredChart, path: Path) -> None:
    """Note what a kind of chart lacks, and what has no meaning on it."""
    wanted = _BARS if chart.kind == "pathway" else _PLANE
    for key in wanted:
        if getattr(chart, key) is None:
            _note_form(reading, path, f"{_a(chart.kind)} without `{key}`", f"`{key}`, the id of a KPI", f"add `{key}:`")
    unwanted = [key for key in (*_BARS, *_PLANE) if key not in wanted]
    unwanted += ["look_first"] if chart.kind == "pathway" else list(_ONLY_QUADRANTS) if chart.kind == "scatter" else []
    for key in unwanted:
        if getattr(chart, key) is not None:
            _note_form(reading, (*path, key), f"`{key}` on {_a(chart.kind)}", "only what this kind of chart draws", f"take `{key}` out")
    if chart.kind == "pathway" and chart.points == "organisations":
        expected = "a chart for each organisation, with a bar for each category"
        _note_form(reading, (*path, "points"), "`points: organisations` on a pathway", expected, "take `points` out")
    named = [corner for corner in _CORNERS if getattr(chart.labels, corner) is not None]
    if chart.kind == "quadrants" and len(named) < len(_CORNERS):
        _note_form(reading, path, f"{len(named)} of four quadrants with a name", "a name for each", "name all four under `labels`")
    if chart.kind != "quadrants":
        for corner in named:
            _note_form(
                reading, (*path, "labels", corner), f"a quadrant's name on {_a(chart.kind)}", "names on quadrants only", "take it out"
            )


def _a(kind: str) -> str:
    return kind if kind == "quadrants" else f"a {kind}"


def _note_form(reading: Reading, path: Path, found: str, expected: str, fix: str) -> None:
    reading.note("chart-form", path, found, expected, fix)


def _check_organisations(reading: Reading, chart: DeclaredChart, path: Path, kpis: Mapping[str, Kpi]) -> None:
    """Note a chart for each organisation that does not say which organisations matter most."""
    if chart.points == "organisations":
        if chart.largest_by is not None:
            found = "`largest_by` on one chart of all organisations"
            _note_form(reading, (*path, "largest_by"), found, "it on charts of one organisation each", "take `largest_by` out")
        return
    known = [saving.saving for saving in reading.scheme.savings] + [name for name, kpi in kpis.items() if not kpi.distribution]
    if chart.largest_by is None:
        expected = "`largest_by`, the saving or KPI that says which organisations are drawn"
        _note_form(reading, path, "a chart for each organisation, and no telling which to draw", expected, "add `largest_by:`")
    elif chart.largest_by not in known:
        _note_unknown(
            reading, (*path, "largest_by"), chart.largest_by, "the id of a saving, or of a KPI that is one number", known, "savings"
        )


def _check_together(
    reading: Reading, chart: DeclaredChart, path: Path, drawn: list[tuple[str, Kpi]], units: Mapping[str, CheckedUnit]
) -> None:
    """Note KPIs that have no points in common."""
    for key, kpi in drawn:
        if kpi.distribution is not None:
            found = f"`{kpi.kpi}`, which is a distribution"
            _note_form(reading, (*path, key), found, "a KPI with one number for each point", "draw another KPI")
        elif chart.points == "categories" and kpi.breakdown is None:
            found = f"`{kpi.kpi}`, which has no categories"
            _note_form(reading, (*path, key), found, "a KPI with a `breakdown`", "add one to the KPI, or write `points: organisations`")
        elif chart.points == "categories" and (kpi.of, kpi.breakdown) != (drawn[0][1].of, drawn[0][1].breakdown):
            found = f"`{kpi.kpi}`, with other categories than `{drawn[0][1].kpi}`"
            _note_form(reading, (*path, key), found, "KPIs of one unit with the same `breakdown`", "draw KPIs that share their categories")
        if key == "judged_by" and kpi.better != "higher":
            found = f"`{kpi.kpi}`, of which higher is not better"
            _note_form(reading, (*path, key), found, "a KPI with `better: higher`", "turn the KPI round, and say so")
    homes = {units[kpi.of].home for _, kpi in drawn if kpi.of is not None and kpi.of in units}
    if len(homes) > 1:
        found = "KPIs of providers and of commissioners"
        _note_form(reading, path, found, "KPIs that the same organisations have", "draw KPIs of one sort of organisation")
