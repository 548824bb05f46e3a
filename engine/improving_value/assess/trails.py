"""What leads from a figure to what it rests on: files of units, parts of totals, and who answers for whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class UnitSource:
    """Where a unit's file leads: the dataset its rows came from, the column that dates it (None: its period does), and whose it is."""

    unit: str
    dataset: str
    date: str | None
    organisation: str


@dataclass(frozen=True)
class SavingSource:
    """What a saving is worked out from: `each` when pounds stand on every unit, and the units it draws on."""

    saving: str
    each: bool
    line: str
    units: tuple[str, ...]
    instead_of: str | None


@dataclass(frozen=True)
class HandedOn:
    """A provider for which another answers, on the days in [starts, ends)."""

    provider: str
    starts: date
    ends: date
    organisation: str


@dataclass(frozen=True)
class Working:
    """One line of a total (a saving's or a cost's): what its parts came to, and the whole before it is rounded to pence.

    A part's name is a measure's or a cell's, in another period with the name of that before it.
    """

    figure: str
    organisation: str
    period: str
    parts: Mapping[str, Any]
    whole: float | None
    waits: bool
    """Whether units behind it wait for a value that nobody supplied: then nought is not told."""
    undecided: bool
    """Whether none of the units behind it could be decided about: then nothing is told."""
