"""Aggregates: what the rows of a unit come to. One missing value spoils the result, unless `known(…)` is written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from language.harness import Evaluate

GRAMS = """
grams:decimal1
0.1
0.2
"""
GAP = """
grams:decimal1  flag:boolean  word:code
0.1             true          a
-               -             -
0.2             true          b
"""


def test_sum_is_exact(evaluate: Evaluate) -> None:
    """A sum of a decimal column is exact."""
    assert evaluate("sum(grams)", GRAMS, aggregate=True) == Decimal("0.1") + Decimal("0.2")


def test_sum_of_a_calculation(evaluate: Evaluate) -> None:
    """A calculated value is first rounded to millionths, so that the order of rows cannot matter."""
    assert evaluate("sum(grams / 3)", GRAMS, aggregate=True) == (33_333 + 66_667) / 1e6


def test_a_sum_with_something_missing(evaluate: Evaluate) -> None:
    """An infusion without grams makes the course's dose missing; `known` leaves it out, aloud."""
    assert evaluate("sum(grams)", GAP, aggregate=True) is None
    assert evaluate("sum(known(grams))", GAP, aggregate=True) == Decimal("0.3")


@pytest.mark.parametrize("function", ["sum", "mean", "median", "deviation", "min", "max", "count_distinct"])
def test_missing_spoils(evaluate: Evaluate, function: str) -> None:
    """So it is with every aggregate of numbers."""
    assert evaluate(f"{function}(grams)", GAP, aggregate=True) is None
    assert evaluate(f"{function}(known(grams))", GAP, aggregate=True) is not None


def test_count(evaluate: Evaluate) -> None:
    """`count()` counts rows, `count(condition)` those for which it is true; a condition that cannot be told spoils the count."""
    assert evaluate("count()", GAP, aggregate=True) == 3
    assert evaluate("count(grams > 0.1)", GAP, aggregate=True) is None
    assert evaluate("count(known(grams > 0.1))", GAP, aggregate=True) == 1
    assert evaluate("count(is_missing(grams))", GAP, aggregate=True) == 1


def test_any(evaluate: Evaluate) -> None:
    """`any` is true as soon as one row is; false only when every row is known to be false."""
    assert evaluate("any(flag)", GAP, aggregate=True) is True
    assert evaluate("any(not flag)", GAP, aggregate=True) is None
    assert evaluate("any(known(not flag))", GAP, aggregate=True) is False


def test_all(evaluate: Evaluate) -> None:
    """`all` is false as soon as one row is; true only when every row is known to be true."""
    assert evaluate("all(flag)", GAP, aggregate=True) is None
    assert evaluate("all(not flag)", GAP, aggregate=True) is False
    assert evaluate("all(known(flag))", GAP, aggregate=True) is True


def test_where(evaluate: Evaluate) -> None:
    """`where=` takes some of the rows."""
    table = """
        grams:decimal1  drug:name
        10              A
        20              B
        30              A
        """
    assert evaluate("sum(grams, where=drug == 'A')", table, aggregate=True) == 10 + 30
    assert evaluate("count(where=drug == 'B')", table, aggregate=True) == 1


def test_where_that_cannot_be_told(evaluate: Evaluate) -> None:
    """When it is missing whether a row counts, so is the result; with `known` the row is left out."""
    table = """
        grams:decimal1  drug:name
        10              A
        20              -
        """
    assert evaluate("sum(grams, where=drug == 'A')", table, aggregate=True) is None
    assert evaluate("sum(known(grams), where=drug == 'A')", table, aggregate=True) == 10
    assert evaluate("any(grams > 5, where=drug == 'A')", table, aggregate=True) is True
    assert evaluate("any(grams > 15, where=drug == 'A')", table, aggregate=True) is None


def test_first_and_last(evaluate: Evaluate) -> None:
    """`first` and `last` take the first and last *known* value in order of a date."""
    table = """
        weight:decimal1  given:date
        -                2017-04-01
        70               2017-04-02
        72               2017-04-09
        -                2017-04-10
        """
    assert evaluate("first(weight, by=given)", table, aggregate=True) == 70
    assert evaluate("last(weight, by=given)", table, aggregate=True) == 72


def test_ties(evaluate: Evaluate) -> None:
    """Rows on the same day are taken in the order of their keys; a row without a date has no place."""
    table = """
        row_id:code!  weight:decimal1  given:date
        r2            72               2017-04-02
        r10           71               2017-04-02
        r1            70               2017-04-02
        r0            69               -
        """
    assert evaluate("first(weight, by=given)", table, aggregate=True) == 70
    assert evaluate("last(weight, by=given)", table, aggregate=True) == 72


def test_least_and_greatest(evaluate: Evaluate) -> None:
    """`min` and `max` of one argument are over rows, of numbers and of dates."""
    table = """
        grams:decimal1  given:date
        9.5             2017-04-10
        10              2017-04-02
        """
    assert evaluate("max(grams)", table, aggregate=True) == 10
    assert evaluate("min(given)", table, aggregate=True) == date(2017, 4, 2)


def test_mean(evaluate: Evaluate) -> None:
    """`mean` is the exact sum over the count."""
    assert evaluate("mean(grams)", GRAMS, aggregate=True) == 0.3 / 2


