"""Rounding: to whole vials, packs or days, up or down."""

from __future__ import annotations

import pytest

from language.harness import Evaluate


def test_round_up(evaluate: Evaluate) -> None:
    """`round_up` gives the least whole number of steps that is enough."""
    assert evaluate(
        "round_up(grams, 5)",
        """
        grams:decimal1
        70
        70.1
        0
        -7
        """,
    ) == [70, 75, 0, -5]


def test_round_down(evaluate: Evaluate) -> None:
    """`round_down` gives the greatest whole number of steps that is not too many."""
    assert evaluate(
        "round_down(hours_open, 24)",
        """
        hours_open:decimal1
        24
        47.9
        48
        -1
        """,
    ) == [24, 24, 48, -24]


def test_bits_do_not_cost_a_vial(evaluate: Evaluate) -> None:
    """Three tenths are three steps of a tenth, though a computer's quotient falls just short."""
    table = """
        a:decimal1  b:decimal1
        0.1         0.2
        """
    assert evaluate("round_up(a + b, 0.1)", table) == [3 * 0.1]
    assert evaluate("round_down(a + b, 0.1)", table) == [3 * 0.1]
    assert evaluate("round_down(0.3, 0.1)", table) == [3 * 0.1]


def test_a_step_of_nothing(evaluate: Evaluate) -> None:
    """There is no rounding to steps of nothing: missing."""
    assert evaluate(
        "round_up(grams, vial)",
        """
        grams:decimal1  vial:decimal1
        70              0
        70              -
        """,
    ) == [None, None]


def test_no_minus_zero(evaluate: Evaluate) -> None:
    """Rounded to nothing, a negative amount is 0, not -0."""
    results = evaluate(
        "round_up(grams, 5)",
        """
        grams:decimal1
        -0.3
        """,
    )
    assert [str(found) for found in results] == ["0.0"]


def test_round_to(evaluate: Evaluate) -> None:
    """`round_to` goes to the nearest step; halves go away from zero, also where a double lies just below the half."""
    assert evaluate(
        "round_to(x, step)",
        """
        x:decimal4  step:decimal2
        104.8808    0.01
        1.0050      0.01
        -1.0050     0.01
        2.5000      1
        -2.5000     1
        2.4999      1
        -0.4000     1
        7.0000      5
        7.5000      5
        1.0000      0
        -           1
        """,
    ) == pytest.approx([104.88, 1.01, -1.01, 3, -3, 2, 0, 5, 10, None, None], abs=1e-12)


def test_square_root(evaluate: Evaluate) -> None:
    """`square_root` of less than nothing is missing. The limit between two bands can be the geometric mean of their doses."""
    assert evaluate("square_root(x)", "x:decimal1\n2.0\n0\n-1") == [2**0.5, 0, None]
    table = "dose:integer next_dose:integer\n100 110\n110 120\n"
    limits = evaluate("round_to(square_root(dose * next_dose), hundredth)", table, parameters={"hundredth": 0.01})
    assert limits == pytest.approx([104.88, 114.89], abs=1e-12)
