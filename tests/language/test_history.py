"""History: what a patient had first, before, since, or still has; and what is not over yet."""

from __future__ import annotations

from datetime import date

from language.harness import Stage

SUPPLIES = """
patient:code  day:date    drug:name
A             2016-09-30  old
A             2016-10-01  old
A             2017-04-01  new
A             2017-06-30  new
B             2017-05-10  new
C             2017-01-01  old
"""
FIRST = """
units:
  patient:
    from: supplies
    group: {by: [provider_code, patient]}
    columns:
      first_new: min(day, where=drug == 'new')
      last_old: max(day, where=drug == 'old')
    date: first_new
"""


def test_first_ever(stage: Stage) -> None:
    """The first of all there is in the data, before the period as well; who never had one has no date, and is in no period."""
    results = stage(FIRST, supplies=SUPPLIES)
    assert results.of("patient", "patient first_new last_old") == [
        ("A", date(2017, 4, 1), date(2016, 10, 1)),
        ("B", date(2017, 5, 10), None),
        ("C", None, date(2017, 1, 1)),
    ]


STARTS = """
patient:code  start:date
A             2017-04-01
B             2017-05-10
"""


def starts(fact: str) -> str:
    return f"""
units:
  start:
    from: starts
    columns:
      asked:
        from: supplies
        same: [patient]
        {fact}
    date: start
"""


def test_looking_back(stage: Stage) -> None:
    """Six months before each patient's own date: `<=` closes an end and `<` leaves it open, as written."""
    back = "where: add_months(start, 0 - lookback) <= day < start\n        is: count()"
    assert stage(starts(back), parameters={"lookback": 6}, starts=STARTS, supplies=SUPPLIES).of("start", "patient asked") == [
        ("A", 1),
        ("B", 0),
    ]
    wider = back.replace("<= day <", "<= day <=")
    assert stage(starts(wider), parameters={"lookback": 6}, starts=STARTS, supplies=SUPPLIES).of("start", "asked") == [2, 1]


def test_within_days_of(stage: Stage) -> None:
    """Within so many days on either side of a date."""
    near = "where: abs(days(start, day)) <= reach\n        is: count()"
    assert stage(starts(near), parameters={"reach": 90}, starts=STARTS, supplies=SUPPLIES).of("start", "asked") == [2, 1]
    assert stage(starts(near), parameters={"reach": 89}, starts=STARTS, supplies=SUPPLIES).of("start", "asked") == [1, 1]


def test_those_who_have_none(stage: Stage) -> None:
    """`count() == 0` finds those without: a fact says 0 where nothing is found, and keeps the unit."""
    results = stage(
        starts("where: drug == 'old'\n        is: count()")
        + "    eligible:\n      - {rule: untreated, say: Never treated, when: asked == 0}\n",
        starts=STARTS,
        supplies=SUPPLIES,
    )
    assert results.of("start", "patient outcome") == [("A", "not_eligible"), ("B", "eligible")]


STAYS = """
patient:code  status_from:date  status_until:date
A             2017-01-01        2017-04-02
A             2017-04-01        -
B             2017-05-11        -
"""


def test_what_held_on_the_day(stage: Stage) -> None:
    """A span that holds from a day to before another: two that overlap do not make two units, and one without an end is still open."""
    body = """
units:
  start:
    from: starts
    columns:
      covered:
        from: stays
        same: [patient]
        where: status_from <= start and (is_missing(status_until) or start < status_until)
        is: count()
    date: start
"""
    assert stage(body, starts=STARTS, stays=STAYS).of("start", "patient covered") == [("A", 2), ("B", 0)]


def test_two_sources(stage: Stage) -> None:
    """What stands in either of two datasets is asked of both, and the answers put together."""
    body = """
units:
  start:
    from: starts
    columns:
      on_form: {from: forms, same: [patient], is: count()}
      in_register: {from: register, same: [patient], is: count()}
      recorded: on_form + in_register > 0
    date: start
"""
    results = stage(body, starts=STARTS + "C 2017-06-01\n", forms="patient:code\nA\n", register="patient:code\nA\nB\n")
    assert results.of("start", "patient recorded") == [("A", True), ("B", True), ("C", False)]


