"""A reconciliation in short: for each sort of money the two sides, and what lies between them by class and by kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from improving_value.finance.kinds import CLASSES, KINDS, UNEXPLAINED
from improving_value.finance.reconcile import Part, Reconciliation

Counted = tuple[int, int]
"""Items, and their pence."""


@dataclass(frozen=True)
class Total:
    """One sort of money. Its classes add up to its difference, and so do its kinds: `residual` is the kind that is none."""

    sort: str
    ledger: int
    engine: int
    classes: Mapping[str, Counted]
    kinds: Mapping[str, Counted]

    @property
    def difference(self) -> int:
        """Ledger minus engine."""
        return self.ledger - self.engine

    @property
    def residual(self) -> int:
        """What no test explains."""
        return self.kinds.get(UNEXPLAINED.kind, (0, 0))[1]


def totals(found: Reconciliation) -> tuple[Total, ...]:
    """Return a total for each sort of money; unlike sorts are never added together."""
    return tuple(_total(found, sort) for sort in found.sorts)


def _total(found: Reconciliation, sort: str) -> Total:
    items = [item for item in found.items if item.cell.claim.sort == sort]
    parts = list(found.parts(sort))
    return Total(
        sort,
        sum(item.ledger_pence for item in items),
        sum(item.cell.engine or 0 for item in items),
        {one.class_: _counted([part for part in parts if part.class_ == one.class_]) for one in CLASSES},
        {one.kind: _counted(some) for one in KINDS if (some := [part for part in parts if part.kind is one])},
    )


def _counted(parts: list[Part]) -> Counted:
    return len(parts), sum(part.pence for part in parts)
