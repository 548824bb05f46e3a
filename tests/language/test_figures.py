"""Figures: shares, ratios and rates of the units that count; nothing is divided by nothing."""

from __future__ import annotations

from language.harness import Stage

SPELLS = """
provider_code:code!  late:boolean  beds:integer
P1                   true          4
P1                   false         4
P1                   false         -
P1                   -             4
P2                   true          1
"""


def asking(kpi: str, more: str = "") -> str:
    """Return a unit of spells with one KPI."""
    return f"""
units:
  spell:
    from: spells
    date: row_day
{more}kpis:
  - kpi: asked
    title: Asked
    domain: quality
    better: interpret
    {kpi}
"""


def test_share(stage: Stage) -> None:
    """A `share` counts the units for which it is true among those for which it can be told; the others are skipped, and said to be."""
    results = stage(asking("of: spell\n    share: late"), spells=SPELLS)
    assert results.figures("kpis", "numerator denominator value skipped") == [(2, 4, 2 / 4, 1)]


def test_among(stage: Stage) -> None:
    """`among` says which units are in the denominator."""
    results = stage(asking("of: spell\n    share: late\n    among: beds > 3"), spells=SPELLS)
    assert results.figures("kpis", "numerator denominator value") == [(1, 2, 1 / 2)]


def test_rates(stage: Stage) -> None:
    """`numerator` over `denominator`, of the same units: one in which either is missing is left out of both. `per: 1000` for a thousand."""
    results = stage(
        asking("of: spell\n    numerator: count(late)\n    denominator: sum(beds)\n    per: 1000\n    unit: late spells"), spells=SPELLS
    )
    assert results.figures("kpis", "numerator denominator value unit") == [(2, 4 + 4 + 1, 2 / 9 * 1000, "late spells")]


def test_of_nothing(stage: Stage) -> None:
    """A ratio of nothing is missing, never 0: the verdict is *no activity*."""
    spells = "late:boolean beds:integer\ntrue 0\n"
    results = stage(asking("of: spell\n    numerator: count(late)\n    denominator: sum(beds)\n    unit: spell"), spells=spells)
    assert results.figures("kpis", "numerator denominator value verdict") == [(1, 0, None, "no_activity")]


def test_pooled(stage: Stage) -> None:
    """Above a provider a share is that of all its units together; it is not the mean of the shares below."""
    results = stage(asking("of: spell\n    share: late"), spells=SPELLS)
    assert results.figures("kpis", "organisation value", level="provider") == [("P1", 1 / 3), ("P2", 1.0)]
    assert results.figures("kpis", "value") == [2 / 4]


MEASURES = """measures:
  - {measure: late, of: spell, is: count(late), unit: spell}
  - {measure: told, of: spell, is: count(late or not late), unit: spell}
"""
TWO_YEARS = """
row_day:date  late:boolean
2016-05-01    true
2016-05-01    true
2016-05-01    false
2016-05-01    false
2017-05-01    true
2017-05-01    false
2017-05-01    false
2017-05-01    false
"""


def test_points_and_per_cent(stage: Stage) -> None:
    """From 50 % to 25 % is a fall of 25 percentage points (a difference of shares) and of 50 per cent (that, over the first)."""
    points = stage(
        asking("unit: share\n    is: late / told - baseline.late / baseline.told", MEASURES), baseline="2016/17", spells=TWO_YEARS
    )
    assert points.figures("kpis", "value") == [1 / 4 - 2 / 4]
    change = "(late / told - baseline.late / baseline.told) / (baseline.late / baseline.told)"
    per_cent = stage(asking(f"unit: share\n    is: {change}", MEASURES), baseline="2016/17", spells=TWO_YEARS)
    assert per_cent.figures("kpis", "value") == [(1 / 4 - 2 / 4) / (2 / 4)]


def test_interval_around_a_share(stage: Stage) -> None:
    """The ends of an interval are KPIs made of measures; they widen as the units get fewer."""
    low = stage(asking("unit: share\n    is: interval_low(late, told, z)", MEASURES), parameters={"z": 1}, spells=SPELLS)
    assert low.figures("kpis", "value") == [(2 * 2 + 1 - (1 + 4 * 2 * 2 / 4) ** 0.5) / (2 * (4 + 1))]
