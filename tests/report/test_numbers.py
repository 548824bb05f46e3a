"""How people read numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from improving_value.kernel.quantities import stated
from improving_value.report.numbers import axis_ticks, count, counted, listed, per_cent, pounds, quantity


@pytest.mark.parametrize(("pence", "shown"), [
    (None, "not recorded"), (0, "£0.00"), (1, "£0.01"), (-1, "−£0.01"), (123_456_789, "£1,234,567.89"), (-100_000, "−£1,000.00"),
])  # fmt: skip
def test_money_keeps_its_pence(pence: int | None, shown: str) -> None:
    assert pounds(pence) == shown


@pytest.mark.parametrize(("share", "target", "shown"), [
    (4 / 7, None, "57.1%"), (0, None, "0.0%"), (1, None, "100.0%"), (0.8, 0.8, "80.0%"),
    (0.7996, 0.8, "79.96%"), (0.9999, None, "99.99%"), (0.0004, None, "0.04%"), (0.28 + 0.01, None, "29.0%"), (0.1 + 0.2, 0.3, "30.0%"),
    (0.0005, None, "0.1%"), (1.25, None, "125.0%"), (-0.05, None, "−5.0%"), (-0.00001, None, "−0.001%"),
])  # fmt: skip
def test_a_share_never_looks_like_none_all_or_the_target_unless_it_is(share: float, target: float | None, shown: str) -> None:
    assert per_cent(share, target) == shown


@pytest.mark.parametrize(("value", "unit", "shown"), [
    (None, "share", "not recorded"), (float("nan"), "day", "not recorded"), (1.304, "g/kg", "1.30 g/kg"), (1.0, "day", "1 day"),
    (3.5, "bed day", "3.50 bed days"), (0.0, "day", "0 days"), (0.00412, "g", "0.00412 g"), (1234567.0, "count", "1,234,567"),
    (34.0, "GBP/g", "£34.00 per g"), (-2.5, "GBP", "−£2.50"), (12.5, "per 100 courses", "12.50 per 100 courses"),
    (1.0, "transfers", "1 transfer"), (0.0, "transfers", "0 transfers"), (-1.0, "slot", "−1 slot"), (2.0, "delivery", "2 deliveries"),
    (1.0, "deliveries", "1 delivery"), (3.0, "person", "3 people"), (2.5, "percentage point", "2.50 percentage points"),
    (1.5, "admission/patient/quarter", "1.50 admissions per patient and quarter"), (1.0, "stays a year", "1 stay a year"),
    (24.0, "hour/day", "24 hours per day"), (2.0, "mg/kg", "2 mg/kg"), (3.75, "h/session", "3.75 h per session"), (1.39, "%", "1.39%"),
    (2.92, "incidents per 1,000 bed days", "2.92 incidents per 1,000 bed days"), (8.04, "score", "8.04"), (1.0, "GBP/patient/year", "£1.00 per patient and year"),
    (5.0, "half_day", "5 half days"), (2.0, "coefficient of variation", "2"), (2097.38, "GBP per 1,000 bed days", "£2,097.38 per 1,000 bed days"),
    (68.14, "DDD per 1,000 bed days", "68.14 DDD per 1,000 bed days"), (2.0, "batch", "2 batches"),
])  # fmt: skip
def test_a_value_has_its_unit(value: float | None, unit: str, shown: str) -> None:
    assert quantity(value, unit) == shown


@pytest.mark.parametrize(("value", "unit", "shown"), [
    (None, "GBP/g", "not supplied"), ("withheld", "GBP/g", "withheld"), ("34", "GBP/g", "£34.00 per g"), ("0.3456", "GBP", "£0.3456"),
    ("0.80", "share", "80.0%"), ("0.12345", "share", "12.345%"), ("7", "day", "7 days"), ("1", "day", "1 day"), ("2017-02-01", "date", "2017-02-01"),
    ("1000000", "count", "1,000,000"), ("0", "GBP", "£0.00"), ("1e400000", "count", "1e400000"),
])  # fmt: skip
def test_a_parameter_is_printed_as_it_was_stated(value: str | None, unit: str, shown: str) -> None:
    assert stated(value, unit) == shown


def test_nouns_are_singular_for_one() -> None:
    assert [counted(n, "scheme") for n in (0, 1, 2)] == ["0 schemes", "1 scheme", "2 schemes"]
    assert count(1_000) == "1,000"


def test_lists_are_english() -> None:
    assert [listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]


@pytest.mark.parametrize(("low", "high"), [(0, 1), (0, 0), (-3, 7), (0, 1e12), (-1e-9, 0)])
def test_an_axis_covers_its_values_and_zero(low: float, high: float) -> None:
    ticks = axis_ticks(low, high)
    assert len(ticks) >= 2
    assert 0.0 in ticks
    assert ticks[0] <= low <= high <= ticks[-1]


def test_halves_go_away_from_zero() -> None:
    assert quantity(Decimal("2.345"), "g") == "2.35 g"
