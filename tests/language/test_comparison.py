"""Comparison: numbers within one part in a thousand million, everything else exactly."""

from __future__ import annotations

from itertools import permutations

from language.harness import Evaluate

AWKWARD = ("8.05", "0.7", "33.3", "27.84", "0.11")
"""Five doses that add to 70.00 exactly, though seldom as doubles."""


def test_a_third_of_a_bit(evaluate: Evaluate) -> None:
    """A tenth and two tenths are three tenths, whatever a computer says."""
    table = """
        a:decimal1  b:decimal1  c:decimal1
        0.1         0.2         0.3
        """
    assert evaluate("a + b == c", table) == [True]
    assert evaluate("a + b <= c", table) == [True]
    assert evaluate("a + b > c", table) == [False]
    assert evaluate("a + b != c", table) == [False]
    assert evaluate("a + b < c", table) == [False]
    assert evaluate("a + b >= c", table) == [True]


def test_exactly_at_the_limit_in_any_order(evaluate: Evaluate) -> None:
    """70 g for 70 kg is 1 g/kg and within the limit, in whatever order the five doses are added."""
    orders = list(permutations(AWKWARD))[::24]
    table = "a:decimal2 b:decimal2 c:decimal2 d:decimal2 e:decimal2 weight:decimal2\n" + "\n".join(
        f"{' '.join(order)} 70" for order in orders
    )
    assert evaluate("(a + b + c + d + e) / weight <= 1.0", table) == [True] * len(orders)
    assert evaluate("(a + b + c + d + e) / weight > 1.0", table) == [False] * len(orders)


def test_just_over_the_limit(evaluate: Evaluate) -> None:
    """A milligram in 70 g is over the limit: the tolerance forgives bits, not doses."""
    assert evaluate(
        "grams / weight <= 1.0",
        """
        grams:decimal3  weight:decimal2
        70.000          70
        70.001          70
        69.999          70
        """,
    ) == [True, False, True]


def test_numbers_are_not_text(evaluate: Evaluate) -> None:
    """9.5 is less than 10: values are compared as numbers, not letter by letter."""
    assert evaluate(
        "score > 9.5",
        """
        score:decimal1
        9.5
        10
        100
        """,
    ) == [False, True, True]


def test_counts_compare_exactly(evaluate: Evaluate) -> None:
    """Whole numbers are compared to the last one, however large."""
    table = """
        n:integer   m:integer
        1000000000  1000000001
        1000000001  1000000001
        """
    assert evaluate("n < m", table) == [True, False]
    assert evaluate("n == m", table) == [False, True]


def test_dates(evaluate: Evaluate) -> None:
    """Dates are compared as days."""
    assert evaluate(
        "given <= approved",
        """
        given:date  approved:date
        2017-03-31  2017-04-01
        2017-04-01  2017-04-01
        2017-04-02  2017-04-01
        """,
    ) == [True, True, False]


def test_moments(evaluate: Evaluate) -> None:
    """Date-times are compared as instants: on the October night 01:59 comes two minutes before 02:00, not sixty-one."""
    assert evaluate(
        "ready < left",
        """
        ready:datetime    left:datetime
        2017-10-29T01:59  2017-10-29T02:00
        2017-10-29T02:00  2017-10-29T02:00
        """,
    ) == [True, False]


def test_conditions(evaluate: Evaluate) -> None:
    """Conditions can be compared with `==`."""
    assert evaluate(
        "met == (score > 3)",
        """
        met:boolean  score:integer
        true         4
        true         2
        false        2
        """,
    ) == [True, False, True]


def test_chain(evaluate: Evaluate) -> None:
    """`18 <= age < 75` reads as it is written."""
    assert evaluate(
        "18 <= years < 75",
        """
        years:integer
        17
        18
        74
        75
        """,
    ) == [False, True, True, False]
