"""What a case of a worked example is, and how its value is read."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Literal, NamedTuple

from improving_value.examples.values import Shown, value_of
from schemes.running import published, shown

Read = Callable[[Shown], object]


class Wanted(NamedTuple):
    """One value of the catalogue, and where the scheme's first example gives it."""

    scheme: str
    kind: Literal["output", "scenario"]
    name: str
    value: str
    read: Read


class Trap(NamedTuple):
    """What a wrong reading gives: the changes to the scheme's text that make it, and the value that must come from it only."""

    scheme: str
    name: str
    value: str
    right: str
    read: Read
    changes: tuple[tuple[str, str], ...]


class Forbidden(NamedTuple):
    """A sum over unlike savings that the catalogue names, and its pounds: no figure of the scheme may be it."""

    scheme: str
    name: str
    value: str


class Side(NamedTuple):
    """A row of an example: its example, and its place among the rows of its table."""

    example: str
    row: int


class Boundary(NamedTuple):
    """Two rows that differ in one column by one step, and what a unit's column says on either side.

    `verdict` is a column of the unit, or `outcome`, `in_scope`, or `rows` (how many rows the unit is made of).
    """

    scheme: str
    name: str
    table: str
    first: Side
    second: Side
    column: str
    step: object
    unit: str
    verdict: str
    before: object
    after: object


def pair(example: str, first: int = 0, second: int = 1) -> tuple[Side, Side]:
    return Side(example, first), Side(example, second)


def figure(name: str) -> Read:
    """Read a figure as an example's `expect` names it."""
    return lambda seen: value_of(seen, name)


def percent(name: str) -> Read:
    return lambda seen: 100 * Decimal(repr(value_of(seen, name)))


def of_example(scheme: str, beginning: str, name: str) -> Read:
    """Read a figure of the scheme's only example whose title begins so."""
    titles = [example.example for loaded in published() if loaded.scheme.scheme == scheme for example in loaded.scheme.examples]
    (index,) = [number for number, title in enumerate(titles) if title.startswith(beginning)]
    return lambda _: value_of(shown(scheme, index), name)
