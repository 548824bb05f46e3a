"""The windows of a run for one scheme, cut where the organisations table changes: shapes alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from improving_value.kernel.periods import Role, Window
from improving_value.kernel.places import Place


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
