"""What formulas are put together from: texts that know what must be a number, and how tightly they hold together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from improving_value.expression.nodes import Name, Namespaced, Node

MISSING = "missing"
"""What a cell shows that has no value. It is no number, so that arithmetic with it is told at once."""

ROW = "\x00"
"""Stands in a formula for the number of the row it is written in, so that a block has one pattern."""

SUM, PRODUCT, ATOM = 0, 1, 2
"""How tightly a text holds together."""


class NotSayable(ValueError):
    """An expression that a sheet cannot work out as the engine does; the message says what it is."""


@dataclass(frozen=True)
class Said:
    """A text of a formula. `needs` are the parts that must be numbers for it to be one; `node` is what it gives, with what
    stands in other columns as names."""

    text: str
    node: Node
    needs: tuple[str, ...] = ()
    binding: int = ATOM
    maybe_missing: bool = True


class Place(Protocol):
    """The sheet that formulas are written for."""

    longest: int

    def of(self, leaf: Name | Namespaced) -> Said:
        """Return what stands for a name's value, or raise NotSayable."""
        ...

    def constant(self, number: object) -> str:
        """Return the name of a number that may not stand in a formula."""
        ...

    def hold(self, formula: str, node: Node, origin: Node) -> Said:
        """Put a formula into a working column and return what stands for it; `origin` is the expression as it was checked."""
        ...

    def same_case(self, *nodes: Node) -> None:
        """Raise NotSayable where texts could differ by case alone: a sheet does not tell such apart."""
        ...


def quoted(text: str) -> str:
    """Return a text as a formula holds it."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def bracketed(said: Said, at_least: int) -> str:
    """Return a text in brackets, unless it holds together tightly enough."""
    return said.text if said.binding >= at_least else f"({said.text})"


def together(*needs: Sequence[str]) -> tuple[str, ...]:
    """Return what several parts need, each once."""
    return tuple(dict.fromkeys(one for each in needs for one in each))


def guarded(text: str, needs: Sequence[str]) -> str:
    """Return a formula that is missing unless everything it needs is a number; a division by nought is none."""
    dividing = {need.removeprefix("1/") for need in needs if need.startswith("1/")}
    asked = [need for need in needs if need not in dividing]
    return f"IF(ISNUMBER({'+'.join(asked)}),{text},{quoted(MISSING)})" if asked else text


def unless_missing(parts: Sequence[Said], text: str) -> str:
    """Return a formula that is missing when one of some cells is."""
    asked = [f"{part.text}={quoted(MISSING)}" for part in parts if part.maybe_missing]
    if not asked:
        return text
    return f"IF({asked[0] if len(asked) == 1 else 'OR(' + ','.join(asked) + ')'},{quoted(MISSING)},{text})"


def decided(left: Said, right: Said, *, decides: bool) -> str:
    """Return three-valued `or` (decided by true) or `and` (decided by false) of two cells."""
    word, other = ("TRUE", "FALSE") if decides else ("FALSE", "TRUE")
    either = f"OR({left.text}={word},{right.text}={word})"
    missing = [f"{part.text}={quoted(MISSING)}" for part in (left, right) if part.maybe_missing]
    if not missing:
        return f"{'OR' if decides else 'AND'}({left.text},{right.text})"
    asked = missing[0] if len(missing) == 1 else f"OR({','.join(missing)})"
    return f"IF({either},{word},IF({asked},{quoted(MISSING)},{other}))"
