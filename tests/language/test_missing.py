"""Missing: what is not recorded is never taken for nothing, for false or for anything else."""

from __future__ import annotations

from language.harness import Evaluate


def test_arithmetic_with_a_missing_part_is_missing(evaluate: Evaluate) -> None:
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
