"""The arithmetic of disclosure control."""

from __future__ import annotations

import pytest

from improving_value.assess.rounding import Rounding, step_above, to_step

RULES = Rounding(fewest=8, nearest=5, figures=3)


@pytest.mark.parametrize(
    ("number", "people", "shown"),
    [
        (0, 0, 0), (1, 1, None), (7, 7, None), (8, 8, 10), (12, 11, 10), (13, 11, 15), (40, 7, None), (40, 8, 40), (5, 11, None),
        (-3, 11, None), (-12, 11, -10), (1002, 11, 1000),
    ],
)  # fmt: skip
def test_a_count_is_nought_suppressed_or_to_the_nearest_five(number: int, people: int, shown: int | None) -> None:
    assert RULES.count(number, people) == shown


@pytest.mark.parametrize(
    ("least", "step"), [(0, 0), (1, 1), (1.1, 2), (2, 2), (3, 5), (5.01, 10), (499, 500), (0.03, 0.05), (100000, 100000)]
)
def test_steps_are_one_two_or_five(least: float, step: float) -> None:
    assert step_above(least) == step


def test_the_step_of_an_amount_hides_five_of_the_people_who_have_most_of_it_where_they_are_few() -> None:
    assert RULES.step([(300.0, 3), (4300.0, 11)]) == 500.0  # £100 each
    assert RULES.step([(300.0, 3), (2000.0, 2), (4300.0, 11)]) == 5000.0  # £1,000 each
    assert RULES.step([(800.0, 8), (4300.0, 11)]) == 500.0  # nobody is few: at most £100 each where there is least
    assert RULES.step([(0.0, 3), (0.0, 0)]) == 0.0


@pytest.mark.parametrize(("value", "step", "shown"), [(4300.0, 500.0, 4500.0), (4249.99, 500.0, 4000.0), (-26.0, 50.0, -50.0), (0.12, 0.05, 0.1), (7.3, 0.0, 7.3)])  # fmt: skip
def test_an_amount_goes_to_the_nearest_step(value: float, step: float, shown: float) -> None:
    assert to_step(value, step) == shown


@pytest.mark.parametrize(("value", "smallest", "shown"), [(1.23456, 0, 1.23), (98765.0, 0, 98800.0), (0.0, 0, 0.0), (4.57, 0.06, 4.6), (-0.012345, 0, -0.0123)])  # fmt: skip
def test_a_rate_keeps_three_figures_or_fewer(value: float, smallest: float, shown: float) -> None:
    assert RULES.rate(value, smallest) == shown
