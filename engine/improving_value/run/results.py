"""What an engine gives back: every cell for every organisation and window, and the units themselves."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from improving_value.check.model import Home
from improving_value.kernel.periods import Role, Window

Level = Literal["provider", "hub", "region", "commissioner", "all"]
CellValue = int | Decimal | float | str | bool | date | None
LEVELS: Mapping[Home, tuple[Level, ...]] = {"provider": ("provider", "hub", "region", "all"), "commissioner": ("commissioner", "all")}
"""Whose units are counted where: what is done at a provider also for its hub and region, what is bought for a population not."""
EVERYWHERE = "all"
"""The organisation of the level `all`."""
NOT_LISTED = "not listed"
"""The hub and region of a provider that the organisations table does not have."""


class CellKey(NamedTuple):
    """Where a value belongs. `category` is "" for all units together; a missing category is not counted in any."""

    level: Level
    organisation: str
    window: int
    category: str


@dataclass(frozen=True)
class Place:
    """Where a provider stands on the days of one slice: who answers for it, its hub and its region."""

    slice: int
    provider: str
    organisation: str
    hub: str
    region: str


def whose(home: Home, code: str | None, place: Place | None) -> list[tuple[Level, str]]:
    """Return whom a unit counts for, at each level; a provider with no place is its own, in no listed hub or region."""
    if home == "commissioner":
        return [("commissioner", code or NOT_LISTED), ("all", EVERYWHERE)]
    if place is None:
        return [("provider", code or NOT_LISTED), ("hub", NOT_LISTED), ("region", NOT_LISTED), ("all", EVERYWHERE)]
    return [("provider", place.organisation), ("hub", place.hub), ("region", place.region), ("all", EVERYWHERE)]


@dataclass(frozen=True)
class Slice:
    """A stretch of days that lies in the same windows and under one state of the organisations table.

    Units dated by a column belong to exactly one slice; `windows` are those it counts in (its piece, the span).
    """

    id: int
    start: date
    end: date
    windows: tuple[int, ...]


@dataclass(frozen=True)
class Calendar:
    """The windows of a run for one scheme, cut into slices, and where every provider stands in each.

    For units tied to a window, `window_slice` gives the slice whose places hold for each window (that of its last day).
    """

    windows: tuple[Window, ...]
    slices: tuple[Slice, ...]
    places: tuple[Place, ...]
    window_slice: Mapping[int, int]

    def windows_in(self, roles: Collection[Role]) -> tuple[Window, ...]:
        """Return the windows of some roles."""
        return tuple(window for window in self.windows if window.role in roles)

    def slices_in(self, roles: Collection[Role]) -> tuple[Slice, ...]:
        """Return the slices that count in a window of some roles."""
        wanted = {window.id for window in self.windows_in(roles)}
        return tuple(part for part in self.slices if wanted.intersection(part.windows))


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
