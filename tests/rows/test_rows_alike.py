"""Rows that are alike share an expression's value, and no other rows do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from improving_value.expression.evaluate_values import RowValue
from improving_value.expression.types import BOOLEAN, DATE, DOUBLE, INTEGER, TEXT, Type, decimal
from improving_value.kernel.parameters import ParameterRow, ParameterValues
from improving_value.kernel.periods import read_period, windows_of
from improving_value.run import rows_sight
from improving_value.run.rows_alike import values_over
from improving_value.run.rows_parameters import ParameterBook
from improving_value.run.rows_sight import Sight
from rows.building import node, scheme

TYPES: dict[str, Type] = {"drug": TEXT, "t": TEXT, "n": INTEGER, "f": DOUBLE, "d": decimal(2), "ok": BOOLEAN, "on": DATE}
PRICES = [ParameterRow((drug,), None, None, Decimal(price), "list") for drug, price in (("x", 3), ("y", 5))]
BOOK = ParameterBook(replace(scheme([], []), values={"price": ParameterValues("price", ("drug",), tuple(PRICES))}))
WINDOWS = windows_of(read_period("2017/18"), "quarter", None)
ROWS: list[dict[str, RowValue]] = [
    {"drug": drug, "t": t, "n": n, "f": f, "d": d, "ok": ok, "on": on}
    for drug in ("x", "y")
    for t, ok in (("a", True), (None, False), ("b", None))
    for n, on in ((0, date(2017, 5, 1)), (1, None))
    for f in (0.0, -0.0)
    for d in (Decimal("1.0"), Decimal("1.00"))
]


@pytest.mark.parametrize(
    "text",
    [
        "t == 'a' and n < 1",
        "ok or t == 'b'",
        "n + 1",
        "f * 1",
        "-f",
        "d",
        "price * n",
        "t if ok else missing",
        "on >= period_start",
        "is_missing(t)",
    ],
)
def test_a_value_is_what_it_is_row_by_row(text: str) -> None:
    tree = node(text, TYPES, boundaries=True)
    sights = [Sight(BOOK, row, None, window) for row in ROWS * 2 for window in WINDOWS]
    assert [repr(value) for value in values_over(tree, sights)] == [repr(sight.value(tree)) for sight in sights]


def test_what_is_alike_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    whole = rows_sight.evaluate
    monkeypatch.setattr(rows_sight, "evaluate", lambda *parts: asked.append(1) or whole(*parts))
    sights = [Sight(BOOK, row, None, None) for row in ROWS]
    values_over(node("t == 'a'", TYPES), sights)
    assert len(asked) == 3
