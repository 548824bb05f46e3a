"""The edges of the functions: leap days, month ends, midnight, halves and steps."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from improving_value.datasets.clock import LocalTime, to_utc
from improving_value.expression.evaluate_dates import add_days, add_months, age, months, time_between
from improving_value.expression.evaluate_functions import ROW_FUNCTIONS, round_down, round_up


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("2017-01-31", "2017-02-27", 0),
        ("2017-01-31", "2017-02-28", 1),  # add_months(31 Jan, 1) is 28 Feb
        ("2016-01-31", "2016-02-28", 0),
        ("2016-01-31", "2016-02-29", 1),
        ("2017-01-31", "2017-03-30", 1),
        ("2017-01-31", "2017-03-31", 2),
        ("2017-04-15", "2017-05-14", 0),
        ("2017-04-15", "2017-05-15", 1),
        ("2017-04-15", "2018-04-15", 12),
        ("2017-04-15", "2017-04-15", 0),
        ("2017-02-28", "2017-01-31", -1),
        ("2017-05-14", "2017-04-15", 0),
    ],
)
def test_months_are_completed_months(a: str, b: str, expected: int) -> None:
    assert months(day(a), day(b)) == expected


def test_months_are_the_greatest_that_fit() -> None:
    """By the definition: add_months(a, n) <= b < add_months(a, n + 1)."""
    start = day("2015-12-28")
    for first in range(0, 100, 3):
        for later in range(0, 900, 7):
            a = add_days(start, first)
            assert a is not None
            b = add_days(a, later)
            assert b is not None
            n = months(a, b)
            reached, beyond = add_months(a, n), add_months(a, n + 1)
            assert reached is not None
            assert beyond is not None
            assert reached <= b < beyond


@pytest.mark.parametrize(
    ("born", "on", "expected"),
    [
        ("2000-02-29", "2018-02-27", 17),
        ("2000-02-29", "2018-02-28", 18),
        ("2000-02-29", "2020-02-28", 19),
        ("2000-02-29", "2020-02-29", 20),
        ("2000-06-10", "2018-06-09", 17),
        ("2000-06-10", "2018-06-10", 18),
        ("2018-06-10", "2018-06-10", 0),
        ("2018-06-10", "2018-06-09", None),
    ],
)
def test_age_is_in_completed_years(born: str, on: str, expected: int | None) -> None:
    assert age(day(born), day(on)) == expected


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        ("2016-02-29", 12, "2017-02-28"),
        ("2016-02-29", Decimal("48.0"), "2020-02-29"),
        ("2017-01-31", 1, "2017-02-28"),
        ("2017-03-31", -1, "2017-02-28"),
        ("2017-12-15", 1, "2018-01-15"),
        ("2017-01-31", 0.1 * 3 / 0.1, "2017-04-30"),  # whole within the tolerance
        ("2017-01-31", 1.5, None),
        ("2017-01-31", 12 * 9000, None),
        ("2017-01-31", -12 * 3000, None),
    ],
)
def test_add_months_clamps_to_the_end_of_the_month(start: str, n: float, expected: str | None) -> None:
    assert add_months(day(start), n) == (None if expected is None else day(expected))


@pytest.mark.parametrize(("n", "expected"), [(1, "2018-01-01"), (-31, "2017-11-30"), (0.5, None), (10**7, None), (float("inf"), None)])
def test_add_days(n: float, expected: str | None) -> None:
    assert add_days(day("2017-12-31"), n) == (None if expected is None else day(expected))


SEVEN, TEN_AT_NIGHT = 7 * 3600, 22 * 3600


@pytest.mark.parametrize(
    ("time", "start", "until", "expected"),
    [
        (SEVEN, SEVEN, TEN_AT_NIGHT, True),
        (TEN_AT_NIGHT, SEVEN, TEN_AT_NIGHT, False),
        (TEN_AT_NIGHT, TEN_AT_NIGHT, SEVEN, True),
        (0, TEN_AT_NIGHT, SEVEN, True),
        (SEVEN, TEN_AT_NIGHT, SEVEN, False),
        (12 * 3600, TEN_AT_NIGHT, SEVEN, False),
        (12 * 3600, SEVEN, SEVEN, True),
    ],
)
def test_time_between_may_cross_midnight(time: int, start: int, until: int, expected: bool) -> None:
    assert time_between(time, start, until) is expected


@pytest.mark.parametrize(
    ("x", "step", "up", "down"),
    [
        (75, 5, 75.0, 75.0),
        (Decimal("71.2"), 5, 75.0, 70.0),
        (0.1 + 0.2, 0.1, 3 * 0.1, 3 * 0.1),  # three steps within the tolerance, not four
        (-7, 5, -5.0, -10.0),
        (0, 5, 0.0, 0.0),
        (7, 0, None, None),
        (1e308, 1e-308, None, None),
    ],
)
def test_rounding_to_steps(x: float, step: float, up: float | None, down: float | None) -> None:
    assert round_up(x, step) == up
    assert round_down(x, step) == down


def at(text: str) -> LocalTime:
    found = to_utc(datetime.fromisoformat(text))
    assert isinstance(found, LocalTime)
    return found


@pytest.mark.parametrize(
    ("ready", "left", "expected"),
    [
        ("2017-03-26T00:30", "2017-03-26T02:30", 1.0),  # the clocks go forward
        ("2017-10-29T00:30", "2017-10-29T02:30", 3.0),  # and back
        ("2017-05-02T09:00", "2017-05-02T13:00", 4.0),
        ("2017-05-02T13:00", "2017-05-02T09:00", -4.0),
    ],
)
def test_hours_are_true_hours(ready: str, left: str, expected: float) -> None:
    assert ROW_FUNCTIONS["hours"](at(ready), at(left)) == expected


def test_the_local_clock_is_kept_for_dates_and_times_of_day() -> None:
    just_after_midnight = at("2017-05-02T00:15")  # 23:15 the day before, in UTC
    assert ROW_FUNCTIONS["date_of"](just_after_midnight) == day("2017-05-02")
    assert ROW_FUNCTIONS["time_of_day"](just_after_midnight) == 15 * 60


def test_a_function_of_a_missing_value_is_missing_except_two() -> None:
    for name, function in ROW_FUNCTIONS.items():
        arguments = {"max": 2, "min": 2, "time_between": 3}.get(name, 1)
        if name not in ("is_missing", "if_missing"):
            assert function(*[None] * arguments) is None, name
    assert ROW_FUNCTIONS["is_missing"](None) is True
    assert ROW_FUNCTIONS["if_missing"](None, 3) == 3
    assert ROW_FUNCTIONS["if_missing"](None, None) is None
