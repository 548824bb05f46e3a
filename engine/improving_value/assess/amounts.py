"""Whole pence with how far they can be relied on and what is wanting, and their exact sums."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from improving_value.assess.assessment import Status
from improving_value.assess.people import NOT_TOLD


@dataclass(frozen=True)
class Need:
    """What is wanting, and for how many units of how many (0 of 0 where units are not the point)."""

    what: str
    unknown: int = 0
    units: int = 0

    def __str__(self) -> str:
        return f"{self.what} ({self.unknown:,} of {self.units:,})" if self.units else self.what


@dataclass(frozen=True)
class Amount:
    """Whole pence (None: not known), how far they can be relied on, and what is wanting."""

    pence: int | None
    status: Status
    needs: tuple[Need, ...] = ()
    people: int = NOT_TOLD
    """The fewest people behind anything that makes it."""


def needs_of(names: Iterable[str]) -> tuple[Need, ...]:
    return tuple(Need(name) for name in dict.fromkeys(names))


def add(amounts: Iterable[tuple[str, Amount]]) -> Amount:
    """Return the sum of the amounts that are known; the names of the others are wanted.

    A sum of which something is not known is partial; one of which nothing is known, or nothing but noughts, is not
    calculable: £0 must not stand for want of a number.
    """
    parts = list(amounts)
    known = [amount.pence for _, amount in parts if amount.pence is not None]
    needs = _together(need for _, amount in parts for need in amount.needs)
    if parts and not any(known) and any(amount.status != "calculated" for _, amount in parts):
        withheld = all(amount.status == "withheld" for _, amount in parts)
        return Amount(None, "withheld" if withheld else "not_calculable", needs)
    if all(amount.status == "calculated" for _, amount in parts):
        return Amount(sum(known), "calculated")
    unknown = [name for name, amount in parts if amount.pence is None and name]
    at = (Need(f"at {', '.join(sorted(dict.fromkeys(unknown)))}"),) if unknown else ()
    return Amount(sum(known), "partial", (*needs, *at))


def _together(needs: Iterable[Need]) -> tuple[Need, ...]:
    """The same thing wanted in several places is said once, for all their units together."""
    found: dict[str, Need] = {}
    for need in needs:
        if not need.what.startswith("at "):
            before = found.get(need.what, Need(need.what))
            found[need.what] = Need(need.what, before.unknown + need.unknown, before.units + need.units)
    return tuple(found.values())
