"""Arithmetic: plain sums, as people write them."""

from __future__ import annotations

from language.harness import Evaluate


def test_the_four_operators(evaluate: Evaluate) -> None:
    """Multiplication and division come before addition and subtraction; brackets before both."""
    table = """
        a:integer  b:integer  c:integer
        10         4          2
        """
    assert evaluate("a + b * c", table) == [10 + 4 * 2]
    assert evaluate("(a + b) * c", table) == [(10 + 4) * 2]
    assert evaluate("a - b - c", table) == [10 - 4 - 2]
    assert evaluate("a - (b - c)", table) == [10 - (4 - 2)]
    assert evaluate("a / b / c", table) == [10 / 4 / 2]


def test_division_of_whole_numbers(evaluate: Evaluate) -> None:
    """Seven divided by two is three and a half."""
    assert evaluate(
        "n / 2",
        """
        n:integer
        7
        -7
        """,
    ) == [7 / 2, -7 / 2]


def test_minus(evaluate: Evaluate) -> None:
    """A minus sign turns a value round."""
    assert evaluate(
        "-n + 1",
        """
        n:integer
        3
        -3
        """,
    ) == [-3 + 1, 3 + 1]


def test_numbers_are_doubles(evaluate: Evaluate) -> None:
    """Arithmetic is that of IEEE doubles, in the order written: the same bits on every engine."""
    assert evaluate(
        "a + b + c",
        """
        a:decimal1  b:decimal1  c:decimal1
        0.1         0.2         0.3
        0.3         0.2         0.1
        """,
    ) == [0.1 + 0.2 + 0.3, 0.3 + 0.2 + 0.1]


def test_literals_are_their_text(evaluate: Evaluate) -> None:
    """A number in an expression is the double nearest to what is written."""
    assert evaluate(
        "n * 0.1",
        """
        n:integer
        3
        1000000
        """,
    ) == [3 * 0.1, 1_000_000 * 0.1]


def test_greatest_and_least(evaluate: Evaluate) -> None:
    """`max` and `min` of two or more values take the greatest and the least, of numbers and of dates."""
    table = """
        a:decimal2  b:integer  day:date    other:date
        1.5         1          2017-04-01  2017-03-31
        -2          1          2017-04-01  2017-04-02
        """
    assert evaluate("max(a, b, 0)", table) == [1.5, 1]
    assert evaluate("min(a, b, 0)", table) == [0, -2]
    assert [str(found) for found in evaluate("max(day, other)", table)] == ["2017-04-01", "2017-04-02"]


def test_without_sign(evaluate: Evaluate) -> None:
    """`abs` takes the sign away."""
    assert evaluate(
        "abs(a - b)",
        """
        a:integer  b:integer
        3          5
        5          3
        """,
    ) == [2, 2]


def test_number_of(evaluate: Evaluate) -> None:
    """`number_of` turns a condition into 1 or 0, so that it can be added up."""
    assert evaluate(
        "number_of(weighed) + number_of(reviewed)",
        """
        weighed:boolean  reviewed:boolean
        true             true
        true             false
        false            -
        """,
    ) == [1 + 1, 1 + 0, None]
