"""What `check` says of the ways through a scheme's rules and branches: how many its examples go, and which they do not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from improving_value.kernel.issues import Location
from improving_value.kernel.render import place, safe

if TYPE_CHECKING:
    from improving_value.check.model import CheckedScheme
    from improving_value.examples import ExampleReader


@dataclass
class WaysGone:
    """The ways of the schemes that were checked."""

    every: int = 0
    schemes: int = 0
    left: list[tuple[Location, str]] = field(default_factory=list)

    def add(self, reader: ExampleReader, checked: CheckedScheme) -> None:
        """Take in a scheme whose examples hold."""
        from improving_value.prove.coverage import gone, ways

        found = {way for index in range(len(reader.loaded.scheme.examples)) for way in gone(reader.show(index))}
        every = ways(checked)
        source = reader.loaded.source
        self.schemes += 1
        self.every += len(every)
        self.left += [(source.locate(way.path), way.says) for way in every if way not in found]

    def record(self) -> Mapping[str, object]:
        """Return what a program gets."""
        left = [{"file": where.file, "line": where.line, "column": where.column, "way": says} for where, says in self.left]
        return {"ways": self.every, "ways_not_gone": left} if self.schemes else {}

    def say(self) -> None:
        """Print how many ways the examples go; for one scheme, also which they leave alone."""
        if not self.every:
            return
        print(f"The examples go {self.every - len(self.left)} of {self.every} ways through rules and branches.")
        if self.schemes == 1:
            for where, says in self.left:
                print(f"  {place(where)}: no example where {safe(says)}")
