"""Missing: what is not recorded is never taken for nothing, for false, or for anything else."""

from __future__ import annotations

from language.harness import Evaluate

TRUTHS = """
left:boolean  right:boolean
true   true
true   false
true   -
false  true
false  false
false  -
-      true
-      false
-      -
"""


def test_arithmetic(evaluate: Evaluate) -> None:
    """Arithmetic is missing when any part of it is."""
    assert evaluate(
        "grams + extra",
        """
        grams:decimal3  extra:decimal3
        10              5
        10              -
        -               5
        -               -
        """,
    ) == [10 + 5, None, None, None]


def test_division_by_zero(evaluate: Evaluate) -> None:
    """Division by zero is missing, even of zero by zero."""
    assert evaluate(
        "grams / weight",
        """
        grams:decimal3  weight:decimal2
        70              35
        70              0
        0               0
        0               35
        """,
    ) == [70 / 35, None, None, 0 / 35]


def test_comparison(evaluate: Evaluate) -> None:
    """A comparison with a missing value is missing: neither within the limit nor above it."""
    table = """
        dose:decimal3
        0.9
        -
        1.1
        """
    assert evaluate("dose <= 1.0", table) == [True, None, False]
    assert evaluate("dose > 1.0", table) == [False, None, True]


def test_equality(evaluate: Evaluate) -> None:
    """Missing does not equal missing; `is_missing` asks for it."""
    assert evaluate(
        "left == right",
        """
        left:code  right:code
        A          A
        A          -
        -          -
        """,
    ) == [True, None, None]


def test_and(evaluate: Evaluate) -> None:
    """`and` is false as soon as one part is, whatever is missing; otherwise missing when some part is."""
    assert evaluate("left and right", TRUTHS) == [True, False, None, False, False, False, None, False, None]


def test_or(evaluate: Evaluate) -> None:
    """`or` is true as soon as one part is, whatever is missing; otherwise missing when some part is."""
    assert evaluate("left or right", TRUTHS) == [True, True, True, True, False, None, True, None, None]


def test_not(evaluate: Evaluate) -> None:
    """`not` of missing is missing."""
    assert evaluate(
        "not flag",
        """
        flag:boolean
        true
        false
        -
        """,
    ) == [False, True, None]


def test_chain(evaluate: Evaluate) -> None:
    """`a <= b < c` is the and of its links: false as soon as one link is."""
    assert evaluate(
        "least <= dose < most",
        """
        least:decimal2  dose:decimal2  most:decimal2
        1               2              3
        1               3              3
        -               3              3
        -               2              3
        1               -              3
        """,
    ) == [True, False, False, None, None]


def test_is_missing(evaluate: Evaluate) -> None:
    """`is_missing` is never missing itself."""
    assert evaluate(
        "is_missing(weight)",
        """
        weight:decimal2
        70
        0
        -
        """,
    ) == [False, False, True]


def test_is_missing_of_a_calculation(evaluate: Evaluate) -> None:
    """It may be asked of a whole calculation."""
    assert evaluate(
        "is_missing(grams / weight)",
        """
        grams:decimal3  weight:decimal2
        70              70
        70              0
        70              -
        """,
    ) == [False, True, True]


def test_if_missing(evaluate: Evaluate) -> None:
    """`if_missing` says aloud what stands in for a missing value."""
    assert evaluate(
        "if_missing(weight, 70)",
        """
        weight:decimal2
        81.5
        -
        """,
    ) == [81.5, 70]


def test_functions(evaluate: Evaluate) -> None:
    """A function is missing when any argument is: `max(0, x)` does not make a missing x zero."""
    table = """
        excess:decimal2
        2
        -
        """
    assert evaluate("max(0, excess)", table) == [2, None]
    assert evaluate("min(0, excess)", table) == [0, None]
    assert evaluate("round_up(excess, 5)", table) == [5, None]
    assert evaluate("number_of(excess > 1)", table) == [1, None]
