"""The menu page: totals that hold each pound once, schemes in order, peers in words, who draws on the same activity."""

from __future__ import annotations

from dataclasses import replace

import pytest

from improving_value.assess.assessment import Assessment, KpiRow, SchemeAssessment
from improving_value.assess.disclosure import INTERNAL, disclose
from improving_value.report.content.index import Figures, figures_of, main_kpi
from improving_value.report.content.matrix import matrix
from improving_value.report.content.menu import menu_rows
from improving_value.report.content.model import Cell, Table
from improving_value.report.content.peers import peers
from improving_value.report.content.sharing import shared
from improving_value.report.content.totals import totals
from improving_value.report.content.words import SUB_THEMES, THEMES
from improving_value.report.numbers import pounds
from improving_value.report.page import render_page
from improving_value.spec.units import Facts
from report.reading import Reading, read
from report.sample import sample


def figures(assessment: Assessment) -> tuple[Figures, ...]:
    return tuple(figures_of(scheme, assessment.organisations) for scheme in assessment.schemes)


def row_of(table: Table, group: str, heading: str) -> tuple[Cell, ...]:
    return next(row.cells for part in table.groups if part.heading == group for row in part.rows if row.heading == heading)


def overall_pence(scheme: SchemeAssessment, saving: str) -> int:
    return next(
        row.gross_pence or 0
        for row in scheme.savings
        if (row.saving, row.level, row.period, row.scenario) == (saving, "all", "2017/18", "default")
    )


def test_a_total_is_the_sum_of_its_class_and_state_and_holds_the_same_money_once() -> None:
    assessment = sample()
    dosing, switching, approvals, _ = assessment.schemes
    cell, lines, *tally = row_of(totals(figures(assessment), "2017/18"), "Cash-releasing for the commissioner", "Opportunity")
    parts = [(dosing, "opportunity_all"), (switching, "opportunity_fye"), (approvals, "challenge")]
    assert cell.text == pounds(sum(overall_pence(scheme, saving) for scheme, saving in parts))
    assert cell.note == "1 line counts the same money, and is left out; 1 line is partly calculated"
    assert (lines.text, [number.text for number in tally]) == ("5", ["3", "1", "0", "1"])


def test_lines_without_an_amount_have_no_sum_and_that_is_not_nought_pounds() -> None:
    assessment = sample()
    none = tuple(replace(row, gross_pence=None, status="withheld", needs="a record") for row in assessment.schemes[0].savings)
    table = totals(figures_of_one(assessment, savings=none), "2017/18")
    assert [cell.text for cell in row_of(table, "Cash-releasing for the commissioner", "Realised")] == [
        "no amount",
        "1",
        "0",
        "0",
        "1",
        "0",
    ]
    assert "£" not in str([row for group in table.groups for row in group.rows])


def figures_of_one(assessment: Assessment, **changes: object) -> tuple[Figures, ...]:
    return (figures_of(replace(assessment.schemes[0], **changes), assessment.organisations),)  # type: ignore[arg-type]


def test_two_kinds_are_never_one_sum(reading: Reading) -> None:
    assessment = sample()
    lines = [row for one in assessment.schemes for row in one.savings if (row.level, row.period) == ("all", "2017/18")]
    default = [row for row in lines if row.scenario == "default" and row.gross_pence is not None]
    assert len({(row.class_, row.state) for row in default}) > 1
    assert pounds(sum(row.gross_pence or 0 for row in default)) not in reading.text


def test_the_largest_opportunity_comes_first_and_a_scheme_without_one_last() -> None:
    assessment = sample()
    last = assessment.schemes[0].scheme.model_copy(update={"scheme": "last", "title": "A scheme", "savings": []})
    none = replace(assessment.schemes[0], scheme=last, savings=())
    rows = menu_rows([(each, ()) for each in figures(replace(assessment, schemes=(none, *assessment.schemes)))])
    largest = {row.anchor: max((line.amount.text for line in row.opportunities if line.amount.numeric), default="") for row in rows}
    amounts = [float(text.strip("£").replace(",", "")) if text else -1.0 for text in largest.values()]
    assert amounts == sorted(amounts, reverse=True)
    assert amounts[-1] == -1.0 < amounts[-2]


def test_what_stands_in_another_s_place_follows_it_with_a_word() -> None:
    rows = menu_rows([(each, ()) for each in figures(sample())])
    (dosing,) = [row for row in rows if row.anchor == "scheme-itp_immunoglobulin_dosing"]
    assert [line.instead for line in dosing.opportunities] == [False, True]
    assert "or, in its place" in read(render_page(disclose(sample(), INTERNAL), "2018-05-14")).text