def test_a_dataset_nobody_sent(stage: Stage) -> None:
    """A dataset under `optional` may be absent: what rests on it is missing and *not reported*, and everything else is worked out."""
    body = """
optional: [register]
units:
  start:
    from: starts
    columns:
      in_register: {from: register, same: [patient], is: count()}
    date: start
kpis:
  - {kpi: registered, title: Registered, of: start, share: in_register > 0, domain: quality, better: higher}
  - {kpi: early, title: Early, of: start, share: start < settled, domain: quality, better: higher}
"""
    given = {"parameters": {"settled": "2017-05-01"}, "starts": STARTS, "register": "patient:code\nA\n"}
    assert stage(body, **given).figures("kpis", "kpi value verdict") == [("registered", 1 / 2, "no_target"), ("early", 1 / 2, "no_target")]
    given["register"] = "patient:code\n"
    results = stage(body, **given, absent=["register"])
    assert results.of("start", "in_register") == [None, None]
    assert results.figures("kpis", "kpi value verdict") == [("registered", None, "not_reported"), ("early", 1 / 2, "no_target")]


SCORES = """
patient:code  day:date    score:integer
A             2017-04-10  40
A             2017-09-10  55
B             2017-04-11  50
C             2017-04-12  60
C             2017-08-12  58
D             2017-04-13  45
D             2017-04-13  65
"""


def test_complete_pairs_only(stage: Stage) -> None:
    """A change is from the first score to a later one. Who has no later one is skipped, and counted as skipped."""
    body = """
units:
  patient:
    from: scores
    group: {by: [provider_code, patient]}
    columns:
      begun: min(day)
      ended: max(day)
      change: last(score, by=day) - first(score, by=day) if ended > begun else missing
    date: begun
kpis:
  - {kpi: change, title: Change, of: patient, is: mean(change), unit: point, domain: quality, better: higher}
"""
    results = stage(body, scores=SCORES)
    assert results.of("patient", "patient change") == [("A", 15), ("B", None), ("C", -2), ("D", None)]
    assert results.figures("kpis", "value skipped") == [((15 - 2) / 2, 2)]


WAITS = """
patient:code  referred:date  treated:date  died:date
A             2017-04-01     2017-04-11    -
B             2017-04-01     2017-05-01    -
C             2017-04-01     -             -
D             2017-04-01     -             2017-04-20
"""


def test_not_over_yet(stage: Stage) -> None:
    """A wait without an end has no length: it is left out of the median, and counted apart. So is one that death ended."""
    body = """
units:
  wait:
    from: waits
    columns:
      length: days(referred, treated)
      how:
        classify:
          - {label: treated, when: not is_missing(treated)}
          - {label: died, when: not is_missing(died)}
        otherwise: still waiting
    date: referred
kpis:
  - {kpi: median_wait, title: Median wait, of: wait, is: median(length), unit: day, domain: quality, better: lower}
  - {kpi: ends, title: How waits end, of: wait, distribution: how, domain: quality, better: interpret}
"""
    results = stage(body, waits=WAITS)
    assert results.figures("kpis", "value skipped", kpi="median_wait") == [((10 + 30) / 2, 2)]
    assert results.figures("kpis", "category numerator", kpi="ends") == [("died", 1), ("still waiting", 1), ("treated", 2)]


REGISTER = """
patient:code  switched:date  monthly:integer
A             2017-04-01     100
B             2017-07-31     100
C             2018-01-15     100
D             2018-04-01     100
"""


def test_months_of_a_year(stage: Stage) -> None:
    """In the year counts what is left of it, in completed months; a full year is twelve, and is another figure."""
    body = """
units:
  patient:
    from: register
    each_period: true
    keep: switched < period_end
    columns:
      months_left: months(max(switched, period_start), period_end)
      in_year: monthly * months_left
      full_year: monthly * 12
"""
    results = stage(body, register=REGISTER)
    assert results.of("patient", "months_left in_year full_year") == [(12, 1200, 1200), (8, 800, 1200), (2, 200, 1200)]


def test_a_rule_that_begins_on_a_day(stage: Stage) -> None:
    """A rule that holds from a day on asks a dated parameter; each unit meets the rule of its own date."""
    form = {
        "unit": "yes/no", "basis": "assumption", "dated": True,
        "values": [{"from": "2016-04-01", "until": "2017-08-01", "value": False}, {"from": "2017-08-01", "value": True}],
    }  # fmt: skip
    body = """
units:
  supply:
    from: supplies
    date: day
    eligible:
      - {rule: form, say: A form where one is wanted, when: has_form or not form_wanted}
"""
    table = "day:date has_form:boolean\n2017-07-31 false\n2017-08-01 false\n2017-08-01 true\n"
    assert stage(body, parameters={"form_wanted": form}, supplies=table).of("supply", "outcome") == ["eligible", "not_eligible", "eligible"]
