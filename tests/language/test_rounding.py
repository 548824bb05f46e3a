"""Rounding: to whole vials, packs or days, up or down."""

from __future__ import annotations

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
