"""A chapter's parts: the trend, what is in the figures, where their numbers come from, categories in their order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from improving_value.assess.assessment import KpiRow, SchemeAssessment
from improving_value.kernel.periods import pieces_of, read_period
from improving_value.report.chart_trend import Moment
from improving_value.report.content.categories import categories, declared
from improving_value.report.content.index import Figures, figures_of, main_kpi
from improving_value.report.content.scope import scope
from improving_value.report.content.sources import sources
from improving_value.report.content.trend import sentence, trend_of
from improving_value.report.numbers import quantity
from improving_value.spec.models import Kpi, Scheme
from improving_value.spec.units import Unit
from report.sample import ORGANISATIONS, sample


def dosing(**changes: Any) -> Figures:
    return figures_of(replace(sample().schemes[0], **changes), ORGANISATIONS)


def main(figures: Figures) -> Kpi:
    kpi = main_kpi(figures)
    assert kpi is not None
    return kpi


def test_the_trend_is_drawn_from_what_its_table_says() -> None:
    figures = dosing()
    panel = trend_of(figures, main(figures))
    assert panel is not None
    rows = panel.table.groups[0].rows
    assert [row.heading for row in rows] == ["2017/18 Q1", "2017/18 Q2", "2017/18 Q3", "2017/18 Q4"]
    assert [row.cells[0].text in panel.chart.svg for row in rows] == [True] * 4
    lowest = min(
        row.value or 0.0
        for row in figures.scheme.kpis
        if (row.kpi, row.level, row.period) == (main(figures).kpi, "provider", "2017/18 Q1") and row.value is not None
    )
    assert rows[0].cells[1].text == quantity(lowest, "share")


def test_one_period_has_no_trend() -> None:
    span = read_period("2017/18")
    figures = dosing(pieces=pieces_of(span, "year"))
    assert trend_of(figures, main(figures)) is None


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["10.0%", "20.0%"], "From 10.0% in A to 20.0% in B. No target."),
        (["10.0%", "10.0%"], "Unchanged at 10.0% from A to B. No target."),
        (["10.0%", "", "20.0%"], "From 10.0% in A to 20.0% in C; 1 period has no value. No target."),
        (["10.0%", "", "", "20.0%"], "From 10.0% in A to 20.0% in D; 2 periods have no value. No target."),
    ],
)
def test_the_trend_in_a_sentence(texts: list[str], words: str) -> None:
    moments = [Moment(label, 0.1 if text else None, text) for label, text in zip("ABCD", texts, strict=False)]
    assert sentence(moments, "No target") == words


def test_what_is_in_the_figures_and_what_is_not() -> None:
    found = scope(dosing())
    assert found is not None
    assert found.held[0] == "What is eligible in 2017/18: 1,172 (course of treatment)."
    assert found.left_out == (
        "Not eligible: 48 (course of treatment).",
        "Not decided, because something is missing: 24 (course of treatment). £12,345.00 is known to be at stake on them.",
        "The costs of the scheme: every amount is before them.",
        "“The target share of courses at or below 1 g/kg” and “Every course at or below 1 g/kg” count the same money: take one or the other.",
        "What another scheme claims on the same activity is not taken off.",
    )


def test_nothing_at_all_is_said_as_nothing() -> None:
    found = scope(dosing(counts=(), kpis=(), savings=(), costs=()))
    assert found is not None
    assert found.held[0] == "Nothing: there is no activity in 2017/18."
    no_savings = sample().schemes[0].scheme.model_copy(update={"savings": []})
    assert scope(dosing(scheme=no_savings, savings=())) is None


def test_one_partly_calculated_saving_lacks_and_two_lack() -> None:
    rows = sample().schemes[0].savings
    one = tuple(replace(row, status="partial") if row.saving == "realised" else row for row in rows)
    two = tuple(replace(row, status="partial") if row.saving != "realised" else row for row in rows)
    for savings, words in ((one, "What 1 partly calculated saving lacks;"), (two, "What 2 partly calculated savings lack;")):
        found = scope(dosing(savings=savings))
        assert found is not None
        assert any(line.startswith(words) for line in found.left_out)


def test_each_number_of_a_formula_has_its_birthplace() -> None:
    facts = sources(dosing(), "opportunity_to_target")
    assert [(fact.term, fact.text, fact.illustrative) for fact in facts] == [
        ("Share of courses to reach", "80.0% – published in the guide: Improving Value Menu of Opportunities, page 9", False),
        ("Price of the product", "£34.00 per g (Product A) – local: Demonstration price list", True),
    ]
    assert sources(dosing(), "no_such_saving") == ()


def test_many_values_are_counted() -> None:
    line = sample().schemes[0].parameters[1]
    many = tuple(replace(line, key=f"Product {number}") for number in range(4))
    assert sources(dosing(parameters=many), "realised")[0].text.startswith("4 values, each under “Parameters and where they come from”")


BANDED = {
    "from": "ig_infusions",
    "columns": {"band": {"bands": "dose", "cuts": ["1", "2"], "labels": ["low", "middle", "high"], "limit_in": "lower"}},
}
SORTED = {"from": "ig_infusions", "rows": {"band": {"classify": [{"label": "high", "when": "flag"}], "otherwise": "low"}}}
AGAIN = {"from": "course"}
DATA = {"from": "ig_infusions", "columns": {"band": "product"}}


def of_bands(unit: dict[str, Any], *rows: KpiRow, **more: Any) -> tuple[Figures, Kpi]:
    one: SchemeAssessment = sample().schemes[0]
    kpi = next(kpi for kpi in one.scheme.kpis if kpi.distribution).model_copy(update=more)
    share = kpi.model_copy(update={"kpi": "teller", "distribution": None, "breakdown": "band", "share": "flag"})
    units = {"course": Unit.model_validate(unit), "again": Unit.model_validate(AGAIN)}
    scheme: Scheme = one.scheme.model_copy(update={"kpis": [kpi, share], "units": units})
    return figures_of(replace(one, scheme=scheme, kpis=rows, counts=(), savings=()), {}), kpi


def band(name: str, value: float | None, kpi: str = "band_share", units: int = 4) -> KpiRow:
    verdict = "interpret" if value is not None else "no_activity"
    return KpiRow(
        kpi, "band", name, "all", "", "2017/18", 0.0 if not value else 1.0, float(units), value, "share", 0, None, "interpret", verdict
    )  # type: ignore[arg-type]


def test_bands_and_classes_come_in_the_order_of_the_scheme() -> None:
    rows = (band("high", 0.5), band("low", 0.5), band("middle", 0.0))
    for unit, order in ((BANDED, ("low", "middle", "high")), (SORTED, ("high", "low", "middle")), (DATA, ("high", "low", "middle"))):
        assert categories(*of_bands(unit, *rows)) == order


def test_a_unit_of_units_keeps_the_order_and_the_largest_keep_their_rank() -> None:
    figures, kpi = of_bands(BANDED, of="again")
    assert declared(figures.scheme.scheme, kpi) == ("low", "middle", "high")
    assert declared(figures.scheme.scheme, kpi.model_copy(update={"top": "how_many"})) == ()


def test_a_category_that_no_unit_that_counts_is_in_is_left_out_unless_the_scheme_declares_it() -> None:
    rows = (band("high", 0.5), band("low", 0.0), band("gone", None))
    teller = (band("high", 0.5, "teller"), band("low", None, "teller", units=0), band("gone", None, "teller", units=0))
    assert categories(*of_bands(DATA, *rows, *teller)) == ("high",)
    assert categories(*of_bands(DATA, *rows)) == ("high", "low")
    assert categories(*of_bands(BANDED, *rows, *teller)) == ("low", "high")


def test_one_share_less_another_is_told_in_percentage_points() -> None:
    assert [quantity(value, "difference of shares") for value in (0.5, -0.01, 0.0)] == [
        "50.0 percentage points", "−1.0 percentage point", "0.0 percentage points",
    ]  # fmt: skip
