"""Comparisons: with a baseline, with the year before it, and with the change of others."""

from __future__ import annotations

from language.harness import Results, Stage

SPELLS = """
day:date    cost:decimal2
2015-05-01  30
2016-05-01  40
2016-05-02  40
2016-05-03  40
2016-05-04  40
2017-05-01  36
2017-05-02  36
2017-05-03  36
2017-05-04  36
2017-05-05  36
"""


def compared(stage: Stage, total: str, baseline: str | None = "2016/17", span: str = "2017/18", **parameters: float) -> Results:
    """Return a saving over measures of spells."""
    return stage(
        f"""
units:
  spell:
    from: spells
    date: day
  stretch:
    from: spells
    group: {{by: [provider_code, period]}}
    columns:
      length: days(period_start, period_end)
measures:
  - {{measure: spells, of: spell, is: count(), unit: spell}}
  - {{measure: cost, of: spell, is: sum(cost), unit: GBP}}
  - {{measure: length, of: stretch, is: max(length), unit: day}}
savings:
  - saving: saved
    title: Saved
    total: {total}
    state: realised
    class: cost_avoidance
    recurrent: true
    payer: commissioner
""",
        parameters=parameters,
        baseline=baseline,
        span=span,
        spells=SPELLS,
    )


def test_for_the_same_activity(stage: Stage) -> None:
    """What the activity would have cost at the baseline's rate, less what it cost: 5 x £40 - 5 x £36."""
    results = compared(stage, "baseline.cost / baseline.spells * spells - cost")
    assert results.figures("savings", "gross_pence") == [(160 / 4 * 5 - 180) * 100]


def test_periods_of_different_lengths(stage: Stage) -> None:
    """A quarter is not compared with a year, but with as many of its days: £160 x 91 / 365 - £180."""
    results = compared(stage, "baseline.cost / baseline.length * length - cost", span="2017/18 Q1")
    assert results.figures("savings", "gross_pence") == [-14011]  # 160 / 365 * 91 - 180 = -140.10959


def test_the_year_before_the_baseline(stage: Stage) -> None:
    """`before_baseline` is the period of the same length before it: growth of £30 to £160 would have gone on."""
    results = compared(stage, "baseline.cost * baseline.cost / before_baseline.cost - cost")
    assert results.figures("savings", "gross_pence") == [67333]  # 160 * 160 / 30 - 180 = 673.33


def test_no_baseline(stage: Stage) -> None:
    """Without a baseline in the run, or one supplied, the saving says that it needs one."""
    results = compared(stage, "baseline.cost - cost", baseline=None)
    assert results.figures("savings", "gross_pence status needs") == [(None, "not_calculable", "baseline.cost")]


GROUPS = """
day:date    offered:boolean  visits:integer
2016-05-01  true             100
2016-05-01  false            200
2017-05-01  true             90
2017-05-01  false            220
"""


def against_others(stage: Stage, kpi: str, rows: str = GROUPS) -> Results:
    """Return a KPI over two groups, now and in the baseline: a comparator is a measure of its own."""
    return stage(
        f"""
units:
  patient:
    from: patients
    date: day
measures:
  - {{measure: offered, of: patient, where: offered, is: sum(visits), unit: visit}}
  - {{measure: others, of: patient, where: not offered, is: sum(visits), unit: visit}}
kpis:
  - kpi: change
    title: Change beyond that of the others
    unit: visit
    is: {kpi}
    domain: efficiency
    better: lower
""",
        baseline="2016/17",
        patients=rows,
    )


def test_difference_in_differences(stage: Stage) -> None:
    """The change of one group less that of the other: (90 - 100) - (220 - 200)."""
    results = against_others(stage, "(offered - baseline.offered) - (others - baseline.others)")
    assert results.figures("kpis", "value") == [(90 - 100) - (220 - 200)]


def test_ratio_of_ratios(stage: Stage) -> None:
    """The growth of one group over that of the other. Where the other has nothing to grow from, there is no value."""
    ratio = "offered / baseline.offered / (others / baseline.others)"
    assert against_others(stage, ratio).figures("kpis", "value") == [90 / 100 / (220 / 200)]
    nothing = GROUPS.replace("200\n", "0\n")
    assert against_others(stage, ratio, nothing).figures("kpis", "value verdict") == [(None, "no_activity")]


def test_nothing_known_of_the_baseline(stage: Stage) -> None:
    """Where an organisation has no unit in the other period, nothing is known of it then: its whole cost now is no loss."""
    results = compared(stage, "baseline.cost - cost", baseline="2014/15")
    assert results.figures("savings", "gross_pence status needs") == [(None, "not_calculable", "baseline.cost")]
