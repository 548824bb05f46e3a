"""Times: clocks are those of London, durations are true ones."""

from __future__ import annotations

from datetime import date

from language.harness import Evaluate

DAY = {"day_from": "07:00", "day_until": "22:00"}


def test_hours(evaluate: Evaluate) -> None:
    """`hours` counts from one moment to another, parts of an hour included."""
    assert evaluate(
        "hours(ready, left)",
        """
        ready:datetime    left:datetime
        2017-06-01T10:00  2017-06-01T14:30
        2017-06-01T23:00  2017-06-02T01:00
        2017-06-01T10:00  2017-06-01T09:45
        2017-06-01T10:00  -
        """,
    ) == [4.5, 2, -0.25, None]


def test_parts_of_a_second(evaluate: Evaluate) -> None:
    """A duration is exact to the microsecond, and then one division."""
    assert evaluate(
        "hours(ready, left)",
        """
        ready:datetime           left:datetime
        2017-06-30T20:59:59.1    2017-12-31T23:30:00.000001
        """,
    ) == [((184 * 24 + 1 + 2) * 3_600_000_000 + 1_800_900_001) / 3_600_000_000]


def test_the_night_in_march(evaluate: Evaluate) -> None:
    """On the night the clocks go forward, 00:30 to 02:30 is one hour."""
    assert evaluate(
        "hours(ready, left)",
        """
        ready:datetime    left:datetime
        2017-03-26T00:30  2017-03-26T02:30
        2017-03-25T12:00  2017-03-26T12:00
        """,
    ) == [1, 23]


def test_the_night_in_october(evaluate: Evaluate) -> None:
    """On the night they go back, 00:30 to 02:30 is three hours."""
    assert evaluate(
        "hours(ready, left)",
        """
        ready:datetime    left:datetime
        2017-10-29T00:30  2017-10-29T02:30
        2017-10-28T12:00  2017-10-29T12:00
        """,
    ) == [3, 25]


def test_the_hour_that_happens_twice(evaluate: Evaluate) -> None:
    """A time within it is taken for its first occurrence: an hour after 00:30, two before 02:30."""
    assert evaluate(
        "hours(ready, left)",
        """
        ready:datetime    left:datetime
        2017-10-29T00:30  2017-10-29T01:30
        2017-10-29T01:30  2017-10-29T02:30
        """,
    ) == [1, 2]


def test_date_of(evaluate: Evaluate) -> None:
    """`date_of` is the date on the clock: in summer the first hour of a day is still the day before in Greenwich."""
    assert evaluate(
        "date_of(left)",
        """
        left:datetime
        2017-06-01T00:30
        2017-12-31T23:59
        """,
    ) == [date(2017, 6, 1), date(2017, 12, 31)]


def test_time_of_day(evaluate: Evaluate) -> None:
    """`time_of_day` is what the clock says, summer and winter."""
    assert evaluate(
        "time_of_day(left) == opens",
        """
        left:datetime
        2017-06-01T08:00
        2017-12-01T08:00
        2017-06-01T09:00
        """,
        parameters={"opens": "08:00"},
    ) == [True, True, False]


def test_time_between(evaluate: Evaluate) -> None:
    """`time_between` has its first moment and not its last: 21:59 is by day, 22:00 is not."""
    assert evaluate(
        "time_between(time_of_day(left), day_from, day_until)",
        """
        left:datetime
        2017-06-01T06:59
        2017-06-01T07:00
        2017-06-01T21:59
        2017-06-01T21:59:59.9
        2017-06-01T22:00
        -
        """,
        parameters=DAY,
    ) == [False, True, True, True, False, None]


def test_across_midnight(evaluate: Evaluate) -> None:
    """A stretch that ends earlier than it begins crosses midnight."""
    assert evaluate(
        "time_between(time_of_day(left), day_until, day_from)",
        """
        left:datetime
        2017-06-01T21:59
        2017-06-01T22:00
        2017-06-01T00:00
        2017-06-01T06:59
        2017-06-01T07:00
        """,
        parameters=DAY,
    ) == [False, True, True, True, False]


def test_all_day(evaluate: Evaluate) -> None:
    """A stretch that ends when it begins is the whole day."""
    assert evaluate(
        "time_between(time_of_day(left), day_from, day_from)",
        """
        left:datetime
        2017-06-01T03:00
        -
        """,
        parameters=DAY,
    ) == [True, None]


def test_moment(evaluate: Evaluate) -> None:
    """`moment` is the midnight, in London, at which a date begins: on the last Sunday of March the clocks have not changed yet."""
    table = """
        day:date    left:datetime
        2017-03-26  2017-03-26T03:00
        2017-03-27  2017-03-27T03:00
        2017-10-29  2017-10-29T03:00
        2017-10-30  2017-10-30T03:00
        1994-10-23  1994-10-23T03:00
        -           2017-03-26T03:00
        """
    assert evaluate("hours(moment(day), left)", table) == [2, 3, 4, 3, 4, None]
    assert evaluate("moment(day) < left", table) == [True, True, True, True, True, None]


def test_moments_the_clock_covers(evaluate: Evaluate) -> None:
    """From 1990 to 2040 the clock changes are known; the midnight of any other day is missing, as a date-time of such a year is."""
    assert evaluate(
        "is_missing(moment(day))",
        """
        day:date
        1980-06-01
        1989-12-31
        1990-01-01
        2040-12-31
        2041-01-01
        """,
    ) == [True, True, False, False, True]
