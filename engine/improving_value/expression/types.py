"""What a value can be, and how it is held."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["integer", "decimal", "double", "text", "boolean", "date", "datetime", "time"]


@dataclass(frozen=True)
class Type:
    """The type of a value.

    integer, decimal and double are all `number` to an author; only sums, minima and maxima keep a decimal.
    A date-time is an instant: `local` says that the local wall-clock time is at hand beside it, which only a
    column has. A time of day is seconds since midnight. `folded` text is compared without case.
    """

    kind: Kind
    places: int | None = None
    folded: bool = False
    local: bool = False
    many: bool = False

    @property
    def is_number(self) -> bool:
        return self.kind in ("integer", "decimal", "double")

    @property
    def word(self) -> str:
        """What an author calls it."""
        if self.many:
            return f"a list of {replace(self, many=False).word}s"
        words = {"text": "text", "boolean": "true-or-false", "date": "date", "datetime": "date-time"}
        return "number" if self.is_number else words.get(self.kind, "time of day")


INTEGER = Type("integer")
DOUBLE = Type("double")
TEXT = Type("text")
NAME_TEXT = Type("text", folded=True)
BOOLEAN = Type("boolean")
DATE = Type("date")
DATETIME = Type("datetime")
TIME = Type("time")


def decimal(places: int) -> Type:
    """Return the type of a decimal with so many places."""
    return Type("decimal", places=places)


def unify(left: Type, right: Type) -> Type | None:
    """Return the type that holds either value, or None when they are of different kinds."""
    if left.many or right.many:
        return None
    if left.is_number and right.is_number:
        return left if left == right else DOUBLE
    if left.kind != right.kind:
        return None
    return Type(left.kind, folded=left.folded or right.folded)
