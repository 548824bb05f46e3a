"""What an engine gives back: every cell for every organisation and window, and the units themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from improving_value.check.model import CellValue
from improving_value.kernel.calendar import Calendar
from improving_value.kernel.places import Level


class CellKey(NamedTuple):
    """Where a value belongs. `category` is "" for all units together; a missing category is not counted in any."""

    level: Level
    organisation: str
    window: int
    category: str


@dataclass(frozen=True)
class Results:
    """The numbers of one scheme.

    `cells[id][key]` is the value of a cell; a key that is not there had no unit in scope.
    `units` names each unit's finished table (held by the engine until written or fetched).
    """

    scheme: str
    calendar: Calendar
    cells: Mapping[str, Mapping[CellKey, CellValue]]
    units: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, Mapping[CellKey, int]] = field(default_factory=dict)
    """How many people are behind a cell, told apart up to `TOLD_APART`: those whose units make it. Cells of no people are not there."""
