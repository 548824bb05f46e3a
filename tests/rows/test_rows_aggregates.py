"""What many values come to, and what becomes of a missing one."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

import pytest

from improving_value.expression.types import BOOLEAN, DATE, DOUBLE, INTEGER, TEXT, Type, decimal
from improving_value.run.rows_aggregate import combine
from improving_value.run.rows_gather import Member, gather
from improving_value.run.rows_parameters import ParameterBook
from improving_value.run.rows_sight import Sight
from rows.building import aggregate, scheme, table

PENCE = decimal(2)
TYPES = {"key": TEXT, "when": DATE, "x": PENCE, "n": INTEGER, "f": DOUBLE, "ok": BOOLEAN, "t": TEXT}
KINDS = {"when": "date", "x": "decimal", "n": "integer", "ok": "boolean", "t": "text"}
BOOK = ParameterBook(scheme([], []))


def over(text: str, picture: str) -> object:
    """Return an aggregate over rows drawn as a picture; `f` is x as a double."""
    members = []
    for row in table(picture, **KINDS):
        x = row.get("x")
        columns = {**row, "f": None if x is None else float(x)}  # type: ignore[arg-type]
        members.append(Member(str(row["row_key"]), Sight(BOOK, columns, None, None)))
    return gather(aggregate(text, TYPES), members, Sight(BOOK, {}, None, None))


ROWS = """
row_key when       x     n ok  t
a       2017-04-03 1.10  3 yes p
b       2017-04-01 2.20  4 no  q
c       2017-04-01 3.30  - -   p
d       -          9.90  5 yes -
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sum(x)", Decimal("16.50")),
        ("sum(f)", 16.5),
        ("sum(n)", None),
        ("sum(known(n))", 3 + 4 + 5),
        ("sum(n, where=t == 'p')", None),  # c has no n
        ("sum(x, where=t == 'p')", None),  # d may or may not be p
        ("sum(known(x), where=t == 'p')", Decimal("4.40")),
        ("count()", 4),
        ("count(ok)", None),
        ("count(known(ok))", 2),
        ("count(n > 3)", None),
        ("count_distinct(t)", None),
        ("count_distinct(known(t))", 2),
        ("mean(x)", float(Decimal("16.50")) / 4),
        ("mean(known(n))", 12 / 3),
        ("min(x)", Decimal("1.10")),
        ("max(when)", None),
        ("any(ok)", True),
        ("all(ok)", False),
        ("any(ok, where=t == 'q')", None),  # b is false, and d may be q
        ("all(ok, where=n < 4)", None),
        ("only(x)", None),
        ("only(x, where=x == 2.2)", Decimal("2.20")),
        ("first(x, by=when)", Decimal("2.20")),  # b before c by key; d has no place
        ("last(x, by=when)", Decimal("1.10")),
        ("first(n, by=x)", 3),
        ("last(n, by=n)", 5),
        ("first(n, by=x, where=n > 3)", None),  # c may be the first
        ("first(known(n), by=x, where=n > 3)", 4),
    ],
)
def test_an_aggregate_over_four_rows(text: str, expected: object) -> None:
    found = over(text, ROWS)
    assert (found, type(found)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sum(x)", Decimal(0)),
        ("sum(f)", 0.0),
        ("sum(n)", 0),
        ("count()", 0),
        ("count_distinct(t)", 0),
        ("any(ok)", False),
        ("all(ok)", True),
        *((f"{name}(x)", None) for name in ("mean", "median", "deviation", "min", "max", "only")),
        ("first(x, by=when)", None),
    ],
)
def test_of_nothing(text: str, expected: object) -> None:
    found = over(text, "row_key when x n ok t")
    assert (found, type(found)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("share", "expected"),
    [(0.0, 1.0), (0.1, 1.0), (0.25, 1.0), (0.2500001, 2.0), (0.5, 2.0), (0.9, 4.0), (1.0, 4.0), (3 * 0.1 + 0.2, 2.0)],
)
def test_a_percentile_is_the_smallest_value_that_reaches_the_share(share: float, expected: float) -> None:
    assert combine("percentile", [4, 1, 3, 2], INTEGER, share) == expected
    assert combine("percentile", [], INTEGER, share) is None


@pytest.mark.parametrize(("values", "expected"), [([3, 1, 2], 2.0), ([4, 1, 3, 2], 2.5), ([Decimal("0.10")], 0.1), ([-1, -2], -1.5)])
def test_the_median_of_an_even_count_is_the_mean_of_the_middle_two(values: list[Any], expected: float) -> None:
    assert combine("median", values, None, None) == expected


def test_a_deviation_is_of_the_sample() -> None:
    assert combine("deviation", [2, 4, 4, 4, 5, 5, 7, 9], INTEGER, None) == pytest.approx((32 / 7) ** 0.5)
    assert combine("deviation", [2], INTEGER, None) is None


@pytest.mark.parametrize("function", ["sum", "mean", "median", "deviation"])
def test_the_order_of_rows_never_matters(function: str) -> None:
    """A plain sum of these doubles changes with their order."""
    values = [1e15, 0.1, -1e15, 0.2, 1 / 3, 1e-7] * 5
    shuffled = list(values)
    Random(5).shuffle(shuffled)
    assert combine(function, values, DOUBLE, None) == combine(function, shuffled, DOUBLE, None)


@pytest.mark.parametrize(
    ("values", "kind", "expected"),
    [
        ([0.1] * 3, DOUBLE, 0.3),
        ([Decimal("0.10")] * 3, PENCE, Decimal("0.30")),
        ([Decimal("99999999999999999999999999.99")] * 10, decimal(2), Decimal("999999999999999999999999999.90")),
        ([2**60, 1, -(2**60)], INTEGER, 1),
    ],
)
def test_sums_are_exact(values: list[Any], kind: Type, expected: object) -> None:
    assert combine("sum", values, kind, None) == expected


def test_a_derived_value_too_large_to_be_exact_is_missing() -> None:
    picture = "row_key x\na 1.00\nb 2.00"
    assert over("sum(f * 1000000000000 * 1000000000000)", picture) is None
    assert over("sum(known(f * 1000000000000 * 1000000000000))", picture) == 0.0
