"""Categories: a KPI for each label of a column."""

from __future__ import annotations

from improving_value.assess.chapter import assess_scheme
from improving_value.kernel.periods import read_period
from improving_value.run.results import Results as Found
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
    chapter = assess_scheme(
        results.ran.checked, Found("s", results.ran.calendar, results.ran.cells), read_period("2017/18"), None, frozenset()
    )
    rows = [(row.category, row.numerator, row.denominator) for row in chapter.kpis if row.level == "all"]
    assert rows == [("bed", 3, 8), ("home", 2, 8), ("tests", 2, 8)]
