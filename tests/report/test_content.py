"""What the page says: its numbers are the assessment's, and its sentences are right for none, one and many."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Any

import pytest

from improving_value.assess.assessment import Assessment, SchemeAssessment
from improving_value.kernel.quantities import stated
from improving_value.report.content.cells import kpi_cell, size_text
from improving_value.report.content.index import figures_of, main_kpi
from improving_value.report.content.kpis import by_organisation
from improving_value.report.content.matters import what_matters
from improving_value.report.content.words import lower_first, spoken
from improving_value.report.numbers import count, per_cent, pounds, quantity
from improving_value.report.page import render_page
from report.reading import Reading, read
from report.sample import as_it_is, sample

NUMBER = re.compile(r"[−]?£?\d[\d,]*(?:\.\d+)?%?")


def told(thing: Any) -> Iterator[str]:
    """Yield every number of an assessment, as the page may print it."""
    if is_dataclass(thing) and not isinstance(thing, type):
        for each in fields(thing):
            value = getattr(thing, each.name)
            if each.name.endswith("_pence") and isinstance(value, int):
                yield pounds(value)
            yield from told(value)
        if getattr(thing, "in_scope", 0):
            yield per_cent(Decimal(thing.in_scope - thing.undetermined) / Decimal(thing.in_scope))
            yield count(thing.in_scope - thing.not_eligible)
        if hasattr(thing, "basis") and hasattr(thing, "illustrative"):
            yield stated(thing.value, thing.unit)
        if hasattr(thing, "numerator"):
            yield from (quantity(number, thing.unit) for number in (thing.value, thing.target))
        if hasattr(thing, "rows_read") and thing.rows_read:
            yield per_cent(Decimal(thing.rows_used) / Decimal(thing.rows_read))
    elif isinstance(thing, dict):
        yield from (word for key, value in thing.items() for part in (key, value) for word in told(part))
        yield from (pounds(value) for value in thing.values() if isinstance(value, int))
    elif isinstance(thing, (tuple, list)):
        yield from (word for part in thing for word in told(part))
    elif hasattr(thing, "model_dump"):
        yield from told(thing.model_dump())
    elif isinstance(thing, (int, float, Decimal)) and not isinstance(thing, bool):
        yield quantity(thing, "")
    elif isinstance(thing, str):
        yield thing
        yield thing[:16]
    elif isinstance(thing, date):
        yield f"{thing.day} {thing.year} {thing.isoformat()}"


def _of_many(assessment: Assessment) -> Iterator[str]:
    """Yield what the menu works out of several figures: medians of providers, and sums of one class and state."""
    for one in assessment.schemes:
        kpi = main_kpi(figures_of(one, assessment.organisations))
        rows = [row for row in one.kpis if kpi and row.kpi == kpi.kpi and row.level == "provider" and row.period == "2017/18"]
        if rows:
            yield quantity(median(row.value for row in rows if row.value is not None), rows[0].unit)
    sums: Counter[tuple[str, str]] = Counter()
    for row in (row for one in assessment.schemes for row in one.savings):
        is_instead = row.saving == "opportunity_to_target"
        if (row.level, row.period, row.scenario) == ("all", "2017/18", "default") and row.gross_pence is not None and not is_instead:
            sums[row.class_, row.state] += row.gross_pence
    yield from (pounds(pence) for pence in sums.values())


def test_every_number_comes_from_the_assessment(reading: Reading) -> None:
    assessment = sample()
    known = {number for words in told(assessment) for number in NUMBER.findall(words)} | set(NUMBER.findall("2018-05-14 SHA-256"))
    rows = (sum(item.rows_read for item in assessment.quality), sum(item.rows_set_aside for item in assessment.quality))
    known |= {count(number) for number in rows}
    known |= set(NUMBER.findall(" ".join(_of_many(assessment))))
    smallest_that_must_be_known = 60  # below it lie counts of providers, schemes and savings, which the page makes itself
    found = {number for number in NUMBER.findall(reading.text) if not number.isdigit() or int(number) >= smallest_that_must_be_known}
    assert sorted(found - known) == []


def test_every_number_on_a_chart_stands_in_a_table(page: str) -> None:
    drawn = {word.strip() for word in re.findall(r"<text\b[^>]*>([^<]*)<", page)}
    cells = {word.strip() for word in re.findall(r"<(?:span|th)\b[^>]*>([^<]*)<", page)}
    values = {word for word in drawn if re.match(r"[−£\d]", word)}
    assert values
    assert values <= cells


def test_a_figure_without_provider_rows_is_drawn_at_its_own_level() -> None:
    assessment = sample()
    one = assessment.schemes[0]
    hubs = replace(one, kpis=tuple(row for row in one.kpis if row.level in ("hub", "all")))
    text = read(render_page(as_it_is(replace(assessment, schemes=(hubs,))), "2018-05-14")).text
    assert "3 hubs: from" in text
    assert "None of 3 hubs meets the target." in text
    assert "KPIs by hub, 2017/18" in text


def test_figures_of_different_levels_stand_in_tables_of_their_own() -> None:
    assessment = sample()
    one = assessment.schemes[0]
    first = one.kpis[0].kpi
    mixed = replace(one, kpis=tuple(row for row in one.kpis if row.kpi != first or row.level == "hub"))
    figures = figures_of(mixed, {})
    tables = [table for table in by_organisation(figures) if not table.is_empty]
    assert [{group.heading for group in table.groups} for table in tables] == [{"Hubs"}, {"", "Regions", "Hubs", "Providers"}]
    assert "not at this level" not in [cell.text for table in tables for group in table.groups for row in group.rows for cell in row.cells]


def test_local_interpretation_is_asked_for_once_in_a_heading() -> None:
    assessment = sample()
    one = assessment.schemes[0]
    kpis = [kpi.model_copy(update={"better": "interpret", "target": None}) for kpi in one.scheme.kpis]
    judged = tuple(replace(row, better="interpret", verdict="interpret", target=None) for row in one.kpis)
    scheme = replace(one, scheme=one.scheme.model_copy(update={"kpis": kpis}), kpis=judged)
    (table,) = by_organisation(figures_of(scheme, {}))
    assert {column.note for column in table.columns} == {"Needs local interpretation"}
    assert {cell.word for group in table.groups for row in group.rows for cell in row.cells} == {""}


def test_a_share_is_so_many_of_so_many_and_anything_else_is_divided() -> None:
    row = sample().schemes[0].kpis[0]
    assert size_text(replace(row, numerator=3, denominator=4, skipped=0, unit="share")) == "3 of 4"
    assert size_text(replace(row, numerator=3, denominator=4, skipped=0, unit="GBP")) == "3 ÷ 4"


def test_a_kpi_without_a_unit_or_without_a_parameter_has_no_number() -> None:
    row = sample().schemes[0].kpis[0]
    assert kpi_cell(replace(row, value=0.0, verdict="no_activity")).text == "no activity"
    assert kpi_cell(replace(row, value=None, verdict="insufficient", needs="price")).text == "needs price"


def test_words_for_the_middle_of_a_sentence() -> None:
    assert [lower_first(words) for words in ("A licence", "IT systems", "Beds", "")] == ["a licence", "IT systems", "beds", ""]
    assert [spoken(name) for name in ("triage_and_treat", "RX1_A", "ed")] == ["triage and treat", "RX1_A", "ed"]


def test_units_in_the_funnel_add_up(reading: Reading) -> None:
    assert "1,244 in scope: 1,172 eligible, 48 not eligible and 24 that could not be decided." in reading.text
    assert "£12,345.00 is known to be at stake on those that could not be decided." in reading.text


def test_what_is_not_calculable_says_what_it_needs(reading: Reading) -> None:
    assert "not calculable: needs baseline.unmatched_share" in reading.text
    assert "partly calculated: needs approval dates of Brackley General" in reading.text


def test_a_review_gone_by_is_a_warning(reading: Reading) -> None:
    assert reading.text.count("This scheme was due for review on 31 March 2018.") == 2
    assert "due for review" not in read(render_page(as_it_is(sample()), "2018-03-31")).text
    assert "due for review" not in read(render_page(as_it_is(sample()), "some day")).text


def test_illustrative_values_are_marked(page: str) -> None:
    assert re.search(r"£34\.00 <span class=\"unit\">per g</span></span> <span class=\"tag\">illustrative", page)
    assert re.search(r"= £5,032\.00 <span class=\"tag\">illustrative", page)


def test_money_is_never_added_over_lines() -> None:
    assessment = sample()
    lines = [row.gross_pence for scheme in assessment.schemes for row in scheme.savings
             if row.level == "all" and row.period == "2017/18" and row.scenario == "default" and row.gross_pence]  # fmt: skip
    text = render_page(as_it_is(assessment), "2018-05-14")
    assert pounds(sum(lines)) not in text
    assert all(pounds(pence) in text for pence in lines)


def bare(scheme: SchemeAssessment) -> SchemeAssessment:
    return replace(scheme, counts=(), rules=(), kpis=(), savings=(), costs=(), parameters=(), formulas=(), at_stake_pence={}, issues=())


def only(assessment: Assessment, provider: str) -> Assessment:
    def kept(rows: tuple[Any, ...]) -> tuple[Any, ...]:
        own = [row for row in rows if row.organisation == provider]
        return (*own, *(replace(row, level="all", organisation="") for row in own))

    schemes = tuple(
        replace(s, counts=kept(s.counts), kpis=kept(s.kpis), savings=kept(s.savings), rules=(), costs=kept(s.costs))
        for s in assessment.schemes
    )
    return replace(assessment, schemes=schemes[:1])


@pytest.mark.parametrize("change", ["no schemes", "no activity", "nothing but the scheme"])
def test_a_page_with_nothing_to_say_says_so(change: str) -> None:
    assessment = sample()
    schemes = () if change == "no schemes" else tuple(bare(scheme) for scheme in assessment.schemes)
    quiet = replace(assessment, schemes=schemes, not_run=(), quality=(), warnings=(), run_record={}, baseline=None)
    reading = read(render_page(as_it_is(quiet), "2018-05-14"))
    assert reading.faults == []
    assert "£0" not in reading.text
    assert "None" not in reading.text.replace("None.", "")
    assert "No rows were read." in reading.text
    if change == "no schemes":
        assert "No scheme was worked out for 2017/18." in reading.text
    else:
        assert "4 schemes were worked out for 2017/18 and no provider has any activity." in reading.text
        assert "No activity in 2017/18." in reading.text


def test_sentences_are_right_in_the_singular() -> None:
    assessment = only(sample(), "R11")
    text = read(render_page(as_it_is(assessment), "2018-05-14")).text
    first, second, third = what_matters(assessment, [figures_of(s, assessment.organisations) for s in assessment.schemes])
    assert first.text == "1 scheme was worked out for 2017/18 on the activity of 1 provider; 1 scheme did not run."
    assert second.text == "The one main KPI that can be judged against a target meets it."
    assert third.text.startswith("The largest opportunity on any one line is £")
    assert "The one provider that can be judged meets the target." in text
    assert not re.search(r"\b1 (schemes|providers|savings|rows|datasets|others|warnings)\b", text)


def test_a_stated_zero_is_printed_and_a_missing_cost_is_not(reading: Reading) -> None:
    assert "£0.00" in reading.text
    assert "No cost is recorded; that is not the same as none." in reading.text
    assert "not calculable: needs the clerk's pay" in reading.text


def test_without_an_opportunity_stated_none_is_said_to_be_wanting() -> None:
    assessment = sample()
    figures = [figures_of(scheme, assessment.organisations) for scheme in assessment.schemes]
    realised = [
        replace(each, scheme=replace(each.scheme, scheme=each.scheme.scheme.model_copy(update={
            "savings": [saving.model_copy(update={"state": "realised"}) for saving in each.scheme.scheme.savings]
        })))
        for each in figures
    ]  # fmt: skip
    assert what_matters(assessment, realised)[2].text.startswith("No scheme here states an opportunity")
    assert not what_matters(assessment, figures)[2].text.startswith("No scheme here")


def test_a_table_of_many_columns_is_set_smaller_in_print(page: str) -> None:
    """A table wider than the paper makes a browser shrink every page of the report."""
    tables = re.findall(r'<div class="([^"]*)"[^>]*>\s*<table>(.*?)</table>', page, re.DOTALL)
    assert tables
    for classes, table in tables:
        assert ("many" in classes.split()) == (table.split("</thead>")[0].count('scope="col"') > 9)
