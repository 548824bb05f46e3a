"""Charts that draw what there is not, or what does not go together, are pointed out where they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from improving_value.check.scheme import check_scheme
from improving_value.datasets.dictionary import builtin_folder, load_dictionary
from improving_value.kernel.issues import Issue, Rejected
from improving_value.spec.load import load_scheme

SCHEME = """\
scheme: small
title: Small
theme: medicines
sub_themes: [reduce_waste]
status: draft
authored_by: Tester
period: quarter
sources: {here: {title: A test}}
chapter: {summary: Lines., who_should_consider: [Nobody], aim: [None]}
parameters:
  width: {value: 0.1, unit: share, basis: assumption, source: here}
units:
  line: {from: invoices}
  people:
    from: ccg_population
    commissioner: ccg
kpis:
  - {kpi: amount_by_drug, title: By drug, of: line, is: mean(amount), unit: GBP, breakdown: drug, domain: quality, better: interpret}
  - {kpi: packs_by_drug, title: By drug, of: line, is: mean(packs), unit: pack, breakdown: drug, domain: quality, better: higher}
  - {kpi: packs_by_patient, title: By patient, of: line, is: mean(packs), unit: pack, breakdown: patient_id, domain: quality, better: interpret}
  - {kpi: amount, title: Amount, of: line, is: mean(amount), unit: GBP, domain: quality, better: interpret}
  - {kpi: drugs, title: Drugs, of: line, distribution: drug, domain: quality, better: interpret}
  - {kpi: population, title: People, of: people, is: sum(population), unit: person, domain: quality, better: interpret}
charts:
  - """

LABELS = "{top_left: a, top_right: b, bottom_left: c, bottom_right: d}"
SCATTER = "{chart: c, kind: scatter, title: T, across: amount, up: packs_by_drug, points: organisations}"
QUADRANTS = f"{{chart: c, kind: quadrants, title: T, across: amount_by_drug, up: packs_by_drug, in_line: width, largest_by: amount, labels: {LABELS}}}"
PATHWAY = "{chart: c, kind: pathway, title: T, bars: amount_by_drug, judged_by: packs_by_drug, largest_by: amount}"


def issues_of(chart: str, folder: Path) -> tuple[Issue, ...]:
    path = folder / "small.yaml"
    path.write_text(SCHEME + chart + "\n", encoding="utf-8")
    try:
        return check_scheme(load_scheme(path), load_dictionary([builtin_folder()]), {}).warnings
    except Rejected as fault:
        return fault.issues


@pytest.mark.parametrize("chart", [SCATTER, QUADRANTS, PATHWAY], ids=["scatter", "quadrants", "pathway"])
def test_a_chart_that_makes_sense_passes(chart: str, tmp_path: Path) -> None:
    assert [issue for issue in issues_of(chart, tmp_path) if issue.code != "unused-parameter"] == []


@pytest.mark.parametrize(
    ("chart", "old", "new", "code", "found"),
    [
        (SCATTER, "across: amount", "across: amuont", "unknown-kpi", "`amuont`, which is not defined"),
        (PATHWAY, "largest_by: amount", "largest_by: drugs", "unknown-kpi", "`drugs`, which is not defined"),
        (QUADRANTS, "in_line: width", "in_line: wdth", "unknown-name", "`wdth`, which is not a parameter"),
        (SCATTER, ", up: packs_by_drug", "", "chart-form", "a scatter without `up`"),
        (SCATTER, "up:", "bars: amount, up:", "chart-form", "`bars` on a scatter"),
        (SCATTER, "up:", "in_line: width, up:", "chart-form", "`in_line` on a scatter"),
        (SCATTER, "up:", "largest_by: amount, up:", "chart-form", "`largest_by` on one chart of all organisations"),
        (SCATTER, "up:", "labels: {top_left: a}, up:", "chart-form", "a quadrant's name on a scatter"),
        (SCATTER, "across: amount", "across: drugs", "chart-form", "`drugs`, which is a distribution"),
        (SCATTER, "across: amount", "across: population", "chart-form", "KPIs of providers and of commissioners"),
        (SCATTER, ", points: organisations", ", largest_by: amount", "chart-form", "`amount`, which has no categories"),
        (QUADRANTS, "across: amount_by_drug", "across: packs_by_patient", "chart-form", "`packs_by_drug`, with other categories than"),
        (QUADRANTS, ", bottom_right: d", "", "chart-form", "3 of four quadrants with a name"),
        (QUADRANTS, ", largest_by: amount", "", "chart-form", "a chart for each organisation, and no telling which to draw"),
        (PATHWAY, "judged_by: packs_by_drug", "judged_by: amount_by_drug", "chart-form", "`amount_by_drug`, of which higher is not better"),
        (PATHWAY, "bars:", "points: organisations, bars:", "chart-form", "`points: organisations` on a pathway"),
        (PATHWAY, "bars: amount_by_drug, ", "", "chart-form", "a pathway without `bars`"),
        (SCATTER, "kind: scatter", "kind: pie", "unknown-choice", "`pie`"),
    ],
)  # fmt: skip
def test_a_chart_that_does_not_is_pointed_out(chart: str, old: str, new: str, code: str, found: str, tmp_path: Path) -> None:
    assert old in chart
    issues = [issue for issue in issues_of(chart.replace(old, new), tmp_path) if issue.severity == "error"]
    assert any(issue.code == code and issue.found.startswith(found) for issue in issues), [(issue.code, issue.found) for issue in issues]
    assert all(issue.where.line == SCHEME.count("\n") + 1 for issue in issues)


def test_the_nearest_kpi_is_named(tmp_path: Path) -> None:
    (issue,) = issues_of(SCATTER.replace("across: amount", "across: amuont"), tmp_path)
    assert issue.fix == "write `amount`"


def test_two_charts_with_one_id_are_pointed_out(tmp_path: Path) -> None:
    (issue,) = issues_of(f"{SCATTER}\n  - {SCATTER}", tmp_path)
    assert issue.code == "duplicate-id"


def test_a_parameter_that_only_a_chart_uses_is_used(tmp_path: Path) -> None:
    assert [issue.code for issue in issues_of(QUADRANTS, tmp_path)] == []
    assert "unused-parameter" in [issue.code for issue in issues_of(SCATTER, tmp_path)]
