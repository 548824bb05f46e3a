"""Dates: months keep the day or clamp to the month's end; ages and months are completed ones."""

from __future__ import annotations

from datetime import date

from language.harness import Evaluate


def test_days(evaluate: Evaluate) -> None:
    """`days` counts from the first date to the second; backwards it is negative."""
    assert evaluate(
        "days(start, stop)",
        """
        start:date  stop:date
        2016-02-28  2016-03-01
        2017-02-28  2017-03-01
        2017-04-01  2017-04-01
        2017-04-02  2017-04-01
        2017-04-02  -
        """,
    ) == [2, 1, 0, -1, None]


def test_add_days(evaluate: Evaluate) -> None:
    """`add_days` gives the date so many days later."""
    assert evaluate(
        "add_days(start, n)",
        """
        start:date  n:integer
        2017-12-31  1
        2016-02-28  1
        2017-04-01  -1
        """,
    ) == [date(2018, 1, 1), date(2016, 2, 29), date(2017, 3, 31)]


def test_part_of_a_day(evaluate: Evaluate) -> None:
    """Half a day is no date: a number of days that is not whole makes the date missing."""
    assert evaluate(
        "add_days(start, n)",
        """
        start:date  n:decimal1
        2017-04-01  2.0
        2017-04-01  2.5
        """,
    ) == [date(2017, 4, 3), None]


def test_beyond_the_calendar(evaluate: Evaluate) -> None:
    """A date before the year 1 or after the year 9999 is missing: a slip in the data stops nothing."""
    table = """
        start:date  n:integer
        2017-04-01  1
        2017-04-01  5000000000
        2017-04-01  -5000000000
        9999-12-31  1
        """
    assert evaluate("add_days(start, n)", table) == [date(2017, 4, 2), None, None, None]
    assert evaluate("add_months(start, n)", table) == [date(2017, 5, 1), None, None, None]


def test_add_months(evaluate: Evaluate) -> None:
    """`add_months` keeps the day, or takes the last day of a month that is too short."""
    assert evaluate(
        "add_months(start, n)",
        """
        start:date  n:integer
        2017-01-31  1
        2016-01-31  1
        2017-01-31  2
        2017-03-31  -1
        2016-02-29  12
        2017-02-28  1
        """,
    ) == [date(2017, 2, 28), date(2016, 2, 29), date(2017, 3, 31), date(2017, 2, 28), date(2017, 2, 28), date(2017, 3, 28)]


def test_months(evaluate: Evaluate) -> None:
    """`months` counts completed months: the most that can be added without passing the second date."""
    assert evaluate(
        "months(start, stop)",
        """
        start:date  stop:date
        2017-01-31  2017-02-27
        2017-01-31  2017-02-28
        2017-01-15  2017-02-14
        2017-01-15  2017-02-15
        2017-01-15  2018-01-15
        2017-02-15  2017-01-15
        """,
    ) == [0, 1, 0, 1, 12, -1]


def test_age(evaluate: Evaluate) -> None:
    """The day before the eighteenth birthday one is 17, on the birthday 18."""
    assert evaluate(
        "age(born, seen)",
        """
        born:date   seen:date
        1999-04-03  2017-04-02
        1999-04-03  2017-04-03
        1999-04-03  1999-04-03
        """,
    ) == [17, 18, 0]


def test_age_of_a_leap_day_child(evaluate: Evaluate) -> None:
    """Who was born on 29 February has a birthday on 28 February in other years."""
    assert evaluate(
        "age(born, seen)",
        """
        born:date   seen:date
        2000-02-29  2018-02-27
        2000-02-29  2018-02-28
        2000-02-29  2016-02-28
        2000-02-29  2016-02-29
        """,
    ) == [17, 18, 15, 16]


def test_before_birth(evaluate: Evaluate) -> None:
    """Before birth there is no age."""
    assert evaluate(
        "age(born, seen)",
        """
        born:date   seen:date
        2017-04-03  2017-04-02
        """,
    ) == [None]


def test_anniversary(evaluate: Evaluate) -> None:
    """An approval of twelve months holds up to the day before its anniversary when `<` is written, and on the day itself with `<=`."""
    table = """
        approved:date  supplied:date
        2016-06-15     2017-06-14
        2016-06-15     2017-06-15
        2016-02-29     2017-02-28
        """
    assert evaluate("supplied < add_months(approved, 12)", table) == [True, False, False]
    assert evaluate("supplied <= add_months(approved, 12)", table) == [True, True, True]


def test_month_start(evaluate: Evaluate) -> None:
    """`month_start` gives the first of the month."""
    assert evaluate(
        "month_start(ceased)",
        """
        ceased:date
        2017-04-01
        2016-02-29
        """,
    ) == [date(2017, 4, 1), date(2016, 2, 1)]


def test_year(evaluate: Evaluate) -> None:
    """`year` is the calendar year, as a number; the financial year is what periods are made of."""
    assert evaluate(
        "year(born)",
        """
        born:date
        2017-12-31
        2018-01-01
        -
        """,
    ) == [2017, 2018, None]
