"""What an expression may name, and which kinds of function belong in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from improving_value.expression.types import Type


@dataclass(frozen=True)
class KnownParameter:
    """What an expression needs to know of a parameter."""

    type: Type
    by: tuple[str, ...]


@dataclass(frozen=True)
class Scope:
    """The names an expression may use, and which kinds of function.

    `theirs` holds the columns of the rows a match or a fact looks at; they come before `columns`.
    `inside` (and `inside_theirs`) hold what is seen inside an aggregate; None means that aggregates do not belong here.
    """

    columns: Mapping[str, Type]
    parameters: Mapping[str, KnownParameter]
    theirs: Mapping[str, Type] | None = None
    inside: Mapping[str, Type] | None = None
    inside_theirs: Mapping[str, Type] | None = None
    measures: Mapping[str, Type] | None = None
    boundaries: bool = False
    windows: bool = False
    later: Mapping[str, bool] = field(default_factory=dict)
    """Names of this unit that are defined further down, or here; true when following them leads back here."""
    broken: frozenset[str] = frozenset()
    """Names of this unit whose own definition is at fault: what uses them is not at fault for it."""

    unit: str = ""
    """The unit that a figure is of."""
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    """Names of columns that only other units have, and the first unit that has each."""

    def within_aggregate(self) -> Scope:
        """Return the scope inside an aggregate's brackets, where no other aggregate may stand."""
        return replace(self, columns=self.inside or {}, theirs=self.inside_theirs, inside=None, windows=False, measures=None)

    @property
    def visible(self) -> Mapping[str, Type]:
        return {**self.columns, **(self.theirs or {})}
