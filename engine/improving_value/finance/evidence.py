"""What the tests that explain a difference look at: every cell with what it claims, and what was sent before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from improving_value.finance.activity_lines import ActivityLines
from improving_value.finance.kinds import Kind
from improving_value.finance.ledger import LedgerRow
from improving_value.finance.pairing import Cell

Key = tuple[str, str, str, str]
"""Scheme, saving (empty: all it delivers), organisation, period's label."""


@dataclass(frozen=True)
class Balance:
    """A cell with the rows that stand for something of their own, and what they claim."""

    cell: Cell
    rows: tuple[LedgerRow, ...]
    ledger: int

    @property
    def key(self) -> Key:
        cell = self.cell
        return (cell.claim.scheme, cell.claim.saving, cell.organisation, cell.period.label)

    @property
    def difference(self) -> int:
        """Ledger minus engine."""
        return self.ledger - (self.cell.engine or 0)


@dataclass(frozen=True)
class Found:
    """What a test found: its kind, the pence it explains, and what is to be said. `class_` where it is not the cell's own."""

    kind: Kind
    pence: int
    said: str
    class_: str = ""


@dataclass(frozen=True)
class Evidence:
    """All that the tests may look at."""

    tolerance: int
    balances: Mapping[Key, Balance]
    lines: ActivityLines
    engine_then: Mapping[Key, int]
    ledger_then: Mapping[Key, int]

    @cached_property
    def series(self) -> Mapping[tuple[str, str, str], tuple[Balance, ...]]:
        """The balances of each claim and organisation, in the order of their periods."""
        found: dict[tuple[str, str, str], list[Balance]] = {}
        for balance in self.balances.values():
            found.setdefault(balance.key[:3], []).append(balance)
        return {place: tuple(sorted(some, key=lambda one: one.cell.period.start)) for place, some in found.items()}

    @cached_property
    def at(self) -> Mapping[str, tuple[Balance, ...]]:
        """The balances of each organisation."""
        found: dict[str, list[Balance]] = {}
        for balance in self.balances.values():
            found.setdefault(balance.cell.organisation, []).append(balance)
        return {organisation: tuple(some) for organisation, some in found.items()}

    def is_close(self, pence: int) -> bool:
        return abs(pence) <= self.tolerance
