"""One number or date as a line: the limits on it, and the stretches between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from improving_value.expression.misfits import typed
from improving_value.expression.nodes import Comparison, ComparisonOperator, Literal, Name, Node, children, walk
from improving_value.expression.text import to_text


@dataclass(frozen=True)
class Axis:
    """One number or date (or how far one lies above another), whatever limits it is held against.

    `whole` says that nothing lies between one value and the next: days, and numbers of things.
    """

    text: str
    whole: bool
    is_date: bool


@dataclass(frozen=True)
class Limit:
    """One comparison, read as a number or date against a limit."""

    axis: Axis
    operator: ComparisonOperator
    value: Decimal
    measured: Node
    against: Node
    apart: bool = False
    """The axis is how far `measured` lies above `against`, for want of one value of the latter."""


@dataclass(frozen=True)
class Stretch:
    """A piece of an axis in which no limit lies, or a limit by itself (`low` is `high`); `at` is a value in it, None where it is missing."""

    low: Decimal | None
    high: Decimal | None
    at: Decimal | None

    @property
    def is_inner(self) -> bool:
        """Say whether it lies between limits, or on one."""
        return self.low is not None and self.high is not None


@dataclass(frozen=True)
class ProvedLimit:
    """A limit that examples should prove: where the scheme relies on it, the unit, and the comparison."""

    path: tuple[str | int, ...]
    unit: str
    comparison: Comparison


def is_of_rows(node: Node) -> bool:
    """Say whether an expression rests on more than parameters."""
    return any(not isinstance(part, (Literal, Name)) and not children(part) for part in walk(node)) or any(
        isinstance(part, Name) and part.kind != "parameter" for part in walk(node)
    )


def axis_of(node: Node) -> Axis:
    """Return the axis of an expression; columns of other rows are apart from columns of the same name."""
    theirs = any(isinstance(part, Name) and part.kind == "theirs" for part in walk(node))
    kind = typed(node).kind
    return Axis(f"{to_text(node)}{' (theirs)' if theirs else ''}", kind in ("integer", "date"), kind == "date")


def holds(limit: Limit, at: Decimal) -> bool:
    """Say whether a value keeps to a limit."""
    compared: Mapping[ComparisonOperator, Callable[[Decimal, Decimal], bool]] = {
        "<": Decimal.__lt__,
        "<=": Decimal.__le__,
        "==": Decimal.__eq__,
        "!=": Decimal.__ne__,
        ">=": Decimal.__ge__,
        ">": Decimal.__gt__,
    }
    return compared[limit.operator](at, limit.value)


def cut(limits: list[Decimal], whole: bool) -> Iterator[Stretch]:
    """Yield a line cut at limits that rise: what lies below, each limit, what lies between, what lies above."""
    if not limits:
        return
    yield Stretch(None, limits[0], limits[0] - 1)
    for place, limit in enumerate(limits):
        yield Stretch(limit, limit, limit)
        if place + 1 < len(limits):
            above = limits[place + 1]
            middle = (limit + above) / 2
            if whole:
                middle = middle.to_integral_value()
                middle = middle if limit < middle < above else limit.to_integral_value() + 1
            if limit < middle < above:
                yield Stretch(limit, above, middle)
    yield Stretch(limits[-1], None, limits[-1] + 1)