def peers_of(values: list[float | None], verdicts: list[str], unit: str = "share") -> str:
    assessment = sample()
    one = assessment.schemes[0]
    kpi = one.scheme.kpis[0]
    made = [
        KpiRow(kpi.kpi, "", "", "provider", f"R{number:02d}", "2017/18", None, None, value, unit, 0, 0.8, "higher", verdict)  # type: ignore[arg-type]
        for number, (value, verdict) in enumerate(zip(values, verdicts, strict=True), start=1)
    ]
    each = figures_of(replace(one, kpis=tuple(made)), assessment.organisations)
    main = main_kpi(each)
    assert main is not None
    return peers(each, main)


@pytest.mark.parametrize(
    ("values", "verdicts", "words"),
    [
        ([None, None], ["no_activity", "no_activity"], "no provider has a value"),
        ([None, None], ["suppressed", "suppressed"], "no provider's value may be shown"),
        ([0.5, None], ["not_met", "suppressed"], "one provider alone has a value: 50.0%; 1 not shown"),
        ([0.5, None], ["not_met", "no_activity"], "one provider alone has a value: 50.0%"),
        ([0.5, 0.5], ["not_met", "not_met"], "all 2 providers at 50.0%; none of 2 meets the target"),
        ([0.5, 0.7, 0.9], ["not_met", "not_met", "met"], "median of 3 providers 70.0%, from 50.0% to 90.0%; 1 of 3 meets the target"),
        ([0.5, 0.7, 0.9, 0.8], ["not_met", "insufficient", "met", "met"],
         "median of 4 providers 75.0%, from 50.0% to 90.0%; 2 of 3 meet the target"),
        ([0.9, 0.8], ["met", "met"], "median of 2 providers 85.0%, from 80.0% to 90.0%; all meet the target"),
        ([0.9, 0.8], ["met", "insufficient"],
         "median of 2 providers 85.0%, from 80.0% to 90.0%; the one that can be judged meets the target"),
        ([0.9, 0.8], ["no_target", "no_target"], "median of 2 providers 85.0%, from 80.0% to 90.0%"),
    ],
)  # fmt: skip
def test_peers_in_words(values: list[float | None], verdicts: list[str], words: str) -> None:
    assert peers_of(values, verdicts) == words


def test_peers_are_told_their_unit_once() -> None:
    assert peers_of([0.0, 4.5], ["no_target"] * 2, "complaints per 1,000 attendances") == (
        "median of 2 providers 2.25, from 0 to 4.50 complaints per 1,000 attendances"
    )


def test_the_matrix_has_every_theme_and_sub_theme_and_each_scheme_under_its_own() -> None:
    assessment = sample()
    found = matrix(figures(assessment))
    assert (found.themes, [row.title for row in found.rows]) == (tuple(THEMES.values()), list(SUB_THEMES.values()))
    placed = {
        (row.title, theme, item.title)
        for row in found.rows
        for theme, place in zip(found.themes, row.places, strict=True)
        for item in place
    }
    written = {
        (SUB_THEMES[name], THEMES[one.scheme.theme], one.scheme.title) for one in assessment.schemes for name in one.scheme.sub_themes
    }
    assert placed == written


def test_schemes_of_the_same_activity_are_named_and_a_unit_of_units_counts_as_what_it_is_made_from() -> None:
    one = sample().schemes[0]
    dosing = one.scheme
    other = dosing.model_copy(
        update={"scheme": "other", "title": "Other", "savings": [dosing.savings[0].model_copy(update={"of": "patient"})]}
    )
    both = tuple(figures_of(replace(one, scheme=scheme), {}) for scheme in (dosing, other))
    assert [(item.activity, item.words, [who.title for who in item.schemes]) for item in shared(both)] == [
        ("Ig infusions", "2 schemes", [dosing.title, "Other"])
    ]
    assert shared(both[:1]) == ()


def test_a_unit_draws_on_the_activity_it_tells_facts_of() -> None:
    one = sample().schemes[0]
    dosing = one.scheme
    facts = Facts.model_validate({"from": "ward_stays", "same": ["patient_id"], "is": "count()"})
    course = dosing.units["course"].model_copy(update={"from_": "patients", "columns": {"stays": facts}})
    other = dosing.model_copy(update={"scheme": "other", "title": "Other", "units": {**dosing.units, "course": course}})
    both = tuple(figures_of(replace(one, scheme=scheme), {}) for scheme in (dosing, other))
    assert shared(both) == ()
    third = other.model_copy(update={"scheme": "third", "title": "Third"})
    all_three = (*both, figures_of(replace(one, scheme=third), {}))
    assert [item.activity for item in shared(all_three)] == ["Patients", "Ward stays"]


def test_a_scheme_alone_shares_nothing_and_the_page_says_so() -> None:
    assessment = sample()
    text = read(render_page(disclose(replace(assessment, schemes=assessment.schemes[:1]), INTERNAL), "2018-05-14")).text
    assert "No two schemes work out a saving from the same kind of activity." in text
