"""What can be written in place of what: each kind of change that `prove` makes, on expressions and on numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from improving_value.expression.parse import parse
from improving_value.expression.resolve import resolve
from improving_value.expression.rewrite import rewrite
from improving_value.expression.scope import KnownParameter, Scope
from improving_value.expression.text import to_text
from improving_value.expression.types import BOOLEAN, DATE, DOUBLE
from improving_value.prove.alternatives import alternatives
from improving_value.prove.in_expressions import changed_parts, other_dates
from improving_value.prove.in_values import steps

COLUMNS = {"a": BOOLEAN, "b": BOOLEAN, "x": DOUBLE, "y": DOUBLE, "opened": DATE, "seen": DATE, "closed": DATE}
ONE_ROW = Scope(COLUMNS, {"limit": KnownParameter(DOUBLE, ())}, boundaries=True, windows=True)
MANY_ROWS = Scope({}, {}, inside=COLUMNS)


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("x < y", ["x <= y", "x >= y"]),
        ("x >= y", ["x > y", "x < y"]),
        ("x == y", ["x != y"]),
        ("a and b", ["a or b", "b", "a"]),
        ("not a", ["a"]),
        ("a", ["not a"]),
        ("x if a else y", ["x", "y"]),
        ("x in [1, limit]", ["x not in [1, limit]", "x in [limit]", "x in [1]"]),
        ("x + y", ["x - y"]),
        ("x / y", ["x * y"]),
        ("max(0, x)", ["min(0, x)", "x", "0"]),
        ("if_missing(x, 0)", ["x"]),
        ("round_up(x, y)", ["round_down(x, y)", "x"]),
        ("is_missing(x)", ["not is_missing(x)"]),
        ("period_start", ["period_end"]),
        ("100", ["1"]),
        ("x", []),
        ("previous(x, by=opened, per=[y])", ["next(x, by=opened, per=[y])"]),
    ],
)
def test_what_may_stand_in_place_of_a_part(written: str, instead: list[str]) -> None:
    assert [to_text(new) for new in alternatives(resolve(parse(written), ONE_ROW))] == instead


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("sum(x)", ["mean(x)"]),
        ("first(x, by=opened)", ["last(x, by=opened)"]),
        ("any(a)", ["all(a)"]),
        ("count(a)", ["count()"]),
        ("count_distinct(x)", ["count(not is_missing(x))"]),
        ("max(known(x), where=a)", ["min(known(x), where=a)", "max(x, where=a)", "max(known(x))"]),
    ],
)
def test_what_may_stand_in_place_of_an_aggregate(written: str, instead: list[str]) -> None:
    assert [to_text(new) for new in alternatives(resolve(parse(written), MANY_ROWS))] == instead


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("is_missing(a)", ["not is_missing(a)"]),
        ("is_missing(not a)", ["not is_missing(not a)"]),
        ("is_missing(x < y)", ["not is_missing(x < y)"]),
        (
            "is_missing(x in [1, limit])",
            ["not is_missing(x in [1, limit])", "is_missing(x in [limit])", "is_missing(x in [1])", "is_missing(x in [0, limit])"],
        ),
        (
            "is_missing(a and b)",
            [
                "not is_missing(a and b)",
                "is_missing(a or b)",
                "is_missing(b)",
                "is_missing(a)",
                "is_missing(not a and b)",
                "is_missing(a and not b)",
            ],
        ),
    ],
)
def test_yes_or_no_is_missing_whichever_way_round_it_is_asked(written: str, instead: list[str]) -> None:
    node = resolve(parse(written), ONE_ROW)
    found = [
        to_text(rewrite(node, lambda one, part=part, new=new: new if one is part else None))  # type: ignore[misc]
        for part, new in changed_parts(node, ONE_ROW, None)
    ]
    assert sorted(found) == sorted(instead)


@pytest.mark.parametrize(
    ("value", "unit", "near"),
    [
        (Decimal("0.80"), "share", [Decimal("0.81"), Decimal("0.79")]),
        (Decimal("480"), "GBP", [Decimal("481"), Decimal("479")]),
        ("2017-04-01", "date", ["2017-04-02", "2017-03-31"]),
        ("07:00", "time", ["07:01", "06:59"]),
        (True, "yes/no", [False]),
        ("rituximab", "name", ["rituximab?"]),
    ],
)
def test_a_number_is_moved_by_one_in_the_last_place_written(value: object, unit: str, near: list[object]) -> None:
    assert steps(value, unit) == near


def test_a_date_may_be_taken_for_the_dates_listed_beside_it() -> None:
    assert other_dates("seen", DATE, COLUMNS) == ["opened", "closed"]
    assert other_dates("opened", DATE, COLUMNS) == ["seen"]