@pytest.mark.parametrize(("table", "middle"), [("n:integer\n1\n9\n3", 3), ("n:integer\n1\n9\n3\n4", (3 + 4) / 2), ("n:integer\n7", 7)])
def test_median(evaluate: Evaluate, table: str, middle: float) -> None:
    """`median` is the middle value; of an even count, the mean of the middle two."""
    assert evaluate("median(n)", table, aggregate=True) == middle


def test_percentile(evaluate: Evaluate) -> None:
    """`percentile(x, p)` is the smallest value with at least a share p of the values at or below it: never one between two."""
    table = "n:integer\n" + "\n".join(str(n) for n in (10, 20, 30, 40, 50, 60, 70, 80, 90, 100))
    assert evaluate("percentile(n, 0.9)", table, aggregate=True) == 90
    assert evaluate("percentile(n, 0.91)", table, aggregate=True) == 100
    assert evaluate("percentile(n, 0)", table, aggregate=True) == 10
    assert evaluate("percentile(n, 1)", table, aggregate=True) == 100
    assert evaluate("percentile(n, 0.1 + 0.2)", table, aggregate=True) == 30


def test_mean_of_the_best(evaluate: Evaluate) -> None:
    """`mean_of_least(x, n)` and `mean_of_greatest(x, n)` are the means of the n values at one end; of fewer than n, missing."""
    table = "rate:decimal1\n" + "\n".join(("12.9", "11.6", "12.4", "12.4", "14.1", "11.6"))
    assert evaluate("mean_of_least(rate, 3)", table, aggregate=True) == (11.6 + 11.6 + 12.4) / 3
    assert evaluate("mean_of_greatest(rate, 2)", table, aggregate=True) == (14.1 + 12.9) / 2
    assert evaluate("mean_of_least(rate, 6)", table, aggregate=True) == 75.0 / 6
    assert evaluate("mean_of_greatest(rate, 7)", table, aggregate=True) is None
    assert evaluate("mean_of_least(rate, 0)", table, aggregate=True) is None
    assert evaluate("mean_of_least(rate, 2.5)", table, aggregate=True) is None
    assert evaluate("mean_of_greatest(rate, best_of)", table, parameters={"best_of": 1}, aggregate=True) == 14.1


def test_the_best_of_those_known(evaluate: Evaluate) -> None:
    """With `known` the best are chosen among the values there are; without, a missing one spoils the mean."""
    table = "rate:decimal1\n9.5\n-\n4.5\n7.5"
    assert evaluate("mean_of_least(known(rate), 2)", table, aggregate=True) == (4.5 + 7.5) / 2
    assert evaluate("mean_of_greatest(known(rate), 2)", table, aggregate=True) == (9.5 + 7.5) / 2
    assert evaluate("mean_of_least(known(rate), 4)", table, aggregate=True) is None
    assert evaluate("mean_of_least(rate, 2)", table, aggregate=True) is None


def test_deviation(evaluate: Evaluate) -> None:
    """`deviation` is that of a sample (n - 1); of a single value it is missing."""
    assert evaluate("deviation(n)", "n:integer\n2\n4\n9", aggregate=True) == (((2 - 5) ** 2 + (4 - 5) ** 2 + (9 - 5) ** 2) / (3 - 1)) ** 0.5
    assert evaluate("deviation(n)", "n:integer\n2", aggregate=True) is None


def test_only(evaluate: Evaluate) -> None:
    """`only` gives the value when there is just one row, and is missing when there are more; `known` counts the rows that have one."""
    assert evaluate("only(n)", "n:integer\n5", aggregate=True) == 5
    assert evaluate("only(n)", "n:integer\n5\n5", aggregate=True) is None
    assert evaluate("only(n)", "n:integer\n5\n-", aggregate=True) is None
    assert evaluate("only(known(n))", "n:integer\n5\n-", aggregate=True) == 5


def test_count_distinct(evaluate: Evaluate) -> None:
    """`count_distinct` counts different values; of calculated numbers, those that differ in their millionths."""
    table = """
        a:decimal1  b:decimal1  word:name
        0.1         0.2         X
        0.3         0           x
        """
    assert evaluate("count_distinct(a)", table, aggregate=True) == 2
    assert evaluate("count_distinct(a + b)", table, aggregate=True) == 1
    assert evaluate("count_distinct(word)", table, aggregate=True) == 1


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("sum(n, where=n > 9)", 0), ("count(where=n > 9)", 0), ("count_distinct(n, where=n > 9)", 0), ("any(n > 0, where=n > 9)", False),
        ("all(n > 9, where=n > 9)", True), ("mean(n, where=n > 9)", None), ("min(n, where=n > 9)", None), ("first(n, by=n, where=n > 9)", None),
        ("median(n, where=n > 9)", None), ("only(n, where=n > 9)", None),
    ],
)  # fmt: skip
def test_of_nothing(evaluate: Evaluate, expression: str, result: object) -> None:
    """Of no rows at all a sum or count is 0, `any` false and `all` true; everything else is missing."""
    assert (
        evaluate(expression, "n:integer\n1\n2", aggregate=True) is result
        or evaluate(expression, "n:integer\n1\n2", aggregate=True) == result
    )


def test_calculating_with_aggregates(evaluate: Evaluate) -> None:
    """Aggregates are numbers like others."""
    assert evaluate("sum(grams) / count() + max(grams)", GRAMS, aggregate=True) == 0.3 / 2 + 0.2
