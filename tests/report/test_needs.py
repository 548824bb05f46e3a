"""What the report says of what is wanting, of parts of a whole, and of one thing over another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from improving_value.report.content.cells import kpi_text, size_text
from improving_value.report.content.index import figures_of
from improving_value.report.content.kpis import by_category
from improving_value.report.content.needs import in_words
from improving_value.report.content.savings import by_period
from improving_value.spec.models import Scheme
from report.sample import sample

SAYS = {"bed_day": "Price of a bed day", "baseline.rate": "Rate of admission, in the baseline"}


@pytest.mark.parametrize(("needs", "shown"), [
    ("", ""),
    ("bed_day", "price of a bed day (bed_day)"),
    ("bed_day (5 of 33); at RZ6, RZ7", "price of a bed day (bed_day), for 5 of 33 units; at Oak and RZ7"),
    ("at RZ1, RZ2, RZ6, RZ7", "at RZ1, RZ2, RZ6 and RZ7"),
    ("activity for baseline.rate", "activity for rate of admission, in the baseline (baseline.rate)"),
    ("a record of weight kg (2 of 73)", "a record of weight kg, for 2 of 73 units"),
    ("bed_day (1 of 1)", "price of a bed day (bed_day), for 1 of 1 unit"),
    ("bed_day (1,200 of 3,400)", "price of a bed day (bed_day), for 1,200 of 3,400 units"),
    ("baseline.rate; unheard_of", "rate of admission, in the baseline (baseline.rate); unheard_of"),
    ("Enough reviews done (as agreed)", "enough reviews done (as agreed)"),
])  # fmt: skip
def test_what_is_needed_is_said_in_words(needs: str, shown: str) -> None:
    assert in_words(needs, SAYS, {"RZ6": "Oak"}) == shown


def test_only_a_share_is_so_many_of_so_many() -> None:
    """A mean score of 8.04 is not "5,128 of 638"."""
    row = next(row for row in sample().schemes[0].kpis if row.numerator is not None and row.unit == "share")
    sized = replace(row, numerator=5128.0, denominator=638.0, skipped=0)
    assert size_text(sized) == "5,128 of 638"
    assert size_text(replace(sized, unit="score", skipped=2)) == "5,128 ÷ 638; 2 left out"


def test_the_parts_of_a_ratio_have_their_units() -> None:
    row = next(row for row in sample().schemes[0].kpis if row.numerator is not None and row.unit == "share")
    sized = replace(row, numerator=5.5, denominator=11.0, skipped=0)
    assert size_text(replace(sized, parts=("GBP", "GBP"))) == "£5.50 of £11.00"
    assert size_text(replace(sized, unit="GBP/patient", parts=("GBP", "patient"))) == "£5.50 ÷ 11 patients"
    assert size_text(replace(sized, parts=None)) == "", "a part that was scaled is no number of anything"
    assert size_text(replace(sized, numerator=0.0, denominator=0.0, skipped=3)) == "3 left out"


def test_no_value_says_why() -> None:
    row = next(row for row in sample().schemes[0].kpis if row.numerator is not None)
    empty = replace(row, value=None, verdict="no_activity", numerator=0.0, denominator=0.0, skipped=0)
    assert kpi_text(empty) == "no activity"
    assert kpi_text(replace(empty, skipped=41)) == "not recorded", "all were left out; that is not none"
    assert kpi_text(replace(empty, numerator=75.0)) == "nothing to divide by"
    assert kpi_text(replace(empty, verdict="insufficient", needs="price of a gram (price)")) == "needs price of a gram (price)"


def test_what_is_not_among_the_largest_is_not_nothing() -> None:
    """Where only the largest categories are followed, a place without a row for one has not been found to have none of it."""
    chapter = sample().schemes[0]
    kpi = next(kpi for kpi in chapter.scheme.kpis if kpi.distribution)
    rows = [row for row in chapter.kpis if row.kpi == kpi.kpi]
    places = sorted({row.organisation for row in rows if row.level == "provider"})
    assert len(places) > 1
    first = sorted({row.category for row in rows})[0]
    kept = tuple(row for row in chapter.kpis if row.kpi != kpi.kpi or row.organisation != places[0] or row.category != first)
    words = {}
    for top in (None, "target_share"):
        spec = Scheme.model_validate({
            **chapter.scheme.model_dump(by_alias=True),
            "kpis": [{**k.model_dump(by_alias=True), "top": top if k.kpi == kpi.kpi else None} for k in chapter.scheme.kpis],
        })  # fmt: skip
        table = by_category(figures_of(replace(chapter, scheme=spec, kpis=kept), {}))[0]
        words[top] = {cell.text for group in table.groups for row in group.rows for cell in row.cells}
    assert "not among the largest" in words["target_share"]
    assert "not among the largest" not in words[None]
    assert "no activity" in words[None]


def test_periods_say_that_something_is_missing_and_the_whole_says_what() -> None:
    chapter = next(
        chapter for chapter in sample().schemes if len(chapter.pieces) > 1 and any(row.status == "partial" for row in chapter.savings)
    )
    table = by_period(figures_of(chapter, {}))
    assert table is not None
    notes = {cell.note for group in table.groups for row in group.rows for cell in row.cells}
    assert "partly calculated" in notes
    assert not any("needs" in note for note in notes)
    assert table.note == "What is missing is said above, for all periods together."
