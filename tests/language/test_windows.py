"""Windows: a row's value from the rows before or after it."""

from __future__ import annotations

from datetime import date

from language.harness import Evaluate

SUPPLIES = """
row_id:code!  patient:code  given:date  days:integer
r1            A             2017-04-01  28
r2            B             2017-04-02  56
r3            A             2017-05-01  28
r4            A             2017-04-10  14
"""


def test_running(evaluate: Evaluate) -> None:
    """`running(sum(x))` adds up to and with this row, in order of a date, for each patient."""
    assert evaluate("running(sum(days), by=given, per=[patient])", SUPPLIES) == [28, 56, 28 + 14 + 28, 28 + 14]


def test_previous_and_next(evaluate: Evaluate) -> None:
    """`previous` and `next` look one row back and one ahead; at either end there is nothing."""
    assert evaluate("previous(given, by=given, per=[patient])", SUPPLIES) == [None, None, date(2017, 4, 10), date(2017, 4, 1)]
    assert evaluate("next(days, by=given, per=[patient])", SUPPLIES) == [14, None, None, 28]


def test_everybody_together(evaluate: Evaluate) -> None:
    """`per=[]` takes all rows together."""
    assert evaluate("running(sum(days), by=given, per=[])", SUPPLIES) == [28, 28 + 56, 28 + 56 + 14 + 28, 28 + 56 + 14]


def test_in_a_calculation(evaluate: Evaluate) -> None:
    """A window is a value like another: the days since the supply before."""
    assert evaluate("days(previous(given, by=given, per=[patient]), given)", SUPPLIES) == [None, None, 21, 9]


def test_ties(evaluate: Evaluate) -> None:
    """Rows on one day follow one another in the order of their keys."""
    assert evaluate(
        "running(sum(days), by=given, per=[])",
        """
        row_id:code!  given:date  days:integer
        r1            2017-04-01  1
        r10           2017-04-01  10
        r2            2017-04-01  2
        """,
    ) == [1, 1 + 10, 1 + 10 + 2]


def test_running_over_something_missing(evaluate: Evaluate) -> None:
    """From a missing amount on, the running sum is missing."""
    assert evaluate(
        "running(sum(days), by=given, per=[])",
        """
        given:date  days:integer
        2017-04-01  28
        2017-04-02  -
        2017-04-03  28
        """,
    ) == [28, None, None]


def test_no_place(evaluate: Evaluate) -> None:
    """A row without a date, or without a patient, has no place: its window is missing, and no other row sees it."""
    assert evaluate(
        "running(sum(days), by=given, per=[patient])",
        """
        patient:code  given:date  days:integer
        A             2017-04-01  28
        A             -           28
        -             2017-04-02  28
        A             2017-04-03  28
        """,
    ) == [28, None, None, 28 + 28]
