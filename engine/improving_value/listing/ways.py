"""What `check` says of the ways through a scheme's rules and branches: how many its examples go, and which they do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from improving_value.kernel.issues import Location
from improving_value.kernel.render import place, safe
from improving_value.prove.coverage import gone, ways

if TYPE_CHECKING:
    from improving_value.check.model import CheckedScheme
    from improving_value.examples.running import ExampleReader


@dataclass(frozen=True)
class Ways:
    """The ways through one scheme: how many there are, and those that no example goes."""

    every: int
    left: tuple[tuple[Location, str], ...]


def ways_of(reader: ExampleReader, checked: CheckedScheme) -> Ways:
    """Return the ways of a scheme whose examples hold."""
    found = {way for index in range(len(reader.loaded.scheme.examples)) for way in gone(reader.show(index))}
    every = ways(checked)
    source = reader.loaded.source
    return Ways(len(every), tuple((source.locate(way.path), way.says) for way in every if way not in found))


def record_of_ways(ways: Sequence[Ways]) -> Mapping[str, object]:
    """Return what a program gets."""
    left = [{"file": where.file, "line": where.line, "column": where.column, "way": says} for one in ways for where, says in one.left]
    return {"ways": sum(one.every for one in ways), "ways_not_gone": left} if ways else {}


def say_ways(ways: Sequence[Ways]) -> None:
    """Print how many ways the examples go; for one scheme, also which they leave alone."""
    every, left = sum(one.every for one in ways), sum(len(one.left) for one in ways)
    if not every:
        return
    print(f"The examples go {every - left} of {every} ways through rules and branches.")
    if len(ways) == 1:
        for where, says in ways[0].left:
            print(f"  {place(where)}: no example where {safe(says)}")
