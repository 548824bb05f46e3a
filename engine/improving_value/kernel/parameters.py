"""Values of a parameter, by key and date, ready to be looked up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

Value = Decimal | str | bool | int | date | tuple["Value", ...]
"""Numbers are Decimal; a time of day is an int (seconds since midnight); a list is a tuple."""

WITHHELD = "withheld"
"""What stands in place of a confidential value, and of what it could be worked out from."""


@dataclass(frozen=True)
class ParameterRow:
    """One value: for these keys (None: any), on days in [starts, ends)."""

    keys: tuple[str | None, ...]
    starts: date | None
    ends: date | None
    value: Value
    source: str

    def holds_on(self, day: date | None) -> bool:
        """Say whether the value holds on a day; a row without dates always does."""
        if self.starts is None and self.ends is None:
            return True
        if day is None:
            return False
        return (self.starts is None or self.starts <= day) and (self.ends is None or day < self.ends)


@dataclass(frozen=True)
class ParameterValues:
    """All the values in force of one parameter.

    Specific beats general: a row for the very keys is used before a row for any key. At most one row of each sort holds
    on any day (checked when read).
    """

    name: str
    by: tuple[str, ...]
    rows: tuple[ParameterRow, ...]
    supplied: bool = False
    """Given from outside the scheme, in place of what stands in it."""

    @cached_property
    def is_constant(self) -> bool:
        """Say whether one value serves every row."""
        return len(self.rows) == 1 and self.rows[0].starts is None and self.rows[0].ends is None and not self.specific

    @cached_property
    def specific(self) -> tuple[ParameterRow, ...]:
        """Rows for particular keys."""
        return tuple(row for row in self.rows if any(key is not None for key in row.keys))

    @cached_property
    def general(self) -> tuple[ParameterRow, ...]:
        """Rows for any key."""
        return tuple(row for row in self.rows if all(key is None for key in row.keys))

    def at(self, keys: tuple[str | None, ...], day: date | None) -> Value | None:
        """Return the value for these keys on this day, or None when nothing holds."""
        place = self.place_at(keys, day)
        return None if place is None else self.rows[place].value

    def place_at(self, keys: tuple[str | None, ...], day: date | None) -> int | None:
        """Return which of the rows holds for these keys on this day."""
        candidates: Iterable[tuple[ParameterRow, ...]] = (
            tuple(row for row in self.specific if row.keys == keys),
            self.general,
        )
        for rows in candidates:
            for row in rows:
                if row.holds_on(day):
                    return next(place for place, one in enumerate(self.rows) if one is row)
        return None
