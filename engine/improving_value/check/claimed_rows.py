"""What activity a saving claims, once it makes sense."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ClaimedRows:
    """Activity that a saving claims: rows of a dataset, by way of the rows that some units are made from.

    Those rows themselves when `same` is empty; otherwise the rows of `dataset` that are equal on those columns (of the unit's rows, and
    its own) and fall in the period, or from `after` and before `before`, dates of the unit. `beside` when the units are not those the
    saving is earned on: the pounds of a provider and period are then spread over them.
    """

    dataset: str
    same: tuple[tuple[str, str], ...]
    units: tuple[str, ...]
    after: str | None
    before: str | None
    beside: bool = False
