"""Categories: a KPI for each label of a column."""

from __future__ import annotations

from language.harness import Stage

REASONS = """
units:
  review:
    from: reviews
    date: day
kpis:
  - {kpi: reasons, title: Reasons, of: review, distribution: reason, top: shown, domain: quality, better: interpret}
"""
REVIEWS = """
day:date    reason:code
2017-04-03  bed
2017-04-03  bed
2017-04-04  bed
2017-04-04  tests
2017-04-04  tests
2017-04-04  home
2017-04-04  home
2017-04-05  other
2017-04-05  -
"""


def test_the_largest_categories(stage: Stage) -> None:
    """`top: shown` keeps the largest categories of each organisation, largest first; equal ones share a rank, so that two may show three."""
    results = stage(REASONS, parameters={"shown": 2}, reviews=REVIEWS)
    assert results.figures("kpis", "category numerator denominator") == [("bed", 3, 8), ("home", 2, 8), ("tests", 2, 8)]


def test_nought_of_a_sort(stage: Stage) -> None:
    """A category that anybody has is shown for everybody who has units at all, with 0: nothing of a sort is a figure, and no units are none."""
    reviews = "provider_code:code! day:date reason:code\nP1 2017-04-03 bed\nP1 2017-04-03 home\nP2 2017-04-03 bed\n"
    body = REASONS.replace("top: shown, ", "")
    results = stage(body, reviews=reviews)
    assert results.figures("kpis", "organisation category numerator", level="provider") == [
        ("P1", "bed", 1), ("P1", "home", 1), ("P2", "bed", 1), ("P2", "home", 0),
    ]  # fmt: skip
