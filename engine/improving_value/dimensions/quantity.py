"""What a number in a formula may be in: one unit, or the several that it can be read in, or any."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from improving_value.dimensions.words import Dimension, over, plain, times

_MOST_READINGS = 8


@dataclass(frozen=True)
class Quantity:
    """The units a number can be read in, the likeliest first; none means that it takes any.

    A mean of days may be said in days or in days per patient, and a sum of years in years or in patient-years: the `unit` that
    the author declares says which. `joins` are the units it takes when it is added to or compared with something: a bare 1
    (`whole`) becomes one day or one patient, 12 becomes twelve months.
    """

    readings: tuple[Dimension, ...] = ()
    joins: tuple[Dimension, ...] = ()
    whole: bool = False

    @property
    def takes_any(self) -> bool:
        return not self.readings

    @property
    def text(self) -> str:
        return self.readings[0].text if self.readings else "any unit"

    def nearest(self, wanted: Dimension) -> Dimension:
        """Return the reading that is closest to a unit: one that measures the same thing, or else the likeliest."""
        return next((one for one in self.readings if one.kind == wanted.kind), self.readings[0])

    def fits(self, wanted: Dimension) -> bool:
        """Say whether the number may stand where this unit is wanted."""
        return self.takes_any or wanted in self.readings or wanted in self.joins or (self.whole and wanted.can_be_one)


ANY = Quantity()
"""A zero, or a value whose unit is another from row to row."""


def of(*readings: Dimension) -> Quantity:
    return Quantity(tuple(dict.fromkeys(readings))[:_MOST_READINGS])


def bare() -> Quantity:
    """Return a 1 that no unit stands beside."""
    return Quantity((plain(),), whole=True)


def multiplied(left: Quantity, right: Quantity) -> Quantity:
    if left.takes_any or right.takes_any:
        return ANY
    if left.whole and right.whole:
        return left
    return of(*(times(one, other) for one in left.readings for other in right.readings))


def divided(left: Quantity, right: Quantity) -> Quantity:
    """Return what one number over another is in; a bare 1 over patients may be one of them, which is a share."""
    if left.takes_any or right.takes_any:
        return ANY
    if left.whole and any(one.can_be_one for one in right.readings):
        return of(*(over(plain(), other) for other in right.readings), plain())
    return of(*(over(one, other) for one in left.readings for other in right.readings))


def together(left: Quantity, right: Quantity) -> Quantity | None:
    """Return what both numbers can be read in, or None when they cannot be added or compared."""
    if left.takes_any or right.takes_any:
        return right if left.takes_any else left
    shared = tuple(one for one in left.readings if one in right.readings)
    if shared:
        return Quantity(shared, left.joins, left.whole and right.whole)
    for mine, theirs in ((left, right), (right, left)):
        taken = tuple(one for one in theirs.readings if mine.fits(one))
        if taken:
            return Quantity(taken, theirs.joins, theirs.whole)
    return None


def without(quantity: Quantity, things: frozenset[str]) -> Quantity:
    """Return a number as it is read where there is one of each of these things."""
    return Quantity(tuple(dict.fromkeys(one.without(things) for one in quantity.readings)), quantity.joins, quantity.whole)


def summed(quantity: Quantity, thing: Dimension) -> Quantity:
    """Return what a sum over so many things is in: of years, years or patient-years; of ones, the things."""
    ones: Iterable[Dimension] = quantity.readings
    return Quantity(of(*ones, *(times(one, thing) for one in ones)).readings, whole=quantity.whole)


def averaged(quantity: Quantity, thing: Dimension) -> Quantity:
    """Return what a mean over things is in: days per patient, or days."""
    return of(*(over(one, thing) for one in quantity.readings), *quantity.readings)
