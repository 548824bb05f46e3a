"""Whose a unit is, where a provider stands, and whom it is counted for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Home = Literal["provider", "commissioner"]
Level = Literal["provider", "hub", "region", "commissioner", "all"]
LEVELS: Mapping[Home, tuple[Level, ...]] = {"provider": ("provider", "hub", "region", "all"), "commissioner": ("commissioner", "all")}
"""Whose units are counted where: what is done at a provider also for its hub and region, what is bought for a population not."""
EVERYWHERE = "all"
"""The organisation of the level `all`."""
NOT_LISTED = "not listed"
"""The hub and region of a provider that the organisations table does not have."""

TOLD_APART = 11
"""People behind a figure are told apart up to so many: it matters whether they are few, not how many they are."""


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
