"""Boundaries: one step across, and the answer is another; each limit belongs to the side the words say."""

from __future__ import annotations

from language.harness import Evaluate, Stage


def test_a_gram_for_each_kilogram(evaluate: Evaluate) -> None:
    """*At or below 1 g/kg*: 70.000 g for 70 kg is, and a milligram more is not."""
    assert evaluate("grams / weight <= limit", "grams:decimal3 weight:decimal1\n70.000 70\n70.001 70", parameters={"limit": 1.0}) == [
        True,
        False,
    ]


def test_the_edge_of_a_band(stage: Stage) -> None:
    """A dose at the edge of a band is in the one that begins there, when the table says so: 95 and up, below 105."""
    body = """
units:
  dose:
    from: doses
    columns:
      band_dose: {lookup: band_dose, in: bands, same: [drug], between: dose}
    date: row_day
"""
    bands = "drug:name lower:decimal2 upper:decimal2 band_dose:integer\nabc 95 105 100\nabc 105 115 110\n"
    results = stage(body, doses="drug:name dose:decimal3\nabc 104.999\nabc 105.000\nabc 115.000\n", bands=bands)
    assert results.of("dose", "band_dose") == [100, 110, None]


def test_four_hours(evaluate: Evaluate) -> None:
    """*More than four hours*: to the minute it is not, and a minute later it is. *Less than a day*: a minute short of it."""
    table = "ready:datetime left:datetime\n2017-05-01T10:00 2017-05-01T14:00\n2017-05-01T10:00 2017-05-01T14:01\n"
    assert evaluate("hours(ready, left) > limit", table, parameters={"limit": 4}) == [False, True]
    table = "ready:datetime left:datetime\n2017-05-01T10:00 2017-05-02T09:59\n2017-05-01T10:00 2017-05-02T10:00\n"
    assert evaluate("hours(ready, left) < limit", table, parameters={"limit": 24}) == [True, False]


def test_four_hours_in_the_night_the_clocks_change(evaluate: Evaluate) -> None:
    """From midnight to four by the clock is three hours in March and five in October."""
    table = "ready:datetime left:datetime\n2017-03-26T00:00 2017-03-26T04:00\n2017-10-29T00:00 2017-10-29T04:00\n2017-10-30T00:00 2017-10-30T04:00\n"
    assert evaluate("hours(ready, left)", table) == [3, 5, 4]


def test_ten_at_night(evaluate: Evaluate) -> None:
    """*Between 7:00 and 22:00*: 21:59 is, 22:00 is not."""
    table = "left:datetime\n2017-05-01T21:59\n2017-05-01T22:00\n"
    assert evaluate(
        "time_between(time_of_day(left), day_from, day_until)", table, parameters={"day_from": "07:00", "day_until": "22:00"}
    ) == [
        True,
        False,
    ]


def test_twenty_one_days(evaluate: Evaluate) -> None:
    """*Longer than 21 days*: from 1 to 22 May are 21, and to the 23rd 22."""
    table = "admitted:date left:date\n2017-05-01 2017-05-22\n2017-05-01 2017-05-23\n"
    assert evaluate("days(admitted, left) > limit", table, parameters={"limit": 21}) == [False, True]


def test_thirty_seven_weeks(evaluate: Evaluate) -> None:
    """Weeks and days are counted in days: 36 + 6 is a day short of 37 + 0. Weeks without days cannot be told."""
    table = "weeks:integer odd_days:integer\n36 6\n37 0\n37 -\n"
    assert evaluate("weeks * week + odd_days >= term * week", table, parameters={"week": 7, "term": 37}) == [False, True, None]


def test_ninety_and_seventy_per_cent(evaluate: Evaluate) -> None:
    """*At least 90 %*: 9 of 10 and 63 of 70 are, 899 of 1,000 are not; 7 of 10 are 70 %."""
    table = "k:integer n:integer\n9 10\n63 70\n899 1000\n"
    assert evaluate("k / n >= share", table, parameters={"share": 0.9}) == [True, True, False]
    assert evaluate("k / n >= share", "k:integer n:integer\n7 10\n699 1000\n", parameters={"share": 0.7}) == [True, False]


def test_the_anniversary(evaluate: Evaluate) -> None:
    """*Within twelve months of approval* ends the day before the anniversary when it is half-open; that of 29 February is 28 February."""
    table = "approved:date supplied:date\n2016-06-15 2017-06-14\n2016-06-15 2017-06-15\n2016-02-29 2017-02-27\n2016-02-29 2017-02-28\n"
    assert evaluate("supplied < add_months(approved, validity)", table, parameters={"validity": 12}) == [True, False, True, False]


def test_three_months_on(evaluate: Evaluate) -> None:
    """Three months after 30 November is the last of February, and a day later is too late."""
    table = "started:date seen:date\n2016-11-30 2017-02-28\n2016-11-30 2017-03-01\n"
    assert evaluate("seen <= add_months(started, delay)", table, parameters={"delay": 3}) == [True, False]


def test_six_months(evaluate: Evaluate) -> None:
    """*Six months or longer*: on the same day six months later it is, and the day before it is not."""
    table = "started:date ended:date\n2017-01-15 2017-07-14\n2017-01-15 2017-07-15\n2016-08-31 2017-02-27\n2016-08-31 2017-02-28\n"
    assert evaluate("months(started, ended) >= least", table, parameters={"least": 6}) == [False, True, False, True]


def test_eighteen(evaluate: Evaluate) -> None:
    """*Aged 18 or over* from the birthday on."""
    assert evaluate(
        "age(born, seen) >= adult", "born:date seen:date\n1999-05-02 2017-05-01\n1999-05-02 2017-05-02\n", parameters={"adult": 18}
    ) == [
        False,
        True,
    ]


def test_nothing_to_divide_by(evaluate: Evaluate) -> None:
    """Over nothing there is no rate: neither at the limit nor beyond it."""
    assert evaluate("events / people <= limit", "events:integer people:integer\n0 0\n1 0\n0 1\n", parameters={"limit": 1}) == [
        None,
        None,
        True,
    ]


def test_no_weight(stage: Stage) -> None:
    """Without a weight a course is undetermined: neither at or below the limit nor above."""
    body = """
units:
  course:
    from: courses
    date: row_day
    eligible:
      - {rule: within, say: At or below the limit, when: grams / weight <= limit}
"""
    results = stage(body, parameters={"limit": 1}, courses="grams:integer weight:integer\n70 70\n70 -\n71 70\n")
    assert results.of("course", "outcome missing_field") == [("eligible", None), ("undetermined", "weight"), ("not_eligible", None)]
