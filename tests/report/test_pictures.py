"""The charts a scheme asks for: what is drawn, for whom, and that the table beside each says the same."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from improving_value.assess.assessment import KpiRow, ParameterLine
from improving_value.report.content.index import Figures, figures_of
from improving_value.report.content.model import Panel, Picture
from improving_value.report.content.pictures import MOST_PANELS, pictures
from improving_value.report.page import render_page
from improving_value.spec.models import Scheme
from report.reading import read
from report.sample import SPAN, as_it_is, sample

CORNERS = {"top_left": "less and better", "top_right": "more and better", "bottom_left": "less and worse", "bottom_right": "more and worse"}
SPENT, RESULT, TURNED = "spent", "result", "turned"
Values = dict[tuple[str, str], float | None]
"""Organisation and category to value; an empty category is the whole."""


def kpi(name: str, better: str = "interpret", **more: Any) -> dict[str, Any]:
    return {"kpi": name, "title": f"How much {name}", "of": "course", "share": "flag", "domain": "quality", "better": better, **more}


def drawn(chart: dict[str, Any], values: dict[str, Values], names: dict[str, str] | None = None, in_line: str = "0") -> tuple[Picture, ...]:
    return pictures(figures(chart, values, names, in_line))


def scheme_with(chart: dict[str, Any]) -> Scheme:
    written = sample().schemes[0].scheme.model_dump(by_alias=True, exclude_none=True)
    kpis = [kpi(SPENT, breakdown="area"), kpi(RESULT, breakdown="area"), kpi(TURNED, "higher", breakdown="area")]
    return Scheme.model_validate({**written, "kpis": kpis, "savings": [], "scenarios": [], "charts": [{"title": "A chart", **chart}]})


def figures(chart: dict[str, Any], values: dict[str, Values], names: dict[str, str] | None, in_line: str) -> Figures:
    rows = tuple(row(name, place, category, value) for name, cells in values.items() for (place, category), value in cells.items())
    width = ParameterLine("width", "", "", None, None, in_line, "share", "assumption", "", (), False)
    one = replace(sample().schemes[0], scheme=scheme_with(chart), kpis=rows, savings=(), counts=(), parameters=(width,))
    return figures_of(one, names or {})


def row(name: str, place: str, category: str, value: float | None) -> KpiRow:
    breakdown = "area" if category else ""
    return KpiRow(name, breakdown, category, "provider", place, SPAN.label, None, None, value, "share", 0, None, "interpret", "interpret")


def lies(panel: Panel) -> dict[str, list[str]]:
    return {group.heading: [row.heading for row in group.rows] for group in panel.table.groups}


def words(panel: Panel) -> list[str]:
    return re.findall(r"<text\b[^>]*>([^<]*)<", panel.chart.svg)


QUADRANTS: dict[str, Any] = {
    "chart": "c", "kind": "quadrants", "points": "organisations", "across": SPENT, "up": RESULT, "look_first": "bottom_right", "labels": CORNERS,
}  # fmt: skip
FOUR: dict[str, Values] = {
    SPENT: {("A", ""): 0.2, ("B", ""): -0.1, ("C", ""): 0.1, ("D", ""): -0.3},
    RESULT: {("A", ""): -0.1, ("B", ""): -0.2, ("C", ""): 0.4, ("D", ""): 0.1},
}


def test_each_point_lies_in_the_quadrant_of_its_signs_and_the_one_to_look_at_first_comes_first() -> None:
    (picture,) = drawn(QUADRANTS, FOUR)
    (panel,) = picture.panels
    assert lies(panel) == {"More and worse": ["A"], "Less and worse": ["B"], "More and better": ["C"], "Less and better": ["D"]}
    assert next(iter(lies(panel))) == "More and worse"
    assert {"A", "B", "C", "D", "More and worse", "Less and better"} <= set(words(panel))
    assert panel.chart.description.startswith("4 providers. More and worse: A.")


@pytest.mark.parametrize(("in_line", "expected"), [("0", "More and worse"), ("0.1", "In line"), ("0.0999", "More and worse")])
def test_up_to_the_tolerance_is_in_line_on_either_axis(in_line: str, expected: str) -> None:
    values = {SPENT: {("A", ""): 0.2}, RESULT: {("A", ""): -0.1}}
    (picture,) = drawn({**QUADRANTS, "in_line": "width"}, values, in_line=in_line)
    assert lies(picture.panels[0]) == {expected: ["A"]}


def test_no_difference_at_all_is_in_line() -> None:
    (picture,) = drawn(QUADRANTS, {SPENT: {("A", ""): 0.0, ("B", ""): 0.1}, RESULT: {("A", ""): -0.1, ("B", ""): 0.0}})
    assert lies(picture.panels[0]) == {"In line": ["B", "A"]}


def test_what_nobody_calls_better_or_worse_is_not_drawn_but_stands_in_the_table() -> None:
    values: dict[str, Values] = {
        SPENT: {("A", ""): 0.2, ("B", ""): 0.1, ("C", ""): 0.3},
        RESULT: {("A", ""): 0.5, ("B", ""): 0.5, ("C", ""): None},
        TURNED: {("A", ""): -0.5, ("B", ""): None, ("C", ""): None},
    }
    (picture,) = drawn({**QUADRANTS, "judged_by": TURNED}, values)
    (panel,) = picture.panels
    assert lies(panel) == {"More and worse": ["A"], "Needs local interpretation": ["B"], "No value": ["C"]}
    assert "A" in words(panel)
    assert "B" not in words(panel)


def test_long_names_are_numbered_and_the_table_says_which_is_which() -> None:
    (picture,) = drawn({**QUADRANTS, "kind": "scatter", "look_first": None, "labels": {}}, FOUR, {"A": "Ashcombe Hospitals"})
    (panel,) = picture.panels
    (group,) = panel.table.groups
    assert [(row.heading, row.cells[0].text) for row in group.rows] == [("Ashcombe Hospitals", "1"), ("C", "2"), ("B", "3"), ("D", "4")]
    assert {"1", "2", "3", "4"} <= set(words(panel))


def test_a_chart_of_each_organisation_is_drawn_where_it_matters_most() -> None:
    places = "ABCDE"
    values = {SPENT: {(place, "one"): number / 10 for number, place in enumerate(places, 1)} | {(place, ""): number / 10 for number, place in enumerate(places)},
              RESULT: {(place, "one"): 0.1 for place in places}}  # fmt: skip
    chart = {**QUADRANTS, "points": "categories", "largest_by": SPENT}
    (picture,) = drawn(chart, values)
    assert [panel.heading for panel in picture.panels] == ["E", "D", "C"]
    assert len(picture.panels) == MOST_PANELS
    assert picture.words == ("Drawn for the 3 providers where “how much spent” is largest: E, D and C. The tables by category hold all 5.",)


PATHWAY: dict[str, Any] = {"chart": "p", "kind": "pathway", "bars": RESULT, "judged_by": TURNED, "largest_by": SPENT}
STEPS: dict[str, Values] = {
    RESULT: {("A", "1 lungs: 01 referral"): 0.1, ("A", "1 lungs: 02 treatment"): -0.2, ("A", "2 heart: 01 spend"): 0.3, ("A", "2 heart: 02 none"): 0.0},
    TURNED: {("A", "1 lungs: 01 referral"): -0.1, ("A", "1 lungs: 02 treatment"): 0.2, ("A", "2 heart: 01 spend"): None, ("A", "2 heart: 02 none"): 0.0},
}  # fmt: skip


def test_a_pathway_keeps_its_order_and_its_headings() -> None:
    (picture,) = drawn(PATHWAY, STEPS)
    (panel,) = picture.panels
    assert lies(panel) == {"Lungs": ["Referral", "Treatment"], "Heart": ["Spend", "None"]}
    assert [row.cells[1].word for group in panel.table.groups for row in group.rows] == [
        "Worse", "Better", "Needs local interpretation", "In line",
    ]  # fmt: skip
    assert panel.chart.description == (
        "Lungs: 2 indicators, better 1; worse 1. Heart: 2 indicators, needs local interpretation 1; in line 1."
    )


def test_without_a_judge_the_kpi_itself_says_which_way_is_better() -> None:
    (picture,) = drawn({**PATHWAY, "bars": TURNED, "judged_by": None}, {TURNED: {("A", "one"): 0.1, ("A", "two"): -0.1}})
    assert [row.cells[1].word for row in picture.panels[0].table.groups[0].rows] == ["Better", "Worse"]


@pytest.mark.parametrize("chart", [QUADRANTS, PATHWAY])
def test_a_chart_without_a_value_is_left_out(chart: dict[str, Any]) -> None:
    assert drawn(chart, {SPENT: {("A", ""): None}, RESULT: {("A", ""): None}}) == ()


@pytest.mark.parametrize(("chart", "values"), [(QUADRANTS, FOUR), (PATHWAY, STEPS)])
def test_every_number_drawn_stands_in_the_table_and_ticks_are_marked_as_such(chart: dict[str, Any], values: dict[str, Values]) -> None:
    (picture,) = drawn(chart, values)
    (panel,) = picture.panels
    cells = {cell.text for group in panel.table.groups for row in group.rows for cell in row.cells}
    without_ticks = re.sub(r'<g class="tick">.*?</g>', "", panel.chart.svg)
    numbers = {word for word in re.findall(r"<text\b[^>]*>([^<]*)<", without_ticks) if re.match(r"[−£\d]", word)}
    assert numbers <= cells
    assert ('<g class="tick">' in panel.chart.svg) == (chart is QUADRANTS)


@pytest.mark.parametrize(("chart", "values"), [(QUADRANTS, FOUR), (PATHWAY, STEPS)])
def test_a_page_with_charts_is_well_formed_and_the_same_every_time(chart: dict[str, Any], values: dict[str, Values]) -> None:
    rows = tuple(row(name, place, category, value) for name, cells in values.items() for (place, category), value in cells.items())
    one = replace(sample().schemes[0], scheme=scheme_with(chart), kpis=rows, savings=(), counts=())
    page = render_page(as_it_is(replace(sample(), schemes=(one,))), "2018-05-14")
    reading = read(page)
    assert reading.faults == []
    ids = reading.having("id")
    assert len(ids) == len(set(ids))
    assert {name for value in reading.having("aria-labelledby") for name in value.split()} <= set(ids)
    assert page == render_page(as_it_is(replace(sample(), schemes=(one,))), "2018-05-14")


def test_names_from_data_are_escaped() -> None:
    (picture,) = drawn(QUADRANTS, {SPENT: {("A", ""): 0.2}, RESULT: {("A", ""): -0.1}}, {"A": "<b>&"})
    assert "<b>" not in picture.panels[0].chart.svg
    assert "&lt;b&gt;&amp;" in picture.panels[0].chart.svg
