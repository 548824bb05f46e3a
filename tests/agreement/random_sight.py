"""What a random expression may name: columns by kind, and parameters of every sort."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

KINDS = ("number", "boolean", "code", "name", "date", "datetime", "time")

Names = Mapping[str, Sequence[str]]
"""Names that can be used, by kind. `clock` are the date-time columns that have a local time."""

PARAMETERS: dict[str, Any] = {
    "limit": 1.1,
    "step": 0.3,
    "no_value": None,
    "span_days": 7,
    "numbers": [0.1, 3, 100],
    "codes": ["X01", "J02"],
    "drugs": {"value": ["Drug  A", "drug-c"], "unit": "list"},
    "chosen": "X01",
    "since": "2017-04-01",
    "opens": "07:00",
    "closes": "22:00",
    "switched": True,
    "rate": {"unit": "GBP", "dated": True, "values": [{"from": "2016-01-01", "value": 0.29}, {"from": "2017-04-08", "value": 0.3, "until": "2018-03-31"}]},
    "price": {"unit": "GBP", "by": ["code"], "values": [{"code": "X01", "value": 3.335}, {"code": "J02", "value": 0}, {"value": 12.345}]},
    "tariff": {
        "unit": "GBP", "dated": True, "by": ["code", "provider_code"],
        "values": [{"code": "X01", "provider_code": "P1", "value": 10.1, "from": "2017-04-01"}, {"code": "x01", "provider_code": "P2", "value": 0.7}],
    },
    "by_drug": {"unit": "GBP", "by": ["drug"], "values": [{"drug": "Drug A", "value": 5}, {"drug": "drug b", "value": 6.005}]},
}  # fmt: skip
"""One of every sort: constant, lists, by key, by date, by both, and one nobody supplied."""

STEADY: Names = {
    "number": ("limit", "step", "no_value", "span_days"), "boolean": ("switched",), "code": ("chosen",), "date": ("since",), "time": ("opens", "closes"),
}  # fmt: skip


@dataclass(frozen=True)
class Sight:
    """What an expression may name. `inside`: what is seen inside an aggregate, where there may be one; `changing`: parameters by key or date."""

    columns: Names
    changing: Sequence[str] = ()
    inside: Sight | None = None
    windows: bool = False
    boundaries: bool = False
    per: Sequence[str] = ()

    def adding(self, kind: str, name: str) -> Sight:
        """Return the same with one more column."""
        return replace(self, columns={**self.columns, kind: (*self.columns.get(kind, ()), name)})

    def of(self, kind: str) -> tuple[str, ...]:
        return tuple(self.columns.get(kind, ()))

    def beside(self, theirs: Sight) -> Sight:
        """Return what is seen with another row in sight."""
        return replace(self, columns={kind: (*self.of(kind), *theirs.of(kind)) for kind in (*KINDS, "clock")}, windows=False, inside=None)

    def plain(self) -> Sight:
        """Return the same without what needs many rows."""
        return replace(self, windows=False, inside=None)
