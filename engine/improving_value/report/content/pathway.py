"""Pathways on a page: the steps of one organisation in their order, each better, worse, in line or for local interpretation."""

from __future__ import annotations

import re
from itertools import groupby

from improving_value.assess.assessment import KpiRow
from improving_value.kernel.numbers import is_at_most
from improving_value.report.chart_pathway import Pathway, Step, pathway_chart
from improving_value.report.content.cells import kpi_text
from improving_value.report.content.index import Figures, Place
from improving_value.report.content.model import Cell, Column, Panel, Row, RowGroup, Table, shortened
from improving_value.report.content.words import JUDGED, NO_VALUE, lower_first, sentence_case
from improving_value.report.numbers import counted
from improving_value.spec.charts import DeclaredChart
from improving_value.spec.models import Kpi

_PLACE_IN_ORDER = re.compile(r"^\d+ ")


def pathway_panel(figures: Figures, chart: DeclaredChart, place: Place, identity: str) -> Panel | None:
    """Return one organisation's steps; a label `1 lungs: 02 referrals` is the step Referrals of the pathway Lungs."""
    kpi = next(kpi for kpi in figures.scheme.scheme.kpis if kpi.kpi == chart.bars)
    categories = dict.fromkeys(row.category for row in figures.scheme.kpis if row.kpi == kpi.kpi and row.category)
    named = [(*_names(category), _step(figures, chart, kpi, place, category)) for category in categories]
    if not any(step.value is not None for _, _, step in named):
        return None
    pathways = [
        Pathway(heading, tuple(step for _, _, step in found))
        for heading, found in ((h, list(g)) for h, g in groupby(named, lambda n: n[0]))
    ]
    title = f"{shortened(chart.title)}: {place.name}, {figures.span}"
    present = {step.mark for _, _, step in named}
    key = [(mark, lower_first(word)) for mark, word in JUDGED.items() if mark and mark in present]
    drawn = pathway_chart(identity, title, _described(pathways), chart.labels.across or kpi.title, pathways, key)
    return Panel(place.name, drawn, _table(figures, kpi, identity, title, pathways))


def _names(category: str) -> tuple[str, str]:
    """Return the heading and the label of a category. A number in front is there for the order only."""
    heading, _, label = category.rpartition(": ")
    return sentence_case(_PLACE_IN_ORDER.sub("", heading)), sentence_case(_PLACE_IN_ORDER.sub("", label))


def _step(figures: Figures, chart: DeclaredChart, kpi: Kpi, place: Place, category: str) -> Step:
    row = figures.kpi(kpi, place, figures.span, category)
    label = _names(category)[1]
    if row is None or row.value is None:
        return Step(label, None, NO_VALUE, "")
    return Step(label, row.value, kpi_text(row), _judged(figures, chart, kpi, row, place, category))


def _judged(figures: Figures, chart: DeclaredChart, kpi: Kpi, row: KpiRow, place: Place, category: str) -> str:
    """Return the mark of a value: the KPI it is judged by says which way is better, or the KPI itself does."""
    if chart.judged_by is not None:
        judge = next(other for other in figures.scheme.scheme.kpis if other.kpi == chart.judged_by)
        turned = figures.kpi(judge, place, figures.span, category)
        towards = None if turned is None else turned.value
    else:
        towards = {"higher": row.value, "lower": -(row.value or 0.0)}.get(kpi.better)
    if towards is None:
        return "interpret"
    if is_at_most(abs(row.value or 0.0), figures.threshold(chart.in_line)):
        return "none"
    return "better" if towards > 0 else "worse"


def _described(pathways: list[Pathway]) -> str:
    parts = []
    for pathway in pathways:
        marks = [step.mark for step in pathway.steps]
        found = "; ".join(f"{lower_first(word)} {marks.count(mark)}" for mark, word in JUDGED.items() if mark in marks)
        parts.append(f"{pathway.heading or 'Steps'}: {counted(len(marks), 'indicator')}, {found}.")
    return " ".join(parts)


def _table(figures: Figures, kpi: Kpi, identity: str, title: str, pathways: list[Pathway]) -> Table:
    groups = tuple(
        RowGroup(
            pathway.heading,
            tuple(
                Row(
                    step.label, (Cell(step.text, quiet=step.value is None), Cell("", mark=step.mark, word=JUDGED[step.mark], numeric=False))
                )
                for step in pathway.steps
            ),
        )
        for pathway in pathways
    )
    columns = (Column(shortened(kpi.title), illustrative=kpi.kpi in figures.illustrative), Column("Better or worse", numeric=False))
    return Table(f"{identity}-table", title, "Indicator", columns, groups, wide=False)
