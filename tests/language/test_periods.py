"""Periods: half-open, and named as the NHS names them; month 1 is April."""

from __future__ import annotations

from language.harness import Stage

SPELLS = """
units:
  spell:
    from: spells
    date: left
measures:
  - measure: spells
    of: spell
    is: count()
    unit: spell
"""
DAYS = """
provider_code:code!  left:date
P1                   2017-03-31
P1                   2017-04-01
P1                   2017-06-30
P1                   2017-07-01
P2                   2018-03-31
P2                   2018-04-01
P2                   -
"""


def test_quarters(stage: Stage) -> None:
    """A unit falls in the period that holds its date, and in the whole span; without a date, in none."""
    results = stage(SPELLS, period="quarter", spells=DAYS)
    assert results.measured("spells") == {"2017/18 Q1": 2, "2017/18 Q2": 1, "2017/18 Q4": 1, "2017/18": 4}


def test_months(stage: Stage) -> None:
    """Month 1 is April, month 12 the March after."""
    results = stage(SPELLS, period="month", spells=DAYS)
    assert results.measured("spells") == {"2017/18 M01": 1, "2017/18 M03": 1, "2017/18 M04": 1, "2017/18 M12": 1, "2017/18": 4}


def test_baseline(stage: Stage) -> None:
    """What a total compares with its baseline is worked out in that period too."""
    fewer = """
savings:
  - saving: fewer
    title: Fewer spells
    total: (baseline.spells - spells) * 100
    state: realised
    class: cost_avoidance
    recurrent: true
    payer: commissioner
"""
    results = stage(SPELLS + fewer, span="2017/18 Q1", baseline="2016/17 Q4", spells=DAYS)
    assert results.measured("spells") == {"2017/18 Q1": 2, "2016/17 Q4": 1}


def test_providers(stage: Stage) -> None:
    """Every provider has its own figures."""
    results = stage(SPELLS, spells=DAYS)
    assert results.measured("spells", level="provider") == {"P1 2017/18": 3, "P2 2017/18": 1}


REGISTER = """
units:
  on_list:
    from: register
    each_period: true
    keep: added < period_end and (is_missing(removed) or removed >= period_start)
    columns:
      days_in_period: days(max(added, period_start), period_end)
      open_at_end: is_missing(removed) or removed >= period_end
measures:
  - measure: listed
    of: on_list
    is: count()
    unit: patient
"""
LISTED = """
added:date  removed:date
2017-01-01  -
2017-05-31  2017-08-15
2017-06-30  2017-06-30
2017-07-01  -
"""


def test_each_period(stage: Stage) -> None:
    """`each_period` looks at a register afresh in each period: `period_start` is its first day, `period_end` the first day after it."""
    results = stage(REGISTER, span="2017/18 Q1..2017/18 Q2", period="quarter", register=LISTED)
    assert results.of("on_list", "unit_key days_in_period open_at_end") == [
        ("r01|2017/18 Q1", 91, True),
        ("r01|2017/18 Q1..2017/18 Q2", 183, True),
        ("r01|2017/18 Q2", 92, True),
        ("r02|2017/18 Q1", 31, True),
        ("r02|2017/18 Q1..2017/18 Q2", 123, False),
        ("r02|2017/18 Q2", 92, False),
        ("r03|2017/18 Q1", 1, False),
        ("r03|2017/18 Q1..2017/18 Q2", 93, False),
        ("r04|2017/18 Q1..2017/18 Q2", 92, True),
        ("r04|2017/18 Q2", 92, True),
    ]
    assert results.measured("listed") == {"2017/18 Q1": 3, "2017/18 Q2": 3, "2017/18 Q1..2017/18 Q2": 4}


def test_first_and_last_moment(stage: Stage) -> None:
    """`period_start_at` and `period_end_at` are the midnights, in London: the first moment of the period and the first after it."""
    results = stage(
        """
units:
  wait:
    from: waits
    each_period: true
    keep: arrived < period_end_at
    columns:
      hours_in_period: hours(max(arrived, period_start_at), period_end_at)
""",
        span="2017/18 M01",
        period="month",
        waits="""
        arrived:datetime
        2017-04-30T23:00
        2017-03-01T00:00
        2017-05-01T00:00
        """,
    )
    assert results.of("wait", "hours_in_period") == [1, 30 * 24]


def test_the_period_in_figures(stage: Stage) -> None:
    """A figure that asks about the period asks a column of the unit."""
    results = stage(
        REGISTER.replace("      open_at_end:", "      is_new: added >= period_start\n      open_at_end:").replace(
            "is: count()", "is: count(is_new)"
        ),
        span="2017/18 Q1",
        period="quarter",
        register=LISTED,
    )
    assert results.measured("listed") == {"2017/18 Q1": 2}


def test_twelve_months_rolling(stage: Stage) -> None:
    """What fell in the twelve months before the end of each period: half-open, like the periods."""
    body = """
units:
  window:
    from: sites
    each_period: true
    columns:
      events:
        from: happened
        same: [provider_code]
        where: add_months(period_end, 0 - 12) <= day < period_end
        is: count()
"""
    events = "day:date\n2016-06-30\n2016-07-01\n2017-06-30\n2017-07-01\n"
    results = stage(body, span="2017/18 Q1..2017/18 Q2", period="quarter", sites="row_day:date\n2017-04-03\n", happened=events)
    assert results.of("window", "unit_key events")[0] == ("r01|2017/18 Q1", 2)
